package texttest

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// Reader is a function of a foreign text.
type Reader struct {
	Name string
	Read func(s, lang string)
}

const (
	long  = 32 << 10 // bytes of the longer text
	times = 4        // how many times as long it is as the shorter one
	// growthMost is how much more work the longer text may be: four times as
	// much is linear, sixteen times quadratic.
	growthMost = 9
	// worthwhile is the least time of the longer text that is compared: a reader
	// that is faster needs three seconds for a megabyte if its work is quadratic.
	worthwhile = 3 * time.Millisecond
	attempts   = 20 // one good measurement is enough: a collection of garbage may fall into the others
)

// Grows reads every hostile text in two sizes and reports readers whose work
// grows faster than the text. With DATELINE_SWEEP=full it reads 1, 2 and 4 MB
// instead, and logs the time and the memory that a megabyte takes.
func Grows(t *testing.T, readers []Reader) {
	t.Helper()
	if os.Getenv("DATELINE_SWEEP") == "full" {
		sweep(t, readers)
		return
	}
	for _, r := range readers {
		t.Run(r.Name, func(t *testing.T) {
			for i, h := range Texts() {
				if i%every == 0 {
					linear(t, r, h)
				}
			}
		})
	}
}

// linear compares the work of one reader on a text and on a quarter of it.
func linear(t *testing.T, r Reader, h Hostile) {
	t.Helper()
	whole, quarter := h.Of(long), h.Of(long/times)
	var ratio float64
	var took time.Duration
	for range attempts {
		if took = timed(r, whole, h.Lang); took < worthwhile {
			return
		}
		if ratio = float64(took) / float64(max(timed(r, quarter, h.Lang), time.Microsecond)); ratio < growthMost {
			return
		}
	}
	t.Errorf("%s of %q: %d KB take %v, %.1f times as long as a quarter of them", r.Name, h.Name, long>>10, took, ratio)
}

// timed is the processor time of reading a text: others use the machine too.
func timed(r Reader, s, lang string) time.Duration {
	start := processorTime()
	r.Read(s, lang)
	return processorTime() - start
}

func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// figure is what one reader took for one text.
type figure struct {
	name, text string
	megabytes  int
	took       time.Duration // for each megabyte
	memory     uint64        // bytes allocated for each megabyte
}

const (
	tookMost   = 2 * time.Second // for each megabyte: what a visit to a feed may wait for one item
	memoryMost = 200 << 20       // for each megabyte
)

// sweep reads 1, 2 and 4 MB of every text and logs the worst figures.
func sweep(t *testing.T, readers []Reader) {
	t.Helper()
	var all []figure
	for _, r := range readers {
		var own []figure
		for _, h := range Texts() {
			for _, mb := range []int{1, 2, 4} {
				f := measured(r, h, mb)
				own = append(own, f)
				if f.took > tookMost || f.memory > memoryMost {
					t.Errorf("over the limit: %v", f)
					break // the larger ones take longer still
				}
			}
		}
		slices.SortFunc(own, func(a, b figure) int { return cmp.Compare(b.took, a.took) })
		t.Logf("slowest: %v", own[0])
		all = append(all, own...)
	}
	slices.SortFunc(all, func(a, b figure) int { return cmp.Compare(b.memory, a.memory) })
	t.Logf("most memory: %v", all[0])
}

func (f figure) String() string {
	return fmt.Sprintf("%-18s %-36q %d MB: %7.0f ms, %5.0f MB for each", f.name, f.text, f.megabytes, f.took.Seconds()*1000, float64(f.memory)/(1<<20))
}

func measured(r Reader, h Hostile, mb int) figure {
	s := h.Of(mb << 20)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	took := timed(r, s, h.Lang)
	runtime.ReadMemStats(&after)
	return figure{r.Name, h.Name, mb, took / time.Duration(mb), (after.TotalAlloc - before.TotalAlloc) / uint64(mb)}
}
