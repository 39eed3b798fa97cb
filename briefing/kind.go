package briefing

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// An answer answers: the sentence shown holds the kind of thing that is asked
// for. A sentence that repeats the question with nothing in the gap is none.
const (
	kindWho    = "who"    // a person or body
	kindName   = "name"   // which country, what company: a name
	kindWhere  = "where"  // a place
	kindWhen   = "when"   // a date
	kindNumber = "number" // a number of what is counted
	kindAge    = "age"    // how old somebody is
)

// askWords are question words by the kind they ask for; "" asks for anything,
// and a later one is no question word: "What happened when the bridge fell?"
var askWords = map[string]string{
	"who": kindWho, "whom": kindWho, "whose": kindWho, "wer": kindWho, "wen": kindWho, "wem": kindWho, "quien": kindWho, "qui": kindWho, "quem": kindWho,
	"when": kindWhen, "wann": kindWhen, "cuando": kindWhen, "quand": kindWhen, "quando": kindWhen,
	"where": kindWhere, "wo": kindWhere, "wohin": kindWhere, "donde": kindWhere, "ou": kindWhere, "onde": kindWhere,
	"wieviel": kindNumber, "wieviele": kindNumber, "cuantos": kindNumber, "cuantas": kindNumber, "cuanto": kindNumber, "combien": kindNumber, "quantos": kindNumber, "quantas": kindNumber,
	"what": "", "which": "", "why": "", "how": "", "wie": "",
}

// askNouns are words behind what, which and how that say the kind.
var askNouns = map[string]string{
	"high": kindNumber, "long": kindNumber, "old": kindAge, "far": kindNumber, "big": kindNumber, "tall": kindNumber, "large": kindNumber, "age": kindAge, "hoch": kindNumber, "groß": kindNumber, "gross": kindNumber, "weit": kindNumber, "alt": kindAge, "lange": kindNumber,
	"many": kindNumber, "much": kindNumber, "viel": kindNumber, "viele": kindNumber, "percentage": kindNumber, "percent": kindNumber, "number": kindNumber,
	"year": kindWhen, "date": kindWhen, "day": kindWhen, "month": kindWhen, "time": kindWhen,
	"country": kindName, "city": kindName, "town": kindName, "state": kindName, "company": kindName, "team": kindName, "club": kindName, "bank": kindName, "airline": kindName, "politician": kindName, "actor": kindName, "singer": kindName,
}

// askFirst is how many words are read for the question word: one further on
// seldom asks.
const askFirst = 8

// askedKind is the kind of thing a question asks for, by its question words: of
// several sentences, those of the last that begins with one.
func askedKind(q string) string {
	for rest := q; ; {
		i := strings.IndexAny(rest, ".!?")
		if i < 0 {
			break
		}
		if rest = rest[i+1:]; beginsAsking(rest) {
			q = rest
		}
	}
	words := plainWords(text.Fold(q))
	for i, w := range words[:min(len(words), askFirst)] {
		kind, ok := askWords[w]
		if !ok {
			continue
		}
		if kind == "" && i+1 < len(words) {
			return askNouns[words[i+1]]
		}
		return kind
	}
	return ""
}

// holds reports whether a sentence has the kind of thing that is asked for,
// beyond what the question itself says.
func (a asked) holds(s, lang string, published time.Time) bool {
	switch a.kind {
	case kindName:
		return slices.ContainsFunc(text.Names(s, lang), a.newName)
	case kindWho:
		return slices.ContainsFunc(text.Names(s, lang), func(n text.Name) bool {
			return a.newName(n) && !placed(s, n) && !siteNamed(n) && (!a.person || len(strings.Fields(n.Text)) > 1 && a.inOffice(s, n)) && (!harmed.MatchString(a.text) || !bodyNamed(n) && a.struck(s, lang, n))
		})
	case kindWhere:
		return slices.ContainsFunc(text.Names(s, lang), func(n text.Name) bool {
			return a.newName(n) && placed(s, n) && len(a.held(strings.Replace(clauseAt(s, n.Start), n.Text, " ", 1), lang)) > 0
		})
	case kindWhen:
		said := text.Fold(a.text)
		return slices.ContainsFunc(text.Times(s, lang, published), func(t text.Time) bool { return !strings.Contains(said, text.Fold(t.Text)) })
	case kindNumber:
		if by := degreeSaid[degreeOf(a.text)]; by != nil {
			return a.amounts(s, lang, by)
		}
		return a.counts(s, lang)
	case kindAge:
		return ageSaid.MatchString(s)
	}
	return true
}

// ageSaid is how sentences say an age: "at 73", "Ada Brandt, 42,", "an 18-year-old".
var ageSaid = regexp.MustCompile(`(?i)(?:^|\PL)(?:ages? (?:of )?(?:between )?\d{1,2} (?:and|to) \d{1,2}\b|(?:age of|aged?|at|turned|was|is|alter von|edad de|âge de|idade de) \d{1,3}(?:[,.;)]|$| (?:on|in|after|from|and|years)\b))|, \d{1,3},|\d[- ](?:years?[- ]old|jährige|jahre alt)|\d (?:años|ans|anos)\b`)

