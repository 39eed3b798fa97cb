package discordtest_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"

	"github.com/gorilla/websocket"
)

const (
	guilds   = 1 << 0
	rooms    = 1 << 9
	directly = 1 << 12
)

// line is a raw gateway connection.
type line struct {
	*websocket.Conn
	t *testing.T
}

// frame is what the gateway sends.
type frame struct {
	Op int             `json:"op"`
	S  int64           `json:"s"`
	T  string          `json:"t"`
	D  json.RawMessage `json:"d"`
}

func (f frame) data() (d m) {
	_ = json.Unmarshal(f.D, &d) // false of op 9 is no object
	return d
}

func (r *rig) dial() *line {
	r.t.Helper()
	url := fmt.Sprint(r.call("GET", "/gateway", nil).body["url"])
	c, _, err := websocket.DefaultDialer.Dial(url+"/?v=9&encoding=json", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() })
	return &line{c, r.t}
}

func (l *line) say(op int, d any) {
	l.t.Helper()
	if err := l.WriteJSON(m{"op": op, "d": d}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *line) read() (f frame, err error) {
	_ = l.SetReadDeadline(time.Now().Add(10 * time.Second))
	kind, b, err := l.ReadMessage()
	if err != nil {
		return f, err
	}
	if kind == websocket.BinaryMessage {
		z, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return f, err
		}
		if b, err = io.ReadAll(z); err != nil {
			return f, err
		}
	}
	return f, json.Unmarshal(b, &f)
}

func (l *line) hear(op int, kind string) frame {
	l.t.Helper()
	f, err := l.read()
	if err != nil || f.Op != op || f.T != kind {
		l.t.Fatalf("got op %d %q %s, %v; want op %d %q", f.Op, f.T, f.D, err, op, kind)
	}
	return f
}

func (l *line) closed(what string, code int) {
	l.t.Helper()
	for {
		f, err := l.read()
		var ce *websocket.CloseError
		if errors.As(err, &ce) && ce.Code == code {
			return
		}
		if err != nil {
			l.t.Errorf("%s: got %v, want close code %d", what, err, code)
			return
		}
		if f.Op == 0 && f.T != "READY" && f.T != "GUILD_CREATE" {
			l.t.Errorf("%s: got event %s", what, f.T)
		}
	}
}

func identity(intents int, more ...m) m {
	out := m{"token": "Bot token", "intents": intents, "properties": m{"os": "linux"}}
	for _, x := range more {
		for k, v := range x {
			out[k] = v
		}
	}
	return out
}

// join connects and identifies; the session's id is that of READY.
func (r *rig) join(intents int, more ...m) (*line, string) {
	r.t.Helper()
	l := r.dial()
	l.hear(10, "")
	l.say(2, identity(intents, more...))
	ready := l.hear(0, "READY")
	if ready.S != 1 {
		r.t.Errorf("READY has number %d", ready.S)
	}
	if intents&guilds != 0 {
		l.hear(0, "GUILD_CREATE")
	}
	return l, fmt.Sprint(ready.data()["session_id"])
}

func TestIdentify_HelloFirstAndHeartbeatsAnswered(t *testing.T) {
	r := newQuick(t, discordtest.Options{Heartbeat: 1234 * time.Millisecond})
	l := r.dial()
	if got := l.hear(10, "").data()["heartbeat_interval"]; got != 1234.0 {
		t.Errorf("interval %v", got)
	}
	l.say(1, nil)
	l.hear(11, "")
	l.say(2, identity(guilds))
	ready := l.hear(0, "READY").data()
	user, _ := ready["user"].(m)
	list, _ := ready["guilds"].([]any)
	if user["id"] != discordtest.AppID || len(list) != 1 || ready["session_id"] == "" || ready["resume_gateway_url"] == "" {
		t.Errorf("READY %v", ready)
	}
	if g := l.hear(0, "GUILD_CREATE").data(); g["id"] != r.guild || g["unavailable"] != false {
		t.Errorf("GUILD_CREATE %v", g)
	}
	if r.Connected() != 1 {
		t.Errorf("%d sessions", r.Connected())
	}
	l.say(1, 2)
	l.hear(11, "")
}

