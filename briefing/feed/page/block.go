package page

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/briefing/text"
)

// A block is a run of text within which a browser starts no new paragraph,
// line, cell or box. No sentence crosses its border.
type Block struct {
	Text   string
	node   *html.Node // the element in which it begins
	Linked int        // bytes of the text that stand in links
	Lines  int        // line ends before it: 1 behind a <br>, else 2
	Bare   string     // the text without that of its links
	Links  []string   // where they lead, as it stands
}

// inline are the elements that go on in the line they stand in: the phrasing
// content of the HTML standard, with that of older ones. All others are boxes.
var inline = atoms(atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del,
	atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Map, atom.Mark, atom.Meter,
	atom.Nobr, atom.Output, atom.Picture, atom.Q, atom.Ruby, atom.Rb, atom.S, atom.Samp, atom.Small, atom.Source,
	atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr)

// silent are elements whose text nobody reads.
var silent = atoms(atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Button, atom.Select,
	atom.Textarea, atom.Title, atom.Rt, atom.Rp, atom.Audio, atom.Video, atom.Canvas, atom.Datalist)

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	out := make(map[atom.Atom]bool, len(list))
	for _, a := range list {
		out[a] = true
	}
	return out
}

// blocksOf lists the blocks of a tree in the order of its text, without what
// skip says (nil: nothing). Each text node is marked with the number of its
// block, so that what a library copies of the tree can be found again.
func blocksOf(root *html.Node, skip func(*html.Node) bool) []Block {
	reader := blockReader{skip: skip, lines: 2}
	if !boxed(root) {
		reader.inPre = 1 // text that only has some words set bold: its line ends are borders
	}
	reader.read(root)
	reader.border(2)
	return reader.out
}

// boxed reports a tree that holds a box or a line break.
func boxed(root *html.Node) bool {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (n.DataAtom == atom.Br || !flows(n)) && !silent[n.DataAtom] {
			return true
		}
	}
	return false
}

// markKey is the attribute that marks a text node; a parsed page has none there.
const markKey = "block"

// markOf is the number of the block a text node stands in, if it has one.
func markOf(n *html.Node) (int, bool) {
	if n.Type != html.TextNode {
		return 0, false
	}
	i, err := strconv.Atoi(Attr(n, markKey))
	return i, err == nil
}

// A blockReader walks a tree and collects its blocks.
type blockReader struct {
	skip   func(*html.Node) bool
	out    []Block
	line   strings.Builder
	node   *html.Node
	linked int
	bare   strings.Builder
	links  []string
	lines  int // line ends since the last block
	inLink int // depth of links around
	inPre  int // depth of elements that keep their line ends
}

// border ends the block that is being read, by so many line ends.
func (r *blockReader) border(lines int) {
	if line := text.OneLine(r.line.String()); line != "" {
		r.out = append(r.out, Block{Text: line, node: r.node, Linked: min(r.linked, len(line)), Lines: min(r.lines, 2),
			Bare: text.OneLine(r.bare.String()), Links: r.links})
		r.lines = 0
	}
	r.line.Reset()
	r.bare.Reset()
	r.node, r.linked, r.links = nil, 0, nil
	r.lines += lines
}

func (r *blockReader) read(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		r.words(n)
		return
	case n.Type != html.ElementNode:
		r.children(n)
		return
	case silent[n.DataAtom] || r.skip != nil && r.skip(n):
		return
	case n.DataAtom == atom.Br:
		r.border(1)
		return
	case n.DataAtom == atom.Sup && r.superscript(n):
		return
	}
	box := !flows(n)
	if box || r.line.Len() > 0 && sideBySide(n) {
		r.border(2)
	}
	r.enter(n, 1)
	r.children(n)
	r.enter(n, -1)
	if box {
		r.border(2)
	}
}

func (r *blockReader) children(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		r.read(child)
	}
}

func (r *blockReader) enter(n *html.Node, step int) {
	switch n.DataAtom {
	case atom.A:
		r.inLink += step
		if href := Attr(n, "href"); step > 0 && href != "" {
			r.links = append(r.links, href)
		}
	case atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext:
		r.inPre += step
	}
}

// words adds a text node. One that holds a border is parted in the tree, so
// that each stands in one block.
func (r *blockReader) words(n *html.Node) {
	end, next := lineBorder(n.Data, r.inPre > 0)
	if next > 0 && n.Parent != nil {
		n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: n.Data[next:]}, n.NextSibling)
		n.Data = n.Data[:end]
	}
	if r.line.Len() > 0 && sideBySide(n) {
		r.border(2)
	}
	n.Attr = []html.Attribute{{Key: markKey, Val: strconv.Itoa(len(r.out))}}
	r.add(n, n.Data)
	switch {
	case next > 0 && r.inPre > 0:
		r.border(1)
	case next > 0:
		r.border(2)
	}
}

// lineBorder finds the first border within a text: where it ends and where the
// text goes on, 0 when there is none. Line ends are spaces, but borders where
// they are kept (<pre>), and a blank line between words is a border everywhere:
// writers mean a paragraph.
func lineBorder(s string, kept bool) (end, next int) {
	if kept {
		i := strings.IndexByte(s, '\n')
		return i, i + 1
	}
	if !strings.Contains(s, "\n") {
		return 0, 0
	}
	start := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	at := blankLine.FindStringIndex(strings.TrimSpace(s))
	if at == nil {
		return 0, 0
	}
	return start + at[0], start + at[1]
}

