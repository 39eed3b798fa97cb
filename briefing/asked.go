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
	total  float64
	names  map[string]bool
	over   carried    // what it takes over from questions before it
	text   string     // the question
	kind   string     // one of the kinds, or ""
	event  bool       // it asks for what happened, and names no time: the newest is meant
	told   text.Event // what happened, in any word for it
	named  text.Time  // the past time it names, zero without one
	thing  string     // what it wants defined, or ""
	person bool       // it asks who somebody is
	verb   string     // the stem behind "who", or ""
	at     time.Time  // when it is asked, zero if that is of no matter
	past   bool       // it asks for what has happened, not for what will
	blames bool       // it accuses somebody, or asks whether somebody is guilty
	fact   bool       // it begins by asking for more than whether, or why
	views  bool       // it asks what others think
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
	a := asked{text: q, lang: lang, weight: map[string]float64{}, plain: map[string]string{}, names: nameKeys(q, lang),
		kind: askedKind(q), thing: thingAsked(q), person: personAsked.MatchString(q), past: !wordsAhead(q), blames: blames(q), fact: asksFact(q), views: opinionsAsked.MatchString(q)}
	dates := map[string]bool{} // the search looks at dates: sentences seldom repeat them
	times := text.Times(q, lang, time.Time{})
	for _, t := range times {
		for _, w := range text.Terms(t.Text, lang) {
			dates[w] = true
		}
	}
	a.event = len(times) == 0 && a.kind != kindWhen && asksEvent(q)
	for _, word := range strings.Fields(withoutAsking(q, lang)) {
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
	if v := verbAsked(q, lang); a.weight[v] > 0 {
		a.verb = v
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

// held are the question's terms that a text says, in its own language and in
// any word for an event.
func (a asked) held(s, lang string) map[string]bool {
	have := termSet(s, lang)
	told := text.Events(s, lang)
	out := map[string]bool{}
	for _, t := range a.terms {
		word := a.plain[t]
		if have[t] || word != "" && (holdsWord(have, lang, append([]string{word}, a.also[word]...)) || text.PlainEvents(word, a.lang)&told != 0) {
			out[t] = true
		}
	}
	return out
}

// holdsWord reports whether one of the spellings of a word is among terms.
func holdsWord(terms map[string]bool, lang string, spellings []string) bool {
	return slices.ContainsFunc(spellings, func(s string) bool {
		ts := text.Terms(s, lang)
		return len(ts) > 0 && terms[ts[0]]
	})
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
