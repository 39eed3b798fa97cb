package brief

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/store"
)

const (
	cardQuotes  = 4 // sentences of a card at most,
	cardOutlets = 8 // and outlets that it names
)

// CardQuery asks for what one reader may see of one story.
type CardQuery struct {
	Scope  store.Scope
	Owners []string // whose orders to take something back hold, besides the operator's: "guild:ID"
	Story  int64
	Zone   *time.Location
	Words  *phrases.Words // nil is English
	Talk   *rights.Tally  // of the conversation that it is shown in; nil: it is shown in none
}

// Card is one story as a reader opens it: how much was read of it and from whom, what
// its sources say in their own sentences, what changed, and where they differ.
type Card struct {
	Story  int64  // that lives on, where the one asked for was merged
	Title  string // its heading: a source's headline or a checked sentence
	Claims []claim.Claim

	query   CardQuery
	now     time.Time
	items   []store.Item // oldest first
	reports int          // independent
	since   time.Time
	changed []course
	differ  *claim.Difference
}

// Card reads a story. ErrNotFound when the reader sees nothing of it that may be told.
func (w *Writer) Card(ctx context.Context, q CardQuery) (Card, error) {
	id, chosen, items, err := w.cardStory(ctx, q)
	if err != nil {
		return Card{}, err
	}
	withheld, err := w.Store.Withheld(ctx, q.Owners...)
	if err != nil {
		return Card{}, err
	}
	taken := func(cite claim.Cite) bool { return withheld.Hold(cite.Quote) }
	picker := newExtractor(chosen, nil)
	picks := slices.DeleteFunc(picker.people.Filter(picker.sentences(picker.members, nil)), func(p claim.SentenceCandidate) bool {
		return slices.ContainsFunc(p.Claim.Cites, taken)
	})
	headed := slices.DeleteFunc(slices.Clone(picker.members), func(m claim.Article) bool { return taken(m.Headline().Cites[0]) })
	head, ok := picker.heading(headed, picks)
	if !ok {
		head, ok = picker.caseHeading(headed, q.Words)
	}
	if !ok {
		return Card{}, store.ErrNotFound
	}
	said := slices.DeleteFunc(chosen.statements(&w.cache), func(s claim.Statement) bool { return taken(s.Cite()) })
	out := Card{Story: id, Title: message.TrimStop(head.Text), query: q, now: guard.Now(w.Now), items: items, reports: chosen.reports,
		since: chosen.members[0].Item.Article.Time, changed: courses(said)}
	shown := rights.Card.In(q.Talk)
	if differ := picker.differences(said, nil); len(differ) > 0 && shown.Take(append(differ[0].A.Drawn(), differ[0].B.Drawn()...)...) {
		out.differ = &differ[0]
	}
	for _, p := range voices(out.known(picks)) {
		repeats := out.differ != nil && (p.Claim.Text == out.differ.A.Text || p.Claim.Text == out.differ.B.Text)
		if !repeats && shown.Take(p.Claim.Drawn()...) {
			out.Claims = append(out.Claims, p.Claim)
		}
	}
	return out, nil
}

// known are the sentences without those whose number has changed since.
func (c Card) known(ps []claim.SentenceCandidate) []claim.SentenceCandidate {
	return slices.DeleteFunc(ps, func(p claim.SentenceCandidate) bool {
		return slices.ContainsFunc(c.changed, func(values course) bool {
			return slices.ContainsFunc(values[:len(values)-1], func(s claim.Statement) bool {
				return s.Index == p.Index && s.Src.Item.Version.ID == p.Src.Item.Version.ID
			})
		})
	})
}

// cardStory is the story of a query, with all that the reader sees of it.
func (w *Writer) cardStory(ctx context.Context, q CardQuery) (int64, *candidate, []store.Item, error) {
	id, err := w.Store.Resolve(ctx, q.Story)
	if err != nil {
		return 0, nil, nil, err
	}
	items, err := w.Store.StoryItems(ctx, q.Scope, []int64{id}, guard.Now(w.Now))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("read story %d: %w", id, err)
	}
	stories := groupStories(items, &w.cache)
	if len(stories) == 0 || len(stories[0].members) == 0 {
		return 0, nil, nil, store.ErrNotFound
	}
	return id, stories[0], items, nil
}

// Said are all sentences that the card shows, those of reports that differ last.
func (c Card) Said() []claim.Claim {
	if c.differ == nil {
		return c.Claims
	}
	return append(slices.Clip(c.Claims), c.differ.A, c.differ.B)
}

// Roomiest is what a card takes at most; each lesser room shows less, down to 0.
const Roomiest = cardQuotes + 2

