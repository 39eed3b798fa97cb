package write

import (
	"errors"
	"testing"

	"dateline/store"
	"dateline/store/storetest"
)

func TestRecalled_StoryWithoutHeadingIsGone(t *testing.T) {
	s := storetest.Open(t)
	for kind, gone := range map[string]bool{"story": true, "answer": false, "translation": false} {
		got, err := loadClaims(t.Context(), s, store.Summary{Kind: kind, Claims: []store.Claim{{No: 1, Text: "It rained."}}})
		if errors.Is(err, ErrGone) != gone || !gone && (len(got) != 1 || got[0].No != 1) {
			t.Errorf("%s: %+v, %v", kind, got, err)
		}
	}
}
