package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// outage is one world with a clock of its own: sites, a channel with a
// schedule, processes that come and go. Everything happens in turn, so that a
// seed gives the same history again.
type outage struct {
	t       *testing.T
	s       *store.Store
	rng     *rand.Rand
	clock   *briefingtest.Wall
	d       *briefingtest.Discord
	sites   []*briefingtest.Site
	alive   []*process
	lives   int
	killed  bool // some process died with what it held
	ch      store.Channel
	acts    bool    // moderators see the briefings first, and act
	events  []event // in order of time
	history []string
}

// event happens once, at its time.
type event struct {
	at time.Time
	do func()
}

// process is one life of the program.
type process struct {
	o       *outage
	ctx     context.Context
	end     context.CancelFunc
	dead    bool // killed: nothing of it runs on
	dieAt   int  // at this step; 0: never
	steps   int
	reading bool
	plan    *deliver.Planner
	press   *deliver.SlotWriter
	out     *deliver.Deliverer
	after   *deliver.Follower
	place   *stories.Assigner
	poll    *ingest.Poller
}

func (o *outage) say(format string, args ...any) {
	o.history = append(o.history, o.clock.Now().Format("02 15:04:05 ")+fmt.Sprintf(format, args...))
}

func (o *outage) start() *process {
	o.lives++
	p := &process{o: o}
	p.ctx, p.end = context.WithCancel(context.Background())
	holder, now := fmt.Sprint("life ", o.lives), o.clock.Now
	awake := &deliver.Awake{}
	p.plan = &deliver.Planner{Store: o.s, Holder: holder, Awake: awake, Now: now, Step: p.step}
	p.press = &deliver.SlotWriter{Store: o.s, Writer: &brief.Writer{Store: o.s, Now: now}, Layout: wholeMessage, Awake: awake, Now: now, Step: p.step}
	p.out = &deliver.Deliverer{Store: o.s, Poster: p, Holder: holder, Started: now(), Now: now, Step: p.step}
	p.after = &deliver.Follower{Store: o.s, Poster: p, Layout: wholeMessage, Holder: holder, Now: now, Step: p.step}
	p.place = &stories.Assigner{Store: o.s, Holder: holder}
	p.poll = &ingest.Poller{Store: o.s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: p}, Now: now}, Ingest: &ingest.Ingester{Store: o.s, Now: now}, Now: now}
	o.alive = append(o.alive, p)
	o.say("%s starts", holder)
	return p
}

// wholeMessage lays any briefing out as one message.
func wholeMessage(blocks []message.Block) []message.Part {
	part := message.Part{Marker: "**" + blocks[0].Runs[0].Text + "**"}
	part.Content = part.Marker + strings.TrimPrefix(briefingtest.Say(blocks), blocks[0].Runs[0].Text)
	for _, b := range blocks {
		if b.Story != 0 && !slices.Contains(part.Stories, b.Story) {
			part.Stories = append(part.Stories, b.Story)
		}
	}
	return []message.Part{part}
}

// kill ends a process where it is; stop lets it give back what it holds.
func (o *outage) kill(p *process) {
	p.dead, o.killed = true, true
	o.remove(p)
}

func (o *outage) stop(p *process) {
	p.end()
	o.remove(p)
}

func (o *outage) remove(p *process) {
	o.alive = slices.DeleteFunc(o.alive, func(x *process) bool { return x == p })
}

func (p *process) step(string) {
	p.steps++
	if p.steps == p.dieAt {
		p.o.say("killed at a step")
		p.o.kill(p)
	}
	p.living()
}

func (p *process) living() {
	if p.dead {
		runtime.Goexit()
	}
}

func (p *process) Post(ctx context.Context, ch store.Channel, m deliver.Message) (int64, error) {
	p.living()
	return p.o.d.Post(ctx, ch, m)
}

func (p *process) Edit(ctx context.Context, ch store.Channel, message int64, m deliver.Message) error {
	p.living()
	return p.o.d.Edit(ctx, ch, message, m)
}

