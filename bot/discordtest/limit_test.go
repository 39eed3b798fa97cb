package discordtest_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"dateline/bot/discordtest"
)

func TestLimited_FiveMessagesInFiveSeconds(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now})
	for i := range 5 {
		g := r.post(text("x"))
		g.is(t, "within the limit", 200, 0)
		if left := g.header.Get("X-RateLimit-Remaining"); left != fmt.Sprint(4-i) || g.header.Get("X-RateLimit-Limit") != "5" || g.header.Get("X-RateLimit-Bucket") == "" || g.header.Get("X-RateLimit-Reset") == "" {
			t.Errorf("message %d: headers %v", i+1, g.header)
		}
	}
	g := r.post(text("x"))
	g.is(t, "the sixth", 429, 0)
	wait, _ := g.body["retry_after"].(float64)
	if g.body["global"] != false || wait != 5 || g.header.Get("X-RateLimit-Scope") != "user" || g.header.Get("X-RateLimit-Remaining") != "0" || g.header.Get("Retry-After") == "" {
		t.Errorf("429: %s, %v", g.raw, g.header)
	}
	other := r.AddChannel(r.guild, "other", 0)
	r.call("POST", "/channels/"+other+"/messages", text("x")).is(t, "another channel", 200, 0)
	if n := len(r.ByBot(r.channel)); n != 5 {
		t.Errorf("%d messages landed, want 5", n)
	}
	c.pass(5*time.Second - time.Millisecond)
	r.post(text("x")).is(t, "before the wait is over", 429, 0)
	c.pass(time.Millisecond)
	r.post(text("x")).is(t, "after the wait", 200, 0)
}

func TestLimited_GlobalLimitExemptsInteractions(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now, GlobalMax: 5})
	x := r.ask()
	for range 5 {
		r.call("GET", "/gateway/bot", nil).is(t, "within the limit", 200, 0)
	}
	c.pass(600 * time.Millisecond)
	last := r.call("GET", "/gateway/bot", nil)
	if last.status != 429 || last.body["global"] != true || last.body["retry_after"] != .4 || last.header.Get("X-RateLimit-Scope") != "global" ||
		last.header.Get("X-RateLimit-Global") != "true" {
		t.Errorf("429: %s, %v", last.raw, last.header)
	}
	r.ack(x, 5, nil).is(t, "an acknowledgement while the bot is limited", 204, 0)
	r.original(x, text("x")).is(t, "its answer", 200, 0)
	for range 10 {
		r.call("GET", "/gateway", nil).is(t, "a request without token", 200, 0)
	}
	c.pass(400 * time.Millisecond)
	r.call("GET", "/channels/"+r.channel, nil).is(t, "a second later", 200, 0)
}

func TestLimited_FiftyRequestsASecondByDefault(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now})
	get := func(what string, status int) {
		t.Helper()
		r.call("GET", "/channels/"+r.channel, nil).is(t, what, status, 0)
	}
	for range 50 {
		get("within the limit", 200)
		c.pass(10 * time.Millisecond)
	}
	get("the 51st", 429)
	c.pass(500 * time.Millisecond) // the first is a second old
	get("a second after the first", 200)
	get("a second after the first, again", 429)
}

func TestServeHTTP_RefusesAnotherToken(t *testing.T) {
	r := newQuick(t, discordtest.Options{Token: "another"})
	r.call("GET", "/users/@me", nil).is(t, "a wrong token", 401, 0)
	r.call("GET", "/nothing", nil).is(t, "no such route", 404, 0)
}

func TestFail_HitsSoOftenAndNoMore(t *testing.T) {
	r := newQuick(t, discordtest.Options{GlobalMax: 1000, ChannelMax: 100})
	r.Fail(discordtest.Fault{Method: "POST", Path: r.channel, Skip: 1, Times: 2, Status: 500})
	var seen []int
	for range 5 {
		seen = append(seen, r.post(text("x")).status)
	}
	if fmt.Sprint(seen) != "[200 500 500 200 200]" {
		t.Errorf("got %v", seen)
	}
	r.Fail(discordtest.Fault{Path: r.channel, Times: -1, Status: 503})
	for range 3 {
		r.post(text("x")).is(t, "for ever", 503, 0)
	}
	r.call("GET", "/users/@me", nil).is(t, "another path", 200, 0)
	r.Heal()
	r.post(text("x")).is(t, "healed", 200, 0)
}

func TestFault_EveryKind(t *testing.T) {
	r := newQuick(t, discordtest.Options{GlobalMax: 1000, ChannelMax: 100})
	wait := 1500 * time.Millisecond
	held, release := context.WithCancel(t.Context())
	defer release()
	for name, c := range map[string]struct {
		fault  discordtest.Fault
		status int // 0: no reply
		landed bool
		scope  string
	}{
		"429 of the bucket":       {discordtest.Fault{Status: 429, Wait: wait}, 429, false, "user"},
		"429 of the bot":          {discordtest.Fault{Status: 429, Wait: wait, Global: true}, 429, false, "global"},
		"429 of the resource":     {discordtest.Fault{Status: 429, Wait: wait, Shared: true}, 429, false, "shared"},
		"429 as Cloudflare's":     {discordtest.Fault{Status: 429, HTML: true}, 429, false, ""},
		"502":                     {discordtest.Fault{Status: 502}, 502, false, ""},
		"500 after it landed":     {discordtest.Fault{Status: 500, Commit: true}, 500, true, ""},
		"a lost request":          {discordtest.Fault{Drop: true}, 0, false, ""},
		"a lost reply":            {discordtest.Fault{Drop: true, Commit: true}, 0, true, ""},
		"a refusal with its code": {discordtest.Fault{Status: 403, Code: 50013}, 403, false, ""},
		"a delay":                 {discordtest.Fault{Until: held.Done()}, 200, true, ""},
	} {
		before := len(r.ByBot(r.channel))
		c.fault.Path = r.channel
		if c.fault.Until != nil {
			time.AfterFunc(20*time.Millisecond, release)
		}
		r.Fail(c.fault)
		// A nonce, so that a client that sends again by itself cannot hide a loss.
		g, err := r.send("POST", "/channels/"+r.channel+"/messages", text("x", m{"nonce": name[:min(len(name), 25)], "enforce_nonce": true}))
		if g.status != c.status || (err != nil) != (c.status == 0) || g.code != c.fault.Code || g.header.Get("X-RateLimit-Scope") != c.scope {
			t.Errorf("%s: got %d, code %d, scope %q, %v", name, g.status, g.code, g.header.Get("X-RateLimit-Scope"), err)
		}
		if landed := len(r.ByBot(r.channel)) > before; landed != c.landed {
			t.Errorf("%s: landed %v, want %v", name, landed, c.landed)
		}
		if c.fault.Until != nil && held.Err() == nil {
			t.Errorf("%s: answered while it was held", name)
		}
		if g.status == 429 && !c.fault.HTML && (g.body["retry_after"] != 1.5 || g.body["global"] != c.fault.Global || g.header.Get("Retry-After") == "") {
			t.Errorf("%s: %s, %v", name, g.raw, g.header)
		}
		if c.fault.HTML && (g.body != nil || g.header.Get("Content-Type") != "text/html" || g.header.Get("Retry-After") == "") {
			t.Errorf("%s: %s, %v", name, g.raw, g.header)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}
