package watch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/watch"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
	"dateline/store/watching"
)

// people are those who wait, with what for.
var people = map[int64]string{
	11: "When does the harbour of Karsk reopen?",
	12: "Who won the chess open of Tallinn?",
	13: "How many people were found alive in Senn?",
}

// reports answer the first two; the others are near.
var reports = []feed.Item{
	briefingtest.Article("karsk", "Coast Radio", "Karsk harbour opens again", "The harbour of Karsk will reopen on Friday at noon, the port office said."),
	briefingtest.Article("lund", "North Wire", "Harbour of Lund", "The harbour of Lund will reopen on Monday, the port office said."),
	briefingtest.Chess, briefingtest.Strike,
}

// room is a newsroom with people who wait.
type room struct {
	*briefingtest.Newsroom
	watcher *watch.Watcher
	ids     map[int64]int64
}

func newRoom(t *testing.T, s *store.Store) *room {
	t.Helper()
	ctx := context.Background()
	r := &room{Newsroom: briefingtest.NewNewsroom(t, s), ids: map[int64]int64{}}
	r.watcher = watcherOver(s, r.Clock.Now, "watcher", nil)
	for user, question := range people {
		if err := s.SawDM(ctx, user, 100+user, r.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		made, _, err := s.AddWatch(ctx, watching.Watch{User: user, Question: question, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		r.ids[user] = made.ID
	}
	r.Clock.Add(time.Minute)
	return r
}

func watcherOver(s *store.Store, now func() time.Time, holder string, step func(string)) *watch.Watcher {
	return &watch.Watcher{Store: s, Answerer: &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}}, Layout: layout.Parts, Holder: holder, Now: now, Step: step,
		Scope: func(ctx context.Context, _ int64) (store.Scope, error) { return s.ScopeOf(ctx, store.Desk) }}
}

// pass looks once and sends.
func (r *room) pass() int {
	r.T.Helper()
	n, err := r.watcher.Run(context.Background())
	if err != nil {
		r.T.Fatal(err)
	}
	if _, err := r.Out.Run(context.Background()); err != nil {
		r.T.Fatal(err)
	}
	return n
}

// box are the messages that a person got.
func (r *room) box(user int64) []string {
	r.T.Helper()
	channel, err := r.S.Mailbox(context.Background(), user)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		r.T.Fatal(err)
	}
	return r.D.Texts(channel.ID)
}

func TestWatcher_TellsOnceInThePassAfterItWasRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRoom(t, s)
		if n := r.pass(); n != 0 {
			t.Fatalf("told %d before anything was read", n)
		}
		r.Report(reports...)
		r.Clock.Add(time.Second)
		if n := r.pass(); n != 2 {
			t.Errorf("told %d, want 2", n)
		}
		for range 3 {
			r.Clock.Add(5 * time.Minute)
			if n := r.pass(); n != 0 {
				t.Errorf("told %d again", n)
			}
		}
		first := r.box(11)
		if len(first) != 1 || !strings.HasPrefix(first[0], "**You asked me to watch for this: When does the harbour of Karsk reopen?**") ||
			!strings.Contains(first[0], "“The harbour of Karsk will reopen on Friday at noon, the port office said.” [Coast Radio](<https://karsk.example/>)") {
			t.Errorf("the first has %q", first)
		}
		if second := r.box(12); len(second) != 1 || !strings.Contains(second[0], "Vera Holm won the chess open of Tallinn") {
			t.Errorf("the second has %q", second)
		}
		if third := r.box(13); len(third) != 0 {
			t.Errorf("the third has %q", third)
		}
		left := briefingtest.Must[[]watching.Watch](t)(s.ActiveWatches(context.Background()))
		if len(left) != 1 || !left[0].Seen.After(left[0].Made) {
			t.Errorf("left are %+v", left)
		}
		r.Report(briefingtest.Flood)
		r.Clock.Add(time.Second)
		if n := r.pass(); n != 1 || len(r.box(13)) != 1 {
			t.Errorf("later told %d, the third has %q", n, r.box(13))
		}
	})
}

