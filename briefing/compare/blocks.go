package compare

import (
	"slices"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// sentenceCut is how many characters of a sentence are shown.
const sentenceCut = 300

// Blocks say what was found, for a reader of now and in the language of w. Of the
// message itself they repeat nothing: a sentence is the first, the second.
func (r Result) Blocks(now time.Time, w *phrases.Words) []message.Block {
	to := claim.NewLinker()
	to.Words = w
	out := []message.Block{{Kind: message.Title, Runs: message.Plain(w.Say("check_title")), Lang: w.Lang()}}
	for _, p := range r.Pages {
		out = append(out, p.blocks(now, to)...)
	}
	silent := 0
	for i, f := range r.Findings {
		if f.None() && f.Foreign == nil && !f.Accuses && len(r.Findings) > 1 {
			silent++
			continue
		}
		if len(r.Findings) > 1 {
			out = append(out, para(message.Plain(w.Say("check_statement", i+1))))
		}
		out = append(out, f.blocks(now, to)...)
	}
	switch {
	case len(r.Findings) == 0 && len(r.Pages) == 0:
		out = append(out, para(message.Plain(w.Say("check_states_nothing"))))
	case silent > 0 && silent == len(r.Findings):
		out = append(out, para(message.Plain(w.Say("check_nothing"))))
	case silent > 0:
		out = append(out, para(message.Plain(w.Count(silent, "check_rest"))))
	}
	if r.More > 0 {
		out = append(out, small(w.Count(r.More, "check_more")))
	}
	return append(out, small(w.Say("check_foot")))
}

func para(runs []message.Run) message.Block { return message.Block{Kind: message.Para, Runs: runs} }

func small(said string) message.Block {
	return message.Block{Kind: message.Small, Runs: message.Plain(said)}
}

func (f Finding) blocks(now time.Time, to *claim.Linker) []message.Block {
	w := to.Words
	switch {
	case f.Accuses:
		return []message.Block{para(message.Plain(w.Say("no_guess")))}
	case f.None() && f.Foreign != nil:
		languages := make([]string, len(f.Foreign))
		for i, lang := range f.Foreign {
			languages[i] = w.Language(lang)
		}
		return []message.Block{para(message.Plain(w.Say("check_foreign", w.List(languages))))}
	case f.None():
		return []message.Block{para(message.Plain(w.Say("check_nothing")))}
	}
	return append(f.Reports.blocks("check_reports", now, to), f.Otherwise.blocks("check_otherwise", now, to)...)
}

// blocks are the number of a side's reports and a sentence of each.
func (s Side) blocks(key string, now time.Time, to *claim.Linker) []message.Block {
	if s.Count == 0 {
		return nil
	}
	w := to.Words
	if len(s.Claims) == 0 {
		return []message.Block{para(append(message.Plain(w.Count(s.Count, key)+" "), outlets(s.Also, to)...))}
	}
	out := []message.Block{para(message.Plain(w.Count(s.Count, key)))}
	for _, c := range s.Claims {
		runs := slices.Clone(cut(c).Quotation(when(c, now, w), to))
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	if len(s.Also) > 0 {
		out = append(out, message.Block{Kind: message.Item, Runs: message.Say(w, "check_also", outlets(s.Also, to))})
	}
	return out
}

// when is the day of a claim's article, behind a comma.
func when(c claim.Claim, now time.Time, w *phrases.Words) string {
	if at := c.Cites[0].Published; !at.IsZero() {
		return w.Comma() + w.Day(at.In(now.Location()), now)
	}
	return ""
}

// cut is a claim whose text is not longer than what is shown of one.
func cut(c claim.Claim) claim.Claim {
	runes := []rune(claim.OneLine(c.Text))
	if len(runes) <= sentenceCut {
		return c
	}
	short := string(runes[:sentenceCut])
	if i := strings.LastIndexByte(short, ' '); i > 0 {
		short = short[:i]
	}
	c.Text = short + " …"
	return c
}

// outlets are the names of the outlets of some claims, with commas between.
func outlets(claims []claim.Claim, to *claim.Linker) []message.Run {
	var out []message.Run
	for i, c := range claims {
		if i > 0 {
			out = append(out, message.Run{Text: to.Words.Comma()})
		}
		out = append(out, to.Link(c.Cites[0]))
	}
	return out
}

func (p Page) blocks(now time.Time, to *claim.Linker) []message.Block {
	w := to.Words
	if !p.Read {
		return []message.Block{para(message.Plain(w.Say("check_link_unread")))}
	}
	runs := message.Say(w, "check_link_read", to.Link(p.Heading.Cites[0]))
	runs = append(runs, message.Run{Text: when(p.Heading, now, w)})
	if p.Shown {
		runs = append(runs, message.Run{Text: w.Say("check_headed") + " " + message.QuoteMarks(cut(p.Heading).Text)})
	}
	out := []message.Block{para(runs)}
	if p.Reports.Count == 0 {
		return append(out, para(message.Plain(w.Say("check_link_alone"))))
	}
	list := outlets(p.Reports.Claims[:min(len(p.Reports.Claims), 2*shownMost)], to)
	return append(out, para(append(message.Plain(w.Count(p.Reports.Count, "check_link_others")+" "), list...)))
}
