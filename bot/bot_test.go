package bot

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/feed/feedtest"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/briefing/phrases"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// hang is when a test gives up: many times what anything takes.
const hang = time.Minute

// world is the bot in a local Discord with one server.
type world struct {
	t              testing.TB
	d              *discordtest.Server
	store          *store.Store
	bot            *Bot
	press          *feedtest.Feed
	guild, channel string
	boss, member   string // boss may manage the server
	poller         *ingest.Poller
	planner        *deliver.Planner
	deliverer      *deliver.Deliverer
	stop           func() error
	mu             sync.Mutex
	log            strings.Builder
}

// Write keeps the log.
func (w *world) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(b)
}

func (w *world) logged() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.String()
}

// opened is an empty store. Under the race detector, which makes the embedded database
// some fifteen times slower, it is PostgreSQL where that is installed.
func opened(t testing.TB) *store.Store {
	if briefingtest.Raced && storetest.HasPostgres() {
		return storetest.OpenPostgres(t)
	}
	return storetest.Open(t)
}

func newWorld(t testing.TB, change ...func(*Options, *discordtest.Options)) *world {
	t.Helper()
	w := &world{t: t, store: opened(t), press: feedtest.New(t, "Coast Radio")}
	log := slog.New(slog.NewTextHandler(w, nil))
	fetcher := &fetch.Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Log: log}
	w.poller = &ingest.Poller{Store: w.store, Fetcher: fetcher, Ingest: &ingest.Ingester{Store: w.store}, Log: log}
	writer := &brief.Writer{Store: w.store, Log: log}
	press := &deliver.SlotWriter{Store: w.store, Writer: writer, Layout: layout.Parts, Log: log}
	o := Options{Token: "token", Holder: "test", Store: w.store, Press: press, Answerer: &answer.Answerer{Store: w.store, Archive: &archive.Archive{Store: w.store}}, Poller: w.poller, Log: log}
	do := discordtest.Options{AckWithin: 20 * time.Second} // what is tested here is not speed
	for _, f := range change {
		f(&o, &do)
	}
	w.d = discordtest.New(t, do)
	o.APIURL = w.d.URL
	w.guild = w.d.AddGuild("Newsroom")
	w.channel = w.d.AddChannel(w.guild, "news", 0)
	w.boss, w.member = w.d.AddUser("boss"), w.d.AddUser("ann")
	w.d.Join(w.guild, w.boss, discordtest.ManageGuild)
	w.d.Join(w.guild, w.member, 0)
	var err error
	if w.bot, err = New(o); err != nil {
		t.Fatal(err)
	}
	w.bot.wait, w.bot.patience = 50*time.Millisecond, hang
	w.planner = &deliver.Planner{Store: w.store, Holder: "test", Log: log}
	w.deliverer = &deliver.Deliverer{Store: w.store, Poster: w.bot, Holder: "test", Log: log, Stopped: w.bot.Stopped}
	ctx, cancel := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- w.bot.Run(ctx) }()
	w.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-end:
			return err
		case <-time.After(hang):
			return fmt.Errorf("no end within %s", hang)
		}
	})
	t.Cleanup(func() {
		if err := w.stop(); err != nil {
			t.Error(err)
		}
	})
	w.await("connected", func() bool { return w.d.Connected() == 1 && w.bot.Connected() })
	return w
}

func (w *world) await(what string, f func() bool) {
	w.t.Helper()
	for end := time.Now().Add(hang); !f(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("waited in vain: %s\nlog:\n%s", what, w.logged())
		}
	}
}

// interact sends an interaction and waits for what comes back.
func (w *world) interact(in discordtest.Interaction) *discordtest.Reply {
	w.t.Helper()
	if in.Channel == "" {
		in.Channel = w.channel
	}
	if in.User == "" {
		in.User = w.boss
	}
	return w.d.Do(w.t, in, w.logged)
}