func (p *process) Publish(ctx context.Context, ch store.Channel, message int64) error {
	p.living()
	return p.o.d.Publish(ctx, ch, message)
}

func (p *process) Find(ctx context.Context, ch store.Channel, after time.Time, marker string) (int64, error) {
	p.living()
	return p.o.d.Find(ctx, ch, after, marker)
}

// pass runs one stage as its own goroutine would, which a kill ends.
func (p *process) pass(run func(context.Context) (int, error)) {
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := run(p.ctx); err != nil && !errors.Is(err, store.ErrBusy) && p.ctx.Err() == nil {
			p.o.t.Errorf("a pass failed: %v\n%s", err, strings.Join(p.o.history, "\n"))
		}
	})
	wg.Wait()
}

// read visits what is due, one source after another.
func (p *process) read(ctx context.Context) (int, error) {
	for ctx.Err() == nil {
		srcs, err := p.o.s.ClaimSources(ctx, 1, 5*time.Minute)
		if err != nil || len(srcs) == 0 {
			return 0, err
		}
		if _, err := p.poll.One(ctx, srcs[0]); err != nil {
			return 0, err
		}
	}
	return 0, ctx.Err()
}

// RoundTrip answers for the sites. While a slow one answers, the world goes on.
func (p *process) RoundTrip(r *http.Request) (*http.Response, error) {
	i := slices.IndexFunc(p.o.sites, func(s *briefingtest.Site) bool { return s.Host == r.URL.Host })
	if i < 0 || !strings.HasSuffix(r.URL.Path, "/feed") {
		return briefingtest.Reply404(r), nil
	}
	s := p.o.sites[i]
	switch m := s.Mode(p.o.clock.Now()); m.Kind {
	case "dead":
		return nil, errors.New("connection refused")
	case "busy":
		out := briefingtest.Reply404(r)
		out.StatusCode, out.Header = http.StatusServiceUnavailable, http.Header{"Retry-After": {strconv.Itoa(int(m.Wait.Seconds()))}}
		return out, nil
	case "slow":
		began := p.o.clock.Now()
		for p.o.clock.Now().Sub(began) < m.Wait && p.ctx.Err() == nil && !p.dead {
			p.o.tick()
		}
		p.living()
		if p.ctx.Err() != nil || p.o.clock.Now().Sub(began) > 5*time.Minute {
			return nil, errors.New("connection reset")
		}
	}
	out := briefingtest.Reply404(r)
	out.StatusCode, out.Body = http.StatusOK, io.NopCloser(strings.NewReader(s.Document(p.o.clock.Now())))
	return out, nil
}

// tick lets some seconds go by: a pass of every stage of every process, and
// what happens then.
func (o *outage) tick() {
	o.clock.Add(o.pace())
	for len(o.events) > 0 && !o.events[0].at.After(o.clock.Now()) {
		e := o.events[0]
		o.events = o.events[1:]
		e.do()
	}
	for _, p := range slices.Clone(o.alive) {
		p.pass(p.plan.Run)
		p.pass(p.place.Run)
		p.pass(p.press.Run)
		p.pass(p.out.Run)
		p.pass(p.after.Run)
		if p.reading || p.dead || p.ctx.Err() != nil {
			continue
		}
		p.reading = true
		p.pass(p.read)
		p.reading = false
	}
	o.moderate()
}

// moderate lets moderators do something now and then.
func (o *outage) moderate() {
	if !o.acts {
		return
	}
	ctx := context.Background()
	for _, x := range o.slots() {
		if x.State != state.SlotWritten || x.Review == state.ReviewPassed || o.rng.IntN(20) > 0 {
			continue
		}
		act, name := o.s.HoldSlot, "hold"
		switch {
		case x.Review == state.ReviewHeld:
			act, name = o.s.ReleaseSlot, "release"
		case o.rng.IntN(3) == 0:
			act, name = o.s.PostSlot, "post"
		}
		err := act(ctx, x.ID, "55")
		if err != nil && !errors.Is(err, store.ErrLost) {
			o.t.Error(err)
		}
		o.say("moderators: %s %s, %v", name, x.Time, err)
	}
}

