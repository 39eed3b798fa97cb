// Package lexicon holds what the product knows of languages as data: one text
// file a language, so that a translator can review it without reading Go. It
// knows no grammar and decides nothing.
//
// A file has sections, "[name]" on a line of its own, with a row a line:
// "key: word word", several words of one term joined by "_", and "-" where the
// language has none. A row goes on in lines that begin with a space; "# " begins
// a comment. A key means the same in every language.
package lexicon

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS

// Row is one key of a section with its words, as written in the file but with
// spaces inside a term.
type Row struct {
	Key   string
	Words []string
}

// Languages are those in which the product reads news as well as in English.
func Languages() []string { return In("concepts") }

// In lists the languages that have a section.
func In(section string) []string { return strings.Fields(described(section).langs) }

// Section lists the rows of a section in the order of the file; nil for a
// language without it.
func Section(lang, name string) []Row {
	described(name)
	return parsed()[lang][name]
}

// Everywhere lists the rows of a section in all languages that have it: a key
// comes as often as there are such languages.
func Everywhere(name string) []Row {
	var out []Row
	for _, lang := range In(name) {
		out = append(out, Section(lang, name)...)
	}
	return out
}

// Words are those of one row; nil for a language without the section or, in an
// open section, the row.
func Words(lang, section, key string) []string {
	rows := Section(lang, section)
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Key == key })
	if i < 0 && rows != nil && !described(section).open {
		panic(fmt.Sprintf("lexicon %s.txt: no %q in [%s]", lang, key, section)) // built in: who asks is wrong
	}
	if i < 0 {
		return nil
	}
	return rows[i].Words
}

// Used are the words of a section whose keys name uses, "speech+tells", that have one
// of them.
func Used(lang, section, use string) []string {
	var out []string
	for _, row := range Section(lang, section) {
		if slices.Contains(strings.Split(row.Key, "+"), use) {
			out = append(out, row.Words...)
		}
	}
	return out
}

// All are the words of a row in every language.
func All(section, key string) []string {
	var out []string
	for _, lang := range In(section) {
		out = append(out, Words(lang, section, key)...)
	}
	return out
}

var parsed = sync.OnceValue(func() map[string]map[string][]Row {
	out := map[string]map[string][]Row{}
	all, err := files.ReadDir(".")
	for _, f := range all {
		var body []byte
		if body, err = files.ReadFile(f.Name()); err != nil {
			break
		}
		if out[strings.TrimSuffix(f.Name(), ".txt")], err = parse(string(body)); err != nil {
			err = fmt.Errorf("%s: %w", f.Name(), err)
			break
		}
	}
	if err != nil {
		panic(fmt.Sprintf("lexicon: %v", err)) // built in: the package's test reads every file
	}
	return out
})

func parse(body string) (map[string][]Row, error) {
	out := map[string][]Row{}
	section := ""
	for i, line := range strings.Split(body, "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]")
			if out[section] != nil {
				return nil, fmt.Errorf("line %d begins [%s] a second time", i+1, section)
			}
			continue
		}
		rows := out[section]
		words, more := strings.CutPrefix(line, " ")
		if !more {
			var row Row
			if row.Key, words, more = strings.Cut(line, ":"); more && section != "" {
				rows = append(rows, row)
			}
		}
		if !more || len(rows) == 0 {
			return nil, fmt.Errorf("line %d is no row %q and no section", i+1, line)
		}
		last := &rows[len(rows)-1]
		for _, w := range strings.Fields(words) {
			if w != none {
				last.Words = append(last.Words, strings.ReplaceAll(w, "_", " "))
			}
		}
		out[section] = rows
	}
	return out, nil
}

// none stands in the file where a language has no words.
const none = "-"

// Sets are the words of a key of a section as a set, by language.
func Sets(section, key string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range In(section) {
		out[lang] = map[string]bool{}
		for _, word := range Words(lang, section, key) {
			out[lang][word] = true
		}
	}
	return out
}
