package briefing

import (
	"slices"
	"sort"
	"strings"
	"time"

	"dateline/briefing/text"
)

// asked is a question taken apart: its words with their weight, and the kind
// of thing it asks for.
type asked struct {
	lang   string
	terms  []string // sorted, without stop words
	weight map[string]float64
	plain  map[string]string   // the words of terms, unstemmed
	also   map[string][]string // other spellings of plain words
	forms  map[string][]form   // language -> terms as it says them, once they were asked for
	total  float64
	names  map[string]bool
	over   carried         // what it takes over from questions before it
	text   string          // the question
	kind   string          // one of the kinds, or ""
	event  bool            // it asks for what happened, and names no time: the newest is meant
	told   text.Event      // what happened, in any word for it
	named  text.Time       // the past time it names, zero without one
	thing  string          // what it wants defined, or ""
	person bool            // it asks who somebody is
	verb   string          // the stem behind "who", or ""
	object map[string]bool // the stems of whom or what follows it
	at     time.Time       // when it is asked, zero if that is of no matter
	tense  tense           // the time in which it asks
	blames bool            // it accuses somebody, or asks whether somebody is guilty
	deed   bool            // it names a deed somebody may be guilty of
	quoted []string        // what it asks the speaker of, each between spaces
	fact   bool            // it begins by asking for more than whether, or why
	views  bool            // it asks what others think
}

func newAsked(q string) asked { return askedIn(q, text.QuestionLang(q)) }

// askedAfter is a question with what it takes over from those before it, at
// half weight. Its small words go by its own language: three German ones would
// outweigh all else.
func askedAfter(q string, over carried) asked {
	if over.none() {
		return newAsked(q)
	}
	a := askedIn(q, over.lang)
	a.over = over
	for _, s := range over.all() {
		for _, t := range text.Terms(s, a.lang) {
			if w := min(rarity(t, a.lang), rarest) * carriedWeight; w > 0 && a.weight[t] == 0 {
				a.terms, a.weight[t] = append(a.terms, t), w
			}
		}
	}
	for _, n := range over.names {
		a.names[text.NameKey(n)] = true
	}
	a.sum()
	return a
}

func askedIn(q, lang string) asked {
	a := asked{text: q, lang: lang, weight: map[string]float64{}, plain: map[string]string{}, forms: map[string][]form{}, names: nameKeys(q, lang),
		kind: askedKind(q), thing: thingAsked(q), person: personAsked.MatchString(q), tense: tenseAsked(q, lang), blames: blames(q), deed: guilty(withoutTitles(q), lang), fact: asksFact(q), views: opinionsAsked.MatchString(q)}
	dates := map[string]bool{} // the search looks at dates: sentences seldom repeat them
	times := text.Times(q, lang, time.Time{})
	for _, t := range times {
		for _, w := range text.Terms(t.Text, lang) {
			dates[w] = true
		}
	}
	a.event = len(times) == 0 && a.kind != kindWhen && asksEvent(q)
	for _, word := range strings.Fields(withoutAsking(degree.ReplaceAllString(q, "$1"), lang)) {
		plain := text.Terms(word, "")
		for i, t := range text.Terms(word, lang) {
			if w := min(rarity(t, lang), rarest); w > 0 && !dates[t] && a.weight[t] == 0 {
				a.terms, a.weight[t] = append(a.terms, t), w
				if i < len(plain) {
					a.plain[t] = plain[i]
				}
			}
		}
	}
	a.told = happened(q, lang, a.kind)
	if a.kind == kindWho && says(q, lang) {
		a.quoted = quotedWords(q)
	}
	if v := verbAsked(q, lang); a.weight[v] > 0 {
		a.verb, a.object = v, objectAsked(q, v, lang)
	}
	a.sum()
	return a
}

// happened are the events that the first word for one in a question may tell:
// "how many died in the shooting" asks for the dead. Who did it is told by the
// plain word alone: who died is not who killed.
func happened(q, lang, kind string) text.Event {
	for _, t := range plainWords(q) {
		e := text.Events(t, lang)
		if kind == kindWho {
			e = text.PlainEvents(t, lang)
		}
		if e.Happens() {
			return e
		}
	}
	return 0
}

// form is how a language says a term of a question.
type form struct {
	term  string
	stems []string   // of its spellings, the term among them
	event text.Event // what it tells
}

// formsIn are the question's terms as a language says them. They are read once:
// each word of each sentence found is held against them.
func (a asked) formsIn(lang string) []form {
	if fs, ok := a.forms[lang]; ok {
		return fs
	}
	fs := make([]form, len(a.terms))
	for i, t := range a.terms {
		fs[i] = form{term: t, stems: []string{t}}
		word := a.plain[t]
		if word == "" {
			continue
		}
		fs[i].event = text.PlainEvents(word, a.lang)
		for _, s := range append([]string{word}, a.also[word]...) {
			fs[i].stems = append(fs[i].stems, firstTerm(s, lang)...)
		}
	}
	a.forms[lang] = fs
	return fs
}

// held are the question's terms that a text says, in its own language and in
// any word for an event.
func (a asked) held(s, lang string) map[string]bool {
	have, told := termSet(s, lang), text.Events(s, lang)
	out := map[string]bool{}
	for _, f := range a.formsIn(lang) {
		if f.event&told != 0 || slices.ContainsFunc(f.stems, func(t string) bool { return have[t] }) {
			out[f.term] = true
		}
	}
	return out
}

// says reports whether a word says one of the question's terms.
func (a asked) says(word, lang string) bool {
	return a.saysOne(word, lang, func(string) bool { return true })
}

// saysOne reports whether a word says one of some of the question's terms.
func (a asked) saysOne(word, lang string, of func(term string) bool) bool {
	terms, told := text.Terms(word, lang), text.Events(word, lang)
	return slices.ContainsFunc(a.formsIn(lang), func(f form) bool {
		return of(f.term) && (f.event&told != 0 || slices.ContainsFunc(f.stems, func(t string) bool { return slices.Contains(terms, t) }))
	})
}

// firstTerm is the first term of a spelling, if it has one.
func firstTerm(s, lang string) []string {
	ts := text.Terms(s, lang)
	return ts[:min(1, len(ts))]
}

// sum adds up the weights, in sorted order so that it is the same everywhere.
func (a *asked) sum() {
	sort.Strings(a.terms)
	a.total = 0
	for _, t := range a.terms {
		a.total += a.weight[t]
	}
}

// about reports whether a passage, with the title and lead of its article, is
// about what was carried over. At half weight a sentence could do without it:
// the missing of another flood would answer for this one.
func (a asked) about(f Found) bool {
	need := a.over.names
	if len(need) == 0 {
		need = a.over.words
	}
	if len(need) == 0 {
		return true
	}
	lang := f.src.item.Version.Lang
	have := termSet(f.src.lead()+"\n"+f.Text(), lang)
	for _, s := range need {
		terms := contentTerms(s, lang)
		if held := len(terms) - adds(terms, have); held > 0 && 2*held >= len(terms) {
			return true
		}
	}
	return false
}

// rarest caps the weight of a word: in a question the verb, which news often
// holds, matters as much as a name.
const rarest = 4.0

// cover is the share of the question's weight that a text holds.
func (a asked) cover(terms map[string]bool) float64 {
	if a.total == 0 {
		return 0
	}
	sum := 0.0
	for _, t := range a.terms {
		if terms[t] {
			sum += a.weight[t]
		}
	}
	return sum / a.total
}
