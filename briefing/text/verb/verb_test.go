package verb

import (
	"strings"
	"testing"
)

// sentence reads words that spaces part; a comma behind a word ends its clause.
func sentence(s string) Sentence {
	words := strings.Fields(s)
	return Sentence{Size: len(words),
		Word:   func(i int) string { return strings.ToLower(strings.Trim(words[i], ",")) },
		Breaks: func(i int) bool { return i > 0 && strings.HasSuffix(words[i-1], ",") },
		Joins:  func(i int) bool { return words[i] == "und" }}
}

func TestListAt_SecondWordStandsAtTheEndOfItsClause(t *testing.T) {
	list := NewList([]string{"gab bekannt", "gab an", "teilte mit", "sagte"}, "de", strings.ToLower)
	for s, want := range map[string]string{
		"Der Rat sagte wenig": "sagte",
		"Der Rat gab am Sonntag bekannt, dass der Damm hält": "gab",
		"Der Rat gab bekannt und schloss die Brücke":         "gab",
		"Der Rat gab die Zahl mit 15 an":                     "gab",
		"wie der Rat bekannt gab, hält der Damm":             "gab",
		"Der Damm hält, teilte der Rat mit":                  "teilte",
		"Der Damm hält, teilte Roos, ein Lehrer, mit":        "teilte",
		"Es gab 12 Tote":                                         "",
		"Es gab an der Brücke 12 Tote":                           "",
		"Der Rat gab auf":                                        "",
		"Das Tal teilte sich mit den Jahren in zwei Teile":       "",
		"Es gab Streit, und das Werk fängt von vorn an":          "",
		"Der Ort ist bekannt, gab es doch 12 Tote in der Kirche": "",
	} {
		asked, got := sentence(s), ""
		for i := range asked.Size {
			if list.At(asked, i) {
				got += asked.Word(i)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	english := NewList([]string{"called on"}, "en", strings.ToLower)
	if !english.At(sentence("The mayor called on residents"), 2) || english.At(sentence("The mayor called residents on"), 2) {
		t.Error("an English verb has its second word right behind it")
	}
}