func TestFrame_BadOnesCloseWithDiscordsCodes(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	for name, c := range map[string]struct {
		op   int
		d    any
		code int
	}{
		"an opcode nobody knows":               {99, nil, 4001},
		"a frame over 4096 bytes":              {1, strings.Repeat("x", 4096), 4002},
		"an IDENTIFY without intents":          {2, m{"token": "Bot token"}, 4002},
		"a presence before IDENTIFY":           {3, m{}, 4003},
		"a wrong token":                        {2, identity(guilds, m{"token": "Bot wrong"}), 4004},
		"a token without its prefix":           {2, identity(guilds, m{"token": "token"}), 4004},
		"a wrong token at RESUME":              {6, m{"token": "Bot wrong", "session_id": "x", "seq": 1}, 4004},
		"an intent that is not there":          {2, identity(1 << 30), 4013},
		"a privileged intent that is not on":   {2, identity(guilds | discordtest.IntentMessageContent), 4014},
		"members, which is privileged as well": {2, identity(1 << 1), 4014},
	} {
		l := r.dial()
		l.hear(10, "")
		l.say(c.op, c.d)
		l.closed(name, c.code)
	}
	l, _ := r.join(guilds)
	l.say(2, identity(guilds))
	l.closed("a second IDENTIFY", 4005)
	l, session := r.join(guilds)
	l.say(6, m{"token": "Bot token", "session_id": session, "seq": 1})
	l.closed("a RESUME of what lives", 4005)
	l, session = r.join(guilds)
	_ = l.Close()
	l = r.dial()
	l.hear(10, "")
	l.say(6, m{"token": "Bot token", "session_id": session, "seq": 900})
	l.closed("a number from the future", 4007)
	l = r.dial()
	l.hear(10, "")
	if err := l.WriteMessage(websocket.TextMessage, []byte("{")); err != nil {
		t.Fatal(err)
	}
	l.closed("half a payload", 4002)
	l, _ = r.join(guilds)
	for range 120 {
		l.say(3, m{})
	}
	l.closed("121 frames in a minute", 4008)
}

func TestIdentify_TakesPrivilegedIntentSwitchedOn(t *testing.T) {
	r := newQuick(t, discordtest.Options{Privileged: discordtest.IntentMessageContent})
	r.join(guilds | discordtest.IntentMessageContent)
}

func TestResume_ReplaysAfterTheNumberThenRESUMED(t *testing.T) {
	for _, compress := range []bool{false, true} {
		t.Run(fmt.Sprintf("compress %v", compress), func(t *testing.T) {
			r := newQuick(t, discordtest.Options{})
			l, session := r.join(guilds|directly, m{"compress": compress})
			dm := r.DM(r.user)
			var last int64
			for i := range 3 {
				r.Say(r.user, dm, fmt.Sprint("heard ", i), false, nil)
				last = l.hear(0, "MESSAGE_CREATE").S
			}
			r.Drop()
			if _, err := l.read(); err == nil {
				t.Fatal("the line still stands")
			}
			for i := range 20 {
				r.Say(r.user, dm, fmt.Sprint("missed ", i), false, nil)
			}
			l = r.dial()
			l.hear(10, "")
			l.say(6, m{"token": "Bot token", "session_id": session, "seq": last - 1})
			if f := l.hear(0, "MESSAGE_CREATE"); f.S != last || f.data()["content"] != "heard 2" {
				t.Errorf("the replay begins with %d %s", f.S, f.D)
			}
			for i := range 20 {
				f := l.hear(0, "MESSAGE_CREATE")
				if f.S != last+1+int64(i) || f.data()["content"] != fmt.Sprint("missed ", i) {
					t.Fatalf("event %d is %d %s", i, f.S, f.D)
				}
			}
			if f := l.hear(0, "RESUMED"); f.S != last+21 {
				t.Errorf("RESUMED has number %d", f.S)
			}
			r.Say(r.user, dm, "after", false, nil)
			if f := l.hear(0, "MESSAGE_CREATE"); f.data()["content"] != "after" {
				t.Errorf("after RESUMED: %s", f.D)
			}
		})
	}
}

func TestResume_UnknownSessionMayIdentify(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	l, session := r.join(guilds)
	r.Drop()
	_ = l.Close()
	r.Forget()
	l = r.dial()
	l.hear(10, "")
	l.say(6, m{"token": "Bot token", "session_id": session, "seq": 2})
	if f := l.hear(9, ""); string(f.D) != "false" {
		t.Errorf("op 9 with %s", f.D)
	}
	l.say(2, identity(guilds))
	l.hear(0, "READY")
}

