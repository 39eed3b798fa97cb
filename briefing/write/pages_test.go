package write

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

// copyist is a model that writes one sentence and cites S1.
type copyist string

func (c copyist) Generate(context.Context, llm.Request) (llm.Reply, error) {
	b, err := json.Marshal(ModelReply{Claims: []ModelClaim{{Text: string(c), Cites: []string{"S1"}}}})
	return llm.Reply{Text: string(b)}, err
}

func compose(t *testing.T, lang, body, said string, around ...int) ([]claim.Claim, error) {
	t.Helper()
	it := store.Item{Article: store.Article{Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 23, 10, 0, 0, time.UTC)}, Version: store.Version{ID: 1, Lang: lang, Text: body}}
	src := claim.Article{Item: it, Spans: text.Sentences(body, lang)}
	composer := &Composer{Model: copyist(said), Template: "story", Most: 3}
	for _, i := range around {
		composer.Passages = append(composer.Passages, claim.WindowOf(src, i))
	}
	if composer.Passages = Writable(composer.Passages); len(composer.Passages) == 0 {
		return nil, ErrUnwritable
	}
	got, err := composer.Compose(t.Context(), PromptData{Claims: composer.Most, Words: 45})
	if errors.Is(err, ErrNothingHeld) {
		return nil, nil
	}
	return got.Claims, err
}

// The swapped sentence holds by its tokens in the last passage, which is about
// something else; the cited one has more of its words and another name.
func TestCompose_AnotherPassageRescuesNoSwap(t *testing.T) {
	body := "The lower bridge over the Oru was closed for lorries by the roads agency. Repairs take a month. Lorries use the upper road. " +
		"Ivo Brandt leads the rescue service. It has 40 boats. They are old. " +
		"The roads agency closed a road to lorries near the bridge of Senn. The mayor agreed. Nobody was hurt."
	for claim, shown := range map[string]int{
		"The lower bridge over the Oru was closed for lorries by the roads agency.":  1,
		"The lower bridge over the Senn was closed for lorries by the roads agency.": 0,
		"The roads agency closed a road to lorries near the bridge of Senn.":         1, // the cited passage was the wrong one
	} {
		got, err := compose(t, "en", body, claim, 1, 4, 7)
		if err != nil || len(got) != shown {
			t.Errorf("%q: %d claims, want %d (%v)", claim, len(got), shown, err)
		}
	}
}

func TestCompose_RefusesAnUncheckableLanguage(t *testing.T) {
	body := "Il ponte di Karsk è chiuso da lunedì. I lavori durano un mese. I camion usano la strada alta."
	got, err := compose(t, "it", body, "Il ponte di Karsk è chiuso da lunedì.", 1)
	if err != ErrUnwritable || got != nil {
		t.Errorf("got %v and %v, want no claim and %v", got, err, ErrUnwritable)
	}
}
