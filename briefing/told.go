package briefing

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/text"
)

// Who won is told by a sentence that says so: one that holds the other words of
// the question, and nothing of winning, answers something else, and so does one
// that expects it.

// aheadWords say in a question or a sentence that something is still to come.
var aheadWords = wordSet(`will would could may might can should shall won't wouldn't expects expected expect predict predicts predicted plan plans planned hopes hope aims agreed agrees agree vowed vows promised promises likely going if whether
 wird werden würde könnte soll sollen gehen`)

// aheadNear is how far before an event, in words, such a word stands at most:
// "is expected to be arrested".
const aheadNear = 3

// tells reports whether a sentence tells the event asked for, and, where it has
// come about, as something that has.
func (a asked) tells(s, lang string) bool {
	if a.verb != "" && !a.held(s, lang)[a.verb] {
		return false
	}
	if a.kind == "" || !a.told.Happens() && a.verb == "" {
		return true
	}
	ahead := -aheadNear - 1
	words := plainWords(s)
	for i, w := range words {
		if aheadWords[strings.ToLower(w)] {
			ahead = i
		}
		if a.happens(w, lang) && (a.tense == tenseNow || i-ahead > aheadNear) && a.done(words, i, lang) {
			return true
		}
	}
	return false
}

// happens reports whether a word tells the event asked for, or else says the
// verb behind "who".
func (a asked) happens(word, lang string) bool {
	if a.told.Happens() {
		return (text.Events(word, lang) & a.told).Happens()
	}
	return a.saysOne(word, lang, func(term string) bool { return term == a.verb })
}

// verbAsked is the stem of the verb behind "who": who directed a film is told by
// a sentence that says directed, not by one that names the film.
func verbAsked(q, lang string) string {
	words := plainWords(q)
	for i, w := range words[:max(0, len(words)-1)] {
		if askWords[text.Fold(w)] != kindWho {
			continue
		}
		if t := text.Terms(words[i+1], lang); len(t) == 1 && !text.Asks(words[i+1], lang) {
			return t[0]
		}
	}
	return ""
}

const (
	doerBefore = 10 // words between who did it and what was done at most
	doneBehind = 8  // and between that and to what
	byBehind   = 5  // "was killed on Friday by"
	beBefore   = 3  // "was, it is said, killed by"
)

// suffered asks to whom it happened: "who was fired", "who died".
var suffered = regexp.MustCompile(`(?i)^\W*whom?(?:'s|\s+(?:is|was|are|were|died|dies|got|else died|wurde|starb))\b`)

// done reports whether the words around an event, word i, say who did it: a
// name stands before it and what it was done to behind, not before as well, or
// the doer behind "by". Only in English does the order of the words tell.
func (a asked) done(words []string, i int, lang string) bool {
	if a.kind != kindWho || lang != "en" || suffered.MatchString(a.text) {
		return true
	}
	said := func(w string) bool { return a.says(w, lang) }
	object := func(w string) bool { return a.saysOne(w, lang, func(t string) bool { return a.object[t] }) }
	doer := func(w string) bool {
		r := []rune(w)
		return len(r) > 1 && unicode.IsUpper(r[0]) && !said(w) && !text.Stop(text.Fold(w), lang)
	}
	before := words[max(0, i-doerBefore):i]
	behind := words[i+1 : min(len(words), i+1+doneBehind)]
	each := len(behind) > 0 && behind[0] == "each" // "Ada Brandt and Mira Tal play each other": both do it
	did := slices.ContainsFunc(behind, object) || slices.ContainsFunc(behind, said) && (each || !slices.ContainsFunc(before, object))
	if did && slices.ContainsFunc(before[reported(before):], doer) {
		return true
	}
	by := slices.Index(behind[:min(len(behind), byBehind)], "by")
	if by == 0 && len(behind) > 1 && doer(behind[1]) {
		return true // "a gala hosted by Ada Brandt"
	}
	return by >= 0 && slices.ContainsFunc(before[max(0, len(before)-beBefore):], func(w string) bool { return len(w) > 1 && beWords[w] }) && slices.ContainsFunc(behind[by:], doer)
}

// reported is where, in words, what somebody said or wrote begins: whoever did
// that did nothing of what follows.
func reported(words []string) int {
	for i := len(words) - 1; i >= 0; i-- {
		if saidWords[strings.ToLower(words[i])] {
			return i + 1
		}
	}
	return 0
}

var saidWords = wordSet("said says saying told tells wrote tweeted announced reported reports confirmed added")

// objectAsked are the stems of what follows the verb behind "who", up to the
// next small word that joins: whom or what it was done to.
func objectAsked(q, verb, lang string) map[string]bool {
	if verb == "" || lang != "en" {
		return nil
	}
	out := map[string]bool{}
	words := plainWords(q)
	for i, w := range words {
		if ts := text.Terms(w, lang); len(ts) != 1 || ts[0] != verb {
			continue
		}
		for _, w := range words[i+1:] {
			w = text.Fold(w)
			if placeWords[w] || joining[w] {
				break
			}
			for _, t := range text.Terms(w, lang) {
				if !text.Stop(t, lang) {
					out[t] = true
				}
			}
		}
		break
	}
	return out
}

// joining are the small words, beside those of places, that end an object.
var joining = wordSet("of on for with by after before during over about against as and this last when while since until")

