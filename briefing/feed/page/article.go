// Package page takes the text out of HTML, block by block: what a reader sees of
// an article, without its frame, what is hidden, and boxes that ask for an account.
package page

import (
	"cmp"
	"net/url"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/briefing/text"
)

// LeastText is how many characters of sentences make an article.
const LeastText = 120

// Article picks the blocks of a page that are its article: those of which
// readability keeps more than half, without the furniture among them. What it
// keeps is only counted; the text is the page's own, block by block. On a page
// too short for it, all blocks outside of the page's frame are the article.
// title is what the page says of itself; returned is it, else readability's.
func Article(tree *html.Node, u *url.URL, title string) ([]Block, string) {
	all, blocks := blocksOf(tree, nil), []Block(nil)
	if small(tree) {
		art, err := readability.FromDocument(tree, u)
		if err == nil && art.Node != nil {
			title = cmp.Or(title, text.OneLine(art.Title()))
			blocks = withoutFurniture(kept(all, art.Node), title)
		}
	}
	if Prose(blocks) < LeastText {
		if framed := withoutFurniture(outsideFrame(all), title); Prose(framed) > Prose(blocks) {
			blocks = framed
		}
	}
	return blocks, title
}

// treeMost is how many nodes a page may have for readability, which works over
// it up to four times: 40,000 take a second. The largest of the 83 pages of the
// benchmark has 3,627.
const treeMost = 40_000

func small(tree *html.Node) bool {
	total := 0
	for range tree.Descendants() {
		if total++; total > treeMost {
			return false
		}
	}
	return true
}

// kept are the blocks of which a copy of a part of the tree holds more than half.
func kept(all []Block, part *html.Node) []Block {
	found := make([]int, len(all))
	for n := range part.Descendants() {
		if i, ok := markOf(n); ok && i < len(all) {
			found[i] += len(text.OneLine(n.Data)) + 1
		}
	}
	var out []Block
	for i, b := range all {
		if 2*found[i] > len(b.Text) {
			out = append(out, b)
		}
	}
	return out
}

// outsideFrame are the blocks of a page that stand in no menu, head, foot or
// margin of it.
func outsideFrame(all []Block) []Block {
	var out []Block
	for _, b := range all {
		if !within(b.node, atom.Nav, atom.Footer, atom.Aside, atom.Header, atom.Form, atom.Menu, atom.Dialog, atom.Head) {
			out = append(out, b)
		}
	}
	return out
}

func within(n *html.Node, names ...atom.Atom) bool {
	for ; n != nil; n = n.Parent {
		for _, name := range names {
			if n.DataAtom == name {
				return true
			}
		}
	}
	return false
}

// Prose is how many characters of blocks read like sentences.
func Prose(blocks []Block) int {
	sum := 0
	for _, b := range blocks {
		if n := utf8.RuneCountInString(b.Text); EndsSentence(b.Text) && n > 20 || n > 100 {
			sum += n
		}
	}
	return sum
}

// EndsSentence reports a text that ends as sentences do, in any script.
func EndsSentence(s string) bool {
	char, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"'”’»›)]“」』 \n"))
	return strings.ContainsRune(".!?…。！？؟۔।॥։።។။", char)
}

const (
	labelMost = 120 // bytes of a label: a rubric, a date, a name, a caption of a button
	LinkMost  = 300 // bytes of a link to something else
	headMost  = 12  // labels above an article
	footMost  = 3   // labels below it: more of them are a list that belongs to it
)

// withoutFurniture leaves out what is no text of the article: links to others
// and the headings over them, captions of pictures, labels above and below it,
// the title, what asks for an account, and what was there already.
func withoutFurniture(blocks []Block, title string) []Block {
	drop := make([]bool, len(blocks))
	seen, small := map[string]bool{}, map[*html.Node]bool{}
	for i, b := range blocks {
		twice := seen[b.Text] && len(b.Text) > labelMost/3
		seen[b.Text] = true
		shown := strings.EqualFold(b.Text, title) || within(b.node, atom.Figcaption, atom.Figure)
		drop[i] = twice || shown || linksAway(b) || beforeWall(b, small)
	}
	for i := len(blocks) - 2; i >= 0; i-- {
		drop[i] = drop[i] || drop[i+1] && Label(strings.TrimRight(blocks[i].Text, ".:…"), labelMost*2/3)
	}
	dropEdges(blocks, drop)
	var out []Block
	for i, b := range blocks {
		if !drop[i] {
			out = append(out, b)
		}
	}
	return out
}

// linksAway reports a block that is mostly a link, unless it is a sentence of
// the article in which much is linked.
func linksAway(b Block) bool {
	n := len(b.Text)
	if 10*b.Linked > 9*n {
		return true
	}
	return 2*b.Linked > n && n < LinkMost && Label(b.Text, LinkMost)
}

// Label reports a block of a few words that is no sentence.
func Label(s string, most int) bool { return len(s) < most && !EndsSentence(s) }

// dropEdges marks the labels before the first and behind the last sentence. An
// article that is mostly labels (results, a calendar) keeps them.
func dropEdges(blocks []Block, drop []bool) {
	gone := func(i int) bool { return drop[i] || Label(blocks[i].Text, labelMost) }
	first, last := 0, len(blocks)-1
	for first < len(blocks) && gone(first) {
		first++
	}
	for last > first && gone(last) && !within(blocks[last].node, atom.Li, atom.Td) {
		last--
	}
	if first < len(blocks)/2 && first < headMost {
		for i := range first {
			drop[i] = true
		}
	}
	if first < len(blocks) && len(blocks)-1-last <= footMost {
		for i := last + 1; i < len(blocks); i++ {
			drop[i] = true
		}
	}
}
