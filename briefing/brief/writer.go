// Package brief turns a window of the archive into a briefing: it ranks stories, leaves out what a
// channel was told, and labels what changed.
package brief

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/topic"
	"dateline/briefing/write"
	"dateline/store"
)

// Writer turns a window of the archive into a briefing: it ranks stories,
// states each in checked claims, and leaves out what a channel was told.
type Writer struct {
	Store   *store.Store
	Model   llm.Generator           // nil: the sources' own sentences
	Name    string                  // of the model, part of the memo's key
	Reader  *write.Reader           // of what the model wrote; nil: none
	Count   func(write.RepairStats) // what became of a reply's claims; nil: nobody counts
	Stopped func(said, why string)  // is told each sentence of the model that the check stopped; nil: nobody is
	Now     func() time.Time
	Log     *slog.Logger // nil: silent

	HideModelErrors bool // readers cannot mend the model: its faults go to the log alone

	cache claim.Cache
}

// Request asks for a briefing of the articles a reader may see.
type Request struct {
	Name      string // first line: "World"
	Scope     store.Scope
	From, At  time.Time
	Live      bool      // At is now: what counts is when an article was first seen
	SeenBy    time.Time // what was read later is not in it, as when it is written anew; zero: it is
	ReadBy    time.Time // a source that was due by then and not read is not up to date; zero: two minutes before At
	Zone      *time.Location
	Topic     string   // as package topic reads it
	Only      []string // outlets that alone are told, by name or site; none: all
	Without   []string // outlets that are left out
	Reports   int      // independent ones that a story needs to be told; 0 and 1: any
	Languages []string // only articles in these (ISO 639-1); none: all
	Lang      string   // only articles in this language, which all is told in; "" is all: nothing is translated
	In        string   // what is told is put into this language, if a model is there; "" leaves the sources'
	Speak     string   // the bot's own words are in this language where In and Lang are not set; "" is that of what is told
	Length    string   // short, normal, long
	Stories   int      // at most this many
	Channel   store.Channel
	ModelTime time.Duration    // after this the rest is written without the model; 0 waits
	Words     message.WordList // what the channel does not want to meet unawares
	Talk      *rights.Tally    // of the conversation that it is told in; nil: it is told in none
	Schedule  int64            // whose ledger counts; 0 is none, as in a terminal

	Muted map[int64]time.Time // stories that the one reader has hidden, and until when; they are not told

	Alerts *AlertRule // nil: the channel has no quiet hours for alerts

	Weights *RankWeights // of the stories' order; nil: DefaultRankWeights
}

func (req Request) weights() RankWeights {
	if req.Weights == nil {
		return DefaultRankWeights
	}
	return *req.Weights
}

// Story is one story of a briefing.
type Story struct {
	ID          int64
	Title       string
	Update      bool
	Earlier     string    // an update: what the channel was told,
	ToldAt      time.Time // when, and
	EarlierLink string    // where; "" in a terminal
	Articles    []string
	Outlets     []string
	Reports     int               // independent ones in the window, and
	InAll       int               // whenever they were made, where the window has one; else 0
	HeldSince   time.Time         // it found no place in an earlier briefing, at that time; else zero
	Quiet       bool              // it would have been an alert in quiet hours
	Claims      []claim.Claim     // the heading first
	Differ      *claim.Difference // two reports that cannot both be right; nil without
	Rank        Rank

	undecided *Apart // two values of one thing that are not set side by side; nil without
	touches   bool   // it touches a word of the channel's list
	repeat    bool   // told here by an alert or another schedule, and nothing since
	earlier   int64  // the claim that is Earlier
}

