package main

import (
	"context"
	"time"

	"dateline/briefing/claim"
	"dateline/cmd/dateline/input"
	"dateline/cmd/dateline/output"
)

// lines answers standard input line by line, in order, flushed: text, or JSON.
// A bad line gives {id, error} and exit code 1 at the end; what is not answered when
// the command is told to stop gives nothing.
func (a *app) lines(ctx context.Context, answer func(r input.Request) (any, error)) error {
	failed := false
	err := input.Each(ctx, a.in, func(asked input.Request, err error) error {
		var v any
		if err == nil {
			v, err = answer(asked)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed = true
			v = struct {
				ID    string `json:"id"`
				Error string `json:"error"`
			}{asked.ID, a.cfg.redactor().Said(oneLine(err))}
		}
		return output.JSON(a.out, v)
	})
	if err == nil && failed {
		err = errReported
	}
	return err
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
