package text

import (
	"iter"
	"slices"
	"strings"

	"dateline/briefing/text/lexicon"
)

// speechOf are the words by which a question of one language is taken apart.
// The first words in alone.go cannot serve: they are of all languages at once,
// and "es" is a pronoun in German and a verb in Spanish. Accents are kept:
// "está" is a verb, "esta" points.
type speechOf struct {
	pointing map[string]bool // pronouns and demonstratives that mean something said before
	asking   map[string]bool // words that ask, help or fill, and name nothing
	opening  []string        // how a question that goes on begins
	periods  map[string]bool // behind a demonstrative they name a time: "this week"
	empty    []string        // phrases whose pronoun points at nothing: "is there"
	small    map[string]int  // words by which a language without the rest is known: 2, of another's table 1
}

var speeches = func() map[string]speechOf {
	out := map[string]speechOf{}
	for _, lang := range lexicon.In("questions") {
		list := func(key string) []string { return lexicon.Words(lang, "questions", key) }
		asking := slices.Concat(list("who"), list("fact"), list("what"), list("why"), list("many"), list("fills"))
		out[lang] = speechOf{
			pointing: Set(list("pointing")),
			asking:   Set(asking),
			opening:  list("opening"),
			periods:  Set(list("periods")),
			empty:    list("empty"),
		}
	}
	for _, lang := range lexicon.In("questions.small") {
		small := map[string]int{}
		for _, w := range lexicon.Words(lang, "questions.small", "words") {
			small[w] = 2
			for other, table := range out {
				if table.asking[w] || CommonShare(Stem(Fold(w), other), other) >= stopTier {
					small[w] = 1
				}
			}
		}
		out[lang] = speechOf{small: small}
	}
	return out
}()

// speechOrder is the order in which equal languages win.
var speechOrder = append([]string{"en", "de", "es", "fr", "pt"}, lexicon.In("questions.small")...)

// Spoken are the words of s in lower case, with their accents. Apostrophes inside
// stay in English, where "it's" is one word; elsewhere they part words: "l'a".
func Spoken(s, lang string) []string { return slices.Collect(eachSpoken(s, lang)) }

func eachSpoken(s, lang string) iter.Seq[string] {
	s = strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	if lang != "en" {
		return Words(s, "")
	}
	return func(yield func(string) bool) {
		for w := range Words(s, "'") {
			if w = strings.Trim(w, "'"); w != "" && !yield(w) { // 'it is', the workers' union
				return
			}
		}
	}
}

// QuestionLang names the language of a question by its small words, which even
// three words hold; Detect needs a paragraph. Without any it is Detect's guess,
// then English.
func QuestionLang(s string) string {
	const detectLeast = 8 // words of a question in which Detect counts for more than two small words
	best, most := "", 0
	for _, lang := range speechOrder {
		n := 0
		for w := range eachSpoken(s, lang) {
			if habits := speeches[lang]; habits.asking[w] || habits.pointing[w] || CommonShare(Stem(Fold(w), lang), lang) >= stopTier {
				n++
			}
			n += speeches[lang].small[w]
		}
		if n > most {
			best, most = lang, n
		}
	}
	switch got := Detect(s, ""); {
	case best != "" && (got == "" || speeches[got].asking != nil || most >= 2 && len(strings.Fields(s)) < detectLeast):
		return best
	case got != "":
		return got
	}
	return "en"
}

// Asks reports whether a word only asks, helps or points in a question: it
// names nothing, whatever its capital.
func Asks(word, lang string) bool {
	habits := speeches[lang]
	for _, w := range Spoken(word, lang) {
		if !habits.asking[w] && !habits.pointing[w] && !Stop(Stem(Fold(w), lang), lang) {
			return false
		}
	}
	return true
}

// Leans reports whether a question has a pronoun or demonstrative that
// means something said before it. Always false in a language without a table.
func Leans(question, lang string) bool {
	habits := speeches[lang]
	words, capitals := habits.withoutEmpty(Spoken(question, lang)), capitalWords(question)
	for i, w := range words {
		if !habits.pointing[w] || i+1 < len(words) && habits.periods[words[i+1]] {
			continue
		}
		switch {
		case lang == "en" && w == "that" && conjunction(words, i):
		case lang == "de" && w == "das" && anyOf(words[i+1:min(len(words), i+3)], capitals):
		case lang == "de" && capitals[w]:
		default:
			return true
		}
	}
	return false
}

// withoutEmpty leaves out the phrases whose pronoun points at nothing. "Who was
// there?" does mean a place: at the end they stay.
func (sp speechOf) withoutEmpty(words []string) []string {
	text := " " + strings.Join(words, " ") + " "
	for _, phrase := range sp.empty {
		if !strings.HasSuffix(text, " "+phrase+" ") {
			text = strings.ReplaceAll(text, " "+phrase+" ", " ")
		}
	}
	return strings.Fields(text)
}

// capitalWords are the words with a capital but for the first, in lower case:
// German nouns, and the polite "Sie".
func capitalWords(s string) map[string]bool {
	out := map[string]bool{}
	for i, w := range strings.Fields(s) {
		if i > 0 && Capital(w) {
			out[strings.Trim(strings.ToLower(w), ",.?!:;")] = true
		}
	}
	return out
}

// conjunction reports whether "that" joins two clauses: something stands before it
// that says or is said, and a subject behind.
func conjunction(words []string, i int) bool {
	if i == 0 || i+1 == len(words) {
		return false
	}
	switch words[i-1] {
	case "about", "of", "in", "on", "to", "for", "with", "from", "at", "is", "was", "did", "does", "will", "has", "and", "but":
		return false
	}
	return true
}

func anyOf(words []string, in map[string]bool) bool {
	for _, w := range words {
		if in[w] {
			return true
		}
	}
	return false
}

// Continues reports whether a question begins like one that goes on from
// another: "And in Karsk?".
func Continues(question, lang string) bool {
	said := strings.Join(Spoken(question, lang), " ")
	for _, o := range speeches[lang].opening {
		if strings.HasPrefix(said, o+" ") {
			return true
		}
	}
	return false
}

// Follows reports whether there is a table by which questions of a language
// that lean on others are known.
func Follows(lang string) bool { return speeches[lang].asking != nil }

// SpokenIn is the language of a question, "" when its words do not tell: two
// of them ask, help or are everybody's in that language, or its letters are Arabic.
// QuestionLang guesses.
func SpokenIn(question string) string {
	lang, small := QuestionLang(question), 0
	if lang == "ar" {
		return lang
	}
	for w := range Words(Fold(question), "'") {
		if Asks(w, lang) || Stop(w, lang) {
			small++
		}
	}
	if small < 2 {
		return ""
	}
	return lang
}
