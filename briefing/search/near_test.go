package search

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPack_KeepsTheDirection(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 200 {
		a, b := make([]float32, 384), make([]float32, 384)
		var ab, aa, bb float64
		for i := range a {
			a[i] = float32(r.NormFloat64()) * .05
			b[i] = a[i]*float32(r.Float64()) + float32(r.NormFloat64())*.02
			x, y := float64(a[i]), float64(b[i])
			ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
		}
		want := ab / math.Sqrt(aa*bb)
		if got := Cosine(Pack(a), Pack(b)); math.Abs(got-want) > .005 {
			t.Errorf("got %.4f, want %.4f", got, want)
		}
	}
	for _, c := range []struct {
		a, b []float32
		want float64
	}{{[]float32{1, 0}, []float32{2, 0}, 1}, {[]float32{1, 0}, []float32{-1, 0}, -1}, {[]float32{1, 0}, []float32{0, 3}, 0}, {[]float32{0, 0}, []float32{1, 1}, 0}, {nil, nil, 0}} {
		if got := Cosine(Pack(c.a), Pack(c.b)); got != c.want {
			t.Errorf("%v and %v: got %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestNear_MovesOnlyTheFirstHits(t *testing.T) {
	x := &Index{Fresh: []*Memory{memory(t, []Doc{
		doc(1, "Harbour", "The harbour is closed. It is blue.", day), doc(2, "Harbour", "The harbour is open. It is green today.", day), doc(3, "Boats", "A harbour for boats of every kind and size, with many words.", day),
	})}}
	find := func(cos []float64) (ids []int64, hits []Hit) {
		x.Near = nil
		if cos != nil {
			x.Near = func(_ context.Context, hits []Hit) []float64 { return cos[:min(len(cos), len(hits))] }
		}
		hits, err := x.Search(t.Context(), Query{Text: "harbour", At: day, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			ids = append(ids, h.Article)
		}
		return ids, hits
	}
	words, plain := find(nil)
	for _, c := range []struct {
		name string
		cos  []float64
		want []int64
	}{
		{"none is known", []float64{}, words},
		{"the second is closer", []float64{0, .9, 0}, []int64{words[1], words[0], words[2]}},
		{"the first alone is known", []float64{.9}, words},
		{"all point away", []float64{-.9, -.1, -.2}, words},
	} {
		got, hits := find(c.cos)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, d)
		}
		for i, h := range hits {
			for _, p := range plain {
				if p.Article == h.Article && p.Coverage != h.Coverage {
					t.Errorf("%s: coverage of %d is %v, was %v", c.name, h.Article, h.Coverage, p.Coverage)
				}
			}
			if i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%s: scores do not fall: %v after %v", c.name, h.Score, hits[i-1].Score)
			}
		}
	}
}

func TestNear_FadesWithAgeUnlessTimeNamed(t *testing.T) {
	x := &Index{Fresh: []*Memory{memory(t, []Doc{doc(1, "Harbour", "The harbour is closed. It is blue.", day), doc(2, "Harbour", "The harbour is open. It is green.", day.AddDate(0, 0, -30))})},
		Near: func(_ context.Context, hits []Hit) []float64 {
			cos := make([]float64, len(hits))
			for i, h := range hits {
				cos[i] = map[int64]float64{1: .3, 2: .9}[h.Article]
			}
			return cos
		}}
	for _, c := range []struct {
		q    string
		want int64
	}{
		{"harbour", 1},
		{"harbour in " + day.AddDate(0, -2, 0).Format("January 2006"), 2},
	} {
		hits, err := x.Search(t.Context(), Query{Text: c.q, At: day, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		if len(hits) != 2 || hits[0].Article != c.want {
			t.Errorf("%q: got %+v", c.q, hits)
		}
	}
}
