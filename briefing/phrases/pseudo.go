package phrases

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Pseudo is a language that nobody speaks, under the name that CLDR gives such a
// one: English in brackets and 40 % longer, as a language may be that is not
// written yet. Tests draw every screen in it: what does not fit, and what is not
// taken from here, is seen.
const Pseudo = "en-XA"

var pseudo = sync.OnceValue(func() *Words {
	words := &Words{Pseudo, language.English, map[string]string{}}
	for key, said := range parsed()["en"].text {
		switch key {
		case "weekdays", "weekdays_short", "months_short", "months": // a list, of which one word is shown
			list := strings.Fields(said)
			for i := range list {
				list[i] = longer(list[i])
			}
			words.text[key] = strings.Join(list, " ")
		case "thousands", "comma", "semicolon":
			words.text[key] = said
		default:
			words.text[key] = "[" + longer(said) + "]"
		}
	}
	return words
})

// longer is a text with two fifths of its length behind it.
func longer(said string) string {
	return said + strings.Repeat("~", (2*utf8.RuneCountInString(said)+4)/5)
}
