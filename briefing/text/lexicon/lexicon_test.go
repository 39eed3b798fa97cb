package lexicon

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestSections_EveryLanguageHasEverySection(t *testing.T) {
	known := map[string]bool{}
	for _, s := range sections {
		langs := In(s.name)
		for _, lang := range langs {
			known[lang+" "+s.name] = true
			rows := parsed()[lang][s.name]
			if len(rows) == 0 {
				t.Errorf("%s has no section [%s]", lang, s.name)
			}
			if diff := cmp.Diff(keysOf(parsed()[langs[0]][s.name]), keysOf(rows)); diff != "" && !s.open {
				t.Errorf("%s [%s]: keys differ from those of %s (-%s +%s):\n%s", lang, s.name, langs[0], langs[0], lang, diff)
			}
		}
	}
	for lang, in := range parsed() {
		for name := range in {
			if !known[lang+" "+name] {
				t.Errorf("%s has a section [%s] that is not in the table", lang, name)
			}
		}
	}
}

func TestSections_NothingTwice(t *testing.T) {
	for lang, in := range parsed() {
		for name, rows := range in {
			for _, w := range twice(keysOf(rows)) {
				t.Errorf("%s [%s]: %q stands there twice", lang, name, w)
			}
			for _, row := range rows {
				for _, w := range twice(row.Words) {
					t.Errorf("%s [%s] %s: %q stands there twice", lang, name, row.Key, w)
				}
			}
		}
	}
}

// A verb of saying stands in one row, whose key names all that it is used for.
func TestUsed_AWordOfSayingStandsOnceUnderKnownUses(t *testing.T) {
	uses := []string{"speech", "tells", "trailing", "counts", "speaks", "news"}
	for _, lang := range In("saying") {
		var all []string
		for _, row := range Section(lang, "saying") {
			all = append(all, row.Words...)
			for _, use := range strings.Split(row.Key, "+") {
				if !slices.Contains(uses, use) {
					t.Errorf("%s [saying] %s: %q is no use", lang, row.Key, use)
				}
			}
		}
		for _, w := range twice(all) {
			t.Errorf("%s [saying]: %q stands there twice", lang, w)
		}
	}
	if got := Used("en", "saying", "news"); !slices.Equal(got, []string{"said", "announced"}) {
		t.Errorf("the English verbs of news are %q", got)
	}
}

func TestFiles_AreInNormalForm(t *testing.T) {
	all, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		body, err := files.ReadFile(f.Name())
		if err != nil || !utf8.Valid(body) || !norm.NFC.IsNormal(body) {
			t.Errorf("%s is no UTF-8 in NFC (%v)", f.Name(), err)
		}
		for i, line := range strings.Split(string(body), "\n") {
			if _, words, row := strings.Cut(line, ":"); row && strings.TrimSpace(words) == "" && !strings.HasPrefix(line, " ") {
				t.Errorf("%s:%d: no words, and no %q for none", f.Name(), i+1, none)
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

// twice lists what stands in words more than once.
func twice(words []string) []string {
	words = slices.Sorted(slices.Values(words))
	var out []string
	for i := 1; i < len(words); i++ {
		if words[i] == words[i-1] {
			out = append(out, words[i])
		}
	}
	return out
}

func TestParse_RowsGoOn(t *testing.T) {
	got, err := parse("# what it is\n[a]\nx: one two\n  in_three\n\ny: -\n")
	want := map[string][]Row{"a": {{Key: "x", Words: []string{"one", "two", "in three"}}, {Key: "y"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestParse_Refuses(t *testing.T) {
	for _, body := range []string{"[a]\nno key", "key: outside of a section", "[a]\n  of no row", "[a]\nx: y\n[a]"} {
		if _, err := parse(body); err == nil {
			t.Errorf("%q was read", body)
		}
	}
}