// pace is how much time a pass takes: little while a slot is on its way.
func (o *outage) pace() time.Duration {
	for _, x := range o.slots() {
		if x.State != state.SlotDone && x.State != state.SlotSkipped {
			return 9 * time.Second
		}
	}
	return 55 * time.Second
}

func (o *outage) slots() []store.Slot {
	all, err := o.s.Schedules(context.Background(), 7)
	if err != nil {
		o.t.Fatal(err)
	}
	var out []store.Slot
	for _, x := range all {
		out = append(out, briefingtest.Must[[]store.Slot](o.t)(o.s.Slots(context.Background(), x.Schedule.ID, 20))...)
	}
	return out
}

func (o *outage) until(t time.Time) {
	for o.clock.Now().Before(t) {
		if len(o.alive) == 0 && len(o.events) == 0 {
			o.clock.Add(t.Sub(o.clock.Now()))
			return
		}
		o.tick()
	}
}

// days on which the clocks change, and one on which they do not.
var outageDays = []struct{ zone, day, at string }{
	{"Europe/Berlin", "2026-11-20", "07:30"}, {"Europe/Berlin", "2026-10-25", "02:30"}, {"Europe/Berlin", "2026-10-25", "07:30"},
	{"Europe/Berlin", "2026-03-29", "02:30"}, {"America/New_York", "2026-11-01", "01:30"}, {"Asia/Tokyo", "2026-06-01", "00:00"},
}

// newOutage makes a world from a seed.
func newOutage(t *testing.T, s *store.Store, seed uint64) (*outage, time.Time) {
	t.Helper()
	ctx := context.Background()
	o := &outage{t: t, s: s, rng: rand.New(rand.NewPCG(seed, 7))}
	day := outageDays[o.rng.IntN(len(outageDays))]
	zone := briefingtest.Must[*time.Location](t)(time.LoadLocation(day.zone))
	due := briefingtest.Must[time.Time](t)(time.ParseInLocation("2006-01-02 15:04", day.day+" "+day.at, zone)) // the rule's own, or an hour beside it
	o.clock = &briefingtest.Wall{T: due.Add(-90 * time.Minute)}
	s.Now = o.clock.Now
	o.d = briefingtest.NewDiscord(o.clock)
	briefingtest.Must[bool](t)(s.SeeGuild(ctx, 7))
	ch := briefingtest.Must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 70, GuildID: 7, Owner: "guild:7", SetBy: "ann"}))
	set := profile.Schedule{Stories: 15}
	if o.ch, o.acts = ch, o.rng.IntN(2) == 0; o.acts {
		set.Review, set.ReviewFor = reviewRoom, time.Duration(5+o.rng.IntN(40))*time.Minute
	}
	briefingtest.Must[store.Schedule](t)(s.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: "World", Rule: "daily " + day.at, Zone: day.zone, From: o.clock.Now(), CatchUp: 12 * time.Hour, Profile: set.String(), SetBy: "ann"}))
	towns := o.rng.Perm(len(briefingtest.TownParts) * len(briefingtest.TownEnds))
	for i := range 1 + o.rng.IntN(6) {
		x := &briefingtest.Site{Host: fmt.Sprintf("site%d.example", i)}
		o.sites = append(o.sites, x)
		_, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://" + x.Host + "/feed", Kind: state.SourceFeed, Interval: time.Duration(15+o.rng.IntN(120)) * time.Minute}, "guild:7", "ann")
		if err != nil {
			t.Fatal(err)
		}
		if o.rng.IntN(3) == 0 {
			continue // a site without news
		}
		for range 1 + o.rng.IntN(3) {
			n := towns[0]
			towns = towns[1:]
			x.Items = append(x.Items, briefingtest.NewReport(o.rng, due.Add(time.Duration(o.rng.IntN(120)-90)*time.Minute), n))
		}
		slices.SortStableFunc(x.Items, func(a, b briefingtest.SiteItem) int { return a.At.Compare(b.At) })
	}
	o.trouble(due)
	return o, due
}

