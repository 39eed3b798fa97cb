package write

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/briefing/claim"
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

// A text is written once, however long that takes, by a clock that runs 400 times as fast.
func TestWriteMemoized_SlowWriterKeepsItsText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		began := time.Now()
		st.Now = func() time.Time { return began.Add(400 * time.Since(began)) }
		m := Memo{Kind: KindAnswer, Prompt: "p", Model: "m", Lang: "en", Question: "Who?"}
		written := make(chan int, 2)
		write := func(wait time.Duration) func(context.Context) ([]claim.Claim, error) {
			return func(context.Context) ([]claim.Claim, error) {
				written <- 1
				time.Sleep(wait)
				return []claim.Claim{{Text: "Senn was found.", Kind: claim.KindWritten}}, nil
			}
		}
		var both sync.WaitGroup
		ids := make([]int64, 2)
		for i := range ids {
			both.Go(func() {
				got, err := writeMemoized(t.Context(), st, m, nil, write(time.Second)) // 400 s
				if err != nil || len(got) != 1 {
					t.Errorf("%d: %v, %v", i, got, err)
					return
				}
				ids[i] = got[0].ID
			})
		}
		both.Wait()
		if len(written) != 1 || ids[0] == 0 || ids[0] != ids[1] {
			t.Errorf("written %d times, claims %v", len(written), ids)
		}
	})
}

// Who slept through the lease, as a machine does, takes what another wrote meanwhile.
func TestWriteMemoized_LostTextIsTheOthers(t *testing.T) {
	st := storetest.Open(t)
	var slept atomic.Int64
	st.Now = func() time.Time {
		return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(time.Duration(slept.Load()))
	}
	m := Memo{Kind: KindAnswer, Prompt: "p", Model: "m", Lang: "en", Question: "Who?"}
	said := func(s string) func(context.Context) ([]claim.Claim, error) {
		return func(context.Context) ([]claim.Claim, error) {
			return []claim.Claim{{Text: s, Kind: claim.KindWritten}}, nil
		}
	}
	got, err := writeMemoized(t.Context(), st, m, nil, func(ctx context.Context) ([]claim.Claim, error) {
		slept.Add(int64(memoLease + time.Second))
		if _, err := writeMemoized(t.Context(), st, m, nil, said("The other's.")); err != nil {
			t.Error(err)
		}
		return said("The first's.")(ctx)
	})
	if err != nil || len(got) != 1 || got[0].Text != "The other's." {
		t.Errorf("%v, %v", got, err)
	}
}

// A text that could not be stored is given back at once.
func TestWriteMemoized_FailedStoreIsGivenBack(t *testing.T) {
	st := storetest.Open(t)
	m := Memo{Kind: KindAnswer, Prompt: "p", Model: "m", Lang: "en", Question: "Who?"}
	for _, cites := range [][]claim.Cite{{{Row: 99, Field: "text", End: 4, Quote: "text"}}, nil} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		got, err := writeMemoized(ctx, st, m, nil, func(context.Context) ([]claim.Claim, error) {
			return []claim.Claim{{Text: "Senn was found.", Kind: claim.KindWritten, Cites: cites}}, nil
		})
		cancel()
		if (err != nil) != (cites != nil) || err == nil && len(got) != 1 || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%d cites: %v, %v", len(cites), got, err)
		}
	}
}
