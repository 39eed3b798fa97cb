package feed

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Plain turns the HTML of a feed into plain text: paragraphs apart by blank
// lines, nothing hidden, entities decoded.
func Plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return tidy(s)
	}
	return textOfBlocks(fragment(s))
}

// fragment lists the blocks of HTML that is a part of a page.
func fragment(s string) []block {
	if at := cell.FindStringIndex(s); at != nil && !strings.Contains(strings.ToLower(s[:at[0]]), "<table") {
		s = s[:at[0]] + "<table>" + s[at[0]:] // a parser drops cells that came without their table, and glues them
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), body)
	if err != nil {
		return nil // nested deeper than a text ever is
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return blocksOf(body, func(n *html.Node) bool {
		return n.DataAtom == atom.Form || n.DataAtom == atom.Figcaption || unshown(n.Attr)
	})
}

var cell = regexp.MustCompile(`(?i)<t[dhr][\s>]`)

// tidy collapses spaces, keeps single line ends and blank lines.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var out []string
	blank := false
	for _, line := range strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			blank = len(out) > 0
			continue
		}
		if blank {
			out = append(out, "")
			blank = false
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