// Briefing is what one reader is told of one window.
type Briefing struct {
	Name            string
	From, At        time.Time
	Zone            *time.Location
	Stories         []Story
	Repeats         []Repeat     // what another schedule or an alert told here
	Corrections     []Correction // of what this channel was told
	Recalled        []Recalled   // of what this channel was told and was taken back
	Known           int64        // the newest retraction when the writing began
	More            int          // stories that had something new and found no place
	MoreCorrections int          // that found no place
	Articles        int          // read in the window
	Sources         int          // outlets read in the window
	Reading
	LeftOut
	Model    string
	Read     bool // each sentence of the model's was read a second time
	Tokens   int
	Fallback string // why the model was not used, in words; "" without one or when it was
	Spared   string // why it was not used for updates alone, in words
	Unheld   string // why it was not used for single stories, in words
	// Untranslated is the text that says that not all is in the language asked for.
	Untranslated string
	Lang         string // that it is told in; "" is that of its sources
	Speak        string // see Request.Speak
	Trace        []Traced

	// Of a scheduled briefing:
	Label      string    // date and time as the slot has them, "Mon 23 Nov, 07:30"
	Late       bool      // posted well after its time
	Skipped    []string  // labels of slots that were not posted since the last briefing
	Missing    string    // label of a briefing that may not have arrived
	Next       time.Time // when the next one comes
	StatusHint string    // the text that says where the reader finds why sources fail; "" is that of a terminal
	AddHint    string    // the text that says how to add a source; "" is that of a terminal

	channel store.Channel
	words   message.WordList
	Waits   []int64   // stories with corrections that found no place
	Looked  time.Time // what was seen up to then was looked through
	lacks   string    // the text that says what none of the articles read is, of what was asked for
	unasked bool      // some of them are not
}

// recencyFloor: a live briefing leaves out what was published longer ago than
// this (or than its window, if that is longer), so that a feed's old items do
// not become today's news.
const recencyFloor = 72 * time.Hour

// coverMost is how far back a live briefing covers what came since the one before it:
// a monthly one that was missed once is covered by the next. What was paused for
// longer and is resumed begins with what is new.
const coverMost = 62 * 24 * time.Hour

// Write makes a briefing. With req.Channel set it stores the claims, and leaves
// out what that channel was told. A failure of the model is in Briefing.Fallback;
// an error is one of the store or the context.
func (w *Writer) Write(ctx context.Context, req Request) (Briefing, error) {
	ctx = write.PaidBy(ctx, req.Channel.Owner)
	briefing := Briefing{Name: req.Name, From: req.From, At: req.At, Zone: req.Zone, channel: req.Channel, words: req.Words,
		Lang: cmp.Or(req.In, req.Lang), Speak: req.Speak}
	led, err := w.openLedger(ctx, req)
	if err != nil {
		return briefing, err
	}
	briefing.Looked = guard.Now(w.Now).Add(-time.Millisecond) // the present one may not be over
	if err = w.recalled(ctx, led, &briefing); err != nil {
		return briefing, err
	}
	if briefing.Reading, err = w.reading(ctx, req); err != nil { // before the articles: what counts as read is among them
		return briefing, err
	}
	items, err := w.window(ctx, req, led)
	if err != nil {
		return briefing, err
	}
	briefing.look(items)
	req.From = led.since(req) // however long ago the schedule was made
	briefing.From = req.From
	briefing.Articles, briefing.Sources = len(items), store.OutletCount(items)
	stories, err := w.withHeldOver(ctx, req, items)
	if err != nil {
		return briefing, err
	}
	written, out := w.choose(briefing.unmuted(stories, req), req)
	if len(written) == 0 && req.Lang != "" {
		briefing.lacks = "lacks_language"
	}
	if err := led.loadHistories(ctx, written); err != nil {
		return briefing, err
	}
	if err := w.addEarlierReports(ctx, written, req); err != nil {
		return briefing, err
	}
	if briefing.Corrections, briefing.Waits, err = w.corrections(ctx, req, led, written); err != nil {
		return briefing, err
	}
	briefing.unheard(led.corrected)
	briefing.MoreCorrections = len(briefing.Waits)
	run := &writerRun{w: w, req: req, ledger: led, b: &briefing}
	if req.ModelTime > 0 {
		run.modelBy = time.Now().Add(req.ModelTime)
	}
	for _, c := range written {
		c.quiet = c.quieted(req.Alerts, &w.cache)
	}
	ranked, more := rankStories(written, req, &w.cache)
	run.unasked = slices.DeleteFunc(append(more, out...), func(x unasked) bool { return x.held() })
	if len(ranked) == 0 && briefing.lacks == "" {
		briefing.lacks = lacking(run.unasked, topic.Parse(req.Topic))
	}
	briefing.unasked = len(run.unasked) > 0
	return briefing, run.stories(ctx, ranked)
}

