package phrases

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var verb = regexp.MustCompile(`%(?:\[\d\])?[sd]`)

// keysOf are the keys of a language, in order.
func keysOf(lang string) []string {
	var out []string
	for k := range parsed()[lang].text {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestWords_NoTextIsMissing(t *testing.T) {
	want := keysOf("en")
	for _, lang := range Languages() {
		if diff := cmp.Diff(want, keysOf(lang)); diff != "" {
			t.Errorf("%s lacks or adds texts (-en +%s):\n%s", lang, lang, diff)
		}
		for k, said := range parsed()[lang].text {
			en, got := verb.FindAllString(parsed()["en"].text[k], -1), verb.FindAllString(said, -1)
			slices.Sort(en)
			slices.Sort(got)
			if !slices.Equal(en, got) || k != "thousands" && said != strings.TrimSpace(said) || said == "" {
				t.Errorf("%s: %s = %q puts in %q, want %q", lang, k, said, got, en)
			}
		}
		for key, n := range map[string]int{"weekdays": 7, "weekdays_short": 7, "months_short": 12} {
			if got := len(strings.Fields(In(lang).of(key))); got != n {
				t.Errorf("%s has %d %s", lang, got, key)
			}
		}
	}
	for _, lang := range labelled {
		for _, k := range keysOf(lang) {
			if !slices.Contains(want, k) {
				t.Errorf("%s: nobody says %q", lang, k)
			}
		}
	}
}

func TestWords_DatesAndNumbersOfTheLanguage(t *testing.T) {
	at := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	for lang, want := range map[string][]string{
		"en": {"Mon 23 Nov, 07:30", "23 Nov", "23 Nov 2026", "Monday", "6,210", "1 story", "2 stories"},
		"de": {"Mo 23. Nov., 07:30", "23. Nov.", "23. Nov. 2026", "Montag", "6.210", "1 Meldung", "2 Meldungen"},
		"es": {"lun 23 nov, 07:30", "23 nov", "23 nov 2026", "lunes", "6.210", "1 noticia", "2 noticias"},
		"fr": {"lun. 23 nov., 07:30", "23 nov.", "23 nov. 2026", "lundi", "6\u202f210", "1 sujet", "2 sujets"},
		"it": {"Mon 23 Nov, 07:30", "23 Nov", "23 Nov 2026", "Monday", "6,210", "1 story", "2 stories"},
	} {
		w := In(lang)
		got := []string{w.Stamp(at), w.Day(at, at), w.Day(at, at.AddDate(1, 0, 0)), w.Weekday(at), w.Thousands(6210), w.Count(1, "stories"), w.Count(2, "stories")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

func TestWords_WithoutALanguageItIsEnglish(t *testing.T) {
	var none *Words
	if got := none.Say("update") + none.Lang() + In("ar").Say("also", "X") + In("ar").Say("update"); got != "Updateenalso Xتحديث" {
		t.Errorf("got %q", got)
	}
}