// Blocks are the card, in a room from 0 to Roomiest: first the links of the outlets
// give way, then sentences, one by one, then where reports differ.
func (c Card) Blocks(room int) []message.Block {
	w := c.query.Words
	count := w.Say("card_count", w.Count(len(c.items), "articles"), w.Count(store.OutletCount(c.items), "outlets"),
		w.Count(c.reports, "why_reports"), w.Day(c.since.In(c.query.Zone), c.now))
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(c.Title)}, {Kind: message.Small, Runs: message.Plain(count)}}
	to := claim.NewLinker() // no link stands twice
	for _, said := range c.Claims[:min(len(c.Claims), max(room-1, 1))] {
		out = append(out, c.voice(said, said.Cites[0].Published, to))
	}
	out = append(out, message.Block{Kind: message.Para, Runs: c.sources(to, room == Roomiest)})
	if line := courseLine(w, c.changed, c.query.Zone, c.now); line != nil {
		out = append(out, message.Block{Kind: message.Para, Runs: line})
	}
	if c.differ != nil && room > 0 {
		what := claim.DifferenceText(c.differ.On[0], c.differ.On[1], w)
		out = append(out, message.Block{Kind: message.Para, Runs: message.Plain(w.Say("reports_differ") + ": " + what)},
			c.voice(c.differ.A, c.differ.A.Cites[0].Stated, to), c.voice(c.differ.B, c.differ.B.Cites[0].Stated, to))
	}
	return out
}

// voice is a sentence behind its outlet and the time of its report, which may be unknown.
func (c Card) voice(said claim.Claim, at time.Time, to *claim.Linker) message.Block {
	pieces, put := c.query.Words.Around("quoted"), []message.Run{to.Link(said.Cites[0])}
	if !at.IsZero() {
		pieces, put = c.query.Words.Around("voice"), append(put, message.Run{Text: c.clock(at)})
	}
	return message.Block{Kind: message.Item, Runs: claim.Framed(pieces, said.Shown(), put...)}
}

// clock is a day in the zone of the reader, with the time where it is known.
func (c Card) clock(t time.Time) string {
	if t.UTC().Truncate(24 * time.Hour).Equal(t) {
		return c.query.Words.Day(t.UTC(), c.now)
	}
	t = t.In(c.query.Zone)
	return c.query.Words.Day(t, c.now) + t.Format(" 15:04")
}

// sources says which outlet reported first, and when each was read first; all of
// them with links, or the first alone.
func (c Card) sources(to *claim.Linker, all bool) []message.Run {
	w, first := c.query.Words, c.firsts()
	outlet := func(it store.Item, link bool) message.Run {
		if !link {
			return claim.OutletRun(it.Article.Outlet, "")
		}
		return to.Link(claim.Cite{Outlet: it.Article.Outlet, URL: it.Article.URL, Of: it.Article.ID})
	}
	earliest := outlet(first[0], true)
	var read []message.Run
	for i, it := range first[:min(len(first), cardOutlets)] {
		if i > 0 {
			read = append(read, message.Run{Text: w.Comma()})
		}
		read = append(read, outlet(it, all), message.Run{Text: " (" + c.clock(it.Article.Seen) + ")"})
	}
	if more := len(first) - cardOutlets; more > 0 {
		read = append(read, message.Run{Text: w.Comma() + w.Count(more, "card_more_outlets")})
	}
	if len(first) == 1 {
		read[0].Link = earliest.Link
		return message.Say(w, "card_one_source", read)
	}
	return message.Say(w, "card_sources", earliest, c.clock(first[0].Article.Time), read)
}

// firsts are the first reports of each outlet, in the order of their times.
func (c Card) firsts() []store.Item {
	var out []store.Item
	for _, it := range c.items { // they are in order
		if !slices.ContainsFunc(out, func(x store.Item) bool { return x.Article.Outlet == it.Article.Outlet }) {
			out = append(out, it)
		}
	}
	return out
}

// voices are the best sentences of a story, one outlet after another before
// any speaks twice.
func voices(ps []claim.SentenceCandidate) []claim.SentenceCandidate {
	var first, more []claim.SentenceCandidate
	spoken := map[string]bool{}
	var shown []map[string]bool
	for _, p := range ps {
		terms := text.ContentTerms(p.Claim.Text, p.Src.Item.Version.Lang)
		if len(shown) > 0 && claim.Repeats(terms, shown) {
			continue
		}
		shown = append(shown, terms)
		if outlet := p.Src.Item.Article.Outlet; spoken[outlet] {
			more = append(more, p)
		} else {
			spoken[outlet], first = true, append(first, p)
		}
	}
	all := append(first, more...)
	return all[:min(len(all), cardQuotes)]
}
