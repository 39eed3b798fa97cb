package answer

import (
	"slices"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// How answers read.

// Blocks is the answer as it is read.
func (a Answer) Blocks() []message.Block {
	switch {
	case a.Abstained:
		return a.refusal()
	case a.Briefing != nil:
		return a.Briefing
	}
	var runs []message.Run
	to := claim.NewLinker()
	to.Words = a.Words
	for i, c := range a.Claims {
		if i > 0 {
			runs = append(runs, message.Run{Text: " "})
		}
		runs = append(runs, answerSentence(c, a.At, to)...)
	}
	out := slices.Concat([]message.Block{{Kind: message.Para, Runs: runs}}, a.beyond(), a.gaps())
	w, checked := a.Words, "written_checked"
	if a.Read && slices.ContainsFunc(a.Claims, func(c claim.Claim) bool { return !claim.IsVerbatim(c.Kind) }) {
		checked = "written_read"
	}
	last := w.Say("used_of", a.Used, w.Count(a.Searched.Articles, "articles")) + newest(w, a.Claims, a.At) + ". " + w.Say(checked)
	return append(out, message.Block{Kind: message.Small, Runs: message.Plain(last + a.cutNotice() + a.continuing())})
}

// newest says how old the newest report cited is; "" when nothing says.
func newest(w *phrases.Words, claims []claim.Claim, now time.Time) string {
	var at time.Time
	for _, c := range claims {
		for _, ct := range c.Cites {
			if ct.Published.After(at) {
				at = ct.Published
			}
		}
	}
	return newestAgo(w, at, now)
}

// newestAgo says how old something is: "; newest 3 hours ago"; "" when nothing says.
func newestAgo(w *phrases.Words, at, now time.Time) string {
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	if at.IsZero() {
		return ""
	}
	n, unit := 0, ""
	switch age := max(now.Sub(at), time.Minute); {
	case age < time.Hour:
		n, unit = int(age.Minutes()), "minutes"
	case age < 2*day:
		n, unit = int(age.Hours()), "hours"
	case age < 2*year:
		n, unit = int(age/day), "days"
	default:
		n, unit = int(age/year), "years"
	}
	return w.Semicolon() + w.Count(n, "newest_"+unit)
}

// cutNotice says that a question was too long to be read whole.
func (a Answer) cutNotice() string {
	if !a.Cut {
		return ""
	}
	return " " + a.Words.Say("question_cut", archive.QuestionMost)
}

// answerSentence is a claim with outlet and date: an answer may rest on an old article.
func answerSentence(c claim.Claim, now time.Time, to *claim.Linker) []message.Run {
	cite := c.Cites[0]
	when := ""
	if !cite.Published.IsZero() {
		when = to.Words.Comma() + to.Words.Day(cite.Published, now)
	}
	if runs := c.Attributed(when, to); runs != nil {
		return append(claim.WithStop(runs), c.Beside(to.Words)...)
	}
	if c.Kind == claim.KindQuoted {
		return append(claim.WithStop(c.Quotation(when, to)), c.Beside(to.Words)...)
	}
	outlet := claim.Resting(to.Link(cite), c.Cites[1:]...)
	return append([]message.Run{{Text: message.TrimStop(c.Text) + " ("}, outlet, {Text: when + c.Mark(to.Words) + ")."}},
		c.Beside(to.Words)...)
}

// For is the answer as a channel with a list of words may read it. A list with "AI"
// does not mean the words that say how it was written.
func (a Answer) For(l message.WordList) []message.Block {
	touches := slices.ContainsFunc(slices.Concat(a.Claims, a.Passages), func(c claim.Claim) bool { return c.TouchedBy(l) })
	if l.Action == message.LeaveOut && (touches || l.Holds(a.Continuing) || slices.ContainsFunc(a.Blocks(), l.InBlock)) {
		return []message.Block{{Kind: message.Para, Runs: message.Plain(a.Words.Say("answer_left_out"))}}
	}
	if l.Holds(a.Continuing) {
		a.Continuing = "" // the small line is not hidden
	}
	return l.Spoil(a.Blocks(), func(message.Block) bool { return touches })
}
