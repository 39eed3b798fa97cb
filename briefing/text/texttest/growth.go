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

// Grows reads hostile texts in two sizes and reports readers whose work grows
// faster than the text; several readers share the texts. With DATELINE_SWEEP=full
// it sweeps instead: all of them read all.
func Grows(t *testing.T, readers []Reader) {
	t.Helper()
	for k, r := range readers {
		t.Run(r.Name, func(t *testing.T) {
			if os.Getenv("DATELINE_SWEEP") == "full" {
				sweep(t, r)
				return
			}
			for i, h := range Texts() {
				if (i+k)%share(len(readers)) == 0 {
					linear(t, r, h)
				}
			}
		})
	}
}

// share is how many readers share the texts, so that each text is read by one of
// them; a sample is read where reading is slow.
func share(readers int) int {
	if Raced {
		return 8
	}
	return min(3, readers)
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
	start := ProcessorTime()
	r.Read(s, lang)
	return ProcessorTime() - start
}

// ProcessorTime is what this process has used of all processors.
func ProcessorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// figure is what one reader took for one text.
type figure struct {
	text   Hostile
	bytes  int
	took   time.Duration // for each megabyte
	memory uint64        // bytes allocated for each megabyte
	growth float64       // how many times as long as the same of a quarter of the text
}

const (
	tookMost   = 2 * time.Second       // for each megabyte: what a visit to a feed may wait for one item
	memoryMost = 200 << 20             // for each megabyte
	sample     = 128 << 10             // bytes of every text
	floor      = 20 * time.Millisecond // for each megabyte: less is as much the machine's work as the reader's
	worst      = 3                     // how many texts of a kind are read at full length
)

// sweep reads all texts, a quarter of a sample and the sample, and those that
// took the most time, the most memory, or grew the most, in 1 and 4 MB. It logs the worst.
func sweep(t *testing.T, r Reader) {
	t.Helper()
	var all, long []figure
	for _, h := range Texts() {
		quarter, whole := measured(r, h, sample/times), measured(r, h, sample)
		whole.growth = times * float64(whole.took) / float64(max(quarter.took, floor))
		if whole.growth > growthMost { // others use the machine too
			whole.growth = min(whole.growth, times*float64(measured(r, h, sample).took)/float64(max(quarter.took, floor)))
		}
		all = append(all, whole)
	}
	by := func(key func(f figure) float64, fs []figure) []figure {
		slices.SortStableFunc(fs, func(a, b figure) int { return cmp.Compare(key(b), key(a)) })
		return fs[:min(worst, len(fs))]
	}
	took := func(cost figure) float64 { return float64(cost.took) }
	memory := func(cost figure) float64 { return float64(cost.memory) }
	growth := func(cost figure) float64 { return cost.growth }
	read := map[Hostile]bool{}
	for _, key := range []func(f figure) float64{took, memory, growth} {
		for _, cost := range by(key, slices.Clone(all)) {
			if read[cost.text] {
				continue
			}
			read[cost.text] = true
			long = append(long, full(t, r, cost.text)...)
		}
	}
	t.Logf("grew most:   %v", by(growth, all)[0])
	t.Logf("slowest:     %v", by(took, long)[0])
	t.Logf("most memory: %v", by(memory, long)[0])
}

// full reads 1 and 4 MB of a text, the latter when the first is within the limits.
func full(t *testing.T, r Reader, h Hostile) []figure {
	t.Helper()
	var out []figure
	for _, mb := range []int{1, 4} {
		whole := measured(r, h, mb<<20)
		if len(out) > 0 {
			whole.growth = times * float64(whole.took) / float64(max(out[0].took, floor))
		}
		out = append(out, whole)
		if whole.took > tookMost || whole.memory > memoryMost {
			t.Errorf("over the limit: %v", whole)
			break
		}
	}
	return out
}

func (f figure) String() string {
	mebibyte := float64(1 << 20)
	return fmt.Sprintf("%-34q %4.0f KB: %5.0f ms, %4.0f MB for each MB; %.1f times a quarter", f.text.Name, float64(f.bytes)/1024,
		f.took.Seconds()*1000, float64(f.memory)/mebibyte, f.growth)
}

func measured(r Reader, h Hostile, n int) figure {
	input := h.Of(n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	took := timed(r, input, h.Lang)
	runtime.ReadMemStats(&after)
	mebibyte := float64(n) / (1 << 20)
	return figure{text: h, bytes: n, took: time.Duration(float64(took) / mebibyte),
		memory: uint64(float64(after.TotalAlloc-before.TotalAlloc) / mebibyte)}
}
