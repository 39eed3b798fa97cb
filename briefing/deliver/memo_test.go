package deliver_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/write"
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
			return llm.Reply{Text: briefingtest.Reply("", s), In: 100, Out: 10}, nil
		}
	}
	return llm.Reply{Text: briefingtest.Reply("", "Nothing of the kind was reported by Nobody Known."), In: 100, Out: 10}, nil
}

// said is what it states of the stories below.
var said = map[string]string{
	"Senn": "Rescuers found 40 people alive in the school of Senn, the rescue service said.", "Lund": "The dockers of Lund have ended their strike after 12 days, the union of harbour workers said.",
	"Oskar": "The operator of the Oskar plant switched off its second reactor because of a leak, the nuclear agency said.", "Tallinn": "Vera Holm won the chess open of Tallinn with 8 points from 9 games, the organisers said.",
}

// rumour is a story of which the model says what no source holds.
var rumour = briefingtest.Article("rumour", "Coast Radio", "Bridge at Lysk reopens for cars", "The bridge at Lysk reopens for cars on Monday after 14 months of repairs, the roads agency said.")

// many is a newsroom whose model's calls are counted: five stories in two
// sources, one of which the model never gets right, read by some servers.
func many(t *testing.T, s *store.Store, servers int) (*briefingtest.Newsroom, *honest, []store.Source) {
	t.Helper()
	n := briefingtest.NewNewsroom(t, s)
	src := []store.Source{n.Publish("https://a.example/feed", briefingtest.Flood, briefingtest.Strike, briefingtest.Reactor), n.Publish("https://b.example/feed", briefingtest.Chess, rumour)}
	n.Servers(0, servers, "daily 12:30", src)
	model := &honest{knows: said}
	n.Press.Writer.Name, n.Press.Writer.Model = "fake", (&write.Budget{Store: n.S, Now: n.Clock.Now}).Over(model)
	return n, model, src
}

func TestMemo_ServersCostTheCallsOfOne(t *testing.T) {
	sizes := []int{1, 10, 100}
	if briefingtest.Raced {
		sizes = sizes[:2]
	}
	if briefingtest.Full() {
		sizes = append(sizes, 1000)
	}
	const calls = 6 // five stories, and the second try of the one that does not hold
	for _, servers := range sizes {
		t.Run(fmt.Sprint(servers), func(t *testing.T) {
			t.Parallel()
			n, model, src := many(t, storetest.Open(t), servers)
			n.Write(31*time.Minute, servers)
			if model.asked != calls {
				t.Errorf("%d servers cost %d calls, want %d", servers, model.asked, calls)
			}
			n.Press.Writer = &brief.Writer{Store: n.S, Model: n.Press.Writer.Model, Name: "fake", Now: n.Clock.Now} // a restart
			n.Servers(servers, 1, "daily 12:45", src)
			n.Write(15*time.Minute, 1)
			if model.asked != calls {
				t.Errorf("a restart and one more server cost %d calls", model.asked-calls)
			}
		})
	}
}