// ago is how long before its article an event is background.
const ago = 365 * 24 * time.Hour

// background reports whether a sentence tells of nothing but what it dates long
// before its article.
func background(s, lang string, published time.Time) bool {
	if published.IsZero() {
		return false
	}
	old := false
	for _, t := range text.Times(s, lang, published) {
		if t.Closed() && published.Sub(t.To) < ago {
			return false
		}
		old = old || t.Closed()
	}
	return old
}

// stale reports whether an article is so old that it tells of an earlier event
// of the kind asked for: last year's final.
func (a asked) stale(published time.Time) bool {
	return !a.at.IsZero() && !published.IsZero() && a.at.Sub(published) >= ago
}

// asksEvent reports whether a question asks for what happened, not for what
// somebody or something is or was.
func asksEvent(q string) bool {
	words := plainWords(text.Fold(q))
	if len(words) < 2 {
		return false
	}
	_, asks := askWords[words[0]]
	return asks && !beWords[words[1]]
}

var beWords = wordSet("is was are were s ist war sind waren es fue era son est etait sont e foi era")

// newName reports whether a name is not the question's: nor is a part of one,
// nor one that the question writes without capitals.
func (a asked) newName(n text.Name) bool {
	said := plainWords(text.Fold(a.text))
	if !slices.ContainsFunc(plainWords(text.Fold(n.Text)), func(w string) bool { return !slices.Contains(said, w) }) {
		return false
	}
	parts := strings.Fields(n.Key)
	for key := range a.names {
		have := strings.Fields(key)
		if !slices.ContainsFunc(parts, func(p string) bool { return !slices.Contains(have, p) }) {
			return false
		}
	}
	return true
}

// clauseEnd parts the clauses of a sentence. What stands behind a comma may be
// said of somebody else: "Ada Brandt, a teacher in Lysk, found the boat."
const clauseEnd = ",;:–—()"

// clauseAt is the clause around a place in a sentence; of a town and its state,
// and of a date between, it is the one before as well: "died on Friday, in Lysk".
func clauseAt(s string, at int) string {
	from := strings.LastIndexAny(s[:at], clauseEnd)
	if from >= 0 && len(strings.Fields(s[from:at])) <= clauseShort {
		from = strings.LastIndexAny(s[:from], clauseEnd)
	}
	to := strings.IndexAny(s[at:], clauseEnd)
	if to < 0 {
		return s[from+1:]
	}
	return s[from+1 : at+to]
}

// clauseShort is how many words, with the mark, before a name still belong to
// the clause before: ", in the".
const clauseShort = 3

// placeWords stand before places; articles and directions may stand between.
var placeWords = wordSet(`in at near from off outside around to into across inside beside along towards through
 im bei nahe aus nach en cerca desde a dans pres em perto`)

var placeFillers = wordSet("the of north south east west central northern southern eastern western downtown coast shore border edge outskirts der die das dem den el la las los le les o os")

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// placed reports whether a name stands where places stand: behind "in", "at",
// "near" and the like.
func placed(s string, n text.Name) bool {
	before := strings.Fields(text.Fold(s[:n.Start]))
	for i := len(before) - 1; i >= 0; i-- {
		if !placeFillers[before[i]] {
			return placeWords[before[i]] && (i == 0 || before[i-1] != "according")
		}
	}
	return false
}

// siteWords end the names of sites: "Lysk Station" is nobody.
var siteWords = wordSet("station street avenue road airport bridge park square stadium hotel island river lake strasse platz bahnhof flughafen brucke")

func siteNamed(n text.Name) bool {
	parts := plainWords(text.Fold(n.Text))
	return len(parts) > 1 && siteWords[parts[len(parts)-1]]
}

// harmed asks who came to harm: a person, whatever company is named beside it.
var harmed = regexp.MustCompile(`(?i)^\W*who(?:m)?(?:['’]?s| is| was| were| got| has been)? (?:died|dies|dead|killed|shot|injured|hurt|wounded|arrested|born|buried|married)\b`)

// bodyWords end the names of companies and authorities.
var bodyWords = wordSet("motors inc corp corporation company group university college hospital police department agency ministry court senate house party airlines airways army navy force guard authority bureau commission council committee association union league model")

// bodyNamed reports whether a name is no person's: "Oru Motors", "NTSB".
func bodyNamed(n text.Name) bool {
	parts := plainWords(n.Text)
	return slices.ContainsFunc(parts, func(w string) bool { return bodyWords[text.Fold(w)] }) || len(parts) == 1 && len(parts[0]) > 2 && strings.ToUpper(parts[0]) == parts[0]
}

