package briefing

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"dateline/briefing/llm"
)

// Verifier is a second model that is asked whether a written claim follows
// from what it cites. It may only remove: what it lets through has passed the
// check before, and when it fails nothing changes.
type Verifier struct {
	Model llm.Generator
	Name  string
	Log   *slog.Logger // nil: silent

	once sync.Once // a failure is logged once, not for each claim
}

// verifierSystem is the instruction that Bespoke-MiniCheck was trained with
// (Tang and others 2024, arXiv 2404.10774); other models understand it.
const verifierSystem = `Determine whether the provided claim is consistent with the corresponding document. Consistency in this context implies that all information presented in the claim is substantiated by the document. If not, it should be considered inconsistent. Please assess the claim's consistency with the document by responding with either "Yes" or "No".`

// verifierTokens is room for the word and what a model puts around it.
const verifierTokens = 16

// key is the verifier's part of a memo's key: text that none has seen is not
// recalled where one is set. On nil it is empty.
func (v *Verifier) key() string {
	if v == nil {
		return ""
	}
	return " verified by " + v.Name
}

// verified are the claims that the verifier does not remove.
func (v *Verifier) verified(ctx context.Context, claims []Claim) []Claim {
	if v == nil {
		return claims
	}
	var out []Claim
	for _, c := range claims {
		if c.Kind == KindQuoted || c.Kind == KindHeadline || !v.denies(ctx, c) {
			out = append(out, c)
		}
	}
	return out
}

// denies reports that the verifier says No to a claim, and nothing else.
func (v *Verifier) denies(ctx context.Context, c Claim) bool {
	var document []string
	for _, ct := range c.Cites {
		document = append(document, ct.Title+"\n"+visible(ct.Quote))
	}
	r, err := v.Model.Generate(ctx, llm.Request{MaxTokens: verifierTokens, Messages: []llm.Message{{Role: "system", Content: verifierSystem},
		{Role: "user", Content: "Document: " + strings.Join(document, "\n") + "\nClaim: " + c.Text}}})
	if err != nil {
		v.once.Do(func() {
			if v.Log != nil {
				v.Log.Warn("the verifier does not answer: sentences are shown without it", "model", v.Name, "err", err)
			}
		})
		return false
	}
	word, _, _ := strings.Cut(strings.TrimLeft(strings.ToLower(r.Text), ` "'*`), " ")
	return strings.Trim(word, ` ."'*,!`) == "no"
}
