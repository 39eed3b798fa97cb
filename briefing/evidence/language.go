package evidence

import "dateline/briefing/text/speech"

// noCapitals are languages whose names do not show: they cannot be checked.
var noCapitals = map[string]bool{"ar": true, "he": true, "zh": true, "ja": true, "ko": true, "hi": true, "th": true, "fa": true, "ur": true}

// Writable reports whether sentences that a model writes in a language may be
// shown: its capitals mark names, and the words by which it denies, hedges and
// reports are listed. Elsewhere the sources' own sentences are shown.
func Writable(lang string) bool { return !noCapitals[lang] && speech.Knows(lang) }