// answers reports whether a sentence can be the answer: it holds the kind of
// thing asked for, tells what happened, and at the time that is named.
func (a asked) answers(s, lang string, published time.Time) bool {
	return a.tells(s, lang) && a.timely(s, lang, published) && a.holds(s, lang, published) && a.quotes(s)
}

// quotedWords are the quotations of a text word by word, so that neither case
// nor punctuation tells them apart; one word alone says too little.
func quotedWords(s string) []string {
	var out []string
	for _, q := range text.Quotations(s) {
		if words := plainWords(text.Fold(s[q.Start:q.End])); len(words) > 1 {
			out = append(out, " "+strings.Join(words, " ")+" ")
		}
	}
	return out
}

// quotes reports whether a sentence holds what a question asks the speaker of:
// who says something like it has not said it.
func (a asked) quotes(s string) bool {
	said := " " + strings.Join(plainWords(text.Fold(s)), " ") + " "
	return !slices.ContainsFunc(a.quoted, func(q string) bool { return !strings.Contains(said, q) })
}

// reportsBehind is how long after a time reports still tell of it without
// naming it: inflation in June is reported in July.
const reportsBehind = 31 * 24 * time.Hour

// namedPast is the past time that a question names, zero if it does not.
func namedPast(q, lang string, at time.Time) text.Time {
	for _, t := range text.Times(q, lang, at) {
		if t.Closed() && t.From.Before(at) && !t.From.Equal(at) {
			return t.Days()
		}
	}
	return text.Time{}
}

// timely reports whether a sentence is of the time that a question names: it
// says so, or its article is of that time and it says no other. One that asks
// for nothing of a kind may name an older time for what it is about.
func (a asked) timely(s, lang string, published time.Time) bool {
	lately := a.at.Sub(a.named.From) < reportsBehind // "what happened in Kyiv yesterday?"
	if a.kind == "" && !lately || a.kind == kindWhen || !a.named.Closed() || published.IsZero() {
		return true
	}
	other := false
	for _, t := range text.Times(s, lang, published) {
		if t = t.Days(); t.Closed() {
			if t.From.Before(a.named.To) && a.named.From.Before(t.To) {
				return true
			}
			other = true
		}
	}
	return !other && !published.Before(a.named.From) && published.Before(a.named.To.Add(reportsBehind))
}

// concerns reports whether a passage, with the title and lead of its article, is
// about what a question of a kind asks of: it holds two thirds of its rare words at
// least, but for the event's. The dead of another bridge are no answer.
func (a asked) concerns(f Found) bool {
	if a.kind == "" {
		return true
	}
	have := a.held(f.src.lead()+"\n"+f.Text(), f.src.item.Version.Lang)
	rare, held := 0, 0
	for _, t := range a.terms {
		if a.weight[t] == rarest && text.Events(a.plain[t], a.lang)&a.told == 0 {
			rare++
			if have[t] {
				held++
			}
		}
	}
	return 3*held >= 2*rare
}

// definitionAsked asks what or who something is.
var definitionAsked = regexp.MustCompile(`(?i)^\W*(?:what|who|was|wer|qué|que|quién|quem|qui|o que)(?:['’]?s| is| are| was| were| ist| sind| war| es| era| est| é)\s+(?:(?:an?|the|der|die|das|ein|eine|el|la|le|un|una|une|o|a|um|uma)\s+)?(.+?)\W*$`)

// definedMost is how many words a thing has that is asked for at most.
const definedMost = 4

// defines reports whether a sentence says what the thing asked for is: "BeReal
// is an app", "SWIFT, a network of banks", "the Ukrainian president, Zelensky".
func (a asked) defines(s string) bool {
	if a.thing == "" {
		return false
	}
	before, behind, ok := strings.Cut(text.Fold(s), a.thing)
	return ok && (defining.MatchString(behind) || strings.HasSuffix(before, "known as "))
}

// thingAsked is what a question wants defined, folded, "" if it wants something else.
func thingAsked(q string) string {
	m := definitionAsked.FindStringSubmatch(q)
	if m == nil || len(plainWords(m[1])) > definedMost {
		return ""
	}
	return strings.Join(plainWords(text.Fold(m[1])), " ")
}

// nearness is [nearLeast, 1] by how close the event asked for stands to one of
// the question's other words: when Ada Brandt resigned is told where both stand
// together, not where she is named and another resigned.
func (a asked) nearness(s, lang string) float64 {
	if a.kind == "" || !a.told.Happens() {
		return 1
	}
	events, others := []int{}, []int{}
	for i, w := range plainWords(s) {
		switch {
		case text.Events(w, lang)&a.told != 0:
			events = append(events, i)
		case a.says(w, lang):
			others = append(others, i)
		}
	}
	best := nearFar
	for _, e := range events {
		for _, o := range others {
			best = min(best, max(e-o, o-e))
		}
	}
	return 1 - (1-nearLeast)*float64(max(0, best-nearClose))/float64(nearFar-nearClose)
}

// From nearClose words on a sentence counts less, at nearFar words nearLeast.
const (
	nearClose, nearFar = 3, 12
	nearLeast          = .7
)

// defining is what stands behind a thing that a sentence defines.
var defining = regexp.MustCompile(`^(?: [\p{L}]+)?(?: \([^)]{1,40}\))?(?:,? (?:is|are|was|were|stands for|refers to) (?:(?:also|now|currently|essentially|basically) )?(?:an?|the|one of) |, (?:an?|the|which (?:is|stands|refers)|who (?:is|was)) |,? known as |,? (?:ist|sind|war) (?:der|die|das|ein|eine) )`)
