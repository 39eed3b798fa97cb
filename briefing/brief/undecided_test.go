package brief

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/people"
	"dateline/briefing/text/measure"
)

// of is what one outlet states in a sentence, at minutes past ten.
func of(t *testing.T, id int64, outlet, sentence string, minutes int) claim.Statement {
	t.Helper()
	at := time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
	src := claimtest.Report(id, "en", outlet, "x", sentence)
	src.Item.Article.Published = at
	ms := measure.Measures(sentence, "en", at)
	if len(ms) != 1 {
		t.Fatalf("%q states %d measures", sentence, len(ms))
	}
	return claim.Statement{Measure: ms[0], Src: src, Outlet: outlet, Origin: outlet, At: at}
}

func TestUndecided_SaysWhichPartOfTheRuleKeepsTwoValuesApart(t *testing.T) {
	const cut = "Storm Adda has left 60,000 homes without power in Velland."
	for name, c := range map[string]struct {
		second  string
		outlet  string
		minutes int
		want    string
	}{
		"other words":      {"A fire in a substation cut the power to some 45,000 homes in Velland, the city said.", "Post", 40, "things"},
		"rounded":          {"Storm Adda has left about 62,000 homes without power in Velland.", "Post", 40, "both"},
		"much later":       {"Storm Adda has left 45,000 homes without power in Velland.", "Post", 13 * 60, "far"},
		"hours later":      {"Storm Adda has left 45,000 homes without power in Velland.", "Post", 150, "passed"},
		"side by side":     {"Storm Adda has left 45,000 homes without power in Velland.", "Post", 40, ""},
		"one outlet":       {"Storm Adda has left 45,000 homes without power in Velland.", "Wire", 40, ""},
		"the same value":   {"Some 60,000 homes in Velland are without power after the storm.", "Post", 40, ""},
		"another thing":    {"Storm Adda has felled 45,000 trees in Velland.", "Post", 40, ""},
		"a toll that grew": {"", "Post", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			one := of(t, 1, "Wire", cut, 0)
			if c.second == "" {
				one = of(t, 1, "Wire", "The storm in Velland has killed 12 people.", 0)
				c.second, c.minutes, c.want = "The storm in Velland has killed 15 people.", 120, "grown"
			}
			two := of(t, 2, c.outlet, c.second, c.minutes)
			ch := &extractor{people: people.New([]claim.Article{one.Src, two.Src})}
			got := undecided([]claim.Statement{one, two})
			if c.want == "" && got != nil || c.want != "" && (got == nil || got.Why != c.want || got.FirstBy != "Wire" || got.SecondBy != "Post") {
				t.Errorf("got %+v, want %q", got, c.want)
			}
			if differ := len(ch.differences([]claim.Statement{one, two}, nil)) > 0; differ != (name == "side by side") {
				t.Errorf("set side by side: %v", differ)
			}
		})
	}
}