// struck reports whether the event asked for is told near a name: of what befell
// others far from it in the sentence it says nothing.
func (a asked) struck(s, lang string, n text.Name) bool {
	before, behind := plainWords(s[:n.Start]), plainWords(s[n.End:])
	near := slices.Concat(before[max(0, len(before)-doneBehind):], behind[:min(len(behind), doneBehind)])
	return slices.ContainsFunc(near, func(w string) bool { return a.happens(w, lang) })
}

// officeNear is how many words may stand, beside the office's own, between it
// and who holds it: "Ada Brandt, who is now the president of".
const officeNear = 4

// inOffice reports whether a name stands beside the words of the office that is
// asked for, as far as the sentence says them: of two people in a sentence one
// is the president of what is meant.
func (a asked) inOffice(s string, n text.Name) bool {
	office := strings.Fields(a.thing)
	if len(office) < 2 {
		return true
	}
	before, behind := plainWords(text.Fold(s[:n.Start])), plainWords(text.Fold(s[n.End:]))
	slices.Reverse(before)
	for _, w := range office {
		i, j := slices.Index(before, w), slices.Index(behind, w)
		if far := len(office) + officeNear; (i >= 0 || j >= 0) && (i < 0 || i >= far) && (j < 0 || j >= far) {
			return false
		}
	}
	return true
}

// beside is how far from a number, in words of content, what is counted stands
// at most: "12 people are still missing".
const beside = 3

// counts reports whether a sentence has a number, not the question's own, of
// something the question names: "40 people", "12 are missing". Across
// languages, and where the question names nothing countable, any number does.
func (a asked) counts(s, lang string) bool {
	var own []float64
	for _, n := range text.Numbers(a.text, a.lang) {
		own = append(own, n.Value)
	}
	named := map[string]bool{}
	for _, n := range text.Names(a.text, a.lang) {
		for _, t := range text.Terms(n.Text, a.lang) {
			named[t] = true
		}
	}
	counted := a.counted()
	for _, n := range text.Numbers(s, lang) {
		if slices.Contains(own, n.Value) || n.Kind == "ordinal" || n.Kind == "year" || inWord(s, n.Start) {
			continue
		}
		if lang != a.lang || len(a.terms) == 0 || (n.Kind == "money" || n.Kind == "percent") && amountAsked.MatchString(a.text) {
			return true
		}
		after, before := content(s[n.End:], lang), content(s[:n.Start], lang)
		near := slices.Concat(after[:min(len(after), beside)], before[max(0, len(before)-beside):])
		if n.Noun != "" {
			near = append(near, n.Noun)
		}
		if a.otherHarm(before, after, lang) {
			continue
		}
		if slices.ContainsFunc(near, func(t string) bool {
			return t == counted || a.weight[t] > 0 && !named[t] || text.Events(t, lang)&a.told != 0
		}) {
			return true
		}
	}
	return false
}

// otherHarm reports whether the nearest word of harm to people behind a number,
// else before it, tells of another than is asked for: who asks for the patients
// wants no number of deaths.
func (a asked) otherHarm(before, after []string, lang string) bool {
	before, after = wordsOf(before), wordsOf(after)
	near := after[:min(len(after), beside)]
	for i := range min(len(before), beside) {
		near = append(near, before[len(before)-1-i])
	}
	harm := text.PlainEvents("death injury arrest", "en")
	for _, t := range near {
		if e := text.Events(t, lang); e&harm != 0 {
			return e&a.told == 0
		}
	}
	return false
}

// wordsOf leaves numbers out.
func wordsOf(terms []string) []string {
	return slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return !strings.ContainsFunc(t, unicode.IsLetter) })
}

// inWord reports whether what begins at a place in s is the end of a name:
// "COVID-19" counts nothing.
func inWord(s string, at int) bool {
	hyphen := strings.TrimSuffix(s[:at], "-")
	r, _ := utf8.DecodeLastRuneInString(hyphen)
	return len(hyphen) < at && unicode.IsLetter(r)
}

// amountAsked asks for money or a share.
var amountAsked = regexp.MustCompile(`(?i)\b(?:much|percentage|percent|number|price|cost|worth|viel|wieviel|prozent|preis|cuánto|cuanto|combien|quanto)\b`)

// personAsked asks who somebody is.
var personAsked = regexp.MustCompile(`(?i)\b(?:who(?:['’]?s| is| was)|wer (?:ist|war)|quién (?:es|era)|qui (?:est|était)|quem (?:é|era)) `)

// content are the terms of s in order, without stop words.
func content(s, lang string) []string {
	return slices.DeleteFunc(text.Terms(s, lang), func(t string) bool { return text.Stop(t, lang) })
}

// counted is the stem of the word behind "how many": however common it is.
func (a asked) counted() string {
	words := plainWords(a.text)
	for i, w := range words {
		if askNouns[text.Fold(w)] == kindNumber && i+1 < len(words) {
			if t := text.Terms(words[i+1], a.lang); len(t) > 0 && !text.Stop(t[0], a.lang) {
				return t[0]
			}
		}
	}
	return ""
}
