package brief

import (
	"cmp"
	"strings"

	"dateline/briefing/message"
)

// A briefing without a story says why it has none.

// empty is a briefing without a story.
func (b Briefing) empty() []message.Block {
	words := b.Words()
	said := append(message.Plain(b.reason()), b.next()...)
	head := []message.Run{{Text: b.Heading(), Bold: true}, {Text: b.verdict()}}
	return []message.Block{{Kind: message.Title, Lang: words.Lang(), Runs: head}, {Kind: message.Para, Runs: said}}
}

// verdict is what the first line of a briefing without a story says: "nothing
// new" only where all was read, and all that was read was told before.
func (b Briefing) verdict() string {
	w := b.Words()
	switch {
	case b.Blind():
		return ": " + w.Say("empty_blind")
	case len(b.Corrections)+len(b.Recalled) > 0:
		return " (" + w.Count(len(b.Corrections)+len(b.Recalled), "corrections") + ")"
	case b.sourceless && b.Articles == 0:
		return ": " + w.Say("nothing_to_read")
	case len(b.LeftOut.said(w)) > 0:
		return ": " + w.Say("empty_untold")
	}
	return ": " + w.Say("empty")
}

// reason says why a briefing is without a story.
func (b Briefing) reason() string {
	w := b.Words()
	switch {
	case b.Blind():
		return b.unreadNote()
	case b.sourceless && b.Articles == 0 && b.Paused > 0:
		return w.Count(b.Paused, "all_paused")
	case b.sourceless && b.Articles == 0:
		return w.Say(cmp.Or(b.AddHint, "terminal_add"))
	}
	said := b.readSince()
	if b.Failed > 0 {
		said += " " + b.share(w, b.Location()) + "."
	}
	return said
}

// readSince says what was read, and what became of it.
func (b Briefing) readSince() string {
	w, since := b.Words(), b.Words().Stamp(b.From.In(b.Location()))
	left := b.LeftOut.said(w)
	rest := w.Say("had_all")
	if b.Articles == 0 { // what moderators took out was left from an earlier briefing
		if rest = ""; len(left) > 0 {
			rest = " " + upperFirst(w.Clauses(left)) + "."
		}
	}
	switch {
	case b.Articles == 0 && b.Watched > 0:
		return w.Count(b.Watched-b.Failed, "checked") + rest
	case b.Articles == 0:
		return w.Say("none_added", since) + rest
	case len(b.Corrections)+len(b.Recalled) > 0:
		rest = w.Say("had_rest")
	case b.lacks != "":
		rest = w.Say(b.lacks)
	case len(left) > 0 && b.told > 0:
		rest = w.Clauses(append(left, w.Say("had_rest")))
	case len(left) > 0:
		rest = w.Clauses(left) + "."
	case b.unasked:
		rest = w.Say("had_asked")
	}
	return w.Say("read_since", w.Count(b.Articles, "articles"), w.Count(b.Sources, "outlets"), since, rest)
}

// unreadNote says what was not read, and where the reader finds why.
func (b Briefing) unreadNote() string {
	w := b.Words()
	var said []string
	if b.Failed > 0 {
		said = append(said, b.share(w, b.Location()))
	}
	if b.Unplaced > 0 {
		said = append(said, w.Count(b.Unplaced, "unplaced"))
	}
	out := w.Say("may_miss", w.Clauses(said))
	switch {
	case b.Failed == 0:
		return out
	case b.StatusHint == "" && b.Untried > 0:
		return out + " " + w.Say("terminal_due")
	}
	return out + " " + w.Say(cmp.Or(b.StatusHint, "terminal_status"))
}

// Nothing is why a slot told nothing, in a few words.
func (b Briefing) Nothing() string {
	why := strings.TrimPrefix(b.verdict(), ": ")
	if b.Failed > 0 {
		why += b.Words().Semicolon() + b.share(b.Words(), b.Location())
	}
	return why
}