// writerRun is the state of one call of Write.
type writerRun struct {
	w      *Writer
	req    Request
	ledger *ledger
	b      *Briefing

	modelBy time.Time      // zero waits
	told    []Story        // written so far
	places  map[int64]int  // in the ranking, from 0, of these
	gaveWay int            // candidates that gave their place away
	shown   map[int64]bool // fingerprints of the sentences that the stories so far tell
	unasked []unasked      // what the request does not ask for
	unread  bool           // nobody has read a text of the model's a second time
}

// stories writes candidates in rank order until the briefing is full; a few
// more are written so that no outlet needs to lead more than two.
func (r *writerRun) stories(ctx context.Context, cs []*candidate) error {
	r.places = map[int64]int{}
	tried := len(cs)
	for i, c := range cs {
		if r.full(c) {
			tried = i
			break
		}
		if err := r.tell(ctx, c, i); err != nil {
			return err
		}
	}
	if err := r.tellWithoutNews(ctx, cs[:tried]); err != nil {
		return err
	}
	kept := spreadOutlets(r.told, r.req.Stories)
	for _, story := range kept {
		r.trace(cs[r.places[story.ID]], Traced{Place: r.places[story.ID] + 1, Title: story.Title, Outcome: Posted, Apart: story.undecided})
		delete(r.places, story.ID)
	}
	if err := r.countInAll(ctx, kept); err != nil {
		return err
	}
	left := r.traceUnposted(cs, tried, r.places)
	r.b.Stories, r.b.More = kept, left+len(r.told)-len(kept)
	for _, x := range r.unasked {
		r.trace(x.candidate, x.Traced)
	}
	return nil
}

// tell writes one candidate, at a place of the ranking, from 0, and notes what became of it.
func (r *writerRun) tell(ctx context.Context, c *candidate, place int) error {
	story, ok, err := r.story(ctx, c)
	switch {
	case err != nil:
		return err
	case c.gaveWay:
		return nil // what becomes of it is known when the others are told
	case (!ok || story.omittedBy(r.req.Words)) && c.held(): // an earlier briefing has counted and traced it
	case !ok:
		r.b.leave(c)
		r.trace(c, nothingNew(c, place))
	case story.repeat:
		r.addRepeat(c, place)
	case story.omittedBy(r.req.Words):
		r.b.Omitted++
		r.trace(c, Traced{Place: place + 1, Title: story.Title, Outcome: Omitted})
	default:
		r.markShown(story)
		r.told, r.places[c.id] = append(r.told, story), place
	}
	return nil
}

