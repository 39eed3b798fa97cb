package feed

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen are styles with which a browser shows nothing.
var unseen = regexp.MustCompile(`(^|;)(display:none|visibility:hidden|(font-size|opacity):0(\.0*)?(px|em|rem|pt|%)?)(;|!|$)`)

// dropHidden takes out what a browser does not show: orders to machines stand
// there. Pages that hide all of themselves until a script has run stay: what
// holds more than half of the text is the page.
func dropHidden(n *html.Node) { dropHiddenOf(n, textBytes(n)) }

// dropHiddenOf returns how many bytes of text are left below n, of all that the
// page had.
func dropHiddenOf(n *html.Node, all int) int {
	left := 0
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if k := dropHiddenOf(c, all); c.Type == html.ElementNode && isHidden(c) && 2*k <= all {
			n.RemoveChild(c)
		} else {
			left += k
		}
		c = next
	}
	return left + ownBytes(n)
}

// textBytes counts the text below n.
func textBytes(n *html.Node) int {
	sum := 0
	for c := range n.Descendants() {
		sum += ownBytes(c)
	}
	return sum
}

// ownBytes counts a node's own text, nothing for the code of a script.
func ownBytes(n *html.Node) int {
	if n.Type != html.TextNode || n.Parent != nil && silent[n.Parent.DataAtom] {
		return 0
	}
	return len(strings.TrimSpace(n.Data))
}

func isHidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article:
		return false
	case atom.Template:
		return true
	}
	return unshown(n.Attr)
}

// unshown reports the attributes of an element that is not shown, or not read
// out.
func unshown(attrs []html.Attribute) bool {
	for _, a := range attrs {
		switch {
		case a.Key == "hidden", a.Key == "aria-hidden" && strings.EqualFold(strings.TrimSpace(a.Val), "true"):
			return true
		case a.Key == "style" && unseen.MatchString(strings.Join(strings.Fields(strings.ToLower(a.Val)), "")):
			return true
		}
	}
	return false
}