// trouble plans what goes wrong around the time of the slot: sites, processes,
// the machine.
func (o *outage) trouble(due time.Time) {
	near := func() time.Time { return due.Add(time.Duration(o.rng.IntN(7200)-5400) * time.Second) }
	for _, s := range o.sites {
		if o.rng.IntN(2) == 0 {
			continue
		}
		m := briefingtest.SiteMode{From: near(), Kind: []string{"dead", "busy", "slow", "slow"}[o.rng.IntN(4)], Wait: time.Duration(2+o.rng.IntN(200)) * time.Second}
		s.Modes = append(s.Modes, m, briefingtest.SiteMode{From: m.From.Add(time.Duration(1+o.rng.IntN(240)) * time.Minute)})
		o.history = append(o.history, fmt.Sprintf("%s is %s (%s) from %s to %s", s.Host, m.Kind, m.Wait, m.From.UTC().Format("15:04:05"), s.Modes[1].From.UTC().Format("15:04:05")))
	}
	for range 1 + o.rng.IntN(3) {
		at, length := near(), time.Duration(30+o.rng.IntN(4*3600))*time.Second
		switch o.rng.IntN(4) {
		case 0: // the machine sleeps
			o.events = append(o.events, event{at, func() { o.say("sleeps for %s", length); o.clock.Add(length); o.say("wakes") }})
		case 1: // all processes end, one way or the other, and one starts later
			gently := o.rng.IntN(2) == 0
			o.events = append(o.events, event{at, func() {
				o.say("all end (gently: %v) for %s", gently, length)
				for _, p := range slices.Clone(o.alive) {
					if gently {
						o.stop(p)
					} else {
						o.kill(p)
					}
				}
			}}, event{at.Add(length), func() { o.start() }})
		case 2: // another process beside
			o.events = append(o.events, event{at, func() { o.start() }})
		case 3: // the next to come dies in the middle of its work
			steps := 1 + o.rng.IntN(12)
			o.events = append(o.events, event{at, func() { p := o.start(); p.dieAt = steps }}, event{at.Add(length), func() { o.start() }})
		}
	}
	slices.SortStableFunc(o.events, func(a, b event) int { return a.at.Compare(b.at) })
}

// check proves of each post that it says "nothing new" over nothing that was
// there to be read, and of the whole that nothing was lost or came twice.
func (o *outage) check() (verdicts map[string]int) {
	o.t.Helper()
	verdicts = map[string]int{}
	var texts []string
	msgs := slices.DeleteFunc(slices.Clone(o.d.Msgs), func(m briefingtest.Landed) bool { return m.Channel != o.ch.ID }) // without what moderators see
	for _, m := range msgs {
		texts = append(texts, m.At.Format("02 15:04:05 ")+m.Text)
	}
	fail := func(format string, args ...any) {
		o.t.Errorf("%s\n%s\n---\n%s", fmt.Sprintf(format, args...), strings.Join(o.history, "\n"), strings.Join(texts, "\n---\n"))
	}
	told := map[string]int{}
	for i, m := range msgs {
		hidden := o.hidden(m.Text, o.slotTimes()[min(i, len(o.slotTimes())-1)], told)
		first, _, _ := strings.Cut(m.Text, "\n")
		switch {
		case strings.Contains(first, "I cannot say"):
			verdicts["cannot say"]++
			if !o.killed && !slices.ContainsFunc(o.sites, func(s *briefingtest.Site) bool { return len(s.Modes) > 0 }) {
				fail("%q, though every site answered", first)
			}
		case strings.Contains(first, "nothing new"):
			verdicts["nothing new"]++
			said := 0
			if found := briefingtest.NotRead.FindStringSubmatch(m.Text); found != nil {
				said, _ = strconv.Atoi(found[1])
			}
			if len(hidden) > said {
				fail("%q, though %v held something else", first, hidden)
			}
		case strings.Contains(first, "nothing to"):
			fail("a report could not be told")
		default:
			verdicts["told"]++
		}
	}
	for _, s := range o.sites {
		for _, it := range s.Items {
			if told[it.Title] != 1 {
				fail("%q was told %d times", it.Title, told[it.Title])
			}
		}
	}
	o.checkSlots(texts, fail)
	return verdicts
}

