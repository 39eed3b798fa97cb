package answer_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
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
	if briefingtest.Full() {
		size = hostileFull
	}
	for i, h := range texttest.Texts() {
		both := i%hostileEach == 0
		run := func(t *testing.T, s *store.Store) { heldBy(t, s, h, size) }
		if both || briefingtest.Full() {
			t.Run("sqlite/"+h.Name, func(t *testing.T) { run(t, storetest.Open(t)) })
		}
		if both && briefingtest.Full() {
			t.Run("postgres/"+h.Name, func(t *testing.T) { run(t, storetest.OpenPostgres(t)) })
		}
	}
}

func heldBy(t *testing.T, s *store.Store, h texttest.Hostile, size int) {
	body := h.Of(size)
	d := briefingtest.NewDesk(t, s)
	one, two := briefingtest.Article("one", "Senn Post", "Forty found alive in Senn", body), briefingtest.Article("two", "Karsk Post", "Rescue of 40 in Senn", briefingtest.Flood.Text+"\n"+body)
	one.Lang, two.Lang = h.Lang, h.Lang
	var took []time.Duration
	start := texttest.ProcessorTime()
	step := func(f func()) {
		f()
		now := texttest.ProcessorTime()
		took, start = append(took, (now-start).Round(time.Millisecond)), now
	}
	var brief, reply string
	step(func() { d.Read(one, briefingtest.Flood, two, briefingtest.Strike) })
	step(func() { brief = briefingtest.Say(d.Brief(&llm.Fake{Replies: []string{"{}"}}).Blocks()) })
	step(func() {
		a := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}}
		q := answer.Question{Text: "How many people were found alive in Senn?", Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)}
		reply = briefingtest.Say(briefingtest.Must[answer.Answer](t)(a.Ask(t.Context(), q)).Blocks())
	})
	for name, in := range map[string]string{"briefing": brief, "answer": reply} {
		if !strings.Contains(in, "found 40 people alive") {
			t.Errorf("the %s is without the honest report:\n%.2000s", name, in)
		}
	}
	t.Logf("read, briefed, answered in %v", took)
	if worst := slices.Max(took); worst > hostileMost {
		t.Errorf("one stage took %v", worst)
	}
}
