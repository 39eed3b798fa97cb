package text

import (
	"iter"
	"slices"
	"strings"
	"unicode"
)

// speech are the words by which a question of one language is taken apart.
// The first words in alone.go cannot serve: they are of all languages at once,
// and "es" is a pronoun in German and a verb in Spanish. Accents are kept:
// "está" is a verb, "esta" points.
type speech struct {
	pointing map[string]bool // pronouns and demonstratives that mean something said before
	asking   map[string]bool // words that ask, help or fill, and name nothing
	opening  []string        // how a question that goes on begins
	periods  map[string]bool // behind a demonstrative they name a time: "this week"
	empty    []string        // phrases whose pronoun points at nothing: "is there"
}

var speeches = map[string]speech{
	"en": {
		pointing: WordSet("he she it they him her them his hers its their theirs this that these those there others it's he's she's they're that's they've he'd she'd they'd"),
		asking: WordSet(`who whom whose what when where which why how many much who's what's where's when's how's did does do is are was were am be been being has have had having will would can could shall should may might must
 and or but so also then else any anyone anything more other about tell say says said know happened happen happens please thanks thank hello hi still yet ever now ok okay me us you i summarize summarise recap`),
		opening: []string{"and", "but", "what about", "how about"},
		periods: WordSet("week weeks month months year years morning afternoon evening night weekend time day days summer winter spring autumn season"),
		empty: []string{"is there", "are there", "was there", "were there", "there is", "there are", "there were", "there was", "has there been", "have there been", "will there be", "is it true", "was it true",
			"so far", "those who"},
	},
	"de": {
		pointing: WordSet(`er sie es ihn ihm ihr ihnen ihre ihrer ihren ihrem seine seiner seinen seinem sein das dies diese dieser dieses diesem diesen jene jener jenes dort davon dafür dazu damit daran darüber dabei darin dagegen danach deren dessen
 dafuer darueber`),
		asking: WordSet(`wer wen wem wessen was wann wo wohin woher welche welcher welches welchen warum wieso weshalb wie viel viele wieviel wieviele hat haben hatte hatten ist sind war waren wird werden wurde wurden kann können soll sollen muss darf dürfen gibt
 und oder aber auch noch denn dann sonst mehr mit über von gesagt sagt sagte passiert geschehen geschah bitte danke hallo weiß mir uns du ihr ich`),
		opening: []string{"und", "aber", "was ist mit", "wie steht es um", "wie sieht es mit"},
		periods: WordSet("woche wochen monat monate jahr jahre jahres morgen abend tag tage tagen nacht wochenende mal sommer winter frühling herbst"),
		empty:   []string{"gibt es", "es gibt", "gab es", "es gab", "geht es um", "steht es um", "sieht es mit", "stimmt es"},
	},
	"es": {
		pointing: WordSet("él ella ellos ellas lo le les eso esto esa ese esos esas este esta estos estas aquel aquella aquello allí allá ahí alli alla ahi su sus"),
		asking: WordSet(`quién quien quiénes quienes qué que cuándo cuando dónde donde cuál cual cuáles cuales cuánto cuánta cuántos cuántas cuanto cuanta cuantos cuantas cómo como por ha han había es son era eran fue fueron está están será serán hay hubo puede pueden va van
 y e o pero también más otro otros con sobre de pasa pasó dijo dice dicho sabe gracias hola se me nos`),
		opening: []string{"y", "e", "pero", "qué pasa con", "que pasa con", "qué hay de", "que hay de"},
		periods: WordSet("semana semanas mes meses año años ano mañana tarde noche día días dia vez verano invierno primavera otoño fin"),
		empty:   []string{"lo que", "a lo largo", "por lo menos"},
	},
	"fr": {
		pointing: WordSet("il elle ils elles lui leur leurs son sa ses ce cela ça ceci cet cette ces celui celle ceux celles là"),
		asking: WordSet(`qui que quoi quand où ou quel quelle quels quelles combien comment pourquoi est sont était étaient a ont avait avaient sera seront été peut peuvent va vont
 et mais aussi encore plus autre autres de du des au aux sur avec dit disent passe passé merci bonjour y en se me nous d l s n qu c t`),
		opening: []string{"et", "mais", "qu'en est-il", "qu en est il"},
		periods: WordSet("semaine semaines mois an année annee matin soir jour jours nuit fois été hiver printemps automne week-end weekend"),
		empty:   []string{"y a t il", "il y a", "est ce que", "est ce qu", "est ce", "en est il", "s agit il", "ce que", "ce qui"},
	},
	"pt": {
		pointing: WordSet("ele ela eles elas isso isto aquilo esse essa esses essas este esta estes estas aquele aquela disso disto nisso nele nela neles nelas dele dela deles delas ali lá aí seu sua seus suas lhe lhes"),
		asking: WordSet(`quem que quê quando onde qual quais quanto quanta quantos quantas como por porque é são era eram foi foram está estão será serão há houve pode podem vai vão tem têm
 e ou mas também mais outro outros com sobre de do da dos das disse diz dito acontece aconteceu sabe obrigado obrigada se me nos o a os as`),
		opening: []string{"e", "mas", "o que há com", "e quanto a"},
		periods: WordSet("semana semanas mês mes meses ano anos manhã tarde noite dia dias vez verão inverno primavera outono fim"),
	},
}

