package schedule

import (
	"strings"
	"unicode"

	"dateline/briefing/phrases"
)

// Error says what of a rule was not understood, as the key of a text of package
// phrases and what is put into it.
type Error struct {
	Key  string
	Args []any
}

// problem is an Error. What quotes nothing that can be seen says that nothing was given.
func problem(key string, args ...any) *Error {
	unseen := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }
	for _, arg := range args {
		if quoted, ok := arg.(string); ok && strings.TrimFunc(quoted, unseen) == "" {
			return &Error{Key: "rule_none"}
		}
	}
	return &Error{key, args}
}

// Say is the problem in a language, and what can be written instead.
func (e *Error) Say(words *phrases.Words) string {
	said := words.Say(e.Key, e.Args...)
	if e.Key == "rule_quiet" {
		return said
	}
	var quoted []string
	for _, example := range strings.Split(words.Say("rule_examples"), " | ") {
		quoted = append(quoted, words.Say("say_quoted", example))
	}
	return said + " " + words.Say("rule_forms", list(words, quoted))
}

// Error is what Say says in English.
func (e *Error) Error() string { return e.Say(nil) }
