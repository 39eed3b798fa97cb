package tour

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
)

// notes are one line a question, in a file. Nil writes nothing.
type notes struct {
	file    *os.File
	encoder *json.Encoder
}

// openNotes begins a file of notes; without a name there are none.
func openNotes(path string) (*notes, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write the notes: %w", err)
	}
	encoder := json.NewEncoder(file)
	encoder.SetEscapeHTML(false)
	return &notes{file, encoder}, nil
}

// stop is a sentence of the model that is not shown, and why.
type stop struct {
	Said string `json:"said"`
	Why  string `json:"why"`
}

// noted is a line.
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
	Requests   int                `json:"requests"`
	In         int                `json:"in"`
	Out        int                `json:"out"`
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

// write adds a line.
func (n *notes) write(by string, q question, ans answer.Answer, g got, stopped []stop, steps map[string]llm.Use) error {
	if n == nil {
		return nil
	}
	line := noted{By: by, ID: q.ID, Kind: q.Kind, Question: q.Question, Wanted: q.AnswerAny, Result: g.result, Shown: g.shown,
		Claims: notedClaims(ans.Claims), Passages: notedClaims(ans.Passages), Unanswered: ans.Unanswered(), Why: ans.Why, Stopped: stopped,
		Steps: steps}
	if line.Why == "" {
		line.Why = ans.Fallback
	}
	for _, use := range steps {
		line.Requests, line.In, line.Out = line.Requests+use.Requests, line.In+use.In, line.Out+use.Out
	}
	if err := n.encoder.Encode(line); err != nil {
		return fmt.Errorf("write the notes: %w", err)
	}
	return nil
}

// Close closes the file.
func (n *notes) Close() error {
	if n == nil {
		return nil
	}
	return errors.Join(n.file.Sync(), n.file.Close())
}
