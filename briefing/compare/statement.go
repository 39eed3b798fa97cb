package compare

import (
	"slices"
	"strings"
	"time"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
)

// statement is a sentence of a message, read in the language of some report.
type statement struct {
	s, lang  string
	sentence *evidence.Sentence
	words    []term // what is neither number, date nor name
	numbers  []number.Number
	names    []name.Name
}

// newStatement reads a sentence; known are the words of the articles that it is held
// against.
func newStatement(s, lang string, known vocabulary) *statement {
	s = lasting(s, lang)
	st := &statement{s: s, lang: lang, sentence: evidence.NewSentence(s, lang), numbers: number.Numbers(s, lang),
		names: name.Names(s, lang)}
	st.words = rest(s, lang, time.Time{}, st.numbers, st.names)
	for i, t := range st.words {
		_, held := known[t.root]
		st.words[i].strange = !held && text.CommonShare(t.root, lang) == 0 && t.event == 0 && t.concept == "" && len(t.sides) == 0
	}
	return st
}

// lasting is a sentence without the days that are counted from when it was written, as
// "yesterday" is: a report counts them from another day.
func lasting(s, lang string) string {
	const day = 24 * time.Hour
	times, later := date.Times(s, lang, date.AnyDay), date.Times(s, lang, date.AnyDay.Add(day))
	for i := len(times) - 1; i >= 0; i-- {
		if t := times[i]; i < len(later) && later[i].Span == t.Span && later[i].From.Equal(t.From.Add(day)) {
			s = s[:t.Start] + " " + s[t.End:]
		}
	}
	return strings.Join(strings.Fields(s), " ")
}

// rest are the terms of a text outside its numbers, dates and names.
func rest(s, lang string, published time.Time, numbers []number.Number, names []name.Name) []term {
	var taken []text.Span
	for _, n := range numbers {
		taken = append(taken, n.Span)
	}
	for _, n := range names {
		taken = append(taken, n.Span)
	}
	for _, t := range date.Times(s, lang, date.Reference(published)) {
		taken = append(taken, t.Span)
	}
	slices.SortFunc(taken, func(a, b text.Span) int { return a.Start - b.Start })
	var out []term
	at := 0
	for _, sp := range append(taken, text.Span{Start: len(s), End: len(s)}) {
		if sp.Start > at {
			out = append(out, termsOf(s[at:sp.Start], lang)...)
		}
		at = max(at, sp.End)
	}
	return out
}

// sentenceOf is a sentence of a report as a statement is held against it.
type sentenceOf struct {
	s, lang   string
	published time.Time
	terms     []term
	numbers   []number.Number
	names     []name.Name
}

func newSentence(s, lang string, published time.Time) sentenceOf {
	return sentenceOf{s: s, lang: lang, published: published, terms: termsOf(s, lang), numbers: number.Numbers(s, lang),
		names: name.Names(s, lang)}
}

// wording is how much of a statement's words a sentence has: own of them itself, all
// with what stands beside it. It may have the opposite of one, or nothing for one that
// tells what happened or changed.
type wording struct {
	own, all        float64
	opposed, change bool
}

func (st *statement) held(in sentenceOf, around []term) (w wording) {
	for _, t := range st.words {
		same := slices.ContainsFunc(in.terms, t.same)
		against := !same && slices.ContainsFunc(in.terms, t.opposes)
		switch {
		case same:
			w.own++
		case against:
			w.own++
			w.opposed = true
		case slices.ContainsFunc(around, t.same):
			w.all += besideWeight
		case t.event != 0 || len(t.sides) > 0:
			w.change = true
		}
	}
	w.all += w.own
	return w
}

// besideWeight is what a word counts that only the sentence beside or the headline has.
const besideWeight = .7

// counterpart reports whether a sentence has another number for what number n of the
// statement counts: one that cannot be right where n is.
func (st *statement) counterpart(n number.Number, in sentenceOf) bool {
	own := measure.Measures(st.s, st.lang, in.published)
	other := measure.Measures(in.s, in.lang, in.published)
	for _, a := range own {
		for _, b := range other {
			if a.Span == n.Span && a.Excludes(b) {
				return true
			}
		}
	}
	return slices.ContainsFunc(in.numbers, func(m number.Number) bool {
		return m.Kind == n.Kind && m.Unit == n.Unit && apart(n, m) && !bounded(m, n, other) && st.alike(n, m, in)
	})
}

// partial reports whether a sentence gives a number of the statement only as that of
// which it counts some: "11 of the 14 lines".
func (st *statement) partial(in sentenceOf) bool {
	of := lexicon.Words(st.lang, "messages", "of")
	for i := range len(in.numbers) - 1 {
		part, whole := in.numbers[i], in.numbers[i+1]
		between := strings.ToLower(strings.TrimSpace(in.s[part.End:max(part.End, whole.Start)]))
		has := func(n number.Number) bool {
			return slices.ContainsFunc(st.numbers, func(o number.Number) bool { return o.Value == n.Value })
		}
		if slices.Contains(of, between) && has(whole) && !has(part) {
			return true
		}
	}
	return false
}

