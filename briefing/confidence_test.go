package briefing_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
	"dateline/store/storetest"
)

func TestConfidenceMeansTheSameInASmallAndALargerArchive(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		d.read(flood)
		ask := func() float64 {
			t.Helper()
			a := &briefing.Answerer{Store: s, Archive: &briefing.Archive{Store: s}}
			ans, err := a.Ask(context.Background(), briefing.Question{Text: "How many people were found alive in Senn?", Scope: d.scope, At: noon.Add(time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
			return ans.Confidence
		}
		alone := ask()
		for i := range 100 {
			d.read(article(fmt.Sprint("other", i), "Herald", fmt.Sprintf("Council %d of Karsk meets", i), fmt.Sprintf("The council of Karsk met for the %dth time and spoke about the price of bread and the people who bake it.", i)))
		}
		if among := ask(); alone < .62 || math.Abs(among-alone) > .03 {
			t.Errorf("confidence %.3f alone, %.3f among 100 others", alone, among)
		}
	})
}
