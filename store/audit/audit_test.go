package audit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/store/audit"
)

func TestDiff_NamesWhatDiffers(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, before, after string
		want                []audit.Change
	}{
		{"nothing", `{"a":1}`, `{"a": 1}`, nil},
		{"a value", `{"stories":5,"topic":"x"}`, `{"stories":3,"topic":"x"}`, []audit.Change{{Field: "stories", Before: "5", After: "3"}}},
		{"come and gone, by name", `{"zone":"UTC","quiet":true}`, `{"words":["a","b"],"zone":"UTC"}`,
			[]audit.Change{{Field: "quiet", Before: "true"}, {Field: "words", After: `["a","b"]`}}},
		{"inside an object", `{"alerts":{"on":false,"reports":4}}`, `{"alerts":{"on":true,"reports":4}}`,
			[]audit.Change{{Field: "alerts.on", Before: "false", After: "true"}}},
		{"an object that comes", `{}`, `{"alerts":{"on":true}}`, []audit.Change{{Field: "alerts.on", After: "true"}}},
		{"what the program keeps for itself", `{}`, `{"greeted":true,"alerts":{"since":"2026-11-20T12:00:00Z"}}`, nil},
		{"null is no value", `{"a":null}`, `{}`, nil},
		{"what was no object", `broken`, `{"a":"b"}`, []audit.Change{{Field: "a", After: "b"}}},
	} {
		if d := cmp.Diff(x.want, audit.Diff(x.before, x.after)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, d)
		}
	}
}

func TestDiff_StaysShort(t *testing.T) {
	t.Parallel()
	var fields []string
	for i := range 1000 {
		fields = append(fields, fmt.Sprintf(`"%sä%d":"%s"`, strings.Repeat("f", 98), i, strings.Repeat("🦆", 5000)))
	}
	changes := audit.Diff("{}", "{"+strings.Join(fields, ",")+"}")
	if len(changes) != 30 {
		t.Errorf("%d changes, want 30", len(changes))
	}
	for _, c := range changes {
		if len(c.Field) > 110 || len(c.After) > 110 || !utf8.ValidString(c.Field+c.After) {
			t.Fatalf("a change of %d and %d bytes: %q", len(c.Field), len(c.After), c)
		}
	}
}

func TestActor_IsWhoseContextItIs(t *testing.T) {
	t.Parallel()
	ctx := audit.By(audit.By(context.Background(), "7"), "8")
	if got := audit.Actor(ctx) + audit.Actor(context.Background()); got != "8" {
		t.Errorf("got %q, want 8", got)
	}
}
