package briefing_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/llm"
	"dateline/briefing/text/texttest"
	"dateline/store"
	"dateline/store/storetest"
)

const (
	hostileSample = 64 << 10 // bytes of a hostile article
	hostileFull   = 2 << 20  // as many as a page may have
	hostileEach   = 16       // each so manieth text runs in a sample, and on PostgreSQL too
	// hostileMost is the processor time that one stage may take for two such
	// articles; what waits for a busy disk is not the text's doing.
	hostileMost = 8 * time.Second
)

// Whatever an article is, the desk reads it, briefs the others and answers: no
// stage takes long.
func TestGrowth_OneArticleDoesNotHoldTheDesk(t *testing.T) {
	size := hostileSample
	if full() {
		size = hostileFull
	}
	for i, h := range texttest.Texts() {
		both := i%hostileEach == 0
		run := func(t *testing.T, s *store.Store) { heldBy(t, s, h, size) }
		if both || full() {
			t.Run("sqlite/"+h.Name, func(t *testing.T) { run(t, storetest.Open(t)) })
		}
		if both && full() {
			t.Run("postgres/"+h.Name, func(t *testing.T) { run(t, storetest.OpenPostgres(t)) })
		}
	}
}

func heldBy(t *testing.T, s *store.Store, h texttest.Hostile, size int) {
	body := h.Of(size)
	d := newDesk(t, s)
	one, two := article("one", "Senn Post", "Forty found alive in Senn", body), article("two", "Karsk Post", "Rescue of 40 in Senn", flood.Text+"\n"+body)
	one.Lang, two.Lang = h.Lang, h.Lang
	var took []time.Duration
	start := texttest.ProcessorTime()
	step := func(f func()) {
		f()
		now := texttest.ProcessorTime()
		took, start = append(took, (now-start).Round(time.Millisecond)), now
	}
	var brief, answer string
	step(func() { d.read(one, flood, two, strike) })
	step(func() { brief = say(d.brief(&llm.Fake{Replies: []string{"{}"}}).Blocks()) })
	step(func() {
		a := &briefing.Answerer{Store: s, Archive: &briefing.Archive{Store: s}}
		q := briefing.Question{Text: "How many people were found alive in Senn?", Scope: d.scope, At: noon.Add(time.Hour)}
		answer = say(must[briefing.Answer](t)(a.Ask(t.Context(), q)).Blocks())
	})
	for name, in := range map[string]string{"briefing": brief, "answer": answer} {
		if !strings.Contains(in, "found 40 people alive") {
			t.Errorf("the %s is without the honest report:\n%.2000s", name, in)
		}
	}
	t.Logf("read, briefed, answered in %v", took)
	if worst := slices.Max(took); worst > hostileMost {
		t.Errorf("one stage took %v", worst)
	}
}
