package gateway

import (
	"encoding/json"
	"net/url"
	"testing"

	"dateline/bot/discordtest"
)

func TestGateway_ResumesWhereReadySaidElseHome(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	user := d.AddUser("ann")
	dm := d.DM(user)
	got := make(chan string, 100)
	stop, _ := connect(t, d, "token", texts(got))
	await(t, "connected", func() bool { return d.Connected() == 1 })
	dialed := func(path string) int { return len(d.Calls("DIAL", path)) }
	again := func(what string, harm func(), resumes, identifies int) {
		t.Helper()
		r, i := len(d.Calls("WS", "resume")), len(d.Calls("WS", "identify"))
		harm()
		await(t, what, func() bool {
			return len(d.Calls("WS", "resume")) == r+resumes && len(d.Calls("WS", "identify")) == i+identifies && d.Connected() == 1
		})
		d.Say(user, dm, what, false, nil)
		expect(t, got, what)
	}
	d.Say(user, dm, "begun", false, nil)
	expect(t, got, "begun") // what is dropped before its READY is read cannot be resumed
	if dialed("/resume") != 0 {
		t.Error("a first session began where sessions are resumed")
	}
	again("resumed", d.Drop, 1, 0)
	if n := dialed("/resume"); n != 1 {
		t.Errorf("%d connections where READY wants it resumed, want 1", n)
	}
	again("refused: begun afresh", func() { d.Fail(discordtest.Fault{Method: "WS", Path: "resume", Status: 9}); d.Drop() }, 1, 1)
	calls := d.Calls("DIAL", "")
	if last := calls[len(calls)-1].Path; last != "/" {
		t.Errorf("the fresh session began at %q", last)
	}
	again("resumed at home, for the address is dead", func() {
		d.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect/resume", Status: 502, Times: -1})
		d.Drop()
	}, 1, 0)
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestResumeAddress_StrangeHostIsNotUsed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		home, resume string
		used         bool
	}{
		{"https://gateway.discord.gg/", "wss://gateway-us-east1-b.discord.gg", true},
		{"wss://gateway.discord.gg", "wss://gateway-us-east1-b.discord.gg", true},
		{"https://gateway.discord.gg/", "ws://gateway-us-east1-b.discord.gg", false},
		{"https://gateway.discord.gg/", "wss://discord.gg.evil.example", false},
		{"https://gateway.discord.gg/", "wss://evildiscord.gg", false},
		{"https://gateway.discord.gg/", "wss://user@gateway.discord.gg", false},
		{"https://gateway.discord.gg/", "https://gateway.discord.gg", false},
		{"https://gateway.discord.gg/", "wss://127.0.0.1:1", false},
		{"https://gateway.discord.gg/", "", false},
		{"https://proxy.example/", "wss://gateway-us-east1-b.discord.gg", false},
		{"https://proxy.example/", "wss://proxy.example:444/resume", true},
		{"http://127.0.0.1:8001/", "ws://localhost:8002/x", true},
		{"http://127.0.0.1:8001/", "ws://10.0.0.1:8002", false},
	} {
		home, err := url.Parse(c.home)
		if err != nil {
			t.Fatal(err)
		}
		if got := resumeAddress(c.resume, home) != nil; got != c.used {
			t.Errorf("from %s to %s: used %v, want %v", c.home, c.resume, got, c.used)
		}
	}
	if resumeAddress("wss://gateway.discord.gg", nil) != nil {
		t.Error("an address is used before a session began")
	}
}

func TestGateway_ResumesAtHomeWithoutAddress(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{NoResumeURL: true})
	ready := make(chan string, 10)
	stop, _ := connect(t, d, "token", func(kind string, _ json.RawMessage) { ready <- kind })
	expect(t, ready, "READY")
	d.Drop()
	await(t, "resumed", func() bool { return len(d.Calls("WS", "resume")) == 1 && d.Connected() == 1 })
	if n := len(d.Calls("DIAL", "/resume")); n != 0 {
		t.Errorf("%d connections to an address nobody gave", n)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
