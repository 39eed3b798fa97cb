package claim

import (
	"regexp"
	"slices"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

const (
	// sameText is the share of the shorter text's shingles that two texts of one origin
	// have in common at least. Of 73 pairs of reports of different outlets with a tenth of
	// them in common (RealtimeQA 2022 and 2025) the one text in two lengths has .67 and
	// more, and two reports that quote the same statement at length .43 at most; so have
	// the 26 pairs of BASIL.
	sameText = .5
	// sameLeast is how many shingles these are at least: a sentence of twelve words.
	sameLeast = 8
	// holdersMost is in how many texts a shingle is looked for: one that stands in more is
	// a phrase, or they are one text already.
	holdersMost = 8
)

// families are the text families of some articles, one number for those of one origin: an
// agency's text is its own however much of it an outlet leaves out. It is the containment
// of the shorter text in the longer one (Broder 1997), where the families that are stored
// ask that both are alike as a whole.
func (t *Cache) families(members []Article) []int64 {
	out := make([]int64, len(members))
	first := map[int64]int{} // family -> the first of it
	parent := make([]int, len(members))
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	holders := map[uint32][]int{}
	sizes := make([]int, len(members))
	for i, m := range members {
		parent[i] = i
		family := FamilyOf(m)
		if j, known := first[family]; known {
			parent[i] = find(j)
			continue
		}
		first[family] = i
		shingles := t.shingles(m)
		sizes[i] = len(shingles)
		common := map[int]int{}
		for _, h := range shingles {
			for _, j := range holders[h] {
				common[j]++
			}
		}
		for j, n := range common {
			if n >= sameLeast && float64(n) >= sameText*float64(min(sizes[i], sizes[j])) {
				a, b := find(i), find(j)
				parent[max(a, b)] = min(a, b)
			}
		}
		for _, h := range shingles {
			if len(holders[h]) < holdersMost {
				holders[h] = append(holders[h], i)
			}
		}
	}
	for i := range members {
		out[i] = FamilyOf(members[find(i)])
	}
	return out
}

// agencyOf is the agency that a report's dateline names in brackets behind its place, one
// that no list has too: "SENN, Dec 1 (NPA) --". "(VIDEO)" alone is none.
func agencyOf(s Article) string {
	lead := s.Sentence(0)
	for _, m := range agencyInBrackets.FindAllStringSubmatchIndex(lead[:min(len(lead), datelineMost)], -1) {
		if m[0] > 0 && speech.Dateline(lead) >= m[1] {
			return name.OutletKey(lead[m[2]:m[3]])
		}
	}
	return ""
}

// datelineMost is how far into a text a dateline may reach, in bytes.
const datelineMost = 160

// agencyInBrackets is a short form of three letters or more: those of two are of states.
var agencyInBrackets = regexp.MustCompile(`\((\p{Lu}{3,6})\)`)

// shingles are those of an article's text, each once.
func (t *Cache) shingles(s Article) []uint32 {
	find := func() []uint32 {
		var out []uint32
		for _, h := range text.Shingles(s.Item.Version.Text) {
			out = append(out, uint32(h>>32))
		}
		slices.Sort(out)
		return slices.Clip(slices.Compact(out))
	}
	if t == nil {
		return find()
	}
	return t.shingled.get(sentenceKey{version: s.Item.Version.ID, left: s.left, i: leadAt}, find)
}
