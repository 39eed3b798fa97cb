package page

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
		return Tidy(s)
	}
	return Text(Fragment(s))
}

// Fragment lists the blocks of HTML that is a part of a page.
func Fragment(s string) []Block {
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
		return n.DataAtom == atom.Form || n.DataAtom == atom.Figcaption || unshown(n.Attr) || unquoted(n)
	})
}

var cell = regexp.MustCompile(`(?i)<t[dhr][\s>]`)

// Tidy collapses spaces, keeps single line ends and blank lines.
func Tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r", "\n")
	var b strings.Builder
	blank := false
	for line := range strings.SplitSeq(s, "\n") {
		empty := true
		for w := range strings.FieldsSeq(line) {
			switch {
			case !empty:
				b.WriteByte(' ')
			case blank && b.Len() > 0:
				b.WriteString("\n\n")
			case b.Len() > 0:
				b.WriteByte('\n')
			}
			b.WriteString(w)
			empty = false
		}
		blank = empty
	}
	return b.String()
}
