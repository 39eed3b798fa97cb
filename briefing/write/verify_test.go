package write

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/store/storetest"
)

// judgeModel says to each claim what its word says.
type judgeModel struct {
	said  map[string]string // a part of the claim -> the reply
	err   error
	asked []llm.Request
}

func (j *judgeModel) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	j.asked = append(j.asked, r)
	_, claim, _ := strings.Cut(r.Messages[1].Content, "\nClaim: ")
	for part, reply := range j.said {
		if strings.Contains(claim, part) {
			return llm.Reply{Text: reply}, j.err
		}
	}
	return llm.Reply{Text: "Yes"}, j.err
}

func TestVerifier_OnlyRemoves(t *testing.T) {
	two := `{"heading":{"text":"40 alive in Town0","cites":["S1"]},"claims":[{"text":"Rescuers found 40 people alive in the school of Town0, the rescue service said.","cites":["S1"]},{"text":"Rescuers found 41 people alive in the school of Town1, the rescue service said.","cites":["S2"]}]}`
	for name, c := range map[string]struct {
		said    map[string]string
		err     error
		claims  int
		heading bool
	}{
		"yes":                {map[string]string{"40": "Yes", "41": "Yes."}, nil, 2, true},
		"no to one":          {map[string]string{"Town1": "No"}, nil, 1, true},
		"no, with a dot":     {map[string]string{"Town1": " **No.**"}, nil, 1, true},
		"no, on two lines":   {map[string]string{"Town1": "No\n\nBecause the document is about Town0."}, nil, 1, true},
		"no, with a reason":  {map[string]string{"Town1": "No, the document does not say so."}, nil, 1, true},
		"no to the heading":  {map[string]string{"40 alive": "No"}, nil, 2, false},
		"something else":     {map[string]string{"Town1": "Nobody knows", "Town0": "Not sure"}, nil, 2, true},
		"no to all":          {map[string]string{"Town": "No"}, nil, 0, false},
		"a model that fails": {map[string]string{"Town": "No"}, errors.New("down"), 2, true},
	} {
		var log bytes.Buffer
		j := &judgeModel{said: c.said, err: c.err}
		v := &Verifier{Model: j, Name: "judge", Log: slog.New(slog.NewTextHandler(&log, nil))}
		comp := &Composer{Model: &llm.Fake{Replies: []string{two}}, Template: "story", Passages: manyPassages(2), Most: 3, Verifier: v}
		got, err := comp.Compose(t.Context(), PromptData{})
		if len(got.Claims) != c.claims || (got.Heading != nil) != c.heading || (err != nil) != (c.claims == 0) {
			t.Errorf("%s: %d claims, heading %v, %v", name, len(got.Claims), got.Heading != nil, err)
		}
		if n := strings.Count(log.String(), "verifier does not answer"); n > 1 || (n == 1) != (c.err != nil) {
			t.Errorf("%s: logged %d times", name, n)
		}
		if q := j.asked[0].Messages[1].Content; !strings.HasPrefix(q, "Document: ") || !strings.Contains(q, "rescue service said on Monday.\nClaim: ") {
			t.Errorf("%s: asked %q", name, q)
		}
	}
}

func TestVerifier_SkipsSourcesOwnWords(t *testing.T) {
	j := &judgeModel{said: map[string]string{"": "No"}}
	own := []claim.Claim{{Text: "a", Kind: claim.KindQuoted}, {Text: "b", Kind: claim.KindHeadline}}
	if got, err := (&Verifier{Model: j}).verified(t.Context(), own, false); err != nil || len(got) != 2 || len(j.asked) != 0 {
		t.Errorf("got %d of 2, asked %d times, %v", len(got), len(j.asked), err)
	}
}

func TestVerifier_UnjudgedIsNotRememberedAsJudged(t *testing.T) {
	st := storetest.Open(t)
	v := &Verifier{Name: "judge"}
	m := Memo{Kind: "answer", Prompt: "p", Model: "m", Lang: "en", Question: "Who?"}
	claims := []claim.Claim{{Text: "Senn was found.", Kind: claim.KindWritten}}
	write := func(fault error) func(context.Context) ([]claim.Claim, error) {
		return func(context.Context) ([]claim.Claim, error) { return Composed{unverified: fault}.Text(claims) }
	}
	if got, err := v.WriteVerified(t.Context(), st, m, nil, write(errors.New("down"))); err != nil || len(got) != 1 {
		t.Fatalf("a verifier that is down: %d claims, %v", len(got), err)
	}
	wrote := false
	_, err := v.WriteVerified(t.Context(), st, m, nil, func(ctx context.Context) ([]claim.Claim, error) {
		wrote = true
		return claims, nil
	})
	if err != nil || !wrote {
		t.Errorf("the text that was not judged is recalled for one that was: %v", err)
	}
}
