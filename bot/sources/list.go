package sources

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"dateline/bot/layout"
	"dateline/bot/reason"
	"dateline/briefing/catalogue"
	"dateline/briefing/feed/link"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/health"
	"dateline/store/state"
)

// PageMost is how many sources stand on a page of the list: ten fill a message.
const PageMost = 10

const (
	faultShown = 110 // letters of a reason in the list, which a detail has whole
	ownerShown = 120 // and of a country and an owner
	pausedFrom = 20  // failures in a row after which a source is tried once a day

	membersMost = 50 // sources that members are shown: three messages
)

// Name is what a source is called.
func Name(s store.Source) string {
	return cmp.Or(s.Title, s.Outlet, Host(s.URL), string(s.Kind))
}

// ByName puts sources in the order of their names, in which people look for one.
func ByName(all []store.Source) []store.Source {
	folded := func(s store.Source) string { return strings.ToLower(Name(s)) }
	slices.SortStableFunc(all, func(a, b store.Source) int { return cmp.Compare(folded(a), folded(b)) })
	return all
}

// State says how a source fares, where it does not fare well, or what is said of
// one that is read; "" for nothing.
func State(words *phrases.Words, s store.Source) string {
	switch {
	case s.Stopped == state.BrakeBlocked:
		return words.Say("source_blocked")
	case s.Stopped != "":
		return words.Say("source_stopped")
	case s.Paused:
		return words.Say("source_paused")
	case s.Fails >= pausedFrom:
		return words.Say("source_failing_days", reason.Say(words, s.Reason))
	case s.Fails > 0:
		return words.Say("source_failed_now", reason.Say(words, s.Reason))
	case s.Ended():
		return words.Say("source_ended", reason.Say(words, s.Reason))
	}
	return reason.Say(words, s.Reason)
}

// Page is a part of a list of sources.
type Page struct {
	Sources []store.Source // all of them
	Figures map[int64]health.Figures
	Number  int // from 0
}

// Pages is how many pages there are, at least one.
func (p Page) Pages() int { return max(1, (len(p.Sources)+PageMost-1)/PageMost) }

// At is the page with a number that exists.
func (p Page) At(number int) Page {
	p.Number = min(max(number, 0), p.Pages()-1)
	return p
}

// Shown are the sources of the page.
func (p Page) Shown() []store.Source {
	from := p.Number * PageMost
	return p.Sources[min(from, len(p.Sources)):min(from+PageMost, len(p.Sources))]
}

