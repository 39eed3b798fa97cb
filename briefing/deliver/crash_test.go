package deliver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// scenario is a database with an announcement channel, whose briefings are
// published, and a forum, whose briefings moderators see first, a schedule of each
// that is due at 12:30, a topic that a person follows in direct messages at that time, and
// three short stories, a part each.
func scenario(t *testing.T) []byte {
	t.Helper()
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Schedule(n.ChannelOf(state.ChannelNews, 72), "World", "daily 12:30", choosing(profile.Schedule{Publish: true}))
	n.Schedule(n.ChannelOf(state.ChannelForum, 71), "Europe", "daily 12:30", choosing(profile.Schedule{Review: reviewRoom, ReviewFor: 2 * time.Minute}))
	n.Schedule(n.Direct(11), "Mine", "daily 12:30", choosing(profile.Schedule{Quiet: true}))
	for id, text := range map[string]string{"a": "Rescuers in Senn found children alive in a school.", "b": "Dockers of Lund ended their long strike.", "c": "Vera Holm won the chess open of Tallinn."} {
		n.Report(briefingtest.Article(id, "Outlet "+id, strings.TrimSuffix(text, "."), text))
	}
	var b bytes.Buffer
	if err := n.S.Backup(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// world is one run of the scenario.
type world struct {
	t     *testing.T
	s     *store.Store
	clock *briefingtest.Wall
	d     *briefingtest.Discord
	lives int
	act   []string // what a moderator does with the forum's briefing: an act a pass, once it is written
}

func newWorld(t *testing.T, s *store.Store, scenario []byte) *world {
	t.Helper()
	w := &world{t: t, s: s, clock: &briefingtest.Wall{T: briefingtest.Noon.Add(30*time.Minute + time.Second)}}
	if err := s.Restore(context.Background(), bytes.NewReader(scenario)); err != nil {
		t.Fatal(err)
	}
	s.Now = w.clock.Now
	w.d = briefingtest.NewDiscord(w.clock)
	return w
}

// life is one process. At its end nothing of it runs on: whichever of its
// goroutines reaches a step, or a request, ends there.
type life struct {
	w     *world
	dieAt int    // at this step; 0 never
	pause func() // called once at this step instead

	mu     sync.Mutex
	steps  int
	dead   bool
	point  string // where it ended or paused
	plan   *deliver.Planner
	press  *deliver.SlotWriter
	out    *deliver.Deliverer
	after  *deliver.Follower
	failed error
}

func (w *world) begin(dieAt int, pause func()) *life {
	w.lives++
	l := &life{w: w, dieAt: dieAt, pause: pause}
	holder, now := fmt.Sprint("life ", w.lives), w.clock.Now
	l.plan = &deliver.Planner{Store: w.s, Holder: holder, Now: now, Step: l.step}
	l.press = &deliver.SlotWriter{Store: w.s, Writer: &brief.Writer{Store: w.s, Now: now}, Layout: briefingtest.OneEach, Now: now, Step: l.step}
	l.out = &deliver.Deliverer{Store: w.s, Poster: l, Holder: holder, Started: now(), Now: now, Step: l.step}
	l.after = &deliver.Follower{Store: w.s, Poster: l, Layout: briefingtest.OneEach, Holder: holder, Now: now, Step: l.step}
	return l
}

func (l *life) Edit(ctx context.Context, ch store.Channel, message int64, m deliver.Message) error {
	l.alive()
	return l.w.d.Edit(ctx, ch, message, m)
}

func (l *life) Publish(ctx context.Context, ch store.Channel, message int64) error {
	l.alive()
	return l.w.d.Publish(ctx, ch, message)
}

func (l *life) step(point string) {
	l.mu.Lock()
	l.steps++
	here := l.steps == l.dieAt
	if here {
		l.point, l.dead = point, l.pause == nil
	}
	dead := l.dead
	l.mu.Unlock()
	if dead {
		runtime.Goexit()
	}
	if here {
		l.pause()
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
	return l.w.d.Post(ctx, ch, m)
}

func (l *life) Find(ctx context.Context, ch store.Channel, after time.Time, marker string) (int64, error) {
	l.alive()
	return l.w.d.Find(ctx, ch, after, marker)
}

// run lives until everything is told, or the process ends.
func (l *life) run() { l.until(l.w.finished, l.plan.Run, l.press.Run, l.out.Run, l.after.Run) }

// until runs stages in turn until the work is finished, or the process ends.
func (l *life) until(finished func() bool, stages ...func(context.Context) (int, error)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ctx := context.Background()
		for range 100 {
			for _, run := range stages {
				if _, err := run(ctx); err != nil && !errors.Is(err, store.ErrBusy) {
					l.failed = err
					return
				}
				l.alive()
			}
			l.w.moderate()
			if finished() {
				return
			}
			l.w.clock.Add(13 * time.Second)
		}
	}()
	<-done
	if l.failed != nil {
		l.w.t.Errorf("life %d: %v", l.w.lives, l.failed)
	}
}

// moderate does what a moderator does next. What comes too late is refused.
func (w *world) moderate() {
	ctx := context.Background()
	for _, x := range w.slots() {
		if x.Review == "" || len(w.act) == 0 || x.State == state.SlotPlanned || x.State == state.SlotWriting {
			continue
		}
		act := w.act[0]
		w.act = w.act[1:]
		var err error
		switch act {
		case "hold":
			err = w.s.HoldSlot(ctx, x.ID, "55")
		case "release":
			err = w.s.ReleaseSlot(ctx, x.ID, "55")
		case "post":
			err = w.s.PostSlot(ctx, x.ID, "55")
		case "drop":
			pay := w.review(x)
			if len(pay.Stories) > 1 {
				err = w.s.DropStory(ctx, x, "55", pay.Stories[0].Story)
			}
		}
		if err != nil && !errors.Is(err, store.ErrLost) {
			w.t.Errorf("%s: %v", act, err)
		}
	}
}

// review is what moderators see of a slot.
func (w *world) review(x store.Slot) message.Review {
	post, err := w.s.ReviewPost(context.Background(), x.ID)
	if err != nil {
		w.t.Error(err)
		return message.Review{}
	}
	pay, err := message.ParsePayload(post.Payload)
	if err != nil || pay.Review == nil {
		w.t.Errorf("review %s: %v", post.Payload, err)
		return message.Review{}
	}
	return *pay.Review
}

func (w *world) slots() []store.Slot {
	ctx := context.Background()
	all, err := w.s.Schedules(ctx, 7)
	if err != nil {
		w.t.Error(err)
	}
	all = append(all, briefingtest.Must[[]store.Planned](w.t)(w.s.Follows(ctx, 11))...)
	var out []store.Slot
	for _, x := range all {
		slots, err := w.s.Slots(ctx, x.Schedule.ID, 9)
		if err != nil {
			w.t.Error(err)
		}
		out = append(out, slots...)
	}
	return out
}

func (w *world) finished() bool {
	slots := w.slots()
	for _, x := range slots {
		posts := briefingtest.Must[[]store.Post](w.t)(w.s.SlotPosts(context.Background(), x.ID))
		if x.Review != "" {
			if seen, err := w.s.ReviewPost(context.Background(), x.ID); err == nil {
				posts = append(posts, seen)
			}
		}
		if x.State != state.SlotDone || slices.ContainsFunc(posts, func(p store.Post) bool {
			return p.Follow == state.FollowPublish || p.Follow == state.FollowReview
		}) {
			return false
		}
	}
	return len(slots) == 3
}

// check proves that every slot has exactly one set of parts in its channel, in
// order, none early, none twice.
func (w *world) check(what string) {
	w.t.Helper()
	w.clock.Add(30 * time.Second) // what is under way still lands
	slots := w.slots()
	if len(slots) != 3 {
		w.t.Fatalf("%s: %d slots", what, len(slots))
	}
	total := 0
	for _, x := range slots {
		posts, err := w.s.SlotPosts(context.Background(), x.ID)
		if err != nil || x.State != state.SlotDone || len(posts) != 3-len(x.Dropped) {
			w.t.Fatalf("%s: slot %s of %d is %s (%s) with %d posts, %v", what, x.Time, x.Schedule, x.State, x.Reason, len(posts), err)
		}
		total += len(posts)
		got := w.d.Texts(posts[0].Channel)
		for i, p := range posts {
			var pay message.Payload
			if err := json.Unmarshal([]byte(p.Payload), &pay); err != nil {
				w.t.Fatal(err)
			}
			if published := w.d.Published[p.MessageID] > 0; published != (p.Follow == state.FollowPublished) || published != (got[0][2] == 'W') {
				w.t.Errorf("%s: part %d is published: %v; the row says %q", what, i, published, p.Follow)
			}
			if p.State != state.PostSent || p.MessageID == 0 || len(got) != len(posts) || got[i] != pay.Content {
				w.t.Fatalf("%s: part %d is %s; the channel holds %d messages:\n%s", what, i, p.State, len(got), strings.Join(got, "\n---\n"))
			}
		}
	}
	if total += w.checkReview(what, slots); len(w.d.Msgs) != total {
		w.t.Fatalf("%s: %d messages for %d posts", what, len(w.d.Msgs), total)
	}
	threads := map[int64]bool{}
	for _, m := range w.d.Msgs {
		if m.At.Before(slots[0].Due) {
			w.t.Errorf("%s: early: %+v", what, m)
		}
		threads[m.Thread] = true
	}
	if len(threads) != 2 { // none in the text channel and the direct messages, one in the forum
		w.t.Errorf("%s: messages stand in threads %v", what, threads)
	}
}

// checkReview proves that moderators saw one message, which says how it ended, or
// none because its time was over, and not what they dropped. It counts the messages.
func (w *world) checkReview(what string, slots []store.Slot) (messages int) {
	w.t.Helper()
	for _, x := range slots {
		if x.Review == "" {
			continue
		}
		seen, err := w.s.ReviewPost(context.Background(), x.ID)
		if err != nil {
			w.t.Fatalf("%s: %v", what, err)
		}
		texts := w.d.Texts(seen.Channel)
		messages += len(texts)
		switch {
		case len(texts) == 0 && seen.State == state.PostExpired:
		case len(texts) != 1 || seen.State != state.PostSent || !strings.Contains(texts[0], " in : posted"):
			w.t.Errorf("%s: moderators see %q, the message is %s", what, texts, seen.State)
		}
		if got := w.review(x); len(got.Stories) != 3-len(x.Dropped) {
			w.t.Errorf("%s: %d dropped, moderators see %d stories", what, len(x.Dropped), len(got.Stories))
		}
	}
	return messages
}

// faults are those of the sweeps: each kind meets one of the first requests.
func faults() func(int, store.Channel, deliver.Message) briefingtest.Fault {
	return script(briefingtest.None, briefingtest.Lost, briefingtest.Vanished, briefingtest.None, briefingtest.Busy, briefingtest.None, briefingtest.Late)
}

// moderators are those of the sweeps.
func moderators() []string { return []string{"hold", "drop", "release"} }

var gaps = []time.Duration{time.Second, 40 * time.Second, 6 * time.Minute} // how long nobody runs after a crash

// sweep runs the scenario once for every step of a process: all of them on
// SQLite, each n-th when that would take too long.
func sweep(t *testing.T, each int, f func(t *testing.T, w *world, k int)) {
	t.Helper()
	sc := scenario(t)
	for kind, every := range map[string]int{"sqlite": each, "postgres": 9} {
		if briefingtest.Raced {
			every = 40
		}
		if briefingtest.Full() {
			every = 1
		}
		t.Run(kind, func(t *testing.T) {
			open := func(t *testing.T) *store.Store {
				if kind == "sqlite" {
					return storetest.Open(t)
				}
				return storetest.OpenPostgres(t)
			}
			t.Parallel()
			w := newWorld(t, open(t), sc)
			w.d.Fault, w.act = faults(), moderators()
			whole := w.begin(0, nil)
			whole.run()
			w.check("no crash")
			for k := 1; k <= whole.steps; k += every {
				t.Run(fmt.Sprint("step ", k), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, open(t), sc)
					w.d.Fault, w.act = faults(), moderators()
					f(t, w, k)
				})
			}
		})
	}
}

