package write

import (
	"errors"
	"slices"
	"testing"

	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestRecalled_StoryWithoutHeadingIsGone(t *testing.T) {
	s := storetest.Open(t)
	for kind, gone := range map[string]bool{"story": true, "answer": false, "translation": false} {
		got, err := loadClaims(t.Context(), s, store.Summary{Kind: kind, Claims: []store.Claim{{No: 1, Text: "It rained.", State: state.ClaimShown}}})
		if errors.Is(err, ErrGone) != gone || !gone && (len(got) != 1 || got[0].No != 1) {
			t.Errorf("%s: %+v, %v", kind, got, err)
		}
	}
}

// What a channel was told is known by the first of a claim's facts.
func TestMemo_FingerprintStandsBeforeOtherFacts(t *testing.T) {
	s := storetest.Open(t)
	own := int64(speech.Fingerprint("It rained in Senn."))
	for _, facts := range [][]int64{{own, 1, 2}, {1, own, 2}, {1, 2, own}} {
		got, err := loadClaims(t.Context(), s, store.Summary{Kind: "answer", Claims: []store.Claim{{Text: "… It rained in Senn.", State: state.ClaimShown, Facts: facts}}})
		if err != nil || len(got) != 1 || !slices.Equal(got[0].Facts, []int64{own, 1, 2}) {
			t.Errorf("%v gave %+v, %v", facts, got, err)
		}
	}
}
