package briefing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
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
}

// key is sha256 over everything that decides the text. A style is not among it:
// there is one, and it is the prompt's.
func (m memo) key(cites []Cite) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %q %q\n", m.kind, m.prompt, m.model, m.lang, m.length, m.question)
	for _, c := range cites {
		fmt.Fprintf(h, "%d %s %d %d\n", c.version, c.Field, c.Start, c.End)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// summary is the text's row. Its domain is not in the key: it is kept to erase
// a tenant.
func (m memo) summary(evidence []Cite) store.Summary {
	domain := store.Public
	for _, c := range evidence {
		if c.domain != store.Public {
			domain = c.domain
		}
	}
	return store.Summary{Key: m.key(evidence), Kind: m.kind, Domain: domain, Story: m.story, Lang: m.lang, Model: m.model}
}

type textKeyed struct{}

// textKey is the memo key of the text that is being written, "" of none.
func textKey(ctx context.Context) string {
	key, _ := ctx.Value(textKeyed{}).(string)
	return key
}

// windowCites are the windows of a prompt as evidence, ordered by version and
// offset: where search ranks them does not matter. What else the text may show
// (a headline that stands in for a heading) is evidence too: who has the key
// has seen all of it.
func windowCites(ps []passage, also ...Cite) []Cite {
	out := append(passageCites(ps), also...)
	slices.SortFunc(out, func(a, b Cite) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return slices.CompactFunc(out, func(a, b Cite) bool {
		return a.version == b.version && a.Field == b.Field && a.Start == b.Start && a.End == b.End
	})
}

// inside keeps the sentences that stand in one of the windows: no other may be
// shown to whoever has the key.
func inside(ps []picked, windows []passage) []picked {
	var out []picked
	for _, p := range ps {
		for _, w := range windows {
			if w.src.item.Version.ID == p.src.item.Version.ID && w.first <= p.i && p.i <= w.last {
				out = append(out, p)
				break
			}
		}
	}
	return out
}

// originals leaves wire copies out: of the passages of a text family those of
// its earliest article stay, so that another copy changes no answer.
func originals(found []Found) []Found {
	first := map[int64]store.Article{}
	for _, f := range found {
		a, family := f.src.item.Article, f.src.item.Version.Family
		if old, ok := first[family]; !ok || a.Time.Before(old.Time) || a.Time.Equal(old.Time) && a.ID < old.ID {
			first[family] = a
		}
	}
	var out []Found
	for _, f := range found {
		if family := f.src.item.Version.Family; family == 0 || first[family].ID == f.src.item.Article.ID {
			out = append(out, f)
		}
	}
	return out
}

// once writes under a memo key, or waits for and returns what is written
// there: single flight across goroutines and processes. The context it writes
// with knows the key: what a model replied for it is bought once.
func once(ctx context.Context, st *store.Store, m memo, evidence []Cite, write func(context.Context) ([]Claim, error)) ([]Claim, error) {
	sum := m.summary(evidence)
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
		claims, err := write(context.WithValue(ctx, textKeyed{}, sum.Key))
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
		row := store.Claim{No: no, Text: c.Text, Kind: c.Kind, State: store.ClaimShown, Facts: c.facts}
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
		claims[i].id, claims[i].no = saved.Claims[i].ID, i
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
	headed := sum.Kind != "answer" && sum.Kind != "translation"
	if headed && (len(sum.Claims) == 0 || sum.Claims[0].No != 0) {
		return nil, errGone // its heading was taken back
	}
	var out []Claim
	for _, c := range sum.Claims {
		claim := Claim{Text: c.Text, Kind: c.Kind, id: c.ID, no: c.No, facts: c.Facts}
		for _, ct := range c.Cites {
			if it, ok := items[ct.Version]; ok {
				claim.Cites = append(claim.Cites, source{item: it}.cite(ct.Field, ct.Start, ct.End))
			}
		}
		if len(claim.Cites) == len(c.Cites) {
			out = append(out, claim)
		} else if headed && c.No == 0 {
			return nil, errGone // the heading: the rest has none
		}
	}
	return out, nil
}

// errGone says that a text, or what it was made of, was taken back.
var errGone = errors.New("what was written of it has been taken back")

// extracted stores claims made of the sources' own words, keyed by what they quote.
func extracted(ctx context.Context, st *store.Store, m memo, claims []Claim) ([]Claim, error) {
	var cites []Cite
	for _, c := range claims {
		cites = append(cites, c.Cites...)
	}
	m.model = "extract"
	return once(ctx, st, m, cites, func(context.Context) ([]Claim, error) { return claims, nil })
}
