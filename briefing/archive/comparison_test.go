package archive

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompared_AsksForEachSide(t *testing.T) {
	for q, want := range map[string][]string{
		"Is rent higher in Senn or Karsk?":                                 {"Is rent higher in Senn?", "Is rent higher in Karsk?"},
		"Is rent higher in Senn or in Karsk?":                              {"Is rent higher in Senn?", "Is rent higher in Karsk?"},
		"How many died in Senn compared with Karsk this week?":             {"How many died in Senn this week?", "How many died in Karsk this week?"},
		"What is the difference between the Senn Plan and the Karsk Plan?": {"What is the difference between the Senn Plan?", "What is the difference between the Karsk Plan?"},
		"Sind die Mieten in Berlin höher oder in Hamburg?":                 nil,
		"Wohnen mehr Leute in Berlin oder in Hamburg?":                     {"Wohnen mehr Leute in Berlin?", "Wohnen mehr Leute in Hamburg?"},
		"What did Senn and Karsk agree on?":                                nil,
		"Is it true or false that Tilda Roos resigned?":                    nil,
		"Who is mayor of Senn?":                                            nil,
	} {
		if d := cmp.Diff(want, comparisonSides(q)); d != "" {
			t.Errorf("%s: %s", q, d)
		}
	}
}
