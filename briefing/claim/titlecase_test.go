package claim

import "testing"

func TestSmallLetters_WhereTheTextHasThem(t *testing.T) {
	const read = "The storm hits the White House. It begins on Monday, Mayor Tilda Roos said: \"A white night.\" The house of the mayor fell in Karsk. New York waits."
	for heading, want := range map[string]string{
		"Storm Hits White House":             "Storm hits White House",
		"Mayor Tilda Roos: It Begins Monday": "Mayor Tilda Roos: it begins Monday",
		"Storm Wrecks House In Karsk":        "Storm Wrecks house in Karsk", // nothing says what "Wrecks" is
		"New York Waits":                     "New York waits",
		"Storm":                              "Storm",
		"":                                   "",
	} {
		if got := SmallLetters(heading, read, "en"); got != want {
			t.Errorf("%q: %q, want %q", heading, got, want)
		}
	}
}
