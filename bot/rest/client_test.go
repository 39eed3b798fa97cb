package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/deliver"
)

func client(t *testing.T, d *discordtest.Server) *Client {
	t.Helper()
	a, err := New(d.URL, "token")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// textMessage is the least that Discord and the house take.
func textMessage(text string) map[string]any {
	return map[string]any{"content": text, "flags": 4, "allowed_mentions": map[string]any{"parse": []string{}}}
}

func TestLimiter_KeepsTheServersBucketLimit(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{ChannelMax: 5})
	g := d.AddGuild("G")
	ch := d.AddChannel(g, "news", 0)
	a := client(t, d)
	begin := time.Now()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := a.Do(context.Background(), "POST", "/channels/"+ch+"/messages", textMessage(fmt.Sprint(i)), nil); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if n := len(d.ByBot(ch)); n != 8 {
		t.Errorf("%d messages landed of 8", n)
	}
	for _, c := range d.Calls("POST", ch) {
		if c.Status == http.StatusTooManyRequests {
			t.Error("the bucket's limit was known and broken")
		}
	}
	if took := time.Since(begin); took < 4*time.Second {
		t.Errorf("8 messages in %s although 5 in 5 s are allowed", took)
	}
}

func TestLimiter_WaitsOutEvery429(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]discordtest.Fault{
		"of the bucket":   {Status: 429, Wait: 200 * time.Millisecond},
		"of the bot":      {Status: 429, Wait: 200 * time.Millisecond, Global: true},
		"of the resource": {Status: 429, Wait: 200 * time.Millisecond, Shared: true},
		"of Cloudflare":   {Status: 429, HTML: true},
	} {
		d := discordtest.New(t, discordtest.Options{})
		ch := d.AddChannel(d.AddGuild("G"), "news", 0)
		f.Method, f.Path = "POST", ch
		d.Fail(f)
		if err := client(t, d).Do(context.Background(), "POST", "/channels/"+ch+"/messages", textMessage("x"), nil); err != nil {
			t.Errorf("429 %s: %v", name, err)
		}
	}
}

func TestDo_ErrorSaysWhetherAnythingWasSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  discordtest.Fault
		unsent bool
	}{
		"400":        {discordtest.Fault{Status: 400}, true},
		"403":        {discordtest.Fault{Status: 403, Code: 50013}, true},
		"500":        {discordtest.Fault{Status: 500}, false},
		"502":        {discordtest.Fault{Status: 502, Commit: true}, false},
		"lost reply": {discordtest.Fault{Drop: true, Commit: true}, false},
		"a long 429": {discordtest.Fault{Status: 429, Wait: time.Hour}, true},
	} {
		d := discordtest.New(t, discordtest.Options{})
		ch := d.AddChannel(d.AddGuild("G"), "news", 0)
		c.fault.Method, c.fault.Path = "POST", ch
		d.Fail(c.fault)
		err := client(t, d).Do(context.Background(), "POST", "/channels/"+ch+"/messages", textMessage("x"), nil)
		var e *Error
		if !errors.As(err, &e) || e.Unsent != c.unsent {
			t.Errorf("%s: got %v, unsent should be %v", name, err, c.unsent)
		}
	}
	a, _ := New("http://127.0.0.1:1", "token")
	var e *Error
	if err := a.Do(context.Background(), "GET", "/gateway", nil, nil); !errors.As(err, &e) || !e.Unsent {
		t.Errorf("no connection: %v", err)
	}
}

func TestScheduled_NoRequestLeavesAfterItsDeadline(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	ch := d.AddChannel(d.AddGuild("G"), "news", 0)
	ctx := Scheduled(context.Background(), deliver.Message{Leave: time.Now().Add(-time.Millisecond)}.TooLate)
	err := client(t, d).Do(ctx, "POST", "/channels/"+ch+"/messages", textMessage("x"), nil)
	if !errors.Is(err, errLate) || len(d.Calls("POST", ch)) > 0 {
		t.Errorf("got %v, and %d requests", err, len(d.Calls("POST", ch)))
	}
}

func TestRedirect_RefusesAnotherHost(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	r, _ := http.NewRequest("GET", "http://example.org/", nil)
	if _, err := client(t, d).HTTP.Do(r); err == nil {
		t.Error("a request went to another host")
	}
}

func TestLimiter_StopsBeforeDiscordBans(t *testing.T) {
	t.Parallel()
	l := newLimiter(http.DefaultTransport)
	for range invalidMost {
		l.invalid = append(l.invalid, time.Now())
	}
	r, _ := http.NewRequest("GET", "http://127.0.0.1:1/api/v9/users/@me", nil)
	if _, err := l.RoundTrip(r); !errors.Is(err, errStopped) {
		t.Errorf("got %v", err)
	}
	l.invalid = []time.Time{time.Now().Add(-invalidSpan - time.Second)}
	if l.refusals() != 0 {
		t.Error("old refusals still count")
	}
}
