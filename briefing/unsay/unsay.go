// Package unsay takes out of a message what was taken back: the old wording is
// replaced by dated words, and nothing else of the message changes. What cannot be
// found in it takes its whole story with it, and then the whole message: nothing that
// was taken back stays. It reads no database and sends nothing.
package unsay

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/recall"
)

// Text says in a language what became of what stood somewhere, on a day in a zone, and
// draws it for the place of the message.
type Text struct {
	Words  *phrases.Words
	Zone   *time.Location
	Layout func([]message.Block) []message.Part
	Most   int // UTF-16 units of a message
}

// Payload is a post's content without what the retractions take back, and false where
// nothing of that is in it. Marker is what the content begins with: it stays.
func (t Text) Payload(pay message.Payload, marker string, back []recall.Retraction) (message.Payload, bool) {
	taken := newTaken(pay, back)
	if len(taken.of) == 0 {
		return pay, false
	}
	before := pay
	if pay.Review != nil {
		pay, changed := t.review(pay, taken)
		return pay, changed
	}
	content, shows := t.content(pay, marker, taken)
	pay.Content, pay.Shows = content, shows
	pay.Stories, pay.Menu = t.titles(pay.Stories, taken, false), t.titles(pay.Menu, taken, true)
	return pay, pay.Content != before.Content || !slices.Equal(pay.Menu, before.Menu) || !slices.Equal(pay.Stories, before.Stories)
}

// taken is what is taken back, by claim: of several retractions the last one that
// removes, else the last.
type taken struct {
	of     map[int64]recall.Retraction
	places map[int64]bool // the claims that the content knows the places of
	words  []wrong        // the sentences
	last   recall.Retraction
}

func newTaken(pay message.Payload, back []recall.Retraction) taken {
	out := taken{of: map[int64]recall.Retraction{}, places: map[int64]bool{}}
	asides := map[int64]bool{} // in corrections alone
	for _, s := range pay.Shows {
		for _, c := range s.Claims {
			asides[c.Claim] = c.Aside && s.Story < 0 && (asides[c.Claim] || !out.places[c.Claim])
			out.places[c.Claim] = true
		}
	}
	for _, x := range back {
		for _, c := range x.Claims {
			if x.Action == recall.Corrected && asides[c.Claim] {
				continue // the message is about the correction
			}
			if had, ok := out.of[c.Claim]; ok && had.Action == recall.Removed && x.Action != recall.Removed {
				continue
			}
			x.Claims = []recall.Sentence{c}
			out.of[c.Claim], out.last = x, x
			if said := newWrong(x); len(said.words) >= wordsLeast {
				out.words = append(out.words, said)
			}
		}
	}
	return out
}

// wordsLeast is how many bytes a sentence has, plain, that is looked for in a message
// besides: "Closed" may be part of anything.
const wordsLeast = 20

// plain are the letters and digits of a text: what is drawn around them is not its own.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// holds reports whether a text still shows a sentence that is taken back.
func (x taken) holds(text string) bool {
	said := plain(text)
	return slices.ContainsFunc(x.words, func(w wrong) bool { return w.in(said) })
}

// content is the message's text: the sentences are replaced where they stand, or
// their stories, or all of it.
func (t Text) content(pay message.Payload, marker string, x taken) (string, []message.Shown) {
	switch {
	case pay.Content == "", len(pay.Shows)+len(pay.Stories) == 0: // it shows no story
		return pay.Content, nil
	case len(pay.Shows) == 0: // of an older program
		return t.whole(marker, x)
	}
	for _, rough := range []bool{false, true} {
		text, shows := t.replaced(pay, x, rough)
		if units(text) <= t.Most && !x.holds(text) && strings.HasPrefix(text, marker) {
			return text, shows
		}
	}
	return t.whole(marker, x)
}

// whole is a message of which nothing is left.
func (t Text) whole(marker string, x taken) (string, []message.Shown) {
	text := marker + "\n" + t.draw(message.Para, t.said(x.last, aStory))
	return text, []message.Shown{{Kind: message.Para, From: len(marker) + 1, To: len(text)}}
}

// replaced replaces the sentences story by story; rough: whole stories.
func (t Text) replaced(pay message.Payload, x taken, rough bool) (string, []message.Shown) {
	out := editing{text: pay.Content}
	for at := 0; at < len(pay.Shows); {
		end := at + 1
		for end < len(pay.Shows) && pay.Shows[end].Story == pay.Shows[at].Story && pay.Shows[at].Kind != message.Item {
			end++
		}
		t.story(&out, pay.Shows[at:end], x, rough)
		at = end
	}
	return out.done(), out.shows
}

