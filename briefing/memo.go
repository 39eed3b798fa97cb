package briefing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"dateline/store"
)

const (
	memoLease = 2 * time.Minute        // a writer that died is replaced after this
	memoPoll  = 200 * time.Millisecond // how often one waits for another's text
)

// memo names a piece of writing by its evidence, so that the same evidence is
// written once for all: no story, no reader, no scope is part of the key.
type memo struct {
	kind     string // story, answer
	prompt   string // hash of the prompt template, "" for the sources' own words
	model    string // or "extract"
	lang     string
	length   string
	question string // answers: the resolved question with its date
	story    int64  // not in the key: for the operator
	domain   string // not in the key: to erase a tenant
}

// key is sha256 over everything that decides the text.
func (m memo) key(cites []Cite) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %q %q\n", m.kind, m.prompt, m.model, m.lang, m.length, m.question)
	for _, c := range cites {
		fmt.Fprintf(h, "%d %s %d %d\n", c.version, c.Field, c.Start, c.End)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (m memo) summary(key string) store.Summary {
	domain := m.domain
	if domain == "" {
		domain = store.Public
	}
	return store.Summary{Key: key, Kind: m.kind, Domain: domain, Story: m.story, Lang: m.lang, Model: m.model}
}

// once writes under a memo key, or waits for and returns what is written
// there: single flight across goroutines and processes.
func once(ctx context.Context, st *store.Store, m memo, evidence []Cite, write func() ([]Claim, error)) ([]Claim, error) {
	sum := m.summary(m.key(evidence))
	for {
		got, mine, err := st.BeginSummary(ctx, sum, memoLease)
		switch {
		case errors.Is(err, store.ErrLost):
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(memoPoll):
				continue
			}
		case err != nil:
			return nil, fmt.Errorf("look for a text written before: %w", err)
		case !mine:
			return recalled(ctx, st, got)
		}
		claims, err := write()
		if err != nil {
			return nil, errors.Join(err, st.FailSummary(context.WithoutCancel(ctx), got))
		}
		return remember(ctx, st, got, claims)
	}
}

// remember stores the claims of a text with their evidence and facts.
func remember(ctx context.Context, st *store.Store, sum store.Summary, claims []Claim) ([]Claim, error) {
	sum.Claims = nil
	for no, c := range claims {
		row := store.Claim{No: no, Text: c.Text, Kind: c.Kind, State: "shown", Facts: c.facts}
		for _, ct := range c.Cites {
			row.Cites = append(row.Cites, store.Cite{Version: ct.version, Field: ct.Field, Start: ct.Start, End: ct.End, Quote: ct.Quote})
		}
		sum.Claims = append(sum.Claims, row)
	}
	saved, err := st.FinishSummary(ctx, sum)
	if err != nil {
		return nil, fmt.Errorf("store claims: %w", err)
	}
	for i := range claims {
		claims[i].id = saved.Claims[i].ID
	}
	return claims, nil
}

// recalled turns stored claims back into claims. Whoever has the key has seen
// every window of the evidence, so no scope is asked again.
func recalled(ctx context.Context, st *store.Store, sum store.Summary) ([]Claim, error) {
	var versions []int64
	for _, c := range sum.Claims {
		for _, ct := range c.Cites {
			versions = append(versions, ct.Version)
		}
	}
	items, err := st.Items(ctx, store.Scope{Everything: true}, versions)
	if err != nil {
		return nil, fmt.Errorf("read the sources of a text written before: %w", err)
	}
	var out []Claim
	for _, c := range sum.Claims {
		claim := Claim{Text: c.Text, Kind: c.Kind, id: c.ID, facts: c.Facts}
		for _, ct := range c.Cites {
			it, ok := items[ct.Version]
			if !ok {
				continue
			}
			claim.Cites = append(claim.Cites, source{item: it}.cite(ct.Field, ct.Start, ct.End))
		}
		if len(claim.Cites) > 0 {
			out = append(out, claim)
		}
	}
	return out, nil
}

// extracted stores claims made of the sources' own words, keyed by what they quote.
func extracted(ctx context.Context, st *store.Store, m memo, claims []Claim) ([]Claim, error) {
	var cites []Cite
	for _, c := range claims {
		cites = append(cites, c.Cites...)
	}
	m.model = "extract"
	return once(ctx, st, m, cites, func() ([]Claim, error) { return claims, nil })
}
