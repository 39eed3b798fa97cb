// Package texttest holds texts that nobody writes and everybody may be sent,
// and finds readers whose work grows faster than the text. It is for tests
// alone and reads nothing itself.
package texttest

import "strings"

// Hostile is a text of any size: Head once, then Unit again and again.
type Hostile struct {
	Name, Lang string
	Head, Unit string
}

// Of is the text of about n bytes, cut after a whole Unit.
func (h Hostile) Of(n int) string {
	return h.Head + strings.Repeat(h.Unit, max(1, (n-len(h.Head))/len(h.Unit)))
}

// sentence is a line of ordinary news, to stand between the rest.
const sentence = "Mayor Ann Hill told Reuters on Monday that 12 people died in Senn. "

// units are texts that repeat one piece: runs of one kind of character, what
// opens and is never closed, words that begin a phrase of every grammar, and
// sentences without end or without number.
var units = []struct{ name, lang, unit string }{
	{"one letter", "en", "a"},
	{"one capital", "en", "A"},
	{"initials", "en", "J. "},
	{"initials without spaces", "en", "J."},
	{"numerals of kings", "en", "X "},
	{"plain capitals", "en", "THE MAYOR OF SENN "},
	{"capital words", "en", "Ann Hill Senn "},
	{"capital words with particles", "en", "Hill of the "},
	{"possessives", "en", "Hill's "},
	{"digits", "en", "7"},
	{"grouped digits", "en", "1,000,"},
	{"numbers in a row", "fr", "1 000 "},
	{"percentages", "en", "12.5% "},
	{"money", "en", "$3.2 million "},
	{"straight quotation marks", "en", "\""},
	{"single quotation marks", "en", "' "},
	{"curly quotation marks, opened", "en", "“a "},
	{"single curly marks, opened", "en", "‘a "},
	{"low quotation marks, opened", "de", "„a "},
	{"guillemets, opened", "fr", "«a "},
	{"corner brackets, opened", "ja", "「あ"},
	{"quotation marks, nested", "en", "“a ‘b «c \"d "},
	{"quotation marks, closed only", "en", "a” b’ c» "},
	{"quotations that end in sentences", "en", "“It fell. "},
	{"Chinese", "zh", "森市市长说有人死亡"},
	{"Chinese sentences", "zh", "市长说，十二人死亡。"},
	{"Chinese numbers", "zh", "三千万"},
	{"Japanese", "ja", "十二人が死亡した"},
	{"Thai", "th", "คน"},
	{"Arabic", "ar", "قال رئيس البلدية إن "},
	{"Arabic numbers", "ar", "ثلاثة وعشرون "},
	{"Russian", "ru", "Мэр Сенна сказал "},
	{"Greek", "el", "μπου "},
	{"combining marks", "en", "\u0301"},
	{"letters with marks", "en", "a\u0301\u0323\u0316\u0302"},
	{"compatibility letters", "en", "ﬃ½Å"},
	{"emoji", "en", "👩‍👩‍👧🏽"},
	{"zero-width joiners", "en", "\u200d"},
	{"soft hyphens", "de", "Sen\u00adn"},
	{"soft hyphens alone", "de", "\u00ad"},
	{"no-break spaces", "fr", "1\u00a0000\u202f"},
	{"spaces", "en", " "},
	{"full stops", "en", "."},
	{"commas", "en", ","},
	{"hyphens", "en", "-"},
	{"words and hyphens", "en", "a-"},
	{"dashes", "en", "– "},
	{"apostrophes", "en", "'"},
	{"words and apostrophes", "en", "o'"},
	{"typographic apostrophes", "fr", "l’"},
	{"brackets", "en", "("},
	{"brackets, closed", "en", "(Reuters) "},
	{"square brackets", "en", "["},
	{"slashes", "en", "a/"},
	{"addresses", "en", "www.senn.example/a?b=1 "},
	{"at signs", "en", "a@"},
	{"markup", "en", "<b>"},
	{"entities", "en", "&amp;"},
	{"underscores", "en", "_"},
	{"line ends", "en", "\n"},
	{"lines of one word", "en", "Senn\n"},
	{"line ends of two characters", "en", "a\r\n"},
	{"invalid bytes", "en", "\xff"},
	{"months", "en", "May "},
	{"dates", "en", "3 May 2026 to "},
	{"dates without end", "en", "May 3-"},
	{"weekdays", "en", "Monday to "},
	{"times of day", "en", "7:30 at "},
	{"phrases of time", "en", "two days after "},
	{"phrases of time, nested", "en", "end of the "},
	{"number words", "en", "twenty-"},
	{"number words in a row", "en", "three hundred and "},
	{"French number words", "fr", "un cent et "},
	{"German number words", "de", "hundertundein"},
	{"counts of people", "en", "12 people, including two children, "},
	{"said", "en", "said "},
	{"told", "en", "he told Reuters that "},
	{"according to", "en", "according to "},
	{"not", "en", "not "},
	{"reports of an outlet", "en", "the Senn Times reported "},
	{"accusations", "en", "was charged with murder "},
	{"one-word sentences", "en", "Fire. "},
	{"one-letter sentences", "en", "a. "},
	{"questions", "en", "Why? "},
	{"sentences in one line", "en", sentence},
	{"sentences in lines", "en", sentence + "\n"},
	{"one sentence without end", "en", "and the mayor of Senn, where 12 people died on Monday, said "},
	{"invitations", "en", "read more: subscribe to "},
	{"capitals and quotation marks", "en", "\"J. A \" "},
	{"numbers and months", "en", "3 May 12 June "},
	{"letters and digits", "en", "a1"},
	{"letters of two scripts", "en", "aя"},
	{"directions", "ar", "a ب "},
	{"letters and line ends", "en", "J.\n"},
}

// Texts are the hostile texts, one for each way in which a reader may look far
// ahead or far back.
func Texts() []Hostile {
	var out []Hostile
	for _, t := range units {
		out = append(out, Hostile{Name: t.name, Lang: t.lang, Unit: t.unit})
	}
	return append(out,
		Hostile{"a quotation never closed", "en", "The mayor said: \"", "It fell on us. "},
		Hostile{"a curly quotation never closed", "en", "The mayor said: “", "It fell on us. "},
		Hostile{"a German quotation never closed", "de", "Der Bürgermeister sagte: „", "Es fiel auf uns. "},
		Hostile{"a bracket never closed", "en", "The mayor (", "it fell on us. "},
		Hostile{"one word without end", "en", "The mayor said ", "senn"},
		Hostile{"one number without end", "en", "The mayor counted 1.", "0"},
	)
}
