package text

// reporting are the verbs by which news, in its own tense, gives what somebody
// said. "Says" and "tells" are those of features and analysis.
var reporting = map[string]map[string]bool{
	"en": WordSet("said announced"),
	"de": WordSet("sagte sagten erklärte erklärten teilte teilten kündigte kündigten"),
	"es": WordSet("dijo dijeron anunció anunciaron informó informaron declaró declararon"),
	"fr": WordSet("déclaré annoncé indiqué"),
	"pt": WordSet("disse disseram anunciou anunciaram informou informaram afirmou afirmaram"),
}

// Reports tells whether a sentence reports what somebody said or announced;
// ok is false in a language whose verbs are not listed.
func Reports(sentence, lang string) (reports, ok bool) {
	verbs := reporting[lang]
	for _, w := range spoken(sentence, lang) {
		if verbs[w] {
			return true, true
		}
	}
	return false, verbs != nil
}
