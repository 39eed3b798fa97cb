package feed

import (
	"cmp"
	"regexp"
	"strings"

	"dateline/briefing/text/speech"
)

// unfurnish takes out of the texts of a feed's items what says nothing of them:
// what begins or ends most of them ("submitted by", "Read the rest of this
// article"), links alone, counters. An item with nothing else has no text; when
// it then links to one page that is not the board's, that is what it is about.
func (r itemReader) unfurnish(items []Item, raws []string) {
	texts := make([][]block, len(items))
	for i, raw := range raws {
		texts[i] = feedBlocks(raw)
	}
	common := commonEdges(texts)
	for i := range items {
		item, said := &items[i], texts[i]
		left := trimEdges(said, func(b block) bool { return common[template(b)] || addsNothing(b, item.Title) })
		if len(left) < len(said) {
			item.Text = textOfBlocks(left)
		}
		switch {
		case len(said) == 0 || len(left) > 0:
		case onlyLink(said) && !common[template(said[0])] && r.target(*item, said) == "":
			item.Text = textOfBlocks(said) // a link that leads nowhere else: its words are better than none
		default:
			r.lead(item, said)
		}
	}
}

// onlyLink reports an item that is one block with one link.
func onlyLink(said []block) bool {
	return len(said) == 1 && said[0].linked > 0 && len(said[0].links) < 2
}

// feedBlocks are the blocks of the HTML, or the lines of the text, of an item.
func feedBlocks(s string) []block {
	if strings.ContainsAny(s, "<&") {
		return fragment(s)
	}
	all := strings.Split(tidy(s), "\n")
	out := make([]block, 0, len(all)) // grown by and by, a text of short lines takes twice that
	lines := 2
	for _, line := range all {
		if line == "" {
			lines = 2
			continue
		}
		out = append(out, block{text: line, bare: line, lines: lines})
		lines = 1
	}
	return out
}

const (
	edgeLeast = 3  // items a document must have for what repeats in it to tell anything
	edgeDepth = 4  // blocks looked at from the beginning and from the end of an item
	bareMost  = 3  // words beside links that say nothing by themselves: "Article URL:"
	frameMost = 60 // bytes beside links of a sentence that only frames them
)

// template is what two blocks have in common that differ in their links: the
// words beside them; of a block that is all link, its words.
func template(b block) string {
	if bare := address.ReplaceAllString(b.bare, ""); strings.TrimSpace(bare) != "" && b.bare != b.text {
		return "~" + oneLine(bare)
	}
	return oneLine(address.ReplaceAllString(b.text, ""))
}

var address = regexp.MustCompile(`https?://\S+`)

// commonEdges are the templates with which most items of a document begin or end.
func commonEdges(texts [][]block) map[string]bool {
	count, have := map[string]int{}, 0
	for _, said := range texts {
		if len(said) > 0 {
			have++
		}
		seen := map[string]bool{}
		for i, b := range said {
			edge := i < edgeDepth || i >= len(said)-edgeDepth
			if key := template(b); edge && !seen[key] {
				seen[key] = true
				count[key]++
			}
		}
	}
	out := map[string]bool{}
	for key, n := range count {
		out[key] = n >= edgeLeast && 2*n > have
	}
	return out
}

// trimEdges cuts off blocks at the beginning and at the end.
func trimEdges(blocks []block, off func(block) bool) []block {
	for len(blocks) > 0 && off(blocks[0]) {
		blocks = blocks[1:]
	}
	for len(blocks) > 0 && off(blocks[len(blocks)-1]) {
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}

// addsNothing reports a block that says nothing but the title, counts readers,
// or is a link with hardly a word beside it.
func addsNothing(b block, title string) bool {
	linked := b.linked > 0 || address.MatchString(b.text)
	bare := address.ReplaceAllString(b.bare, "")
	switch {
	case strings.EqualFold(b.text, title), speech.Volatile(b.text):
		return true
	case !linked:
		return false
	case strings.TrimSpace(bare) == "":
		return label(b.text, linkMost) // all link: a teaser may be, a sentence
	case endsSentence(b.text):
		return 2*b.linked > len(b.text) && len(bare) < frameMost && len(b.links) > 1
	}
	return len(b.text) < linkMost && len(strings.Fields(bare)) <= bareMost
}

// lead makes an item that is nothing but furniture that of the page it links to. Whose page
// that is, the page says when it is read.
func (r itemReader) lead(it *Item, said []block) {
	it.URL = cmp.Or(r.target(*it, said), it.URL)
	if Site(it.URL) != Site(r.home) && it.Outlet == r.doc.Outlet {
		it.Outlet = ""
	}
}

// target is the one page, beside the item's own and those of the feed's site,
// to which the links of an item lead; "" when there is none or several.
func (r itemReader) target(it Item, said []block) string {
	own, found := LinkKey(it.URL), ""
	for _, b := range said {
		for _, href := range b.links {
			link := resolve(r.base, href)
			if link == "" || !OwnPage(link, r.base) || Site(link) == Site(r.home) || LinkKey(link) == own {
				continue
			}
			if found != "" && LinkKey(link) != LinkKey(found) {
				return ""
			}
			found = link
		}
	}
	return found
}
