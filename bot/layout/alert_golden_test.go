package layout

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/phrases"
)

// alertIn is an alert that speaks a language; what the sources say stays English.
func alertIn(lang string) brief.Alert {
	at := monday.Add(6*time.Hour + 35*time.Minute)
	dam := story(7, "Oru dam closed after cracks found", []string{"Coast Radio", "North Wire", "Velland Herald", "The Ledger", "Harbour Post"},
		claimOf(claim.KindWritten, "The operator says the valley below is being cleared.", "Coast Radio"))
	return brief.Alert{Briefing: brief.Briefing{At: at, Zone: time.UTC, Stories: []brief.Story{dam}, Model: "m", Read: true, Lang: lang}, Reports: 5,
		Within: 40 * time.Minute}
}

func TestParts_AlertsAndWhatIsToldLateInSixLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range phrases.Languages() {
		quoted := alertIn(lang)
		quoted.Model, quoted.Reports, quoted.Within = "", 4, time.Minute
		quoted.Stories[0].Update, quoted.Stories[0].Earlier, quoted.Stories[0].ToldAt = true, "Cracks found in Oru dam", monday.Add(2*time.Hour)
		quoted.Stories[0].EarlierLink = "https://discord.com/channels/1/2/3"
		late := briefingOf(9)
		late.Lang = lang
		late.Stories[0].Quiet = true
		late.Stories[1].HeldSince, late.Stories[8].HeldSince = saturday, monday.Add(-time.Hour)
		briefingtest.Golden(t, "alert-"+lang, show(alertIn(lang).Blocks())+show(quoted.Blocks())+show(late.Blocks()))
	}
}

// The first line of an alert is known by its date and minute, whatever its heading
// holds, and stands in the first line alone.
func TestParts_AnAlertsMarker(t *testing.T) {
	t.Parallel()
	for _, lang := range append(phrases.Languages(), phrases.Pseudo) {
		alert := alertIn(lang)
		alert.Stories[0].Title = strings.Repeat("**a** | `b` [c](d) \u202e", 9)
		parts := Parts(alert.Blocks())
		if len(parts) != 1 || Units(parts[0].Content) > PartMost {
			t.Fatalf("%s: %d parts", lang, len(parts))
		}
		first, _, _ := strings.Cut(parts[0].Content, "\n")
		if parts[0].Marker == "" || !strings.HasPrefix(first, parts[0].Marker+" ") || strings.Contains(parts[0].Marker, "a") && strings.Contains(parts[0].Marker, "`") {
			t.Errorf("%s: the marker %q does not begin %q", lang, parts[0].Marker, first)
		}
		if len(parts[0].Stories) != 1 || parts[0].Stories[0] != 7 {
			t.Errorf("%s: stories %v", lang, parts[0].Stories)
		}
	}
}
