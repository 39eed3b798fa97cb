package briefing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/text"
	"dateline/store"

	"golang.org/x/sync/errgroup"
)

// ingestBatch is how many articles one transaction stores: large enough that
// a commit's fsync costs little, small enough that a crash loses seconds.
const ingestBatch = 200

// Ingester turns items that were read into stored articles: identity,
// versions, language, sentence spans, text sketch. It neither fetches nor
// clusters; pending marks tell Stories and Indexer what is left to do.
type Ingester struct {
	Store *store.Store
	Now   func() time.Time // nil: time.Now
}

// Outcome says what became of one item: status added, changed, duplicate or
// refused (with the reason).
type Outcome struct {
	Input   string
	Article string // the id the item came with, else ours
	Title   string
	Status  string
	Reason  string
}

// Refused is the Outcome of something that could not be used.
func Refused(input, reason string) Outcome {
	return Outcome{Input: input, Status: "refused", Reason: reason}
}

// Add stores items under a source, in batches of one transaction each, and
// returns one Outcome per item in order.
func (in *Ingester) Add(ctx context.Context, src store.Source, input string, items []feed.Item) ([]Outcome, error) {
	out := make([]Outcome, 0, len(items))
	for len(items) > 0 {
		n := min(len(items), ingestBatch)
		o, err := in.addBatch(ctx, src, input, items[:n])
		if err != nil {
			return out, err
		}
		out, items = append(out, o...), items[n:]
	}
	return out, nil
}

func (in *Ingester) addBatch(ctx context.Context, src store.Source, input string, items []feed.Item) ([]Outcome, error) {
	rows := make([]store.Incoming, len(items))
	reasons := make([]string, len(items))
	now := in.now()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range items {
		g.Go(func() error {
			rows[i], reasons[i] = incoming(src, items[i], now)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := make([]Outcome, len(items))
	var keep []store.Incoming
	var at []int
	for i := range items {
		out[i] = Outcome{Input: input, Title: items[i].Title}
		if reasons[i] != "" {
			out[i].Status, out[i].Reason = "refused", reasons[i]
			continue
		}
		keep, at = append(keep, rows[i]), append(at, i)
	}
	saved, err := in.Store.AddArticles(ctx, keep)
	if err != nil {
		return nil, fmt.Errorf("store %d articles of %s: %w", len(keep), input, err)
	}
	for k, s := range saved {
		o := &out[at[k]]
		o.Status, o.Article = s.Status, articleRef(keep[k].Article.ExtID, s.Article)
	}
	return out, nil
}

// articleRef is how people and scripts name an article: the id it was given,
// else our own.
func articleRef(ext string, id int64) string {
	if ext != "" {
		return ext
	}
	return fmt.Sprint(id)
}

const (
	titleMost  = 600 // bytes of a title: five times a long headline, so that one cannot fill a briefing
	outletMost = 120 // bytes of an outlet's name
	// aheadMost is how far in the future a date may be: a feed that writes its
	// local time as UTC is 14 hours off at most. A later one is no date.
	aheadMost = 24 * time.Hour
)

// incoming prepares one item for the store, or says why it cannot be used.
func incoming(src store.Source, it feed.Item, now time.Time) (store.Incoming, string) {
	title, body := head(clean(strings.TrimSpace(it.Title)), titleMost), clean(it.Text)
	if title == "" && strings.TrimSpace(body) == "" {
		return store.Incoming{}, "it has neither a title nor a text"
	}
	lang := text.Detect(title+". "+head(body, 600), firstOf(it.Lang, src.Lang))
	spans := text.Sentences(body, lang)
	sketch, err := text.SketchOf(body).MarshalBinary()
	if err != nil {
		return store.Incoming{}, err.Error()
	}
	url := feed.Canonical(it.URL)
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		url = "" // nothing else is a source that may be opened
	}
	a := store.Article{Domain: src.Domain, ExtID: it.ID, URL: url, Outlet: head(firstOf(it.Outlet, src.Outlet, feed.Outlet(url, "")), outletMost), Seen: now}
	if !it.Published.After(now.Add(aheadMost)) {
		a.Published, a.PublishedFrom = it.Published, it.PublishedFrom
	}
	a.Ident = identOf(src, it)
	v := store.Version{Seen: now, Hash: sourceHash(it), Title: title, Byline: clean(it.Byline), Lang: lang, Genre: firstOf(it.Genre, "news"),
		Text: body, Spans: text.MarshalSpans(spans), Sketch: sketch}
	return store.Incoming{Article: a, Version: v, Source: src.ID, GUID: it.GUID}, ""
}

// identOf is how the same article is known again: by the id it was given,
// else its canonical URL, else the feed's guid, else its words.
func identOf(src store.Source, it feed.Item) string {
	switch {
	case it.ID != "":
		return "id:" + it.ID
	case it.URL != "" && feed.SameSite(it.URL, src.URL):
		return "url:" + feed.Canonical(it.URL)
	case it.URL != "":
		// A feed of one site speaks of another's article: what it says of it must
		// never become that article's text for those who read the site itself.
		return "url:" + feed.Site(src.URL) + ":" + feed.Canonical(it.URL)
	case it.GUID != "":
		return fmt.Sprintf("guid:%d:%s", src.ID, it.GUID)
	}
	return "text:" + sourceHash(it)
}

// sourceHash is over what the source itself gave (SourceText when a page was
// read for it): a change of it is a new version.
func sourceHash(it feed.Item) string {
	body := it.Text
	if it.SourceText != "" {
		body = it.SourceText
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(clean(it.Title)) + "\n" + strings.TrimSpace(clean(body))))
	return hex.EncodeToString(sum[:])
}

// clean makes foreign text storable on both databases without moving a word:
// line ends become \n, invalid UTF-8 and NUL become U+FFFD.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if !strings.ContainsAny(s, "\r\x00") {
		return s
	}
	return unstorable.Replace(s)
}

var unstorable = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")

func (in *Ingester) now() time.Time { return nowFunc(in.Now) }

// nowFunc reads a clock that may be left out.
func nowFunc(f func() time.Time) time.Time {
	if f != nil {
		return f()
	}
	return time.Now()
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

// head is the start of s, at most n bytes, cut at a rune border.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
