package ingest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/guard"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// An item over which the program panics is refused; the others are not.
func TestIngester_PanicIsOneItems(t *testing.T) {
	var log bytes.Buffer
	in := &Ingester{Log: slog.New(slog.NewTextHandler(&log, nil))}
	refused := make([]string, 3)
	in.each(t.Context(), refused, func(i int) string {
		if i == 1 {
			var none []int
			none[i]++
		}
		return ""
	})
	if refused[0] != "" || refused[1] != guard.ErrFault.Error() || refused[2] != "" {
		t.Errorf("refused: %q", refused)
	}
	if !strings.Contains(log.String(), "index out of range") || !strings.Contains(log.String(), "ingest_fault_test.go") {
		t.Errorf("the log holds no stack:\n%s", log.String())
	}
}

// What a database refuses is one item's fault: the others of its batch are stored.
func TestIngester_DatabaseRefusalIsOneItems(t *testing.T) {
	s := storetest.OpenPostgres(t)
	ctx := context.Background()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	in := &Ingester{Store: s, Now: func() time.Time { return now }}
	doc, err := in.recognise(ctx, src, src.URL, []feed.Item{{GUID: "1", Title: "One"}, {GUID: "2", Title: "Two"}, {GUID: "3", Title: "Three"}})
	if err != nil {
		t.Fatal(err)
	}
	var long strings.Builder // more than a key of an index may have, however it is packed
	for range 2000 {
		fmt.Fprintf(&long, "%016x", rand.Uint64())
	}
	doc.ids[1].ident = long.String()
	out, err := in.store(ctx, doc)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"added", "refused", "added"} {
		if out[i].Status != want {
			t.Errorf("item %d is %s (%s), want %s", i, out[i].Status, out[i].Reason, want)
		}
	}
}

// When the database fails on the way, what became of the items before is told, and of the
// others nothing.
func TestIngester_TellsWhatWasStoredBeforeAFailure(t *testing.T) {
	ctx, file := context.Background(), filepath.Join(storetest.Dir(t), "x.db")
	s, err := store.Open(ctx, "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	breaking, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer breaking.Close()
	if _, err := breaking.Exec(`CREATE TRIGGER broken BEFORE INSERT ON articles WHEN NEW.ident LIKE '%id-250' BEGIN
		SELECT abs(-9223372036854775807 - 1); END`); err != nil { // an overflow, which is no fault of a row
		t.Fatal(err)
	}
	src, err := s.OwnSource(ctx, store.Desk, state.SourceFile)
	if err != nil {
		t.Fatal(err)
	}
	var items []feed.Item
	for i := range 300 {
		items = append(items, feed.Item{ID: fmt.Sprint("id-", i), Title: fmt.Sprint("Pier ", i, " closes")})
	}
	items = append(items, items[3])
	out, err := (&Ingester{Store: s}).Add(ctx, src, "file", items)
	if err == nil || len(out) != ingestBatch {
		t.Errorf("%d outcomes, %v; want %d and an error", len(out), err, ingestBatch)
	}
	for _, o := range out {
		if o.Status != "added" || o.Article == "" {
			t.Errorf("%+v", o)
		}
	}
}

// A database that was written before identities were weighed keeps its articles:
// those a feed still holds are known again by what was stored of them then.
func TestIngester_KnowsArticlesOfEarlierProgram(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
		src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
		if err != nil {
			t.Fatal(err)
		}
		items := []feed.Item{
			{GUID: "a", URL: "https://www.town.example/News/One/", Title: "Pier one is closed", Text: "The pier is closed after a crack was found. 12 points"},
			{URL: "http://town.example/two?utm_source=rss", Title: "A museum opens", Text: "The museum opens on Monday."},
			{GUID: "https://town.example/three", URL: "https://town.example/three#comments", Title: "Bus fares rise", Text: "Fares rise in May."},
			{GUID: "d", Title: "No link at all", Text: "The council met."},
			{Title: "Neither id nor link", Text: "The harbour froze."},
		}
		former := []string{"url:https://www.town.example/News/One/", "url:http://town.example/two", "url:https://town.example/three", "guid:1:d", "text:" + formerHash(items[4])}
		urls := []string{"https://www.town.example/News/One/", "http://town.example/two", "https://town.example/three", "", ""}
		var rows []store.Incoming
		for i, it := range items {
			rows = append(rows, store.Incoming{Source: src.ID, GUID: it.GUID, Article: store.Article{Domain: store.Public, Ident: former[i], URL: urls[i], Outlet: "Town", Seen: now},
				Version: store.Version{Seen: now, Hash: formerHash(it), Title: it.Title, Text: it.Text, Lang: "en", Genre: "news", Spans: []byte{1}, Sketch: make([]byte, 256)}})
		}
		if _, err := s.AddArticles(ctx, rows); err != nil {
			t.Fatal(err)
		}
		items[0].Text = strings.Replace(items[0].Text, "12 points", "99 points", 1)
		in := &Ingester{Store: s, Now: func() time.Time { return now.Add(time.Hour) }}
		for range 2 {
			out, err := in.Add(ctx, src, src.URL, items)
			if err != nil {
				t.Fatal(err)
			}
			for i, o := range out {
				if o.Status != "duplicate" {
					t.Errorf("%q is %s", items[i].Title, o.Status)
				}
			}
		}
	})
}
