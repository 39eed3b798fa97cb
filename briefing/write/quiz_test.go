package write

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/storetest"
)

// knows gives the right verdict on every claim of the quiz.
func knows(t *testing.T) map[string]bool {
	t.Helper()
	pairs, err := quizPairs()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, pair := range pairs {
		out[pair.Claim] = pair.Stated
	}
	return out
}

func TestQuiz_PairsAreOfAllKindsAndLanguages(t *testing.T) {
	pairs, err := quizPairs()
	if err != nil {
		t.Fatal(err)
	}
	kinds, langs := map[string]int{}, map[string]int{}
	for _, pair := range pairs {
		if pair.Stated != (pair.Why == "") || pair.Why != "" && readReasons[pair.Why] == "" {
			t.Errorf("%s: stated %t, why %q", pair.Claim, pair.Stated, pair.Why)
		}
		kinds[pair.Why]++
		langs[text.Detect(pair.Sources[0].Title+". "+pair.Sources[0].Text+" "+pair.Sources[0].After, "")]++
	}
	if len(pairs) != QuizPairs || kinds[""] != QuizPairs/2 {
		t.Errorf("%d pairs, %d of them true", len(pairs), kinds[""])
	}
	for _, why := range []string{"roles", "denied", "only said", "merged", "comparison"} {
		if kinds[why] < 2 {
			t.Errorf("%d false pairs of kind %s", kinds[why], why)
		}
	}
	for _, lang := range []string{"en", "de", "es", "fr"} {
		if langs[lang] < 5 {
			t.Errorf("%d pairs in %s: %v", langs[lang], lang, langs)
		}
	}
}

// No pattern that knows nothing of the claims passes: neither one that is the
// same in every request, nor one that comes again over all of them.
func TestQuiz_NoPatternPasses(t *testing.T) {
	pairs, err := quizPairs()
	if err != nil {
		t.Fatal(err)
	}
	for period := 1; period <= 2*quizPart; period++ {
		agree := make([]int, period)
		of := make([]int, period)
		for i, pair := range pairs {
			of[i%period]++
			if pair.Stated {
				agree[i%period]++
			}
		}
		best := 0
		for i := range agree {
			best += max(agree[i], of[i]-agree[i])
		}
		if best >= QuizPass {
			t.Errorf("a pattern of %d gets %d of %d right", period, best, QuizPairs)
		}
	}
}

// A reader that goes by the words it finds in the sources knows less than one
// that guesses.
func TestQuiz_CommonWordsDoNotPass(t *testing.T) {
	pairs, err := quizPairs()
	if err != nil {
		t.Fatal(err)
	}
	for percent := 0; percent <= 100; percent += 5 {
		right := 0
		for _, pair := range pairs {
			said := ""
			for _, source := range pair.Sources {
				said += " " + source.Title + " " + source.Before + " " + source.Text + " " + source.After
			}
			terms, known := text.Terms(pair.Claim, ""), text.Terms(said, "")
			found := 0
			for _, term := range terms {
				if slices.Contains(known, term) {
					found++
				}
			}
			if (found*100 >= percent*len(terms)) == pair.Stated {
				right++
			}
		}
		if right > QuizPairs/2+2 {
			t.Errorf("from %d %% common words on: %d right", percent, right)
		}
	}
}

