package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/feed/feedtest"
	"dateline/store/storetest"
)

// hang is when a test gives up: many times what anything takes.
const hang = 2 * time.Minute

// newsroom is the whole program in a local Discord, with a feed server and a
// clock that tests move.
type newsroom struct {
	t      *testing.T
	d      *discordtest.Server
	cfg    Config
	feed   *feedtest.Feed
	ahead  atomic.Int64 // nanoseconds that the clock is ahead
	logs   lockedBuffer
	stop   func() error
	guild  string
	news   string // its channel
	editor string // may manage the server
	reader string // a member
}

func (n *newsroom) now() time.Time { return time.Now().Add(time.Duration(n.ahead.Load())) }

// quick is a fifth of the program's own pace. The local Discord lets nothing
// land that was not on its way when a test released it.
var quick = pace{pause: func(d time.Duration) <-chan time.Time { return time.After(d / 5) }, settle: 6 * time.Second}

func (n *newsroom) wait(d time.Duration) { n.ahead.Add(int64(d)) }

func newNewsroom(t *testing.T, db string) *newsroom {
	t.Helper()
	n := &newsroom{t: t}
	n.d = discordtest.New(t, discordtest.Options{Now: n.now, AckWithin: time.Minute})
	n.feed = feedtest.New(t, "Coast Radio")
	n.feed.Now = n.now
	n.guild = n.d.AddGuild("Newsroom")
	n.news = n.d.AddChannel(n.guild, "news", 0)
	n.editor, n.reader = n.d.AddUser("editor"), n.d.AddUser("reader")
	n.d.Join(n.guild, n.editor, discordtest.ManageGuild)
	n.d.Join(n.guild, n.reader, 0)
	n.cfg = Config{DiscordToken: "token", HTTPAddr: "127.0.0.1:0", DiscordAPIURL: n.d.URL, DatabaseURL: db, LLMContext: 4096, FetchAllow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	return n
}

// start runs the program until the test ends, or until stop.
func (n *newsroom) start() {
	n.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	end := make(chan error, 1)
	a := &app{cfg: n.cfg, log: slog.New(slog.NewTextHandler(&n.logs, nil)), now: n.now, clock: n.now, pace: quick}
	go func() { end <- a.run(ctx) }()
	n.stop = sync.OnceValue(func() error {
		began := time.Now()
		defer func() { n.t.Logf("the end took %s", time.Since(began).Round(10*time.Millisecond)) }()
		cancel()
		select {
		case err := <-end:
			return err
		case <-time.After(hang):
			return fmt.Errorf("no end within %s", hang)
		}
	})
	n.t.Cleanup(func() {
		if err := n.stop(); err != nil {
			n.t.Error(err)
		}
	})
	n.await("connected", func() bool { return n.d.Connected() == 1 })
}

func (n *newsroom) await(what string, f func() bool) {
	n.t.Helper()
	for end := time.Now().Add(hang); !f(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			n.t.Fatalf("waited in vain: %s\nlog:\n%s", what, n.logs.text())
		}
	}
}

var serving = regexp.MustCompile(`msg="serving health and metrics" addr=(\S+)`)

// metric reads a metric of the program that was started last; 0 where it has none.
func (n *newsroom) metric(name string) int {
	n.t.Helper()
	all := serving.FindAllStringSubmatch(n.logs.text(), -1)
	if all == nil {
		n.t.Fatalf("no metrics are served\nlog:\n%s", n.logs.text())
	}
	_, body := get(n.t, http.MethodGet, "http://"+all[len(all)-1][1]+"/metrics")
	for line := range strings.Lines(body) {
		if text, ok := strings.CutPrefix(line, name+" "); ok {
			v, err := strconv.Atoi(strings.TrimSpace(text))
			if err != nil {
				n.t.Fatal(err)
			}
			return v
		}
	}
	return 0
}

// passes waits until stages have passed, each after the one before it: a whole
// pass that began after now.
func (n *newsroom) passes(stages ...string) {
	n.t.Helper()
	for _, s := range stages {
		name := fmt.Sprintf("dateline_stage_passes_total{stage=%q}", s)
		before := n.metric(name)
		n.await("a pass of "+s, func() bool { return n.metric(name) > before+1 })
	}
}

func (n *newsroom) interact(in discordtest.Interaction) *discordtest.Reply {
	n.t.Helper()
	if in.Channel == "" {
		in.Channel = n.news
	}
	return n.d.Do(n.t, in, n.logs.text)
}

