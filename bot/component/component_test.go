package component

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
	"dateline/bot/wire"
)

var long = strings.Repeat("wörter ", 60)

// checked checks the body of a request against Discord's rules, and against its
// official file where that is given.
func checked(t *testing.T, path string, body any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	const command = 2
	if err := discordtest.CheckBody("POST", path, raw, command); err != nil {
		t.Errorf("%v: %s", err, raw)
	}
}

func TestForm_FitsDiscordWhateverTheTexts(t *testing.T) {
	var options []Option
	for i := range 30 {
		options = append(options, Option{Label: long, Value: fmt.Sprint(i), Help: long}, Option{Value: fmt.Sprint(i)})
	}
	for name, fields := range map[string][]Field{
		"each kind once": {Text{ID: "a", Hint: long, Value: "x"}, Menu{ID: "b", Hint: long, Options: options, Chosen: []string{"1", "2"}, Most: 99},
			Menu{ID: "c", Types: []int{0, 5}, Chosen: []string{"1"}}, Menu{ID: "d", Roles: true, Optional: true, Chosen: []string{"1", "2"}}, Upload{ID: "e", Most: 99}},
		"six":         {Text{ID: "a"}, Text{ID: "b"}, Text{ID: "c"}, Text{ID: "d"}, Text{ID: "e"}, Text{ID: "f"}},
		"small ones":  {Text{ID: "a", Long: true, Optional: true, Most: 10, Value: long}, Upload{ID: "b", Optional: true}},
		"one option":  {Menu{ID: "a", Options: options[:1], Most: 3}},
		"a blank one": {Menu{ID: "a", Options: []Option{{Label: " ", Value: "x"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			form := Form{ID: "form", Title: long}
			for _, field := range fields {
				form.Labels = append(form.Labels, Label{Text: long, Help: long, Field: field})
			}
			checked(t, "/interactions/1/token/callback", map[string]any{"type": 9, "data": form.Data()})
		})
	}
}

func TestMenu_FitsAMessage(t *testing.T) {
	rows := []discordgo.MessageComponent{
		Row(Menu{ID: "a", Hint: long, Types: []int{0, 5, 15}, Chosen: []string{"1", "2"}}), Row(Menu{ID: "b", Roles: true, Optional: true}),
		Row(Menu{ID: "c", Options: []Option{{Label: "One", Value: "1"}, {Label: "Two", Value: "2"}}, Chosen: []string{"2"}}),
		Row(Button(long, "d"), Primary("Save", "e"), Danger("Remove", "f")),
	}
	checked(t, "/channels/1/messages", map[string]any{"content": "x", "flags": 4, "allowed_mentions": map[string]any{"parse": []string{}},
		"components": rows})
}

func TestRead_BringsBackWhatWasPutIn(t *testing.T) {
	var data wire.InteractionData
	const sent = `{"custom_id":"form","components":[
		{"type":1,"components":[{"type":4,"custom_id":"row","value":"in a row"}]},
		{"type":18,"component":{"type":4,"custom_id":"text","value":"in a label"}},
		{"type":18,"component":{"type":3,"custom_id":"menu","values":["1","2"]}},
		{"type":18,"component":{"type":8,"custom_id":"where","values":["7","8"]}},
		{"type":18,"component":{"type":19,"custom_id":"files","values":["5","6"]}}],
		"resolved":{"attachments":{"5":{"id":"5","filename":"a.opml","size":3,"url":"https://cdn.discordapp.com/a"}},
		"channels":{"7":{"id":"7","type":5,"name":"news","app_permissions":"3072"},"8":{"id":"9"}}}}`
	if err := json.Unmarshal([]byte(sent), &data); err != nil {
		t.Fatal(err)
	}
	answers := Read(data)
	got := []any{answers.Text("row"), answers.Text("text"), answers.Text("gone"), answers.Values("menu"), answers.Values("text")}
	if diff := cmp.Diff([]any{"in a row", "in a label", "", []string{"1", "2"}, []string{}}, got, cmp.Transformer("full", func(x []string) string { return fmt.Sprint(x) })); diff != "" {
		t.Error(diff)
	}
	if files := answers.Files("files"); len(files) != 1 || files[0].Name.V != "a.opml" || files[0].Size.V != 3 {
		t.Errorf("files: %+v", files)
	}
	if rooms := answers.Channels("where"); len(rooms) != 1 || rooms[0].Name.V != "news" {
		t.Errorf("channels: %+v", rooms)
	}
	data.Values.V = []string{"8", "7", "6"}
	if rooms := PickedChannels(data); len(rooms) != 1 || rooms[0].ID != 7 {
		t.Errorf("picked: %+v", rooms)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"components":[{"type":18,"component":{"custom_id":"a","value":"x","values":["1"]}}],"resolved":{"attachments":{"1":{}}}}`)
	f.Add(`{"components":[{"components":[{"components":[{"components":[{"custom_id":"a"}]}]}]}],"resolved":{"channels":[]}}`)
	f.Fuzz(func(t *testing.T, sent string) {
		var data wire.InteractionData
		if json.Unmarshal([]byte(sent), &data) != nil {
			return
		}
		answers := Read(data)
		_ = answers.Text("a")
		if n := len(answers.Files("a")); n > uploadMost {
			t.Errorf("%d files", n)
		}
		if n := len(answers.Channels("a")); n > valuesRead {
			t.Errorf("%d channels", n)
		}
	})
}
