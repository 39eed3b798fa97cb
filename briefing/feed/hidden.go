package feed

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen are styles with which a browser shows nothing.
var unseen = regexp.MustCompile(`(display:none|visibility:hidden|(font-size|opacity):0(\.0*)?(px|em|rem|pt|%)?)(;|!|$)`)

// dropHidden takes out what a browser does not show: orders to machines stand
// there. Pages that hide all of themselves until a script has run stay.
func dropHidden(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && isHidden(c) {
			n.RemoveChild(c)
		} else {
			dropHidden(c)
		}
		c = next
	}
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
