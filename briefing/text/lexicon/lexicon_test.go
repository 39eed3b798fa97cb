package lexicon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSection_EveryLanguageHasEveryKey(t *testing.T) {
	for section, rows := range parsed()["en"] {
		want := keysOf(rows)
		for _, lang := range Languages() {
			got := Section(lang, section)
			if diff := cmp.Diff(want, keysOf(got)); diff != "" {
				t.Errorf("%s [%s]: keys differ from those of en (-en +%s):\n%s", lang, section, lang, diff)
			}
			for _, row := range got {
				if len(row.Words) == 0 {
					t.Errorf("%s [%s] %s: no words", lang, section, row.Key)
				}
			}
		}
	}
}

func keysOf(rows []Row) []string {
	var out []string
	for _, row := range rows {
		out = append(out, row.Key)
	}
	return out
}

func TestParse_RefusesALineWithoutKey(t *testing.T) {
	for _, body := range []string{"[a]\nno key", "key: outside of a section"} {
		if _, err := parse(body); err == nil {
			t.Errorf("%q was read", body)
		}
	}
}
