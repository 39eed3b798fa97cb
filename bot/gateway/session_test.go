package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discordtest"
	"dateline/bot/rest"
)

// hang is when a test gives up: many times what anything takes.
const hang = time.Minute

func connect(t *testing.T, d *discordtest.Server, token string, handle func(kind string, raw json.RawMessage)) (stop func() error, end chan error) {
	t.Helper()
	a, err := rest.New(d.URL, token)
	if err != nil {
		t.Fatal(err)
	}
	g := &Shard{Token: token, Client: a.HTTP, Intents: discordgo.IntentsGuilds | discordgo.IntentsDirectMessages, Handle: handle, Up: func(bool) {}, Log: slog.New(slog.DiscardHandler),
		idle: 1500 * time.Millisecond, open: 1500 * time.Millisecond, Wait: 30 * time.Millisecond, steady: time.Millisecond}
	ctx, cancel := context.WithCancel(context.Background())
	end = make(chan error, 1)
	go func() { end <- g.Run(ctx) }()
	return func() error {
		cancel()
		select {
		case err := <-end:
			return err
		case <-time.After(hang):
			return fmt.Errorf("no end within %s", hang)
		}
	}, end
}

// texts passes on the contents of messages that arrive.
func texts(got chan<- string) func(string, json.RawMessage) {
	return func(kind string, raw json.RawMessage) {
		var m struct {
			Content string `json:"content"`
		}
		if kind == "MESSAGE_CREATE" && json.Unmarshal(raw, &m) == nil {
			if m.Content == "panic" {
				panic("as asked")
			}
			got <- m.Content
		}
	}
}

func expect(t *testing.T, got <-chan string, want string) {
	t.Helper()
	select {
	case g := <-got:
		if g != want {
			t.Fatalf("got %q, want %q", g, want)
		}
	case <-time.After(hang):
		t.Fatalf("%q did not arrive", want)
	}
}

// arrives waits for a text, whatever comes before it.
func arrives(t *testing.T, got <-chan string, want string) {
	t.Helper()
	for late := time.After(hang); ; {
		select {
		case g := <-got:
			if g == want {
				return
			}
		case <-late:
			t.Fatalf("%q did not arrive", want)
		}
	}
}

