package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/store"
	"dateline/store/state"
)

// Identity: which stored article an item is, or that it is a new one.
//
// No part of a feed identifies an article by itself: ids are made anew at each
// visit or name a place in the list, links are shared, carry sessions or are
// edited, titles are edited. So an item is compared with what its source gave
// before (record linkage, Fellegi and Sunter 1969): what both have in common is
// weighed, and the best pairs above a threshold are one article, each item and
// each article once.

// identified is what an item is: a stored article, an earlier item of the same
// document, or a new article under Ident. Link is the address that leads to it.
type identified struct {
	ident, link string
	known       *store.Known // nil: new
	repeats     int          // the item it repeats, -1: none
}

// identify recognises the items of one whole document. It is pure: known is
// what their source gave before, and what is stored under any of their idents.
func identify(src store.Source, drafts []draft, known []store.Known) []identified {
	links := &linkage{src: src, drafts: drafts, known: known, out: make([]identified, len(drafts))}
	links.repetitions()
	links.links()
	links.records()
	links.match()
	links.name()
	return links.out
}

type linkage struct {
	src           store.Source
	drafts        []draft
	known         []store.Known
	out           []identified
	items, stored []record
	guid, link    int  // the weights in this document
	guidsTell     bool // two ids of this source are two articles
	linksTell     bool // and two links
}

// repetitions finds items that stand twice in the document: the same id and the
// same link with much the same title, or without an id the same words. Of two
// that differ the one published later stays, else the first.
func (l *linkage) repetitions() {
	first := map[string][]int{}
	for i, d := range l.drafts {
		l.out[i].repeats = -1
		if d.item.ID != "" {
			continue
		}
		key := d.guid + "\x00" + link.Key(d.item.URL)
		if d.guid == "" {
			key += "\x00" + d.sig.String()
		}
		place := slices.IndexFunc(first[key], func(k int) bool {
			return d.sig.title == l.drafts[k].sig.title || d.sig.body != noBody && d.sig.body == l.drafts[k].sig.body
		})
		switch {
		case place < 0:
			first[key] = append(first[key], i)
		case d.published.After(l.drafts[first[key][place]].published):
			l.out[first[key][place]].repeats = i
			first[key][place] = i
		default:
			l.out[i].repeats = first[key][place]
		}
	}
}

// uniqueItems reports which items hold a value that no other one has.
func (l *linkage) uniqueItems(value func(i int) string) map[string]bool {
	n := map[string]int{}
	for i := range l.drafts {
		if found := value(i); found != "" && l.out[i].repeats < 0 {
			n[found]++
		}
	}
	out := map[string]bool{}
	for v, k := range n {
		out[v] = k == 1
	}
	return out
}

// links gives each item the shortest form of its address that no other item
// has: without tracking, or with all its parameters, where only these tell
// items apart, here or at an earlier visit.
func (l *linkage) links() {
	whole := map[string]bool{}
	for _, k := range l.known {
		if k.Source == l.src.ID && k.URL != link.Canonical(k.URL) {
			whole[link.Key(k.URL)] = true
		}
	}
	key := func(i int) string { return link.Key(l.drafts[i].item.URL) }
	own := l.uniqueItems(key)
	wholeOwn := l.uniqueItems(func(i int) string { return link.Whole(l.drafts[i].item.URL) })
	for i, d := range l.drafts {
		l.out[i].link = link.Canonical(d.item.URL)
		all := link.Whole(d.item.URL)
		needed := !own[key(i)] || whole[key(i)] // here, or at an earlier visit
		if needed && all != l.out[i].link && wholeOwn[all] && l.tellApart(i, key(i)) {
			l.out[i].link = all
		}
	}
}

// tellApart reports whether parameters that are stripped elsewhere are those
// that tell an item from the others of its page: each other item has some too.
func (l *linkage) tellApart(item int, key string) bool {
	for i, d := range l.drafts {
		if i == item || l.out[i].repeats >= 0 || link.Key(d.item.URL) != key {
			continue
		}
		if link.Whole(d.item.URL) == link.Canonical(d.item.URL) {
			return false
		}
	}
	return true
}

// linkKey is a link as it is compared: one that was kept whole is compared whole.
func linkKey(address string) string {
	if address == "" {
		return ""
	}
	if address != link.Canonical(address) {
		return address
	}
	return link.Key(address)
}

