package export

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
)

func TestID_IsReadAgainAndNeverTooLong(t *testing.T) {
	t.Parallel()
	items := []Item{{Claim: 7}, {Version: 12345678, Start: 0, End: 150}, {Version: 9, Title: true, Start: 3, End: 40}}
	id := ID(items)
	got, ok := Parse(strings.TrimPrefix(id, Press))
	if diff := cmp.Diff(items, got); diff != "" || !ok || len(id) > idMost {
		t.Errorf("%q (-want +got):\n%s", id, diff)
	}
	if ID(nil) != "" || len(ID(make([]Item, 50))) > idMost {
		t.Error("the id of nothing, or of too much")
	}
	for _, bad := range []string{"", "-", "c", "c0", "c-1", "c1.2", "v1", "v1.5.5", "v1.2.3.4", "x1", "c!", "c1--c2", strings.Repeat("c1-", 20) + "c1"} {
		if got, ok := Parse(bad); ok {
			t.Errorf("%q is %v", bad, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("c7-v2.1.5")
	f.Fuzz(func(t *testing.T, arg string) {
		items, ok := Parse(arg)
		if !ok {
			return
		}
		for _, it := range items {
			if it.Claim == 0 && (it.Start < 0 || it.Start >= it.End || it.End > textMost) {
				t.Errorf("%q: %+v", arg, it)
			}
		}
	})
}

// items are the first sentences of an article.
func items(a store.Item, n int) (out []Item) {
	src := claim.NewArticle(a)
	for i := range n {
		out = append(out, Item{Version: a.Version.ID, Start: src.Spans[i].Start, End: src.Spans[i].End})
	}
	return out
}

func TestDocument_SaysWhatWasReadWhenAndWhetherItChanged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Flood)
		read := func() store.Item {
			t.Helper()
			all := briefingtest.Must[[]store.Item](t)(s.Window(t.Context(), d.Scope, store.Range{To: d.Now.Add(time.Hour)}))
			return all[len(all)-1]
		}
		old := read()
		q := Question{Store: s, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour), Items: items(old, 1)}
		document := briefingtest.Must[Document](t)(q.Read(t.Context()))
		if len(document.Claims) != 1 || document.Claims[0].Sources[0].Changed != nil || len(document.Claims[0].Sources[0].SHA256) != 64 {
			t.Fatalf("%+v", document)
		}
		d.Now = briefingtest.Noon.Add(10 * time.Minute)
		changed := briefingtest.Flood
		changed.Text = strings.Replace(changed.Text, "40 people", "41 people", 1) + " The water of the Oru fell by two metres on Monday, the water board said."
		d.Read(changed)
		document = briefingtest.Must[Document](t)(q.Read(t.Context()))
		source := document.Claims[0].Sources[0]
		if source.Changed == nil || source.Version != 1 || !strings.Contains(source.Quote, "40 people") || source.Read.After(*source.Changed) {
			t.Fatalf("%+v", source)
		}
		said := string(document.Markdown(phrases.In("en"), time.UTC))
		for _, part := range []string{"“Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.”", "[Coast Radio](<https://flood.example/>)", "; read ", "SHA-256 " + source.SHA256, "changed since it was read: "} {
			if !strings.Contains(said, part) {
				t.Errorf("%q is not in:\n%s", part, said)
			}
		}
		body := briefingtest.Must[[]byte](t)(document.JSON())
		var again Document
		if err := json.Unmarshal(body, &again); err != nil || cmp.Diff(document, again) != "" {
			t.Errorf("%v: %s", err, body)
		}
		q.Scope = store.Scope{Domains: []string{"guild:2"}}
		if document = briefingtest.Must[Document](t)(q.Read(t.Context())); len(document.Claims) != 0 || document.Gone != 1 {
			t.Errorf("another reader: %+v", document)
		}
	})
}

func TestDocument_LeavesOutWhatWasTakenBackAndMoreThanMayBeRepeated(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	d := briefingtest.NewDesk(t, s)
	var text []string
	for i := range 30 {
		text = append(text, fmt.Sprintf("The council of Senn counted %d boats, %d carts and %d sheep in its %dth report on the harbour of the town.", i+2, i+40, i+70, i+4))
	}
	long := feed.Item{ID: "long", URL: "https://long.example/", Title: "Senn counts its boats", Text: strings.Join(text, " "), Outlet: "Herald", Lang: "en", Published: briefingtest.Noon, PublishedFrom: "file"}
	d.Read(briefingtest.Flood, long)
	all := briefingtest.Must[[]store.Item](t)(s.Window(t.Context(), d.Scope, store.Range{To: briefingtest.Noon.Add(time.Hour)}))
	var flood, boats store.Item
	for _, it := range all {
		if it.Article.ExtID == "long" {
			boats = it
		} else {
			flood = it
		}
	}
	q := Question{Store: s, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour), Items: items(boats, 25)}
	document := briefingtest.Must[Document](t)(q.Read(t.Context()))
	words := 0
	for _, c := range document.Claims {
		words += len(strings.Fields(c.Text))
	}
	if words > 300 || words < 250 || document.Gone == 0 {
		t.Errorf("%d words of one article, %d sentences left out", words, document.Gone)
	}
	sum, _, err := s.BeginSummary(t.Context(), store.Summary{Key: "k", Kind: "answer", Domain: store.Public}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	place := items(flood, 1)[0]
	const written = "Forty people were alive in the school of Senn."
	sum.Claims = []store.Claim{{Text: written, Kind: claim.KindWritten, Facts: []int64{1},
		Cites: []store.Cite{{Version: flood.Version.ID, Field: "text", Start: place.Start, End: place.End, Quote: flood.Version.Text[place.Start:place.End]}}}}
	sum = briefingtest.Must[store.Summary](t)(s.FinishSummary(t.Context(), sum))
	q.Items = Of([]claim.Claim{{ID: sum.Claims[0].ID, Text: written}})
	if document = briefingtest.Must[Document](t)(q.Read(t.Context())); len(document.Claims) != 1 || document.Claims[0].Text != written {
		t.Fatalf("%+v", document)
	}
	if _, err := s.Retract(t.Context(), recall.Order{Target: fmt.Sprintf("claim:%d", sum.Claims[0].ID), Action: recall.Corrected, Why: "a test", Actor: "7"}); err != nil {
		t.Fatal(err)
	}
	document = briefingtest.Must[Document](t)(q.Read(t.Context()))
	said := string(document.Markdown(phrases.In("en"), time.UTC)) + string(briefingtest.Must[[]byte](t)(document.JSON()))
	if !strings.Contains(said, "One sentence was taken back and is left out.") || !strings.Contains(said, `"corrected"`) || strings.Contains(said, written) {
		t.Errorf("after it was taken back:\n%s", said)
	}
}
