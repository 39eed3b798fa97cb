package answer

import (
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/text"
)

// turnsRead is how many turns of a conversation count.
const turnsRead = 10

// shownMost is how many characters of a reply a conversation keeps.
const shownMost = 600

// Turn is a question of a conversation with what was shown to it.
type Turn struct {
	Question string
	Shown    string // "" when nothing was, or when it is not known
}

// questions are those of the last turns that count, oldest first.
func questions(turns []Turn) []string {
	turns = turns[max(0, len(turns)-turnsRead):]
	out := make([]string, len(turns))
	for i, t := range turns {
		out[i] = t.Question
	}
	return out
}

// Shown is what a conversation keeps of an answer: its sentences, each with its outlet,
// on one line of at most shownMost characters. Passages stand for an answer where no
// model wrote one; one that read them and did not answer says that they are none. What
// may not be given to a model is left out: the next prompt holds it.
func (a Answer) Shown() string {
	var out []string
	kept := a.Claims
	if !a.Declined {
		kept = slices.Concat(kept, a.Passages)
	}
	for _, c := range kept {
		if c.AnyReserved() {
			continue
		}
		said := claim.Tidy(c.Text)
		if len(c.Cites) > 0 && c.Cites[0].Outlet != "" {
			said += " (" + c.Cites[0].Outlet + ")"
		}
		out = append(out, said)
	}
	shown, _ := text.Start(strings.Join(out, " "), shownMost)
	return shown
}
