// Package measure reads what numbers in text measure.
package measure

import (
	"slices"
	"strings"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// Measure is what a number in a sentence measures: "at least 15 people have
// died in Senn" is 15 or more dead, in Senn. Two sentences state the same
// measure when all but the value and its bound are equal.
type Measure struct {
	number.Number
	Class  string   // what happened to the counted: dead, injured, missing … ; "" is another measure
	Counts string   // stem of what is counted, "" for people
	Thing  string   // what is counted in the sentence's own words: "soldiers"
	Bound  string   // least, most, about, or "" for an exact number
	Grows  bool     // counts what has happened so far: a later count is higher
	Passes bool     // counts what is so for a while: a later count may be any
	By     []string // whom the sentence gives as the source of what it says, as keys

	lang   string
	scope  []string // what limits it: "so far", places that are no names, times
	causes []string // floods, crashes: what it happened in
	names  []name.Name
	terms  []string // of a measure without class: the other words
	doer   []string // words before the number that say who did it
	does   bool     // and what happened to the counted is what they did
	bare   bool     // the sentence says nothing else of it, not where it is
	placed bool     // its names are those that its story gives it
}

// A text that is longer, in bytes, or holds more numbers is no sentence but a
// list or a table.
const (
	measuredMost = 1000
	numbersMost  = 12
)

// Measures are what the numbers of a sentence measure, as far as that can be
// told: nothing in a language without lists, in a question, or where it is only
// feared or denied. Published resolves the sentence's dates.
func Measures(s, lang string, published time.Time) []Measure {
	lex, ok := measureLexicons()[lang]
	if !ok || strings.HasSuffix(strings.TrimSpace(s), "?") {
		return nil
	}
	if len(s) > measuredMost {
		return nil
	}
	numbers := number.Numbers(s, lang)
	if len(numbers) == 0 || len(numbers) > numbersMost {
		return nil
	}
	reader := newMeasureReader(s, lang, lex, numbers)
	if reader.doubts() {
		return nil
	}
	var out []Measure
	for i := range numbers {
		if measure, ok := reader.measure(i); ok {
			out = append(out, measure)
		}
	}
	if len(out) == 0 {
		return nil
	}
	reader.limit(out, published)
	return unambiguous(out)
}

// unambiguous leaves out measures of which a sentence states two values.
func unambiguous(in []Measure) []Measure {
	var out []Measure
	for i, a := range in {
		alone := true
		for j, b := range in {
			alone = alone && (i == j || !a.Same(b))
		}
		if alone {
			out = append(out, a)
		}
	}
	return out
}

// Same reports whether both numbers measure the same: all but value and bound are
// equal.
func (m Measure) Same(o Measure) bool {
	return m.sameThing(o) && slices.Equal(m.scope, o.scope) && slices.Equal(m.terms, o.terms) &&
		sameNames(m.names, o.names) && !noCommonSource(m.causes, o.causes) && m.sameDoer(o)
}

// sameThing reports whether two numbers count the same in the same unit. Stems
// and other words tell nothing of those of another language.
func (m Measure) sameThing(o Measure) bool {
	if m.lang != o.lang && (m.Class == "" || m.Counts != "") {
		return false
	}
	return m.Class == o.Class && m.Counts == o.Counts && m.Kind == o.Kind && m.Unit == o.Unit
}

// sameNames reports whether each name of either list stands in the other.
func sameNames(a, b []name.Name) bool {
	within := func(a, b []name.Name) bool {
		for _, x := range a {
			if !slices.ContainsFunc(b, func(y name.Name) bool { return x.Key == y.Key || name.SameName(x.Text, y.Text) }) {
				return false
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}

// sameDoer reports whether nobody else did it, or something else was done. One
// sentence may leave out who did it, if the other has it as the subject.
func (m Measure) sameDoer(o Measure) bool {
	switch {
	case m.Class == "" || slices.Equal(m.doer, o.doer):
		return true
	case len(m.doer) == 0:
		return o.does
	case len(o.doer) == 0:
		return m.does
	}
	return false
}

// noCommonSource reports whether both name causes, and none in common.
func noCommonSource(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// Equal reports whether o is the same value of the same measure.
func (m Measure) Equal(o Measure) bool {
	return m.Value == o.Value && m.High == o.High && m.Same(o)
}

// Changed reports whether o is another value of the same measure, worded with
// the same bound, so that one may say "was A, now B".
func (m Measure) Changed(o Measure) bool {
	return m.Same(o) && m.Bound == o.Bound && !m.Equal(o)
}

// Excludes reports whether o is a value of the same measure that cannot be true
// where this one is.
func (m Measure) Excludes(o Measure) bool {
	if !m.Same(o) {
		return false
	}
	low, high := m.interval()
	lowO, highO := o.interval()
	return high < lowO || highO < low
}

// The true value may be this share beside a number that is said to be "about" so
// much, and beside a round one (1,400 may be 1,350 to 1,449).
const aboutShare = .1

// interval is what the true value may be.
func (m Measure) interval() (low, high float64) {
	low, high = m.Value, m.High
	slack := min(roundness(m.High)/2, aboutShare*m.High)
	if m.Bound == "about" || m.Approx {
		slack = aboutShare * m.High
	}
	switch m.Bound {
	case "least":
		return low - slack, endless
	case "most":
		return 0, high + slack
	}
	return low - slack, high + slack
}

const endless = 1e300

// roundness is the power of ten below which a number from 100 on has only
// zeros: 100 for 1,400. Smaller numbers are exact.
func roundness(v float64) float64 {
	if v < 100 {
		return 0
	}
	power := 1.0
	for power < v && int64(v/power)%10 == 0 && power < 1e15 {
		power *= 10
	}
	if power == 1 {
		return 0
	}
	return power
}

// measureReader reads the measures of one sentence.
type measureReader struct {
	s, lang string
	lex     measureLexicon
	numbers []number.Number
	words   []text.Word
	at      []int  // of each word the number it is part of, or -1
	said    []bool // words that say who said it, and when
	by      map[string]bool
}

func newMeasureReader(s, lang string, lex measureLexicon, numbers []number.Number) *measureReader {
	reader := &measureReader{s: s, lang: lang, lex: lex, numbers: numbers, words: text.Split(s, text.Named), by: map[string]bool{}}
	reader.at, reader.said = make([]int, len(reader.words)), make([]bool, len(reader.words))
	for i, w := range reader.words {
		reader.at[i] = slices.IndexFunc(numbers, func(n number.Number) bool { return n.Meets(w.Span) })
	}
	reader.speakers()
	return reader
}

func (r *measureReader) fold(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].Fold
}

// gap is what stands before word i.
func (r *measureReader) gap(i int) string {
	if i <= 0 || i >= len(r.words) {
		return ""
	}
	return r.s[r.words[i-1].End:r.words[i].Start]
}

// comma reports whether a clause may end before word i.
func (r *measureReader) comma(i int) bool { return text.Breaks(r.gap(i)) }

// clause reports whether another clause begins with word i.
func (r *measureReader) clause(i int) bool { return r.comma(i) || r.lex.joins[r.fold(i)] }

// doubts reports whether the sentence, outside of what says who said it, only
// fears, foretells or denies. "May" and "Will" with a capital are names.
func (r *measureReader) doubts() bool {
	for i := 0; i < len(r.words); i++ {
		if n := max(r.phrase(i, r.lex.least), r.phrase(i, r.lex.most)); n > 1 {
			i += n - 1 // "no fewer than"
			continue
		}
		raw := r.words[i].Raw
		if i == 0 {
			raw = strings.ToLower(raw)
		}
		if !r.said[i] && r.lex.doubt[raw] {
			return true
		}
	}
	return false
}

// phrase is how many words from i on are one of a list, 0 if none are.
func (r *measureReader) phrase(i int, list phraseSet) int {
	for n := min(list.most, len(r.words)-i); n > 0; n-- {
		if list.has[r.joined(i, n)] {
			return n
		}
	}
	return 0
}

// joined are n words from i on, folded, as phrases are listed.
func (r *measureReader) joined(i, n int) string {
	if n == 1 {
		return r.words[i].Fold
	}
	var b strings.Builder
	for pos := i; pos < i+n; pos++ {
		if pos > i {
			b.WriteByte(' ')
		}
		b.WriteString(r.words[pos].Fold)
	}
	return b.String()
}

// before is how many words up to i, not with it, are one of a list.
func (r *measureReader) before(i int, list phraseSet) int {
	for n := min(list.most, i); n > 0; n-- {
		if r.phrase(i-n, list) == n {
			return n
		}
	}
	return 0
}

const (
	speakerMost = 6 // words that name who said something
	saidWhen    = 4 // words behind a verb of saying within which a time is that of the saying
)

// speakers marks the words that say who said it: "the rescue service said on
// Sunday", "according to the ministry". Names and days there are not the measure's.
func (r *measureReader) speakers() {
	for i := range r.words {
		if n := r.phrase(i, r.lex.according); n > 0 {
			end := r.speakerEnd(i+n, i+n+speakerMost)
			r.speaks(i, i+n, end, end)
		}
		if !r.says(i) {
			continue
		}
		from := r.speakerStart(i)
		r.speaks(from, from, i, i+1)
		if from == i || r.comma(i) { // "15 dead, said the ministry"
			end := r.speakerEnd(i+1, i+speakerMost)
			r.speaks(i, i+1, end, end)
		}
	}
}

// speakerStart is the first word of who is named before the verb of saying at i.
func (r *measureReader) speakerStart(i int) int {
	from := i
	for from > max(0, i-speakerMost) && !r.clause(from) && r.at[from-1] < 0 && !r.says(from-1) {
		from--
	}
	return from
}

// speakerEnd is the end of who is named from word first on, before word most.
func (r *measureReader) speakerEnd(first, most int) int {
	end := first
	for end < min(len(r.words), most) && !r.ends(end, first) && r.at[end] < 0 {
		end++
	}
	return end
}

// ends reports whether whom word first begins to name is named before word i: a
// German article there begins no clause.
func (r *measureReader) ends(i, first int) bool { return r.comma(i) || i > first && r.clause(i) }

// speaks marks words from to end, of which first to last name who speaks.
func (r *measureReader) speaks(from, first, last, end int) {
	for pos := from; pos < end; pos++ {
		r.said[pos] = true
	}
	var who []string
	for pos := first; pos < last; pos++ {
		if folded := r.fold(pos); !text.Stop(text.Stem(folded, r.lang), r.lang) {
			who = append(who, text.Stem(folded, r.lang))
		}
	}
	if len(who) > 0 {
		r.by[strings.Join(who, " ")] = true
	}
}
