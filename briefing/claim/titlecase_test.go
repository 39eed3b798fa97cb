package claim

import "testing"

func TestSmallLetters_WhereTheTextHasThem(t *testing.T) {
	const read = "The storm hits the White House. It begins on Monday, Mayor Tilda Roos said: \"A white night.\" The house of the mayor fell in Karsk. " +
		"New York waits. He told us who may polish it, if it may rain in june. Polish farmers met Will Smith, who will go. Preise für das essen steigen. " +
		"A baker, and not the union, paid Baker for it."
	for _, c := range []struct{ lang, heading, want string }{
		{"en", "Storm Hits White House", "Storm hits White House"},
		{"en", "Mayor Tilda Roos: It Begins Monday", "Mayor Tilda Roos: it begins Monday"},
		{"en", "Storm Wrecks House In Karsk", "Storm Wrecks house in Karsk"}, // nothing says what "Wrecks" is
		{"en", "New York Waits", "New York waits"},
		{"en", "Storm Hits US House", "Storm hits US house"},
		{"en", "Mayor Begins With WHO Night", "Mayor begins with WHO night"},
		{"en", "Storm Begins In May", "Storm begins in May"},
		{"en", "Mayor Told Polish Farmers", "Mayor told Polish farmers"},
		{"en", "Mayor Met Baker, Told Farmers", "Mayor met Baker, told farmers"},
		{"en", "Mayor Met Will Smith", "Mayor met Will Smith"},
		{"en", "Storm hits US coast, who may Polish it", "Storm hits US coast, who may Polish it"},
		{"de", "Preise Für Essen Steigen", "Preise Für Essen Steigen"},
		{"en", "Storm", "Storm"},
		{"en", "", ""},
	} {
		if got := SmallLetters(c.heading, read+" farmers met told", c.lang); got != c.want {
			t.Errorf("%q: %q, want %q", c.heading, got, c.want)
		}
	}
}
