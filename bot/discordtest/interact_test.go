package discordtest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
)

func (r *rig) ask() *discordtest.Reply {
	return r.Interact(discordtest.Interaction{User: r.user, Channel: r.channel, Name: "ask", Options: m{"question": "What is new?"}})
}

func (r *rig) ack(x *discordtest.Reply, kind int, data any) got {
	r.t.Helper()
	body := m{"type": kind}
	if data != nil {
		body["data"] = data
	}
	return r.call("POST", "/interactions/"+x.ID+"/"+x.Token+"/callback", body)
}

func (r *rig) original(x *discordtest.Reply, body any) got {
	r.t.Helper()
	return r.call("PATCH", "/webhooks/"+discordtest.AppID+"/"+x.Token+"/messages/@original", body)
}

func (r *rig) follow(x *discordtest.Reply, body any) got {
	r.t.Helper()
	return r.call("POST", "/webhooks/"+discordtest.AppID+"/"+x.Token, body)
}

func TestCallback_AcknowledgesOnceAndInTime(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now, AckWithin: time.Second})
	x := r.ask()
	if _, ok := x.Acked(); ok {
		t.Error("acknowledged before anybody did")
	}
	c.pass(400 * time.Millisecond)
	r.ack(x, 5, m{"flags": 64}).is(t, "the first acknowledgement", 204, 0)
	r.ack(x, 5, nil).is(t, "the second", 400, 40060)
	if took, ok := x.Acked(); !ok || took != 400*time.Millisecond {
		t.Errorf("acknowledged %v after %s", ok, took)
	}
	late := r.ask()
	c.pass(time.Second + time.Millisecond)
	r.ack(late, 5, nil).is(t, "too late", 404, 10062)
	r.follow(late, text("x")).is(t, "a follow-up to what was never acknowledged", 404, 10015)
	late.Token = "wrong"
	r.ack(late, 5, nil).is(t, "a wrong token", 404, 10062)
}

func TestCallback_AcceptsWithinThreeSeconds(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now})
	x, y := r.ask(), r.ask()
	c.pass(3 * time.Second)
	r.ack(x, 5, nil).is(t, "after 3 s", 204, 0)
	c.pass(time.Millisecond)
	r.ack(y, 5, nil).is(t, "a moment later", 404, 10062)
}

func TestToken_DiesAfterFifteenMinutes(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now})
	x := r.ask()
	r.ack(x, 5, nil).is(t, "ack", 204, 0)
	c.pass(15*time.Minute - time.Second)
	r.original(x, text("in time")).is(t, "within 15 minutes", 200, 0)
	r.follow(x, text("more")).is(t, "a follow-up within them", 200, 0)
	c.pass(2 * time.Second)
	r.original(x, text("late")).is(t, "after them", 404, 10015)
	r.follow(x, text("late")).is(t, "a follow-up after them", 404, 10015)
	if x.Text() != "in time\nmore" {
		t.Errorf("the person reads %q", x.Text())
	}
	r.call("POST", "/webhooks/1/"+x.Token, text("x")).is(t, "another application", 404, 10015)
}

func TestOriginal_DeferralFilledThenEditedThenFollowed(t *testing.T) {
	r := newRig(t, discordtest.Options{})
	x := r.ask()
	r.original(x, text("x")).is(t, "before the acknowledgement", 404, 10015)
	r.ack(x, 5, m{"flags": 64}).is(t, "ack", 204, 0)
	if x.Message() != nil {
		t.Error("a bare deferral is a message")
	}
	r.original(x, text("")).is(t, "an empty answer", 400, 50006)
	r.original(x, text("x", m{"flags": 0})).is(t, "an answer that unfolds links", 400, 50035)
	r.original(x, text("thinking")).is(t, "the answer", 200, 0)
	r.original(x, text("done")).is(t, "its edit", 200, 0)
	r.follow(x, text("part two", m{"flags": 4 | 64})).is(t, "the second part", 200, 0)
	if err := x.Wait(context.Background()); err != nil || x.Text() != "done\npart two" || !x.Private() || x.Message().Content != "part two" {
		t.Errorf("%v: %q, private %v", err, x.Text(), x.Private())
	}
	if n := len(r.Messages(r.channel)); n != 0 {
		t.Errorf("others see %d messages of a private answer", n)
	}
	open := r.ask()
	r.ack(open, 5, nil).is(t, "ack", 204, 0)
	r.follow(open, text("the first follow-up fills it")).is(t, "follow-up", 200, 0)
	r.original(open, text("and can be edited")).is(t, "edit", 200, 0)
	if all := r.ByBot(r.channel); len(all) != 1 || all[0].Content != "and can be edited" {
		t.Errorf("others see %+v", all)
	}
}

