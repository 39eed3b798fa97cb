package discordtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
)

func label(component m, more ...m) m {
	out := m{"type": 18, "label": "Label", "component": component}
	for _, x := range more {
		for k, v := range x {
			out[k] = v
		}
	}
	return out
}

func modal(list ...any) m { return m{"custom_id": "form", "title": "Title", "components": list} }

func input(id string) m { return m{"type": 4, "custom_id": id, "style": 1} }

func pick(kind int, id string) m { return m{"type": kind, "custom_id": id} }

func TestModalFault_LabelsHoldOneComponentEach(t *testing.T) {
	r := newRig(t, discordtest.Options{})
	texts := with(menu(3), "custom_id", "texts")
	accepted := map[string]m{
		"a text input":         modal(label(input("a"), m{"description": strings.Repeat("d", 100)})),
		"a menu of texts":      modal(label(texts)),
		"a channel menu":       modal(label(with(pick(8, "c"), "channel_types", []int{0, 5}, "min_values", 0, "required", false))),
		"a role menu":          modal(label(with(pick(6, "r"), "default_values", []any{m{"id": "1", "type": "role"}}))),
		"files":                modal(label(with(pick(19, "f"), "max_values", 10))),
		"five of them":         modal(label(input("a")), label(texts), label(pick(8, "c")), label(pick(6, "r")), label(pick(19, "f"))),
		"a row as it was once": modal(row(with(input("a"), "label", "L"))),
	}
	for name, data := range accepted {
		r.ack(r.ask(), 9, data).is(t, name, 204, 0)
	}
	refused := map[string]m{
		"six labels":                      modal(label(input("a")), label(input("b")), label(input("c")), label(input("d")), label(input("e")), label(input("f"))),
		"a label of 46 characters":        modal(label(input("a"), m{"label": strings.Repeat("l", 46)})),
		"a description of 101 characters": modal(label(input("a"), m{"description": strings.Repeat("d", 101)})),
		"a label in a label":              modal(label(with(input("a"), "label", "L"))),
		"a button in a label":             modal(label(button("a"))),
		"a custom id twice":               modal(label(input("a")), label(pick(8, "a"))),
		"a menu in a row":                 modal(row(menu(2))),
		"a menu without custom id":        modal(label(m{"type": 8})),
		"a menu that is disabled":         modal(label(with(pick(8, "c"), "disabled", true))),
		"more values than options":        modal(label(with(texts, "max_values", 4))),
		"more chosen than may be":         modal(label(with(pick(8, "c"), "default_values", []any{m{"id": "1", "type": "channel"}, m{"id": "2", "type": "channel"}}))),
		"a role chosen among channels":    modal(label(with(pick(8, "c"), "default_values", []any{m{"id": "1", "type": "role"}}))),
		"a menu of channels with options": modal(label(with(pick(8, "c"), "options", []any{m{"label": "a", "value": "b"}}))),
		"eleven files":                    modal(label(with(pick(19, "f"), "max_values", 11))),
		"more files at least than most":   modal(label(with(pick(19, "f"), "min_values", 2))),
		"a value longer than allowed":     modal(label(with(input("a"), "max_length", 2, "value", "abc"))),
		"a placeholder of 101 characters": modal(label(with(input("a"), "placeholder", strings.Repeat("p", 101)))),
		"an input without style":          modal(label(m{"type": 4, "custom_id": "a"})),
		"least over most":                 modal(label(with(input("a"), "min_length", 3, "max_length", 2))),
	}
	for name, data := range refused {
		x := r.ask()
		r.ack(x, 9, data).is(t, name, 400, 50035)
		if x.Modal() != nil {
			t.Errorf("%s: it opened", name)
		}
	}
}

// interaction is what the bot gets of one.
type interaction struct {
	Type int
	Data struct {
		CustomID      string `json:"custom_id"`
		ComponentType int    `json:"component_type"`
		Values        []string
		Components    []any
		Options       []m
		Resolved      map[string]map[string]m
	}
}

// sends gives what the bot gets of an interaction.
func (r *rig) sends(in discordtest.Interaction) (out interaction) {
	r.t.Helper()
	g, _ := r.join(guilds)
	in.User, in.Channel = r.user, r.channel
	r.Interact(in)
	if err := json.Unmarshal(g.hear(0, "INTERACTION_CREATE").D, &out); err != nil {
		r.t.Fatal(err)
	}
	return out
}

