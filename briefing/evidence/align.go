package evidence

import "dateline/briefing/text"

// alignment pairs the words of a claim with those of the source's sentence it
// is made from: the longest common subsequence.
type alignment struct {
	claim, source []text.Word
	to            []int   // of each word of the claim: the word of the source, or -1
	share         float64 // of the claim's words that have one
}

// alignMost bounds the words of a side: longer ones are no sentences, and the
// work grows with the product.
const alignMost = 120

func align(claim, source []text.Word) alignment {
	aligned := alignment{claim: claim, source: source}
	claim, source = claim[:min(len(claim), alignMost)], source[:min(len(source), alignMost)]
	n, m := len(claim), len(source)
	aligned.to = make([]int, n)
	rows := make([]int16, (n+1)*(m+1))
	at := func(i, j int) *int16 { return &rows[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if claim[i].Fold == source[j].Fold {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	if n > 0 {
		aligned.share = float64(*at(0, 0)) / float64(n)
	}
	for i, j := 0, 0; i < n; {
		switch {
		case j < m && claim[i].Fold == source[j].Fold:
			aligned.to[i] = j
			i, j = i+1, j+1
		case j < m && *at(i, j+1) >= *at(i+1, j):
			j++
		default:
			aligned.to[i] = -1
			i++
		}
	}
	return aligned
}

// instead is the part of the source that stands where the claim has the words
// of sp: between the paired words around those that have no pair. ok is false
// when the claim does not follow the source word by word, when all words of sp
// have a pair, and when the texts run apart there.
func (a alignment) instead(sp text.Span) (at text.Span, ok bool) {
	first, last := a.unpaired(sp)
	if a.share < copied || first < 0 {
		return text.Span{}, false
	}
	from, to := 0, len(a.source)
	if first > 0 {
		from = a.to[first-1] + 1
	}
	if last+1 < len(a.to) {
		to = a.to[last+1]
	}
	if from >= to || to-from > gapMost || last-first >= gapMost {
		return text.Span{}, false
	}
	return text.Span{Start: a.source[from].Start, End: a.source[to-1].End}, true
}

// pairs reports whether a word of the claim in sp has its pair in the source's at.
func (a alignment) pairs(sp, at text.Span) bool {
	for i, to := range a.to {
		if to >= 0 && sp.Meets(a.claim[i].Span) && at.Meets(a.source[to].Span) {
			return true
		}
	}
	return false
}

// unpaired are the first and the last of the words without a pair in and around
// sp, -1 when all words of it have one.
func (a alignment) unpaired(sp text.Span) (first, last int) {
	first, last = -1, -1
	for i := range a.to {
		if a.claim[i].Start >= sp.Start && a.claim[i].End <= sp.End && a.to[i] < 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for first > 0 && a.to[first-1] < 0 {
		first--
	}
	for last >= 0 && last+1 < len(a.to) && a.to[last+1] < 0 {
		last++
	}
	return first, last
}

const (
	// gapMost is how many words may stand apart between two pairs for the one
	// to have taken the other's place.
	gapMost = 8
	// copied is the share of a claim's words in the source's order from which
	// on it counts as taken from that sentence word by word.
	copied = .6
)
