// Package lexicon holds what the product knows of languages as data: one text
// file a language, so that a translator can review it without reading Go. It
// knows no grammar and decides nothing.
//
// A file has sections, "[name]" on a line of its own, with a row a line:
// "key: word word", several words of one term joined by "_". A key means the
// same in every language.
package lexicon

import (
	"embed"
	"fmt"
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

// Languages have a file each.
func Languages() []string { return []string{"de", "en", "es", "fr", "pt"} }

// Section lists the rows of a section in the order of the file; nil for a
// language without a file.
func Section(lang, name string) []Row { return parsed()[lang][name] }

var parsed = sync.OnceValue(func() map[string]map[string][]Row {
	out := map[string]map[string][]Row{}
	for _, lang := range Languages() {
		body, err := files.ReadFile(lang + ".txt")
		if err == nil {
			out[lang], err = parse(string(body))
		}
		if err != nil {
			panic(fmt.Sprintf("lexicon %s.txt: %v", lang, err)) // built in: the package's test reads every file
		}
	}
	return out
})

func parse(body string) (map[string][]Row, error) {
	out := map[string][]Row{}
	section := ""
	for i, line := range strings.Split(body, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]")
			continue
		}
		key, words, ok := strings.Cut(line, ":")
		if !ok || section == "" {
			return nil, fmt.Errorf("line %d is no row %q and no section", i+1, line)
		}
		row := Row{Key: key}
		for _, w := range strings.Fields(words) {
			row.Words = append(row.Words, strings.ReplaceAll(w, "_", " "))
		}
		out[section] = append(out[section], row)
	}
	return out, nil
}