// hidden counts what a message tells, and lists the sites with something that
// was there when its slot fell due and was told by no message so far. What came
// in the last two minutes may have come behind a visit that was good enough.
func (o *outage) hidden(message string, due time.Time, told map[string]int) map[string]bool {
	out := map[string]bool{}
	for _, s := range o.sites {
		for _, it := range s.Items {
			if strings.Contains(message, it.Title) {
				told[it.Title]++
			}
			if told[it.Title] == 0 && !it.At.After(due.Add(-2*time.Minute)) {
				out[s.Host] = true
			}
		}
	}
	return out
}

// slotTimes are the times by which the slots that were posted were to be written, in
// the order of posts.
func (o *outage) slotTimes() []time.Time {
	var out []time.Time
	for _, x := range o.slots() {
		if x.State == state.SlotDone {
			out = append(out, x.Write)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// checkSlots proves that every slot was posted once, or skipped and said so.
func (o *outage) checkSlots(texts []string, fail func(string, ...any)) {
	all := strings.Builder{}
	seen := map[string]bool{}
	for _, text := range texts {
		first, rest, _ := strings.Cut(text, "\n")
		label := strings.SplitN(first, "**", 3)[1]
		if seen[label] {
			fail("%q was posted twice", label)
		}
		seen[label] = true
		all.WriteString(rest)
	}
	posted := 0
	for _, x := range o.slots() {
		label := briefingtest.Must[time.Time](o.t)(time.Parse("2006-01-02 15:04", x.Date+" "+x.Time)).Format("Mon 2 Jan, 15:04")
		switch {
		case x.State == state.SlotDone:
			posted++
			if !seen["World, "+label] {
				fail("slot %s is done and not there", label)
			}
		case x.State != state.SlotSkipped || !strings.Contains(all.String(), label):
			fail("slot %s is %s (%s) and nothing says so", label, x.State, x.Reason)
		}
	}
	if posted != len(texts) || posted == 0 {
		fail("%d slots are done, %d messages stand", posted, len(texts))
	}
}

// run lives through the outage, ends every process for a night, and has a day
// on which all is well.
func (o *outage) run(due time.Time) map[string]int {
	o.start()
	o.until(due.Add(5 * time.Hour))
	for _, p := range slices.Clone(o.alive) {
		o.stop(p)
	}
	o.acts = false
	o.say("the night")
	o.until(due.Add(22*time.Hour + 40*time.Minute))
	o.start()
	o.until(due.Add(25*time.Hour + 20*time.Minute))
	return o.check()
}

// TestVerdict_NothingNewNeverOfUnreadSources lives through outages made
// from seeds. DATELINE_SEED=n replays one.
func TestVerdict_NothingNewNeverOfUnreadSources(t *testing.T) {
	kinds := map[string]func(testing.TB) *store.Store{"sqlite": storetest.Open, "postgres": storetest.OpenPostgres}
	var mu sync.Mutex
	total := map[string]int{}
	t.Cleanup(func() { t.Logf("verdicts: %v", total) })
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			briefingtest.Seeds(t, map[string][2]int{"sqlite": {4, 200}, "postgres": {1, 40}}[kind], func(t *testing.T, seed uint64) {
				o, due := newOutage(t, open(t), seed)
				for verdict, n := range o.run(due) {
					mu.Lock()
					total[verdict] += n
					mu.Unlock()
				}
			})
		})
	}
}
