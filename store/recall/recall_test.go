package recall_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/store/recall"
)

func TestSame_EqualWordsAndTranslationsOfEqualPlaces(t *testing.T) {
	rows := []recall.Row{
		{ID: 1, Text: "a", Cites: "x"}, {ID: 2, Text: "a", Cites: "x"}, {ID: 3, Text: "A", Cites: "x", Translated: true},
		{ID: 4, Text: "paraphrase", Cites: "x"}, {ID: 5, Text: "a", Cites: "y"}, {ID: 6, Text: "H", Cites: "x", Heading: true, Translated: true},
		{ID: 7, Text: "a"}, {ID: 8, Text: "a"},
	}
	for asked, want := range map[int64][]int64{1: {1, 2, 3}, 3: {1, 2, 3, 4}, 4: {3, 4}, 5: {5}, 6: {6}, 7: {7}} {
		if d := cmp.Diff(want, recall.Same([]int64{asked}, rows)); d != "" {
			t.Errorf("of %d: %s", asked, d)
		}
	}
}

func TestPrints_KnowASentenceWhereverItStands(t *testing.T) {
	prints := recall.Prints{}
	for _, x := range recall.PrintsOf("Mr. Hale says the “levy” ends in 2030. It rained! كتب الوزير ذلك؟ 大雨が降った。") {
		prints[x] = true
	}
	for sentence, want := range map[string]bool{"mr. Hale says: the levy ends, in 2030": false, "Mr. Hale says the levy ends in 2030.": true, "It rained!": true,
		"كتب الوزير ذلك": true, "大雨が降った。": true, "Mr. Hale says the levy ends in 2031.": false, "Mr.": false, "": false, "It rained. It snowed.": false} {
		if got := prints.Hold(sentence); got != want {
			t.Errorf("%q is held: %v, want %v", sentence, got, want)
		}
	}
}

func TestUntitled_OnlyTheTitlesThatAreGone(t *testing.T) {
	const trace = `[{"story":4611686018427387905,"title":"Gone","rank":{"at":1.5}},{"story":2,"title":"Gone"},{"story":4611686018427387905,"title":"Stays"}]`
	got, found := recall.Untitled(trace, func(story int64, title string) bool { return story == 4611686018427387905 && title == "Gone" })
	const want = `[{"rank":{"at":1.5},"story":4611686018427387905,"title":""},{"story":2,"title":"Gone"},{"story":4611686018427387905,"title":"Stays"}]`
	if !found || got != want {
		t.Errorf("got %v\n%s\nwant\n%s", found, got, want)
	}
	if got, found := recall.Untitled("no trace", nil); !found || got != "" {
		t.Errorf("what cannot be read: %q, %v", got, found)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("claim:12")
	f.Add("story:-1")
	f.Fuzz(func(t *testing.T, target string) {
		kind, id, err := recall.Order{Target: target}.Parse()
		if err != nil && !errors.Is(err, recall.ErrTarget) || err == nil && (id <= 0 || kind == "") {
			t.Errorf("%q: %q %d %v", target, kind, id, err)
		}
	})
}