// A watch holds what was read against what its person may see by then.
func TestWatcher_LooksAtWhatThePersonMaySee(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	r.watcher.Scope = func(ctx context.Context, user int64) (store.Scope, error) {
		return r.S.ScopeOf(ctx, fmt.Sprintf("user:%d", user), map[bool]string{true: store.Desk, false: "guild:5"}[user == 12])
	}
	own := briefingtest.Must[store.Source](t)(r.S.OwnSource(context.Background(), "guild:9", state.SourceFile))
	r.Desk.Src = own
	r.Report(reports...)
	r.Clock.Add(time.Second)
	if n := r.pass(); n != 0 {
		t.Errorf("told %d of what another server handed in", n)
	}
}

// A person who takes no messages is told once he or she does.
func TestWatcher_WaitsForWhoCannotBeReached(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	ctx := context.Background()
	box := briefingtest.Must[store.Channel](t)(r.S.Direct(ctx, 11))
	r.D.Set(func(d *briefingtest.Discord) { d.Closed[box.ID] = true })
	r.Report(reports...)
	r.Clock.Add(time.Second)
	r.pass()
	for range 3 {
		r.Clock.Add(9 * time.Hour)
		r.pass()
	}
	if box = briefingtest.Must[store.Channel](t)(r.S.Mailbox(ctx, 11)); box.State != state.ChannelPaused || len(r.box(11)) != 0 {
		t.Errorf("the box is %s with %q", box.State, r.box(11))
	}
	r.D.Set(func(d *briefingtest.Discord) { d.Closed[box.ID] = false })
	briefingtest.Must[bool](t)(r.S.SetChannel(ctx, box.ID, state.ChannelActive, ""))
	r.pass()
	if got := r.box(11); len(got) != 1 {
		t.Errorf("after it works again: %q", got)
	}
}

func TestWatcher_StoryFiresOnANewFact(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	ctx := context.Background()
	flood := "The river Oru flooded Senn on Friday, the rescue service said. In Senn 12 people died, the rescue service of Senn said."
	r.Report(briefingtest.Article("f1", "Coast Radio", "Oru river floods the town of Senn", flood))
	story := r.Desk.StoryOf("Oru river floods the town of Senn").Story
	r.Clock.Add(time.Minute)
	if _, _, err := r.S.AddWatch(ctx, watching.Watch{User: 11, Question: "Oru river floods the town of Senn", Story: story, Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	r.Clock.Add(time.Minute)
	r.Report(briefingtest.Article("f2", "North Wire", "Oru river floods the town of Senn", flood))
	r.Clock.Add(time.Second)
	if n := r.pass(); n != 0 {
		t.Errorf("told %d of a copy: %q", n, r.box(11))
	}
	r.Clock.Add(10 * time.Minute)
	r.Report(briefingtest.Article("f3", "Velland Herald", "River Oru floods the town of Senn", "The river Oru flooded Senn on Friday, the rescue service said. In Senn 15 people died, the rescue service of Senn said on Saturday."))
	if again := r.Desk.StoryOf("River Oru floods the town of Senn").Story; again != story {
		t.Fatalf("the report is of story %d, not %d", again, story)
	}
	r.Clock.Add(time.Second)
	if n := r.pass(); n != 1 || !strings.Contains(strings.Join(r.box(11), "\n"), "“In Senn 15 people died") {
		t.Errorf("told %d: %q", n, r.box(11))
	}
}

// With a model, it reads each near report once, and what it does not answer is none.
func TestWatcher_AModelReadsEachReportOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.Open(t))
	refuses := &llm.Fake{Replies: []string{`{"abstain":true,"claims":[],"unanswered":[]}`}}
	r.watcher.Answerer.Model, r.watcher.Answerer.Name = refuses, "m"
	r.Report(reports...)
	for range 3 {
		r.Clock.Add(time.Second)
		if n := r.pass(); n != 0 {
			t.Errorf("told %d that the model did not answer", n)
		}
	}
	asked := len(refuses.Asked())
	r.watcher = watcherOver(r.S, r.Clock.Now, "watcher", nil) // another process
	r.watcher.Answerer.Model, r.watcher.Answerer.Name = refuses, "m"
	r.pass()
	if again := len(refuses.Asked()); asked == 0 || asked > 4 || again != asked {
		t.Errorf("the model was asked %d times, and %d after a restart", asked, again)
	}
}

// life is one process: it ends at a step.
type life struct {
	r     *room
	dieAt int

	mu    sync.Mutex
	steps int
	dead  bool
	point string
}

