package claim_test

import (
	"strings"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/recall"
)

func TestNewArticle_WhatWasTakenBackIsBlank(t *testing.T) {
	const body = "BERLIN (AP) - The bridge closed on Thursday. Lorries must wait. It opens again in May."
	item := store.Item{Version: store.Version{Title: "Bridge closed - Herald", Lang: "en", Text: body}, Article: store.Article{Outlet: "Herald"}, Withheld: recall.Prints{}}
	for _, said := range []string{"The bridge closed on Thursday.", "Bridge closed"} {
		for _, x := range recall.PrintsOf(said) {
			item.Withheld[x] = true
		}
	}
	whole, got := claim.WholeArticle(item), claim.NewArticle(item)
	if len(got.Spans) != len(whole.Spans) || len(got.Item.Version.Text) != len(body) || len(whole.Spans) != 3 {
		t.Fatalf("%d sentences of %d bytes, want the places of all %d", len(got.Spans), len(got.Item.Version.Text), len(whole.Spans))
	}
	if got.Sentence(0) != "" || got.Sentence(2) != "It opens again in May." {
		t.Errorf("sentences %q and %q", got.Sentence(0), got.Sentence(2))
	}
	if said := got.Passage(0, 2).Text + got.Window(0, 2).Text + got.Lead(); strings.Contains(said, "Thursday") || !strings.Contains(said, "Lorries must wait.") {
		t.Errorf("what is read of it: %q", said)
	}
	if heading, ok := got.Heading(); ok {
		t.Errorf("its headline is told again: %q", heading.Text)
	}
	if first := text.ReadSentences(body, "en"); whole.Sentence(0) != body[first[0].Start:first[0].End] {
		t.Errorf("the article as it is found by: %q", whole.Sentence(0))
	}
}

// A headline that says only what a sentence says goes with it, whatever words it says it in;
// one that says more stays.
func TestNewArticle_HeadlineGoesWithItsSentence(t *testing.T) {
	for title, want := range map[string]string{"30 million crowns for Senn - Herald": "", "30 million crowns for Senn, fewer for Karsk": "30 million crowns for Senn, fewer for Karsk"} {
		item := store.Item{Version: store.Version{Title: title, Lang: "en", Text: "The government will pay 30 million crowns to rebuild Senn. Families get more."}, Article: store.Article{Outlet: "Herald"}, Withheld: recall.Prints{}}
		for _, x := range recall.PrintsOf("The government will pay 30 million crowns to rebuild Senn.") {
			item.Withheld[x] = true
		}
		if got := claim.NewArticle(item).Item.Version.Title; got != want {
			t.Errorf("%q became %q", title, got)
		}
	}
}
