package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
	"dateline/store/storetest"
)

// deaf is a Discord that takes everything and remembers what it was told.
type deaf struct {
	mu   sync.Mutex
	said []string
}

// RoundTrip answers every request with success.
func (d *deaf) RoundTrip(r *http.Request) (*http.Response, error) {
	body := []byte(`{"id":"5","guild_id":"2","type":0,"name":"talk","roles":[],"permission_overwrites":[]}`)
	if strings.HasSuffix(r.URL.Path, "/roles") {
		body = []byte(`[{"id":"2","permissions":"8"}]`)
	}
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		d.mu.Lock()
		d.said = append(d.said, r.URL.Path+" "+string(b))
		d.mu.Unlock()
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

// lonely is a bot without a gateway, over an archive that holds a secret of
// server 1: a source, a schedule and a post of it.
func lonely(f *testing.F) (b *Bot, d *deaf, secret store.Post) {
	f.Helper()
	st := storetest.Open(f)
	ctx := context.Background()
	log := slog.New(slog.DiscardHandler)
	writer := &briefing.Writer{Store: st}
	b, err := New(Options{Token: "token", Store: st, Log: log, Press: &briefing.Press{Store: st, Writer: writer, Layout: Layout, Log: log}, Answerer: &briefing.Answerer{Store: st, Archive: &briefing.Archive{Store: st}}})
	if err != nil {
		f.Fatal(err)
	}
	d = &deaf{}
	b.api.client.Transport = d
	b.id.Store(99)
	if _, err := st.SeeGuild(ctx, 1); err != nil {
		f.Fatal(err)
	}
	if _, _, err := st.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://canary.example/feed", Kind: "feed", Title: "Canary"}, "guild:1", "1"); err != nil {
		f.Fatal(err)
	}
	ch, err := st.DiscordChannel(ctx, store.Channel{Kind: "text", Name: "canary", DiscordID: 11, GuildID: 1, Owner: "guild:1"})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := st.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: "Canary", Rule: "hourly", Zone: "UTC", From: time.Now(), CatchUp: time.Hour, Profile: "{}"}); err != nil {
		f.Fatal(err)
	}
	if secret, err = st.AddPost(ctx, store.Post{Key: "k", Channel: ch.ID, Kind: "briefing", Payload: `{"menu":[{"story":1,"title":"Canary"}]}`, Marker: "Canary", State: "sent", Due: time.Now(), Expire: time.Now()}, nil); err != nil {
		f.Fatal(err)
	}
	return b, d, secret
}

// feed gives the bot an event and waits until all work for it is done.
func (b *Bot) feed(kind string, raw []byte) {
	b.bench.start(context.Background(), context.Background())
	b.event(kind, raw)
	b.bench.finish()
}

func (d *deaf) check(t *testing.T, what string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.said {
		if strings.Contains(strings.ToLower(s), "canary") {
			t.Errorf("%s: a word of another server: %s", what, s)
		}
	}
	d.said = nil
}

// FuzzEvents gives the bot any bytes as any event.
func FuzzEvents(f *testing.F) {
	b, d, _ := lonely(f)
	kinds := []string{"INTERACTION_CREATE", "MESSAGE_CREATE", "GUILD_CREATE", "GUILD_DELETE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "GUILD_ROLE_UPDATE", "THREAD_UPDATE", "X"}
	for i, s := range []string{
		`{"id":"1","token":"t","type":2,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"},"permissions":"32"},"data":{"name":"source","options":[{"name":"remove","type":1,"options":[{"name":"source","type":3,"value":"1"}]}]}}`,
		`{"id":"1","token":"t","type":3,"guild_id":"2","member":{"user":{"id":"4"}},"data":{"custom_id":"open:1","component_type":3,"values":["0"]},"message":{"id":"9","content":"x","author":{"id":"99"},"components":[{"type":18}]}}`,
		`{"id":"1","token":"t","type":5,"user":{"id":"4"},"data":{"custom_id":"asked","components":[{"type":18,"component":{"type":4,"custom_id":"question","value":"who?"}},{"type":1,"components":null},7]}}`,
		`{"id":1,"token":{},"type":"2","guild_id":[],"member":7,"data":"x"}`,
		`{"id":"5","channel_id":"6","author":{"id":"7","bot":"no"},"content":"<@99> hello","mentions":[{"id":"99"}],"guild_id":"2","type":0}`,
		`{"id":"18446744073709551615","unavailable":"x"}`, `null`, `[]`, `{`, `{"id":"2","guild_id":"1","permission_overwrites":{"a":1}}`,
	} {
		f.Add(uint8(i), []byte(s))
	}
	f.Fuzz(func(t *testing.T, kind uint8, raw []byte) {
		if bytes.Contains(raw, []byte(`"1"`)) && bytes.Contains(raw, []byte("guild_id")) {
			return // server 1 may see its own
		}
		b.rest()
		b.feed(kinds[int(kind)%len(kinds)], raw)
		d.check(t, string(raw))
	})
}

// rest lets everybody ask again.
func (b *Bot) rest() {
	b.limits.mu.Lock()
	defer b.limits.mu.Unlock()
	clear(b.limits.asked)
}

// FuzzChoices gives well-formed interactions of server 2 with any custom id,
// option values and texts: they never reach the rows of server 1.
func FuzzChoices(f *testing.F) {
	b, d, secret := lonely(f)
	for _, verb := range []string{idOpen, idAsk, idWhy} {
		f.Add(fmt.Sprintf("%s%d", verb, secret.ID), "0", "canary?")
	}
	f.Add(idUndo+"1", "1", "source remove")
	f.Add(idAskNow, "-1", strings.Repeat("é", 700))
	f.Add(idShow, "1", "schedule preview")
	paths := make([]string, 0, len(b.commands))
	for p := range b.commands {
		if p != "source add" { // it would look outside
			paths = append(paths, p)
		}
	}
	n := int64(1000)
	f.Fuzz(func(t *testing.T, id, value, text string) {
		b.rest()
		send := func(kind int, data map[string]any) {
			n++
			raw, err := json.Marshal(map[string]any{"id": fmt.Sprint(n), "application_id": "99", "token": "t", "type": kind, "guild_id": "2", "channel_id": "3",
				"member": map[string]any{"user": map[string]any{"id": "4"}, "permissions": "32"}, "data": data, "message": map[string]any{"id": "9", "content": "x", "author": map[string]any{"id": "99"}}})
			if err != nil {
				t.Fatal(err)
			}
			b.feed("INTERACTION_CREATE", raw)
			d.check(t, string(raw))
		}
		send(typeComponent, map[string]any{"custom_id": id, "values": []string{value}})
		send(typeModal, map[string]any{"custom_id": id, "components": []any{map[string]any{"component": map[string]any{"custom_id": fieldAsk, "value": text}}}})
		words := strings.Fields(paths[int(n)%len(paths)])
		options := []any{}
		for _, o := range []string{"source", "schedule", "story", "question", "topic", "when", "city", "hours", "stories"} {
			options = append(options, map[string]any{"name": o, "type": 3, "value": value, "focused": o == text})
		}
		if len(words) == 2 {
			options = []any{map[string]any{"name": words[1], "type": 1, "options": options}}
		}
		send(typeCommand, map[string]any{"name": words[0], "options": options})
		send(typeComplete, map[string]any{"name": words[0], "options": options})
	})
}