// speechOrder is the order in which equal languages win.
var speechOrder = []string{"en", "de", "es", "fr", "pt"}

// spoken are the words of s in lower case, with their accents. Apostrophes
// stay in English, where "it's" is one word; elsewhere they part words: "l'a".
func spoken(s, lang string) []string { return slices.Collect(eachSpoken(s, lang)) }

func eachSpoken(s, lang string) iter.Seq[string] {
	s = strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	return strings.FieldsFuncSeq(s, func(r rune) bool {
		return !WordRune(r) && !unicode.Is(unicode.Mn, r) && (r != '\'' || lang != "en")
	})
}

// QuestionLang names the language of a question by its small words, which even
// three words hold; Detect needs a paragraph. Without any it is Detect's guess,
// then English.
func QuestionLang(s string) string {
	best, most := "", 0
	for _, lang := range speechOrder {
		n := 0
		for w := range eachSpoken(s, lang) {
			if sp := speeches[lang]; sp.asking[w] || sp.pointing[w] || CommonShare(stem(Fold(w), lang), lang) >= stopTier {
				n++
			}
		}
		if n > most {
			best, most = lang, n
		}
	}
	switch got := Detect(s, ""); {
	case best != "" && (got == "" || speeches[got].asking != nil):
		return best
	case got != "":
		return got
	}
	return "en"
}

// Asks reports whether a word only asks, helps or points in a question: it
// names nothing, whatever its capital.
func Asks(word, lang string) bool {
	sp := speeches[lang]
	for _, w := range spoken(word, lang) {
		if !sp.asking[w] && !sp.pointing[w] && !Stop(stem(Fold(w), lang), lang) {
			return false
		}
	}
	return true
}

// Leans reports whether a question has a pronoun or demonstrative that
// means something said before it. Always false in a language without a table.
func Leans(question, lang string) bool {
	sp := speeches[lang]
	s := " " + strings.Join(spoken(question, lang), " ") + " "
	for _, p := range sp.empty {
		if !strings.HasSuffix(s, " "+p+" ") { // "Who was there?" does mean a place
			s = strings.ReplaceAll(s, " "+p+" ", " ")
		}
	}
	capital := map[string]bool{} // German nouns, and the polite "Sie"
	for i, w := range strings.Fields(question) {
		if r := []rune(w); i > 0 && unicode.IsUpper(r[0]) {
			capital[strings.Trim(strings.ToLower(w), ",.?!:;")] = true
		}
	}
	words := strings.Fields(s)
	for i, w := range words {
		if !sp.pointing[w] || i+1 < len(words) && sp.periods[words[i+1]] {
			continue
		}
		switch {
		case lang == "en" && w == "that" && conjunction(words, i):
		case lang == "de" && w == "das" && anyOf(words[i+1:min(len(words), i+3)], capital):
		case lang == "de" && capital[w]:
		default:
			return true
		}
	}
	return false
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
	s := strings.Join(spoken(question, lang), " ")
	for _, o := range speeches[lang].opening {
		if strings.HasPrefix(s, o+" ") {
			return true
		}
	}
	return false
}

// Follows reports whether there is a table by which questions of a language
// that lean on others are known.
func Follows(lang string) bool { return speeches[lang].asking != nil }
