package answer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/search"
)

// passage is a passage of sentence first of article id.
func passage(id int64, first int, coverage float64) archive.Found {
	src := claimtest.Report(id, "en", "Coast Radio", "Senn", "One is one. Two is two. Three is three. Four is four.")
	src.Item.Article.Published = asked.Add(time.Duration(id) * time.Minute)
	return archive.Found{Hit: search.Hit{First: first, Coverage: coverage}, Last: first + 1, Src: src}
}

func ids(found []archive.Found) []string {
	var out []string
	for _, f := range found {
		out = append(out, fmt.Sprintf("%d.%d %.1f", f.Src.Item.Article.ID, f.First, f.Coverage))
	}
	return out
}

func TestFused_WhatSeveralSearchesFindIsFirst(t *testing.T) {
	t.Parallel()
	got := fused([][]archive.Found{
		{passage(1, 0, .9), passage(2, 0, .8), passage(1, 1, .3), passage(3, 0, .5)},
		{passage(2, 0, .4), passage(3, 2, .6)},
		{passage(3, 0, .7), passage(2, 1, .2)},
		nil,
	})
	want := []string{"2.0 0.8", "2.1 0.2", "3.0 0.7", "3.2 0.6", "1.0 0.9", "1.1 0.3"}
	if d := cmp.Diff(want, ids(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestArticles_EachOnceWithItsHits(t *testing.T) {
	t.Parallel()
	var found []archive.Found
	for id := int64(1); id <= 9; id++ {
		found = append(found, passage(id, 1, .9), passage(id, 0, .8))
	}
	found[2].Src.Item.Version.Genre, found[3].Src.Item.Version.Genre = "opinion", "opinion" // article 2
	found[4].Last = found[4].First - 1                                                      // article 3 by its headline, and by its first sentences
	got := findings{found: found}.articles()
	var said []string
	for _, a := range got {
		said = append(said, fmt.Sprintf("%d%v", a.Src.Item.Article.ID, a.Hits))
	}
	want := []string{"1[0 1 2]", "3[0 1 2]", "4[0 1 2]", "5[0 1 2]", "6[0 1 2]", "7[0 1 2]", "8[0 1 2]", "9[0 1 2]"} // the best passage first
	if d := cmp.Diff(want, said); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if n := len(findings{found: append(found, passage(10, 0, 1))}.articles()); n != 8 {
		t.Errorf("%d articles, want 8", n)
	}
}

// What comes closest to the question stands first, wherever the search found the article.
func TestArticles_BeginWithTheClosestPassage(t *testing.T) {
	t.Parallel()
	src := claimtest.Report(1, "en", "Coast Radio", "Plane", strings.Repeat("The airport was closed. ", 8)+"The plane was 475 feet high, Inman said. The airport is open again.")
	asked := newQuestion("How high was the plane?", followUp{})
	asked.words = []search.Word{{Plain: "high", Stems: []string{"high"}, IDF: 3}, {Plain: "plane", Stems: []string{"plane"}, IDF: 3}}
	got := findings{question: asked, found: []archive.Found{{Hit: search.Hit{First: 0, Coverage: .9}, Last: 1, Src: src}}}.articles()
	if len(got) != 1 || !slices.Contains(got[0].Hits[:3], 8) {
		t.Errorf("wanted for %v", got)
	}
}

func TestArticles_CopiesOnceAndTheNewestCountFirst(t *testing.T) {
	t.Parallel()
	order := func(q string, family, story map[int64]int64) []int64 {
		var found []archive.Found
		for _, id := range []int64{2, 1, 4, 3} {
			f := passage(id, 0, .9)
			f.Src.Item.Version.Family, f.Src.Item.Article.Story, f.Src.Item.Article.Time = family[id], story[id], asked.Add(time.Duration(id)*time.Minute)
			found = append(found, f)
		}
		var out []int64
		for _, a := range (findings{found: found, question: question{text: q}}).articles() {
			out = append(out, a.Src.Item.Article.ID)
		}
		return out
	}
	story := map[int64]int64{2: 7, 1: 8, 4: 7, 3: 7}
	for name, c := range map[string]struct {
		q      string
		family map[int64]int64
		want   []int64
	}{
		"a count":          {"How many are missing?", nil, []int64{4, 2, 1, 3}},
		"in German":        {"Wie viele werden vermisst?", nil, []int64{4, 2, 1, 3}},
		"in French":        {"Combien de morts ?", nil, []int64{4, 2, 1, 3}},
		"no count":         {"Who is missing?", nil, []int64{2, 1, 4, 3}},
		"copies of a text": {"Who is missing?", map[int64]int64{2: 5, 1: 5}, []int64{1, 4, 3}},
	} {
		if got := order(c.q, c.family, story); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
