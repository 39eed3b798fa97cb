package answer

import (
	"fmt"
	"slices"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/message"
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
	for i, c := range a.Claims {
		if i > 0 {
			runs = append(runs, message.Run{Text: " "})
		}
		runs = append(runs, answerSentence(c, a.At, to)...)
	}
	out := append([]message.Block{{Kind: message.Para, Runs: runs}}, a.gaps()...)
	checked := "by a program"
	if a.Read {
		checked += " and read beside them a second time"
	}
	last := fmt.Sprintf("From %d of %s%s. Written by AI, checked against these sources %s.", a.Used,
		message.Count(a.Searched.Articles, "article", "articles"), newest(a.Claims, a.At), checked)
	return append(out, message.Block{Kind: message.Small, Runs: message.Plain(last + a.cutNotice() + a.continuing())})
}

// newest says how old the newest report cited is; "" when nothing says.
func newest(claims []claim.Claim, now time.Time) string {
	var at time.Time
	for _, c := range claims {
		for _, ct := range c.Cites {
			if ct.Published.After(at) {
				at = ct.Published
			}
		}
	}
	return newestAgo(at, now)
}

// newestAgo says how old something is; "" when nothing says.
func newestAgo(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("; newest %s ago", message.AgeWords(max(now.Sub(at), time.Minute)))
}

// cutNotice says that a question was too long to be read whole.
func (a Answer) cutNotice() string {
	if !a.Cut {
		return ""
	}
	return fmt.Sprintf(" Only the first %d characters of the question were read.", archive.QuestionMost)
}

// answerSentence is a claim with outlet and date: an answer may rest on an old article.
func answerSentence(c claim.Claim, now time.Time, to *claim.Linker) []message.Run {
	cite := c.Cites[0]
	when := ""
	if !cite.Published.IsZero() {
		when = ", " + message.Day(cite.Published, now)
	}
	if runs := c.Attributed(when, to); runs != nil {
		return append(append(runs, message.Run{Text: "."}), c.ShareSaid(to.Words)...)
	}
	if c.Kind == claim.KindQuoted {
		return append([]message.Run{{Text: message.QuoteMarks(c.Text) + " "}, to.Link(cite), {Text: when + "."}}, c.ShareSaid(to.Words)...)
	}
	return append([]message.Run{{Text: message.TrimStop(c.Text) + " ("}, to.Link(cite), {Text: when + c.Mark(to.Words) + ")."}},
		c.ShareSaid(to.Words)...)
}

// For is the answer as a channel with a list of words may read it. A list with "AI"
// does not mean the words that say how it was written.
func (a Answer) For(l message.WordList) []message.Block {
	touches := slices.ContainsFunc(slices.Concat(a.Claims, a.Passages), func(c claim.Claim) bool { return c.TouchedBy(l) })
	if l.Action == message.LeaveOut && (touches || l.Holds(a.Continuing) || slices.ContainsFunc(a.Blocks(), l.InBlock)) {
		return []message.Block{{Kind: message.Para, Runs: message.Plain("What I have read on this holds words that this channel leaves " +
			"out. Ask me in a direct message.")}}
	}
	return l.Spoil(a.Blocks(), func(message.Block) bool { return touches })
}