// editorTypes a command and checks what the answer holds.
func (n *newsroom) editorTypes(name string, options map[string]any, want string) string {
	n.t.Helper()
	got := n.interact(discordtest.Interaction{User: n.editor, Name: name, Options: options}).Text()
	if !strings.Contains(got, want) {
		n.t.Fatalf("/%s: %q is not in:\n%s\nlog:\n%s", name, want, got, n.logs.text())
	}
	return got
}

// write sends a direct message and returns the reply.
func (n *newsroom) write(user, text string) string {
	n.t.Helper()
	dm := n.d.DM(user)
	before := len(n.d.ByBot(dm))
	n.d.Say(user, dm, text, false, nil)
	n.await("a reply to "+text, func() bool { return len(n.d.ByBot(dm)) > before })
	return n.d.ByBot(dm)[before].Content
}

const (
	sennTitle  = "Rescuers find 40 alive in Senn school"
	sennText   = "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said."
	laterTitle = "Toll of Senn flood rises to 15 as rescuers search school"
	laterText  = "The rescue service said that 15 people had died in the flooded village of Senn, where rescuers searched the school."
)

func TestRun_DeskInDiscord(t *testing.T) {
	t.Parallel()
	for name, db := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "desk.db") },
		"postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, db(t))
			n.start()
			n.readsAndPosts()
			n.answers()
			n.keepsServersApart()
			n.survivesADroppedGateway()
			n.postsOnceAfterARestart()
			if err := n.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// posted waits for the next message of the bot in the channel.
func (n *newsroom) posted(before int) string {
	n.t.Helper()
	n.await("a post", func() bool { return len(n.d.ByBot(n.news)) > before })
	return n.d.ByBot(n.news)[before].Content
}

// readsAndPosts: a source by command, its story, a schedule that falls due,
// one briefing, then an update and nothing else.
func (n *newsroom) readsAndPosts() {
	n.t.Helper()
	n.feed.Publish(sennTitle, sennText)
	n.editorTypes("source add", map[string]any{"sources": n.feed.URL}, sennTitle)
	n.await("its story is found", func() bool {
		return strings.Contains(n.interact(discordtest.Interaction{User: n.editor, Name: "brief"}).Text(), sennTitle)
	})
	n.editorTypes("schedule add", map[string]any{"when": "daily " + n.now().UTC().Add(2*time.Minute).Format("15:04"), "city": "UTC", "name": "World"}, "Saved.")
	if len(n.d.ByBot(n.news)) != 0 {
		n.t.Fatal("something was posted before its time")
	}
	n.wait(3 * time.Minute)
	if got := n.posted(0); !strings.HasPrefix(got, "**World, ") || !strings.Contains(got, "(1 story)") || !strings.Contains(got, "### "+sennTitle) {
		n.t.Fatalf("the briefing:\n%s", got)
	}
	n.feed.Publish(laterTitle, laterText)
	n.wait(time.Hour)
	n.await("the follow-up is read", func() bool {
		return strings.Contains(n.interact(discordtest.Interaction{User: n.editor, Name: "brief"}).Text(), "15 people had died")
	})
	n.wait(23*time.Hour - n.sinceSlot())
	got := n.posted(1)
	if !strings.Contains(got, "(1 story)") || !strings.Contains(got, "**Update on ") || !strings.Contains(got, "15") || strings.Contains(got, "40 people") {
		n.t.Errorf("the update:\n%s", got)
	}
	if !strings.Contains(got, "https://discord.com/channels/"+n.guild+"/"+n.news+"/"+n.d.ByBot(n.news)[0].ID) {
		n.t.Errorf("the update does not link to the earlier message:\n%s", got)
	}
	n.wait(24 * time.Hour)
	if got := n.posted(2); !strings.Contains(got, ": nothing new") {
		n.t.Errorf("the third day:\n%s", got)
	}
	if all := n.d.ByBot(n.news); len(all) != 3 {
		n.t.Errorf("%d posts", len(all))
	}
}

// sinceSlot is how much of the day after the first post has gone by, less an hour.
func (n *newsroom) sinceSlot() time.Duration {
	first := n.d.ByBot(n.news)[0].At
	return n.now().Sub(first) - time.Hour
}

