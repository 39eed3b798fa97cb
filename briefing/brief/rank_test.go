package brief_test

import (
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/store/storetest"
)

func TestOrigins_CreditMakesItThatOutletsReport(t *testing.T) {
	const title = "Orrin bridge closed after crack is found"
	own := briefingtest.Article("own", "Coast Radio", title, "The Orrin bridge was closed after divers found a crack in its second pillar, the road office of Karsk said. Lorries wait on both banks.")
	wire := briefingtest.Article("wire", "Reuters", title, "Divers found a crack in a pillar of the Orrin bridge on Friday, and the road office of Karsk closed it at noon for all traffic.")
	told := briefingtest.Article("told", "Harbour Post", title, "The Orrin bridge stays closed until Monday because of a crack, engineer Ada Vell of the Karsk road office told Reuters. She wants new steel.")
	after := briefingtest.Article("after", "North Echo", title, "According to Reuters, the crack in the Orrin bridge at Karsk was seen by divers who had come to look for a lost anchor.")
	for _, c := range []struct {
		name  string
		items []feed.Item
		want  int
	}{
		{"two of their own", []feed.Item{own, wire}, 2},
		{"one credits the other", []feed.Item{wire, told}, 1},
		{"two credit a third that is not there", []feed.Item{told, after}, 1},
		{"all", []feed.Item{own, wire, told, after}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Read(c.items...)
			b := d.Brief(nil)
			if len(b.Stories) != 1 {
				t.Fatalf("%d stories, want 1", len(b.Stories))
			}
			if got := b.Stories[0].Rank.Reports; got != c.want {
				t.Errorf("%d independent reports, want %d", got, c.want)
			}
		})
	}
}

func TestRank_UnsourcedBeginningIsLower(t *testing.T) {
	guide := briefingtest.Article("guide", "Coast Radio", "Seven walks around Lake Orm", "Lake Orm has paths for every walker in autumn. The path along its north bank passes an old mill.")
	d := briefingtest.NewDesk(t, storetest.Open(t))
	guide.Published = briefingtest.Noon.Add(time.Minute)
	d.Read(guide, briefingtest.Flood)
	b := d.Brief(nil)
	if len(b.Stories) != 2 || b.Stories[0].Title != briefingtest.Flood.Title {
		t.Fatalf("stories %+v, want the flood first", b.Stories)
	}
	if got := b.Trace; len(got) != 2 || got[0].Rank.Sourced < 1 || got[1].Rank.Sourced == 1 {
		t.Errorf("the trace does not say so: %+v", got)
	}
}

func TestHeading_WithoutTitleIsASentence(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	bare := briefingtest.Flood
	bare.Title = ""
	d.Read(bare)
	b := d.Brief(nil)
	if len(b.Stories) != 1 {
		t.Fatalf("%d stories, want 1", len(b.Stories))
	}
	for i, c := range b.Stories[0].Claims {
		if c.Kind != claim.KindQuoted || c.Cites[0].Field != "text" || i > 0 && c.Text == b.Stories[0].Title {
			t.Errorf("claim %d: %+v", i, c)
		}
	}
}
