package brief_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/storetest"
)

// A briefing shows two sentences and sixty words of an article, however long it is told and
// however many of them are new; of one that allows no quotation its heading and its link.
func TestBriefing_QuotesTwoSentencesOfAnArticle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		said := []string{"The port office of Karsk closed pier 1 on Friday after divers had found a crack.",
			"Four ferries of the Karsk line wait outside of the port until Sunday, the office said.",
			"Engineers of the port of Karsk will pour 90 tons of concrete into the pier on Saturday.",
			"The repair of the Karsk pier costs 7 million crowns, the mayor told reporters there."}
		long := "The union of dockers of Karsk demands" + strings.Repeat(" that each of the hands be paid for the days of the closure,", 6) + " it said."
		d.Read(briefingtest.Article("pier", "Karsk Post", "Karsk closes pier 1 after divers find crack", long+" "+strings.Join(said, " ")))
		kept := briefingtest.Flood
		kept.State("feed1", rights.None)
		d.Read(kept)
		briefing, err := (&brief.Writer{Store: s}).Write(t.Context(), brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour),
			At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "long"})
		if err != nil || len(briefing.Stories) != 2 {
			t.Fatalf("%d stories, %v", len(briefing.Stories), err)
		}
		shown := briefingtest.Say(briefing.Blocks())
		for _, story := range briefing.Stories {
			words, sentences := 0, 0
			for _, c := range story.Claims {
				if c.Kind == claim.KindQuoted {
					words, sentences = words+rights.Words(c.Text), sentences+1
				}
			}
			want := 2
			if strings.Contains(story.Title, "Senn") {
				want = 0
			}
			if sentences != want || words > rights.Briefing.Words {
				t.Errorf("%s: %d sentences, %d words:\n%s", story.Title, sentences, words, shown)
			}
			if link := fmt.Sprint(briefing.Blocks()); !strings.Contains(link, story.Claims[0].Cites[0].URL) {
				t.Errorf("%s has no link", story.Title)
			}
		}
		if strings.Contains(shown, "Rescuers reached") || !strings.Contains(shown, kept.Title) {
			t.Errorf("what may not be quoted stands in\n%s", shown)
		}
	})
}
