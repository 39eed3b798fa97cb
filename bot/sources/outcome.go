package sources

import (
	"cmp"
	"net/url"

	"dateline/bot/layout"
	"dateline/bot/reason"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// Result is what became of a wish.
type Result int

// The results.
const (
	Failed Result = iota // for the reason
	Added
	Known  // the owner had chosen it before
	Unread // it is added, and was not looked at for want of time
)

// Outcome is what became of one wish, with what was found.
type Outcome struct {
	Wish   Wish
	Result Result
	ID     int64  // of the source
	Name   string // as it calls itself
	Reason string // in English, as it is stored
	Latest []feed.Item
	Items  int
}

func (o Outcome) shown() string { return cmp.Or(o.Name, o.Wish.Shown()) }

// why is the reason of a failure in a language.
func (o Outcome) why(words *phrases.Words) string {
	if why := o.Wish.Why(words); why != "" {
		return why
	}
	return reason.Say(words, o.Reason)
}

// How much of the outcomes is shown: a message holds 2,000 characters.
const (
	wholeMost  = 2  // sources that are shown with several of their items
	lineMost   = 15 // lines of sources that were added, and of those that were not
	titleShown = 90 // of an item in a line
	nameShown  = 60
)

// Report says what became of wishes: what each source holds and its latest items;
// of many, a line each; what failed, and why.
func Report(words *phrases.Words, outcomes []Outcome) []message.Block {
	by := map[Result][]Outcome{}
	for _, o := range outcomes {
		by[o.Result] = append(by[o.Result], o)
	}
	var out []message.Block
	if len(by[Added])+len(by[Known]) <= wholeMost {
		for _, o := range append(by[Added], by[Known]...) {
			out = append(out, whole(words, o)...)
		}
	} else {
		out = append(out, lines(words, by[Added])...)
		if n := len(by[Known]); n > 0 {
			out = append(out, para(words.Count(n, "sources_known")))
		}
	}
	switch n := len(by[Unread]); {
	case n == 1 && len(outcomes) == 1:
		out = append(out, message.Block{Kind: message.Para, Runs: named(words, by[Unread][0].shown(), " "+words.Say("source_unread"))})
	case n > 0:
		out = append(out, para(words.Count(n, "sources_unread")))
	}
	return append(out, failures(words, by[Failed], len(outcomes))...)
}

// named is a line that begins with the name of a source; in Arabic a word of that
// language stands before it, so that the line is read from the right.
func named(words *phrases.Words, name, said string) []message.Run {
	return append(message.Say(words, "source_named", message.Run{Text: layout.Cut(name, nameShown), Bold: true}), message.Run{Text: said})
}

func para(said string) message.Block {
	return message.Block{Kind: message.Para, Runs: []message.Run{{Text: said}}}
}

// whole is a source with its latest items.
func whole(words *phrases.Words, o Outcome) []message.Block {
	said := " " + words.Say("source_known")
	if o.Result == Added {
		said = " " + words.Say("source_new", words.Count(o.Items, "source_items"))
	}
	if len(o.Latest) > 0 {
		said += " " + words.Say("source_latest")
	}
	out := []message.Block{{Kind: message.Para, Runs: named(words, o.shown(), said)}}
	for _, it := range o.Latest {
		runs := []message.Run{{Text: claim.Titled(it.Title), Link: it.URL}}
		if !it.Published.IsZero() {
			runs = append(runs, message.Run{Text: words.Comma()}, message.Run{Time: it.Published})
		}
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	return out
}

// lines are sources that were added, one a line with the newest item of each.
func lines(words *phrases.Words, added []Outcome) []message.Block {
	if len(added) == 0 {
		return nil
	}
	out := []message.Block{para(words.Count(len(added), "sources_added"))}
	comma := words.Comma()
	for _, o := range added[:min(len(added), lineMost)] {
		runs := named(words, o.shown(), comma+words.Count(o.Items, "source_items"))
		if len(o.Latest) > 0 {
			newest := o.Latest[0]
			runs = append(runs, message.Run{Text: comma + words.Say("source_latest_one") + " "},
				message.Run{Text: layout.Cut(claim.Titled(newest.Title), titleShown), Link: newest.URL})
		}
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	return append(out, more(words, len(added), lineMost)...)
}

// failures are the wishes that could not be fulfilled, with the reasons.
func failures(words *phrases.Words, failed []Outcome, all int) []message.Block {
	if len(failed) == 1 && all == 1 {
		return []message.Block{para(words.Say("source_failed", failed[0].shown(), failed[0].why(words)))}
	}
	if len(failed) == 0 {
		return nil
	}
	out := []message.Block{para(words.Count(len(failed), "sources_failed"))}
	for _, o := range failed[:min(len(failed), lineMost)] {
		out = append(out, message.Block{Kind: message.Item, Runs: named(words, o.shown(), ": "+o.why(words))})
	}
	return append(out, more(words, len(failed), lineMost)...)
}

// more says how many lines are left out.
func more(words *phrases.Words, all, shown int) []message.Block {
	if all <= shown {
		return nil
	}
	return []message.Block{{Kind: message.Item, Runs: []message.Run{{Text: words.Count(all-shown, "source_more")}}}}
}

// Host is the host of an address, as it is shown.
func Host(address string) string {
	if parsed, err := url.Parse(address); err == nil {
		return parsed.Host
	}
	return ""
}
