package briefing

import (
	"fmt"
	"time"
)

// How answers read (PRODUCT 3).

// Blocks is the answer as it is read.
func (a Answer) Blocks() []Block {
	if a.Abstained {
		return a.refusal()
	}
	var runs []Run
	to := newLinker()
	for i, c := range a.Claims {
		if i > 0 {
			runs = append(runs, Run{Text: " "})
		}
		runs = append(runs, answerSentence(c, a.At, to)...)
	}
	out := append([]Block{{Kind: Para, Runs: runs}}, a.gaps()...)
	last := fmt.Sprintf("From %d of %s%s. Written by AI, checked against these sources by a program.", a.Used, count(a.Searched.Articles, "article", "articles"), newest(a.Claims, a.At))
	return append(out, Block{Kind: Small, Runs: plain(last + a.cutNotice() + a.continuing())})
}

// newest says how old the newest report cited is; "" when nothing says.
func newest(claims []Claim, now time.Time) string {
	var at time.Time
	for _, c := range claims {
		for _, ct := range c.Cites {
			if ct.Published.After(at) {
				at = ct.Published
			}
		}
	}
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("; newest %s ago", ageWords(max(now.Sub(at), time.Minute)))
}

// cutNotice says that a question was too long to be read whole.
func (a Answer) cutNotice() string {
	if !a.Cut {
		return ""
	}
	return fmt.Sprintf(" Only the first %d characters of the question were read.", questionMost)
}

// answerSentence is a claim with outlet and date: an answer may rest on an old article.
func answerSentence(c Claim, now time.Time, to *linker) []Run {
	ct := c.Cites[0]
	when := ""
	if !ct.Published.IsZero() {
		when = ", " + day(ct.Published, now)
	}
	if runs := c.attributed(when, to); runs != nil {
		return append(append(runs, Run{Text: "."}), c.shareSaid(to.say)...)
	}
	if c.Kind == KindQuoted {
		return append([]Run{{Text: quoteMarks(c.Text) + " "}, to.link(ct), {Text: when + "."}}, c.shareSaid(to.say)...)
	}
	return append([]Run{{Text: trimStop(c.Text) + " ("}, to.link(ct), {Text: when + c.mark(to.say) + ")."}}, c.shareSaid(to.say)...)
}
