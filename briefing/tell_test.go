package briefing

import (
	"slices"
	"testing"
)

func TestAListedWordIsHiddenWithoutAStoryToo(t *testing.T) {
	b := Briefing{Name: "World", words: WordList{Words: []string{"senn"}, Action: Spoiler},
		Again:       []Again{{Story: 1, Title: "Flood in Senn"}},
		Corrections: []Correction{{Old: "The bridge of Senn closed on Thursday.", Quoted: true, Now: Claim{Text: "It closed on Friday.", Cites: []Cite{{Outlet: "Herald"}}}}}}
	for _, bl := range b.Blocks() {
		for _, r := range bl.Runs {
			if b.words.Holds(r.Text) != r.Spoiler {
				t.Errorf("%q hidden: %v", r.Text, r.Spoiler)
			}
		}
	}
	if !slices.ContainsFunc(b.Blocks(), func(bl Block) bool { return slices.ContainsFunc(bl.Runs, func(r Run) bool { return r.Spoiler }) }) {
		t.Error("nothing is hidden")
	}
}
