package briefing

import (
	"slices"
	"testing"
	"time"
)

func TestWhatChangedMayBeAskedOfWhatTheQuestionNames(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for q, want := range map[string]string{
		"What changed since Saturday in the Oru flood?": "Saturday in the Oru flood?",
		"What has changed in Senn since Saturday?":      "in Senn   Saturday?",
		"What changed since Saturday?":                  "What changed since Saturday?",
		"Who left Senn since Saturday?":                 "Who left Senn since Saturday?",
	} {
		since := changedSince(q, "", carried{}, at)
		if got := aboutStory(q, carried{}, since); got != want {
			t.Errorf("%s asks of %q, want %q", q, got, want)
		}
	}
}

func TestWhatChangedBeginsWithTheNewestOfTheBest(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	said := func(id int64, hour int, sentence string) source {
		src := report(id, "en", "Coast Radio", "Senn", sentence)
		src.item.Article.Time, src.item.Article.Published = at.Add(time.Duration(hour)*time.Hour), at.Add(time.Duration(hour)*time.Hour)
		return src
	}
	old := said(1, -9, "Senn has lost its bridge.")
	best := said(2, 1, "In Senn 40 people are alive.")
	newer := said(3, 2, "In Senn 41 people are alive.")
	thin := said(4, 3, "Karsk sent bread to Senn.")
	got := changes([]picked{{src: old, score: 1, own: 1}, {src: best, score: .9, own: .9}, {src: newer, score: .88, own: .9}, {src: thin, score: .4, own: .4}}, nil, at)
	var order []int64
	for _, p := range got {
		order = append(order, p.src.item.Article.ID)
	}
	if want := []int64{3, 2, 4}; !slices.Equal(order, want) {
		t.Errorf("got articles %v, want %v", order, want)
	}
}
