package feed

import (
	"cmp"
	"regexp"
	"strings"

	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/feed/page"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// unfurnish takes out of the texts of a feed's items what says nothing of them:
// what begins or ends most of them ("submitted by", "Read the rest of this
// article"), links alone, counters. An item with nothing else has no text; when
// it then links to one page that is not the board's, that is what it is about.
func (r itemReader) unfurnish(items []Item, raws []string) {
	texts := make([][]page.Block, len(items))
	for i, raw := range raws {
		texts[i] = feedBlocks(raw)
	}
	common := commonEdges(texts)
	for i := range items {
		item, said := &items[i], texts[i]
		left := trimEdges(said, func(b page.Block) bool { return common[template(b)] || addsNothing(b, item.Title) })
		if len(left) < len(said) {
			item.Text = page.Text(left)
		}
		switch {
		case len(said) == 0 || len(left) > 0:
		case onlyLink(said) && !common[template(said[0])] && r.target(*item, said) == "":
			item.Text = page.Text(said) // a link that leads nowhere else: its words are better than none
		default:
			r.lead(item, said)
		}
	}
}

// onlyLink reports an item that is one block with one link.
func onlyLink(said []page.Block) bool {
	return len(said) == 1 && said[0].Linked > 0 && len(said[0].Links) < 2
}

// feedBlocks are the blocks of the HTML, or the lines of the text, of an item.
func feedBlocks(s string) []page.Block {
	if strings.ContainsAny(s, "<&") {
		return page.Fragment(s)
	}
	all := strings.Split(page.Tidy(s), "\n")
	out := make([]page.Block, 0, len(all)) // grown by and by, a text of short lines takes twice that
	lines := 2
	for _, line := range all {
		if line == "" {
			lines = 2
			continue
		}
		out = append(out, page.Block{Text: line, Bare: line, Lines: lines})
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
func template(b page.Block) string {
	if bare := address.ReplaceAllString(b.Bare, ""); strings.TrimSpace(bare) != "" && b.Bare != b.Text {
		return "~" + text.OneLine(bare)
	}
	return text.OneLine(address.ReplaceAllString(b.Text, ""))
}

var address = regexp.MustCompile(`https?://\S+`)

// commonEdges are the templates with which most items of a document begin or end.
func commonEdges(texts [][]page.Block) map[string]bool {
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
func trimEdges(blocks []page.Block, off func(page.Block) bool) []page.Block {
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
func addsNothing(b page.Block, title string) bool {
	linked := b.Linked > 0 || address.MatchString(b.Text)
	bare := address.ReplaceAllString(b.Bare, "")
	switch {
	case strings.EqualFold(b.Text, title), speech.Volatile(b.Text):
		return true
	case !linked:
		return false
	case strings.TrimSpace(bare) == "":
		return page.Label(b.Text, page.LinkMost) // all link: a teaser may be, a sentence
	case page.EndsSentence(b.Text):
		return 2*b.Linked > len(b.Text) && len(bare) < frameMost && len(b.Links) > 1
	}
	return len(b.Text) < page.LinkMost && len(strings.Fields(bare)) <= bareMost
}

// lead makes an item that is nothing but furniture that of the page it links to. Whose page
// that is, the page says when it is read.
func (r itemReader) lead(it *Item, said []page.Block) {
	it.URL = cmp.Or(r.target(*it, said), it.URL)
	if outlet.Site(it.URL) != outlet.Site(r.home) && it.Outlet == r.doc.Outlet {
		it.Outlet = ""
	}
}

// target is the one page, beside the item's own and those of the feed's site,
// to which the links of an item lead; "" when there is none or several.
func (r itemReader) target(it Item, said []page.Block) string {
	own, found := link.Key(it.URL), ""
	for _, b := range said {
		for _, href := range b.Links {
			target := link.Resolve(r.base, href)
			if target == "" || !link.OwnPage(target, r.base) || outlet.Site(target) == outlet.Site(r.home) || link.Key(target) == own {
				continue
			}
			if found != "" && link.Key(target) != link.Key(found) {
				return ""
			}
			found = target
		}
	}
	return found
}
