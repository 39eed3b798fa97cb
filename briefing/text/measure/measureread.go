package measure

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/verb"
)

const (
	behindMost = 9  // words behind a number within which it is said what happened to the counted
	aheadMost  = 8  // and before it,
	levelMost  = 16 // or before a verb that says what a count rose to
)

// measure reads what number i measures; the limits come later.
func (r *measureReader) measure(i int) (Measure, bool) {
	measure := Measure{Number: r.numbers[i], lang: r.lang}
	from, behind := r.wordsOf(i)
	place := measure.Kind == "ordinal" || measure.Kind == "year"
	if place || from < 0 || r.glued(measure.Start) {
		return measure, false
	}
	from = r.bound(&measure, from)
	if r.partial(from, behind) {
		return measure, false
	}
	if measure.High > measure.Value && r.lex.from[r.fold(from-1)] { // "from 12 to 15"
		measure.Value = measure.High
	}
	behind = r.more(&measure, behind)
	measure.Class = r.class(from, behind)
	r.counts(&measure, behind)
	r.checked(&measure, behind)
	measure.scope = append(measure.scope, r.kinds(behind)...)
	measure.doer, measure.does = r.doer(from, measure.Class)
	measure.does = measure.does || measure.Class == "outage"
	if measure.Counts == "" && r.numbered(from, behind) {
		return measure, false
	}
	if measure.Class != "" {
		measure.Grows, measure.Passes = cumulativeClasses[measure.Class], momentaryClasses[measure.Class]
		return measure, measure.Kind == "count"
	}
	if by := r.fold(from - 1); r.lex.step[by] { // "rose by 3 percent" is not "rose to 3 percent"
		measure.scope = append(measure.scope, "by")
	}
	things := measure.Counts != "" && !r.lex.units[measure.Counts]
	return measure, measure.Kind != "count" || things
}

// more reads the words behind a number that say it comes on top of another, and
// returns what is behind them.
func (r *measureReader) more(m *Measure, i int) int {
	for n := r.phrase(i, r.lex.more); n > 0; n = r.phrase(i, r.lex.more) {
		m.scope = append(m.scope, "more")
		i += n
	}
	return i
}

// wordsOf are the first word of number i, -1 if it has none, and the first behind it.
func (r *measureReader) wordsOf(i int) (from, behind int) {
	from, behind = slices.Index(r.at, i), len(r.words)
	for behind > max(from, 0) && r.at[behind-1] != i {
		behind--
	}
	return from, behind
}

// partial reports whether the number between two words is but a part of what is
// counted, or stands beside it.
func (r *measureReader) partial(from, behind int) bool {
	return r.before(from, r.lex.partial) > 0 || r.before(from, r.lex.beside) > 0 || r.phrase(behind, r.lex.partial) > 0
}

// numbered reports a number that is a name's: "Flight 370".
func (r *measureReader) numbered(from, behind int) bool {
	if from == 0 || r.comma(from) || !text.Capital(r.words[from-1].Raw) {
		return false
	}
	next := r.fold(behind)
	return !r.lex.people[next] && r.lex.events[next] == ""
}

// doer are the content words before a number in its clause, which say who did it
// or what was done; does is whether what happened to the counted is their verb:
// "the army arrested 40", but "the clinic treated 40 injured people".
func (r *measureReader) doer(k int, what string) (words []string, does bool) {
	for i := k - 1; i >= 0 && r.at[i] < 0; i-- {
		folded := r.fold(i)
		class, n := r.eventAt(i)
		switch {
		case r.said[i] || class == "" && (r.lex.levels[folded] || r.lex.light[folded]):
		case class != "":
			does = true
			i -= n - 1
		case what == "outage" && r.before(i+1, r.lex.outage) > 0:
			i -= r.before(i+1, r.lex.outage) - 1
		case r.lex.causes[folded] != "":
			i-- // "the bus crash"
		case r.lex.places[folded]:
			words = words[:0] // "in the bus": a place
		case !r.name(i):
			words = r.withContent(words, folded, "")
		}
		if i >= 0 && r.clause(i) {
			break
		}
	}
	slices.Sort(words)
	return slices.Compact(words), does
}

// name reports whether word i is a name by its capital, which proves nothing in
// German or at the start.
func (r *measureReader) name(i int) bool {
	return i > 0 && r.lang != "de" && text.Capital(r.words[i].Raw) && len(name.Names(r.words[i].Raw+" x", r.lang)) > 0
}

// withContent adds the stem of a content word to words, behind a prefix.
func (r *measureReader) withContent(words []string, w, prefix string) []string {
	if root := text.Stem(w, r.lang); !text.Stop(root, r.lang) {
		return append(words, prefix+root)
	}
	return words
}

// says reports whether word i is a verb of saying.
func (r *measureReader) says(i int) bool {
	return r.lex.says.At(verb.Sentence{Size: len(r.words), Word: r.fold, Breaks: r.comma,
		Joins: func(i int) bool { return r.lex.joins[r.fold(i)] }}, i)
}

