package reason_test

import (
	"testing"
	"time"

	"dateline/bot/reason"
	"dateline/briefing/phrases"
)

func TestSay_WhatIsStoredIsSaidInEachLanguage(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{
		"the schedule was paused", "it could not be posted in time: the thread is locked", "missed; the next one covers it",
		"in #world-news I lack the permission Send Messages, Read Message History", "I lack the permission View Channel",
		"I cannot see #news: I lack the permission View Channel, or was removed from the server", "Discord refuses: Maximum number of pins reached",
		"the forum wants a tag on every post, and I set none", "the feed cannot be read: it is empty",
	} {
		if got := reason.Say(phrases.In("en"), stored); got != stored {
			t.Errorf("in English: %q, want %q", got, stored)
		}
		for _, lang := range phrases.Languages()[1:] {
			if got := reason.Say(phrases.In(lang), stored); got == stored {
				t.Errorf("%s: %q stays English", lang, stored)
			}
		}
	}
	for stored, want := range map[string]string{
		"in #news I lack the permission Send Messages, Read Message History": "in #news fehlt mir die Berechtigung Nachrichten senden, Nachrichtenverlauf anzeigen",
		"it could not be posted in time: the thread is locked.":              "sie ließ sich nicht rechtzeitig veröffentlichen: der Thread ist gesperrt",
		"something new, the thread is on fire":                               "something new, the thread is on fire",
		"":                                                                   "",
	} {
		if got := reason.Say(phrases.In("de"), stored); got != want {
			t.Errorf("%q: got %q, want %q", stored, got, want)
		}
	}
}

// A reason may hold what a stranger's server said.
func FuzzSay(f *testing.F) {
	f.Add("in #; , I lack the permission ; ; ,")
	f.Add("Discord refuses: Discord refuses: Discord refuses: x; y, z")
	f.Fuzz(func(t *testing.T, stored string) {
		start := time.Now()
		for _, lang := range []string{"de", "ar"} {
			reason.Say(phrases.In(lang), stored)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%d bytes took %s", len(stored), took)
		}
	})
}
