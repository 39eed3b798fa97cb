package card

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
)

func item(story int64, title string) store.Item {
	return store.Item{Article: store.Article{Story: story}, Version: store.Version{Title: title, Lang: "en", Genre: "news"}}
}

func TestMatch_ListsEachStoryOnceByTheWordsOfAHeadline(t *testing.T) {
	opinion := item(5, "Why the levy of Karsk must go")
	opinion.Version.Genre = "opinion"
	all := []store.Item{item(1, "Parliament keeps the coal levy"), item(2, "Überschwemmung in Senn"), item(1, "Vote on the levy, hour by hour"),
		item(3, "Rolf Stade arrested over the levy fraud"), item(3, "Fraud over the coal levy shakes Karsk"), item(0, "Levy without a story"), opinion,
		item(6, ""), item(7, "Parliament keeps the coal levy"), item(8, "东京地震")}
	for words, want := range map[string][]int64{
		"levy":                           {1, 3},
		"LEV par":                        {1},
		"uberschw":                       {2},
		"hour by":                        {1},
		"":                               {1, 2, 3, 8},
		"地震":                             {8},
		"levy zeppelin":                  nil,
		"-":                              nil,
		strings.Repeat("levy ", 2000):    {1, 3},
		"Parliament keeps the coal levy": {1},
	} {
		var got []int64
		for _, s := range Match(all, words, func(it store.Item) bool { return !strings.HasPrefix(it.Version.Title, "Rolf") }) {
			if strings.HasPrefix(s.Title, "Rolf") {
				t.Errorf("%q accuses somebody", s.Title)
			}
			got = append(got, s.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%.30q: %s", words, diff)
		}
	}
}

func TestExactly_IsWhatWasPicked(t *testing.T) {
	long := item(9, strings.Repeat("Überschwemmung ", 20))
	found := Match([]store.Item{item(1, "Flood in Senn"), item(2, "Flood in Senn rises"), long}, "", nil)
	for picked, want := range map[string]int64{"Flood in Senn": 1, "Flood in Senn rises": 2, "Flood": 0, found[2].Title: 9} {
		if got, ok := Exactly(found, picked); got.ID != want || ok != (want != 0) {
			t.Errorf("%q: story %d, %v", picked, got.ID, ok)
		}
	}
	if n := utf8.RuneCountInString(found[2].Title); n > 100 {
		t.Errorf("a suggestion of %d characters", n)
	}
}

func TestParse_ReadsItsOwnIdsAlone(t *testing.T) {
	do, handle, ok := Parse(strings.TrimPrefix(ID(DoHide, 1<<62), Press))
	if do != DoHide || handle != 1<<62 || !ok {
		t.Errorf("%q %d %v", do, handle, ok)
	}
	for _, id := range []string{"", "hide", "hide:", "hide:0", "hide:-1", "hide:x", "hide:99999999999999999999", "hide:1:2"} {
		if _, _, ok := Parse(id); ok {
			t.Errorf("%q is taken", id)
		}
	}
}
