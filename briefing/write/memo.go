package write

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/state"
)

const (
	memoLease = 2 * time.Minute        // a writer that died is replaced after this; one that lives renews it
	memoPoll  = 200 * time.Millisecond // how often one waits for another's text
)

// Memo names a piece of writing by its evidence, so that the same evidence is
// written once for all: no story, no reader, no scope is part of the key.
type Memo struct {
	Kind     string // story, answer
	Prompt   string // hash of the prompt template, "" for the sources' own words
	Model    string // or "extract"
	Lang     string
	Length   string
	Question string // answers: the resolved question with its date; updates: what readers know
	Story    int64  // not in the key: for the operator
}

// key is sha256 over everything that decides the text. A style is not among it:
// there is one, and it is the prompt's.
func (m Memo) key(cites []claim.Cite) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q %q %q %q %q\n", m.Kind, m.Prompt, m.Model, m.Lang, m.Length, m.Question)
	for _, c := range cites {
		fmt.Fprintf(hash, "%d %s %d %d\n", c.Row, c.Field, c.Start, c.End)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// summary is the text's row. Its domain is not in the key: it is kept to erase
// a tenant.
func (m Memo) summary(evidence []claim.Cite) store.Summary {
	domain := store.Public
	for _, c := range evidence {
		if c.Domain != store.Public {
			domain = c.Domain
		}
	}
	return store.Summary{Key: m.key(evidence), Kind: m.Kind, Domain: domain, Story: m.Story, Lang: m.Lang, Model: m.Model}
}

type textKeyed struct{}

// textKey is the memo key of the text that is being written, "" of none.
func textKey(ctx context.Context) string {
	key, _ := ctx.Value(textKeyed{}).(string)
	return key
}

// byPlace orders citations by version and offset.
func byPlace(a, b claim.Cite) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// unjudged carries claims that the reader failed to judge: they passed the strict rules.
type unjudged struct {
	claims []claim.Claim
	err    error
}

// Error says why.
func (u *unjudged) Error() string { return "the second reading failed: " + u.err.Error() }

// Unwrap is what the model said.
func (u *unjudged) Unwrap() error { return u.err }

// unshared carries claims beside which something stands that only the asker may read.
type unshared struct {
	claims []claim.Claim
	read   bool // a second time
}

// Error says what it is.
func (u *unshared) Error() string { return "a text that is not kept for others" }

// kindNoNews is the kind of the one claim, without words and evidence, of a text that
// was not written because there is no news.
const kindNoNews = "no news"

// Write is writeMemoized with the reader's name in the key when the reader is trusted,
// so that texts which nobody read a second time are not taken for such. A text that
// the reader failed to judge is stored under the key without its name. What is not
// to be shared is returned without ids, and written anew for whoever asks next. That
// there is no news is remembered too. read: each sentence of it that is the model's was
// read a second time, whenever that was.
func (r *Reader) Write(ctx context.Context, st *store.Store, m Memo, evidence []claim.Cite,
	write func(context.Context) ([]claim.Claim, error)) (claims []claim.Claim, read bool, err error) {
	judged := m
	trusted, _, fault := r.Trusted(ctx)
	if trusted = trusted && fault == nil; trusted {
		judged.Prompt += r.signature()
	}
	var failed *unjudged
	claims, err = writeMemoized(ctx, st, judged, evidence, func(ctx context.Context) ([]claim.Claim, error) {
		claims, err := write(ctx)
		switch {
		case errors.Is(err, ErrNoNews):
			return []claim.Claim{{Kind: kindNoNews}}, nil
		case !trusted && errors.As(err, &failed):
			return failed.claims, nil // the key names no reader
		}
		return claims, err
	})
	if len(claims) > 0 && claims[0].Kind == kindNoNews {
		return nil, false, ErrNoNews
	}
	var own *unshared
	switch {
	case errors.As(err, &own):
		return own.claims, own.read, nil
	case errors.As(err, &failed):
		claims, err = writeMemoized(ctx, st, m, evidence, func(context.Context) ([]claim.Claim, error) { return failed.claims, nil })
		return claims, false, err
	}
	return claims, trusted, err
}

// signature is what a text's key says of its reader: another model, prompt or schema
// may judge otherwise.
func (r *Reader) signature() string { return " read by " + r.Name + " " + PromptVersion("verdicts") }

// writeMemoized returns the claims stored under the memo's key, or calls write and
// stores its result. One caller at a time writes, across goroutines and processes, as
// long as it takes; the others wait for its result. An error of write is returned and not
// stored. Who has slept through the lease and finds another's text takes that.
// The context given to write carries the key, so that replies of the model are
// cached under it.
func writeMemoized(ctx context.Context, st *store.Store, m Memo, evidence []claim.Cite,
	write func(context.Context) ([]claim.Claim, error)) ([]claim.Claim, error) {
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
			return loadClaims(ctx, st, got)
		}
		claims, err := m.held(ctx, st, got, write)
		if err == nil {
			claims, err = storeClaims(ctx, st, got, claims)
		}
		if err == nil {
			return claims, nil
		}
		given := st.FailSummary(context.WithoutCancel(ctx), got)
		if errors.Is(err, store.ErrLost) && errors.Is(given, store.ErrLost) && ctx.Err() == nil {
			continue
		}
		return nil, errors.Join(err, given)
	}
}

