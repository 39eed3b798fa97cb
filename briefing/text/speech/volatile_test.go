package speech

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/text"
)

func TestVolatile_CountsAndTimesOfChange(t *testing.T) {
	for _, line := range []string{
		"117 points, 13 comments", "Points: 57", "# Comments: 7", "1,234 views", "1.2k views", "5 min read", "117 points by ann 3 hours ago", "3 hours ago", "Updated 12 minutes ago", "Last updated at 12:31",
		"Last updated on 28 November 2026 at 12:31 UTC", "Aktualisiert am 28. November 2026, 12:31 Uhr", "12 people are reading this now", "Read 1,204 times", "42 Kommentare", "hace 5 minutos", "Views: 12 | Likes: 3", "3 new replies",
	} {
		if !Volatile(line) {
			t.Errorf("%q is told as news", line)
		}
	}
	for _, line := range []string{
		"3 dead", "Magnitude: 5.6", "Depth: 10 km", "Score: 2-1", "The toll rose to 3.", "Two people died in the fire.", "The bill passed with 117 votes.", "Comments on the plan close on Friday.", "Rules updated for 12 ferries",
		"A man died 3 hours ago in Lund.", "Pier 1 closed", "Yes: 12,345 votes for Lund", "",
	} {
		if Volatile(line) {
			t.Errorf("%q is taken for a counter", line)
		}
	}
	if long := strings.Repeat("117 points, ", 40); Volatile(long) {
		t.Error("a whole text is taken for a counter")
	}
}

func TestSaidParts_LeavesOutWhatEachVisitChanges(t *testing.T) {
	body := "The pier is closed. 117 points, 13 comments\n\nFerries use pier 9 · Updated 12:31 · 4 comments\n\nRead more on our site."
	want := []string{"The pier is closed.", "Ferries use pier 9 ·"}
	if d := cmp.Diff(want, SaidParts(body, text.Sentences(body, "en"))); d != "" {
		t.Error(d)
	}
}