// glued reports a number that is a part of a word: "COVID-19".
func (r *measureReader) glued(at int) bool {
	if at < 2 || r.s[at-1] != '-' {
		return false
	}
	char, _ := utf8.DecodeLastRuneInString(r.s[:at-1])
	return unicode.IsLetter(char)
}

// bound reads the words before a number that bound it, and returns where they begin.
func (r *measureReader) bound(m *Measure, a int) int {
	for pos := a; ; {
		switch {
		case pos == 0 || r.comma(pos):
			return pos
		case r.before(pos, r.lex.least) > 0:
			m.Bound, pos = "least", pos-r.before(pos, r.lex.least)
		case r.before(pos, r.lex.most) > 0:
			m.Bound, pos = "most", pos-r.before(pos, r.lex.most)
		case r.before(pos, r.lex.about) > 0:
			m.Bound, pos = "about", pos-r.before(pos, r.lex.about)
		case r.before(pos, r.lex.more) > 0:
			m.scope, pos = append(m.scope, "more"), pos-r.before(pos, r.lex.more)
		case r.before(pos, r.lex.fill) > 0:
			pos -= r.before(pos, r.lex.fill)
		default:
			return pos
		}
	}
}

// class is what happened to the counted: what the number stands before ("15
// dead"), what it is the object of ("killed 15 people"), what is said behind
// ("15 people have died") or before it ("the number of dead rose to 15").
func (r *measureReader) class(from, behind int) string {
	if behind < len(r.words) && !r.clause(behind) {
		if class := r.event(behind); class != "" {
			return class
		}
	}
	if from > 0 && !r.comma(from) && r.at[from-1] < 0 {
		if class := r.event(from - 1); class != "" {
			return class
		}
	}
	for i := behind; i < min(len(r.words), behind+behindMost) && r.at[i] < 0 && !r.clause(i); i++ {
		if class := r.event(i); class != "" {
			return class
		}
	}
	return r.classBefore(from, r.lex.levels[r.fold(from-1)] || r.lex.levels[r.fold(from-2)] || r.lex.levels[r.fold(behind)])
}

// classBefore is what is said before a number happened to the counted; level is
// whether a verb tells what a count rose to, which may end another clause.
func (r *measureReader) classBefore(from int, level bool) string {
	far := aheadMost
	if level {
		far = levelMost
	} else if r.lex.places[r.fold(from-1)] {
		return "" // "12 cases in eight states"
	}
	for i := from - 1; i >= max(0, from-far) && r.at[i] < 0 && (level || !r.clause(i+1)); i-- {
		if class := r.event(i); class != "" {
			return class
		}
	}
	return ""
}

// event is what word i, or the phrase that ends with it, says happened.
func (r *measureReader) event(i int) string {
	class, _ := r.eventAt(i)
	return class
}

// eventAt is an event with the number of its words, the last of them word i.
func (r *measureReader) eventAt(i int) (string, int) {
	for n := min(r.lex.eventMost, i+1); n > 0; n-- {
		if class := r.lex.events[r.joined(i-n+1, n)]; class != "" {
			return class, n
		}
	}
	return "", 0
}

// counts finds what is counted.
func (r *measureReader) counts(m *Measure, b int) {
	for i := b; i < min(len(r.words), b+3) && !r.clause(i) && r.at[i] < 0; i++ {
		folded := r.fold(i)
		if r.lex.events[folded] != "" || r.lex.levels[folded] || r.says(i) || r.lex.light[folded] {
			if r.lex.adjective[folded] { // "15 injured soldiers"
				continue
			}
			return
		}
		if r.lex.people[folded] {
			return
		}
		if root := text.Stem(folded, r.lang); !text.Stop(root, r.lang) {
			m.Counts, m.Thing = cmp.Or(r.lex.alike[root], root), strings.ToLower(r.words[i].Raw)
			r.besides(m, i)
			return
		}
		if i > b || m.Class != "" {
			return // "15 of the injured", "15 in the north"
		}
	}
}

// kinds are the nouns behind "of": "34 cases of measles".
func (r *measureReader) kinds(b int) []string {
	var out []string
	for i := b + 1; i < min(len(r.words), b+3) && !r.clause(i); i++ {
		if !r.lex.of[r.fold(i)] {
			continue
		}
		for pos := i + 1; pos < min(len(r.words), i+4) && !r.clause(pos) && !r.lex.places[r.fold(pos)] && r.at[pos] < 0; pos++ {
			proper := r.lang != "de" && text.Capital(r.words[pos].Raw)
			if !proper && !r.said[pos] && !r.known(r.fold(pos)) {
				out = r.withContent(out, r.fold(pos), "of ")
			}
		}
		break
	}
	return out
}

// known reports whether a word tells what happened, in what, or nothing.
func (r *measureReader) known(w string) bool {
	return r.lex.causes[w] != "" || r.lex.events[w] != "" || r.lex.light[w]
}