var blankLine = regexp.MustCompile(`\n[ \t\f\r]*\n\s*`)

func (r *blockReader) add(n *html.Node, s string) {
	if r.node == nil && strings.TrimSpace(s) != "" {
		r.node = n.Parent
	}
	if r.inLink > 0 {
		r.linked += len(strings.TrimSpace(s))
	} else {
		r.bare.WriteString(s)
	}
	r.line.WriteString(s)
}

// superscript writes a power as such, since the digits of 10<sup>6</sup> would
// be read as 106, and leaves out the mark of a footnote, which is a link.
func (r *blockReader) superscript(n *html.Node) bool {
	mark := n.FirstChild
	if mark == nil || mark.NextSibling != nil {
		return false
	}
	if mark.DataAtom == atom.A {
		return mark.FirstChild != nil && len(mark.FirstChild.Data) <= footnoteMost
	}
	text := strings.TrimSpace(mark.Data)
	if mark.Type != html.TextNode || text == "" || strings.Trim(text, "0123456789-−+") != "" {
		return false
	}
	mark.Data = powers.Replace(text)
	r.words(mark)
	return true
}

// footnoteMost is how many bytes the mark of a footnote has: "[123]".
const footnoteMost = 5

var powers = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹",
	"-", "⁻", "−", "⁻", "+", "⁺")

// flows reports an element that goes on in the line it stands in.
func flows(n *html.Node) bool {
	return (inline[n.DataAtom] || n.DataAtom == 0 && amidWords(n)) && !boxStyle(n)
}

// amidWords reports an element in the midst of a sentence of its parent: words
// go before that end no sentence, or words go on behind it in lower case. An
// element that the standard does not know is a box elsewhere.
func amidWords(n *html.Node) bool {
	if before := n.PrevSibling; holdsWords(before) && !(EndsSentence(before.Data) && unicode.IsUpper(edgeRune(n, true))) {
		return true
	}
	after := n.NextSibling
	if !holdsWords(after) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(after.Data))
	return !unicode.IsUpper(first)
}

func holdsWords(n *html.Node) bool {
	return n != nil && n.Type == html.TextNode && strings.IndexFunc(n.Data, unicode.IsLetter) >= 0
}

// boxStyle reports an element whose own style makes it a box.
func boxStyle(n *html.Node) bool {
	style := strings.Join(strings.Fields(strings.ToLower(Attr(n, "style"))), "")
	for _, rule := range strings.Split(style, ";") {
		if how, ok := strings.CutPrefix(rule, "display:"); ok {
			return how != "none" && !strings.HasPrefix(how, "inline") && !strings.HasPrefix(how, "contents")
		}
	}
	return false
}

// sideBySide reports a node that follows another of its line with nothing
// between them where gluing their words would make one: several words or a link
// go before, and a capital or a figure follows. Styles set such nodes apart.
func sideBySide(n *html.Node) bool {
	before := n.PrevSibling
	if before == nil || before.Type == html.TextNode && n.Type == html.TextNode {
		return false
	}
	if before.Type != html.TextNode && !inline[before.DataAtom] && before.DataAtom != 0 {
		return false
	}
	first, last := edgeRune(n, true), edgeRune(before, false)
	if !unicode.IsUpper(first) && !(unicode.IsDigit(first) && unicode.IsLetter(last) && n.DataAtom == before.DataAtom) {
		return false
	}
	return (unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(".!?:", last)) && apart(before, n)
}

// edgeRune is the first or the last character of a node's text, a space when
// it has none.
func edgeRune(n *html.Node, first bool) rune {
	edge := ' '
	if n.Type == html.TextNode && n.Data != "" {
		edge, _ = utf8.DecodeLastRuneInString(n.Data)
		if first {
			edge, _ = utf8.DecodeRuneInString(n.Data)
		}
	}
	for c := range n.Descendants() {
		if c.Type != html.TextNode || c.Data == "" {
			continue
		}
		if first {
			return edgeRune(c, true)
		}
		edge = edgeRune(c, false)
	}
	return edge
}

// apart reports that a node holds several words, or is a link beside an element.
func apart(before, n *html.Node) bool {
	several := func(c *html.Node) bool {
		return c.Type == html.TextNode && strings.Contains(strings.TrimSpace(c.Data), " ")
	}
	link := func(c *html.Node) bool { return c.DataAtom == atom.A && n.Type == html.ElementNode }
	if several(before) || link(before) {
		return true
	}
	for c := range before.Descendants() {
		if several(c) || link(c) {
			return true
		}
	}
	return false
}

// Text writes blocks as a text: paragraphs apart by blank lines.
func Text(blocks []Block) string {
	var b strings.Builder
	for _, bl := range blocks {
		if b.Len() > 0 {
			b.WriteString("\n\n"[:max(bl.Lines, 1)])
		}
		b.WriteString(bl.Text)
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

// Attr is the value of an attribute, "" without it.
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
