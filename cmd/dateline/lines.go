package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dateline/briefing/claim"
)

// lineMax is the longest line of standard input that is read: 4 MiB.
const lineMax = 4 << 20

// request is one line of "-" mode; unknown fields are ignored.
type request struct {
	ID       json.RawMessage `json:"id"`
	Question string          `json:"question"`
	Query    string          `json:"query"`
	Text     string          `json:"text"`
	Claim    string          `json:"claim"`
	Source   string          `json:"source"`
	Article  string          `json:"article"`
	At       string          `json:"at"`
	Now      string          `json:"now"`

	Conversation json.RawMessage `json:"conversation"` // a string or a number

	id   string
	talk string // the conversation's name; "" of a question that stands alone
}

// lines answers standard input line by line, in order, flushed: text, or JSON.
// A bad line gives {id, error} and exit code 1 at the end.
func (a *app) lines(answer func(r request) (any, error)) error {
	scanner := bufio.NewScanner(a.in)
	scanner.Buffer(make([]byte, 64<<10), lineMax)
	failed := false
	no := 1
	for ; scanner.Scan(); no++ {
		asked, err := parseLine(scanner.Text(), no)
		var v any
		if err == nil {
			v, err = answer(asked)
		}
		if err != nil {
			failed = true
			v = struct {
				ID    string `json:"id"`
				Error string `json:"error"`
			}{asked.id, oneLine(err)}
		}
		if err := writeJSON(a.out, v); err != nil {
			return err
		}
	}
	switch err := scanner.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("read standard input: line %d is longer than 4 MiB: it and what follows were not read", no)
	case err != nil:
		return fmt.Errorf("read standard input: %w", err)
	}
	if failed {
		return errReported
	}
	return nil
}

func parseLine(s string, no int) (request, error) {
	asked := request{id: fmt.Sprint(no)}
	s = strings.TrimSpace(s)
	if s == "" {
		return asked, fmt.Errorf("the line is empty")
	}
	if !strings.HasPrefix(s, "{") {
		asked.Question, asked.Query, asked.Text, asked.Claim = s, s, s, s
		return asked, nil
	}
	if err := json.Unmarshal([]byte(s), &asked); err != nil {
		return asked, fmt.Errorf("the line is no JSON object: %w", err)
	}
	if len(asked.ID) > 0 && string(asked.ID) != "null" {
		asked.id = strings.Trim(string(asked.ID), `"`)
		var s string
		if json.Unmarshal(asked.ID, &s) == nil {
			asked.id = s
		}
	}
	if talk := string(asked.Conversation); talk != "null" && talk != `""` {
		asked.talk = talk
	}
	return asked, nil
}

// writeJSON writes one object as a line, without escaping < and >.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// stamp is a time as JSON shows it, null when there is none.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}

// jsonCite is CITE of the command-line contract.
type jsonCite struct {
	claim.Cite
	Published *string `json:"published"`
}

// jsonClaim is one claim of brief and ask.
type jsonClaim struct {
	Text  string     `json:"text"`
	Kind  string     `json:"kind"`
	Cites []jsonCite `json:"cites"`
	Was   *jsonWas   `json:"was,omitempty"`
}

// jsonWas is the value of a claim's number when the channel was told of it.
type jsonWas struct {
	Value string   `json:"value"`
	Cite  jsonCite `json:"cite"`
}

func jsonClaims(cs []claim.Claim) []jsonClaim {
	out := make([]jsonClaim, len(cs))
	for i, c := range cs {
		out[i] = jsonClaim{Text: c.Text, Kind: c.Kind, Cites: []jsonCite{}}
		if c.Kind == claim.KindTranslated {
			out[i].Kind = claim.KindWritten
		}
		for _, ct := range c.Cites {
			out[i].Cites = append(out[i].Cites, jsonCite{ct, stamp(ct.Published)})
		}
		if was := c.Previous; was != nil {
			out[i].Was = &jsonWas{was.Value, jsonCite{was.Cite, stamp(was.Cite.Published)}}
		}
	}
	return out
}
