package sources

import (
	"dateline/bot/reason"
	"dateline/briefing/phrases"
)

// Fault is the stored reason why a source could not be read, in a language.
func Fault(words *phrases.Words, stored string) string { return reason.Say(words, stored) }
