package layout

import (
	"testing"

	"dateline/briefing/message"
)

func TestPlain_IsTheTextWithoutItsMarks(t *testing.T) {
	for text, want := range map[string]string{
		"World":                        "World",
		"A *bold* name_of [it] \\ <x>": "A *bold* name_of [it] \\ <x>",
		"@everyone `now` || https://discord.gg/x": "@everyone `now` || https://discord.gg/x",
	} {
		drawn := draw([]message.Run{{Text: text, Bold: true}, {Text: " (5 stories)"}}, 0)
		if got := Plain(drawn + " <@&123> <t:5:R>"); got != want+" (5 stories)" {
			t.Errorf("%q drawn as %q is %q", text, drawn, got)
		}
	}
	linked := draw([]message.Run{{Text: "Said ("}, {Text: "Coast Radio", Link: "https://coast.example/a_(b)"}, {Text: ")."}}, 1)
	if got := Plain(linked); got != "Said (Coast Radio)." {
		t.Errorf("%q is %q", linked, got)
	}
	if got := Plain(`-# World, continued, 2 of 3 \`); got != "World, continued, 2 of 3" {
		t.Errorf("got %q", got)
	}
}
