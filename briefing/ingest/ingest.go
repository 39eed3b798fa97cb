// Package ingest reads sources and stores what is new: which article an item is, which version, and
// when a source is asked again.
package ingest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/guard"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/database"
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
	Log   *slog.Logger     // nil: silent
}

// Outcome says what became of one item: status added, changed, duplicate or
// refused (with the reason).
type Outcome struct {
	Input   string
	Article string // the id the item came with, else ours; "" where there is none to show
	Title   string
	Status  string
	Reason  string
	Walled  bool // its page was not to be had: the teaser is its text

	later bool // its page is read, or its site is asked, at a later visit
}

// Refused is the Outcome of something that could not be used.
func Refused(input, reason string) Outcome {
	return Outcome{Input: input, Status: "refused", Reason: reason}
}

// Add stores the items of one document under a source, in batches of one
// transaction each, and returns one Outcome per item in order; with an error those of
// the items that were stored or refused before.
func (in *Ingester) Add(ctx context.Context, src store.Source, input string, items []feed.Item) ([]Outcome, error) {
	doc, err := in.recognise(ctx, src, input, items)
	if err != nil {
		return nil, err
	}
	return in.store(ctx, doc)
}

// recognised is a document whose items are known again.
type recognised struct {
	src      store.Source
	input    string
	drafts   []draft
	refused  []string // why an item cannot be used; "" when it can
	ids      []identified
	stored   []store.Known             // what its source gave before
	versions map[int64][]store.Version // of articles whose text is another than at the last visit
	pages    []pageState               // of the items' pages
	unasked  []bool                    // items whose site has not said what it reserves: it is asked at a later visit
	counters map[string]bool           // templates of lines that count readers or date changes
}

// recognise prepares the items of a document and finds the articles they are.
func (in *Ingester) recognise(ctx context.Context, src store.Source, input string, items []feed.Item) (recognised, error) {
	doc := recognised{src: src, input: input, drafts: make([]draft, len(items)), refused: make([]string, len(items)),
		pages: make([]pageState, len(items)), unasked: make([]bool, len(items))}
	err := in.each(ctx, doc.refused, func(i int) (why string) {
		doc.drafts[i], why = newDraft(src, items[i])
		return why
	})
	if err != nil {
		return doc, err
	}
	var use []draft
	var at []int
	var idents []string
	for i, d := range doc.drafts {
		if doc.refused[i] == "" {
			use, at, idents = append(use, d), append(at, i), append(idents, lookups(src, d)...)
		}
	}
	known, err := in.Store.Known(ctx, src, idents)
	if err != nil {
		return doc, fmt.Errorf("recognise what %s holds: %w", input, err)
	}
	doc.ids, doc.stored = make([]identified, len(items)), known
	for k, id := range identify(src, use, known) {
		if id.repeats >= 0 {
			id.repeats = at[id.repeats]
		}
		doc.ids[at[k]] = id
	}
	return doc, in.changed(ctx, &doc)
}

// changed reads the versions of the articles whose text is another now.
func (in *Ingester) changed(ctx context.Context, doc *recognised) error {
	var changed []int64
	for i, id := range doc.ids {
		if id.known != nil && !id.known.Gone && !standsFor(store.Version{Hash: id.known.Hash}, doc.drafts[i].sig, "") {
			changed = append(changed, id.known.Article)
		}
	}
	var err error
	if len(changed) > 0 {
		doc.versions, err = in.Store.VersionsOf(ctx, changed)
	}
	if err != nil {
		return fmt.Errorf("read the versions of what %s holds: %w", doc.input, err)
	}
	doc.counters = countersOf(*doc)
	return nil
}

