package picture

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const body = `{"type": 4, "data": {"flags": 68, "content": "**World, Mon 23 Nov, 07:30** (2 stories)\n\n### 40 found alive in Senn\n` +
	`Update. Rescuers found \\*40\\* people ([Coast Radio](<https://coast.example/a_b>)).\n- one ||hidden [X](<https://x.example/>) too|| end\n` +
	`-# Next: <t:1795505400:f> in <#12> for <@&3>", "components": [{"type": 1, "components": [{"type": 3, "custom_id": "m", "placeholder": ` +
	`"Open a story", "options": [{"label": "40 found", "value": "0"}]}]}, {"type": 1, "components": [{"type": 2, "style": 2, "label": "Ask <b>", ` +
	`"custom_id": "a"}, {"type": 2, "style": 4, "label": "Remove", "custom_id": "r", "disabled": true}]}]}}`

func TestLinear_SaysWhatIsThere(t *testing.T) {
	m, err := Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	want := `only you can see this
World, Mon 23 Nov, 07:30 (2 stories)
heading 3: 40 found alive in Senn
Update. Rescuers found *40* people ((link) Coast Radio).
item: one (spoiler) end
Next: 24 November 2026 07:30 in #channel for @role
menu: Open a story
  option: 40 found
button: Ask <b>
button: Remove, not available
`
	if diff := cmp.Diff(want, Linear(m, time.UTC)); diff != "" {
		t.Error(diff)
	}
}

func TestLinear_AForm(t *testing.T) {
	m, err := Parse([]byte(`{"type": 9, "data": {"title": "Time and city", "components": [{"type": 18, "label": "City", "description": ` +
		`"Whose time", "component": {"type": 4, "style": 1, "custom_id": "c", "value": "Berlin"}}, {"type": 18, "label": "File", "component": {"type": 19, "required": false}}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := "form: Time and city\nlabel: City, required, Whose time\nfield: Berlin\nlabel: File\nfile field\nbutton: Cancel\nbutton: Submit\n"
	if diff := cmp.Diff(want, Linear(m, time.UTC)); diff != "" {
		t.Error(diff)
	}
}

func TestPage_DrawsAndEscapes(t *testing.T) {
	m, err := Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Page(&b, []Message{m, {Title: "Ask", Components: []Component{{Type: typeInput, Style: 2, Placeholder: "x"},
		{Type: typeLabel, Label: "City", Description: "Whose", Component: &Component{Type: typeInput}}}}}, Look{Lang: "ar"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<b>World, Mon 23 Nov, 07:30</b> (2 stories)`, `<h3 dir="auto">40 found alive in Senn</h3>`,
		`*40* people (<a>Coast Radio</a>).`, `<span class="spoiler">hidden </span>`, `<div class="small" dir="auto">Next: `, `>Ask &lt;b&gt;<`,
		`class="button danger disabled"`, `lang="ar"`, `class="form"`, `<span class="button primary">Submit</span>`, `*</span></div><div class="help" dir="auto">Whose`,
		`<div class="input s2 hint" dir="auto">x</div>`, `message private`, `width: 390px`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(b.String(), "Ask <b>") {
		t.Error("a label is not escaped")
	}
}

func TestGolden_PartsOfAFile(t *testing.T) {
	got := Golden("=== part 1, 5 units\nHello\nyou\n=== part 2\nthere\n=== a form\n{\n \"title\": \"Ask\"\n}\n=== no form\n{x}\n")
	want := []Message{{Content: "Hello\nyou"}, {Content: "there"}, {Title: "Ask"}, {Content: "{x}"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzLinear(f *testing.F) {
	for _, s := range []string{"**a", "[x](<http://y>)", `\`, "<t:99999999999999999999>", "||", "- ||a|| `b`", "[[]](", "__*x*__"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := Message{Content: s}
		if got := Linear(m, time.UTC); !strings.HasSuffix(got, "\n") {
			t.Errorf("%q ends without a line", got)
		}
		if err := Page(&strings.Builder{}, []Message{m}, Look{}); err != nil {
			t.Error(err)
		}
	})
}
