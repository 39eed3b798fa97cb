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

func TestRuns_AreDrawnAsTheLineWas(t *testing.T) {
	for _, runs := range [][]message.Run{
		{{Text: "Forty *alive* [really]. "}, {Text: "Coast_Radio", Link: "https://coast.example/a_b"}, {Text: "; also North Wire."}},
		{{Text: "A", Link: "https://a.example/"}, {Text: ", "}, {Text: "B", Link: "https://b.example/"}},
		{{Text: "No link."}},
	} {
		line := draw(runs, 9)
		if got := draw(Runs(line), 9); got != line {
			t.Errorf("%q is drawn as %q", line, got)
		}
	}
	if got := Runs("**Update.** [A](<javascript:x>) ||gone||"); len(got) != 1 || got[0].Link != "" {
		t.Errorf("got %+v", got)
	}
}
