package cluster

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// wire is an endless stream of articles with terms given: a Zipf vocabulary of
// 60,000 words, and stories of one to sixty articles that share a dozen words
// and three names, told in languages in equal parts. Active is how many articles
// 72 hours hold.
type wire struct {
	r      *rand.Rand
	z      *rand.Zipf
	active int
	langs  []string
	id     int64
	at     time.Time
	events []event
}

type event struct {
	words, names []string
	traits       []trait
	left         int
}

func newWire(active int, langs ...string) *wire {
	r := rand.New(rand.NewPCG(1, 2))
	return &wire{r: r, z: rand.NewZipf(r, 1.07, 10, 60_000), active: active, langs: langs, at: day}
}

// traits are so many names and concepts, a place and a figure: concepts and
// places are as many as the lexicon has.
func (w *wire) traits(names, concepts int) (out []trait) {
	for range names {
		out = append(out, trait{nameTrait, fmt.Sprintf("n%d", w.r.IntN(20_000))})
	}
	for range concepts {
		out = append(out, trait{conceptTrait, fmt.Sprintf("c%d", w.r.IntN(230))})
	}
	return append(out, trait{placeTrait, fmt.Sprintf("p%d", w.r.IntN(240))}, trait{figureTrait, fmt.Sprint(w.r.IntN(1000))})
}

func (w *wire) word() string { return fmt.Sprintf("t%d", w.z.Uint64()) }

func (w *wire) event() *event {
	if len(w.events) == 0 || len(w.events) < w.active/40 && w.r.IntN(4) == 0 {
		e := event{left: 1}
		for w.r.IntN(6) > 0 && e.left < 60 { // half of them are short
			e.left++
		}
		for range 12 {
			e.words = append(e.words, w.word())
		}
		for range 3 {
			e.names = append(e.names, fmt.Sprintf("n%d", w.r.IntN(20_000)))
		}
		e.traits = w.traits(2, 2)
		w.events = append(w.events, e)
	}
	return &w.events[w.r.IntN(len(w.events))]
}

func (w *wire) next() Doc {
	e := w.event()
	e.left--
	w.id++
	w.at = w.at.Add(storyWindow / time.Duration(w.active))
	d := Doc{ID: w.id, Time: w.at, Lang: w.langs[w.id%int64(len(w.langs))], Names: e.names, TitleNames: e.names[:1], NameTerms: e.names[:1], Template: map[string]bool{}}
	for range 4 {
		d.TitleTerms = append(d.TitleTerms, e.words[w.r.IntN(len(e.words))], w.word())
	}
	for _, t := range d.TitleTerms {
		d.Template[t] = true
	}
	d.TitleTerms = append(d.TitleTerms, e.names[0])
	d.AllTerms = append(append(append(d.AllTerms, d.TitleTerms...), e.words...), e.names...)
	for range 180 {
		d.AllTerms = append(d.AllTerms, w.word())
	}
	d.traits = countTraits(append(w.traits(3, 4), e.traits...))
	if e.left <= 0 {
		*e = w.events[len(w.events)-1]
		w.events = w.events[:len(w.events)-1]
	}
	return d
}

// BenchmarkAdd clusters articles with a text, terms given, on one core among
// 1,000 and 50,000 active ones, in one language and in four.
func BenchmarkAdd(b *testing.B) {
	for _, active := range []int{1_000, 50_000} {
		for _, langs := range [][]string{{"en"}, {"en", "de", "es", "fr"}} {
			b.Run(fmt.Sprintf("active=%d/languages=%d", active, len(langs)), func(b *testing.B) { benchmarkAdd(b, newWire(active, langs...)) })
		}
	}
}

func benchmarkAdd(b *testing.B, w *wire) {
	c := New(Options{})
	for range w.active {
		c.Add(w.next())
	}
	docs := make([]Doc, 5000)
	for i := range docs {
		docs[i] = w.next()
	}
	n, joined := 0, 0
	for b.Loop() {
		if n == len(docs) {
			b.StopTimer()
			for i := range docs {
				docs[i] = w.next()
			}
			n = 0
			b.StartTimer()
		}
		if _, isNew := c.Add(docs[n]); !isNew {
			joined++
		}
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(joined)/float64(b.N), "joined")
	b.ReportMetric(float64(len(c.stories)), "stories")
}
