package feed

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/briefing/feed/page"
	"dateline/briefing/text"
)

// Marks are what a page says of itself that walls say, and what articles say.
type Marks struct {
	Article  bool // it calls itself an article, or states when it was published
	noindex  bool // search engines are asked not to list it
	password bool // it asks for a password
	refresh  bool // it loads itself or another page by itself
	locked   bool // it says that it is not free to read
}

// Suspect reports a page that says what walls say.
func (m Marks) Suspect() bool { return m.noindex || m.password || m.refresh || m.locked }

// marksOf reads the marks of a page.
func marksOf(tree *html.Node, it Item) Marks {
	signs := Marks{Article: !it.Published.IsZero()}
	for n := range tree.Descendants() {
		switch n.DataAtom {
		case atom.Input:
			signs.password = signs.password || strings.EqualFold(page.Attr(n, "type"), "password")
		case atom.Meta:
			signs.meta(strings.ToLower(cmp.Or(page.Attr(n, "property"), page.Attr(n, "name"), page.Attr(n, "http-equiv"))),
				strings.ToLower(page.Attr(n, "content")))
		case atom.Script:
			if page.Attr(n, "type") == "application/ld+json" {
				var v any
				if script := childText(n); len(script) < 1<<20 && json.Unmarshal([]byte(script), &v) == nil {
					signs.linked(v, 0)
				}
			}
		}
	}
	return signs
}

func (m *Marks) meta(name, content string) {
	switch name {
	case "og:type":
		m.Article = m.Article || strings.Contains(content, "article")
	case "robots":
		m.noindex = m.noindex || strings.Contains(content, "noindex")
	case "refresh":
		m.refresh = true
	case "article:content_tier":
		m.locked = m.locked || content != "free"
	}
}

// linked reads JSON-LD: schema.org's isAccessibleForFree and types of articles.
func (m *Marks) linked(v any, deep int) {
	if deep > 6 {
		return
	}
	switch value := v.(type) {
	case []any:
		for _, y := range value {
			m.linked(y, deep+1)
		}
	case map[string]any:
		kind := strings.Join(stringsOf(value["@type"]), " ")
		m.Article = m.Article || strings.Contains(kind, "Article") || strings.Contains(kind, "Posting")
		free := value["isAccessibleForFree"]
		word, _ := free.(string)
		m.locked = m.locked || free == false || strings.EqualFold(word, "false")
		m.linked(value["@graph"], deep+1)
		m.linked(value["mainEntity"], deep+1)
	}
}

// Shows reports whether a page that was read for an item is its article: it
// shares words with the item's title and teaser. Lists share none with a title
// alone; they must say that they are the article of that title.
func (p Page) Shows(it Item) bool {
	if related(it.Title+". "+it.Text, p.Text, cmp.Or(it.Lang, p.Lang)) {
		return true
	}
	return it.Text == "" && p.Marks.Article && !p.Marks.Suspect() && related(it.Title, p.Title, cmp.Or(it.Lang, p.Lang))
}

// states reports whether a page that stands for itself is an article: it says
// so, or its text is about its title and nothing tells of a wall.
func (p Page) states() bool {
	if p.Marks.Suspect() && !p.Marks.Article {
		return false
	}
	return p.Marks.Article || related(p.Title, p.Text, p.Lang)
}

// The least share of an item's words that its page holds. Of the 83 pages of
// the extraction benchmark, the one that holds the fewest words of its title
// has .25 of them; of pairs of a title and another page's text 9 in 10 have less.
const relatedLeast = .2

// commonMost is the share of articles from which a word tells nothing.
const commonMost = .3

// related reports whether a text holds the words of what was said of it.
func related(said, body, lang string) bool {
	lang = text.Detect(said, lang)
	words := TellingWords(said, lang)
	have, hits := map[string]bool{}, 0
	for _, w := range text.Terms(body, lang) {
		have[w] = true
	}
	for _, w := range words {
		if have[w] {
			hits++
		}
	}
	least := 2
	if len(words) < 4 {
		least = min(1, len(words))
	}
	return hits >= least && float64(hits) >= relatedLeast*float64(len(words))
}

// TellingWords are the words of a text that not every article holds.
func TellingWords(s, lang string) []string {
	var out []string
	for _, w := range text.Terms(s, lang) {
		if len(w) > 2 && !text.Stop(w, lang) && text.CommonShare(w, lang) < commonMost {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