func TestMemo_TwoProcessesBuyATextOnce(t *testing.T) {
	for kind, url := range map[string]func(t *testing.T) string{
		"sqlite": func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "desk.db") }, "postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := url(t)
			first := briefingtest.Must[*store.Store](t)(store.Open(t.Context(), at))
			defer first.Close()
			n, model, _ := many(t, first, 24)
			second := briefingtest.Must[*store.Store](t)(store.Open(t.Context(), at))
			defer second.Close()
			second.Now = n.Clock.Now
			n.Clock.Add(31 * time.Minute)
			briefingtest.Must[int](t)(n.Plan.Run(t.Context()))
			briefingtest.Must[int](t)(n.Visit(t.Context()))
			var wg sync.WaitGroup
			for _, s := range []*store.Store{first, second} {
				wg.Go(func() {
					w := &brief.Writer{Store: s, Name: "fake", Now: n.Clock.Now, Model: (&write.Budget{Store: s, Now: n.Clock.Now}).Over(model)}
					if _, err := (&deliver.SlotWriter{Store: s, Writer: w, Layout: briefingtest.OneEach, Now: n.Clock.Now}).Run(context.Background()); err != nil {
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

func TestMemo_CrashRepeatsAtMostOneCall(t *testing.T) {
	for where, again := range map[string]int{"before the reply is counted": 1, "before the text is stored": 0} {
		for k := 1; k <= 6; k++ {
			t.Run(fmt.Sprintf("%s, call %d", where, k), func(t *testing.T) {
				t.Parallel()
				n, model, _ := many(t, storetest.Open(t), 1)
				calls := 0
				budget := &write.Budget{Store: n.S, Now: n.Clock.Now}
				dies := budget.Over(mortal{model, k, &calls})
				if again == 0 {
					dies = mortal{budget.Over(model), k, &calls}
				}
				w := &brief.Writer{Store: n.S, Name: "fake", Now: n.Clock.Now, Model: dies}
				n.Clock.Add(31 * time.Minute)
				briefingtest.Must[int](t)(n.Plan.Run(t.Context()))
				req := brief.Request{Name: "World", Scope: briefingtest.Must[store.Scope](t)(n.S.ScopeOf(t.Context(), "guild:1000")), From: briefingtest.Noon.Add(-time.Hour), At: n.Clock.Now(), Live: true, Zone: time.UTC, Stories: 5, Length: "normal"}
				var wg sync.WaitGroup
				wg.Go(func() { _, _ = w.Write(context.Background(), req) })
				wg.Wait()
				if calls != k {
					t.Fatalf("it died at call %d", calls)
				}
				n.Write(6*time.Minute, 1) // when its leases have lapsed
				if want := 6 + again; model.asked != want {
					t.Errorf("%d calls were bought, want %d", model.asked, want)
				}
			})
		}
	}
}

func TestMemo_WireCopyChangesNoText(t *testing.T) {
	n, model, _ := many(t, storetest.Open(t), 1)
	n.Write(31*time.Minute, 1)
	ask := func() {
		t.Helper()
		a := &answer.Answerer{Store: n.S, Archive: &archive.Archive{Store: n.S}, Model: n.Press.Writer.Model, Name: "fake", Now: n.Clock.Now}
		ans, err := a.Ask(t.Context(), answer.Question{Text: "How many people were found alive in the school of Senn?", Scope: briefingtest.Must[store.Scope](t)(n.S.ScopeOf(t.Context(), "guild:2000")), At: n.Clock.Now()})
		if err != nil || ans.Abstained || ans.Model == "" {
			t.Fatalf("%+v, %v", ans, err)
		}
	}
	copied := feed.Item{ID: "copy", URL: "https://copy.example/", Title: briefingtest.Flood.Title, Text: briefingtest.Flood.Text, Outlet: "Herald", PublishedFrom: "file"}
	src := []store.Source{n.Publish("https://a.example/feed"), n.Publish("https://b.example/feed"), n.Publish("https://c.example/feed")}
	n.Servers(1000, 1, "daily 12:45", src)
	ask()
	before := model.asked
	n.Report(copied)
	if fams := briefingtest.Must[[]store.Item](t)(n.S.Window(t.Context(), store.Scope{Everything: true}, store.Range{From: briefingtest.Noon.Add(-time.Hour), To: n.Clock.Now().Add(time.Hour)})); fams[len(fams)-1].Version.Family != fams[0].Version.Family {
		t.Fatal("it is not taken for a copy")
	}
	n.Write(15*time.Minute, 1)
	ask()
	if model.asked != before {
		t.Errorf("a wire copy cost %d calls", model.asked-before)
	}
}

func TestMemo_SharedTextShowsNoUnseenSource(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	open := n.Publish("https://open.example/feed", briefingtest.Article("open", "Coast Radio", "What do we know?", briefingtest.Flood.Text))
	only := n.Publish("https://only.example/feed", briefingtest.Article("only", "Secret Post", briefingtest.Flood.Title, "They said so. It was in the school of Senn, where rescuers found 40 people alive, it said. Mayor Tilda Roos thanked them there, she told us."))
	for owner, list := range map[string][]store.Source{"guild:1": {open, only}, "guild:2": {open}} {
		for _, x := range list {
			if _, _, err := n.S.AddSource(t.Context(), x, owner, "ann"); err != nil {
				t.Fatal(err)
			}
		}
	}
	w := &brief.Writer{Store: n.S, Name: "fake", Model: &honest{knows: said}, Now: n.Clock.Now}
	for _, owner := range []string{"guild:1", "guild:2"} {
		b, err := w.Write(t.Context(), brief.Request{Name: "World", Scope: briefingtest.Must[store.Scope](t)(n.S.ScopeOf(t.Context(), owner)), From: briefingtest.Noon.Add(-time.Hour), At: n.Clock.Now().Add(time.Minute), Zone: time.UTC, Stories: 5, Length: "normal"})
		if err != nil || len(b.Stories) != 1 {
			t.Fatalf("%d stories, %v", len(b.Stories), err)
		}
		shown := briefingtest.Say(b.Blocks())
		if got, want := strings.Contains(shown, "Secret Post") || strings.Contains(shown, briefingtest.Flood.Title), owner == "guild:1"; got != want {
			t.Errorf("%s sees the other source: %v, want %v\n%s", owner, got, want, shown)
		}
	}
}
