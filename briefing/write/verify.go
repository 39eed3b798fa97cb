package write

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

// Verifier is a second model that judges whether a written claim follows from what
// it cites. It can only remove claims that passed the check. When it fails, all of
// them stay.
type Verifier struct {
	Model llm.Generator
	Name  string
	Log   *slog.Logger // nil: silent

	silent atomic.Bool // it did not answer the last time
}

// verifierSystem is the instruction that Bespoke-MiniCheck was trained with
// (Tang and others 2024, arXiv 2404.10774); other models understand it.
const verifierSystem = `Determine whether the provided claim is consistent with the corresponding document. Consistency in this context ` +
	`implies that all information presented in the claim is substantiated by the document. If not, it should be considered inconsistent. ` +
	`Please assess the claim's consistency with the document by responding with either "Yes" or "No".`

// verifierTokens is room for the word and what a model says about it.
const verifierTokens = 200

// unverified carries claims that the verifier did not judge.
type unverified struct {
	claims []claim.Claim
	err    error
}

// Error says why.
func (u *unverified) Error() string { return "the second model does not answer: " + u.err.Error() }

// Unwrap is what the model said.
func (u *unverified) Unwrap() error { return u.err }

// WriteVerified is writeMemoized with the verifier's name added to the key, so
// that texts written before a verifier was set are not reused. A text that the
// verifier failed to judge is returned, and stored under the key without its name.
// A nil Verifier only memoizes.
func (v *Verifier) WriteVerified(ctx context.Context, st *store.Store, m Memo, evidence []claim.Cite,
	write func(context.Context) ([]claim.Claim, error)) ([]claim.Claim, error) {
	if v == nil {
		return writeMemoized(ctx, st, m, evidence, write)
	}
	judged := m
	judged.Prompt += " verified by " + v.Name
	claims, err := writeMemoized(ctx, st, judged, evidence, write)
	var u *unverified
	if !errors.As(err, &u) {
		return claims, err
	}
	return writeMemoized(ctx, st, m, evidence, func(context.Context) ([]claim.Claim, error) { return u.claims, nil })
}

// verified are the claims that the verifier does not remove; all of them with
// an error when it does not answer.
func (v *Verifier) verified(ctx context.Context, claims []claim.Claim, spare bool) ([]claim.Claim, error) {
	if v == nil {
		return claims, nil
	}
	var out []claim.Claim
	for _, c := range claims {
		if c.Kind != claim.KindQuoted && c.Kind != claim.KindHeadline {
			no, err := v.denies(ctx, c, spare)
			if err != nil {
				return claims, v.failed(ctx, err)
			}
			if no {
				continue
			}
		}
		out = append(out, c)
	}
	if v.silent.Swap(false) && v.Log != nil {
		v.Log.Warn("the verifier answers again", "model", v.Name)
	}
	return out, nil
}

// failed logs the first of several failures; a caller that has gone is none.
func (v *Verifier) failed(ctx context.Context, err error) error {
	if ctx.Err() == nil && !v.silent.Swap(true) && v.Log != nil {
		v.Log.Warn("the verifier does not answer: sentences are shown without it", "model", v.Name, "err", err)
	}
	return fmt.Errorf("ask %s: %w", v.Name, err)
}

// denies reports that the verifier says No to a claim.
func (v *Verifier) denies(ctx context.Context, c claim.Claim, spare bool) (bool, error) {
	var document []string
	for _, ct := range c.Cites {
		document = append(document, ct.Title+"\n"+claim.Visible(ct.Quote))
	}
	reply, err := v.Model.Generate(ctx, llm.Request{MaxTokens: verifierTokens, Spare: spare,
		Messages: []llm.Message{{Role: "system", Content: verifierSystem},
			{Role: "user", Content: "Document: " + strings.Join(document, "\n") + "\nClaim: " + c.Text}}})
	if err != nil {
		return false, err
	}
	words := text.PlainWords(strings.ToLower(reply.Text))
	return len(words) > 0 && words[0] == "no", nil
}

// SelfTest asks the verifier about two claims with a known answer. unfit says which it
// judged wrongly, "" if none; err is the model's.
func (v *Verifier) SelfTest(ctx context.Context) (unfit string, err error) {
	cite := []claim.Cite{{Title: "40 alive in Senn", Quote: "Rescuers found 40 people alive in the school of Senn on Friday."}}
	for _, c := range []struct {
		text, unfit string
		no          bool
	}{
		{"Rescuers found 40 people in the school of Senn.", "it removes a sentence that follows from its source", false},
		{"Nobody in the school of Senn was found alive.", "it lets a sentence pass that its source contradicts", true},
	} {
		no, err := v.denies(ctx, claim.Claim{Text: c.text, Cites: cite}, false)
		if err != nil || no != c.no {
			return c.unfit, err
		}
	}
	return "", nil
}
