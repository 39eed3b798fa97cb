package briefing_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
)

// honest is a model that states of the first word it knows in its prompt what
// the source says.
type honest struct {
	knows map[string]string // a word of a prompt: the sentence to state

	mu    sync.Mutex
	asked int
}

func (h *honest) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	for word, s := range h.knows {
		if strings.Contains(r.Messages[1].Content, word) {
			return llm.Reply{Text: reply("", s), In: 100, Out: 10}, nil
		}
	}
	return llm.Reply{Text: reply("", "Nothing of the kind was reported by Nobody Known."), In: 100, Out: 10}, nil
}

// said is what it states of the stories below.
var said = map[string]string{
	"Senn": "Rescuers found 40 people alive in the school of Senn, the rescue service said.", "Lund": "The dockers of Lund have ended their strike after 12 days, the union of harbour workers said.",
	"Oskar": "The operator of the Oskar plant switched off its second reactor because of a leak, the nuclear agency said.", "Tallinn": "Vera Holm won the chess open of Tallinn with 8 points from 9 games, the organisers said.",
}

// rumour is a story of which the model says what no source holds.
var rumour = article("rumour", "Coast Radio", "Bridge at Lysk reopens for cars", "The bridge at Lysk reopens for cars on Monday after 14 months of repairs, the roads agency said.")

// servers are channels in as many servers, each with the same sources and a schedule.
func (n *newsroom) servers(from, count int, rule string, src []store.Source) {
	n.t.Helper()
	ctx := context.Background()
	for i := from; i < from+count; i++ {
		guild := int64(1000 + i)
		owner := fmt.Sprint("guild:", guild)
		must[bool](n.t)(n.s.SeeGuild(ctx, guild))
		ch := must[store.Channel](n.t)(n.s.DiscordChannel(ctx, store.Channel{Kind: store.ChannelText, Name: "news", DiscordID: 5000 + guild, GuildID: guild, Owner: owner, SetBy: "ann"}))
		n.schedule(ch, "World", rule)
		for _, x := range src {
			if _, _, err := n.s.AddSource(ctx, x, owner, "ann"); err != nil {
				n.t.Fatal(err)
			}
		}
	}
}

// publish reads articles as a public feed has them.
func (n *newsroom) publish(url string, items ...feed.Item) store.Source {
	n.t.Helper()
	src, _, err := n.s.AddSource(context.Background(), store.Source{Domain: store.Public, URL: url, Kind: store.SourceFeed}, store.Desk, "ann")
	if err != nil {
		n.t.Fatal(err)
	}
	n.desk.src = src
	n.report(items...)
	return src
}

// many is a newsroom whose model's calls are counted: five stories in two
// sources, one of which the model never gets right, read by some servers.
func many(t *testing.T, s *store.Store, servers int) (*newsroom, *honest, []store.Source) {
	t.Helper()
	n := newNewsroom(t, s)
	src := []store.Source{n.publish("https://a.example/feed", flood, strike, reactor), n.publish("https://b.example/feed", chess, rumour)}
	n.servers(0, servers, "daily 12:30", src)
	model := &honest{knows: said}
	n.press.Writer.Name, n.press.Writer.Model = "fake", (&briefing.Budget{Store: n.s, Now: n.clock.now}).Over(model)
	return n, model, src
}

// write plans and writes what is due after a while.
func (n *newsroom) write(after time.Duration, want int) {
	n.t.Helper()
	n.clock.add(after)
	for _, run := range []func(context.Context) (int, error){n.plan.Run, n.visit} {
		if _, err := run(n.t.Context()); err != nil {
			n.t.Fatal(err)
		}
	}
	if wrote, err := n.press.Run(n.t.Context()); err != nil || wrote != want {
		n.t.Fatalf("%d briefings written, %v; want %d", wrote, err, want)
	}
}

func TestAnyNumberOfServersCostsTheCallsOfOne(t *testing.T) {
	sizes := []int{1, 10, 100}
	if raced {
		sizes = sizes[:2]
	}
	if full() {
		sizes = append(sizes, 1000)
	}
	const calls = 6 // five stories, and the second try of the one that does not hold
	for _, servers := range sizes {
		t.Run(fmt.Sprint(servers), func(t *testing.T) {
			t.Parallel()
			n, model, src := many(t, storetest.Open(t), servers)
			n.write(31*time.Minute, servers)
			if model.asked != calls {
				t.Errorf("%d servers cost %d calls, want %d", servers, model.asked, calls)
			}
			n.press.Writer = &briefing.Writer{Store: n.s, Model: n.press.Writer.Model, Name: "fake", Now: n.clock.now} // a restart
			n.servers(servers, 1, "daily 12:45", src)
			n.write(15*time.Minute, 1)
			if model.asked != calls {
				t.Errorf("a restart and one more server cost %d calls", model.asked-calls)
			}
		})
	}
}

func TestTwoProcessesAtOnceBuyATextOnce(t *testing.T) {
	for kind, url := range map[string]func(t *testing.T) string{
		"sqlite": func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "desk.db") }, "postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := url(t)
			first := must[*store.Store](t)(store.Open(t.Context(), at))
			defer first.Close()
			n, model, _ := many(t, first, 24)
			second := must[*store.Store](t)(store.Open(t.Context(), at))
			defer second.Close()
			second.Now = n.clock.now
			n.clock.add(31 * time.Minute)
			must[int](t)(n.plan.Run(t.Context()))
			must[int](t)(n.visit(t.Context()))
			var wg sync.WaitGroup
			for _, s := range []*store.Store{first, second} {
				wg.Go(func() {
					w := &briefing.Writer{Store: s, Name: "fake", Now: n.clock.now, Model: (&briefing.Budget{Store: s, Now: n.clock.now}).Over(model)}
					if _, err := (&briefing.Press{Store: s, Writer: w, Layout: oneEach, Now: n.clock.now}).Run(context.Background()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if model.asked != 6 {
				t.Errorf("two processes bought %d calls, want 6", model.asked)
			}
		})
	}
}

