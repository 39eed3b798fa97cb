package catalogue

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/language"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

var sections = []string{"world", "national", "business", "technology", "science", "sport", "health", "culture", "climate", "local"}

func TestCatalogue_IsLargeAndOfManyCountriesAndLanguages(t *testing.T) {
	languages, countries := map[string]bool{}, map[string]bool{}
	for _, s := range All() {
		languages[s.Lang], countries[s.Country] = true, true
	}
	if n := len(All()); n < 300 || len(languages) < 10 || len(countries) < 30 {
		t.Errorf("%d feeds in %d languages and %d countries; want 300, 10 and 30 at least", n, len(languages), len(countries))
	}
}

func TestCatalogue_EveryFieldIsThereAndRight(t *testing.T) {
	for _, s := range All() {
		if s.Name == "" || s.Owner == "" || s.Name != strings.TrimSpace(s.Name) || strings.ContainsAny(s.Name, ",;\n|") {
			t.Errorf("%+v: its name or owner is missing, or its name holds what separates names", s)
		}
		if n := utf8.RuneCountInString(s.Name); n > 60 {
			t.Errorf("%s has %d letters: a choice shows more than its name", s.Name, n)
		}
		address, err := url.Parse(s.URL)
		if err != nil || address.Scheme != "https" || address.Host == "" || address.User != nil || strings.ContainsAny(s.URL, " \t") {
			t.Errorf("%s: %q is no address of a public feed", s.Name, s.URL)
		}
		if region, err := language.ParseRegion(s.Country); err != nil || !region.IsCountry() || region.String() != s.Country {
			t.Errorf("%s: %q is no country of ISO 3166", s.Name, s.Country)
		}
		if base, err := language.ParseBase(s.Lang); err != nil || base.String() != s.Lang || len(s.Lang) != 2 {
			t.Errorf("%s: %q is no language of ISO 639-1", s.Name, s.Lang)
		}
		if !slices.Contains(sections, s.Section) {
			t.Errorf("%s: no section is called %q", s.Name, s.Section)
		}
	}
}

func TestCatalogue_NoAddressAndNoNameStandsTwice(t *testing.T) {
	names, addresses := map[string]string{}, map[string]string{}
	for _, s := range All() {
		name := text.Fold(s.Name)
		address := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s.URL, "https://"), "www."), "/")
		if names[name] != "" || addresses[address] != "" {
			t.Errorf("%s, %s stands there already: %s%s", s.Name, s.URL, names[name], addresses[address])
		}
		names[name], addresses[address] = s.Name, s.Name
	}
}

