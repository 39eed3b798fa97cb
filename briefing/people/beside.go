package people

import (
	"maps"
	"regexp"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// Whom of the people in an accusing sentence it accuses.

// accusedNear is how many bytes stand at most between a name and the word that accuses.
const accusedNear = 40

// accusedOf are those of the people in an accusing sentence beside whose names it says so,
// with no other name between: "Police arrested NAME", "NAME, 44, is accused of". The
// sentence names others too.
func accusedOf(s, lang string, names []mention) []mention {
	if len(names) == 0 || takesMoney(s, lang) {
		return names
	}
	places := accusingPlaces(s, lang)
	found, accuser := make([]bool, len(names)), make([]bool, len(names))
	for i, m := range names {
		placed := inPlace.MatchString(s[max(0, m.start-inPlaceMost):m.start])
		others := m.accusations(s, lang)
		accuser[i] = len(others) > 0
		found[i] = !placed && slices.ContainsFunc(places, func(at int) bool {
			word := text.Span{Start: at, End: at + 1}
			return m.beside(s, lang, at, names) && !slices.ContainsFunc(others, word.Meets)
		})
	}
	for _, group := range joined(s, names) {
		if slices.Contains(found[group[0]:group[1]], true) {
			for i := group[0]; i < group[1]; i++ {
				found[i] = found[i] || !accuser[i]
			}
		}
	}
	var out []mention
	for i, m := range names {
		if found[i] {
			out = append(out, m)
		}
	}
	return out
}

// identifiedBehind is the sentence behind sentence i with the people whom it makes known:
// "Police arrested a man. He was identified as NAME".
func identifiedBehind(s claim.Article, i int, known accusations) (behind string, out []mention) {
	if i == claim.HeadlineIndex || i+1 == len(s.Spans) {
		return "", nil
	}
	behind = s.Sentence(i + 1)
	lang := s.Item.Version.Lang
	names := known.in(behind)
	for at := range identifyWords[lang].places(behind) {
		for _, m := range names {
			if at < m.end && m.beside(behind, lang, at, names) { // "Trata-se de Tiago Vega" may be read as one name
				out = append(out, m)
			}
		}
	}
	return behind, out
}

// accusingPlaces are the places of words that accuse somebody, or tell of a victim or minor.
func accusingPlaces(s, lang string) []int {
	sets := []PrefixSet{minorWords, deathWords}
	if words, ok := suspectWords[lang]; ok {
		sets = append(sets, words) // who is sued over money is no suspect
	} else {
		sets = slices.AppendSeq(sets, maps.Values(suspectWords))
	}
	var out []int
	for _, words := range sets {
		out = slices.AppendSeq(out, words.places(s))
	}
	if tellsOfMinor(s) {
		for _, at := range minorAge.FindAllStringIndex(s, -1) {
			out = append(out, at[0])
		}
	}
	return out
}

// joined are the names of a sentence that stand in one list, each list as the index of its
// first name and the one behind its last: "Tom Hale, 40, Jonas Pell and Erik Moss". A comma
// alone joins none, it may begin what somebody is: "Tom Hale, Jonas Pell's driver".
func joined(s string, names []mention) [][2]int {
	var out [][2]int
	first, ends := 0, 0
	for i := 1; i <= len(names); i++ {
		var link []string
		if i < len(names) && names[i-1].end <= names[i].start {
			link = listLink.FindStringSubmatch(s[names[i-1].end:names[i].start])
		}
		switch {
		case link == nil:
			if ends > first {
				out = append(out, [2]int{first, ends + 1})
			}
			first, ends = i, i
		case link[1] != "":
			ends = i
		}
	}
	return out
}

// listLink stands between two names of a list, with the word that joins the last of them.
var listLink = regexp.MustCompile(`^(?:, ?\d{1,3})?(?:,? (` + speech.Alternatives(lexicon.All("joins", "both")) + `) |, )$`)

// accusations are the stretches of a sentence in which the one who is named accuses somebody
// else, each from its verb to where the clause ends: behind that it may be him- or herself,
// "Ada Brandt accused the police and was arrested".
func (m mention) accusations(s, lang string) []text.Span {
	var out []text.Span
	for verb := range accuserWords[lang].places(s) {
		if verb < m.end {
			continue
		}
		between := s[m.end:verb]
		subject := accuserBefore[lang].MatchString(between) ||
			accuserJoined[lang].MatchString(between) && opens.MatchString(s[:m.start])
		if !subject || lang == "en" && participle.MatchString(s[verb:]) && !takesObject(s, verb) {
			continue
		}
		end := len(s)
		if at := accusationEnds[lang].FindStringIndex(s[verb:]); at != nil {
			end = verb + at[0]
		}
		out = append(out, text.Span{Start: verb, End: end})
	}
	return out
}

// takesObject reports whether an English "accused" at a place has behind it whom it accuses:
// in "accused in a fraud case" and "accused a year ago of fraud" it means the one before it.
func takesObject(s string, verb int) bool {
	object := accusedObject.FindStringSubmatch(s[verb:])
	if object == nil || text.Capital(object[1]) && (inCapitals(s) || notPerson[text.Fold(object[1])]) {
		return false
	}
	return !slices.ContainsFunc(text.PlainWords(object[0]), func(w string) bool { return timeWords[w] })
}

var (
	// accuserBefore is what stands between the name of the subject and the verb of accusing:
	// "Ada Brandt, R-Senn, accused", "Ada Brandt, who has long accused".
	accuserBefore = byLang(func(lang string) string {
		words := accuserAdverbs(lang)
		return `^(?: |, ` + words + ` |, [^,]+, )(?:` + words + ` )*$`
	})
	// accuserJoined is the same where the subject has another verb before: "said it was a lie and accused".
	accuserJoined = byLang(func(lang string) string {
		return `\PL(?:` + speech.Alternatives(lexicon.Words(lang, "joins", "both")) + `) (?:` + accuserAdverbs(lang) + ` )*$`
	})
	accusationEnds = byLang(func(lang string) string {
		return `[;:]|\PL(?:` + speech.Alternatives(lexicon.Words(lang, "people", "behind_accusing")) + `)\PL`
	})
	// opens stands before the subject of a sentence: nothing but the office of him or her.
	opens = regexp.MustCompile(`^(?:\PL*\p{Lu}[\p{L}’'.-]*)*\PL*$`)

	participle    = regexp.MustCompile(`(?i)^accused(?:\PL|$)`)
	accusedObject = regexp.MustCompile(`^\pL+ (\p{Lu}[\pL’'-]*|(?:the|an?|his|her|him|them|their|its)(?:\PL|$)|` +
		`(?:\d+ )?(?:\pL{3,}s|police) of )(?:\pL+(?: \pL+)?)?`)
	timeWords = text.FoldedSet(slices.Concat(lexicon.Words("en", "questions", "periods"), lexicon.Words("en", "dates.units", "D")))
)

func accuserAdverbs(lang string) string {
	return `(?:` + speech.Alternatives(lexicon.Words(lang, "people", "before_accusing")) + `|\pL+ly)`
}

// byLang compiles a regular expression for every language with words on people.
func byLang(of func(lang string) string) map[string]*regexp.Regexp {
	out := map[string]*regexp.Regexp{}
	for _, lang := range lexicon.In("people") {
		out[lang] = regexp.MustCompile(of(lang))
	}
	return out
}

// beside reports whether a word at a place stands near a name and is none of it, with no
// other full name between but that of the subject of what is told of the first: "Tom Hale,
// whom Ada Brandt accused".
func (m mention) beside(s, lang string, at int, names []mention) bool {
	from, to := m.end, at
	if at < m.end {
		from, to = at, m.start
	}
	relative := relativeObject[lang]
	between := func(o mention) bool {
		within := o.given != "" && o.start >= from && o.end <= to
		return within && (at < m.end || relative == nil || !relative.MatchString(s[m.end:o.start]))
	}
	return from <= to && to-from <= accusedNear && !slices.ContainsFunc(names, between)
}

// relativeObject stands between a name and the subject of a clause on it.
var relativeObject = byLang(func(lang string) string {
	words := slices.Concat(lexicon.Words(lang, "stance", "relative"), lexicon.Words(lang, "questions", "articles")) // "den"
	return `^,? (?:\pL{1,2} )?(?:(?:` + speech.Alternatives(words) + `) |qu['’])$`
})