// held writes a text, and renews its lease all the while.
func (m Memo) held(ctx context.Context, st *store.Store, sum store.Summary,
	write func(context.Context) ([]claim.Claim, error)) ([]claim.Claim, error) {
	var renewing sync.WaitGroup
	writing, end := context.WithCancel(ctx)
	defer renewing.Wait()
	defer end()
	renewing.Go(func() {
		renewed := guard.Now(st.Now)
		for {
			select {
			case <-writing.Done():
				return
			case <-time.After(memoPoll):
			}
			now := guard.Now(st.Now)
			if now.Sub(renewed) < memoLease/4 {
				continue
			}
			renewed = now
			if err := st.RenewSummary(writing, sum, memoLease); errors.Is(err, store.ErrLost) {
				return // what it costs is paid: it is written to the end, as the other may fail
			}
		}
	})
	return write(context.WithValue(ctx, textKeyed{}, sum.Key))
}

// storeClaims stores the claims of a text with their evidence and facts, and
// returns them with their ids.
func storeClaims(ctx context.Context, st *store.Store, sum store.Summary, claims []claim.Claim) ([]claim.Claim, error) {
	sum.Claims = nil
	for no, c := range claims {
		row := store.Claim{No: no, Text: c.Text, Kind: c.Kind, State: state.ClaimShown, Facts: c.Facts}
		for _, ct := range c.Cites {
			row.Cites = append(row.Cites, store.Cite{Version: ct.Row, Field: ct.Field, Start: ct.Start, End: ct.End, Quote: ct.Quote})
		}
		sum.Claims = append(sum.Claims, row)
	}
	saved, err := st.FinishSummary(ctx, sum)
	if err != nil {
		return nil, fmt.Errorf("store claims: %w", err)
	}
	for i := range claims {
		claims[i].ID, claims[i].No = saved.Claims[i].ID, i
	}
	return claims, nil
}

// loadClaims turns a stored text back into claims. No scope is checked: whoever
// has the key has seen all evidence. Claims whose citations were taken back are
// left out; ErrGone when the heading is one of them.
func loadClaims(ctx context.Context, st *store.Store, sum store.Summary) ([]claim.Claim, error) {
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
		return nil, ErrGone // its heading was taken back
	}
	var out []claim.Claim
	for _, c := range sum.Claims {
		stated := claim.Claim{Text: c.Text, Kind: c.Kind, ID: c.ID, No: c.No, Facts: c.Facts}
		for _, ct := range c.Cites {
			if item, ok := items[ct.Version]; ok {
				stated.Cites = append(stated.Cites, claim.Article{Item: item}.Cite(ct.Field, ct.Start, ct.End))
			}
		}
		stated.Facts = fingerprintFirst(stated)
		if c.State == state.ClaimShown && len(stated.Cites) == len(c.Cites) {
			out = append(out, stated)
		} else if headed && c.No == 0 {
			return nil, ErrGone // the heading: the rest has none
		}
	}
	return out, nil
}

// fingerprintFirst are the facts of a claim in the order that they are made in: the
// fingerprint of its sentence, or of what it quotes, before the others. The store
// gives them in no order.
func fingerprintFirst(c claim.Claim) []int64 {
	said := []string{c.Text}
	for _, cite := range c.Cites {
		said = append(said, cite.Quote)
	}
	for _, s := range said {
		if at := slices.Index(c.Facts, int64(speech.Fingerprint(s))); at >= 0 {
			return slices.Concat(c.Facts[at:at+1], c.Facts[:at], c.Facts[at+1:])
		}
	}
	return c.Facts
}

// ErrGone says that a text, or what it was made of, was taken back.
var ErrGone = errors.New("what was written of it has been taken back")

// Extracted stores claims in the sources' own words, under a key made of what they
// quote, and returns them with their ids. ErrGone: they were taken back.
func Extracted(ctx context.Context, st *store.Store, m Memo, claims []claim.Claim) ([]claim.Claim, error) {
	var cites []claim.Cite
	for _, c := range claims {
		cites = append(cites, c.Cites...)
	}
	m.Model = "extract"
	return writeMemoized(ctx, st, m, cites, func(context.Context) ([]claim.Claim, error) { return claims, nil })
}