// story states one candidate in claims; false when nothing in it is new.
func (r *writerRun) story(ctx context.Context, c *candidate) (Story, bool, error) {
	if len(c.members) == 0 {
		return Story{}, false, nil
	}
	picker := newExtractor(c, &r.w.cache)
	members, allow, err := r.newMembers(ctx, c, picker.members)
	if err != nil || len(members) == 0 {
		return Story{ID: c.id, repeat: c.history != nil}, c.history != nil && c.history.elsewhere, err
	}
	said := c.statements(&r.w.cache)
	picks := picker.people.Filter(current(c.preferChanges(picker.sentences(members, allow), said), said))
	if len(picks) == 0 {
		picks = c.updates(picker, members)
	}
	members, picks = claim.InOne(r.b.Lang, members, picks)
	head, ok := picker.heading(members, picks)
	if !ok {
		head, ok = picker.caseHeading(members, phrases.In(r.b.Lang))
	}
	if !ok || c.history != nil && len(picks) == 0 { // an update without a sentence says nothing
		return Story{}, false, nil
	}
	claims, err := r.translatedClaims(ctx, c, material{picker, head, members, picks}, said)
	if err != nil || len(claims) == 0 {
		return Story{}, false, err
	}
	differ, err := r.firstDifference(ctx, c.id, picker.differences(said, allow))
	if err != nil {
		return Story{}, false, err
	}
	story, ok := r.within(c, claims, differ)
	if ok && story.Differ == nil {
		story.undecided = undecided(said)
	}
	return story, ok, nil
}

// newMembers returns the members of a candidate that hold something its channel
// was not told, and a function that reports which of their sentences do; no
// members when nothing is new.
func (r *writerRun) newMembers(ctx context.Context, c *candidate, members []claim.Article) ([]claim.Article,
	func(claim.Article, int) bool, error) {
	if c.history == nil {
		allow, ok, err := r.notInOtherStories(ctx, c, members)
		if err != nil || !ok {
			return nil, nil, err
		}
		return members, allow, nil
	}
	members, allow := c.history.newMembers(members)
	if len(members) == 0 {
		return nil, nil, nil
	}
	c.history.measures = c.toldMeasures(&r.w.cache)
	return members, func(s claim.Article, i int) bool { return allow(s, i) && !r.shown[s.Fingerprint(i)] }, nil
}

// newStory returns the Story of a candidate with these claims, the heading first.
func (r *writerRun) newStory(c *candidate, claims []claim.Claim) Story {
	story := Story{ID: c.id, Title: message.TrimStop(claims[0].Text), Update: c.history != nil, Reports: c.reports, Claims: claims,
		Rank: c.rank, HeldSince: c.heldSince, Quiet: c.quiet, touches: c.touchedBy(r.req.Words)}
	if c.history != nil {
		story.Earlier, story.ToldAt, story.EarlierLink = c.history.title, c.history.at, c.history.link
		story.earlier = c.history.head
	}
	seen := map[string]bool{}
	for _, m := range slices.Concat(c.all(), c.foreign) {
		article := m.Item.Article
		story.Articles = append(story.Articles, article.Ref())
		if article.Outlet != "" && !seen[article.Outlet] {
			seen[article.Outlet] = true
			story.Outlets = append(story.Outlets, article.Outlet)
		}
	}
	return story
}

// quotedClaims is the story in the sources' own sentences.
func (r *writerRun) quotedClaims(ctx context.Context, c *candidate, of material) ([]claim.Claim, error) {
	words, head := wordsFor(r.req.Length), of.head
	if c.history != nil && words == 0 && !c.history.hasNewFact(head.Facts) { // the headline is what was told: the news is in a sentence
		if main := claim.MainFirst(head, head.Lang(), of.picks)[0].Claim; !main.Reported && of.picker.people.MayHead(main) {
			head = main
		}
	}
	claims := []claim.Claim{head}
	lang := head.Lang()
	shown := filling{count: r.ledger.shown.Clone()}.fill(head, lang, of.picks, words)
	if c.history != nil && len(shown) == 0 && words > 0 {
		shown = claim.MainFirst(head, lang, of.picks)[:1] // it may say little more than the heading: it is what is new
	}
	for _, p := range shown {
		claims = append(claims, p.Claim)
	}
	if r.req.Channel.ID == 0 {
		return claims, nil
	}
	return write.Extracted(ctx, r.w.Store, write.Memo{Kind: "story", Lang: lang, Length: r.req.Length, Story: c.id}, claims)
}
