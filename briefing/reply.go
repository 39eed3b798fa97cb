package briefing

import (
	"fmt"
	"time"
)

// How answers read (PRODUCT 3).

// Blocks is the answer as it is read.
func (a Answer) Blocks() []Block {
	out := a.said()
	if a.Abstained {
		return out
	}
	if a.spentWhole() {
		out = append([]Block{{Kind: Small, Runs: a.spent()}}, out...)
	}
	last := fmt.Sprintf("From %d of %s%s.", a.Used, count(a.Searched.Articles, "article", "articles"), a.newestCited()) + a.how()
	return append(out, Block{Kind: Small, Runs: plain(last + a.cutNotice() + a.continuing())})
}

// said is the answer without what is said of how it was made.
func (a Answer) said() []Block {
	if a.Abstained {
		return a.refusal()
	}
	var runs []Run
	to := newLinker()
	for i, c := range a.Claims {
		if i > 0 {
			runs = append(runs, Run{Text: " "})
		}
		if lead := a.before(i); lead != "" {
			runs = append(runs, Run{Text: lead})
		}
		runs = append(runs, answerSentence(c, a.At, to)...)
	}
	return append([]Block{{Kind: Para, Runs: runs}}, a.gaps()...)
}

// spentWhole reports whether the sources speak alone because the day's share
// of the model is used up.
func (a Answer) spentWhole() bool { return !a.SpentUntil.IsZero() && !a.InPart }

// how says how the answer was written, where spent does not.
func (a Answer) how() string {
	const checked = ", checked against these sources by a program"
	unused := ""
	if a.Fallback != "" {
		unused = ": the language model could not be used (" + trimStop(a.Fallback) + ")"
	}
	switch {
	case a.spentWhole():
		return ""
	case a.InPart:
		return " Written in part by AI" + checked + "; the rest in the sources' own sentences" + unused + "."
	case unused != "":
		return " In the sources' own sentences" + unused + "."
	case a.Model == "":
		return " In the sources' own sentences: no language model was used."
	}
	return " Written by AI" + checked + "."
}

// spent says that the sources speak, because the day's share of the model is used up.
func (a Answer) spent() []Run {
	return []Run{{Text: "Today's share of AI answers is used up until "}, {Time: a.SpentUntil.In(a.At.Location())}, {Text: ". Here is what the sources say themselves:"}}
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