func TestCallbackFault_BadResponseAcknowledgesNothing(t *testing.T) {
	r := newQuick(t, discordtest.Options{AckWithin: time.Minute})
	input := m{"type": 4, "custom_id": "q", "label": "Question", "style": 2, "max_length": 500}
	modal := func(c m) m { return m{"custom_id": "ask", "title": "Ask", "components": []any{row(c)}} }
	many := make([]any, 26)
	for i := range many {
		many[i] = m{"name": "n", "value": "v"}
	}
	x := r.ask()
	for name, c := range map[string]struct {
		kind int
		data m
		code int
	}{
		"an empty answer":                 {4, text(""), 50006},
		"an answer that may mention":      {4, m{"content": "x", "flags": 4}, 50035},
		"a long answer":                   {4, text(strings.Repeat("a", 2001)), 50035},
		"a deferral without embeds":       {5, m{"flags": 4}, 50035},
		"choices for a command":           {8, m{"choices": []any{}}, 50035},
		"an update of what was not there": {6, nil, 50035},
		"a modal without title":           {9, with(modal(input), "title", ""), 50035},
		"a modal title of 46 characters":  {9, with(modal(input), "title", strings.Repeat("t", 46)), 50035},
		"a modal without input":           {9, with(modal(input), "components", []any{}), 50035},
		"an input label of 46 characters": {9, modal(with(input, "label", strings.Repeat("l", 46))), 50035},
		"an input of 4001 characters":     {9, modal(with(input, "max_length", 4001)), 50035},
	} {
		r.ack(x, c.kind, c.data).is(t, name, 400, c.code)
	}
	r.ack(x, 9, modal(input)).is(t, "a modal", 204, 0)
	if x.Modal()["title"] != "Ask" {
		t.Errorf("modal %v", x.Modal())
	}
	r.original(x, text("x")).is(t, "a modal has no message", 404, 10008)
	submit := r.Interact(discordtest.Interaction{User: r.user, Channel: r.channel, Submit: "ask", Fields: map[string]string{"q": "?"}})
	r.ack(submit, 9, modal(input)).is(t, "a modal in return for a modal", 400, 50035)
	typing := r.Interact(discordtest.Interaction{User: r.user, Channel: r.channel, Name: "ask", Options: m{"question": "W"}, Focus: "question"})
	r.ack(typing, 4, text("x")).is(t, "a message for an autocomplete", 400, 50035)
	r.ack(typing, 8, m{"choices": many}).is(t, "26 choices", 400, 50035)
	r.ack(typing, 8, m{"choices": many[:1]}).is(t, "a choice", 204, 0)
	if got := typing.Choices(); len(got) != 1 || got[0] != [2]string{"n", "v"} {
		t.Errorf("choices %v", got)
	}
}

func TestWait_EndsWithErrNoReply(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.ask().Wait(ctx); err != discordtest.ErrNoReply {
		t.Errorf("got %v", err)
	}
	replies := r.Burst(make([]discordtest.Interaction, 0), time.Second)
	if len(replies) != 0 {
		t.Errorf("a burst of none: %v", replies)
	}
	ask := discordtest.Interaction{User: r.user, Channel: r.channel, Name: "ask"}
	for _, x := range r.Burst([]discordtest.Interaction{ask, ask}, 0) {
		if _, ok := x.Answered(); ok {
			t.Error("answered by nobody")
		}
	}
}

func TestCommandsFault_RefusesBadCommands(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	put := func(list ...any) got { return r.call("PUT", "/applications/"+discordtest.AppID+"/commands", list) }
	cmd := m{"name": "ask", "description": "Ask", "type": 1}
	opt := func(name string, required bool) m {
		return m{"name": name, "description": "d", "type": 3, "required": required}
	}
	for name, list := range map[string][]any{
		"an upper-case name":          {with(cmd, "name", "Ask")},
		"no description":              {with(cmd, "description", "")},
		"a name twice":                {cmd, cmd},
		"an option twice":             {with(cmd, "options", []any{opt("q", true), opt("q", true)})},
		"required after optional":     {with(cmd, "options", []any{opt("q", false), opt("r", true)})},
		"choices beside autocomplete": {with(cmd, "options", []any{with(with(opt("q", true), "autocomplete", true), "choices", []any{m{"name": "n", "value": "v"}})})},
		"a choice twice":              {with(cmd, "options", []any{with(opt("q", true), "choices", []any{m{"name": "n", "value": "v"}, m{"name": "n", "value": "w"}})})},
	} {
		put(list...).is(t, name, 400, 50035)
	}
	put(with(cmd, "options", []any{opt("q", true)})).is(t, "a command", 200, 0)
	if got := r.Commands(); len(got) != 1 || got[0] != "ask" {
		t.Errorf("registered: %v", got)
	}
}
