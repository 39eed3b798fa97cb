package search

import (
	"context"
	"testing"
	"time"
)

func TestDistance_CountsEditsAndSwaps(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"karsk", "karsk", 0}, {"karsk", "kars", 1}, {"karsk", "karrsk", 1}, {"karsk", "kaesk", 1}, {"karsk", "krask", 1}, {"karsk", "krasks", 2}, {"zürich", "zurich", 1}, {"karsk", "k", 3}} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestRespell_UnknownWordBecomesTheNearest(t *testing.T) {
	one := Doc{Article: 1, Version: 1, Lang: "en", Title: "Flood in Afghanistan: chants", Text: "The flood reached Karskov."}
	small, err := NewMemory([]Doc{one})
	if err != nil {
		t.Fatal(err)
	}
	docs := []Doc{one}
	for i := int64(2); i <= spellArticles; i++ {
		docs = append(docs, Doc{Article: i, Version: i, Lang: "en", Title: "Rain"})
	}
	m, err := NewMemory(docs)
	if err != nil {
		t.Fatal(err)
	}
	x := &Index{Fresh: []*Memory{m}}
	none := func(context.Context, string, int, int) ([]string, error) { return nil, nil }
	for q, want := range map[string]string{
		"the flood in afganistan": "the flood in afghanistan",
		"Afganistan flood":        "Afghanistan flood",
		"the flood in Senn":       "the flood in Senn", // too short to be mended
		"flodd":                   "flood",
		"volcano in afghanistan":  "volcano in afghanistan", // nothing is near
		"¿Cuántas en Karskov?":    "¿Cuántas en Karskov?",   // it asks, and is near "chants"
	} {
		got, err := x.Respell(context.Background(), Query{Text: q}, none)
		if err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", q, got, want, err)
		}
	}
	x.Fresh = []*Memory{small}
	if got, err := x.Respell(context.Background(), Query{Text: "flodd"}, none); err != nil || got != "flodd" {
		t.Errorf("in a small archive a word that is not there may be spelt well: %q (%v)", got, err)
	}
}

// What others read shows in no answer: neither what it holds nor how much it is.
func TestRespell_UsesOnlyWhatMayBeSeen(t *testing.T) {
	docs := []Doc{{Article: 1, Version: 1, Lang: "en", Title: "Flood in Afghanistan"}}
	for i := int64(2); i <= spellArticles; i++ {
		docs = append(docs, Doc{Article: i, Version: i, Lang: "en", Title: "Rain"})
	}
	for i := int64(2001); i <= 2003; i++ { // of others
		docs = append(docs, Doc{Article: i, Version: i, Lang: "en", Title: "Afghanistann, Karskov, flodd"})
	}
	docs = append(docs, Doc{Article: 3000, Version: 3000, Lang: "en", Title: "Volcano", Visible: time.Unix(0, 0)})
	m, err := NewMemory(docs)
	if err != nil {
		t.Fatal(err)
	}
	none := func(context.Context, string, int, int) ([]string, error) { return nil, nil }
	for q, want := range map[string]string{"flodd": "flood", "afghanistam": "afghanistan", "karskof": "karskof", "volcanno": "volcanno"} {
		x := &Index{Fresh: []*Memory{m}, Visible: func(article int64) bool { return article <= 2000 || article == 3000 }}
		if got, err := x.Respell(t.Context(), Query{Text: q}, none); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", q, got, want, err)
		}
		x.Visible = func(article int64) bool { return article < spellArticles }
		if got, err := x.Respell(t.Context(), Query{Text: "flodd"}, none); err != nil || got != "flodd" {
			t.Errorf("of fewer articles than %d: %q (%v)", spellArticles, got, err)
		}
	}
}
