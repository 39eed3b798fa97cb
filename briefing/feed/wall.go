package feed

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/briefing/text"
)

// ErrWall says that a page shows something else in the place of its article.
var ErrWall = errors.New("its page is behind a wall (a log-in, a consent, a check for programs) or gone: what the feed says of it is used")

// marks are what a page says of itself that walls say, and what articles say.
type marks struct {
	article  bool // it calls itself an article, or states when it was published
	noindex  bool // search engines are asked not to list it
	password bool // it asks for a password
	refresh  bool // it loads itself or another page by itself
	locked   bool // it says that it is not free to read
}

func (m marks) suspect() bool { return m.noindex || m.password || m.refresh || m.locked }

// marksOf reads the marks of a page.
func marksOf(tree *html.Node, it Item) marks {
	signs := marks{article: !it.Published.IsZero()}
	for n := range tree.Descendants() {
		switch n.DataAtom {
		case atom.Input:
			signs.password = signs.password || strings.EqualFold(attr(n, "type"), "password")
		case atom.Meta:
			signs.meta(strings.ToLower(cmp.Or(attr(n, "property"), attr(n, "name"), attr(n, "http-equiv"))),
				strings.ToLower(attr(n, "content")))
		case atom.Script:
			if attr(n, "type") == "application/ld+json" {
				var v any
				if script := childText(n); len(script) < 1<<20 && json.Unmarshal([]byte(script), &v) == nil {
					signs.linked(v, 0)
				}
			}
		}
	}
	return signs
}

func (m *marks) meta(name, content string) {
	switch name {
	case "og:type":
		m.article = m.article || strings.Contains(content, "article")
	case "robots":
		m.noindex = m.noindex || strings.Contains(content, "noindex")
	case "refresh":
		m.refresh = true
	case "article:content_tier":
		m.locked = m.locked || content != "free"
	}
}

// linked reads JSON-LD: schema.org's isAccessibleForFree and types of articles.
func (m *marks) linked(v any, deep int) {
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
		m.article = m.article || strings.Contains(kind, "Article") || strings.Contains(kind, "Posting")
		free := value["isAccessibleForFree"]
		word, _ := free.(string)
		m.locked = m.locked || free == false || strings.EqualFold(word, "false")
		m.linked(value["@graph"], deep+1)
		m.linked(value["mainEntity"], deep+1)
	}
}

// shows reports whether a page that was read for an item is its article: it
// shares words with the item's title and teaser. Lists share none with a title
// alone; they must say that they are the article of that title.
func (p pageRead) shows(it Item) bool {
	if related(it.Title+". "+it.Text, p.Text, cmp.Or(it.Lang, p.Lang)) {
		return true
	}
	return it.Text == "" && p.marks.article && !p.marks.suspect() && related(it.Title, p.Title, cmp.Or(it.Lang, p.Lang))
}

// states reports whether a page that stands for itself is an article: it says
// so, or its text is about its title and nothing tells of a wall.
func (p pageRead) states() bool {
	if p.marks.suspect() && !p.marks.article {
		return false
	}
	return p.marks.article || related(p.Title, p.Text, p.Lang)
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
	words := tellingWords(said, lang)
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

// tellingWords are the words of a text that not every article holds.
func tellingWords(s, lang string) []string {
	var out []string
	for _, w := range text.Terms(s, lang) {
		if len(w) > 2 && !text.Stop(w, lang) && text.CommonShare(w, lang) < commonMost {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// challenged reports an answer whose server says in its head that it holds a
// check for programs in the place of what was asked for: Cloudflare's and
// AWS's documentation name these fields.
func challenged(h http.Header) bool {
	return strings.EqualFold(h.Get("Cf-Mitigated"), "challenge") || h.Get("X-Amzn-Waf-Action") != ""
}

// elsewhere reports that a server led from an article to the front page of a
// site, or that the page says it is one.
func elsewhere(asked, got string) bool { return !isRoot(asked) && isRoot(got) }

func isRoot(raw string) bool {
	parsed, err := url.Parse(raw)
	return err == nil && parsed.Host != "" && strings.Trim(parsed.Path, "/") == "" && parsed.RawQuery == ""
}

// wallNames are in the names of boxes that stand before an article, as those
// who build pages call them in any language.
var wallNames = regexp.MustCompile(`(?i)paywall|regwall|pay-?gate|subscri|cookie|consent|gdpr|newsletter|captcha|challenge|modal|overlay` +
	`|popup|sign-?in|log-?in|register|promo`)

const (
	wallMost   = 1000 // bytes of text in a box that stands before an article
	wallParent = 4    // elements around a block that are looked at
)

// entryPath is a path, entryHost a host, where one logs in or subscribes.
var (
	entryPath = regexp.MustCompile(`(?i)/(log-?in|sign-?(in|up)|subscribe|subscriptions?|register|(my-?)?account|abo|abonnement` +
		`|membership|suscripcion|suscribete|assine|konto)([/.?]|$)`)
	entryHost = regexp.MustCompile(`(?i)^(accounts?|log-?in|subscribe|auth|abo|sso|signin)\.`)
)

func entryLink(href string) bool {
	parsed, err := url.Parse(href)
	return err == nil && (entryPath.MatchString(parsed.Path) || entryHost.MatchString(parsed.Host))
}

// beforeWall reports a block that asks for an account or stands in a small box
// that is named like a wall.
func beforeWall(b block) bool {
	if len(b.text) < linkMost && slices.ContainsFunc(b.links, entryLink) {
		return true
	}
	n := b.node
	for range wallParent {
		if n == nil || n.DataAtom == atom.Body || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return false
		}
		dialog := n.DataAtom == atom.Dialog || strings.HasSuffix(attr(n, "role"), "dialog")
		if dialog || wallNames.MatchString(attr(n, "id")+" "+attr(n, "class")) {
			return textBytes(n) < wallMost
		}
		n = n.Parent
	}
	return false
}
