package search

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/text/texttest"
)

// exhaustive ranks like Search, but scores every passage that holds a word,
// word by word over dense arrays, as search did before it had bounds.
func exhaustive(t *testing.T, x *Index, q Query) []Hit {
	t.Helper()
	ctx, words, parts := context.Background(), x.words(q), x.parts()
	load := func(words []word) {
		if err := x.load(ctx, parts, words); err != nil {
			t.Fatal(err)
		}
	}
	load(words)
	if x.Passages != nil {
		first := q
		first.Limit, first.PerArticle = hopArticles, 1
		more, err := x.hop(ctx, words, exhaustivePass(x, parts, words, first), DefaultWeights.Hop)
		if err != nil {
			t.Fatal(err)
		}
		load(more)
		words = append(words, more...)
	}
	hits := exhaustivePass(x, parts, words, q)
	flat := q
	flat.Weights = &Weights{}
	*flat.Weights = DefaultWeights
	flat.Weights.RecencyFloor = 1
	limit, _ := q.limits()
	r := x.pass(parts, words, q)
	r.limit = limit
	return r.join(hits[:min(len(hits), limit-limit/2)], exhaustivePass(x, parts, words, flat))
}

func exhaustivePass(x *Index, parts []part, words []word, q Query) []Hit {
	r := x.pass(parts, words, q).ranker
	r.total = 0
	for _, w := range words {
		if !w.hop {
			r.total += w.cover
		}
	}
	var hits []Hit
	for _, p := range parts {
		hits = append(hits, exhaustivePart(r, p, words)...)
	}
	slices.SortFunc(hits, compare)
	limit, per := q.limits()
	seen := map[int64]int{}
	var out []Hit
	for _, h := range hits {
		if seen[h.Article]++; seen[h.Article] <= per && len(out) < limit {
			out = append(out, h)
		}
	}
	return out
}

func exhaustivePart(r *ranker, p part, words []word) []Hit {
	s := p.seg
	passage, cover, whole := make([]float64, s.Len()), make([]float64, s.Len()), make([]float64, s.Docs())
	for _, w := range words {
		freq, held := make([]float64, s.Len()), make([]bool, s.Docs())
		for _, stem := range w.stems {
			l := p.lists[stem]
			if l == nil {
				continue
			}
			for c := l.cursor(); c.next(); {
				title, outlet, places := c.read(nil)
				from, to := s.passagesOf(c.doc)
				header := r.w.Title*float64(title) + r.w.Outlet*float64(outlet)
				held[c.doc] = true
				for i := from; i < to; i++ {
					freq[i] += header
				}
				for _, pl := range places {
					freq[from+pl.passage] += float64(pl.times)
				}
			}
		}
		for i, f := range freq {
			if f > 0 {
				passage[i] += w.idf * f * (saturation + 1) / (saturation + f)
				if !w.hop {
					cover[i] += w.cover
				}
			}
		}
		for doc, ok := range held {
			if ok {
				whole[doc] += r.w.Whole * w.idf
			}
		}
	}
	var out []Hit
	for i, sum := range passage {
		pm := s.passages[i]
		d := s.docs[pm.doc]
		prior, _ := r.priors(d)
		if sum > 0 && r.visible(d) {
			out = append(out, Hit{Article: d.article, Version: d.version, First: (i - int(d.first)) * passageStep, Start: int(pm.start), End: int(pm.end),
				Time: time.UnixMilli(d.time).UTC(), Score: (sum + whole[pm.doc]) * prior, Coverage: min(1, cover[i]/r.total)})
		}
	}
	return out
}

// versions gives every fifth article a second version, some hours later.
func versions(r *rand.Rand, docs []Doc) []Doc {
	for _, d := range docs {
		if d.Article%5 == 0 {
			again := corpus(r, 1)[0]
			again.Version, again.Article, again.Time = int64(len(docs)+1), d.Article, d.Time
			again.Visible = d.Time.Add(time.Duration(1+r.Intn(200)) * time.Hour)
			docs = append(docs, again)
		}
	}
	return docs
}

func TestSearch_BoundsAndSkippingChangeNoRank(t *testing.T) {
	r, rounds := rand.New(rand.NewSource(7)), 12
	if texttest.Raced {
		rounds = 3
	}
	for round := range rounds {
		docs := versions(r, corpus(r, 400))
		st := &stored{}
		for i := 0; i < 350; i += 125 {
			st.add(t, docs[i:min(i+125, 350)])
		}
		x := st.index(memory(t, docs[350:]))
		x.Cache = &Cache{Most: 20_000 << (2 * (round % 4))}
		if round%3 > 0 {
			x.Visible = func(a int64) bool { return a%7 != 0 }
		}
		if round%2 > 0 {
			read(x, docs)
		}
		for range 60 {
			q := Query{Limit: 1 + r.Intn(40), PerArticle: 1 + r.Intn(3), At: day.Add(time.Duration(r.Intn(1200)) * time.Hour)}
			for range 1 + r.Intn(5) {
				q.Text += fmt.Sprintf("w%d ", int(r.ExpFloat64()*40))
			}
			if r.Intn(4) == 0 {
				q.Also, q.Text = fmt.Sprintf("w%d w%d", r.Intn(50), r.Intn(50)), q.Text+" on 25 November 2026"
			}
			if d := cmp.Diff(exhaustive(t, x, q), find(t, x, q)); d != "" {
				t.Fatalf("round %d, %+v (-exhaustive, +found):\n%s", round, q, d)
			}
		}
	}
}
