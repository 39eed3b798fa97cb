package change_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/bot/change"
	"dateline/bot/layout"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store/audit"
	"dateline/store/state"
)

var monday = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)

func said(x audit.Line, w *phrases.Words) string {
	return layout.Parts([]message.Block{change.Line(x, w)})[0].Content
}

func TestLine_ReadsAsDesigned(t *testing.T) {
	t.Parallel()
	lines := []audit.Line{
		{Actor: "7", Action: state.ScheduleAdded, Detail: audit.Detail{Name: "World", Place: "news", Changes: append([]audit.Change{audit.Of("rule", "", "every 3 hours except 22:00-07:00"), audit.Of("zone", "", "Europe/Berlin")},
			audit.Diff("{}", profile.Schedule{Stories: 5, Length: "short", Topic: "Sudan", Lang: "de", Only: []string{"BBC", "DW"}, Languages: []string{"en", "de"}, Ping: 8, Review: 9, ReviewFor: 30 * time.Minute}.String())...)}},
		{Actor: "7", Action: state.ScheduleChanged, Detail: audit.Detail{Name: "World", Place: "news", Changes: audit.Diff(`{"stories":5,"quiet":true,"topic":"x","length":"long"}`, `{"stories":3}`)}},
		{Actor: "", Action: state.SourceDropped, Detail: audit.Detail{Name: "BBC"}},
		{Actor: "command line", Action: state.SourceAdded, Detail: audit.Detail{Name: "BBC"}},
		{Actor: "8", Action: state.ServerChanged, Detail: audit.Detail{Changes: audit.Diff(`{"zone":"UTC"}`, `{"zone":"Europe/Berlin","moderators":12,"asking":"open"}`)}},
		{Actor: "8", Action: state.ChannelChanged, Detail: audit.Detail{Name: "news", Changes: audit.Diff(`{}`, `{"words":["suicid*"],"words_action":"leave out","alerts":{"on":true,"reports":4,"quiet":"22:00-07:00","set_by":"8"}}`)}},
		{Actor: "8", Action: state.ToldCorrected, Detail: audit.Detail{Name: "claim:55", Changes: []audit.Change{audit.Of("why", "", "it was 14")}}},
		{Actor: "8", Action: "something later", Detail: audit.Detail{Name: "news", Changes: []audit.Change{audit.Of("unheard", "1", "2")}}},
	}
	var b strings.Builder
	for _, lang := range phrases.Languages() {
		fmt.Fprintf(&b, "--- %s\n", lang)
		for _, x := range lines {
			x.At = monday
			b.WriteString(said(x, phrases.In(lang)) + "\n")
		}
	}
	briefingtest.Golden(t, "line", b.String())
}

// Whatever can be set has a name that people read, and each change a sentence.
func TestLine_EverySettingHasAName(t *testing.T) {
	t.Parallel()
	for _, settings := range []any{profile.Server{}, profile.Channel{}, profile.Schedule{}} {
		for _, name := range fields(reflect.TypeOf(settings), "") {
			if changes := audit.Diff("{}", object(name)); len(changes) > 0 && !phrases.In("en").Has("field_"+name) {
				t.Errorf("nobody says what %q is", name)
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "../../store/state/state.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Action" {
			seen++
			action, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if key := "audit_" + strings.ReplaceAll(action, "-", "_"); err != nil || !phrases.In("en").Has(key) {
				t.Errorf("nobody says what %q is, %v", action, err)
			}
		}
		return true
	})
	if seen < 11 {
		t.Errorf("found %d actions", seen)
	}
}

// fields are the names under which a struct is stored, those inside another behind a dot.
func fields(of reflect.Type, prefix string) (out []string) {
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous:
			out = append(out, fields(field.Type, prefix)...)
		case field.Type.Kind() == reflect.Struct && field.Type.PkgPath() != "time":
			out = append(out, fields(field.Type, name+".")...)
		default:
			out = append(out, prefix+name)
		}
	}
	return out
}

// object is a stored text with one field.
func object(name string) string {
	if outer, inner, ok := strings.Cut(name, "."); ok {
		return fmt.Sprintf(`{%q:{%q:"x"}}`, outer, inner)
	}
	return fmt.Sprintf(`{%q:"x"}`, name)
}

// What is stored may be anything: a setting's name, a topic, what a broken program wrote.
func FuzzLine(f *testing.F) {
	f.Add("7", "schedule-added", "World", "news", "rule", "daily 07:30", "@everyone")
	f.Add("@everyone", "x", "<@7>", "](http://x)", "ping", "99999999999999999999999", "8")
	f.Add("<#1>", "server-changed", "```", "\n# x", "review_for", "9e99", "[1,2]")
	f.Fuzz(func(t *testing.T, actor, action, name, place, field, before, after string) {
		x := audit.Line{At: monday, Actor: actor, Action: state.Action(action), Detail: audit.Detail{Name: name, Place: place, Changes: []audit.Change{audit.Of(field, before, after)}}}
		for _, lang := range phrases.Languages() {
			got := said(x, phrases.In(lang))
			if strings.Contains(got, "%!") || strings.Contains(got, "\n") || strings.Contains(got, "@everyone") {
				t.Errorf("%s: %q", lang, got)
			}
		}
	})
}