// slash types a command as the boss and returns the answer's text.
func (w *world) slash(name string, options map[string]any) string {
	w.t.Helper()
	return w.interact(discordtest.Interaction{Name: name, Options: options}).Text()
}

// settle places and indexes what was read.
func (w *world) settle() {
	w.t.Helper()
	ctx := context.Background()
	for _, run := range []func(context.Context) (int, error){(&stories.Assigner{Store: w.store, Holder: "test"}).Run, (&archive.Indexer{Store: w.store, Holder: "test"}).Run} {
		if _, err := run(ctx); err != nil {
			w.t.Fatal(err)
		}
	}
}

const senn = "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said."

// furnished is a world whose server reads one feed with a story.
func furnished(t testing.TB, change ...func(*Options, *discordtest.Options)) *world {
	t.Helper()
	w := newWorld(t, change...)
	w.press.Publish("Rescuers find 40 alive in Senn", senn)
	if got := w.slash("source add", map[string]any{"sources": w.press.URL}); !strings.Contains(got, "Rescuers find 40 alive in Senn") {
		t.Fatalf("the source was not added: %s", got)
	}
	w.settle()
	return w
}

// tell makes a schedule that is due now and runs the stages until it is posted.
func (w *world) tell(name string) discordtest.Message {
	w.t.Helper()
	ctx := context.Background()
	before := len(w.d.ByBot(w.channel))
	got := w.slash("schedule add", map[string]any{"when": "daily " + time.Now().UTC().Add(-time.Hour).Format("15:04"), "city": "UTC", "name": name, "channel": w.channel})
	if !strings.HasPrefix(got, "Saved.") {
		w.t.Fatalf("schedule add: %s", got)
	}
	w.plan(name)
	for _, run := range []func(context.Context) (int, error){w.bot.Press.Run, w.deliverer.Run} {
		if _, err := run(ctx); err != nil {
			w.t.Fatal(err)
		}
	}
	all := w.d.ByBot(w.channel)
	if len(all) <= before {
		w.t.Fatalf("nothing was posted\nlog:\n%s", w.logged())
	}
	return all[len(all)-1]
}

// plan inserts the slot of a schedule that is due now; a source that is due by now,
// on a slow machine, is read before it, as the slot would wait for it.
func (w *world) plan(name string) {
	w.t.Helper()
	ctx := context.Background()
	if _, err := w.poller.Run(ctx); err != nil {
		w.t.Fatal(err)
	}
	lease, err := w.store.TakeLease(ctx, "plan", "test", time.Minute)
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := w.store.Schedules(ctx, int64(id(w.guild)))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, x := range all {
		if x.Schedule.Name != name {
			continue
		}
		now := time.Now()
		if _, err := w.store.AddSlots(ctx, lease, []store.Slot{{Schedule: x.Schedule.ID, Date: now.UTC().Format(time.DateOnly), Time: now.UTC().Format("15:04"), Due: now, State: state.SlotPlanned}}); err != nil {
			w.t.Fatal(err)
		}
	}
}

func id(s string) (n wire.Snowflake) {
	_ = n.UnmarshalJSON([]byte(s))
	return n
}

func wants(t testing.TB, what, got string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(got, p) {
			t.Errorf("%s: %q is not in:\n%s", what, p, got)
		}
	}
}

