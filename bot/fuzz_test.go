package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/card"
	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/setup"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/deliver"
	"dateline/briefing/export"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/briefing/listing"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// deaf is a Discord that takes everything and remembers what it was told.
type deaf struct {
	mu    sync.Mutex
	said  []request
	acked []string // the kinds of interactions that were acknowledged
	log   bytes.Buffer
}

// request is a request with a body.
type request struct {
	method, path string
	body         []byte
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
		if form, err := (&http.Request{Method: http.MethodPost, Header: r.Header, Body: io.NopCloser(bytes.NewReader(b))}).MultipartReader(); err == nil {
			if first, err := form.NextPart(); err == nil && first.FormName() == "payload_json" { // files go beside the message
				if b, err = io.ReadAll(first); err != nil {
					return nil, err
				}
			}
		}
		d.mu.Lock()
		d.said = append(d.said, request{r.Method, r.URL.Path, b})
		d.mu.Unlock()
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

// Write keeps the log.
func (d *deaf) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.Write(b)
}

// lonely is a bot without a gateway, over an archive that holds a secret of
// server 1: a source, a schedule and a post of it.
func lonely(f testing.TB) (b *Bot, d *deaf, secret store.Post) {
	f.Helper()
	st := opened(f)
	ctx := context.Background()
	d = &deaf{}
	log := slog.New(slog.NewTextHandler(d, nil))
	writer := &brief.Writer{Store: st}
	nowhere := &fetch.Fetcher{Client: &http.Client{Transport: d}, Log: log} // every address holds what is no feed
	meter := Meter{Acked: func(kind string, _ time.Duration) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.acked = append(d.acked, kind)
	}}
	b, err := New(Options{Token: "token", Store: st, Log: log, Meter: meter, Poller: &ingest.Poller{Store: st, Fetcher: nowhere, Ingest: &ingest.Ingester{Store: st}, Log: log}, Press: &deliver.SlotWriter{Store: st, Writer: writer, Layout: layout.Parts, Log: log}, Answerer: &answer.Answerer{Store: st, Archive: &archive.Archive{Store: st}}})
	if err != nil {
		f.Fatal(err)
	}
	b.api.HTTP.Transport = d
	b.id.Store(99)
	if _, err := st.SeeGuild(ctx, 1); err != nil {
		f.Fatal(err)
	}
	if _, _, err := st.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://canary.example/feed", Kind: state.SourceFeed, Title: "Canary"}, "guild:1", "1"); err != nil {
		f.Fatal(err)
	}
	ch, err := st.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "canary", DiscordID: 11, GuildID: 1, Owner: "guild:1"})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := st.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: "Canary", Rule: "hourly", Zone: "UTC", From: time.Now(), CatchUp: time.Hour, Profile: "{}"}); err != nil {
		f.Fatal(err)
	}
	if secret, err = st.AddPost(ctx, store.Post{Key: "k", Channel: ch.ID, Kind: state.PostBriefing, Payload: `{"menu":[{"story":1,"title":"Canary"}]}`, Marker: "Canary", State: state.PostSent, Due: time.Now(), Expire: time.Now()}, nil); err != nil {
		f.Fatal(err)
	}
	return b, d, secret
}

