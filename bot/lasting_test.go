package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
)

// slowModel abstains when it is released.
type slowModel struct{ release <-chan struct{} }

// Generate waits.
func (m slowModel) Generate(ctx context.Context, _ llm.Request) (llm.Reply, error) {
	select {
	case <-m.release:
		return llm.Reply{Text: `{"abstain":true,"claims":[]}`}, nil
	case <-ctx.Done():
		return llm.Reply{}, ctx.Err()
	}
}

func TestWorkPool_FinishesWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		done bool
		want string
	}{"soon done": {true, "The closest I have read"}, "not done in time": {false, "I am being restarted. Please ask again in a minute."}} {
		w := furnished(t)
		release := make(chan struct{})
		w.bot.Answerer.Model = slowModel{release}
		r := w.d.Interact(discordtest.Interaction{User: w.member, Channel: w.channel, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
		w.await("acknowledged", func() bool { _, ok := r.Acked(); return ok })
		began := time.Now()
		end := make(chan error, 1)
		go func() { end <- w.stop() }()
		w.await("the end has begun", func() bool { return !w.bot.Connected() })
		if c.done {
			close(release)
		}
		if err := <-end; err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: the end took %s", name, time.Since(began).Round(10*time.Millisecond))
		if !strings.Contains(r.Text(), c.want) {
			t.Errorf("%s: got %q, want %q", name, r.Text(), c.want)
		}
	}
}

func TestOnMessage_ReplayedEventIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	dm := w.d.DM(w.member)
	m := w.d.Say(w.member, dm, "What happened in Senn?", false, nil)
	raw := map[string]any{"id": m.ID, "channel_id": dm, "content": m.Content, "type": 0, "author": map[string]any{"id": w.member, "username": "ann", "discriminator": "0"}, "mentions": []any{}, "timestamp": m.At.Format(time.RFC3339)}
	for range 3 {
		w.d.Raw("MESSAGE_CREATE", raw)
	}
	w.await("a reply", func() bool { return len(w.d.ByBot(dm)) > 0 })
	w.d.Say(w.member, dm, "And the school?", false, nil)
	w.await("another", func() bool { return len(w.d.ByBot(dm)) > 1 })
	if n := len(w.d.ByBot(dm)); n != 2 {
		t.Errorf("%d replies to 2 messages", n)
	}
}

func TestCatchUp_AnswersMissedDirectMessages(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	dm := w.d.DM(w.member)
	w.d.Say(w.member, dm, "What happened in Senn?", false, nil)
	w.await("a reply", func() bool { return len(w.d.ByBot(dm)) == 1 })
	w.d.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect", Status: 502, Times: 2})
	w.d.Drop()
	w.d.Forget() // the session is over: nothing is replayed
	w.d.Say(w.member, dm, "How many people were found alive?", false, nil)
	w.await("the missed one is answered", func() bool { return len(w.d.ByBot(dm)) == 2 })
}

func TestPressed_WorksAfterRestart(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	m := w.tell("World")
	o := w.bot.Options
	o.Holder = "second"
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- b.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-end; err != nil {
			t.Error(err)
		}
	}()
	w.await("connected again", func() bool { return b.Connected() })
	wants(t, "the menu of an old message", w.interact(discordtest.Interaction{User: w.member, Press: m.CustomIDs()[0], Values: []string{"0"}, Message: &m}).Text(), "### Rescuers find 40 alive in Senn")
	wants(t, "a strange button", w.interact(discordtest.Interaction{User: w.member, Press: "open:99", Values: []string{"0"}, Message: &m}).Text(), "I no longer know what this belongs to")
	wants(t, "a strange place in the menu", w.interact(discordtest.Interaction{User: w.member, Press: m.CustomIDs()[0], Values: []string{"7"}, Message: &m}).Text(), "I no longer know what this belongs to")
}

var address = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// Every sentence that says what went wrong, as people read it.
func TestCommanded_ErrorsReadAsDesigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var out strings.Builder
	say := func(in discordtest.Interaction) {
		t.Helper()
		given, err := json.Marshal(in.Options)
		if err != nil {
			t.Fatal(err)
		}
		text := address.ReplaceAllString(w.interact(in).Text(), "HOST")
		fmt.Fprintf(&out, "/%s %s\n%s\n\n", in.Name, address.ReplaceAllString(string(given), "HOST"), text)
	}
	for _, c := range []struct {
		name    string
		options map[string]any
	}{
		{"source list", nil}, {"source add", map[string]any{"sources": "not a url"}}, {"source add", map[string]any{"sources": "https://u:p@a.example/f"}}, {"source add", map[string]any{"sources": "http://10.0.0.1/"}},
		{"source add", map[string]any{"sources": strings.TrimSuffix(w.press.URL, "feed") + "nothing"}}, {"source remove", map[string]any{"source": "x"}},
		{"schedule add", map[string]any{"when": "sometimes", "city": "Berlin"}}, {"schedule add", map[string]any{"when": "daily 07:30"}}, {"schedule add", map[string]any{"when": "daily 07:30", "city": "Atlantis"}},
		{"schedule list", nil}, {"schedule remove", map[string]any{"schedule": "x"}}, {"why", nil}, {"ask", map[string]any{"question": " "}}, {"ask", map[string]any{"question": "Who won?"}}, {"brief", nil}, {"gone", nil},
	} {
		say(discordtest.Interaction{Name: c.name, Options: c.options})
	}
	w.d.Deny(w.channel, discordtest.SendMessages|discordtest.ReadHistory)
	say(discordtest.Interaction{Name: "schedule add", Options: map[string]any{"when": "daily 07:30", "city": "Europe/Berlin"}})
	w.d.Deny(w.channel, discordtest.ViewChannel)
	say(discordtest.Interaction{Name: "schedule add", Options: map[string]any{"when": "daily 07:30", "city": "Europe/Berlin"}})
	say(discordtest.Interaction{User: w.member, Name: "source list"})
	say(discordtest.Interaction{Channel: w.d.DM(w.boss), Name: "schedule list"})
	briefingtest.Golden(t, "errors", stamps.ReplaceAllString(out.String(), "TIME"))
}

var stamps = regexp.MustCompile(`\w{3} \d{1,2} \w{3}, \d\d:\d\d`)