func TestDefinitions_NameEveryCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := []string{command.CheckMenu(), command.WhyMenu(), "alerts", "ask", "brief", "catchup", "follow", "forget", "help", "new", "privacy", "schedule", "search", "setup", "source", "sources", "status", "story", "watch", "why"}
	w.await("registered", func() bool { return w.bot.registration.registered() })
	if got := w.d.Commands(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBot_SourceToBriefingWithItsButtons(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	m := w.tell("World")
	wants(t, "the briefing", m.Content, "**World, ", "40 alive in Senn", "[Coast Radio](<http://127.0.0.1", "In the sources' own sentences: no language model was used.")
	if m.Flags&wire.FlagNoPush != 0 {
		t.Error("the first part does not notify")
	}
	ids := m.CustomIDs()
	if len(ids) != 4 {
		t.Fatalf("custom ids %v", ids)
	}
	press := func(id string, values ...string) *discordtest.Reply {
		t.Helper()
		in := discordtest.Interaction{User: w.member, Press: id, Message: &m}
		if len(values) > 0 {
			in.Values = values
		}
		return w.interact(in)
	}
	open := press(ids[0], "0")
	wants(t, "the opened story", open.Text(), "### Rescuers find 40 alive in Senn", "1 article, 1 outlet, 1 independent report", "“Rescuers reached the village of Senn")
	wants(t, "why", press(ids[2]).Text(), "1 story weighed, 1 posted", "ranked 1st")
	modal := press(ids[1]).Modal()
	if modal["custom_id"] != idAskNow {
		t.Fatalf("modal %v", modal)
	}
	asked := w.interact(discordtest.Interaction{User: w.member, Submit: idAskNow, Fields: map[string]string{fieldAsk: "How many people were found alive in Senn?"}})
	wants(t, "the answer", asked.Text(), "found 40 people alive")
	for name, r := range map[string]*discordtest.Reply{"open": open, "asked": asked} {
		if !r.Private() {
			t.Errorf("%s: others see it", name)
		}
	}
	wants(t, "/why", w.slash("why", map[string]any{"story": "Senn"}), "1 story read, 1 posted")
	wants(t, "/status", w.slash("status", nil), "Everything works", "#news", "1 source")
}

func TestAskCommand_AnswersPrivatelyAndShowsOnDemand(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	wants(t, "the answer", r.Text(), "found 40 people alive", "Coast Radio")
	if !r.Private() {
		t.Fatal("others see the answer")
	}
	before := len(w.d.ByBot(w.channel))
	shown := w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()})
	if all := w.d.ByBot(w.channel); len(all) != before+1 || all[before].Content != "### Rescuers find 40 alive in Senn\n"+r.Text() || shown.Private() {
		t.Errorf("shown: %d messages", len(all)-before)
	}
	none := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Who won the chess championship in Reykjavik?"}})
	wants(t, "a refusal", none.Text(), "I have read nothing near this.")
	if strings.Contains(none.Text(), "Reykjavik") || !slices.Equal(none.Message().CustomIDs(), []string{follow.Watch + follow.DoAsk + follow.Key("Who won the chess championship in Reykjavik?")}) {
		t.Errorf("a refusal repeats the question, or offers more than to watch for it: %s", none.Text())
	}
	brief := w.interact(discordtest.Interaction{User: w.member, Name: "brief"})
	wants(t, "/brief", brief.Text(), "**Your briefing, ", "40 alive in Senn")
	again := w.interact(discordtest.Interaction{User: w.member, Name: "brief"})
	if again.Text() != brief.Text() {
		t.Errorf("/brief counts as told:\n%s", again.Text())
	}
}