// story replaces what is taken back in the blocks of one story.
func (t Text) story(out *editing, blocks []message.Shown, x taken, rough bool) {
	back := x.in(blocks)
	if back == nil {
		out.keep(blocks...)
		return
	}
	head := blocks[0]
	if rough || x.takes(head) && endsWith(head.Kind, back.Action) || t.unsourced(out.text, blocks, x) {
		t.wholeStory(out, blocks, *back)
		return
	}
	said := !x.takes(head) // what became of the heading, in the paragraph below it
	for _, b := range blocks {
		switch {
		case b.Kind == message.Heading || b.Kind == message.Title:
			t.heading(out, b, x)
		case b.Kind == message.Para:
			if !said {
				b = t.lead(out, b, head, x)
			}
			said = t.sentences(out, b, x) || said || x.takes(b)
		default:
			out.keep(b)
		}
	}
}

// endsWith reports whether a story goes with its first block: with a line that is all of
// it, and with a heading that is removed.
func endsWith(first message.BlockKind, action recall.Action) bool {
	switch first {
	case message.Item, message.Small:
		return true
	case message.Para:
		return false
	}
	return action == recall.Removed
}

// lead says what became of a heading before the paragraph below it, unless a sentence
// there says the same.
func (t Text) lead(out *editing, b, head message.Shown, x taken) message.Shown {
	if x.in([]message.Shown{b}) != nil {
		return b
	}
	first := head.Claims[0].Claim
	return out.lead(b, first, t.draw(message.Para, t.said(x.of[first], aSentence)))
}

// unsourced reports that a sentence would be left without its outlet, which stands
// behind the next one and cannot be put behind this.
func (t Text) unsourced(text string, blocks []message.Shown, x taken) bool {
	for _, b := range blocks {
		for i := range b.Claims {
			if b.Kind == message.Para && x.leaves(text, b.Claims, i) && sourceBehind(text, b.Claims[i+1:]) == "" {
				return true
			}
		}
	}
	return false
}

// leaves reports whether a sentence stays of which the outlet stands behind one that goes.
func (x taken) leaves(text string, all []message.ShownClaim, i int) bool {
	if i+1 == len(all) || all[i].Aside || all[i+1].Aside {
		return false
	}
	_, gone := x.of[all[i].Claim]
	_, next := x.of[all[i+1].Claim]
	return next && !gone && !strings.Contains(text[all[i].From:all[i].To], "(")
}

// outletLink is the link to a source, as it is drawn behind a sentence.
var outletLink = regexp.MustCompile(`\[[^\]\n]*\]\(<[^>\n]*>\)`)

// sourceBehind is the link to the outlet that the first of some sentences names, "" where
// none does.
func sourceBehind(text string, all []message.ShownClaim) string {
	for _, c := range all {
		if said := text[c.From:c.To]; !c.Aside && strings.Contains(said, "(") {
			return outletLink.FindString(said)
		}
	}
	return ""
}

// sourced is a sentence with its outlet behind it.
func sourced(said, link string) string {
	bare := strings.TrimSuffix(said, ".")
	return bare + " (" + link + ")" + said[len(bare):]
}

// wholeStory replaces a story.
func (t Text) wholeStory(out *editing, blocks []message.Shown, back recall.Retraction) {
	first, last := blocks[0], blocks[len(blocks)-1]
	said := t.said(back, aStory)
	switch {
	case first.Kind == message.Item:
		out.replace(first.From, first.To, t.draw(message.Item, said))
		out.keepWhole(message.Item, blocks)
	case first.Kind == message.Title: // it begins with what the message is known by
		from := first.To
		if len(first.Claims) > 0 {
			from = first.Claims[0].From
		}
		out.replace(from, first.To, t.label(back))
		if last.From > first.To {
			out.replace(blocks[1].From, last.To, t.draw(message.Para, said))
		}
		out.keep(message.Shown{Story: first.Story, Kind: message.Title, From: first.From, To: from})
	default:
		out.replace(first.From, last.To, t.draw(message.Heading, message.Plain(t.label(back)))+"\n"+t.draw(message.Para, said))
		out.keepWhole(message.Small, blocks) // a kind that no story has
	}
}