func await(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(hang); !f(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestGateway_SurvivesWhatDiscordDoes(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{Heartbeat: 300 * time.Millisecond})
	user := d.AddUser("ann")
	dm := d.DM(user)
	got := make(chan string, 100)
	stop, _ := connect(t, d, "token", texts(got))
	await(t, "connected", func() bool { return d.Connected() == 1 })
	for _, step := range []struct {
		name string
		harm func()
	}{
		{"nothing", func() {}},
		{"a handler that panics", func() { d.Say(user, dm, "panic", false, nil) }},
		{"a dropped connection", d.Drop},
		{"op 7", func() { d.Op(7, nil) }},
		{"op 11 before RESUMED, where discordgo deadlocks", func() { d.Fail(discordtest.Fault{Method: "WS", Path: "resume", Status: 11}); d.Drop() }},
		{"a silent gateway", func() { d.Fail(discordtest.Fault{Method: "WS", Path: "heartbeat", Times: 12}) }},
		{"502 when connecting", func() {
			d.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect", Status: 502, Times: 3})
			d.Drop()
		}},
	} {
		before := len(d.Calls("WS", ""))
		step.harm()
		if !strings.Contains(step.name, "panic") && step.name != "nothing" {
			await(t, step.name+": connects again", func() bool { return len(d.Calls("WS", "")) > before && d.Connected() > 0 })
		}
		d.Say(user, dm, step.name, false, nil)
		expect(t, got, step.name)
	}
	for name, harm := range map[string]func(){
		"4009":           func() { d.Fail(discordtest.Fault{Method: "WS", Path: "resume", Status: 4009}); d.Drop() },
		"a lost session": func() { d.Drop(); d.Forget() },
	} {
		ids := len(d.Calls("WS", "identify"))
		harm()
		await(t, name+": a fresh IDENTIFY", func() bool { return len(d.Calls("WS", "identify")) > ids && d.Connected() > 0 })
		d.Say(user, dm, name, false, nil)
		arrives(t, got, name)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	// Another session comes and goes meanwhile.
	n, others := len(d.Calls("WS", "")), make(chan string, 100)
	stop, _ = connect(t, d, "token", texts(others))
	await(t, "another connects", func() bool { return len(d.Calls("WS", "")) > n && d.Connected() > 0 })
	d.Say(user, dm, "the end", false, nil)
	arrives(t, others, "the end")
	if err := stop(); err != nil {
		t.Error(err)
	}
	if len(d.Calls("WS", "")) != n+1 || len(got) > 0 {
		t.Error("it connected again after its end")
	}
}

func TestGateway_DropLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	user := d.AddUser("ann")
	dm := d.DM(user)
	var n atomic.Int32
	last := make(chan string, 100)
	texts := texts(last)
	stop, _ := connect(t, d, "token", func(kind string, raw json.RawMessage) {
		if kind == "MESSAGE_CREATE" {
			n.Add(1)
		}
		texts(kind, raw)
	})
	await(t, "connected", func() bool { return d.Connected() == 1 })
	for range 5 {
		for range 10 {
			d.Say(user, dm, "x", false, nil)
		}
		d.Drop()
		d.Say(user, dm, "while away", false, nil)
		await(t, "connected", func() bool { return d.Connected() == 1 })
	}
	await(t, "all arrived", func() bool { return n.Load() >= 55 })
	d.Say(user, dm, "last", false, nil) // comes after what comes twice
	arrives(t, last, "last")
	// An event that was on its way when the line broke may come twice: the
	// table inbound keeps that from being answered twice.
	if n.Load() > 66 {
		t.Errorf("%d events of 56", n.Load())
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestVerdict_FatalCodeStopsWithASentence(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{4004: "Reset Token", 4014: "Message Content Intent", 4012: "update Dateline", 4011: "restart"} {
		d := discordtest.New(t, discordtest.Options{})
		_, end := connect(t, d, "token", func(string, json.RawMessage) {})
		await(t, "connected", func() bool { return d.Connected() == 1 })
		d.Fail(discordtest.Fault{Method: "WS", Path: "resume", Status: code, Times: -1})
		d.Drop()
		select {
		case err := <-end:
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%d: got %v, want %q", code, err, want)
			}
		case <-time.After(hang):
			t.Errorf("%d: still trying", code)
		}
	}
}

func TestGateway_WrongTokenStopsAtOnce(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	_, end := connect(t, d, "wrong", func(string, json.RawMessage) {})
	select {
	case err := <-end:
		var fatal FatalError
		if !errors.As(err, &fatal) {
			t.Errorf("got %v", err)
		}
	case <-time.After(hang):
		t.Error("still trying")
	}
	if n := len(d.Calls("WS", "identify")); n > 1 {
		t.Errorf("%d times IDENTIFY", n)
	}
}

func TestGateway_SessionOpenedTooLateIsClosed(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	held := make(chan struct{})
	d.Fail(discordtest.Fault{Method: "GET", Path: "/gateway", Until: held})
	stop, _ := connect(t, d, "token", func(string, json.RawMessage) {})
	await(t, "it asks where to connect", func() bool { return d.Pending() == 0 })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	close(held)
	await(t, "it identifies all the same", func() bool { return len(d.Calls("WS", "identify")) > 0 })
	await(t, "and is closed", func() bool { return d.Connected() == 0 })
}

func TestGateway_WaitsBetweenRepeatedDrops(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	a, err := rest.New(d.URL, "token")
	if err != nil {
		t.Fatal(err)
	}
	var down time.Time
	rests := make(chan time.Duration, 100)
	g := &Shard{Token: "token", Client: a.HTTP, Handle: func(string, json.RawMessage) {}, Up: func(up bool) {
		if !up {
			down = time.Now()
			return
		}
		if !down.IsZero() {
			rests <- time.Since(down)
		}
		d.CloseAll(4000)
	}, Log: slog.New(slog.DiscardHandler), Wait: 100 * time.Millisecond}
	ctx, cancel := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- g.Run(ctx) }()
	for _, least := range []time.Duration{g.Wait / 2, g.Wait, 2 * g.Wait} {
		if rest := <-rests; rest < least {
			t.Errorf("it rested %s, want at least %s", rest, least)
		}
	}
	cancel()
	if err := <-end; err != nil {
		t.Fatal(err)
	}
}

// Each event is handled before the next one: a server that was lost and is back is back.
func TestShard_EventsAreHandledInTheirOrder(t *testing.T) {
	d := discordtest.New(t, discordtest.Options{})
	const n = 300
	got := make(chan string, n)
	stop, _ := connect(t, d, "token", texts(got))
	for end := time.Now().Add(hang); d.Connected() == 0 && time.Now().Before(end); time.Sleep(time.Millisecond) {
	}
	for i := range n {
		d.Raw("MESSAGE_CREATE", map[string]any{"content": fmt.Sprint(i)})
	}
	for i := range n {
		expect(t, got, fmt.Sprint(i))
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}
