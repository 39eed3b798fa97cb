package answer

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/claim"
	"dateline/briefing/phrases"
)

func TestRefusedWhole_SaysHowPartsWereMet(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	said := func(s string) []claim.Claim {
		return []claim.Claim{{Kind: claim.KindQuoted, Text: s, Cites: []claim.Cite{{Article: s, Outlet: "Coast Radio", Published: at}}}}
	}
	closest := Answer{At: at, Abstained: true, Passages: said("The bridge is closed.")}
	other := Answer{At: at, Abstained: true, Passages: said("The road is closed.")}
	for name, c := range map[string]struct {
		subs      []Answer
		want, not string
	}{
		"two passages":        {[]Answer{closest, other}, "The closest I have read“The bridge is closed.” Coast Radio, 20 Nov.“The road is closed.” Coast Radio, 20 Nov.", "Written"},
		"one passage twice":   {[]Answer{closest, closest}, "The closest I have read“The bridge is closed.” Coast Radio, 20 Nov.No language", "Written"},
		"a person is accused": {[]Answer{closest, {Abstained: true, Person: true, Why: phrases.Later("no_guess")}}, phrases.In("en").Say("no_guess"), "bridge"},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for _, x := range refusedWhole(c.subs).Blocks() {
				for _, r := range x.Runs {
					b.WriteString(r.Text)
				}
			}
			if got := b.String(); !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
				t.Errorf("got %q, want %q and not %q", got, c.want, c.not)
			}
		})
	}
}

func TestNewGaps_RepeatNoAccusationAndNoMarkup(t *testing.T) {
	got := newGaps([]string{" And who pays\nfor it? ", "Who ordered the shelter", "is Tilda Crook a thief?", "see https://evil.example/x"}, "Who pays for the shelter?")
	if d := cmp.Diff([]string{"who pays for it", "who ordered the shelter", ""}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, bad := range []string{"is Tilda Crook a thief?", "see https://evil.example/x", "ask @everyone", strings.Repeat("why ", 50)} {
		if got := newGap(bad); got != "" {
			t.Errorf("%q is named %q", bad, got)
		}
	}
	if d := cmp.Diff([]string{"who pays for it", "a part of the question"}, Answer{Gaps: []string{"who pays for it", ""}}.Unanswered()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNewGaps_NameNobodyWithWhatNobodyAsked(t *testing.T) {
	for _, c := range []struct{ question, said, want string }{
		{"Who set the school of Hale on fire?", "Nele Hart, 17, who burnt down the school", ""},
		{"Who set the school of Hale on fire?", "whether Nele Hart did it", ""},
		{"Who set the school of Hale on fire?", "where Tilda Roos hid the money", ""},
		{"When does Tilda Roos open the bridge, and what does it cost?", "when Tilda Roos opens the bridge", "when Tilda Roos opens the bridge"},
		{"When does Tilda Roos open the bridge, and what does it cost?", "what the bridge in Hale costs", "what the bridge in Hale costs"},
		{"Wer hat die Schule von Hale angezündet?", "ob Nele Hart, 17, es war", ""},
		{"Wer hat die Schule von Hale angezündet?", "warum Jonas Weber das Geld nahm", ""},
		{"Wann öffnet Tilda Roos die Brücke?", "wann Tilda Roos die Brücke öffnet", "wann Tilda Roos die Brücke öffnet"},
	} {
		want := []string{c.want}
		if d := cmp.Diff(want, newGaps([]string{c.said}, c.question)); d != "" {
			t.Errorf("%s: %s (-want +got):\n%s", c.question, c.said, d)
		}
	}
}

func TestLackedWord_OfWhatWasReadTwiceOnlyWhatAccuses(t *testing.T) {
	const said, source = "The complaint over delayed flights names the crook Tilda Roos.", "The complaint names Roos."
	for question, want := range map[string][2]string{
		"What does the complaint over delayed flights say?": {"delayed", ""},
		"Is Tilda Roos a crook?":                            {"crook", "crook"},
		"Does the complaint name Tilda Roos?":               {"", ""},
		"Whom does the complaint name?":                     {"", ""},
	} {
		if got := [2]string{lackedWord(said, source, question, false), lackedWord(said, source, question, true)}; got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}