// canaryStory is a story of server 1 alone.
func canaryStory(t testing.TB, b *Bot) int64 {
	t.Helper()
	ctx := context.Background()
	src, err := b.Store.OwnSource(ctx, "guild:1", state.SourceFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Store.AddArticles(ctx, []store.Incoming{storetest.Article(src, "canary", "Canary harbour closes", "The canary harbour closes on Friday.", time.Now())}); err != nil {
		t.Fatal(err)
	}
	if _, err := (&stories.Assigner{Store: b.Store, Holder: "test"}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	items, err := b.Store.Newest(ctx, store.Scope{Everything: true}, store.Range{To: time.Now()}, 1)
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	return items[0].Article.Story
}

// feed gives the bot an event and waits until all work for it is done.
func (b *Bot) feed(kind string, raw []byte) {
	b.pool.start(context.Background(), context.Background())
	b.event(kind, raw)
	b.pool.finish()
}

// check tests what one event led to: at most one reply, each of its payloads as
// Discord takes it and mentioning nobody, no word of another server, no panic.
func (d *deaf) check(t *testing.T, raw []byte) {
	t.Helper()
	var event struct {
		Type wire.Soft[int] `json:"type"`
	}
	_ = json.Unmarshal(raw, &event) // what cannot be read is answered by nothing
	d.mu.Lock()
	defer d.mu.Unlock()
	replies := map[string]int{}
	for _, r := range d.said {
		if strings.Contains(strings.ToLower(string(r.body)), "canary") {
			t.Errorf("%s: a word of another server: %s", raw, r.body)
		}
		if err := discordtest.CheckBody(r.method, r.path, r.body, event.Type.V); err != nil {
			t.Errorf("%s: %s %s: %v: %s", raw, r.method, r.path, err, r.body)
		}
		replies[replyKind(r)]++
	}
	for kind, most := range map[string]int{"acknowledgement": 1, "edit": 2, "message": 1} { // the second edit of a screen brings its preview
		if replies[kind] > most {
			t.Errorf("%s: %d times: %s", raw, replies[kind], kind)
		}
	}
	if replies["message"] > 0 && replies["acknowledgement"] > 0 {
		t.Errorf("%s is answered as a message and as an interaction", raw)
	}
	if log := d.log.String(); strings.Contains(log, "panic") {
		t.Errorf("%s: %s", raw, log)
	}
	d.said, d.acked = nil, nil
	d.log.Reset()
}

// replyKind tells apart what may come once an event from what continues it.
func replyKind(r request) string {
	switch {
	case strings.HasSuffix(r.path, "/callback"):
		return "acknowledgement"
	case r.method == http.MethodPatch:
		return "edit"
	case strings.HasSuffix(r.path, "/messages") && !bytes.Contains(r.body, []byte("continued, ")):
		return "message"
	}
	return "more"
}

// foreign is what server 1 has: an event of another server changes none of it.
func (b *Bot) foreign(t testing.TB) string {
	t.Helper()
	ctx := context.Background()
	srcs, err := b.Store.Sources(ctx, "guild:1")
	if err != nil {
		t.Fatal(err)
	}
	plans, err := b.Store.Schedules(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	g, err := b.Store.Guild(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(srcs, plans, g.State, g.Profile)
}

// seed is an event as people cause it, or as nobody should; reaches is which
// handler it must come to, "" where it is nothing that is answered.
type seed struct{ kind, raw, reaches string }

var seeds = []seed{
	{"INTERACTION_CREATE", `{"id":"501","token":"t","application_id":"99","type":2,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"},"permissions":"32"},"data":{"name":"source","options":[{"name":"remove","type":1,"options":[{"name":"source","type":3,"value":"1"}]}]}}`, "command"},
	{"INTERACTION_CREATE", `{"id":"502","token":"t","application_id":"99","type":2,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"},"permissions":"0"},"data":{"name":"ask","options":[{"name":"question","type":3,"value":"Who won the cup?"}]}}`, "command"},
	{"INTERACTION_CREATE", `{"id":"503","token":"t","application_id":"99","type":2,"channel_id":"3","user":{"id":"4"},"data":{"name":"help"}}`, "command"},
	{"INTERACTION_CREATE", `{"id":"504","token":"t","application_id":"99","type":4,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"},"permissions":"32"},"data":{"name":"schedule","options":[{"name":"add","type":1,"options":[{"name":"city","type":3,"value":"Ber","focused":true}]}]}}`, "autocomplete"},
	{"INTERACTION_CREATE", `{"id":"505","token":"t","application_id":"99","type":3,"guild_id":"2","member":{"user":{"id":"4"}},"data":{"custom_id":"open:1","component_type":3,"values":["0"]},"message":{"id":"9","content":"x","author":{"id":"99"},"components":[{"type":18}]}}`, "component"},
	{"INTERACTION_CREATE", `{"id":"506","token":"t","application_id":"99","type":3,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"},"permissions":"2048"},"data":{"custom_id":"show:1:7","component_type":2},"message":{"id":"9","content":"x","author":{"id":"99"}}}`, "component"},
	{"INTERACTION_CREATE", `{"id":"507","token":"t","application_id":"99","type":3,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"},"permissions":"32"},"data":{"custom_id":"pick:schedule remove","component_type":3,"values":["1"]},"message":{"id":"9","author":{"id":"99"}}}`, "component"},
	{"INTERACTION_CREATE", `{"id":"508","token":"t","application_id":"99","type":5,"user":{"id":"4"},"data":{"custom_id":"asked","components":[{"type":18,"component":{"type":4,"custom_id":"question","value":"who?"}},{"type":1,"components":null},7]}}`, "modal"},
	{"INTERACTION_CREATE", `{"id":509,"token":{},"type":"2","guild_id":[],"member":7,"data":"x"}`, ""},
	{"INTERACTION_CREATE", `{"id":"510","token":"../users","type":2,"user":{"id":"4"},"data":{"name":"help"}}`, ""},
	{"MESSAGE_CREATE", `{"id":"601","channel_id":"6","author":{"id":"7","bot":"no"},"content":"<@99> What happened in Senn?","mentions":[{"id":"99"}],"guild_id":"2","type":0}`, "message"},
	{"MESSAGE_CREATE", `{"id":"602","channel_id":"6","author":{"id":"7"},"content":"hi","type":0}`, "message"},
	{"MESSAGE_CREATE", `{"id":"603","channel_id":"6","author":{"id":"7"},"content":"@everyone [x](javascript:y) <@&5> who?","type":19,"referenced_message":null}`, "message"},
	{"MESSAGE_CREATE", `{"id":"606","channel_id":"6","author":{"id":"7"},"content":"","type":0,"message_reference":{"type":1},"message_snapshots":[{"message":{"content":"The harbour of Karsk closes on Friday."}}]}`, "message"},
	{"MESSAGE_CREATE", `{"id":"607","channel_id":"6","author":{"id":"7"},"content":{},"type":0,"message_snapshots":[null,7,{"message":[]},{"message":{"content":9}}]}`, "message"},
	{"INTERACTION_CREATE", `{"id":"511","token":"t","application_id":"99","type":2,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"}},"data":{"name":"What I have read about this","type":3,"target_id":"7","resolved":{"messages":{"7":{"content":"The harbour of Karsk closes."}}}}}`, "command"},
	{"INTERACTION_CREATE", `{"id":"512","token":"t","application_id":"99","type":2,"user":{"id":"4"},"data":{"name":"What I have read about this","type":3,"target_id":"x","resolved":{"messages":[]}}}`, "command"},
	{"MESSAGE_CREATE", `{"id":"604","channel_id":"6","author":{"id":"7"},"content":"not for us","guild_id":"2","type":0}`, ""},
	{"MESSAGE_CREATE", `{"id":"605","channel_id":"6","author":{"id":"7","bot":true},"content":"hello","type":0}`, ""},
	{"MESSAGE_CREATE", `null`, ""}, {"INTERACTION_CREATE", `[]`, ""}, {"MESSAGE_CREATE", `{`, ""},
	{"GUILD_CREATE", `{"id":"2","name":"Two","roles":[{"id":"8","tags":{"bot_id":"99"}},{"id":"x","tags":null}]}`, ""},
	{"GUILD_DELETE", `{"id":"18446744073709551615","unavailable":"x"}`, ""},
	{"GUILD_ROLE_UPDATE", `{"guild_id":"2","role":{"id":"8","tags":{"bot_id":"99"}}}`, ""},
	{"GUILD_ROLE_DELETE", `{"guild_id":"2","role_id":"8"}`, ""},
	{"CHANNEL_UPDATE", `{"id":"2","guild_id":"3","permission_overwrites":{"a":1}}`, ""},
	{"CHANNEL_DELETE", `{"id":"11","guild_id":"2"}`, ""},
	{"CHANNEL_DELETE", `{"id":"11"}`, ""},
	{"CHANNEL_UPDATE", `{"id":"11","guild_id":null}`, ""},
	{"THREAD_UPDATE", `{"id":"12","guild_id":"2","type":11,"parent_id":"11"}`, ""},
}

// kinds are the events that the bot follows, and one that it does not know.
var kinds = []string{"INTERACTION_CREATE", "MESSAGE_CREATE", "GUILD_CREATE", "GUILD_DELETE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "GUILD_MEMBER_UPDATE", "THREAD_UPDATE", "X"}

// ofServer1 reports whether an event is one of server 1, which may see its own.
func ofServer1(raw []byte) bool {
	var g wire.GuildEvent
	_ = json.Unmarshal(raw, &g) // what cannot be read is of no server
	return g.GuildID == 1 || g.ID == 1
}

// FuzzEvents gives the bot any bytes as any event.
func FuzzEvents(f *testing.F) {
	b, d, _ := lonely(f)
	for _, s := range seeds {
		f.Add(uint8(slices.Index(kinds, s.kind)), []byte(s.raw))
	}
	before := b.foreign(f)
	f.Fuzz(func(t *testing.T, kind uint8, raw []byte) {
		if ofServer1(raw) {
			return
		}
		b.rest()
		b.feed(kinds[int(kind)%len(kinds)], raw)
		d.check(t, raw)
		if now := b.foreign(t); now != before {
			t.Errorf("%s changes what another server has:\n%s\nbefore:\n%s", raw, now, before)
		}
	})
}

func TestFuzzEvents_SeedsReachTheirHandlers(t *testing.T) {
	t.Parallel()
	b, d, _ := lonely(t)
	for _, s := range seeds {
		if !slices.Contains(kinds, s.kind) {
			t.Errorf("no such kind of event: %s", s.kind)
		}
		b.rest()
		b.feed(s.kind, []byte(s.raw))
		d.mu.Lock()
		reached := slices.Clone(d.acked)
		for _, r := range d.said {
			if replyKind(r) == "message" {
				reached = append(reached, "message")
			}
		}
		d.mu.Unlock()
		if got := strings.Join(reached, ", "); got != s.reaches {
			t.Errorf("%s %s: reached %q, want %q", s.kind, s.raw, got, s.reaches)
		}
		d.check(t, []byte(s.raw))
	}
}

// rest lets everybody ask again.
func (b *Bot) rest() {
	b.limits.mu.Lock()
	defer b.limits.mu.Unlock()
	b.limits.asked.Purge()
	b.limits.chatted.Purge()
}

// FuzzChoices gives well-formed interactions of server 2 with any custom id,
// option values and texts: they never reach the rows of server 1.
func FuzzChoices(f *testing.F) {
	b, d, secret := lonely(f)
	for _, verb := range []string{idOpen, idAsk, idWhy} {
		f.Add(fmt.Sprintf("%s%d", verb, secret.ID), "0", "canary?")
	}
	f.Add(export.Press+"c1-v1.0.5-t1.0.9", "1", "x")
	f.Add(listing.Press+"0:canary", "1", "search")
	f.Add(listing.Press+"99999999999999999999:\x00", "-1", "search")
	f.Add(idUndo+"1", "1", "source remove")
	handle, err := b.Store.StoryHandle(context.Background(), canaryStory(f, b))
	if err != nil {
		f.Fatal(err)
	}
	for _, do := range []string{card.DoOpen, card.DoAsk, card.DoAsked, card.DoHide, card.DoUndo} {
		f.Add(card.ID(do, handle), "canary", "Canary harbour")
	}
	f.Add(card.Press+card.DoOpen+":-1", "x", "x")
	for _, verb := range []string{"see", "now", "form", "set", "end", "back"} {
		f.Add(fmt.Sprintf("%s%s:%d", idSchedule, verb, secret.Schedule), "1", "22-7")
	}
	f.Add(idChanges+"99999999999999999999", "11", "story")
	f.Add(idChanges+"0", "https://discord.com/channels/1/11/5", "story")
	f.Add(idSetup+"1:save", "11", "outlets")
	fresh := func() *screen {
		draft := setup.New(setup.HomeOf("", "de", ""), nil, nil)
		draft.Guild, draft.User, draft.Channel = 2, 4, setup.Channel{ID: 3, Name: "talk"}
		return &screen{Draft: draft, id: "fuzz", used: time.Now()}
	}
	for press, value := range map[string]string{setup.PickChannel: "11", setup.PickLanguage: "fr", setup.PickPack: "world-en", setup.PickSources: fresh().Sources[0].Key(),
		setup.PressTime: "hourly", setup.PressAdd: "https://coast.example/feed, ORF", setup.PressAgain: "", setup.PressSave: "",
		setup.PressServer: "off"} {
		f.Add(idSetup+"fuzz:"+press, value, value)
	}
	f.Add(idAskNow, "-1", strings.Repeat("é", 700))
	for _, do := range []string{sources.DoOne, sources.DoTry, sources.DoPause, sources.DoResume, sources.DoRemove, sources.DoRestore} {
		f.Add(sources.Press+do+".1", "1", "source list")
	}
	f.Add(sources.Press+sources.DoForm, "world-en", "https://one.example/f, BBC News, \x00;javascript:x")
	f.Add(sources.Press+sources.DoPage+".-1", "sources", "sources")
	f.Add(sources.Press+sources.DoExport, "8", "file")
	f.Add(idShow, "1", "schedule preview")
	for _, do := range []string{follow.DoAsk, follow.DoFine, follow.DoAgain, follow.DoStop, follow.DoResume} {
		f.Add(follow.Watch+do+"1", "1", "watch stop")
	}
	for _, do := range []string{follow.DoSave, follow.DoTime, follow.DoEnd} {
		f.Add(follow.Topic+do+"1", "1", "hourly")
	}
	for _, path := range slices.Sorted(maps.Keys(b.commands)) {
		f.Add(path, "1", "The canary harbour closes on Friday.")
	}
	n := int64(1000)
	f.Fuzz(func(t *testing.T, id, value, text string) {
		b.rest()
		if strings.HasPrefix(id, idSetup) { // a screen takes longer to make than all else here
			b.screens.Add("fuzz", fresh())
		}
		send := func(kind int, data map[string]any) {
			n++
			raw, err := json.Marshal(map[string]any{"id": fmt.Sprint(n), "application_id": "99", "token": "t", "type": kind, "guild_id": "2", "channel_id": "3",
				"member": map[string]any{"user": map[string]any{"id": "4"}, "permissions": "32"}, "data": data, "message": map[string]any{"id": "9", "content": "x", "author": map[string]any{"id": "99"}}})
			if err != nil {
				t.Fatal(err)
			}
			b.feed("INTERACTION_CREATE", raw)
			d.check(t, raw)
		}
		file := map[string]any{"attachments": map[string]any{"8": map[string]any{"id": "8", "url": text, "size": n, "filename": value}}}
		if _, ok := b.commands[id]; ok { // an input does one thing: else most of the time goes into what was not changed
			commanded(send, id, value, text, file)
			return
		}
		send(wire.TypeComponent, map[string]any{"custom_id": id, "values": []string{value}})
		fields := []any{map[string]any{"component": map[string]any{"custom_id": fieldAsk, "value": text}},
			map[string]any{"component": map[string]any{"custom_id": sources.FieldPack, "values": []string{value}}},
			map[string]any{"component": map[string]any{"custom_id": setup.FieldAsking, "values": []string{value}}},
			map[string]any{"component": map[string]any{"custom_id": sources.FieldFile, "values": []string{"8"}}}}
		for _, name := range []string{setup.FieldWhen, setup.FieldCity, setup.FieldNames, sources.FieldWhat} {
			if !strings.Contains(strings.ToLower(text), "canary") { // what is no source is said back
				fields = append(fields, map[string]any{"component": map[string]any{"custom_id": name, "value": text}})
			}
		}
		send(wire.TypeModal, map[string]any{"custom_id": id, "resolved": file, "components": fields})
	})
}

// commanded types a command, and lets its options be completed.
func commanded(send func(kind int, data map[string]any), path, value, text string, file map[string]any) {
	switch path {
	case command.CheckMenu():
		forwarded := []any{map[string]any{"message": map[string]any{"content": value}}, value, nil}
		send(wire.TypeCommand, map[string]any{"name": path, "type": 3, "target_id": "7", "resolved": map[string]any{"messages": map[string]any{
			"7": map[string]any{"content": text, "message_snapshots": forwarded}}}})
		return
	case "search":
		send(wire.TypeCommand, map[string]any{"name": path, "options": []any{map[string]any{"name": "words", "type": 3, "value": text}}})
		return
	}
	words := strings.Fields(path)
	options, given := []any{}, value
	if strings.Contains(strings.ToLower(given), "canary") {
		given = "1" // what cannot be read is said back
	}
	for _, o := range []string{"source", "schedule", "story", "question", "topic", "when", "city", "hours", "stories", "sources", "pack", "file", "outlets", "without", "languages", "quiet-hours", "ping", "review", "channel", "clear", "reports", "watch", "follow"} {
		options = append(options, map[string]any{"name": o, "type": 3, "value": given, "focused": o == text})
	}
	if len(words) == 2 {
		options = []any{map[string]any{"name": words[1], "type": 1, "options": options}}
	}
	send(wire.TypeCommand, map[string]any{"name": words[0], "options": options, "resolved": file})
	send(wire.TypeComplete, map[string]any{"name": words[0], "options": options})
}