// answers: /ask and direct messages with sources, refusals without.
func (n *newsroom) answers() {
	n.t.Helper()
	ask := n.interact(discordtest.Interaction{User: n.reader, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	if !ask.Private() || !strings.Contains(ask.Text(), "found 40 people alive") || !strings.Contains(ask.Text(), "[Coast Radio](<http") {
		n.t.Errorf("/ask (private: %v):\n%s", ask.Private(), ask.Text())
	}
	if got := n.write(n.reader, "How many people have died in Senn?"); !strings.Contains(got, "15 people had died") || !strings.Contains(got, "[Coast Radio](<http") {
		n.t.Errorf("direct message:\n%s", got)
	}
	if got := n.write(n.reader, "Who won the chess championship in Reykjavik?"); !strings.Contains(got, "I have read nothing near this.") {
		n.t.Errorf("a question out of the archive:\n%s", got)
	}
	n.editorTypes("status", nil, "Everything works")
}

// keepsServersApart: a member of another server sees nothing of this one.
func (n *newsroom) keepsServersApart() {
	n.t.Helper()
	other := n.d.AddGuild("Elsewhere")
	there, spy := n.d.AddChannel(other, "talk", 0), n.d.AddUser("spy")
	n.d.Join(other, spy, discordtest.ManageGuild)
	for _, in := range []discordtest.Interaction{
		{Name: "ask", Channel: there, Options: map[string]any{"question": "How many people were found alive in Senn?"}},
		{Name: "brief", Channel: there},
		{Name: "source list", Channel: there},
		{Name: "ask", Channel: n.d.DM(spy), Options: map[string]any{"question": "How many people have died in Senn?"}},
	} {
		in.User = spy
		if got := n.interact(in).Text(); strings.Contains(got, "Senn") || strings.Contains(got, "Coast Radio") {
			n.t.Errorf("%s in another server:\n%s", in.Name, got)
		}
	}
}

// survivesADroppedGateway: no interaction is lost or answered twice.
func (n *newsroom) survivesADroppedGateway() {
	n.t.Helper()
	var replies []*discordtest.Reply
	users := []string{n.editor, n.d.AddUser("second"), n.d.AddUser("third")}
	for _, u := range users {
		n.d.Join(n.guild, u, discordtest.ManageGuild)
	}
	for i := range 12 {
		if i%4 == 2 {
			n.d.Drop()
		}
		replies = append(replies, n.d.Interact(discordtest.Interaction{User: users[i%3], Channel: n.news, Name: "source list"}))
		time.Sleep(10 * time.Millisecond)
	}
	n.await("connected again", func() bool { return n.d.Connected() == 1 })
	for i, r := range replies {
		ctx, cancel := context.WithTimeout(context.Background(), hang)
		if err := r.Wait(ctx); err != nil || strings.Count(r.Text(), "1 source") != 1 {
			n.t.Errorf("interaction %d: %v, %q", i, err, r.Text())
		}
		cancel()
	}
	if got := n.write(n.editor, "How many people have died in Senn?"); !strings.Contains(got, "15 people had died") {
		n.t.Errorf("after the drop:\n%s", got)
	}
}

// postsOnceAfterARestart: the program ends between the intent and the reply,
// once with and once without the message having landed.
func (n *newsroom) postsOnceAfterARestart() {
	n.t.Helper()
	for _, landed := range []bool{false, true} {
		before := len(n.d.ByBot(n.news))
		held := make(chan struct{})
		n.d.Fail(discordtest.Fault{Method: "POST", Path: n.news + "/messages", Times: 1, Drop: true, Commit: landed, Until: held})
		n.wait(24 * time.Hour)
		n.await("a post is on its way", func() bool { return n.d.Pending() == 0 })
		if err := n.stop(); err != nil { // it does not wait for the reply
			n.t.Fatalf("%v\nlog:\n%s", err, n.logs.text())
		}
		close(held)
		if landed {
			n.await("it lands", func() bool { return len(n.d.ByBot(n.news)) > before })
		}
		n.wait(2 * time.Minute)
		n.start()
		n.await("posted", func() bool { return len(n.d.ByBot(n.news)) > before })
		n.passes("plan", "write briefings", "deliver") // a second post would come now
		if got := len(n.d.ByBot(n.news)) - before; got != 1 {
			n.t.Errorf("landed before the restart: %v: %d posts", landed, got)
		}
	}
}