func TestTrusted_OnlyReadersThatReadPass(t *testing.T) {
	known := knows(t)
	right := func(_ int, claim string) bool { return known[claim] }
	but := func(wrong ...string) func(int, string) bool { // wrong about claims that hold one of these
		return func(_ int, claim string) bool {
			return known[claim] != slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(claim, w) })
		}
	}
	some := verdicts(right)
	for name, c := range map[string]struct {
		says func([]string) string
		want int
	}{
		"right":             {some, 24},
		"lies in one":       {verdicts(but("Marlow", "competitor")), 23},
		"lies in three":     {verdicts(but("competitor", "Lindal", "Altmoor")), 21},
		"lies in four":      {verdicts(but("competitor", "Lindal", "Altmoor", "Quarrow")), 20},
		"always agrees":     {verdicts(func(int, string) bool { return true }), 12},
		"always denies":     {verdicts(func(int, string) bool { return false }), 12},
		"alternates":        {verdicts(func(i int, _ string) bool { return i%2 == 0 }), 0},
		"alternates late":   {verdicts(func(i int, _ string) bool { return i%2 == 1 }), 0},
		"rubbish":           {func([]string) string { return "They are all fine." }, 0},
		"says nothing":      {func([]string) string { return `{"verdicts":[]}` }, 0},
		"answers only half": {func(claims []string) string { return some(claims[:len(claims)/2]) }, 12},
	} {
		m := &readerModel{says: c.says}
		r := &Reader{Model: m, Name: "reader", Store: storetest.Open(t)}
		got, tokens, err := r.Trusted(t.Context())
		scored, _, _ := r.Quiz(t.Context(), false)
		if c.want == 0 {
			c.want = min(scored, QuizPass-1)
		}
		if err != nil || scored != c.want || got != (c.want >= QuizPass) || len(m.asked) != 3 || tokens == 0 && name != "rubbish" {
			t.Errorf("%s: trusted %t with %d right (want %d), asked %d times for %d tokens, %v", name, got, scored, c.want, len(m.asked), tokens, err)
		}
	}
}

// Each request with its reply fits the smallest context that is supported.
func TestQuiz_FitsASmallModel(t *testing.T) {
	m := &readerModel{says: verdicts(func(int, string) bool { return true })}
	if _, _, err := (&Reader{Model: m, Name: "reader", Store: storetest.Open(t)}).Trusted(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, r := range m.asked {
		if most := r.Most(); most > 4096 {
			t.Errorf("request %d needs about %d tokens", i, most)
		}
	}
}

func TestTrusted_RememberedByModelAcrossProcesses(t *testing.T) {
	known := knows(t)
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, c := range []struct {
			name           string
			passes, wanted bool
			asked          int
		}{
			{"good", true, true, 3},
			{"good", false, true, 0}, // another process: what is remembered counts
			{"bad", false, false, 3},
			{"bad", true, false, 0},
		} {
			m := &readerModel{says: verdicts(func(_ int, claim string) bool { return known[claim] == c.passes })}
			r := &Reader{Model: m, Name: c.name, Store: s}
			for range 2 {
				if got, _, err := r.Trusted(t.Context()); err != nil || got != c.wanted {
					t.Errorf("%+v: trusted %t, %v", c, got, err)
				}
			}
			if len(m.asked) != c.asked {
				t.Errorf("%+v: asked %d times", c, len(m.asked))
			}
		}
		m := &readerModel{says: verdicts(func(_ int, claim string) bool { return known[claim] })}
		r := &Reader{Model: m, Name: "bad", Store: s}
		if right, _, err := r.Quiz(t.Context(), true); err != nil || right != QuizPairs {
			t.Errorf("asked anew: %d right, %v", right, err)
		}
		if got, _, err := r.Trusted(t.Context()); err != nil || !got {
			t.Errorf("after it was asked anew: trusted %t, %v", got, err)
		}
	})
}

func TestTrusted_AskedOnceForAll(t *testing.T) {
	var all, come sync.WaitGroup
	m := held(t, come.Wait) // the first reply waits until all have come
	r := &Reader{Model: m, Name: "reader", Store: storetest.Open(t)}
	total := make(chan int, 8)
	come.Add(cap(total))
	for range cap(total) {
		all.Go(func() {
			come.Done()
			got, tokens, err := r.Trusted(t.Context())
			if err != nil || !got {
				t.Errorf("trusted %t, %v", got, err)
			}
			total <- tokens
		})
	}
	all.Wait()
	close(total)
	paid := 0
	for tokens := range total {
		paid += tokens
	}
	if len(m.asked) != 3 || paid != 3*110 {
		t.Errorf("asked %d times, %d tokens counted", len(m.asked), paid)
	}
}

// held is a reader that knows the quiz, and replies once wait has ended.
func held(t *testing.T, wait func()) *readerModel {
	t.Helper()
	known := knows(t)
	right := verdicts(func(_ int, claim string) bool { return known[claim] })
	return &readerModel{says: func(claims []string) string {
		wait()
		return right(claims)
	}}
}