func TestDeliverer_CrashLosesAndDoublesNothing(t *testing.T) {
	var mu sync.Mutex
	points, crashes := map[string]int{}, 0
	t.Cleanup(func() { // after the parallel ones
		t.Logf("%d crashes at %d kinds of points: %v", crashes, len(points), points)
		if crashes < 20 && !briefingtest.Raced {
			t.Errorf("only %d crashes: %v", crashes, points)
		}
	})
	sweep(t, 1, func(t *testing.T, w *world, k int) {
		first := w.begin(k, nil)
		first.run()
		w.clock.Add(gaps[k%len(gaps)])
		w.begin(0, nil).run()
		w.check(fmt.Sprintf("crash at step %d, %s", k, first.point))
		mu.Lock()
		defer mu.Unlock()
		if first.point != "" {
			points[first.point]++
			crashes++
		}
	})
}

func TestDeliverer_OvertakenWorkerDoublesNothing(t *testing.T) {
	sweep(t, 3, func(t *testing.T, w *world, k int) {
		slow := w.begin(k, nil)
		slow.pause = func() { // the other takes over and ends the work
			w.clock.Add(gaps[k/3%len(gaps)])
			w.begin(0, nil).run()
		}
		slow.run()
		w.check(fmt.Sprintf("paused at step %d, %s", k, slow.point))
	})
}

