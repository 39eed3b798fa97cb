package phrases

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

var (
	verb   = regexp.MustCompile(`%(?:\[\d\])?[sd]`)
	counts = regexp.MustCompile(`^(.*)_(zero|one|two|few|many|other)$`)
)

// besides are what a language may have besides _one and _many.
var besides = map[string][]string{"ar": {"zero", "two", "few", "other"}}

// area is what stands in one file, line by line.
func area(t *testing.T, path string) (keys []string) {
	t.Helper()
	body, err := files.ReadFile(path)
	if err != nil {
		t.Errorf("a whole file is missing: %v", err)
		return nil
	}
	for n, line := range strings.Split(strings.TrimSuffix(string(body), "\n"), "\n") {
		key, said, ok := strings.Cut(line, " = ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !ok || said == "" || key != "thousands" && key != "semicolon" && said != strings.TrimSpace(said):
			t.Errorf("%s:%d is no text: %q", path, n+1, line)
		default:
			keys = append(keys, key)
		}
	}
	return keys
}

// shared is whether a key must stand in each language: plural besides of its own need not.
func shared(lang, key string) bool {
	part := counts.FindStringSubmatch(key)
	return part == nil || !slices.Contains(besides[lang], part[2])
}

func TestWords_NoTextIsMissing(t *testing.T) {
	areas, err := fs.Glob(files, "en/*.txt")
	if err != nil || len(areas) == 0 {
		t.Fatalf("no areas: %v", err)
	}
	for _, lang := range Languages() {
		seen := map[string]string{}
		for _, english := range areas {
			path := lang + strings.TrimPrefix(english, "en")
			keys := area(t, path)
			for _, key := range keys {
				if seen[key] != "" {
					t.Errorf("%s: %s stands in %s too", path, key, seen[key])
				}
				seen[key] = path
			}
			keys = slices.DeleteFunc(keys, func(key string) bool { return !shared(lang, key) })
			want := area(t, english)
			slices.Sort(keys)
			slices.Sort(want)
			if diff := cmp.Diff(want, keys); diff != "" {
				t.Errorf("%s lacks or adds texts (-en +%s):\n%s", path, lang, diff)
			}
		}
		mine, err := fs.Glob(files, lang+"/*.txt")
		if err != nil || len(mine) != len(areas) {
			t.Errorf("%s has %d areas, want %d: %v", lang, len(mine), len(areas), err)
		}
	}
}

func TestWords_EveryLanguagePutsInTheSame(t *testing.T) {
	english := parsed()["en"].text
	for _, lang := range Languages() {
		for key, said := range parsed()[lang].text {
			like := key
			part := counts.FindStringSubmatch(key)
			if part != nil {
				like = part[1] + "_many"
			}
			want, got := verb.FindAllString(english[like], -1), verb.FindAllString(said, -1)
			slices.Sort(want)
			slices.Sort(got)
			inWords := part != nil && len(got) == 0 && slices.Contains([]string{"zero", "one", "two"}, part[2])
			if !slices.Equal(want, got) && !inWords {
				t.Errorf("%s: %s = %q puts in %q, want %q", lang, key, said, got, want)
			}
			if left := verb.ReplaceAllString(said, ""); strings.Contains(left, "%") {
				t.Errorf("%s: %s = %q holds another per cent sign", lang, key, said)
			}
		}
		for key, n := range map[string]int{"weekdays": 7, "weekdays_short": 7, "months_short": 12, "months": 12} {
			if got := len(strings.Fields(In(lang).of(key))); got != n {
				t.Errorf("%s has %d %s", lang, got, key)
			}
		}
	}
}

func TestWords_TheVoiceIsCalm(t *testing.T) {
	for _, lang := range Languages() {
		for key, said := range parsed()[lang].text {
			if strings.ContainsAny(said, "!¡→←↑↓\u2066\u2067\u2068\u2069\u200f\u200e") {
				t.Errorf("%s: %s = %q holds an exclamation mark, an arrow or a direction", lang, key, said)
			}
		}
	}
}

// What an Arabic line begins with gives it its direction: it is no Latin letter,
// and no name, which may be one. These begin inside a line, or with one of our words.
var midLine = []string{"case_in", "case_of", "least"}

// midSentence are the beginnings of the keys of parts of sentences, and of what is
// understood.
var midSentence = []string{"say", "list", "hear", "set"}

