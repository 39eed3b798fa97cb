package ingest

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/text"
	"dateline/store"
)

// What a source says of its own article is foreign: an address that no browser
// should open, a date that has not come, a title as long as a book.
func TestDrafted_KeepsOnlyWhatArticlesCanBe(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	got := func(it feed.Item) store.Incoming {
		it.PublishedFrom = "feed"
		src := store.Source{Domain: store.Public}
		d, why := newDraft(src, it)
		if why != "" {
			t.Fatalf("refused: %s", why)
		}
		row, why := recognised{src: src, drafts: []draft{d}, ids: identify(src, []draft{d}, nil), pages: make([]pageState, 1)}.row(0, now)
		if why != "" {
			t.Fatalf("refused: %s", why)
		}
		return row
	}
	for url, want := range map[string]string{
		"https://a.example/1": "https://a.example/1", "HTTP://A.example/1": "http://a.example/1",
		"javascript:alert(1)": "", "javascript://a.example/%0aalert(1)": "", "file:///etc/passwd": "", "": "",
	} {
		if in := got(feed.Item{Title: "A", URL: url}); in.Article.URL != want {
			t.Errorf("%s is kept as %q, want %q", url, in.Article.URL, want)
		}
	}
	for when, kept := range map[time.Time]bool{now: true, now.Add(14 * time.Hour): true, now.Add(25 * time.Hour): false, now.AddDate(70, 0, 0): false} {
		if a := got(feed.Item{Title: "A", Published: when}).Article; a.Published.IsZero() == kept || (a.PublishedFrom == "") == kept {
			t.Errorf("published %s, read %s: dated %s from %q", when, now, a.Published, a.PublishedFrom)
		}
	}
	in := got(feed.Item{Title: strings.Repeat("ä", 5000), Outlet: strings.Repeat("ö", 5000)})
	if len(in.Version.Title) > text.TitleMost || len(in.Article.Outlet) > outletMost || in.Version.Title == "" || in.Article.Outlet == "" {
		t.Errorf("a title of %d bytes, an outlet of %d", len(in.Version.Title), len(in.Article.Outlet))
	}
}
