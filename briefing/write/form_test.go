package write

import (
	"fmt"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

// grounding is a report in two languages' worth of long words.
func grounding(lang, title, body string) claim.Article {
	return claim.Article{Spans: text.Sentences(body, lang), Item: store.Item{Article: store.Article{ID: 1, URL: "https://coast.example/a", Outlet: "Coast Radio"},
		Version: store.Version{ID: 1, No: 1, Title: title, Lang: lang, Text: body}}}
}

// A heading that is cut is not shown, whoever judges it; one that ends on a word of its own
// is, where somebody has read it.
func TestCompose_HeadingThatBreaksOff(t *testing.T) {
	english := grounding("en", "Ferry runs aground", "A ferry with 60 people ran aground off the island of Hvalen, police chief Ole Brandt said. "+
		"Damages came to 24 million kroner, not 240 million, the insurer corrected. The captain said “we will wait” to the passengers. Two reporters were aboard.")
	german := grounding("de", "Fähre läuft auf Grund", "Eine Fähre mit 60 Menschen lief vor der Insel Hvalen auf Grund, sagte die Polizeichefin. "+
		"Die Regierungssprecherin nannte den Schaden in Hvalen hoch.")
	for heading, c := range map[string]struct {
		src          claim.Article
		read, unread bool // shown with a reader that states all, and without
	}{
		"A ferry with 60 people ran aground off the island":              {english, true, true},
		"A ferry with 60 people ran aground off the isla":                {english, false, false},
		"A ferry with 60 people ran aground, said police chi":            {english, false, false},
		"A ferry with 60 people ran aground, said police chief Ole Bran": {english, false, false},
		"Damages came to 24 million kroner, not 240 million":             {english, true, true},
		"Damages came to 24 million kroner, not 240 million,":            {english, false, false},
		"Damages came to 24 million kroner, not 240 million …":           {english, false, false},
		"The captain said “we will":                                      {english, false, false},
		"A ferry with 60 people runs aground":                            {english, true, true},
		"A ferry with 60 people ran aground, insurer says":               {english, true, false},
		"Damages 24 million kroner, insurer of ferry corrects":           {english, true, true}, // "corrected"
		"Damages 24 million kroner, insurer of ferry correc":             {english, false, false},
		"A ferry with 60 people ran aground off the island, says report": {english, true, false}, // a word of its own, though “reporters” begins with it
		"Fähre mit 60 Menschen lief vor der Insel Hvalen auf Grund":      {german, true, true},
		"Fähre mit 60 Menschen lief auf Grund, sagte die Polizeich":      {german, false, false},
		"Fähre mit 60 Menschen lief auf Grund, sagt die Regierungsspre":  {german, false, false},
	} {
		for _, read := range []bool{true, false} {
			reply := fmt.Sprintf(`{"news":true,"heading":{"text":%q,"cites":["S1","S2","S3"]},"claims":[{"text":%q,"cites":["S1"]}]}`, heading, c.src.Sentence(0))
			comp := &Composer{Model: &llm.Fake{Replies: []string{reply}}, Kind: KindStory, Extracts: []Extract{{c.src, []int{0, 1, 2, 3}[:len(c.src.Spans)]}}, Most: 3, Requests: 2}
			want := c.unread
			if read {
				comp.Reader, want = trustedReader(&judge{}), c.read
			}
			why := ""
			comp.Stopped = func(said, fault string) { why = fault }
			got, err := comp.Compose(t.Context(), PromptData{})
			if err != nil || (got.Heading != nil) != want || !want && why == "" {
				t.Errorf("%q, read %v: %+v, %v, stopped for %q", heading, read, got.Heading, err, why)
			}
		}
	}
}

// What a model puts in front of a sentence to mark it is none of its words.
func TestCompose_MarksOfLabelsAreNoWords(t *testing.T) {
	for _, mark := range []string{"", "S1 | ", "[S1] | ", "S1: ", "| ", "- ", "— ", "* ", "• ", "> ", "## ", "| - ", "S1 | - "} {
		for _, behind := range []string{"", " [S1]", " [S1, S2]"} {
			for said, kind := range map[string]string{"The ferry Barbie left Karsk on Monday.": claim.KindQuoted, "On Monday the ferry Barbie left Karsk.": claim.KindWritten} {
				reply := fmt.Sprintf(`{"news":true,"heading":{"text":%q,"cites":["S1"]},"claims":[{"text":%q,"cites":["S1"]}]}`, mark+"Ferry Barbie left Karsk"+behind, mark+said+behind)
				comp := &Composer{Model: &llm.Fake{Replies: []string{reply}}, Kind: KindStory, Extracts: []Extract{{ferry(), []int{0, 1}}}, Most: 3, Requests: 1}
				got, err := comp.Compose(t.Context(), PromptData{})
				if err != nil || len(got.Claims) != 1 || got.Claims[0].Text != said || got.Claims[0].Kind != kind || got.Heading == nil || got.Heading.Text != "Ferry Barbie left Karsk" {
					t.Errorf("%q with %q behind: %+v, heading %+v, %v", mark+said, behind, got.Claims, got.Heading, err)
				}
			}
		}
	}
	for _, said := range []string{"-5 degrees were read in Karsk.", "S1-Bahn fällt aus."} {
		if got := claim.Tidy(ownLabel.ReplaceAllString(said, "")); got != said {
			t.Errorf("%q became %q", said, got)
		}
	}
}

// A word that is cut is none in another form, where the whole word stands beside that.
func TestEndsOnAWord_NotOnOneOfWhichAnotherFormStands(t *testing.T) {
	for _, c := range []struct {
		lang, heading, quote string
		ends                 bool
	}{
		{"en", "Ministers left both partie", "A party left, and parties of both.", false},
		{"de", "Hilfe für Menschen mit Kinde", "Hilfe für das Kind und die Kinder.", false},
		{"en", "Ministers left a party", "Ministers left the parties.", true},
	} {
		if got := endsOnAWord(claim.Claim{Text: c.heading, Cites: []claim.Cite{{Quote: c.quote, Lang: c.lang}}}); got != c.ends {
			t.Errorf("%s: %t", c.heading, got)
		}
	}
}
