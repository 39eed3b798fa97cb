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
	got, left, ok := Parse(strings.TrimPrefix(id, Press))
	if diff := cmp.Diff(items, got); diff != "" || !ok || left != 0 || len(id) > idMost {
		t.Errorf("%q, %d left (-want +got):\n%s", id, left, diff)
	}
	if ID(nil) != "" {
		t.Error("the id of nothing")
	}
	for _, bad := range []string{"", "-", "c", "c0", "c-1", "c1.0", "c1.15", "c1.2.3", "c1y2p0ij32e8e7.2", "v1", "v1.5.5", "v1.2.3.4", "x1", "c!", "c1--c2", "m1", "-m1", "c1-m", "c1-m0", "c1-m100", "c1-m1-c2", "c1-m-1", strings.Repeat("c1-", 40) + "c1"} {
		if got, _, ok := Parse(bad); ok {
			t.Errorf("%q is %v", bad, got)
		}
	}
}

// An answer of five stories fits, for the claims of a story are stored one after the other.
func TestID_HoldsWhatIsNewInFiveStories(t *testing.T) {
	t.Parallel()
	var items []Item
	for story := range int64(5) {
		for claim := range int64(7) {
			items = append(items, Item{Claim: 1_000_000*(story+1) + claim})
		}
	}
	got, left, ok := Parse(strings.TrimPrefix(ID(items), Press))
	if diff := cmp.Diff(items, got); diff != "" || !ok || left != 0 {
		t.Errorf("%d left (-want +got):\n%s", left, diff)
	}
}

// What finds no room is counted: whoever has the file knows that it is not the whole answer.
func TestID_CountsWhatFindsNoRoom(t *testing.T) {
	t.Parallel()
	for n := range 60 {
		var places, claims, mixed []Item
		for i := range int64(n) {
			places = append(places, Item{Version: 900_000 + i*7, Start: 1000, End: 1100})
			claims = append(claims, Item{Claim: 1_000_000 * (i*i + 1)})
			mixed = append(mixed, []Item{{Claim: 500 + i}, {Version: 12 + i, Title: i%2 == 0, End: 90}}[min(i%5, 1)])
		}
		for name, items := range map[string][]Item{"places": places, "claims": claims, "mixed": mixed} {
			id := ID(items)
			if n == 0 && id == "" {
				continue
			}
			got, left, ok := Parse(strings.TrimPrefix(id, Press))
			if !ok || len(id) > idMost || len(got)+left != n || cmp.Diff(items[:len(got)], got) != "" {
				t.Errorf("%d %s: %q holds %d and counts %d", n, name, id, len(got), left)
			}
			if n > 1 && len(got) == 0 {
				t.Errorf("%d %s: %q holds nothing", n, name, id)
			}
		}
	}
}

func TestDocument_SaysHowManySentencesAreNotInIt(t *testing.T) {
	t.Parallel()
	for left, want := range map[int]string{0: "", 1: "One more sentence of the answer is not in the files", 14: "14 more sentences of the answer are not in the files"} {
		document := briefingtest.Must[Document](t)(Question{Left: left}.Read(t.Context()))
		file := string(document.Markdown(phrases.In("en"), time.UTC))
		if said := strings.Contains(file, "more sentence"); said != (left > 0) || !strings.Contains(file, want) {
			t.Errorf("%d: %s", left, file)
		}
		if body := briefingtest.Must[[]byte](t)(document.JSON()); !strings.Contains(string(body), fmt.Sprintf(`"not_included": %d`, left)) {
			t.Errorf("%d: %s", left, body)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("c7-v2.1.5")
	f.Fuzz(func(t *testing.T, arg string) {
		items, _, ok := Parse(arg)
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
