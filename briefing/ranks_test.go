package briefing_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// questionsAlike is how many random questions both databases must answer with
// the same list: passages, scores and coverage.
const questionsAlike = 1000

func TestBothDatabasesRankAThousandQuestionsAlike(t *testing.T) {
	var want [][]string
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		texts := fillAlike(d)
		scopes := []store.Scope{d.scope, must[store.Scope](t)(s.ScopeOf(t.Context(), "guild:7")), must[store.Scope](t)(s.ScopeOf(t.Context(), "user:7"))}
		r, ar, found := rand.New(rand.NewSource(1)), &briefing.Archive{Store: s}, 0
		got := make([][]string, questionsAlike)
		for i := range got {
			words := strings.Fields(texts[r.Intn(len(texts))])
			var q []string
			for range 1 + r.Intn(7) {
				q = append(q, words[r.Intn(len(words))])
			}
			look := briefing.Lookup{Text: strings.Join(q, " "), At: noon.Add(time.Duration(r.Intn(300)) * time.Hour), Limit: 1 + r.Intn(30), PerArticle: 1 + r.Intn(3)}
			for _, f := range must[[]briefing.Found](t)(ar.Search(t.Context(), scopes[r.Intn(len(scopes))], look)) {
				got[i] = append(got[i], fmt.Sprint(f.Near().Title, f.Start, f.End, f.Score, f.Coverage))
			}
			found += min(1, len(got[i]))
		}
		if found < questionsAlike/2 {
			t.Fatalf("only %d of %d questions find anything", found, questionsAlike)
		}
		if want == nil {
			want = got
		} else if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-first +second database:\n%s", d)
		}
	})
}

// fillAlike reads 400 articles in four languages and nine passes, some of them
// twice with another text, some for one server or one person, who is erased;
// it returns their texts.
func fillAlike(d *desk) (texts []string) {
	leads := []string{"The council of %s said that %s.", "Der Rat von %s sagte, dass %s.", "El consejo de %s dijo que %s.", "%s 的市议会表示 %s。"}
	p, r := newPrinter(), rand.New(rand.NewSource(2))
	owners := map[string]store.Source{}
	for _, o := range []string{"guild:7", "user:7"} {
		owners[o] = must[store.Source](d.t)(d.store.OwnSource(d.t.Context(), o, store.SourceFile))
	}
	desk := d.src
	for pass := range 9 {
		var items []feed.Item
		for i := range 50 {
			id := pass*44 + i // the last six come again, changed
			var body []string
			for range 1 + r.Intn(9) {
				body = append(body, fmt.Sprintf(leads[id%len(leads)], p.name(), p.words(3+r.Intn(6))))
			}
			it := article(fmt.Sprint("a", id), "Wire", p.name()+" "+p.words(3), strings.Join(body, " "))
			it.Published = noon.Add(time.Duration(r.Intn(300)) * time.Hour)
			items, texts = append(items, it), append(texts, it.Title+" "+it.Text)
		}
		d.now = noon.Add(time.Duration(30*pass) * time.Hour)
		for _, src := range []store.Source{desk, owners["guild:7"], owners["user:7"]} {
			d.src = src
			n := 40
			if src.ID != desk.ID {
				n = 5
			}
			d.read(items[:n]...)
			items = slices.Clone(items[n:])
		}
	}
	if _, err := d.store.ErasePerson(d.t.Context(), 7); err != nil {
		d.t.Fatal(err)
	}
	d.src = desk
	return texts
}
