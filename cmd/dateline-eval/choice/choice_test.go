package choice

import "testing"

func evidenceIn(lang string, articles ...[]string) []evidenceArticle {
	var out []evidenceArticle
	for _, a := range articles {
		e := evidenceArticle{weight: 1, title: newEvidenceText(a[0], lang)}
		for _, s := range a[1:] {
			e.texts = append(e.texts, newEvidenceText(s, lang))
		}
		out = append(out, e)
	}
	return out
}

func TestPick_TheBesideTheQuestionsWordsIsPicked(t *testing.T) {
	articles := evidenceIn("en",
		[]string{"Senn flood", "The river Oru burst its banks in Senn.", "Nine people were killed in the flood, the mayor Ada Lund said.", "A bridge of 1,200 tonnes fell."},
		[]string{"Karsk vote", "Bo Reth won the vote in Karsk.", "Twelve parties stood.", "Neither Ada Lund nor Cato Venn stood."},
		[]string{"Fruit", "The shop sells apples and pears."})
	for _, c := range []struct {
		why, question string
		choices       []string
		want          int
	}{
		{"a name", "Who won the vote in Karsk?", []string{"Ada Lund", "Bo Reth", "Dana Finn"}, 1},
		{"a number in words, asked in figures", "How many people were killed in the flood of Senn?", []string{"7", "12", "9"}, 2},
		{"figures are exact", "How heavy was the bridge that fell in the Senn flood?", []string{"1,300 tonnes", "1,200 tonnes", "12 tonnes"}, 1},
		{"which did not", "Which of these people did not stand in the Karsk vote?", []string{"Bo Reth", "Emil Kern", "Cato Venn"}, 1},
		{"all except", "The shop sells all of these except:", []string{"Apples", "Plums", "Pears"}, 1},
		{"none, below the threshold", "Who won the vote in Karsk?", []string{"Dana Finn", "Emil Kern", "None of the above"}, 2},
		{"not none, above it", "Who won the vote in Karsk?", []string{"None of the above", "Bo Reth"}, 1},
		{"all", "What does the shop with the fruit sell?", []string{"Apples", "Pears", "All of the above"}, 2},
	} {
		support := weighChoices(c.question, c.choices, articles)
		if got := pick(c.question, c.choices, support); got != c.want {
			t.Errorf("%s: %s: got %d, want %d (support %.2f)", c.why, c.question, got, c.want, support)
		}
	}
}

func TestWantsFalse_OnlyAQuestionForTheWrongChoiceIsNegated(t *testing.T) {
	for q, want := range map[string]bool{
		"Which of these is not one of her songs?":                         true,
		"He coached at all of these schools except:":                      true,
		"Which city isn't in the top 10?":                                 true,
		"What is being a candidate not? He said it does not matter. Why?": false,
		"Polio was not seen for years. Where was it found?":               false,
		"Which bank failed?":                                              false,
	} {
		if got := wantsFalse(q); got != want {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}
