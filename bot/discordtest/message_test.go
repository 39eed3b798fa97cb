package discordtest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
)

// with is a component with something changed.
func with(c m, k string, v any, more ...any) m {
	c = maps.Clone(c)
	c[k] = v
	if len(more) > 0 {
		return with(c, more[0].(string), more[1], more[2:]...)
	}
	return c
}

func TestMessageFault_RefusedMessageDoesNotLand(t *testing.T) {
	r := newQuick(t, discordtest.Options{GlobalMax: 1000})
	rows := func(list ...any) m { return m{"components": list} }
	six := make([]any, 6)
	for i := range six {
		six[i] = row(button(fmt.Sprint(i)))
	}
	link := m{"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}
	for name, c := range map[string]struct {
		body m
		code int
	}{
		"content over 2000 characters":           {text(strings.Repeat("a", 2001)), 50035},
		"an emoji counts as two UTF-16 units":    {text(strings.Repeat("🗞", 1001)), 50035},
		"an empty message":                       {text(""), 50006},
		"a message of blanks":                    {text(" \n\t "), 50006},
		"no allowed_mentions":                    {m{"content": "x", "flags": 4}, 50035},
		"allowed_mentions that names somebody":   {text("x", m{"allowed_mentions": m{"parse": []string{"users"}}}), 50035},
		"allowed_mentions with parse null":       {text("x", m{"allowed_mentions": m{"parse": nil}}), 50035},
		"without SUPPRESS_EMBEDS":                {text("x", m{"flags": 0}), 50035},
		"a flag that bots may not set":           {text("x", m{"flags": 4 | 1<<1}), 50035},
		"a key nobody knows":                     {text("x", m{"contents": "y"}), 50035},
		"a nonce of 26 characters":               {text("x", m{"nonce": strings.Repeat("n", 26), "enforce_nonce": true}), 50035},
		"a custom id twice":                      {text("x", rows(row(button("a")), row(button("a")))), 50035},
		"6 rows":                                 {text("x", rows(six...)), 50035},
		"6 buttons in a row":                     {text("x", rows(row(button("0"), button("1"), button("2"), button("3"), button("4"), button("5")))), 50035},
		"an empty row":                           {text("x", rows(m{"type": 1, "components": []any{}})), 50035},
		"a label over 80 characters":             {text("x", rows(row(with(button("a"), "label", strings.Repeat("l", 81))))), 50035},
		"a button without label and emoji":       {text("x", rows(row(with(button("a"), "label", "")))), 50035},
		"a custom id over 100 characters":        {text("x", rows(row(button(strings.Repeat("i", 101))))), 50035},
		"a button without custom id":             {text("x", rows(row(m{"type": 2, "style": 1, "label": "Go"}))), 50035},
		"a link button with a custom id":         {text("x", rows(row(with(link, "custom_id", "a")))), 50035},
		"a link button without url":              {text("x", rows(row(m{"type": 2, "style": 5, "label": "Read"}))), 50035},
		"a link that is a script":                {text("x", rows(row(with(link, "url", "javascript:alert(1)")))), 50035},
		"a style that is not there":              {text("x", rows(row(with(button("a"), "style", 7)))), 50035},
		"an emoji of nothing":                    {text("x", rows(row(with(button("a"), "emoji", m{"name": ""})))), 50035},
		"26 options":                             {text("x", rows(row(menu(26)))), 50035},
		"no options":                             {text("x", rows(row(m{"type": 3, "custom_id": "menu", "options": []any{}}))), 50035},
		"two options of one value":               {text("x", rows(row(with(menu(0), "options", []any{m{"label": "a", "value": "1"}, m{"label": "b", "value": "1"}})))), 50035},
		"an option's label over 100 characters":  {text("x", rows(row(with(menu(0), "options", []any{m{"label": strings.Repeat("l", 101), "value": "1"}})))), 50035},
		"a menu beside a button":                 {text("x", rows(row(menu(2), button("a")))), 50035},
		"a placeholder over 150 characters":      {text("x", rows(row(with(menu(2), "placeholder", strings.Repeat("p", 151))))), 50035},
		"a text input outside a modal":           {text("x", rows(row(m{"type": 4, "custom_id": "t", "label": "L", "style": 1}))), 50035},
		"an answer to a message that is gone":    {text("x", m{"message_reference": m{"message_id": "1"}}), 50035},
		"the same, said in so many words":        {text("x", m{"message_reference": m{"message_id": "1", "fail_if_not_exists": true}}), 50035},
		"an answer to a message in another room": {text("x", m{"message_reference": m{"message_id": "1", "channel_id": "2"}}), 50035},
	} {
		r.post(c.body).is(t, name, 400, c.code)
		if n := len(r.ByBot(r.channel)); n != 0 {
			t.Fatalf("%s: %d messages landed", name, n)
		}
		r.channel = r.AddChannel(r.guild, "next", 0) // with a rate limit of its own
	}
}

func TestMessageFault_AcceptedMessageLands(t *testing.T) {
	r := newRig(t, discordtest.Options{ChannelMax: 100})
	first := r.Say(r.user, r.channel, "a question", true, nil)
	five := []any{button("0"), button("1"), button("2"), button("3"), button("4")}
	for name, body := range map[string]m{
		"2000 characters":           text(strings.Repeat("a", 2000)),
		"without a push":            text("x", m{"flags": 4 | 1<<12}),
		"25 options and 5 buttons":  text("x", m{"components": []any{row(menu(25)), row(five...)}}),
		"a label of 80 characters":  text("x", m{"components": []any{row(with(button("a"), "label", strings.Repeat("l", 80)))}}),
		"a link and an emoji":       text("x", m{"components": []any{row(m{"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}, m{"type": 2, "style": 1, "emoji": m{"name": "🗞"}, "custom_id": "e"})}}),
		"a nonce of 25 characters":  text("x", m{"nonce": strings.Repeat("n", 25), "enforce_nonce": true}),
		"an answer":                 text("x", m{"message_reference": m{"message_id": first.ID}}),
		"an answer to what is gone": text("x", m{"message_reference": m{"message_id": "1", "fail_if_not_exists": false}}),
	} {
		r.post(body).is(t, name, 200, 0)
	}
	if n := len(r.ByBot(r.channel)); n != 8 {
		t.Errorf("%d messages of 8 landed", n)
	}
	answers := 0
	for _, x := range r.ByBot(r.channel) {
		if x.Reference == first.ID {
			answers++
		} else if x.Reference != "" {
			t.Errorf("a message answers %s, which is not there", x.Reference)
		}
	}
	if answers != 1 {
		t.Errorf("%d messages answer the question, want 1", answers)
	}
	for _, w := range r.Wrong() {
		t.Error(w)
	}
}

func TestCreate_NonceLandsOnce(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now, NonceKept: 2 * time.Minute, ChannelMax: 100})
	nonce := m{"nonce": "slot-7", "enforce_nonce": true}
	first := r.post(text("one", nonce))
	second := r.post(text("another text", nonce))
	if first.id() != second.id() || second.body["content"] != "one" || second.body["nonce"] != "slot-7" {
		t.Errorf("got %s %v, want the first message %s", second.id(), second.body["content"], first.id())
	}
	if n := len(r.ByBot(r.channel)); n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
	r.post(text("one", m{"nonce": "slot-7"}))
	if n := len(r.ByBot(r.channel)); n != 2 {
		t.Errorf("without enforce_nonce: %d messages, want 2", n)
	}
	c.pass(2*time.Minute - time.Second)
	if again := r.post(text("one", nonce)); again.id() != first.id() {
		t.Error("the nonce was forgotten too early")
	}
	c.pass(2 * time.Second)
	if late := r.post(text("one", nonce)); late.id() == first.id() || len(r.ByBot(r.channel)) != 3 {
		t.Errorf("after the nonce is forgotten: message %s, %d messages, want a third", late.id(), len(r.ByBot(r.channel)))
	}
}

func ids(g got) (out []string) {
	for _, x := range g.list {
		out = append(out, fmt.Sprint(x["id"]))
	}
	return out
}

func TestHistory_NewestFirstInPages(t *testing.T) {
	r := newQuick(t, discordtest.Options{GlobalMax: 1000})
	var all []string
	for i := range 250 {
		all = append(all, r.Say(r.user, r.channel, fmt.Sprint(i), false, nil).ID)
	}
	path := "/channels/" + r.channel + "/messages"
	if got := ids(r.call("GET", path, nil)); len(got) != 50 || got[0] != all[249] || got[49] != all[200] {
		t.Errorf("without limit: %d messages from %v", len(got), got[:min(1, len(got))])
	}
	if got := ids(r.call("GET", path+"?limit=3", nil)); fmt.Sprint(got) != fmt.Sprint([]string{all[249], all[248], all[247]}) {
		t.Errorf("limit=3: got %v", got)
	}
	after, pages, seen := all[9], 0, 0
	for {
		got := ids(r.call("GET", path+"?limit=100&after="+after, nil))
		if len(got) > 0 && got[len(got)-1] != all[10+seen] {
			t.Fatalf("page %d begins at %s, want %s", pages, got[len(got)-1], all[10+seen])
		}
		seen, pages = seen+len(got), pages+1
		if len(got) < 100 {
			break
		}
		after = got[0]
	}
	if pages != 3 || seen != 240 {
		t.Errorf("%d pages with %d messages, want 3 with 240", pages, seen)
	}
	for _, q := range []string{"limit=0", "limit=101", "limit=x"} {
		r.call("GET", path+"?"+q, nil).is(t, q, 400, 50035)
	}
}

func TestHistory_EmptyWithoutThePermission(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	r.Say(r.user, r.channel, "x", true, nil)
	q := r.Say(r.user, r.channel, "y", true, nil)
	r.Deny(r.channel, discordtest.ReadHistory)
	g := r.call("GET", "/channels/"+r.channel+"/messages", nil)
	if g.status != 200 || strings.TrimSpace(g.raw) != "[]" {
		t.Errorf("got %d %s, want 200 []", g.status, g.raw)
	}
	r.post(text("x", m{"message_reference": m{"message_id": q.ID, "fail_if_not_exists": false}})).is(t, "an answer without the permission", 400, 160002)
	r.Deny(r.channel, discordtest.ViewChannel)
	r.call("GET", "/channels/"+r.channel+"/messages", nil).is(t, "a channel that is hidden", 403, 50001)
	r.post(text("x")).is(t, "a message to it", 403, 50001)
	r.Deny(r.channel, discordtest.SendMessages)
	r.post(text("x")).is(t, "a message where the bot may not write", 403, 50013)
	r.DeleteChannel(r.channel)
	r.post(text("x")).is(t, "a message to a deleted channel", 404, 10003)
}

func TestEdit_OnlyOwnMessagesAndNeverEmpty(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	own := r.post(text("first")).id()
	path := "/channels/" + r.channel + "/messages/"
	if g := r.call("PATCH", path+own, text("second")); g.status != 200 || g.body["content"] != "second" {
		t.Errorf("got %d %s", g.status, g.raw)
	}
	r.call("PATCH", path+own, text("")).is(t, "an edit that leaves nothing", 400, 50006)
	r.call("PATCH", path+own, text(strings.Repeat("a", 2001))).is(t, "a long edit", 400, 50035)
	r.call("PATCH", path+own, text("x", m{"flags": 0})).is(t, "an edit that unfolds links", 400, 50035)
	theirs := r.Say(r.user, r.channel, "theirs", true, nil).ID
	r.call("PATCH", path+theirs, text("mine")).is(t, "another's message", 403, 50005)
	r.call("PATCH", path+"1", text("x")).is(t, "no message", 404, 10008)
	if all := r.Messages(r.channel); all[0].Content != "second" || all[0].Edited != 1 || all[1].Content != "theirs" {
		t.Errorf("got %+v", all)
	}
}