// Blocks draws the page.
func (p Page) Blocks(words *phrases.Words) []message.Block {
	title := words.Count(len(p.Sources), "source_count")
	if p.Pages() > 1 {
		title += words.Comma() + words.Say("sources_page", fmt.Sprint(p.Number+1), fmt.Sprint(p.Pages()))
	}
	out := []message.Block{{Kind: message.Title, Runs: []message.Run{{Text: title, Bold: true}}}}
	for _, s := range p.Shown() {
		runs := message.Say(words, "source_named", message.Run{Text: layout.Cut(Name(s), nameShown), Link: s.URL})
		lead := ": "
		if state := State(words, s); state != "" {
			runs = append(runs, message.Run{Text: lead + layout.Cut(state, faultShown)})
			lead = words.Semicolon()
		}
		if !s.Paused && !s.Ended() {
			runs = append(append(runs, message.Run{Text: lead}), p.reading(words, s)...)
			lead = words.Semicolon()
		}
		if said := reserved(words, p.Figures[s.ID]); said != "" {
			runs = append(runs, message.Run{Text: lead + said})
		}
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	return out
}

// reading is when a source was read and will be, and what it brings.
func (p Page) reading(words *phrases.Words, s store.Source) []message.Run {
	next := message.Run{Time: s.Next, Ago: true}
	runs := message.Say(words, "source_line_unread", next)
	switch {
	case !s.Read.IsZero():
		runs = message.Say(words, "source_line_read", message.Run{Time: s.Read, Ago: true}, next)
	case s.Next.Unix() <= 0:
		runs = message.Say(words, "source_line_soon")
	}
	figures, ok := p.Figures[s.ID]
	if !ok {
		return runs
	}
	comma := words.Comma()
	return append(runs, message.Run{Text: comma + words.Say("source_line_day", perDay(words, figures.ADay)) + comma +
		words.Say("source_line_full", fmt.Sprintf("%.0f\u00a0%%", 100*figures.Full))})
}

// perDay is a number of items a day: a whole one, or one half of what is less.
func perDay(words *phrases.Words, n float64) string {
	if n < 1 {
		return "<1"
	}
	return words.Thousands(int(math.Round(n)))
}

// Detail draws one source, for the screen with its buttons.
func Detail(words *phrases.Words, s store.Source, figures map[int64]health.Figures) []message.Block {
	page := Page{Figures: figures}
	out := []message.Block{{Kind: message.Title, Runs: []message.Run{{Text: Name(s), Bold: true}}}}
	line := func(runs ...message.Run) { out = append(out, message.Block{Kind: message.Item, Runs: runs}) }
	if known, ok := catalogueOf(s); ok {
		line(message.Run{Text: strings.TrimPrefix(Line(known, words), known.Name+words.Comma())})
	}
	_, address, _ := strings.Cut(s.URL, "://")
	line(message.Run{Text: address, Link: s.URL})
	if state := State(words, s); state != "" {
		line(message.Run{Text: layout.Cut(state, 1000)})
	}
	if !s.Paused && !s.Ended() {
		line(page.reading(words, s)...)
	}
	if said := reserved(words, figures[s.ID]); said != "" {
		line(message.Run{Text: said})
	}
	return out
}

// reserved says what publishers reserve of what a source brought lately: the strictest of
// all, and whether that concerns some items alone; "" where nothing is.
func reserved(words *phrases.Words, f health.Figures) string {
	var strictest rights.Rights
	items := 0
	for stated, n := range f.Rights {
		strictest = strictest.And(rights.Of(stated))
		items += n
	}
	var said []string
	switch {
	case strictest.Limited && strictest.Snippet == 0:
		said = append(said, words.Say("source_reserved_all"))
	case strictest.Limited:
		said = append(said, words.Say("source_reserved_quotes", words.Thousands(strictest.Snippet)))
	}
	if strictest.Reserved {
		said = append(said, words.Say("source_reserved_models"))
	}
	switch {
	case said == nil:
		return ""
	case items < f.Items:
		return words.Say("source_reserved_some", strings.Join(said, words.Comma()))
	}
	return words.Say("source_reserved", strings.Join(said, words.Comma()))
}

// byAddress is the catalogue by the keys of its addresses.
var byAddress = sync.OnceValue(func() map[string]catalogue.Source {
	out := map[string]catalogue.Source{}
	for _, known := range catalogue.All() {
		out[link.Key(known.URL)] = known
	}
	return out
})

// catalogueOf is a source as the catalogue has it, by its address.
func catalogueOf(s store.Source) (catalogue.Source, bool) {
	known, ok := byAddress()[link.Key(s.URL)]
	return known, ok
}

// Members lists for readers what is read: each outlet's name, with its country and
// who owns or pays for it, where that is known.
func Members(words *phrases.Words, all []store.Source) []message.Block {
	var out []message.Block
	comma := words.Comma()
	seen, left := map[string]bool{}, 0
	for _, s := range all {
		name, about := Name(s), ""
		if known, ok := catalogueOf(s); ok {
			name, about = known.Name, comma+known.Place(words)+comma+known.Owned(words)
		}
		line := name + about
		switch {
		case seen[line]:
		case len(out) == membersMost:
			left++
		default:
			seen[line] = true
			out = append(out, message.Block{Kind: message.Item, Runs: named(words, name, layout.Cut(about, ownerShown))})
		}
	}
	return append(out, more(words, len(out)+left, len(out))...)
}