// heading replaces a heading that was wrong.
func (t Text) heading(out *editing, b message.Shown, x taken) {
	for _, c := range b.Claims {
		if back, ok := x.of[c.Claim]; ok {
			out.replace(c.From, c.To, t.label(back))
		}
	}
	out.keep(b)
}

// sentences replaces the sentences of a paragraph, those in a row of which the same is
// said once. It reports whether one was replaced.
func (t Text) sentences(out *editing, b message.Shown, x taken) bool {
	said, row := false, "" // what was said of the sentence before
	if counted := t.Words.Say("one_source"); x.takesAll(b) && strings.HasPrefix(out.text[b.From:b.Claims[0].From], counted) {
		out.replace(b.From, b.Claims[0].From, "") // nothing is left that has a source
	}
	for i, c := range b.Claims {
		back, ok := x.of[c.Claim]
		now := ""
		if ok && !c.Aside {
			now = t.draw(message.Para, t.said(back, aSentence))
		}
		switch {
		case c.From == c.To: // just put there
			row = ""
		case (ok || row != "") && c.Aside, ok && row == now:
			out.replace(c.From, c.To, "")
		case !ok && x.leaves(out.text, b.Claims, i):
			out.replace(c.From, c.To, sourced(out.text[c.From:c.To], sourceBehind(out.text, b.Claims[i+1:])))
			row = ""
		case !ok:
			row = ""
		default:
			out.replace(c.From, c.To, now)
			row, said = now, true
		}
	}
	out.keep(b)
	return said
}

// takesAll reports whether all that a block tells is taken back.
func (x taken) takesAll(b message.Shown) bool {
	for _, c := range b.Claims {
		if _, ok := x.of[c.Claim]; !ok && !c.Aside {
			return false
		}
	}
	return x.takes(b)
}

// takes reports whether a block's own claim is taken back.
func (x taken) takes(b message.Shown) bool {
	return slices.ContainsFunc(b.Claims, func(c message.ShownClaim) bool {
		_, ok := x.of[c.Claim]
		return ok && !c.Aside
	})
}

// in is the retraction of something in blocks, nil without one.
func (x taken) in(blocks []message.Shown) *recall.Retraction {
	var out *recall.Retraction
	for _, b := range blocks {
		for _, c := range b.Claims {
			if back, ok := x.of[c.Claim]; ok && (out == nil || back.Action == recall.Removed) {
				out = &back
			}
		}
	}
	return out
}

// draw is one block as it stands in the message.
func (t Text) draw(kind message.BlockKind, runs []message.Run) string {
	parts := t.Layout([]message.Block{{Kind: kind, Runs: runs}})
	if len(parts) == 0 {
		return ""
	}
	return parts[0].Content
}

// titles are the stories of a post, or those of its menu, without the titles that are
// taken back; a removed one leaves the menu.
func (t Text) titles(list []message.PostStory, x taken, menu bool) []message.PostStory {
	gone := map[string]recall.Retraction{}
	for _, back := range x.of {
		gone[plain(back.Claims[0].Text)] = back
	}
	var out []message.PostStory
	for _, s := range list {
		back, ok := gone[plain(s.Title)]
		if !ok && x.holds(s.Title) {
			back, ok = x.last, true
		}
		switch {
		case ok && menu && back.Action == recall.Removed:
			continue
		case ok && menu:
			s.Title = t.label(back)
		case ok:
			s.Title = ""
		}
		out = append(out, s)
	}
	return out
}

// review is what moderators saw of a briefing, without it.
func (t Text) review(pay message.Payload, x taken) (message.Payload, bool) {
	review, changed := *pay.Review, false
	gone := map[string]recall.Retraction{}
	for _, back := range x.of {
		gone[plain(back.Claims[0].Text)] = back
	}
	review.Stories = slices.Clone(review.Stories)
	for i, s := range review.Stories {
		back, ok := gone[plain(s.Title)]
		if !ok {
			for _, by := range gone {
				if newWrong(by).in(plain(s.Text)) && (!ok || by.Action == recall.Removed) {
					back, ok = by, true
				}
			}
		}
		if !ok {
			continue
		}
		changed = true
		review.Stories[i].Text = t.draw(message.Para, t.said(back, aStory))
		if back.Action == recall.Removed || plain(s.Title) == plain(back.Claims[0].Text) {
			review.Stories[i].Title = t.label(back)
		}
	}
	if changed {
		pay.Content, review.Shown = "", "" // it is drawn anew
	}
	pay.Review = &review
	return pay, changed
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }
