package ingest

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/feed/link"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/state"
)

const (
	sameGUID      = 3  // an id that stands once in its document
	sameLink      = 3  // a link that stands once in its document and is no front page
	aloneBonus    = 1  // nothing else could say otherwise: ids or links absent, shared, or made anew each time
	provenBonus   = 1  // most of a document's ids (links) that come again have their title or text again
	refutedWeight = 1  // most have neither: they name places in a list
	sameTitle     = 2  // a title that stands once in its document
	sharedTitle   = 1  // one that does not
	sameText      = 3  // a text of some length that stands once in its document
	shortText     = 2  // one of a line or two that does
	bareTitle     = 1  // both are titles alone, and the same
	likeTitle     = 1  // half of the words, and the same figures
	likeText      = 1  // text sketches as of one family
	sameTime      = 1  // the same published time
	sameMoment    = 2  // and no other item of the document has it, both are titles alone, and these are alike
	strangeItem   = -3 // and both times are stated: the next item of a feed that shows one at a time
	strangeWords  = -1 // neither title nor text nor time have anything in common
	likeLink      = 1  // an edited address: half of its words, and the same number in it

	sameArticle = 4 // an id or a link and something beside it, or title and text

	nameLeast   = 5   // bytes of a word or a number of an address that names an article
	textLeast   = 100 // bytes of a text that tells articles apart
	likeTitles  = .5  // share of common words
	likeTexts   = .8  // Jaccard of the sketches: one text family (package text)
	editedTexts = .5  // under the same title: a text to which a paragraph was added
	blockMost   = 20  // stored articles compared for one id, link, title or text
)

// record is an item or a stored article as it is compared. A part that cannot
// tell articles apart is empty.
type record struct {
	guid, link, title, body string
	words                   []string
	address                 []string // the words of a link that holds a number
	sharedTitle             bool
	bare                    bool  // a title without a text
	short                   bool  // its text is shorter than textLeast
	moment                  int64 // published, of a title alone, when no other item has that time of day
	sketch                  text.Sketch
	published               int64 // Unix milliseconds, 0 when nothing states it
}

// records prepares both sides, without what cannot tell articles apart.
func (l *linkage) records() {
	guids := l.uniqueItems(func(i int) string { return l.drafts[i].guid })
	links := l.uniqueItems(func(i int) string { return linkKey(l.out[i].link) })
	titles := l.uniqueItems(func(i int) string { return l.drafts[i].sig.title })
	bodies := l.uniqueItems(func(i int) string { return l.drafts[i].sig.body })
	moments := l.uniqueItems(l.moment)
	carried := map[string]int{} // articles of this source a link leads to
	for _, k := range l.known {
		if k.Source == l.src.ID {
			carried[linkKey(k.URL)]++
		}
	}
	l.items = make([]record, len(l.drafts))
	for i, d := range l.drafts {
		entry := record{title: d.sig.title, words: titleWords(d.title), sharedTitle: !titles[d.sig.title],
			bare: d.sig.body == noBody, sketch: d.sketch, published: millis(d.published)}
		if guids[d.guid] {
			entry.guid = d.guid
		}
		if address := l.out[i].link; link.OwnPage(address, l.src.URL) && links[linkKey(address)] && carried[linkKey(address)] <= 1 {
			entry.link = linkKey(address)
			entry.address = addressWords(entry.link)
		}
		if d.sig.body != noBody && bodies[d.sig.body] && d.sketch != text.SketchOf("") {
			entry.body, entry.short = d.sig.body, len(d.body) < textLeast
		}
		if entry.bare && moments[l.moment(i)] {
			entry.moment = entry.published
		}
		l.items[i] = entry
	}
	l.stored = make([]record, len(l.known))
	for j, k := range l.known {
		l.stored[j] = l.storedRecord(k)
	}
}

// storedRecord prepares a stored article; an id of another source says nothing.
func (l *linkage) storedRecord(k store.Known) record {
	address := k.URL
	if address == "" { // it is gone, its identity is left
		address = identLink(l.src, k.Ident)
	}
	entry := record{link: linkKey(address), words: titleWords(k.Title), published: millis(k.Published)}
	entry.address = addressWords(entry.link)
	entry.title = hexOf(speech.Fingerprint(plainTitle(k.Title)))
	if k.Source == l.src.ID {
		entry.guid = k.GUID
	}
	if sig, ok := parseSignature(k.Hash); ok {
		entry.title, entry.body, entry.bare = sig.title, sig.body, sig.body == noBody
	}
	if entry.bare {
		entry.moment = entry.published
	}
	_ = entry.sketch.UnmarshalBinary(k.Sketch) // one that cannot be read is like none
	return entry
}

// moment is when an item was published, as a key; "" when only its day is stated.
func (l *linkage) moment(i int) string {
	if at := millis(l.drafts[i].published); at%(24*time.Hour).Milliseconds() != 0 {
		return strconv.FormatInt(at, 10)
	}
	return ""
}

// millis is a time in milliseconds, as it is stored; 0 when nothing states it.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// pair is an item and a stored article that have something in common.
type pair struct{ item, stored, score int }

// match weighs the pairs and gives each item its article, the surest first; of
// equal ones the newest article.
func (l *linkage) match() {
	pairs := l.pairs()
	l.weigh(pairs)
	kept := pairs[:0]
	for _, p := range pairs {
		item, stored := l.items[p.item], l.stored[p.stored]
		if !l.speaksFor(l.known[p.stored]) && (item.link == "" || item.link != stored.link) {
			continue
		}
		if p.score = l.score(item, stored, l.known[p.stored].Source == l.src.ID); p.score >= sameArticle {
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(a, b pair) int {
		return cmp.Or(b.score-a.score, cmp.Compare(l.known[b.stored].Article, l.known[a.stored].Article), a.item-b.item)
	})
	taken := map[int64]bool{}
	for _, p := range kept {
		if known := &l.known[p.stored]; l.out[p.item].known == nil && !taken[known.Article] {
			l.out[p.item].known, l.out[p.item].ident = known, known.Ident
			taken[known.Article] = true
		}
	}
}

// pairs lists the items and stored articles with the same id, link, title or
// text: nothing else reaches the threshold.
func (l *linkage) pairs() []pair {
	by := map[string][]int{}
	for j := len(l.stored) - 1; j >= 0; j-- {
		for _, key := range l.stored[j].keys() {
			if len(by[key]) < blockMost {
				by[key] = append(by[key], j)
			}
		}
	}
	var out []pair
	for i, r := range l.items {
		if l.drafts[i].item.ID != "" || l.out[i].repeats >= 0 {
			continue
		}
		seen := map[int]bool{}
		for _, key := range r.keys() {
			for _, j := range by[key] {
				if !seen[j] {
					seen[j] = true
					out = append(out, pair{item: i, stored: j})
				}
			}
		}
	}
	return out
}

// keys are what an equal record is found by.
func (r record) keys() []string {
	var out []string
	for kind, v := range map[string]string{"g": r.guid, "l": r.link, "t": r.title, "b": r.body, "m": strconv.FormatInt(r.moment, 10)} {
		if v != "" && v != noBody && v != "0" {
			out = append(out, kind+v)
		}
	}
	return out
}

// weigh learns from the document what its ids and its links are worth.
func (l *linkage) weigh(pairs []pair) {
	l.guid, l.link = sameGUID, sameLink
	var guids, links tally
	for _, p := range pairs {
		if item, stored := l.items[p.item], l.stored[p.stored]; l.known[p.stored].Source == l.src.ID {
			guids.add(item.guid, stored.guid, item, stored)
			links.add(item.link, stored.link, item, stored)
		}
	}
	l.guid, l.guidsTell = l.guid+guids.adjustment(), guids.distinguishes()
	l.link, l.linksTell = l.link+links.adjustment(), links.distinguishes()
}

// tally counts pairs of records: with one id (link) and the same title or text,
// with one id and nothing in common, and with the same title under two ids.
type tally struct{ same, strange, changed int }

func (t *tally) add(ours, theirs string, a, b record) {
	same := a.ownTitle(b) || samePart(a.body, b.body)
	switch {
	case ours == "" || theirs == "":
	case ours != theirs && same:
		t.changed++
	case ours != theirs:
	case same || similarity(a, b) > 0:
		t.same++
	default:
		t.strange++
	}
}

// adjustment is what a weight gains or loses by that. One alone teaches nothing.
func (t tally) adjustment() int {
	switch {
	case t.same+t.strange < 2 || t.same == t.strange:
		return 0
	case t.same > t.strange:
		return provenBonus
	}
	return refutedWeight - sameGUID
}

// distinguishes reports whether two different ids (links) of the source are two articles:
// not when they are made anew at each visit, nor when they name places.
func (t tally) distinguishes() bool {
	return t.adjustment() >= 0 && (t.same+t.strange > 0 || t.changed < 2)
}

// samePart reports a part that both have, and that is the same.
func samePart(a, b string) bool { return a != "" && a == b }

// ownTitle reports the same title, which is no other item's of the document.
func (r record) ownTitle(stored record) bool { return r.title == stored.title && !r.sharedTitle }

// editedLink reports another address that may be the same one, edited.
func (r record) editedLink(stored record) bool {
	return r.link != stored.link && likeWords(r.address, stored.address)
}

// ownMoment reports titles alone that are alike and of one moment, which is no
// other item's of the document.
func (r record) ownMoment(stored record) bool {
	return r.moment != 0 && r.moment == stored.moment && likeWords(r.words, stored.words)
}

// score is the weight of all that an item and a stored article have in common.
func (l *linkage) score(a, b record, ownSource bool) int {
	guids, links := l.tell(a, b, ownSource)
	words := similarity(a, b)
	n := words + l.timeWeight(a, b, ownSource, words > 0 || ownSource && a.namedBy(b))
	if ownSource && samePart(a.guid, b.guid) {
		n += l.guid + aloneUnless(links)
	}
	if samePart(a.link, b.link) {
		n += l.link + aloneUnless(guids)
	}
	if a.ownTitle(b) {
		n += aloneUnless(guids || links)
	}
	if a.editedLink(b) {
		n += likeLink
	}
	if !guids && a.ownMoment(b) {
		n += sameMoment
	}
	return n
}

// namedBy reports one id and one address that names an article, whatever its text becomes: by
// a word that both titles have (what is gone has none), or by a long number. "/latest" names a
// place.
func (r record) namedBy(stored record) bool {
	if !samePart(r.guid, stored.guid) || !samePart(r.link, stored.link) {
		return false
	}
	last := r.link[strings.LastIndexByte(r.link, '/')+1:]
	return slices.ContainsFunc(titleWords(last), func(w string) bool {
		if len(w) < nameLeast {
			return false
		}
		_, ours := slices.BinarySearch(r.words, w)
		_, theirs := slices.BinarySearch(stored.words, w)
		return ours && (theirs || len(stored.words) == 0) || strings.Trim(w, "0123456789") == ""
	})
}

// tell reports whether the ids, and the links, of both could say that they are two.
func (l *linkage) tell(a, b record, ownSource bool) (guids, links bool) {
	return ownSource && l.guidsTell && a.guid != "" && b.guid != "",
		(!ownSource || l.linksTell) && a.link != "" && b.link != ""
}

// aloneUnless is what a part weighs more unless others could say otherwise.
func aloneUnless(others bool) int {
	if others {
		return 0
	}
	return aloneBonus
}

// timeWeight is the weight of two published times, of records whose words are alike or not.
func (l *linkage) timeWeight(a, b record, ownSource, akin bool) int {
	switch {
	case a.published != 0 && a.published == b.published:
		return sameTime
	case akin || !ownSource || l.src.Kind == state.SourceFile:
		return 0
	case a.published != 0 && b.published != 0:
		return strangeItem
	}
	return strangeWords
}

// similarity is the weight of what two records say.
func similarity(a, b record) int {
	n := 0
	switch {
	case a.title == b.title && a.sharedTitle:
		n += sharedTitle
	case a.title == b.title:
		n += sameTitle
	case likeWords(a.words, b.words):
		n += likeTitle
	}
	switch {
	case a.title == b.title && a.bare && b.bare:
		n += bareTitle
	case samePart(a.body, b.body) && a.short:
		n += shortText
	case samePart(a.body, b.body):
		n += sameText
	case a.sketch.Jaccard(b.sketch) >= likeTexts, n > 0 && a.sketch.Jaccard(b.sketch) >= editedTexts:
		n += likeText
	}
	return n
}

// titleWords are the different words and figures of a title, sorted.
func titleWords(title string) []string {
	return slices.Compact(slices.Sorted(text.Words(text.Fold(title), "")))
}

// addressWords are the words of a link with a number behind its host, else none.
func addressWords(link string) []string {
	_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(link, "http://"), "https://"), "/")
	if !figure.MatchString(path) {
		return nil
	}
	return titleWords(path)
}

var figure = regexp.MustCompile(`[0-9]`)

// likeWords reports two titles that share half of their words and have the same
// figures: "Pier 1 closed" and "Pier 2 closed" are two articles.
func likeWords(a, b []string) bool {
	both := 0
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); ok {
			both++
		} else if figure.MatchString(w) {
			return false
		}
	}
	for _, w := range b {
		if _, ok := slices.BinarySearch(a, w); !ok && figure.MatchString(w) {
			return false
		}
	}
	return both > 0 && float64(both) >= likeTitles*float64(len(a)+len(b)-both)
}
