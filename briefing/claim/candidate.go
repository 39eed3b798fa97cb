package claim

const sameSentence = .5 // share of words two shown sentences may have in common

// SentenceCandidate is a sentence of a source that may be quoted in a story. Index
// is its place among the article's sentences, or HeadlineIndex. Words counts the
// words shown, Terms are its stems, Score is its rank (higher is better).
type SentenceCandidate struct {
	Src   Article
	Index int
	Words int
	Terms map[string]bool
	Claim Claim
	Tells Telling
	Opens bool // it is its article's opening
	Score float64
}

// CountMissing returns the number of keys of a that are not in b.
func CountMissing[V any](a map[string]bool, b map[string]V) int {
	n := 0
	for t := range a {
		if _, ok := b[t]; !ok {
			n++
		}
	}
	return n
}

// Repeats reports whether a shares at least half of the smaller set's words with
// one of others[1:]. others[0] is the heading and is not compared.
func Repeats(a map[string]bool, others []map[string]bool) bool {
	for _, b := range others[1:] {
		if common := len(a) - CountMissing(a, b); float64(common) >= sameSentence*float64(min(len(a), len(b))) {
			return true
		}
	}
	return false
}
