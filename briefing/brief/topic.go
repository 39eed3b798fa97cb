package brief

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

// topicHits is how many different words of a topic make a story one of it; a
// section of the outlet's own counts as that many.
const topicHits = 2

var builtIns = func() []builtIn {
	var out []builtIn
	for _, row := range lexicon.Section("en", "topics") {
		t := builtIn{name: row.Key, names: []string{text.Fold(row.Key)}, sections: lexicon.All("topics.sections", row.Key)}
		for _, name := range lexicon.All("topics.names", row.Key) {
			t.names = append(t.names, text.Fold(name))
		}
		out = append(out, t)
	}
	return out
}()

// topicIndex is the built-in topics by stem: language, then term to topics.
var topicIndex = sync.OnceValue(func() map[string]map[string][]int {
	out := map[string]map[string][]int{}
	for _, lang := range lexicon.In("topics") {
		out[lang] = map[string][]int{}
		for i, t := range builtIns {
			for _, term := range text.Terms(strings.Join(lexicon.Words(lang, "topics", t.name), " "), lang) {
				out[lang][term] = append(out[lang][term], i)
			}
		}
	}
	return out
})

// namedTopic finds the built-in topic that somebody asks for by one of its
// names; -1 for any other words.
func namedTopic(asked string) int {
	asked = text.Fold(strings.TrimSpace(asked))
	return slices.IndexFunc(builtIns, func(t builtIn) bool { return slices.Contains(t.names, asked) })
}

// topicsOf counts, for each built-in topic, how many of its words stand in
// the titles and first sentences of a story, and its outlets' own sections.
func topicsOf(c *candidate) []int {
	hits := make([]map[string]bool, len(builtIns))
	for i := range hits {
		hits[i] = map[string]bool{}
	}
	out := make([]int, len(builtIns))
	for _, m := range c.all() {
		index := topicIndex()[m.Item.Version.Lang]
		for _, term := range text.Terms(m.Lead(), m.Item.Version.Lang) {
			for _, i := range index[term] {
				hits[i][term] = true
			}
		}
		for i := range builtIns {
			if inSection(m.Item.Article.URL, builtIns[i].sections) {
				hits[i]["/section"], hits[i]["/its own"] = true, true
			}
		}
	}
	for i := range hits {
		out[i] = len(hits[i])
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

// mainTopic is the name of the topic a story is most about; "" when it is
// about none of them clearly.
func mainTopic(c *candidate) string {
	n := topicsOf(c)
	order := make([]int, len(n))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(n[j], n[i]) })
	if best := order[0]; n[best] >= topicHits {
		return builtIns[best].name
	}
	return ""
}

// subject is what a briefing is narrowed to: a built-in one, or any other words.
type subject struct {
	builtIn int // -1: words
	words   string
}

func newSubject(asked string) subject { return subject{namedTopic(asked), asked} }

// match is how much a story is about the topic, [0,1]; 1 without one. Of other
// words it is the share that the titles and first sentences hold.
func (t subject) match(c *candidate) float64 {
	if t.words == "" {
		return 1
	}
	if t.builtIn >= 0 {
		if n := topicsOf(c)[t.builtIn]; n >= topicHits {
			return min(1, float64(n)/(2*topicHits))
		}
		return 0
	}
	best := 0.0
	have := map[string]map[string]bool{} // by language
	for _, m := range c.all() {
		lang := m.Item.Version.Lang
		if have[lang] == nil {
			have[lang] = map[string]bool{}
		}
		for _, term := range text.Terms(m.Lead(), lang) {
			have[lang][term] = true
		}
	}
	for lang, terms := range have {
		n, all := 0, 0
		for term := range text.ContentTerms(t.words, lang) {
			if all++; terms[term] {
				n++
			}
		}
		if all > 0 {
			best = max(best, float64(n)/float64(all))
		}
	}
	return best
}

// varied keeps one topic from filling more than half of a briefing of n
// stories, as long as there are others with two reports.
func varied(cs []*candidate, n int) []*candidate {
	count := map[string]int{}
	var first, later []*candidate
	i := 0
	for ; i < len(cs) && len(first) < n && cs[i].reports > 1; i++ {
		theme := mainTopic(cs[i])
		if theme != "" && count[theme] >= max(1, n/2) {
			later = append(later, cs[i])
			continue
		}
		count[theme]++
		first = append(first, cs[i])
	}
	return append(append(first, later...), cs[i:]...)
}
