package topic

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// builtIn is a topic that needs no words of its own: it has names, sections under
// which outlets file it, and words of news about it, in the lexicon under its name.
type builtIn struct {
	name     string
	names    []string // how people ask for it, folded
	sections []string // parts of articles' addresses
}

// hits is how many different words of a built-in topic make a story one of it; a
// section of the outlet's own counts as that many.
const hits = 2

var builtIns = sync.OnceValue(func() []builtIn {
	var out []builtIn
	for _, row := range lexicon.Section("en", "topics") {
		t := builtIn{name: row.Key, names: []string{text.Fold(row.Key)}, sections: lexicon.All("topics.sections", row.Key)}
		for _, name := range lexicon.All("topics.names", row.Key) {
			t.names = append(t.names, text.Fold(name))
		}
		out = append(out, t)
	}
	return out
})

// index is the built-in topics by stem: language, then term to topics.
var index = sync.OnceValue(func() map[string]map[string][]int {
	out := map[string]map[string][]int{}
	for _, lang := range lexicon.In("topics") {
		out[lang] = map[string][]int{}
		for i, t := range builtIns() {
			for _, term := range text.Terms(strings.Join(lexicon.Words(lang, "topics", t.name), " "), lang) {
				out[lang][term] = append(out[lang][term], i)
			}
		}
	}
	return out
})

// named finds the built-in topic that somebody asks for by one of its names; -1
// for any other words.
func named(asked string) int {
	asked = text.Fold(strings.TrimSpace(asked))
	return slices.IndexFunc(builtIns(), func(t builtIn) bool { return slices.Contains(t.names, asked) })
}

// counts are, for each built-in topic, how many of its words stand in the leads of
// a story's reports, and its outlets' own sections.
func counts(story []Report) []int {
	all := builtIns()
	found := make([]map[string]bool, len(all))
	for i := range found {
		found[i] = map[string]bool{}
	}
	out := make([]int, len(all))
	for _, r := range story {
		terms := index()[r.Lang]
		for _, term := range text.Terms(r.Lead, r.Lang) {
			for _, i := range terms[term] {
				found[i][term] = true
			}
		}
		for i := range all {
			if inSection(r.URL, all[i].sections) {
				found[i]["/section"], found[i]["/its own"] = true, true
			}
		}
	}
	for i := range found {
		out[i] = len(found[i])
	}
	return out
}

// inSection reports whether an address has one of these words as a part of its path.
func inSection(address string, sections []string) bool {
	parsed, err := url.Parse(address)
	if err != nil {
		return false
	}
	for _, part := range strings.Split(strings.ToLower(parsed.Path), "/") {
		if slices.Contains(sections, part) {
			return true
		}
	}
	return false
}

// Main is the name of the built-in topic a story is most about; "" when it is
// about none of them clearly.
func Main(story []Report) string {
	n := counts(story)
	order := make([]int, len(n))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(n[j], n[i]) })
	if best := order[0]; n[best] >= hits {
		return builtIns()[best].name
	}
	return ""
}

// Names are the built-in topics as they are called in a language, in English where it has
// no word for them.
func Names(lang string) []string {
	var out []string
	for _, t := range builtIns() {
		called := t.name
		if slices.Contains(lexicon.In("topics.names"), lang) && lang != "en" {
			if words := lexicon.Words(lang, "topics.names", t.name); len(words) > 0 {
				called = words[0]
			}
		}
		out = append(out, called)
	}
	return out
}