func TestWords_ArabicBeginsWithArabic(t *testing.T) {
	for key, said := range parsed()["ar"].text {
		if area, _, _ := strings.Cut(key, "_"); slices.Contains(midLine, key) || slices.Contains(midSentence, area) {
			continue
		}
		if first := strings.IndexFunc(said, unicode.IsLetter); first >= 0 && !verb.MatchString(said[:first]) {
			if letter := []rune(said[first:])[0]; !unicode.Is(unicode.Arabic, letter) && !strings.HasPrefix(said, "%") {
				t.Errorf("%s = %q begins with %c", key, said, letter)
			}
		}
		if strings.HasPrefix(said, "%s") || strings.HasPrefix(said, "%[1]s") && key != "stamp" {
			t.Errorf("%s = %q begins with what is put in", key, said)
		}
	}
}

func TestWords_DatesAndNumbersOfTheLanguage(t *testing.T) {
	at := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	for lang, want := range map[string][]string{
		"en":    {"Mon 23 Nov, 07:30", "23 Nov", "23 Nov 2026", "Monday", "6,210", "1 story", "2 stories", "6,210 stories"},
		"de":    {"Mo 23. Nov., 07:30", "23. Nov.", "23. Nov. 2026", "Montag", "6.210", "1 Meldung", "2 Meldungen", "6.210 Meldungen"},
		"es":    {"lun 23 nov, 07:30", "23 nov", "23 nov 2026", "lunes", "6.210", "1 noticia", "2 noticias", "6.210 noticias"},
		"fr":    {"lun. 23 nov., 07:30", "23 nov.", "23 nov. 2026", "lundi", "6\u202f210", "1 sujet", "2 sujets", "6\u202f210 sujets"},
		"pt-BR": {"seg. 23 nov., 07:30", "23 nov.", "23 nov. 2026", "segunda-feira", "6.210", "1 notícia", "2 notícias", "6.210 notícias"},
		"ar":    {"الاثنين 23 نوفمبر، 07:30", "23 نوفمبر", "23 نوفمبر 2026", "الاثنين", "6,210", "خبر واحد", "خبران", "6,210 أخبار"},
		"it":    {"Mon 23 Nov, 07:30", "23 Nov", "23 Nov 2026", "Monday", "6,210", "1 story", "2 stories", "6,210 stories"},
	} {
		w := In(lang)
		got := []string{w.Stamp(at), w.Day(at, at), w.Day(at, at.AddDate(1, 0, 0)), w.Weekday(at), w.Thousands(6210),
			w.Count(1, "stories"), w.Count(2, "stories"), w.Count(6210, "stories")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

func TestDay_FirstOfAMonth(t *testing.T) {
	first := time.Date(2026, 12, 1, 16, 5, 0, 0, time.UTC)
	for lang, want := range map[string][]string{
		"fr": {"1er déc.", "1er décembre", "mar. 1er déc., 16:05", "du 30 nov. au 1er déc."},
		"pt": {"1º dez.", "1º de dezembro", "ter. 1º dez., 16:05", "de 30 nov. a 1º dez."},
		"es": {"1 dic", "1 de diciembre", "mar 1 dic, 16:05", "del 30 nov al 1 dic"},
		"de": {"1. Dez.", "1. Dezember", "Di 1. Dez., 16:05", "30. Nov. bis 1. Dez."},
		"en": {"1 Dec", "1 December", "Tue 1 Dec, 16:05", "30 Nov to 1 Dec"},
		"ar": {"1 ديسمبر", "1 ديسمبر", "الثلاثاء 1 ديسمبر، 16:05", "من 30 نوفمبر إلى 1 ديسمبر"},
	} {
		w := In(lang)
		got := []string{w.Day(first, first), w.FullDay(first, first), w.Stamp(first), w.Days(first.AddDate(0, 0, -1), first, first)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

func TestWords_ArabicOutletsStandBehindFrom(t *testing.T) {
	w := In("ar")
	if got, want := w.Say("read", w.Count(7, "articles"), w.Count(2, "outlets")), "قُرئ 7 مقالات من وسيلتي إعلام."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWords_PluralsOfTheLanguage(t *testing.T) {
	got := map[string][]string{}
	for _, lang := range []string{"en", "fr", "ar"} {
		for _, n := range []int{0, 1, 2, 5, 11, 100, 103} {
			got[lang] = append(got[lang], In(lang).Count(n, "stories"))
		}
	}
	want := map[string][]string{
		"en": {"0 stories", "1 story", "2 stories", "5 stories", "11 stories", "100 stories", "103 stories"},
		"fr": {"0 sujet", "1 sujet", "2 sujets", "5 sujets", "11 sujets", "100 sujets", "103 sujets"},
		"ar": {"لا أخبار", "خبر واحد", "خبران", "5 أخبار", "11 خبرًا", "100 خبر", "103 أخبار"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A form that a language needs and does not write is that of many: nothing but
// Arabic has one of its own.
func TestWords_NoLanguageNeedsAnotherForm(t *testing.T) {
	for _, lang := range Languages() {
		used := map[string]bool{}
		for n := range 200 {
			used[ending[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]] = true
		}
		for _, form := range slices.Sorted(maps.Keys(used)) {
			known := append([]string{"one", "other"}, besides[lang]...)
			if name := form[1:]; name != "many" && !slices.Contains(known, name) {
				t.Errorf("%s has the form %s", lang, name)
			}
		}
	}
}

func TestWords_WithoutALanguageItIsEnglish(t *testing.T) {
	var none *Words
	got := none.Say("update") + none.Lang() + none.Count(1, "stories") + In("ar").Say("update") + In("").Lang() + In("pt-BR").Lang()
	if got != "Updateen1 storyتحديثenpt" {
		t.Errorf("got %q", got)
	}
}

func TestPseudo_EveryTextIsLongerByTwoFifths(t *testing.T) {
	english, w := parsed()["en"].text, In(Pseudo)
	for key, said := range english {
		want := len([]rune(said)) * 7 / 5
		if got := len([]rune(w.text[key])); got < want && !slices.Contains([]string{"thousands", "comma", "semicolon"}, key) {
			t.Errorf("%s = %q has %d letters, want %d", key, w.text[key], got, want)
		}
	}
	if got := w.Say("not_read", 1, 2) + w.Count(3, "stories"); got != "[1 of 2 sources not read~~~~~~~~~~~~~][3 stories~~~~]" {
		t.Errorf("got %q", got)
	}
}

func TestText_IsSaidInTheLanguageOfWhatItIsPutIn(t *testing.T) {
	late := Later("read", Counted(2, "articles"), Counted(1, "outlets"))
	got := []string{late.In(nil), In("de").Say("skipped", late)}
	want := []string{"Read 2 articles from 1 outlet.",
		"Nicht veröffentlicht: 2 Artikel aus 1 Medium gelesen. Das Versäumte ist hier berücksichtigt."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWords_CallCommandsAsPeopleTypeThem(t *testing.T) {
	w := &Words{"de", language.German, map[string]string{"/status": "zustand", "/source": "quelle", "/source add": "neu",
		"a": "Warum, sagt /status.", "b": "Mit „/source add“ und (/source).", "c": "https://example.org/status /nothing here", "d": "/status sagt"}}
	w.nameCommands()
	got := []string{w.text["a"], w.text["b"], w.text["c"], w.text["d"]}
	want := []string{"Warum, sagt /zustand.", "Mit „/quelle neu“ und (/quelle).", "https://example.org/status /nothing here", "/zustand sagt"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The commands that choose and look need Manage Server, which a moderator may lack.
func TestWords_ModeratorsAreNotSentToCommandsOfManagers(t *testing.T) {
	moderates := regexp.MustCompile(`(?i)moder|modér|مشرف`)
	managed := regexp.MustCompile(`/(?:setup|source |schedule|status|alerts)`)
	for _, lang := range Languages() {
		for key, said := range parsed()[lang].text {
			if managed.MatchString(said) && moderates.MatchString(said) {
				t.Errorf("%s: %s = %q", lang, key, said)
			}
		}
	}
}

// A command stands in a text as people type it in its language.
func TestWords_CommandsAreNamedInTheLanguage(t *testing.T) {
	named := regexp.MustCompile(`(?:^|[^:/\w])/([a-z]+)(?: ([a-z]+))?`)
	english := parsed()["en"]
	for _, lang := range Languages() {
		for key, said := range parsed()[lang].text {
			for _, part := range named.FindAllStringSubmatch(said, -1) {
				mine, known := parsed()[lang].text["/"+part[1]]
				if _, command := english.text["/"+part[1]]; !strings.HasPrefix(key, "/") && command && (!known || mine != part[1]) {
					t.Errorf("%s: %s = %q names /%s", lang, key, said, part[1])
				}
			}
		}
	}
}

func TestSay_OneFullStopBehindADate(t *testing.T) {
	german, at := In("de"), time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"Seit 23. Nov. habe ich dazu nichts Neues gelesen.":             german.Say("no_change", german.Day(at, at)),
		"World: am 23. Nov. gemeldet, seither nichts Neues am 23. Nov.": german.Say("why_line", "World", "am 23. Nov. gemeldet, seither nichts Neues am 23. Nov."),
		"World: wait....": german.Say("why_line", "World", "wait..."),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