func TestDeliverer_RandomCrashesLoseAndDoubleNothing(t *testing.T) {
	sc := scenario(t)
	seeds := 30
	if briefingtest.Raced {
		seeds = 2
	}
	if briefingtest.Full() {
		seeds = 5000
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(uint64(seed), 1))
			w := newWorld(t, storetest.Open(t), sc)
			w.d.Memory = []time.Duration{61 * time.Second, 3 * time.Minute, 10 * time.Minute}[rng.IntN(3)]
			plan := make([]briefingtest.Fault, 12)
			for i := range plan {
				plan[i] = []briefingtest.Fault{briefingtest.None, briefingtest.None, briefingtest.None, briefingtest.Refused, briefingtest.Busy, briefingtest.Lost, briefingtest.Vanished, briefingtest.Late}[rng.IntN(8)]
			}
			w.d.Fault = script(plan...)
			for range rng.IntN(5) {
				w.act = append(w.act, []string{"hold", "release", "drop", "post", ""}[rng.IntN(5)])
			}
			w.act = append(w.act, "release")
			said := fmt.Sprint("faults ", plan, ", moderators ", w.act)
			for range rng.IntN(4) {
				l := w.begin(1+rng.IntN(40), nil)
				if rng.IntN(3) == 0 {
					l.pause = func() {
						w.clock.Add(gaps[rng.IntN(3)])
						w.begin(0, nil).run()
					}
				}
				l.run()
				said += fmt.Sprintf(", %s (paused %v)", l.point, l.pause != nil)
				w.clock.Add(gaps[rng.IntN(3)])
			}
			w.begin(0, nil).run()
			w.check(said)
		})
	}
}
