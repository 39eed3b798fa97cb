package briefingtest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
)

// Noon is the time at which desks begin.
var Noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Desk is the product over one store.
type Desk struct {
	T     *testing.T
	Store *store.Store
	Src   store.Source
	Scope store.Scope
	Now   time.Time
}

// NewDesk is a desk that has read nothing.
func NewDesk(t *testing.T, s *store.Store) *Desk {
	t.Helper()
	ctx := context.Background()
	src, err := s.OwnSource(ctx, store.Desk, state.SourceFile)
	if err != nil {
		t.Fatal(err)
	}
	scope, err := s.ScopeOf(ctx, store.Desk)
	if err != nil {
		t.Fatal(err)
	}
	return &Desk{t, s, src, scope, Noon}
}

// Read stores items, places and indexes them.
func (d *Desk) Read(items ...feed.Item) {
	d.T.Helper()
	ctx := context.Background()
	in := &ingest.Ingester{Store: d.Store, Now: func() time.Time { return d.Now }}
	if _, err := in.Add(ctx, d.Src, "test", items); err != nil {
		d.T.Fatal(err)
	}
	if _, err := (&stories.Assigner{Store: d.Store, Holder: "test"}).Run(ctx); err != nil {
		d.T.Fatal(err)
	}
	if _, err := (&archive.Indexer{Store: d.Store, Holder: "test"}).Run(ctx); err != nil {
		d.T.Fatal(err)
	}
}

// Article is an item in English.
func Article(id, outlet, title, body string) feed.Item {
	return feed.Item{ID: id, URL: "https://" + id + ".example/", Title: title, Text: body, Outlet: outlet, Published: Noon,
		PublishedFrom: "file"}
}

// Flood is an article on rescuers in Senn.
var Flood = Article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", "Rescuers reached the village of Senn and found 40 people "+
	"alive in its school, the rescue service said. Mayor Tilda Roos thanked the helpers of Senn who had come by boat from Karsk.")

// Brief is a briefing of the hour before noon.
func (d *Desk) Brief(gen llm.Generator) brief.Briefing {
	d.T.Helper()
	writer := &brief.Writer{Store: d.Store, Model: gen, Name: "fake"}
	briefing, err := writer.Write(context.Background(), brief.Request{Name: "World", Scope: d.Scope, From: Noon.Add(-time.Hour),
		At: Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal"})
	if err != nil {
		d.T.Fatal(err)
	}
	return briefing
}

// Say is the text of blocks as it is read.
func Say(blocks []message.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		for _, r := range x.Runs {
			b.WriteString(r.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Reply is what a model answers.
func Reply(heading string, claims ...string) string {
	type c struct {
		Text  string   `json:"text"`
		Cites []string `json:"cites"`
	}
	v := struct {
		Heading c   `json:"heading"`
		Claims  []c `json:"claims"`
	}{Heading: c{heading, []string{"S1"}}, Claims: []c{}}
	for _, s := range claims {
		v.Claims = append(v.Claims, c{s, []string{"S1"}})
	}
	encoded, _ := json.Marshal(v)
	return string(encoded)
}