func TestTrusted_ErrorIsAskedAgainLater(t *testing.T) {
	known := knows(t)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	m := &readerModel{says: verdicts(func(_ int, claim string) bool { return known[claim] }), err: errors.New("down")}
	r := &Reader{Model: m, Name: "reader", Store: storetest.Open(t), Now: func() time.Time { return now }}
	for range 3 {
		if got, _, err := r.Trusted(t.Context()); got || !errors.Is(err, m.err) {
			t.Errorf("a service that fails: trusted %t, %v", got, err)
		}
	}
	if len(m.asked) != 1 {
		t.Errorf("asked %d times within minutes", len(m.asked))
	}
	m.err = nil
	now = now.Add(quizWait)
	if got, _, err := r.Trusted(t.Context()); err != nil || !got {
		t.Errorf("after it came back: trusted %t, %v", got, err)
	}
}

// A model that never gives the form has answered, and is asked no more.
func TestTrusted_ReplyThatIsNoneIsWrong(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	m := &readerModel{err: fmt.Errorf("the model at x: %w: it is not JSON", llm.ErrUnusable)}
	r := &Reader{Model: m, Name: "reader", Store: storetest.Open(t), Now: func() time.Time { return now }}
	for range 12 {
		if got, _, err := r.Trusted(t.Context()); got || err != nil {
			t.Errorf("trusted %t, %v", got, err)
		}
		now = now.Add(quizWait)
	}
	if said := r.Guesses(t.Context(), "reader"); len(m.asked) != 3 || !strings.Contains(said, "0 of 24") {
		t.Errorf("asked %d times within an hour, %q", len(m.asked), said)
	}
}

// A caller that goes does not end the quiz for those who come after.
func TestTrusted_OutlivesItsCaller(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	begin := sync.OnceFunc(func() { close(begun) })
	m := held(t, func() { begin(); <-goOn })
	r := &Reader{Model: m, Name: "reader", Store: storetest.Open(t)}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, _, err := r.Trusted(ctx)
		gone <- err
	}()
	<-begun
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that has gone is told %v", err)
	}
	close(goOn)
	if got, _, err := r.Trusted(t.Context()); err != nil || !got || len(m.asked) != 3 {
		t.Errorf("the next caller: trusted %t, asked %d times, %v", got, len(m.asked), err)
	}
}

// Nobody waits longer than Wait for a slow model; the quiz goes on.
func TestTrusted_WaitsNoLongerThanItMay(t *testing.T) {
	goOn := make(chan struct{})
	m := held(t, func() { <-goOn })
	r := &Reader{Model: m, Name: "reader", Store: storetest.Open(t), Wait: 10 * time.Millisecond}
	if got, _, err := r.Trusted(t.Context()); got || !errors.Is(err, errQuizRuns) {
		t.Errorf("while it runs: trusted %t, %v", got, err)
	}
	r.Wait = time.Second
	time.Sleep(r.Wait)
	at := time.Now()
	for range 5 {
		if got, _, err := r.Trusted(t.Context()); got || !errors.Is(err, errQuizRuns) {
			t.Errorf("while it still runs: trusted %t, %v", got, err)
		}
	}
	if took := time.Since(at); took > r.Wait/2 {
		t.Errorf("who asks five times waits %s", took)
	}
	close(goOn)
	r.Wait = 0 // without a bound
	if right, _, err := r.Quiz(t.Context(), false); err != nil || right != QuizPairs || len(m.asked) != 3 {
		t.Errorf("after it: %d right, asked %d times, %v", right, len(m.asked), err)
	}
}

func TestFakeReader_IsTrustedAndJudges(t *testing.T) {
	r := &Reader{Model: &FakeReader{Judge: func(claim, sources string) Verdict {
		return Verdict{Stated: strings.Contains(sources, claim), Why: "roles"}
	}}, Name: "fake", Store: storetest.Open(t)}
	if right, _, err := r.Quiz(t.Context(), false); err != nil || right != QuizPairs {
		t.Errorf("%d right, %v", right, err)
	}
	got, _, err := r.Read(t.Context(), []Reading{{"A.", []ReadSource{{Text: "B."}}}, {"B.", []ReadSource{{Text: "A."}, {Text: "B."}}}}, false)
	if err != nil || !cmp.Equal(got, []Verdict{{Why: "roles"}, {Stated: true}}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTrusted_NoneIsNotTrusted(t *testing.T) {
	if got, _, err := (*Reader)(nil).Trusted(t.Context()); got || err != nil {
		t.Errorf("trusted %t, %v", got, err)
	}
}