// news reports whether an item says, as it stands now, what its article did
// not say before. A title and a text that the source gave before do not.
func (doc recognised) news(i int, title string, said []string) bool {
	id, fresh := doc.ids[i], doc.drafts[i]
	if id.known == nil {
		return true
	}
	versions := doc.versions[id.known.Article]
	if len(versions) == 0 {
		return false
	}
	newest := versions[len(versions)-1]
	if standsFor(newest, fresh.sig, fresh.former) || textAlternates(versions, fresh.sig) {
		return false
	}
	if sig, ok := parseSignature(newest.Hash); ok && sig.title == fresh.sig.title && textCount(newest) >= distrustAt {
		return false
	}
	return saysNew(title, said, newest, doc.counters)
}

// gone reports whether the article that an item is was taken out or is too old.
func (doc recognised) gone(i int) bool { return doc.ids[i].known != nil && doc.ids[i].known.Gone }

// wantsPage reports whether an item is new, tells something new, or lacks its page. What
// is gone is not read again.
func (doc recognised) wantsPage(i int) bool {
	if doc.refused[i] != "" || doc.ids[i].repeats >= 0 || doc.gone(i) {
		return false
	}
	_, again := doc.tried(i)
	return again || doc.walled(i) || doc.news(i, doc.drafts[i].title, doc.drafts[i].said)
}

// walled reports an item whose page was hidden when its newest version was
// stored: it is tried again.
func (doc recognised) walled(i int) bool {
	known := doc.ids[i].known
	return known != nil && strings.HasSuffix(known.Hash, walledMark)
}

// store stores a recognised document, and tells what became of each item.
func (in *Ingester) store(ctx context.Context, doc recognised) ([]Outcome, error) {
	out := make([]Outcome, len(doc.drafts))
	rows := make([]store.Incoming, len(doc.drafts))
	now := guard.Now(in.Now)
	err := in.each(ctx, doc.refused, func(i int) (why string) {
		if doc.ids[i].repeats < 0 {
			rows[i], why = doc.row(i, now)
		}
		return why
	})
	if err != nil {
		return nil, err
	}
	var batch []int
	for i := range out {
		out[i] = Outcome{Input: doc.input, Title: doc.drafts[i].item.Title}
		if doc.refused[i] != "" {
			out[i].Status, out[i].Reason = "refused", doc.refused[i]
		} else if doc.ids[i].repeats < 0 {
			batch = append(batch, i)
		}
	}
	for len(batch) > 0 {
		n := min(len(batch), ingestBatch)
		now = guard.Now(in.Now) // for each batch: who looks for what is new counts on it that little time lies between this and the commit
		for _, i := range batch[:n] {
			rows[i].Article.Seen, rows[i].Version.Seen = now, now
		}
		if err := in.save(ctx, rows, batch[:n], out); err != nil {
			told := slices.DeleteFunc(out, func(o Outcome) bool { return o.Status == "" })
			return told, fmt.Errorf("store %d articles of %s: %w", n, doc.input, err)
		}
		batch = batch[n:]
	}
	for i, id := range doc.ids {
		if out[i].Walled = doc.drafts[i].item.Walled; out[i].Walled && out[i].Reason == "" {
			out[i].Reason = fetch.ErrWall.Error()
		}
		out[i].later = doc.later(i)
		if doc.refused[i] == "" && id.repeats >= 0 {
			out[i].Status, out[i].Article = "duplicate", out[id.repeats].Article
		}
	}
	return out, nil
}

// save stores some rows at once; when the database refuses one of them, each by
// itself, so that the fault stays with its item.
func (in *Ingester) save(ctx context.Context, rows []store.Incoming, batch []int, out []Outcome) error {
	some := make([]store.Incoming, len(batch))
	for k, i := range batch {
		some[k] = rows[i]
	}
	saved, err := in.Store.AddArticles(ctx, some)
	if err != nil && !database.Unstorable(err) {
		return err
	}
	if err != nil && len(batch) == 1 {
		outcome := &out[batch[0]]
		outcome.Status, outcome.Reason = "refused", "it cannot be stored: "+err.Error()
		return nil
	}
	if err != nil {
		for _, i := range batch {
			if err := in.save(ctx, rows, []int{i}, out); err != nil {
				return err
			}
		}
		return nil
	}
	for k, s := range saved {
		outcome := &out[batch[k]]
		if outcome.Status = s.Status; !s.Gone {
			outcome.Article = store.Article{ID: s.Article, ExtID: some[k].Article.ExtID}.Ref()
		}
	}
	return nil
}

