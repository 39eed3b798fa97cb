package search

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"dateline/briefing/text"
)

// entries is what one document adds to a segment and to the lists of its terms.
type entries struct {
	passages []passageMeta
	terms    []termEntry
}

// termEntry is the entry of a document in the list of a term.
type termEntry struct {
	term    string
	header  bool
	passage int32 // the last one written
	entry   []byte
}

// takeApart makes the entries of documents, on all cores: words are most of
// the work of indexing.
func takeApart(docs []Doc) []entries {
	out := make([]entries, len(docs))
	workers := min(runtime.GOMAXPROCS(0), len(docs))
	var wg sync.WaitGroup
	var panicked atomic.Value // of a worker; goes on in the caller's goroutine, who may survive it
	for w := range workers {
		wg.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					panicked.Store(fmt.Sprintf("%v\n%s", cause, debug.Stack()))
				}
			}()
			for i := w; i < len(docs); i += workers {
				out[i] = entriesOf(docs[i])
			}
		})
	}
	wg.Wait()
	if cause := panicked.Load(); cause != nil {
		panic(cause)
	}
	return out
}

// vocabulary numbers the terms of a document that are no stop words.
type vocabulary struct {
	lang  string
	no    map[string]int32
	terms []termEntry
	times []int32 // in the passage at hand, by number
}

const stopWord = -1

// numbers are the terms of s by number, or stopWord.
func (v *vocabulary) numbers(s string) []int32 {
	terms := text.Terms(s, v.lang)
	out := make([]int32, len(terms))
	for i, t := range terms {
		n, ok := v.no[t]
		if !ok {
			if n = stopWord; !text.Stop(t, v.lang) {
				n = int32(len(v.terms))
				v.terms = append(v.terms, termEntry{term: t, passage: -1})
				v.times = append(v.times, 0)
			}
			v.no[t] = n
		}
		out[i] = n
	}
	return out
}

// count adds up how often terms stand in one place; found lists them once.
func (v *vocabulary) count(numbers, found []int32) []int32 {
	for _, n := range numbers {
		if n == stopWord {
			continue
		}
		if v.times[n] == 0 {
			found = append(found, n)
		}
		v.times[n]++
	}
	return found
}

func entriesOf(d Doc) entries {
	lexis := &vocabulary{lang: d.Lang, no: map[string]int32{}}
	lexis.header(d)
	passages := lexis.windows(d)
	return entries{passages, lexis.terms}
}

// header enters the words of title and outlet, as often as they stand in each.
func (v *vocabulary) header(d Doc) {
	found := v.count(v.numbers(d.Title), nil)
	title := make([]int32, len(v.terms))
	for _, n := range found {
		title[n], v.times[n] = v.times[n], 0
	}
	for _, n := range v.count(v.numbers(d.Outlet), nil) {
		if int(n) >= len(title) { // not in the title
			found = append(found, n)
		}
	}
	for _, n := range found {
		term, inTitle := &v.terms[n], int32(0)
		if int(n) < len(title) {
			inTitle = title[n]
		}
		term.header = true
		term.entry = binary.AppendUvarint(term.entry, uint64(inTitle))
		term.entry = binary.AppendUvarint(term.entry, uint64(v.times[n]))
		v.times[n] = 0
	}
}

// windows enters the words of the passages of a document; one without
// sentences has one empty window, so that its title can be found.
func (v *vocabulary) windows(d Doc) []passageMeta {
	sentences := make([][]int32, len(d.Spans))
	for i, sp := range d.Spans {
		sentences[i] = v.numbers(d.Text[sp.Start:sp.End])
	}
	var out []passageMeta
	var found []int32
	for pos := 0; pos == 0 || pos+1 < len(d.Spans); pos += passageStep {
		var p passageMeta
		last := min(pos+passageSize, len(d.Spans))
		found = found[:0]
		for i := pos; i < last; i++ {
			found = v.count(sentences[i], found)
		}
		if last > pos {
			p.start, p.end = int32(d.Spans[pos].Start), int32(d.Spans[last-1].End)
		}
		for _, n := range found {
			term, passage := &v.terms[n], int32(len(out))
			term.entry = binary.AppendUvarint(term.entry, uint64(passage-term.passage))
			term.entry = binary.AppendUvarint(term.entry, uint64(v.times[n]))
			term.passage, v.times[n] = passage, 0
		}
		out = append(out, p)
	}
	return out
}
