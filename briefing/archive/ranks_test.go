package archive_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// alike is how many passes are read and how many random questions both databases
// must answer with the same list: passages, scores and coverage.
func alike() (passes, questions int) {
	if briefingtest.Raced {
		return 3, 100
	}
	return 9, 1000
}

func TestArchive_BothDatabasesRankAlike(t *testing.T) {
	var want [][]string
	_, questions := alike()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		texts := fillAlike(d)
		scopes := []store.Scope{d.Scope, briefingtest.Must[store.Scope](t)(s.ScopeOf(t.Context(), "guild:7")), briefingtest.Must[store.Scope](t)(s.ScopeOf(t.Context(), "user:7"))}
		r, ar, found := rand.New(rand.NewSource(1)), &archive.Archive{Store: s}, 0
		got := make([][]string, questions)
		for i := range got {
			words := strings.Fields(texts[r.Intn(len(texts))])
			var q []string
			for range 1 + r.Intn(7) {
				q = append(q, words[r.Intn(len(words))])
			}
			look := archive.Lookup{Text: strings.Join(q, " "), At: briefingtest.Noon.Add(time.Duration(r.Intn(300)) * time.Hour), Limit: 1 + r.Intn(30), PerArticle: 1 + r.Intn(3)}
			for _, f := range briefingtest.Must[[]archive.Found](t)(ar.Search(t.Context(), scopes[r.Intn(len(scopes))], look)) {
				got[i] = append(got[i], fmt.Sprint(f.Ref().Title, f.Start, f.End, f.Score, f.Coverage))
			}
			found += min(1, len(got[i]))
		}
		if found < questions/2 {
			t.Fatalf("only %d of %d questions find anything", found, questions)
		}
		if want == nil {
			want = got
		} else if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-first +second database:\n%s", d)
		}
	})
}

// fillAlike reads some 44 articles a pass in four languages, some of them
// twice with another text, some for one server or one person, who is erased;
// it returns their texts.
func fillAlike(d *briefingtest.Desk) (texts []string) {
	leads := []string{"The council of %s said that %s.", "Der Rat von %s sagte, dass %s.", "El consejo de %s dijo que %s.", "%s 的市议会表示 %s。"}
	p, r := briefingtest.NewPrinter(), rand.New(rand.NewSource(2))
	owners := map[string]store.Source{}
	for _, o := range []string{"guild:7", "user:7"} {
		owners[o] = briefingtest.Must[store.Source](d.T)(d.Store.OwnSource(d.T.Context(), o, state.SourceFile))
	}
	desk := d.Src
	passes, _ := alike()
	for pass := range passes {
		var items []feed.Item
		for i := range 50 {
			id := pass*44 + i // the last six come again, changed
			var body []string
			for range 1 + r.Intn(9) {
				body = append(body, fmt.Sprintf(leads[id%len(leads)], p.Name(), p.Words(3+r.Intn(6))))
			}
			it := briefingtest.Article(fmt.Sprint("a", id), "Wire", p.Name()+" "+p.Words(3), strings.Join(body, " "))
			it.Published = briefingtest.Noon.Add(time.Duration(r.Intn(300)) * time.Hour)
			items, texts = append(items, it), append(texts, it.Title+" "+it.Text)
		}
		d.Now = briefingtest.Noon.Add(time.Duration(30*pass) * time.Hour)
		for _, src := range []store.Source{desk, owners["guild:7"], owners["user:7"]} {
			d.Src = src
			n := 40
			if src.ID != desk.ID {
				n = 5
			}
			d.Read(items[:n]...)
			items = slices.Clone(items[n:])
		}
	}
	if _, err := d.Store.ErasePerson(d.T.Context(), 7); err != nil {
		d.T.Fatal(err)
	}
	d.Src = desk
	return texts
}
