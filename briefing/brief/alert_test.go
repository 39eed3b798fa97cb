package brief

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
)

// A word of the channel's list hides the heading and the text of an alert, and not
// the words by which it is known.
func TestAlertBlocks_HideAListedWord(t *testing.T) {
	cite := []claim.Cite{{Outlet: "Coast Radio", URL: "https://coast.example/1"}}
	for word, hidden := range map[string]bool{"cracks": true, "rain": false} {
		s := Story{ID: 1, Title: "Oru dam closed", Reports: 4, Claims: []claim.Claim{{Text: "Oru dam closed", Cites: cite},
			{Text: "Engineers found cracks in its wall.", Kind: claim.KindWritten, Cites: cite}}}
		alert := Alert{Briefing: Briefing{At: time.Now(), Stories: []Story{s}, words: message.NewWordList(word, message.Spoiler)}, Reports: 4,
			Within: time.Hour}
		for i, b := range alert.Blocks() {
			for k, r := range b.Runs {
				want := hidden && (i == 0 && k == 1 || b.Kind == message.Para && !r.Open)
				if r.Spoiler != want {
					t.Errorf("%s: %q is hidden: %v, want %v", word, r.Text, r.Spoiler, want)
				}
			}
		}
	}
}

// The reports are counted in the minutes in which they were first seen, one at least.
func TestSeenWithin_InMinutes(t *testing.T) {
	at := time.Now()
	for _, c := range []struct{ apart, want time.Duration }{{0, time.Minute}, {20 * time.Second, time.Minute}, {40 * time.Minute, 40 * time.Minute}} {
		var first, last claim.Article
		first.Item.Article.Seen, last.Item.Article.Seen = at.Add(c.apart), at
		if got := seenWithin([]claim.Article{first, last}); got != c.want {
			t.Errorf("%s apart: %s, want %s", c.apart, got, c.want)
		}
	}
}
