package cluster

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// wire is an endless stream of articles with terms given: a Zipf vocabulary of
// 60,000 words, and stories of one to sixty articles that share a dozen words
// and three names. Active is how many articles 72 hours hold.
type wire struct {
	r      *rand.Rand
	z      *rand.Zipf
	active int
	id     int64
	at     time.Time
	events []event
}

type event struct {
	words, names []string
	left         int
}

func newWire(active int) *wire {
	r := rand.New(rand.NewPCG(1, 2))
	return &wire{r: r, z: rand.NewZipf(r, 1.07, 10, 60_000), active: active, at: day}
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
		w.events = append(w.events, e)
	}
	return &w.events[w.r.IntN(len(w.events))]
}

func (w *wire) next() Doc {
	e := w.event()
	e.left--
	w.id++
	w.at = w.at.Add(storyWindow / time.Duration(w.active))
	d := Doc{ID: w.id, Time: w.at, Lang: "en", Names: e.names, TitleNames: e.names[:1], NameTerms: e.names[:1], Template: map[string]bool{}}
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
	if e.left <= 0 {
		*e = w.events[len(w.events)-1]
		w.events = w.events[:len(w.events)-1]
	}
	return d
}

// BenchmarkAdd clusters articles with a text, terms given, on one core among
// 1,000 and 50,000 active ones.
func BenchmarkAdd(b *testing.B) {
	for _, active := range []int{1_000, 50_000} {
		b.Run(fmt.Sprintf("active=%d", active), func(b *testing.B) {
			w, c := newWire(active), New(Options{})
			for range active {
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
		})
	}
}
