package text_test

import (
	"testing"

	"dateline/briefing/text"
)

func TestFrequentShare_GenericVerbsAreMoreFrequentThanSubjects(t *testing.T) {
	t.Parallel()
	for lang, pairs := range map[string][][2]string{
		"en": {{"open", "bridge"}, {"happening", "strike"}, {"leads", "pope"}, {"begin", "match"}},
		"de": {{"geöffnet", "Brücke"}, {"beginnt", "Streik"}}, "es": {{"empezó", "huelga"}}, "fr": {{"ouvert", "pont"}},
		"pt": {{"aconteceu", "greve"}}, "ar": {{"يحدث", "جسر"}},
	} {
		share := func(w string) float64 { return text.FrequentShare(text.Terms(w, lang)[0], lang) }
		for _, pair := range pairs {
			if verb, subject := share(pair[0]), share(pair[1]); verb <= subject {
				t.Errorf("%s: %s has %.3f, %s %.3f", lang, pair[0], verb, pair[1], subject)
			}
		}
	}
}