// mortal is a model whose process dies at one of its calls: when the reply has
// come, or when it has been counted.
type mortal struct {
	llm.Generator
	dieAt int
	calls *int
}

func (m mortal) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	reply, err := m.Generator.Generate(ctx, r)
	if *m.calls++; *m.calls == m.dieAt {
		runtime.Goexit()
	}
	return reply, err
}

func TestAProcessThatDiesBuysOneCallTwiceAtMost(t *testing.T) {
	for where, again := range map[string]int{"before the reply is counted": 1, "before the text is stored": 0} {
		for k := 1; k <= 6; k++ {
			t.Run(fmt.Sprintf("%s, call %d", where, k), func(t *testing.T) {
				t.Parallel()
				n, model, _ := many(t, storetest.Open(t), 1)
				calls := 0
				budget := &briefing.Budget{Store: n.s, Now: n.clock.now}
				dies := budget.Over(mortal{model, k, &calls})
				if again == 0 {
					dies = mortal{budget.Over(model), k, &calls}
				}
				w := &briefing.Writer{Store: n.s, Name: "fake", Now: n.clock.now, Model: dies}
				n.clock.add(31 * time.Minute)
				must[int](t)(n.plan.Run(t.Context()))
				req := briefing.BriefRequest{Name: "World", Scope: must[store.Scope](t)(n.s.ScopeOf(t.Context(), "guild:1000")), From: noon.Add(-time.Hour), At: n.clock.now(), Live: true, Zone: time.UTC, Stories: 5, Length: "normal"}
				var wg sync.WaitGroup
				wg.Go(func() { _, _ = w.Write(context.Background(), req) })
				wg.Wait()
				if calls != k {
					t.Fatalf("it died at call %d", calls)
				}
				n.write(6*time.Minute, 1) // when its leases have lapsed
				if want := 6 + again; model.asked != want {
					t.Errorf("%d calls were bought, want %d", model.asked, want)
				}
			})
		}
	}
}

func TestAWireCopyChangesNoText(t *testing.T) {
	n, model, _ := many(t, storetest.Open(t), 1)
	n.write(31*time.Minute, 1)
	ask := func() {
		t.Helper()
		a := &briefing.Answerer{Store: n.s, Archive: &briefing.Archive{Store: n.s}, Model: n.press.Writer.Model, Name: "fake", Now: n.clock.now}
		ans, err := a.Ask(t.Context(), briefing.Question{Text: "How many people were found alive in the school of Senn?", Scope: must[store.Scope](t)(n.s.ScopeOf(t.Context(), "guild:2000")), At: n.clock.now()})
		if err != nil || ans.Abstained || ans.Model == "" {
			t.Fatalf("%+v, %v", ans, err)
		}
	}
	copied := feed.Item{ID: "copy", URL: "https://copy.example/", Title: flood.Title, Text: flood.Text, Outlet: "Herald", PublishedFrom: "file"}
	src := []store.Source{n.publish("https://a.example/feed"), n.publish("https://b.example/feed"), n.publish("https://c.example/feed")}
	n.servers(1000, 1, "daily 12:45", src)
	ask()
	before := model.asked
	n.report(copied)
	if fams := must[[]store.Item](t)(n.s.Window(t.Context(), store.Scope{Everything: true}, store.Range{From: noon.Add(-time.Hour), To: n.clock.now().Add(time.Hour)})); fams[len(fams)-1].Version.Family != fams[0].Version.Family {
		t.Fatal("it is not taken for a copy")
	}
	n.write(15*time.Minute, 1)
	ask()
	if model.asked != before {
		t.Errorf("a wire copy cost %d calls", model.asked-before)
	}
}

func TestWhoHasSeenTheWindowsAloneIsShownNothingElse(t *testing.T) {
	n := newNewsroom(t, storetest.Open(t))
	open := n.publish("https://open.example/feed", article("open", "Coast Radio", "What do we know?", flood.Text))
	only := n.publish("https://only.example/feed", article("only", "Secret Post", flood.Title, "They said so. It was in the school of Senn, where rescuers found 40 people alive, it said. Mayor Tilda Roos thanked them there, she told us."))
	for owner, list := range map[string][]store.Source{"guild:1": {open, only}, "guild:2": {open}} {
		for _, x := range list {
			if _, _, err := n.s.AddSource(t.Context(), x, owner, "ann"); err != nil {
				t.Fatal(err)
			}
		}
	}
	w := &briefing.Writer{Store: n.s, Name: "fake", Model: &honest{knows: said}, Now: n.clock.now}
	for _, owner := range []string{"guild:1", "guild:2"} {
		b, err := w.Write(t.Context(), briefing.BriefRequest{Name: "World", Scope: must[store.Scope](t)(n.s.ScopeOf(t.Context(), owner)), From: noon.Add(-time.Hour), At: n.clock.now().Add(time.Minute), Zone: time.UTC, Stories: 5, Length: "normal"})
		if err != nil || len(b.Stories) != 1 {
			t.Fatalf("%d stories, %v", len(b.Stories), err)
		}
		shown := say(b.Blocks())
		if got, want := strings.Contains(shown, "Secret Post") || strings.Contains(shown, flood.Title), owner == "guild:1"; got != want {
			t.Errorf("%s sees the other source: %v, want %v\n%s", owner, got, want, shown)
		}
	}
}
