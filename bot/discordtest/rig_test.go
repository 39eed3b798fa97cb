package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/discordtest"
)

var spec = sync.OnceValues(func() (*discordtest.Spec, error) {
	if file := os.Getenv("DISCORD_OPENAPI"); file != "" {
		return discordtest.LoadSpec(file)
	}
	return nil, nil
})

// rig is a stand-in with one server, channel and person, and a raw client.
// Its tests break Discord's rules on purpose; what they may not break is the
// shape of the stand-in's own replies.
type rig struct {
	*discordtest.Server
	t                    *testing.T
	guild, channel, user string
}

func newRig(t *testing.T, o discordtest.Options) *rig {
	t.Helper()
	var err error
	if o.Spec, err = spec(); err != nil {
		t.Fatal(err)
	}
	return newQuick(t, o)
}

// newQuick is a rig whose rules are its own alone, and for tests of time: the
// official file's checks would refuse some requests before it, and take
// a tenth of a second on a busy machine.
func newQuick(t *testing.T, o discordtest.Options) *rig {
	t.Helper()
	t.Parallel()
	s, err := discordtest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{Server: s, t: t, user: s.AddUser("ann"), guild: s.AddGuild("Newsroom")}
	r.channel = s.AddChannel(r.guild, "news", 0)
	s.Join(r.guild, r.user, 0)
	t.Cleanup(func() {
		s.Close()
		for _, w := range s.Wrong() {
			if strings.Contains(w, "the stand-in's reply") {
				t.Errorf("%.600s", w)
			}
		}
	})
	return r
}

// got is a reply as it came over the wire.
type got struct {
	status, code int
	header       http.Header
	raw          string
	body         map[string]any
	list         []map[string]any
}

// is compares status and Discord's code.
func (g got) is(t *testing.T, what string, status, code int) {
	t.Helper()
	if g.status != status || g.code != code {
		t.Errorf("%s: got %d (code %d) %.200s, want %d (code %d)", what, g.status, g.code, g.raw, status, code)
	}
}

func (g got) id() string { return fmt.Sprint(g.body["id"]) }

// send is one raw request; err is for replies that do not come.
func (r *rig) send(method, path string, body any) (got, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return got{}, err
	}
	if body == nil {
		b = nil
	}
	q, err := http.NewRequest(method, r.URL+"/api/v9"+path, bytes.NewReader(b))
	if err != nil {
		return got{}, err
	}
	if body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	if !strings.HasPrefix(path, "/interactions/") && !strings.HasPrefix(path, "/webhooks/") {
		q.Header.Set("Authorization", "Bot token")
	}
	return answer(http.DefaultClient.Do(q))
}

// answer reads a reply.
func answer(resp *http.Response, err error) (got, error) {
	if err != nil {
		return got{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	g := got{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	_ = json.Unmarshal(raw, &g.body) // HTML and lists are no object
	_ = json.Unmarshal(raw, &g.list)
	if c, ok := g.body["code"].(float64); ok {
		g.code = int(c)
	}
	return g, err
}

func (r *rig) call(method, path string, body any) got {
	r.t.Helper()
	g, err := r.send(method, path, body)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	return g
}

func (r *rig) post(body any) got {
	r.t.Helper()
	return r.call("POST", "/channels/"+r.channel+"/messages", body)
}

type m = map[string]any

// text is the least that Discord and the house take; more is laid over it.
func text(content string, more ...m) m {
	out := m{"content": content, "flags": 4, "allowed_mentions": m{"parse": []string{}}}
	for _, x := range more {
		for k, v := range x {
			out[k] = v
		}
	}
	return out
}

func row(list ...any) m { return m{"type": 1, "components": list} }

func button(id string) m { return m{"type": 2, "style": 2, "label": "Go", "custom_id": id} }

func menu(options int) m {
	var list []any
	for i := range options {
		list = append(list, m{"label": fmt.Sprint("Story ", i), "value": fmt.Sprint(i)})
	}
	return m{"type": 3, "custom_id": "menu", "options": list}
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
