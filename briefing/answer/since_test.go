package answer

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim/claimtest"
)

func TestAboutStory_WhatTheQuestionNames(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for q, want := range map[string]string{
		"What changed since Saturday in the Oru flood?": "Saturday in the Oru flood?",
		"What has changed in Senn since Saturday?":      "in Senn   Saturday?",
		"What changed since Saturday?":                  "What changed since Saturday?",
		"Who left Senn since Saturday?":                 "Who left Senn since Saturday?",
	} {
		since := changedSince(q, "", followUp{}, at)
		if got := storyQuestion(q, followUp{}, since); got != want {
			t.Errorf("%s asks of %q, want %q", q, got, want)
		}
	}
}

func TestNewestFirst_OfOneStory(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	said := func(id, story int64, hour int, score float64) bestPassage {
		src := claimtest.Report(id, "en", "Coast Radio", "Senn", fmt.Sprintf("In Senn %d people are alive.", id))
		src.Item.Article.Story, src.Item.Article.Published = story, at.Add(time.Duration(hour)*time.Hour)
		return bestPassage{archive.Found{Src: src}, src.Quoted(0), score}
	}
	for name, c := range map[string]struct {
		all  []bestPassage
		want []int64
	}{
		"the newest of a story":           {[]bestPassage{said(1, 7, 0, 9), said(2, 8, 0, 8), said(3, 7, 5, 7)}, []int64{3, 2, 1}},
		"one further down takes a place":  {[]bestPassage{said(1, 7, 0, 9), said(2, 8, 0, 8), said(3, 9, 0, 7), said(4, 7, 5, 7)}, []int64{4, 2, 3}},
		"not one that is far less near":   {[]bestPassage{said(1, 7, 0, 9), said(2, 8, 0, 8), said(3, 9, 0, 7), said(4, 7, 5, 5)}, []int64{1, 2, 3}},
		"what is of no story stays":       {[]bestPassage{said(1, 0, 0, 9), said(2, 0, 5, 8)}, []int64{1, 2}},
		"older ones of a story stay last": {[]bestPassage{said(1, 7, 5, 9), said(2, 7, 0, 9)}, []int64{1, 2}},
	} {
		var got []int64
		for _, n := range newestFirst(c.all, closestMost) {
			got = append(got, n.f.Src.Item.Article.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got articles %v, want %v", name, got, c.want)
		}
	}
}