// name gives each new article an ident that nothing else has, of what is most
// its own: the id it was given, its link, its feed's id, its words.
func (l *linkage) name() {
	byIdent := map[string]*store.Known{}
	for j, k := range l.known {
		byIdent[k.Ident] = &l.known[j]
	}
	taken := map[string]bool{}
	for _, o := range l.out {
		taken[o.ident] = o.known != nil
	}
	for i := range l.out {
		if l.out[i].known != nil || l.out[i].repeats >= 0 {
			continue
		}
		names := l.idents(i)
		for n, ident := range names {
			itself := strings.HasPrefix(ident, wordIdent) && byIdent[ident] != nil && l.speaksFor(*byIdent[ident])
			if (byIdent[ident] != nil && !itself || taken[ident]) && n < len(names)-1 {
				continue
			}
			l.out[i].ident, l.out[i].known = ident, byIdent[ident]
			taken[ident] = true
			break
		}
	}
}

// speaksFor reports whether the same words in another place are the same
// article: those of this source, or of any file that was handed in. What two
// feeds say in the same words without a link is each one's own.
func (l *linkage) speaksFor(k store.Known) bool {
	return k.Source == l.src.ID || l.src.Kind == state.SourceFile
}

// idents are the names an item may be stored under, the best first. The last
// holds all its words: what has that name already is the item itself.
func (l *linkage) idents(i int) []string {
	fresh, entry := l.drafts[i], l.items[i]
	if fresh.item.ID != "" {
		return []string{shortIdent("id:", fresh.item.ID)}
	}
	var out []string
	if entry.link != "" {
		out = append(out, linkIdent(l.src, entry.link))
	}
	if entry.guid != "" {
		out = append(out, shortIdent(fmt.Sprintf("guid:%d:", l.src.ID), entry.guid))
	}
	if len(out) == 0 {
		out = append(out, wordIdent+fresh.former)
	}
	return append(out, wholeIdent(l.src, fresh))
}

// wordIdent begins the ident of an article that is known by its words alone.
const wordIdent = "text:"

// wholeIdent holds everything that an item says.
func wholeIdent(src store.Source, d draft) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{fmt.Sprint(src.ID), d.guid, d.item.URL, d.former}, "\x00")))
	return wordIdent + hex.EncodeToString(sum[:])
}

// linkIdent is the ident of an article that is known by its link. A feed of one
// site speaks of another's article: what it says of it must never become that
// article's text for those who read the site itself.
func linkIdent(src store.Source, link string) string {
	if outlet.SameSite("http://"+strings.TrimPrefix(strings.TrimPrefix(link, "http://"), "https://"), src.URL) {
		return shortIdent("url:", link)
	}
	return shortIdent("url:"+outlet.Site(src.URL)+":", link)
}

// identLink is the link of which linkIdent made an ident; "" where it was made of
// something else.
func identLink(src store.Source, ident string) string {
	known, ok := strings.CutPrefix(ident, "url:")
	if !ok {
		return ""
	}
	return strings.TrimPrefix(known, outlet.Site(src.URL)+":")
}

// lookups are all idents under which an item may be stored, also those of
// programs before: known by its address as it stands.
func lookups(src store.Source, d draft) []string {
	if d.item.ID != "" {
		return []string{shortIdent("id:", d.item.ID)}
	}
	out := []string{wordIdent + d.former, wholeIdent(src, d)}
	if d.guid != "" {
		out = append(out, shortIdent(fmt.Sprintf("guid:%d:", src.ID), d.guid))
	}
	if d.item.URL == "" {
		return out
	}
	for _, address := range spellings(d.item.URL) {
		out = append(out, linkIdent(src, address))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// spellings are the forms of an address by which an article may be known.
func spellings(address string) []string {
	plain, _, _ := strings.Cut(link.Canonical(address), "#")
	return []string{link.Key(address), link.Canonical(address), plain, link.Whole(address)}
}

// Idents are those under which a source of an address's own site stores the article there.
func Idents(address string) []string {
	var out []string
	for _, spelling := range spellings(address) {
		out = append(out, shortIdent("url:", spelling))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// identLongest is how many bytes an ident keeps as they are: a key of PostgreSQL's
// index holds 2,704, and the domain stands with it.
const identLongest = 400

// shortIdent is an ident that a database's index can hold.
func shortIdent(kind, value string) string {
	if len(value) <= identLongest {
		return kind + value
	}
	sum := sha256.Sum256([]byte(value))
	return kind + "sha256:" + hex.EncodeToString(sum[:])
}