func TestSubmit_BringsBackTheFormFilledIn(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	role := r.AddRole(r.guild)
	x := r.ask()
	r.ack(x, 9, modal(label(with(input("name"), "value", "as it was")), label(with(pick(8, "where"), "default_values", []any{m{"id": r.channel, "type": "channel"}})),
		label(pick(6, "whom")), label(with(menu(3), "custom_id", "texts")), label(pick(19, "list")))).is(t, "modal", 204, 0)
	got := r.sends(discordtest.Interaction{Form: x.Modal(), Picks: map[string][]string{"whom": {role}, "texts": {"2"}},
		Files: map[string][]discordtest.File{"list": {{Name: "feeds.opml", Type: "text/x-opml", Content: []byte("<opml/>")}}}})
	if got.Type != 5 || got.Data.CustomID != "form" || len(got.Data.Components) != 5 {
		t.Fatalf("got %+v", got)
	}
	value := func(i int) m { return got.Data.Components[i].(m)["component"].(m) }
	file := ""
	for id := range got.Data.Resolved["attachments"] {
		file = id
	}
	for i, want := range []m{
		{"type": 4.0, "id": 2.0, "custom_id": "name", "value": "as it was"},
		{"type": 8.0, "id": 2.0, "custom_id": "where", "values": []any{r.channel}},
		{"type": 6.0, "id": 2.0, "custom_id": "whom", "values": []any{role}},
		{"type": 3.0, "id": 2.0, "custom_id": "texts", "values": []any{"2"}},
		{"type": 19.0, "id": 2.0, "custom_id": "list", "values": []any{file}},
	} {
		if diff := cmp.Diff(want, value(i)); diff != "" {
			t.Errorf("component %d (-want +got):\n%s", i, diff)
		}
	}
	if room := got.Data.Resolved["channels"][r.channel]; room["name"] != "news" || room["app_permissions"] == nil {
		t.Errorf("the channel is resolved as %v", room)
	}
	if got.Data.Resolved["roles"][role] == nil {
		t.Errorf("the role is not resolved: %v", got.Data.Resolved)
	}
	attachment := got.Data.Resolved["attachments"][file]
	if attachment["filename"] != "feeds.opml" || attachment["size"] != 7.0 || attachment["content_type"] != "text/x-opml" {
		t.Errorf("the file is resolved as %v", attachment)
	}
}

func TestCDN_ServesWhatWasUploadedByItsSignedAddress(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	got := r.sends(discordtest.Interaction{Name: "source import", Options: m{"file": discordtest.File{Name: "list.txt", Content: []byte("one\ntwo")}}})
	option := got.Data.Options[0]["options"].([]any)[0].(m)
	file := got.Data.Resolved["attachments"][option["value"].(string)]
	if option["type"] != 11.0 || file["content_type"] != "text/plain; charset=utf-8" {
		t.Fatalf("the option is %v, the file %v", option, file)
	}
	address := file["url"].(string)
	unsigned, _, _ := strings.Cut(address, "?")
	for at, want := range map[string]string{address: "one\ntwo", unsigned: "This content is no longer available.\n"} {
		resp, err := http.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if string(body) != want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", at, body, err, want)
		}
		_ = resp.Body.Close()
	}
}

func TestPress_MenuOfChannelsResolvesThem(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	r.post(text("where?", m{"components": []any{row(pick(8, "where"))}})).is(t, "menu", 200, 0)
	message := r.ByBot(r.channel)[0]
	got := r.sends(discordtest.Interaction{Press: "where", Values: []string{r.channel}, Message: &message})
	if got.Type != 3 || got.Data.ComponentType != 8 || got.Data.Resolved["channels"][r.channel]["name"] != "news" {
		t.Errorf("got %+v", got)
	}
}

func TestCallback_ChangesTheMessageThatWasPressed(t *testing.T) {
	r := newRig(t, discordtest.Options{})
	x := r.ask()
	r.ack(x, 7, text("x")).is(t, "a change for a command", 400, 50035)
	r.ack(x, 4, text("first", m{"flags": 4 | 64, "components": []any{row(button("a"))}})).is(t, "a private screen", 204, 0)
	press := func() *discordtest.Reply {
		return r.Interact(discordtest.Interaction{User: r.user, Channel: r.channel, Press: "a", Message: x.Message()})
	}
	now := press()
	r.ack(now, 7, m{"content": ""}).is(t, "a change without the rules of the house", 400, 50035)
	r.ack(now, 7, text("second", m{"components": []any{row(button("b"))}})).is(t, "a change at once", 204, 0)
	if x.Text() != "second" || now.Text() != "second" || !x.Private() || x.Message().CustomIDs()[0] != "b" {
		t.Errorf("the screen says %q, the press %q, private %v", x.Text(), now.Text(), x.Private())
	}
	later := press()
	r.ack(later, 6, nil).is(t, "a change that comes later", 204, 0)
	if _, answered := later.Answered(); answered {
		t.Error("it is answered before it is changed")
	}
	r.original(later, text("third")).is(t, "the change", 200, 0)
	r.follow(later, text("beside it", m{"flags": 4 | 64})).is(t, "a message beside it", 200, 0)
	if x.Text() != "third" || later.Text() != "third\nbeside it" || len(r.Messages(r.channel)) != 0 {
		t.Errorf("the screen says %q, the press %q", x.Text(), later.Text())
	}
	form := press()
	r.ack(form, 9, modal(label(input("name")))).is(t, "a modal", 204, 0)
	back := r.Interact(discordtest.Interaction{User: r.user, Channel: r.channel, Form: form.Modal(), Message: x.Message()})
	r.ack(back, 7, text("fourth")).is(t, "a change by a modal that a button opened", 204, 0)
	alone := r.Interact(discordtest.Interaction{User: r.user, Channel: r.channel, Form: form.Modal()})
	r.ack(alone, 7, text("fifth")).is(t, "a change by a modal that a command opened", 400, 50035)
	if x.Text() != "fourth" {
		t.Errorf("the screen says %q", x.Text())
	}
}