func TestOwned_SaysInEachLanguageWhatIsNoName(t *testing.T) {
	for _, s := range All() {
		for part := range strings.SplitSeq(s.Owner, ", ") {
			var words *phrases.Words
			if r, _ := utf8.DecodeRuneInString(part); strings.ToLower(string(r)) == string(r) && r > '9' && !words.Has(ownerKey(part)) &&
				part != "elDiario.es" {
				t.Errorf("%s: %q is no name and nobody translated it", s.Name, part)
			}
		}
	}
	bbc, _ := Named("bbc news: world")
	for lang, want := range map[string]string{"en": "BBC, public broadcaster, licence fee", "de": "BBC, öffentlich-rechtlich, Rundfunkgebühr",
		"ar": "BBC، هيئة بث عامة، رسوم الترخيص"} {
		if got := bbc.Owned(phrases.In(lang)); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
	if got := bbc.Place(phrases.In("de")) + ", " + bbc.Tongue(phrases.In("fr")) + ", " + bbc.About(phrases.In("es")); got !=
		"Vereinigtes Königreich, anglais, mundo" {
		t.Errorf("got %q", got)
	}
}

func TestHolder_TellsOwnersApart(t *testing.T) {
	for name, want := range map[string]string{"BBC News: Africa": "BBC", "BBC News Mundo": "BBC", "DW Arabic": "Deutsche Welle",
		"The Guardian: Science": "Guardian Media Group", "ProPublica": "ProPublica", "taz": "taz", "Al Jazeera English": "Al Jazeera Media Network",
		"Al Jazeera Arabic": "Al Jazeera Media Network", "Le Monde: Sciences": "Groupe Le Monde"} {
		source, ok := Named(name)
		if got := source.Holder(); !ok || got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestFind_WhatPeopleType(t *testing.T) {
	for _, c := range []struct{ typed, lang, want string }{
		{"guardian", "en", "The Guardian: World"},
		{"the guardian: sc", "en", "The Guardian: Science"},
		{"bbc spo", "en", "BBC Sport"},
		{"spiegel wissen", "de", "Der Spiegel: Wissenschaft"},
		{"suddeutsche", "en", "Süddeutsche Zeitung"},
		{"elpais", "es", "El País: Internacional"},
		{"monde", "fr", "Le Monde: International"},
		{"qatar", "ar", "Al Jazeera Arabic"},
		{"الجزيرة", "ar", "Al Jazeera Arabic"},
		{"قطر", "ar", "Al Jazeera Arabic"},
		{"Brasilien", "de", "Folha de S.Paulo: Mundo"},
		{"japanese technology", "en", "ITmedia News"},
		{"deutsch sport", "de", "Sportschau"},
		{"bezos", "en", "The Washington Post: World"},
		{"nonprofit", "en", ""},
		{"non-profit climate", "en", "Inside Climate News"},
		{"日新聞", "en", "Asahi Shimbun"},
		{"lemonde.fr", "fr", "Le Monde: International"},
		{"zzzz", "en", ""},
		{"!!", "en", ""},
	} {
		got := ""
		if found := Find(c.typed, phrases.In(c.lang), 5); len(found) > 0 {
			got = found[0].Name
		}
		if got != c.want {
			t.Errorf("%q in %s: got %q, want %q", c.typed, c.lang, got, c.want)
		}
	}
	if got := Find("", phrases.In("pt"), 25); len(got) != 25 || got[0].Lang != "pt" {
		t.Errorf("nothing typed: got %d, the first %s", len(got), got[0].Name)
	}
}

// Nobody can type what makes it fail.
func FuzzFind(f *testing.F) {
	for _, typed := range []string{"", "bbc world", "ÄÖÜ\u0301", "\xff\xfe", "https://example.org/feed", strings.Repeat("a ", 3000)} {
		f.Add(typed, "de")
	}
	f.Fuzz(func(t *testing.T, typed, lang string) {
		if got := Find(typed, phrases.In(lang), 25); len(got) > 25 {
			t.Errorf("%d for %q", len(got), typed)
		}
	})
}

func TestPacks_FourSourcesAtLeastAndNoneTwice(t *testing.T) {
	keys := map[string]bool{}
	for _, pack := range Packs("en") {
		if keys[pack.Key] || len(pack.Sources) < 4 {
			t.Errorf("%s stands twice or has %d sources", pack.Key, len(pack.Sources))
		}
		keys[pack.Key] = true
		names := map[string]bool{}
		for _, s := range pack.Sources {
			if names[s.Name] || pack.Topic != "" && s.Section != pack.Topic && pack.Topic != world && pack.Topic != "health" {
				t.Errorf("%s: %s stands twice, or is of another section", pack.Key, s.Name)
			}
			names[s.Name] = true
		}
		if again, ok := PackOf(pack.Key); !ok || again.Key != pack.Key {
			t.Errorf("no pack has the key %s", pack.Key)
		}
	}
	if got := Packs("de")[0]; got.Lang != "de" || got.Title(phrases.In("de")) != "Welt" {
		t.Errorf("the first pack of German is %s", got.Key)
	}
	if _, ok := PackOf("moon"); ok {
		t.Error("there is a pack of the moon")
	}
}

func TestSuggest_IsIndependentInEveryLanguageOfTheInterface(t *testing.T) {
	for _, lang := range append(phrases.Languages(), "sv", "xx") {
		for _, country := range []string{"", "DE", "GB", "US", "MX", "BR", "PT", "EG", "CA", "CH", "SE"} {
			got := Suggest(lang, country, 6)
			owners, countries, spoken := map[string]bool{}, map[string]bool{}, 0
			for _, s := range got {
				owners[s.Holder()], countries[s.Country] = true, true
				if s.Lang == lang {
					spoken++
				}
			}
			if len(got) != 6 || len(owners) < 5 || len(countries) < 3 {
				t.Errorf("%s in %s: %d sources of %d owners and %d countries", lang, country, len(got), len(owners), len(countries))
			}
			if slices.Contains(phrases.Languages(), lang) && spoken < 6 {
				t.Errorf("%s in %s: only %d are in the language", lang, country, spoken)
			}
		}
	}
	var names []string
	for _, s := range Suggest("en", "", 6) {
		names = append(names, s.Name)
	}
	if got, want := strings.Join(names, ", "), "BBC News: World, Al Jazeera English, NPR: World, DW English, The Guardian: World, "+
		"France 24 English"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := Suggest("pt", "PT", 6); got[0].Name != "RTP Notícias" {
		t.Errorf("in Portugal the first is %s", got[0].Name)
	}
	if got := Suggest("de", "DE", 1); len(got) != 1 {
		t.Errorf("one was asked for, got %d", len(got))
	}
}

func TestOwned_FamiliesAreNamedInTheLanguage(t *testing.T) {
	for owner, want := range map[string]string{
		"Grupo Folha (Frias family), private":   "Grupo Folha (Familie Frias), privat",
		"Choueiri and Pharaon families":         "Familien Choueiri und Pharaon",
		"Condé Nast (Advance, Newhouse family)": "Condé Nast (Advance, Familie Newhouse)",
		"France Télévisions and Radio France":   "France Télévisions and Radio France",
		"Ealy Ortiz family":                     "Familie Ealy Ortiz",
	} {
		if got := (Source{Owner: owner}).Owned(phrases.In("de")); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, s := range All() {
		if got := s.Owned(phrases.In("de")); strings.Contains(got, "famil") {
			t.Errorf("%s: %s", s.Name, got)
		}
	}
}
