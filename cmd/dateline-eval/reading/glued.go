package reading

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// lineElements are the elements that go on in their line; at every other one a
// word ends. The list is this measure's own, so that it does not share a fault
// with what it measures.
var lineElements = setOf(`a abbr b bdi cite code data del em font i img ins kbd label mark q s small span strong sub sup
 time tt u var wbr`)

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// gluedWords counts the words of a text that are the last word of one block of
// its page and the first of the next, and stand nowhere on the page.
func gluedWords(page []byte, text string) int {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return 0
	}
	var line strings.Builder
	have, pairs, last := map[string]bool{}, map[string]bool{}, ""
	border := func() {
		words := strings.Fields(line.String())
		line.Reset()
		for _, w := range words {
			have[w] = true
		}
		if len(words) > 0 {
			pairs[last+words[0]] = last != ""
			last = words[len(words)-1]
		}
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		box := n.Type == html.ElementNode && !lineElements[n.Data]
		if n.Type == html.TextNode {
			line.WriteString(n.Data)
		}
		if box {
			border()
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			if child.Data != "script" && child.Data != "style" {
				walk(child)
			}
		}
		if box {
			border()
		}
	}
	walk(root)
	border()
	count := 0
	for _, w := range strings.Fields(text) {
		if pairs[w] && !have[w] && hasLetter(w) {
			count++
		}
	}
	return count
}

func hasLetter(w string) bool {
	return utf8.RuneCountInString(w) > 1 && strings.IndexFunc(w, unicode.IsLetter) >= 0
}