// apart reports whether two numbers are different ones, not the same rounded.
func apart(a, b number.Number) bool {
	return a.High < b.Value*(1-slack) || a.Value > b.High*(1+slack)
}

const slack = .02

// alike reports whether two numbers count the same: the word behind or before them is
// the same, or they are shares, sums or years of which a sentence has one.
func (st *statement) alike(n, m number.Number, in sentenceOf) bool {
	before, after := beside(st.s, st.lang, n.Span)
	front, back := beside(in.s, in.lang, m.Span)
	switch {
	case after != "" && back != "":
		if termOf(after, st.lang).same(termOf(back, in.lang)) {
			return true
		}
	case before != "" && termOf(before, st.lang).same(termOf(front, in.lang)):
		return true
	}
	if n.Kind == "count" || n.Kind == "ordinal" {
		return false
	}
	alike := slices.DeleteFunc(slices.Clone(in.numbers), func(o number.Number) bool { return o.Kind != m.Kind || o.Unit != m.Unit })
	return len(alike) == 1
}

// beside are the words right before and behind a number, "" for none or one that
// tells nothing.
func beside(s, lang string, sp text.Span) (before, after string) {
	if words := text.Content(text.Roots(clause(s[:sp.Start], true), lang), lang); len(words) > 0 {
		before = words[len(words)-1]
	}
	if words := text.Content(text.Roots(clause(s[sp.End:], false), lang), lang); len(words) > 0 {
		after = words[0]
	}
	return before, after
}

// clause is the part of a text that reaches to its end, or from its beginning, without
// a mark between.
func clause(s string, end bool) string {
	const marks = text.BreakMarks + text.EndMarks
	if end {
		return s[strings.LastIndexAny(s, marks)+1:]
	}
	if i := strings.IndexAny(s, marks); i >= 0 {
		return s[:i]
	}
	return s
}

// bounded reports whether a sentence gives m as a bound that leaves n open.
func bounded(m, n number.Number, measures []measure.Measure) bool {
	for _, x := range measures {
		if x.Span != m.Span {
			continue
		}
		switch x.Bound {
		case "least":
			return n.Value >= m.Value
		case "most":
			return n.Value <= m.Value
		case "about":
			return n.Value > .9*m.Value && n.Value < 1.1*m.Value
		}
	}
	return false
}

// otherDate reports whether a sentence names a time that is not the statement's.
func (st *statement) otherDate(in sentenceOf) bool {
	own, other := date.Times(st.s, st.lang, date.Reference(in.published)), date.Times(in.s, in.lang, date.Reference(in.published))
	for _, a := range own {
		if slices.ContainsFunc(other, func(b date.Time) bool { return separate(a.Days(), b.Days()) }) {
			return true
		}
	}
	return false
}

// separate reports whether two phrases cannot mean one time.
func separate(a, b date.Time) bool {
	switch {
	case a.Closed() && b.Closed():
		return !a.From.Before(b.To) || !b.From.Before(a.To)
	case a.Closed() != b.Closed():
		return a.Text != b.Text
	}
	return a.From.IsZero() == b.From.IsZero() && (!a.From.Equal(b.From) || !a.To.Equal(b.To))
}

// roles are how the names that both have, and that are no places, stand in a sentence.
type roles int

const (
	sameRoles    roles = iota
	otherRoles         // who did it to whom may be the other way round,
	swappedRoles       // or certainly is
)

// rolesIn compares the order of names: where it is another one and neither sentence
// says by whom something was done, each has done what the other has.
func (st *statement) rolesIn(in sentenceOf) roles {
	var at []int
	for _, n := range st.names {
		if name.Placed(st.s, n) {
			continue
		}
		i := slices.IndexFunc(in.names, func(m name.Name) bool { return name.SameName(n.Text, m.Text) && !name.Placed(in.s, m) })
		if i >= 0 {
			at = append(at, i)
		}
	}
	switch {
	case slices.IsSorted(at):
		return sameRoles
	case len(at) != 2 || passive(st.s, st.lang) || passive(in.s, in.lang):
		return otherRoles
	}
	return swappedRoles
}

// passive reports whether a sentence has a word that may say by whom something was done.
func passive(s, lang string) bool {
	by := lexicon.Words(lang, "messages", "by")
	return slices.ContainsFunc(text.PlainWords(s), func(w string) bool { return slices.Contains(by, text.Fold(w)) })
}

// denies reports whether a sentence denies something.
func denies(s, lang string) bool {
	return len(speech.Read(s, lang).Denials().Reach) > 0
}