func TestOnMessage_DirectMessageIsQuestionWithMemory(t *testing.T) {
	t.Parallel()
	w := furnished(t, func(o *Options, _ *discordtest.Options) { o.ModelHost = "api.example.com" })
	w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Senn?"}}) // a member who has used it here
	dm := w.d.DM(w.member)
	say := func(text string) string {
		t.Helper()
		before := len(w.d.ByBot(dm))
		w.d.Say(w.member, dm, text, false, nil)
		w.await("a reply to "+text, func() bool { return len(w.d.ByBot(dm)) > before })
		return w.d.ByBot(dm)[before].Content
	}
	wants(t, "the first reply", say("How many people were found alive in Senn?"), "I keep your last 10 questions, and how my answers began, for 24 hours", "api.example.com", "not your name", "found 40 people alive")
	if turns, err := w.store.Turns(context.Background(), "dm:"+w.member, 9); err != nil || len(turns) != 1 || !strings.Contains(turns[0].Shown, "found 40 people alive") {
		t.Errorf("the conversation holds %+v, %v", turns, err)
	}
	second := say("Who won the chess championship in Reykjavik?")
	wants(t, "the second", second, "I have read nothing near this.")
	if strings.Contains(second, "api.example.com") {
		t.Error("the introduction comes twice")
	}
	private := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "privacy"})
	wants(t, "/privacy", private.Text(), "3 questions", "api.example.com")
	wants(t, "/new", w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "new"}).Text(), "starts afresh")
	wants(t, "/forget", w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "forget"}).Text(), "erased")
	if kept, err := w.store.CountsOf(context.Background(), int64(id(w.member))); kept["turns"] != 0 || err != nil {
		t.Errorf("%v is kept, %v", kept, err)
	}
	wants(t, "after /forget", say("Senn?"), "I keep your last 10 questions")
}

func TestUserLimits_SaysWhenToAskAgain(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	var last string
	for range 6 {
		last = w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "What happened in Senn?"}}).Text()
	}
	wants(t, "the sixth question in a minute", last, "5 questions in a minute", "Please ask again in")
	long := w.interact(discordtest.Interaction{User: w.boss, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn? " + strings.Repeat("Senn school ", 60)}})
	wants(t, "a long question", long.Text(), "Only the first 500 characters")
}

// A channel is no place in which to say again and again that somebody asks too much.
func TestOnMessage_LimitIsSaidOnceInAChannel(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	asker, english := int64(id(w.member)), phrases.In("en")
	for range questionsMost {
		done, err := w.bot.limits.enter(asker, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		done()
	}
	m := &wire.Message{ID: 1, GuildID: id(w.guild), ChannelID: id(w.channel), Author: wire.User{ID: id(w.member)}}
	m.Content.V = "How many people were found alive in Senn?"
	wants(t, "the first above the limit", fmt.Sprint(w.bot.reply(context.Background(), m, english)), "5 questions in a minute")
	if got := w.bot.reply(context.Background(), m, english); got.blocks != nil {
		t.Errorf("it is said again: %v", got)
	}
	m.GuildID = 0
	wants(t, "in private", fmt.Sprint(w.bot.reply(context.Background(), m, english)), "Please ask again in a minute")
}

func TestOnMessage_MentionIsAnsweredInItsChannel(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	before := len(w.d.ByBot(w.channel))
	w.d.Say(w.member, w.channel, "nobody is asked here", false, nil)
	q := w.d.Say(w.member, w.channel, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
	w.await("a reply", func() bool { return len(w.d.ByBot(w.channel)) > before })
	m := w.d.ByBot(w.channel)[before]
	wants(t, "the reply", m.Content, "found 40 people alive")
	if m.Reference != q.ID {
		t.Errorf("it answers %s, not %s", m.Reference, q.ID)
	}
	w.d.Say(w.member, w.channel, "And how many?", true, &m)
	w.await("a reply to the reply", func() bool { return len(w.d.ByBot(w.channel)) == before+2 })
	w.d.Deny(w.channel, discordtest.ReadHistory)
	w.d.Say(w.boss, w.channel, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
	w.await("an answer where no message may be answered", func() bool { return len(w.d.ByBot(w.channel)) == before+3 })
	if m := w.d.ByBot(w.channel)[before+2]; m.Reference != "" || !strings.Contains(m.Content, "found 40 people alive") {
		t.Errorf("it answers %q with %s", m.Reference, m.Content)
	}
}

// slotNow is a slot that is due now, told apart by its name.
func slotNow(schedule int64, name string) []store.Slot {
	return []store.Slot{{Schedule: schedule, Date: time.Now().UTC().Format(time.DateOnly), Time: name, Due: time.Now(), State: state.SlotPlanned}}
}
