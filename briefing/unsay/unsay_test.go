package unsay_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/unsay"
	"dateline/store/recall"
)

var monday = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)

// said is a stored claim.
func said(id int64, kind, text, outlet string) claim.Claim {
	return claim.Claim{ID: id, Kind: kind, Text: text, Cites: []claim.Cite{{Outlet: outlet, URL: "https://" + strings.ToLower(strings.ReplaceAll(outlet, " ", "-")) + ".example/a",
		Published: monday.Add(-8 * time.Hour)}}}
}

// told is a briefing of three stories, the first an update, as it is stored.
func told(lang string) (message.Payload, string) {
	bridge := brief.Story{ID: 1, Title: "Lower Oru bridge closed", Update: true, Earlier: "Oru bridge shakes", ToldAt: monday.AddDate(0, 0, -2), Reports: 2,
		Outlets: []string{"Velland Herald"}, Claims: []claim.Claim{said(11, claim.KindHeading, "Lower Oru bridge closed", "Velland Herald"),
			said(12, claim.KindWritten, "The bridge closed to all traffic on Thursday.", "Velland Herald"), said(13, claim.KindWritten, "Lorries must wait, says the *mayor*.", "Coast Radio")}}
	bridge.Claims[2].Previous = &claim.PreviousValue{Value: "12", At: monday.AddDate(0, 0, -2), Cite: said(0, "", "", "North Wire").Cites[0], Claim: 19}
	levy := brief.Story{ID: 2, Title: "Parliament keeps the coal levy", Reports: 1, Outlets: []string{"The Ledger"},
		Claims: []claim.Claim{said(21, claim.KindHeadline, "Parliament keeps the coal levy", "The Ledger"), said(22, claim.KindQuoted, "The levy ends in 2030.", "The Ledger")}}
	port := brief.Story{ID: 3, Title: "Karsk port strike may end", Reports: 2, Outlets: []string{"North Wire"}, Claims: []claim.Claim{said(31, claim.KindHeading, "Karsk port strike may end", "North Wire")}}
	b := brief.Briefing{Name: "World", Label: "Mon 23 Nov, 07:30", At: monday, Zone: time.UTC, Stories: []brief.Story{bridge, levy, port}, Model: "m", Lang: lang}
	part := layout.Parts(b.Blocks())[0]
	pay := message.Payload{Content: part.Content, Shows: part.Shows, Lang: lang, Last: true}
	for _, s := range b.Stories {
		pay.Stories = append(pay.Stories, message.PostStory{Story: s.ID, Title: s.Title})
	}
	pay.Menu = pay.Stories
	return pay, part.Marker
}

// back takes claims back, as they stand in told.
func back(id int64, action recall.Action, owner, words string, claims ...int64) recall.Retraction {
	texts := map[int64]string{11: "Lower Oru bridge closed", 12: "The bridge closed to all traffic on Thursday.", 13: "Lorries must wait, says the *mayor*.", 19: "It counted 12.",
		21: "Parliament keeps the coal levy", 22: "The levy ends in 2030.", 31: "Karsk port strike may end"}
	out := recall.Retraction{ID: id, At: monday.Add(time.Hour), Action: action, Owner: owner, Words: words}
	for _, c := range claims {
		out.Claims = append(out.Claims, recall.Sentence{Claim: c, Text: texts[c], Outlet: "Velland Herald", URL: "https://velland-herald.example/a"})
	}
	return out
}

// byOutlet is what an outlet takes back.
func byOutlet(x recall.Retraction) recall.Retraction {
	x.Actor = recall.Outlet
	return x
}

func textIn(lang string) unsay.Text {
	return unsay.Text{Words: phrases.In(lang), Zone: time.UTC, Layout: layout.Parts, Most: layout.PartMost}
}

func TestPayload_ReadsAsDesignedInSixLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range phrases.Languages() {
		var b strings.Builder
		for _, x := range []struct {
			name string
			back []recall.Retraction
		}{
			{"a sentence was wrong, says its outlet", []recall.Retraction{byOutlet(back(1, recall.Corrected, "", "it closed on Friday, not Thursday", 12))}},
			{"a sentence was wrong, say others", []recall.Retraction{back(1, recall.Corrected, "", "it closed on Friday, not Thursday", 12)}},
			{"a sentence was wrong, and it is not said what is right", []recall.Retraction{back(1, recall.Corrected, "", "", 22)}},
			{"an outlet has withdrawn its report", []recall.Retraction{byOutlet(back(1, recall.Corrected, "", "", 21, 22))}},
			{"a heading was wrong", []recall.Retraction{back(1, recall.Corrected, "", "it is open", 11)}},
			{"a story without a sentence was wrong", []recall.Retraction{back(1, recall.Corrected, "", "it goes on", 31)}},
			{"a sentence was removed", []recall.Retraction{back(1, recall.Removed, "", "", 13)}},
			{"a story was removed by moderators", []recall.Retraction{back(1, recall.Removed, "guild:1", "", 21, 22)}},
			{"what an update speaks of was wrong", []recall.Retraction{back(1, recall.Corrected, "", "it counted 9", 19)}},
			{"one after the other", []recall.Retraction{back(1, recall.Corrected, "", "it closed on Friday", 12), back(2, recall.Removed, "", "", 11, 12, 13)}},
		} {
			pay, marker := told(lang)
			got, changed := textIn(lang).Payload(pay, marker, x.back)
			if !changed || !strings.HasPrefix(got.Content, marker) {
				t.Errorf("%s: %s: changed %v\n%s", lang, x.name, changed, got.Content)
			}
			fmt.Fprintf(&b, "=== %s\n%s\n", x.name, got.Content)
			for _, s := range got.Menu {
				fmt.Fprintf(&b, "    menu: %s\n", s.Title)
			}
		}
		briefingtest.Golden(t, "unsaid-"+lang, b.String())
	}
}

