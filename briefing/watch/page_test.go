package watch_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
	"dateline/store/watching"
)

// notices are reports that answer nothing, by the thousand where an archive is handed in.
func notices(n, from int) (out []feed.Item) {
	for i := range n {
		out = append(out, briefingtest.Article(fmt.Sprintf("x%d", from+i), "Wire", fmt.Sprintf("Notice %d", from+i), fmt.Sprintf("Notice number %d was put up.", from+i)))
	}
	return out
}

// closed is near the first question, and does not answer it.
var closed = briefingtest.Article("closed", "North Wire", "Harbour of Karsk closed", "The harbour of Karsk was closed by storm Ilse, and the port office gave no reason.")

// try looks once and sends, whatever fails.
func (r *room) try() int {
	n, _ := r.watcher.Run(context.Background())
	briefingtest.Must[int](r.T)(r.Out.Run(context.Background()))
	return n
}

func TestWatcher_GoesOnAfterMoreThanAPageAtOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	r.Report(notices(300, 0)...)
	r.Clock.Add(time.Second)
	r.Report(notices(300, 300)...)
	for range 3 {
		r.Clock.Add(time.Minute)
		r.pass()
	}
	r.Report(reports...)
	r.Clock.Add(time.Second)
	if n := r.pass(); n != 2 || len(r.box(11)) != 1 {
		t.Errorf("told %d after 600 other reports, want 2: %q", n, r.box(11))
	}
}

// Whatever holds up one watch, the others are told.
func TestWatcher_OneThatDoesNotGetOnHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	for name, hold := range map[string]func(r *room) func(context.Context, int64) error{
		"an error": func(*room) func(context.Context, int64) error {
			return func(context.Context, int64) error { return errors.New("Discord does not say") }
		},
		"a panic": func(*room) func(context.Context, int64) error {
			return func(context.Context, int64) error { panic("a fault") }
		},
		"it is busy": func(*room) func(context.Context, int64) error {
			return func(context.Context, int64) error { return store.ErrBusy }
		},
	} {
		r := newRoom(t, storetest.Open(t))
		scope, held := r.watcher.Scope, hold(r)
		r.watcher.Scope = func(ctx context.Context, user int64) (store.Scope, error) {
			if user == 13 {
				if err := held(ctx, user); err != nil {
					return store.Scope{}, err
				}
			}
			return scope(ctx, user)
		}
		for i := range 2 {
			r.Report(notices(300, 300*i)...)
			r.Clock.Add(20 * time.Minute)
			r.try()
		}
		r.Report(reports...)
		r.Clock.Add(time.Second)
		if n := r.try(); n != 2 || len(r.box(11)) != 1 {
			t.Errorf("%s: told %d, want 2: %q", name, n, r.box(11))
		}
	}
}

// While the model has no share of its day left, strict rules go on through all that is
// read; the model later reads what they found nothing in.
func TestWatcher_StrictRulesGoOnWhileTheModelRests(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	broken := &llm.Fake{Err: errors.New("no model")}
	r.watcher.Answerer.Model, r.watcher.Answerer.Name = broken, "m"
	r.Report(closed)
	for i := range 2 {
		r.Clock.Add(4 * time.Minute)
		r.try()
		r.Report(notices(300, 300*i)...)
	}
	for range 2 {
		r.Clock.Add(3 * time.Minute)
		r.try()
	}
	seen := map[int64]time.Time{}
	for _, x := range briefingtest.Must[[]watching.Watch](t)(r.S.ActiveWatches(context.Background())) {
		seen[x.User] = x.Seen
	}
	if since := r.Clock.Now().Sub(seen[11]); since < 10*time.Minute {
		t.Errorf("what no model has read counts as looked at: up to %s ago", since)
	}
	r.Report(reports[0])
	r.Clock.Add(time.Second)
	if r.try(); !strings.Contains(strings.Join(r.box(11), ""), "reopen on Friday at noon") {
		t.Errorf("the first has %q", r.box(11))
	}
}

// faultyModel panics over what it is asked about storm Ilse.
type faultyModel struct {
	*llm.Fake
	clock  *briefingtest.Wall
	faults int
}

func (m *faultyModel) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if strings.Contains(fmt.Sprint(r), "Ilse") {
		m.faults++
		m.clock.Add(time.Hour) // the lease of what it was to write is over
		panic("a fault over Ilse")
	}
	return m.Fake.Generate(ctx, r)
}

// A report over which the program panics is set aside, and the others are looked at.
func TestWatcher_ReportThatPanicsIsSetAside(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	fake := &llm.Fake{Replies: []string{`{"abstain":true,"claims":[],"unanswered":[]}`}}
	faulty := &faultyModel{Fake: fake, clock: r.Clock}
	r.watcher.Answerer.Model, r.watcher.Answerer.Name = faulty, "m"
	r.Report(closed, briefingtest.Chess)
	for range 6 {
		r.Clock.Add(time.Minute)
		r.try()
	}
	if asked := len(fake.Asked()); faulty.faults == 0 || faulty.faults > 4 || asked == 0 {
		t.Errorf("%d faults, and the model was asked %d times about others", faulty.faults, asked)
	}
	for _, x := range briefingtest.Must[[]watching.Watch](t)(r.S.ActiveWatches(context.Background())) {
		if !x.Seen.After(x.Made.Add(2 * time.Minute)) {
			t.Errorf("the watch of %d stands at %s", x.User, x.Seen)
		}
	}
}

// A panic is reported though the model can write of nothing else just then.
func TestWatcher_PanicIsReportedWhileOthersWait(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	faulty := &faultyModel{Fake: &llm.Fake{Err: errors.New("no model")}, clock: r.Clock}
	r.watcher.Answerer.Model, r.watcher.Answerer.Name = faulty, "m"
	r.Report(closed, briefingtest.Article("empty", "South Wire", "Harbour of Karsk empty", "The harbour of Karsk was left by all ships, and the port office gave no reason."))
	reported := 0
	for range 6 {
		r.Clock.Add(time.Minute)
		_, err := r.watcher.Run(context.Background())
		reported += strings.Count(fmt.Sprint(err), "panic: a fault over Ilse")
	}
	if reported == 0 {
		t.Errorf("it is not reported, of %d", faulty.faults)
	}
}

// What a model answered is told also where the message could not be stored at first.
func TestWatcher_AnswerIsToldThoughTheMessageWasNotStored(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	fake := &llm.Fake{Replies: []string{`{"abstain":false,"claims":[{"text":"The harbour of Karsk will reopen on Friday at noon, the port office said.","cites":["S1"]}],"unanswered":[]}`}}
	r.watcher.Answerer.Model, r.watcher.Answerer.Name = fake, "m"
	died := false
	r.watcher.Step = func(point string) {
		if point == "watch: answered" && !died {
			died = true
			panic("the process dies here")
		}
	}
	r.Report(reports[0])
	r.Clock.Add(time.Second)
	r.try()
	asked := len(fake.Asked())
	r.Clock.Add(time.Minute)
	if r.try(); !died || len(r.box(11)) != 1 || len(fake.Asked()) != asked {
		t.Errorf("told %q; the model was asked %d times, and %d after the message was not stored", r.box(11), asked, len(fake.Asked()))
	}
}
