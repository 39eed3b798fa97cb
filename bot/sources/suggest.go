package sources

import (
	"strings"

	"dateline/bot/layout"
	"dateline/briefing/catalogue"
	"dateline/briefing/phrases"
)

// Suggestion is one line that is proposed while somebody types.
type Suggestion struct {
	Name, Value string
	Title, Help string // of a pack: the parts of its name
}

// valueMost is how long a value of a suggestion may be, in bytes; Discord counts
// characters.
const valueMost = 100

// Suggest completes what is typed: of several names the last one. What stands
// before it stays in the value.
func Suggest(typed string, words *phrases.Words, most int) []Suggestion {
	head, last := "", typed
	if at := strings.LastIndexAny(typed, ",;\n"); at >= 0 {
		head, last = strings.TrimSpace(typed[:at])+", ", typed[at+1:]
	}
	last = strings.TrimSpace(last)
	var out []Suggestion
	if isAddress(last) && len(head+last) <= valueMost {
		out = append(out, Suggestion{Name: head + last, Value: head + last})
	}
	for _, source := range catalogue.Find(last, words, most) {
		if value := head + source.Name; len(value) <= valueMost && len(out) < most {
			out = append(out, Suggestion{Name: head + Line(source, words), Value: value})
		}
	}
	return out
}

// Line is a source of the catalogue in a line: its name, country, language,
// section, and who owns or pays for it.
func Line(source catalogue.Source, words *phrases.Words) string {
	comma := words.Comma()
	return strings.Join([]string{source.Name, source.Place(words), source.Tongue(words), source.About(words), source.Owned(words)}, comma)
}

// SuggestPacks completes the name of a pack.
func SuggestPacks(typed string, words *phrases.Words, most int) []Suggestion {
	var out []Suggestion
	comma := words.Comma()
	for _, pack := range catalogue.Packs(words.Lang()) {
		var names []string
		for _, source := range pack.Sources {
			names = append(names, source.Name)
		}
		title := layout.Capital(pack.Title(words))
		if pack.Topic != "" {
			title += " (" + words.Language(pack.Lang) + ")"
		}
		help := strings.Join(names, comma)
		if name := title + ": " + help; len(out) < most && catalogue.Matches(name+" "+pack.Key, typed) {
			out = append(out, Suggestion{Name: name, Value: pack.Key, Title: title, Help: help})
		}
	}
	return out
}