func (l *life) step(point string) {
	l.mu.Lock()
	l.steps++
	if l.steps == l.dieAt {
		l.dead, l.point = true, point
	}
	dead := l.dead
	l.mu.Unlock()
	if dead {
		runtime.Goexit()
	}
}

func (l *life) alive() {
	l.mu.Lock()
	dead := l.dead
	l.mu.Unlock()
	if dead {
		runtime.Goexit()
	}
}

func (l *life) Post(ctx context.Context, ch store.Channel, m deliver.Message) (int64, error) {
	l.alive()
	return l.r.D.Post(ctx, ch, m)
}

func (l *life) Find(ctx context.Context, ch store.Channel, after time.Time, marker string) (int64, error) {
	l.alive()
	return l.r.D.Find(ctx, ch, after, marker)
}

func (l *life) Edit(ctx context.Context, ch store.Channel, message int64, m deliver.Message) error {
	return l.r.D.Edit(ctx, ch, message, m)
}

func (l *life) Publish(ctx context.Context, ch store.Channel, message int64) error {
	return l.r.D.Publish(ctx, ch, message)
}

// live runs a process until nothing is left to do, or it ends at a step.
func (r *room) live(name string, dieAt int) *life {
	l := &life{r: r, dieAt: dieAt}
	watcher := watcherOver(r.S, r.Clock.Now, name, l.step)
	out := &deliver.Deliverer{Store: r.S, Poster: l, Holder: name, Started: r.Clock.Now(), Now: r.Clock.Now, Step: l.step}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 30 {
			for _, run := range []func(context.Context) (int, error){watcher.Run, out.Run} {
				if _, err := run(context.Background()); err != nil && !errors.Is(err, store.ErrBusy) {
					r.T.Errorf("%s: %v", name, err)
					return
				}
				l.alive()
			}
			r.Clock.Add(13 * time.Second)
		}
	}()
	<-done
	return l
}

// Wherever a process dies, each person is told once.
func TestWatcher_CrashLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	kept := newRoom(t, storetest.Open(t))
	kept.Report(reports...)
	var scenario bytes.Buffer
	if err := kept.S.Backup(context.Background(), &scenario); err != nil {
		t.Fatal(err)
	}
	begin := func(t *testing.T, s *store.Store) *room {
		clock := &briefingtest.Wall{T: kept.Clock.Now().Add(time.Second)}
		r := &room{Newsroom: &briefingtest.Newsroom{Room: &briefingtest.Room{T: t, S: s, Clock: clock, D: briefingtest.NewDiscord(clock)}}}
		s.Now = clock.Now
		if err := s.Restore(context.Background(), bytes.NewReader(scenario.Bytes())); err != nil {
			t.Fatal(err)
		}
		faults := []briefingtest.Fault{briefingtest.None, briefingtest.Lost, briefingtest.Vanished, briefingtest.Busy, briefingtest.Late}
		r.D.Fault = func(n int, _ store.Channel, _ deliver.Message) briefingtest.Fault {
			if n <= len(faults) {
				return faults[n-1]
			}
			return briefingtest.None
		}
		return r
	}
	check := func(r *room, what string) {
		r.Clock.Add(time.Minute)
		for user, want := range map[int64]int{11: 1, 12: 1, 13: 0} {
			if got := r.box(user); len(got) != want {
				r.T.Errorf("%s: %d has %d messages: %q", what, user, len(got), got)
			}
		}
	}
	for kind, every := range map[string]int{"sqlite": 1, "postgres": 9} {
		if briefingtest.Raced {
			every = 25
		}
		open := storetest.Open
		if kind == "postgres" {
			open = storetest.OpenPostgres
		}
		whole := begin(t, open(t))
		steps := whole.live("whole", 0).steps
		check(whole, "no crash")
		if steps < 20 {
			t.Fatalf("%d steps", steps)
		}
		var points []string
		for k := 1; k <= min(steps, 60); k += every {
			r := begin(t, open(t))
			first := r.live("first", k)
			r.Clock.Add([]time.Duration{time.Second, 40 * time.Second, 6 * time.Minute}[k%3])
			r.live("second", 0)
			check(r, fmt.Sprintf("%s: crash at step %d, %s", kind, k, first.point))
			if !slices.Contains(points, first.point) {
				points = append(points, first.point)
			}
		}
		t.Logf("%s: crashes at %v", kind, points)
	}
}
