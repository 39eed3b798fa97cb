package page

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen are styles with which a browser shows nothing.
var unseen = regexp.MustCompile(`(^|;)(display:none|visibility:hidden|(font-size|opacity):0(\.0*)?(px|em|rem|pt|%)?)(;|!|$)`)

// DropHidden takes out what a browser does not show: orders to machines stand
// there. Pages that hide all of themselves until a script has run stay, be it
// as a whole or paragraph by paragraph: what holds more than half of the text,
// or is hidden in a way by which more than half is, is the page.
func DropHidden(n *html.Node) {
	all, by := textBytes(n), map[string]int{}
	hiddenBytes(n, by)
	for how, k := range by {
		if 2*k <= all {
			delete(by, how)
		}
	}
	dropHiddenOf(n, all, by)
}

// DropUnquoted takes out what its publisher keeps from being quoted, the elements with
// data-nosnippet, and reports whether text stood there
// (developers.google.com/search/docs/crawling-indexing/robots-meta-tag#data-nosnippet-attr).
func DropUnquoted(n *html.Node) bool {
	dropped := false
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch {
		case n.DataAtom != atom.Html && (unquoted(child) || unquoted(n)), child.DataAtom == atom.Body && unquoted(n):
			dropped = dropped || textBytes(child)+ownBytes(child) > 0
			n.RemoveChild(child)
		default:
			dropped = DropUnquoted(child) || dropped
		}
		child = next
	}
	return dropped
}

func unquoted(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-nosnippet" })
}

// hiddenBytes adds up the text that is hidden in each way below n; what is
// hidden within something hidden counts once.
func hiddenBytes(n *html.Node, by map[string]int) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if how := hiding(child.Attr); child.Type == html.ElementNode && how != "" && isHidden(child) {
			by[how] += textBytes(child)
		} else {
			hiddenBytes(child, by)
		}
	}
}

// dropHiddenOf returns how many bytes of text are left below n, of all that the
// page had. What is hidden in one of the ways that are shown stays.
func dropHiddenOf(n *html.Node, all int, shown map[string]int) int {
	left := 0
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		if hidden := dropHiddenOf(child, all, shown); child.Type == html.ElementNode && isHidden(child) && 2*hidden <= all &&
			shown[hiding(child.Attr)] == 0 {
			n.RemoveChild(child)
		} else {
			left += hidden
		}
		child = next
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
func unshown(attrs []html.Attribute) bool { return hiding(attrs) != "" }

// hiding is by what an element is hidden: "hidden", "opacity:0"; "" if it is not.
func hiding(attrs []html.Attribute) string {
	for _, a := range attrs {
		switch {
		case a.Key == "hidden", a.Key == "aria-hidden" && strings.EqualFold(strings.TrimSpace(a.Val), "true"):
			return a.Key
		case a.Key == "style":
			if how := unseen.FindString(strings.Join(strings.Fields(strings.ToLower(a.Val)), "")); how != "" {
				return strings.Trim(how, ";!")
			}
		}
	}
	return ""
}
