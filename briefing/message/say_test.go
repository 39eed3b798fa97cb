package message

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/phrases"
)

func TestSay_TimesAndLinksStandInTheText(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	link := Run{Text: "that post", Link: "https://a.example"}
	said := func(args ...any) string { return fmt.Sprintf("the briefing of %s was told", args...) }
	for _, x := range []struct {
		name string
		args []any
		want []Run
	}{
		{"a time", []any{at}, []Run{{Text: "the briefing of "}, {Time: at}, {Text: " was told"}}},
		{"a link", []any{link}, []Run{{Text: "the briefing of "}, link, {Text: " was told"}}},
		{"several", []any{[]Run{{Time: at}, link}}, []Run{{Text: "the briefing of "}, {Time: at}, link, {Text: " was told"}}},
		{"none", []any{[]Run(nil)}, []Run{{Text: "the briefing of "}, {Text: " was told"}}},
		{"words", []any{"Monday"}, []Run{{Text: "the briefing of Monday was told"}}},
		{"words that imitate a place", []any{"\x000\x00"}, []Run{{Text: "the briefing of 0 was told"}}},
	} {
		if diff := cmp.Diff(x.want, fill(said, x.args)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, diff)
		}
	}
	if diff := cmp.Diff([]Run{{Text: "Update"}}, Say(phrases.In("en"), "update")); diff != "" {
		t.Errorf("without anything to put in (-want +got):\n%s", diff)
	}
}