// row is a briefing of one story, whose sentences have their one outlet behind the last.
func row() (message.Payload, string) {
	strike := brief.Story{ID: 1, Title: "Dockers strike", Reports: 1, Outlets: []string{"The Ledger"}, Claims: []claim.Claim{said(11, claim.KindHeading, "Dockers strike", "The Ledger"),
		said(12, claim.KindWritten, "Dockers in Karsk stopped work.", "The Ledger"), said(13, claim.KindWritten, "They want 6 percent more.", "The Ledger"), said(14, claim.KindWritten, "About 800 take part.", "The Ledger")}}
	b := brief.Briefing{Name: "World", Label: "Mon 23 Nov, 07:30", At: monday, Zone: time.UTC, Stories: []brief.Story{strike}, Model: "m", Lang: "en"}
	part := layout.Parts(b.Blocks())[0]
	return message.Payload{Content: part.Content, Shows: part.Shows, Lang: "en", Last: true, Stories: []message.PostStory{{Story: 1, Title: strike.Title}}}, part.Marker
}

// What is right stays: a sentence whose outlet stood behind a wrong one gets it itself. Where
// nothing stays, nothing is said of how many sources it had.
func TestPayload_OnlyTheWrongSentenceGoes(t *testing.T) {
	t.Parallel()
	link := "[The Ledger](<https://the-ledger.example/a>)"
	for want, claims := range map[string][]int64{
		"### Dockers strike\nOne source so far. Dockers in Karsk stopped work (" + link + "). Corrected on 23 Nov: 5 percent. About 800 take part (" + link + ").": {13},
		"### Dockers strike\nOne source so far. Dockers in Karsk stopped work (" + link + "). Corrected on 23 Nov: 5 percent.":                                     {13, 14},
		"### Dockers strike\nCorrected on 23 Nov: 5 percent.": {12, 13, 14},
	} {
		pay, marker := row()
		back := recall.Retraction{ID: 1, At: monday, Action: recall.Corrected, Words: "5 percent"}
		for _, c := range claims {
			back.Claims = append(back.Claims, recall.Sentence{Claim: c, Text: map[int64]string{12: "Dockers in Karsk stopped work.", 13: "They want 6 percent more.", 14: "About 800 take part."}[c]})
		}
		got, changed := textIn("en").Payload(pay, marker, []recall.Retraction{back})
		if !changed || !strings.Contains(got.Content, want+"\n") {
			t.Errorf("without %v: not %s\n%s", claims, want, got.Content)
		}
		if again, changed := textIn("en").Payload(got, marker, []recall.Retraction{back}); changed {
			t.Errorf("without %v: it changes again\n%s", claims, again.Content)
		}
	}
}

// Whatever is taken back, in whichever order: no word of it is left, the places stay
// those of the text, and a second time nothing changes.
func TestPayload_NothingThatWasTakenBackStays(t *testing.T) {
	t.Parallel()
	words := map[int64]string{11: "Oru bridge closed", 12: "all traffic", 13: "Lorries", 19: "12", 21: "coal levy", 22: "2030", 31: "Karsk"}
	all := []int64{11, 12, 13, 19, 21, 22, 31}
	for mask := 1; mask < 1<<len(all); mask++ {
		for _, action := range []recall.Action{recall.Corrected, recall.Removed} {
			pay, marker := told("en")
			var now []recall.Retraction
			for i, c := range all {
				if mask&(1<<i) == 0 {
					continue
				}
				now = append(now, back(int64(i+1), action, "", "", c))
				pay, _ = textIn("en").Payload(pay, marker, now) // one more each time
			}
			stored := pay.Content + fmt.Sprint(pay.Menu, pay.Stories)
			for i, c := range all {
				if mask&(1<<i) != 0 && strings.Contains(stored, words[c]) {
					t.Fatalf("%b %s: %q stays in\n%s", mask, action, words[c], stored)
				}
			}
			for _, s := range pay.Shows {
				for _, c := range s.Claims {
					if c.From < s.From || c.To > s.To || s.To > len(pay.Content) {
						t.Fatalf("%b %s: claim %d at %d-%d of block %d-%d of %d bytes", mask, action, c.Claim, c.From, c.To, s.From, s.To, len(pay.Content))
					}
				}
			}
			if again, _ := textIn("en").Payload(pay, marker, now); again.Content != pay.Content {
				t.Fatalf("%b %s: a second time it becomes\n%s\nof\n%s", mask, action, again.Content, pay.Content)
			}
		}
	}
}