func TestServer_SendsAnyOpEventOrClose(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	l, _ := r.join(guilds)
	r.Op(7, nil)
	l.hear(7, "")
	r.Raw("HOSTILE", []int{1})
	if f := l.hear(0, "HOSTILE"); string(f.D) != "[1]" {
		t.Errorf("got %s", f.D)
	}
	r.CloseAll(4000)
	l.closed("scripted", 4000)
	r.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect", Status: 502})
	if _, resp, err := websocket.DefaultDialer.Dial("ws"+r.URL[4:]+"/?v=9&encoding=json", nil); err == nil || resp.StatusCode != 502 {
		t.Errorf("got %v, %v", resp, err)
	}
	l = r.dial()
	l.hear(10, "")
	r.Fail(discordtest.Fault{Method: "WS", Path: "identify", Status: 4012})
	l.say(2, identity(guilds))
	l.closed("scripted IDENTIFY", 4012)
}

func TestDispatch_BlanksTextsWithoutTheIntent(t *testing.T) {
	for _, granted := range []bool{false, true} {
		t.Run(fmt.Sprintf("intent %v", granted), func(t *testing.T) {
			o, intents := discordtest.Options{Privileged: discordtest.IntentMessageContent}, rooms|directly
			if granted {
				intents |= discordtest.IntentMessageContent
			}
			r := newQuick(t, o)
			l, _ := r.join(intents)
			hear := func() m { t.Helper(); return l.hear(0, "MESSAGE_CREATE").data() }
			want := map[bool]string{false: "", true: "a secret"}[granted]
			q := r.Say(r.user, r.channel, "a secret", false, nil)
			if d := hear(); d["content"] != want || d["guild_id"] != r.guild || d["member"] == nil {
				t.Errorf("a guild's message: %v, want content %q", d, want)
			}
			r.Say(r.user, r.channel, "to you", true, nil)
			if d := hear(); d["content"] != "to you" || len(d["mentions"].([]any)) != 1 {
				t.Errorf("a mention: %v", d)
			}
			r.Say(r.user, r.channel, "an answer", true, &q)
			d := hear()
			if ref, _ := d["referenced_message"].(m); ref["content"] != want || ref["id"] != q.ID || d["type"] != 19.0 {
				t.Errorf("an answer: %v", d)
			}
			r.post(text("own"))
			if d := hear(); d["content"] != "own" || d["author"].(m)["id"] != discordtest.AppID {
				t.Errorf("its own message: %v", d)
			}
			r.Say(r.user, r.DM(r.user), "in private", false, nil)
			if d := hear(); d["content"] != "in private" || d["guild_id"] != nil || d["member"] != nil {
				t.Errorf("a direct message: %v", d)
			}
		})
	}
}

func TestDispatch_FiltersEventsByIntents(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	lines := map[string]*line{}
	for name, intents := range map[string]int{"guilds": guilds, "rooms": rooms, "directly": directly, "nothing": 0} {
		lines[name], _ = r.join(intents)
	}
	r.Say(r.user, r.channel, "x", true, nil)
	r.Say(r.user, r.DM(r.user), "x", false, nil)
	r.Deny(r.channel, discordtest.SendMessages)
	other := r.AddGuild("Other")
	r.Kick(other)
	r.Invite(other)
	r.DeleteChannel(r.channel)
	fresh := r.AddChannel(r.guild, "fresh", 0)
	r.Interact(discordtest.Interaction{User: r.user, Channel: fresh, Name: "ask"})
	want := map[string][]string{
		"guilds":   {"CHANNEL_UPDATE", "GUILD_CREATE", "GUILD_DELETE", "GUILD_CREATE", "CHANNEL_DELETE", "INTERACTION_CREATE"},
		"rooms":    {"MESSAGE_CREATE", "INTERACTION_CREATE"},
		"directly": {"MESSAGE_CREATE", "INTERACTION_CREATE"},
		"nothing":  {"INTERACTION_CREATE"},
	}
	for name, l := range lines {
		var got []string
		for len(got) == 0 || got[len(got)-1] != "INTERACTION_CREATE" {
			f, err := l.read()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, f.T)
		}
		if !slices.Equal(got, want[name]) {
			t.Errorf("%s: got %v, want %v", name, got, want[name])
		}
	}
}
