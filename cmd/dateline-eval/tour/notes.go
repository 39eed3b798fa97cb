package tour

import (
	"cmp"

	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
)

// stop is a sentence of the model that is not shown, and why.
type stop struct {
	Said string `json:"said"`
	Why  string `json:"why"`
}

// noted is the line of a question in the file of notes.
type noted struct {
	By         string             `json:"by"`
	ID         string             `json:"id"`
	Kind       string             `json:"kind"`
	Question   string             `json:"question"`
	Wanted     []string           `json:"wanted"` // strings of a right answer
	Result     string             `json:"result"`
	Shown      string             `json:"shown"`
	Claims     []notedClaim       `json:"claims"`
	Passages   []notedClaim       `json:"passages"`
	Unanswered []string           `json:"unanswered"`
	Why        string             `json:"why,omitempty"` // it abstains
	Stopped    []stop             `json:"stopped"`
	llm.Use                       // of all steps
	Steps      map[string]llm.Use `json:"steps"`
}

type notedClaim struct {
	Text  string      `json:"text"`
	Kind  string      `json:"kind"`
	Cites []notedCite `json:"cites"`
}

type notedCite struct {
	Article string `json:"article"`
	Outlet  string `json:"outlet"`
	Quote   string `json:"quote"`
}

func notedClaims(claims []claim.Claim) []notedClaim {
	out := []notedClaim{}
	for _, c := range claims {
		line := notedClaim{c.Text, string(c.Kind), []notedCite{}}
		for _, ct := range c.Cites {
			line.Cites = append(line.Cites, notedCite{ct.Article, ct.Outlet, ct.Quote})
		}
		out = append(out, line)
	}
	return out
}

// noteOf is the line of a question, without who answered and what it took.
func noteOf(q question, ans answer.Answer, g got) noted {
	return noted{ID: q.ID, Kind: q.Kind, Question: q.Question, Wanted: q.AnswerAny, Result: g.result, Shown: g.shown,
		Claims: notedClaims(ans.Claims), Passages: notedClaims(ans.Passages), Unanswered: ans.Unanswered(),
		Why: cmp.Or(ans.Why.In(nil), ans.Fallback)}
}

// spent notes what the steps took, and all of them together.
func (n *noted) spent(steps map[string]llm.Use) {
	n.Steps = steps
	for _, use := range steps {
		n.Use = n.Plus(use)
	}
}
