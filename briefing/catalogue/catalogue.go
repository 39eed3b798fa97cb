// Package catalogue knows public news feeds by name: where each is read, from
// which country, in which language, of what it tells and who owns or pays for it.
// It finds them by what people type, holds packs to start with, and proposes
// sources to somebody who has none. It fetches nothing, keeps nothing, and rates
// nobody.
//
// The list is a text file, a line for each feed; the addresses are facts that
// anybody may look up, the choice of them is ours.
package catalogue

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// Source is one public feed.
type Source struct {
	Name    string // unique; what stands behind a colon is a section of the outlet
	URL     string
	Country string // where it is made, ISO 3166 alpha-2
	Lang    string // ISO 639-1
	Section string // world, national, business, technology, science, sport, health, culture, climate, local
	Owner   string // who owns or pays for it: a name, and what it is, separated by commas
	Native  string // its name in its own script, where that is not Latin
}

// The sections that a proposal is made of, the better first.
const (
	world    = "world"
	national = "national"
)

//go:embed sources.tsv
var sourceLines string

var sources = sync.OnceValue(func() []Source {
	var out []Source
	for _, fields := range table(sourceLines) {
		fields = append(fields, "")
		out = append(out, Source{Name: fields[0], URL: fields[1], Country: fields[2], Lang: fields[3], Section: fields[4],
			Owner: fields[5], Native: fields[6]})
	}
	return out
})

// table splits lines at tabs; a line that begins with # is a comment.
func table(lines string) (out [][]string) {
	for line := range strings.Lines(lines) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// All lists the feeds; of one language the best known stand first.
func All() []Source { return slices.Clone(sources()) }

// Named is the feed of a name, also in its own script and whatever its case, or of
// an address.
func Named(name string) (Source, bool) {
	folded := text.Fold(strings.TrimSpace(name))
	for _, source := range sources() {
		if folded == text.Fold(source.Name) || source.URL == name || source.Native != "" && folded == text.Fold(source.Native) {
			return source, true
		}
	}
	return Source{}, false
}

// Place is the name of its country in a language.
func (s Source) Place(words *phrases.Words) string { return place(s.Country, words) }

func place(country string, words *phrases.Words) string {
	region, err := language.ParseRegion(country)
	if names := display.Regions(language.Make(words.Lang())); err == nil && names != nil {
		return names.Name(region)
	}
	return country
}

// Tongue is the name of its language in a language.
func (s Source) Tongue(words *phrases.Words) string { return words.Language(s.Lang) }

// About is its section in a language.
func (s Source) About(words *phrases.Words) string { return words.Say("section_" + s.Section) }

// Owned says in a language who owns or pays for it; names stay as they are.
func (s Source) Owned(words *phrases.Words) string {
	parts := strings.Split(s.Owner, ", ")
	for i, part := range parts {
		if key := ownerKey(part); words.Has(key) {
			parts[i] = words.Say(key)
		}
		parts[i] = family.ReplaceAllStringFunc(parts[i], func(found string) string {
			name := family.FindStringSubmatch(found)
			if name[2] != "" {
				return words.Say("owner_families", words.Say("list_and", name[1], name[2]))
			}
			return words.Say("owner_family", name[1])
		})
	}
	return words.List(parts)
}

// family matches a family, or two, by name.
var family = regexp.MustCompile(`(\p{Lu}[\p{L} -]*?)(?: and (\p{Lu}[\p{L} -]*?))? famil(?:y|ies)\b`)

// ownerKey is the key of a part of an owner that is no name.
func ownerKey(part string) string { return "owner_" + strings.ReplaceAll(part, " ", "_") }

// Holder is who stands behind it, by which two sources are told apart: the name of
// the owner without what it is, or that of the outlet where it belongs to itself.
func (s Source) Holder() string {
	first, _, _ := strings.Cut(s.Owner, ", ")
	var words *phrases.Words
	if words.Has(ownerKey(first)) {
		first, _, _ = strings.Cut(s.Name, ":")
	}
	first, _, _ = strings.Cut(first, " (")
	return first
}
