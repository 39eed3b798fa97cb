package claim

const sameSentence = .5 // share of words two shown sentences may have in common

// SentenceCandidate is a sentence of a source that may be shown.
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

// CountMissing is how many words of a are not in b.
func CountMissing[V any](a map[string]bool, b map[string]V) int {
	n := 0
	for t := range a {
		if _, ok := b[t]; !ok {
			n++
		}
	}
	return n
}

// Repeats reports whether a says mostly what one of the others says.
func Repeats(a map[string]bool, others []map[string]bool) bool {
	for _, b := range others[1:] {
		if common := len(a) - CountMissing(a, b); float64(common) >= sameSentence*float64(min(len(a), len(b))) {
			return true
		}
	}
	return false
}
