package brief

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/store"
)

// A written claim cites its whole passage and states a part of it: the rest was
// not told.
func TestTold_SentenceWhereAClaimStatesIt(t *testing.T) {
	src := claimtest.Report(1, "en", "Coast Radio", "Oru flood in Senn", "The flood of the Oru killed 12 people in Senn, the rescue service of Velland said. Boats from Karsk evacuated 300 people from Lysk.")
	src.Item.Article.Published = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	all, first := src.Cite("text", 0, len(src.Item.Version.Text)), src.Cite("text", src.Spans[0].Start, src.Spans[0].End)
	for name, c := range map[string]struct {
		kind, text  string
		cite        claim.Cite
		whole, dead bool // of the first sentence: all was told, and how many died
	}{
		"a quotation":                    {claim.KindQuoted, first.Quote, first, true, true},
		"written, all of it":             {claim.KindWritten, "In Senn 12 people died in the flood of the Oru, the rescue service of Velland said.", all, true, true},
		"written, its number alone":      {claim.KindWritten, "The flood of the Oru killed 12 people in Senn.", all, false, true},
		"written of the other sentence":  {claim.KindWritten, "Boats from Karsk took 300 people out of Lysk.", all, false, false},
		"a translation of it":            {claim.KindTranslated, "Das Hochwasser hat zwölf Tote gefordert.", first, true, true},
		"a translation of written words": {claim.KindTranslated, "Boote aus Karsk holten 300 Menschen „aus Lysk“.", all, false, false},
	} {
		x := store.ToldCite{Story: 7, Article: 1, Kind: c.kind, Text: c.text, Cite: store.Cite{Version: 1, Field: "text", Start: c.cite.Start, End: c.cite.End}}
		told := &storyHistory{cites: []store.ToldCite{x}, sources: map[int64]claim.Article{1: src}}
		if got := told.citedSentences()[0]; got.whole != c.whole {
			t.Errorf("%s: told whole: %v, want %v", name, got.whole, c.whole)
		}
		var none *claim.Cache
		dead := false
		for _, m := range (&candidate{history: told}).toldMeasures(none) {
			dead = dead || m.Class == "dead"
		}
		if dead != c.dead {
			t.Errorf("%s: told how many died: %v, want %v", name, dead, c.dead)
		}
	}
}