// The words that are right often repeat those that were wrong, with an addition: they
// are not what was wrong, and nothing but the sentence changes.
func TestPayload_CorrectionMayRepeatTheSentence(t *testing.T) {
	t.Parallel()
	for claim, other := range map[int64]string{11: "coal levy", 12: "Oru bridge closed", 21: "all traffic", 22: "Parliament keeps", 31: "2030"} {
		pay, marker := told("en")
		wrong := back(1, recall.Corrected, "", "", claim)
		wrong.Words = "As was said: " + wrong.Claims[0].Text + " It is looked at again in spring"
		again := back(2, recall.Corrected, "", "lorries may pass", 13)
		got, changed := textIn("en").Payload(pay, marker, []recall.Retraction{wrong})
		if !changed || !strings.Contains(got.Content, "spring") || !strings.Contains(got.Content, other) {
			t.Errorf("claim %d: changed %v, want %q to stay in\n%s", claim, changed, other, got.Content)
		}
		if same, changed := textIn("en").Payload(got, marker, []recall.Retraction{wrong}); changed {
			t.Errorf("claim %d: a second time it becomes\n%s\nof\n%s", claim, same.Content, got.Content)
		}
		if got, _ = textIn("en").Payload(got, marker, []recall.Retraction{wrong, again}); !strings.Contains(got.Content, other) {
			t.Errorf("claim %d: with another correction, want %q in\n%s", claim, other, got.Content)
		}
	}
}

// Where the sentence stands besides, it does not stay because a correction repeats it.
func TestPayload_RepeatedWordsHideNoSentence(t *testing.T) {
	t.Parallel()
	pay, marker := told("en")
	wrong := back(1, recall.Corrected, "", "", 12)
	wrong.Words = "The bridge closed to all traffic on Thursday evening"
	pay.Content += "\nIn short: the bridge closed to all traffic on Thursday."
	got, _ := textIn("en").Payload(pay, marker, []recall.Retraction{wrong})
	if strings.Contains(got.Content, "In short") {
		t.Errorf("it stays in\n%s", got.Content)
	}
}

// Of sentences in a row each one's own words are shown, and the same words once.
func TestPayload_SentencesInARow(t *testing.T) {
	t.Parallel()
	pay, marker := told("en")
	for name, c := range map[string]struct {
		back []recall.Retraction
		want map[string]int
	}{
		"two corrections": {[]recall.Retraction{back(1, recall.Corrected, "", "it closed on Friday", 12), back(2, recall.Corrected, "", "lorries may pass", 13)},
			map[string]int{"it closed on Friday": 1, "lorries may pass": 1}},
		"one correction": {[]recall.Retraction{back(1, recall.Corrected, "", "it closed on Friday", 12, 13)}, map[string]int{"it closed on Friday": 1}},
		"removed":        {[]recall.Retraction{back(1, recall.Removed, "", "", 12, 13)}, map[string]int{"A sentence stood here.": 1}},
	} {
		got, _ := textIn("en").Payload(pay, marker, c.back)
		for words, n := range c.want {
			if strings.Count(got.Content, words) != n {
				t.Errorf("%s: %q is not there %d times:\n%s", name, words, n, got.Content)
			}
		}
	}
}

func TestPayload_ReviewIsCorrectedOnce(t *testing.T) {
	t.Parallel()
	wrong := back(1, recall.Corrected, "", "", 22)
	wrong.Words = "The levy ends in 2030, and not before"
	pay := message.Payload{Review: &message.Review{Stories: []message.ReviewStory{{Title: "Parliament keeps the coal levy", Text: "The levy ends in 2030. It was new."}}}}
	got, changed := textIn("en").Payload(pay, "", []recall.Retraction{wrong})
	if text := got.Review.Stories[0].Text; !changed || !strings.HasPrefix(text, "Corrected on 23 Nov") {
		t.Errorf("changed %v: %q", changed, text)
	}
	if _, changed := textIn("en").Payload(got, "", []recall.Retraction{wrong}); changed {
		t.Error("it is drawn anew at each look")
	}
}

// A message of an older program knows no places.
func TestPayload_WhereNothingIsKnownTheWholeMessageGoes(t *testing.T) {
	t.Parallel()
	pay, marker := told("en")
	pay.Shows = nil
	got, changed := textIn("en").Payload(pay, marker, []recall.Retraction{back(1, recall.Removed, "", "", 22)})
	if want := marker + "\nA story stood here. It was removed on 23 Nov."; !changed || got.Content != want {
		t.Errorf("got %q, want %q", got.Content, want)
	}
}