// each calls f for the items that are not refused, on all processors. An item
// over which f panics is refused, and the stack logged.
// No item is begun after the end of the context, which is the error then.
func (in *Ingester) each(ctx context.Context, refused []string, f func(i int) string) error {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range refused {
		if refused[i] != "" {
			continue
		}
		g.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			err := guard.Run(in.Log, "read an item", func() error {
				refused[i] = f(i)
				return nil
			})
			if err != nil {
				refused[i] = err.Error()
			}
			return nil
		})
	}
	return g.Wait()
}

const (
	outletMost = 120 // bytes of an outlet's name
	// aheadMost is how far in the future a date may be: a feed that writes its
	// local time as UTC is 14 hours off at most. A later one is no date.
	aheadMost = 24 * time.Hour
)

// draft is an item with what its source itself says, ready to be compared.
type draft struct {
	item        feed.Item
	guid        string
	title, body string
	lang        string
	spans       []text.Span
	said        []string
	sig         signature
	former      string
	sketch      text.Sketch
	published   time.Time
}

// newDraft prepares one item, or says why it cannot be used.
func newDraft(src store.Source, it feed.Item) (draft, string) {
	it.ID, it.URL = text.Clean(it.ID), text.Clean(strings.TrimSpace(it.URL))
	fresh := draft{item: it, guid: text.Clean(strings.TrimSpace(it.GUID)), title: text.Head(text.Clean(strings.TrimSpace(it.Title)),
		text.TitleMost),
		body: text.Clean(it.Text), former: formerHash(it), published: it.Published}
	if fresh.title == "" && strings.TrimSpace(fresh.body) == "" {
		return fresh, "it has neither a title nor a text"
	}
	fresh.lang = text.Detect(fresh.title+". "+text.Head(fresh.body, 600), text.Clean(cmp.Or(it.Lang, src.Lang)))
	fresh.spans = text.ReadSentences(fresh.body, fresh.lang)
	fresh.said = speech.SaidParts(fresh.body, fresh.spans)
	fresh.sig = signatureOf(fresh.title, fresh.said)
	fresh.sketch = text.SketchOf(fresh.body)
	return fresh, ""
}

// row is what is stored of an item: with the text of its page, when that was
// read; else with what its source gave.
func (doc recognised) row(i int, now time.Time) (store.Incoming, string) {
	fresh, id, src := doc.drafts[i], doc.ids[i], doc.src
	full, why := fresh, ""
	if fresh.item.Text != "" && text.Clean(fresh.item.Text) != fresh.body {
		if full, why = newDraft(src, fresh.item); why != "" {
			return store.Incoming{}, why
		}
	}
	sketch, err := full.sketch.MarshalBinary()
	if err != nil {
		return store.Incoming{}, err.Error()
	}
	item, url := full.item, id.link
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		url = "" // nothing else is a source that may be opened
	}
	called := text.Head(text.Clean(cmp.Or(item.Outlet, src.Outlet, outlet.Name(url, ""))), outletMost)
	article := store.Article{Domain: src.Domain, Ident: id.ident, ExtID: item.ID, URL: url, Outlet: called, Seen: now}
	if !item.Published.After(now.Add(aheadMost)) {
		article.Published, article.PublishedFrom = item.Published, item.PublishedFrom
	}
	version := store.Version{Seen: now, Hash: fresh.sig.String() + doc.mark(i), Title: full.title, Byline: text.Clean(item.Byline),
		Lang:  full.lang,
		Genre: cmp.Or(item.Genre, "news"), Text: full.body, Spans: text.MarshalSpans(full.spans), Sketch: sketch, Rights: doc.rights(i)}
	return store.Incoming{Article: article, Version: version, Source: src.ID, GUID: fresh.guid, Quiet: !doc.news(i, full.title, full.said)},
		""
}
