package answer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestForecasts_RefusalNamesThoseWhoForecast(t *testing.T) {
	a, d := vellandDesk(t)
	q := "Will Mira Tal win the vote in Karsk?"
	if text := briefingtest.Say(asks(t, a, d, q, true).Blocks()); !strings.HasPrefix(text, "I only report what sources say, so I do not forecast. I looked in") {
		t.Errorf("nobody has published one:\n%s", text)
	}
	d.Read(briefingtest.Article("poll", "The Ledger", "Poll sees Mira Tal ahead in Karsk", "A poll sees Mira Tal ahead before the vote in Karsk, with 54 percent."),
		briefingtest.Article("forecast", "North Wire", "Tal expected to win in Karsk", "Mira Tal is expected to win the vote in Karsk, the institute's forecast says."))
	text := briefingtest.Say(asks(t, a, d, q, true).Blocks())
	if !strings.HasPrefix(text, "I only report what sources say, so I do not forecast. 2 of them have published a forecast on this: ") || !strings.Contains(text, "The Ledger, 20 Nov") || !strings.Contains(text, "North Wire, 20 Nov") {
		t.Errorf("got:\n%s", text)
	}
}

func TestRefusal_AccusesNobodyInAHeadline(t *testing.T) {
	a, d := vellandDesk(t)
	d.Read(briefingtest.Article("crook", "The Ledger", "Tilda Crook charged with fraud at the port of Norde", "The port of Norde was searched on Friday, the county said."),
		briefingtest.Article("port", "North Wire", "The port of Norde stays closed", "Ships wait in front of Norde, the pilots said."))
	text := briefingtest.Say(asks(t, a, d, "Who painted the port of Norde?", true).Blocks())
	if !strings.Contains(text, "Ships wait in front of Norde") || strings.Contains(text, "Crook") {
		t.Errorf("got:\n%s", text)
	}
}

func TestRefusal_TellsNothingOfOtherServersSources(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := briefingtest.NewDesk(t, s)
		d.Read(coast...)
		a := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}, Name: "fake"}
		const secret, general = "Who leads the secret laboratory of Norde?", "I have read nothing near this in the sources I may use here. For the sources of a server, use /ask once there; then I can answer here from them."
		if text := briefingtest.Say(asks(t, a, d, secret, true).Blocks()); !strings.HasPrefix(text, "I have read nothing near this. I looked in") {
			t.Errorf("no server has sources:\n%s", text)
		}
		src, err := s.OwnSource(ctx, "guild:5", state.SourceFile)
		if err != nil {
			t.Fatal(err)
		}
		in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon }}
		if _, err := in.Add(ctx, src, "test", []feed.Item{briefingtest.Article("lab", "Paid Letter", "Ada Brandt leads the secret laboratory of Norde", "Ada Brandt leads the secret laboratory of Norde, the letter said.")}); err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, q := range []string{secret, "Who painted the chapel of Reykjavik?"} {
			text := briefingtest.Say(asks(t, a, d, q, true).Blocks())
			if !strings.HasPrefix(text, general) || strings.Contains(text, "Ada") || strings.Contains(text, "Letter") {
				t.Errorf("%s\n%s", q, text)
			}
			said = append(said, text)
		}
		if first, _, _ := strings.Cut(said[1], "\n"); !strings.HasPrefix(said[0], first) {
			t.Errorf("what a hidden source would answer is refused in other words than what none would:\n%s\n%s", said[0], said[1])
		}
	})
}

func TestArgument_OnlyWhereOpinionsAreAsked(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(velland...)
	piece := briefingtest.Article("piece", "The Ledger", "The coal levy must go", "The coal levy of Velland ruins the miners of the north and must go at once. Parliament in Velland should end the coal levy before it is too late.")
	piece.Genre, piece.Byline = "opinion", "By Hanna Voss"
	unsigned := briefingtest.Article("editorial", "North Wire", "Keep the coal levy", "The coal levy of Velland is the best idea that parliament ever had in its chamber.")
	unsigned.Genre = "opinion"
	d.Read(piece, unsigned)
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Name: "fake"}
	text := briefingtest.Say(asks(t, a, d, "What do columnists say about the coal levy of Velland?", true).Blocks())
	if !strings.Contains(text, "Hanna Voss argues in The Ledger: “") || strings.Contains(text, "best idea") {
		t.Errorf("opinions asked for:\n%s", text)
	}
	if text := briefingtest.Say(asks(t, a, d, "Does the coal levy ruin the miners of the north?", true).Blocks()); strings.Contains(text, "ruins") {
		t.Errorf("an opinion answers as a fact:\n%s", text)
	}
}

func TestEchoes_OfAModelAreNotShown(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(velland...)
	for i, reply := range []string{
		`{"claims":[{"text":"Rescuers found 40 people alive in the shameful school of Senn, the rescue service said.","cites":["S1"]}]}`,
		`{"claims":[{"text":"Shameful: rescuers found 40 people alive in Senn, the rescue service said.","cites":["S1"]},{"text":"Rescuers found 40 people alive in the school of Senn, the rescue service said.","cites":["S1"]}]}`,
	} {
		fake := &llm.Fake{Replies: []string{reply, `{"claims":[]}`}}
		a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: fake, Name: fmt.Sprint("fake", i)}
		text := briefingtest.Say(asks(t, a, d, "How many people were found alive in the shameful school of Senn?", true).Blocks())
		if strings.Contains(strings.ToLower(text), "shameful") || !strings.Contains(text, "40 people alive") {
			t.Errorf("got:\n%s", text)
		}
	}
	// The model restates the question without the word, and says it all the same.
	fake := &briefingtest.Kinds{Replies: map[string][]string{"search": {`{"question":"How many people were found alive in the school of Senn?"}`},
		"answer": {`{"abstain":false,"unanswered":[],"claims":[{"text":"Rescuers found 40 people alive in the shameful school of Senn, the rescue service said.","cites":["S1"]}]}`}}}
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: fake, Name: "restating"}
	text := briefingtest.Say(asks(t, a, d, "And in the shameful school?", true, "How many people were found alive in Senn?").Blocks())
	if strings.Contains(text, "shameful") || !strings.Contains(text, "40 people alive") {
		t.Errorf("restated:\n%s", text)
	}
}

func TestChangedSince_IsWhatWasReadSince(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	before := briefingtest.Article("flood0", "Coast Radio", "Flood closes Senn", "The flood of Senn has closed all roads to the village, the county said. At least 30 people are still missing in Senn, the rescue service said.")
	before.Published = briefingtest.Noon.AddDate(0, 0, -2)
	d.Read(before)
	d.Read(velland...)
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Name: "fake"}
	first := "How many people are missing in Senn?"
	for _, q := range []string{"What changed since yesterday?", "What has changed since yesterday in that story?", "And what is new since yesterday?"} {
		text := briefingtest.Say(asks(t, a, d, q, true, first).Blocks())
		if strings.Contains(text, "30 people") || strings.Contains(text, "closed all roads") || !strings.Contains(text, "Coast Radio, 20 Nov") {
			t.Errorf("%s\n%s", q, text)
		}
	}
	text := briefingtest.Say(asks(t, a, d, "What changed since yesterday?", true, "What does the telescope on Mount Iven cost?").Blocks())
	if !strings.HasPrefix(text, "I have read nothing new on this since 19 November.") {
		t.Errorf("nothing is new:\n%s", text)
	}
}

func TestChangedSince_ModelGetsWhatWasReadSince(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	before := briefingtest.Article("flood0", "North Wire", "Flood closes Senn", "The flood of Senn has closed all roads to the village, the county said. At least 30 people are still missing in Senn, the rescue service said.")
	before.Published = briefingtest.Noon.Add(-6 * time.Hour)
	d.Read(before)
	d.Read(coast...)
	fake := &briefingtest.Kinds{Replies: map[string][]string{"search": {"no JSON"}, "": {briefingtest.Reply("", "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.")}}}
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: fake, Name: "fake"}
	asks(t, a, d, "What changed since this morning?", true, "How many people are missing in Senn?")
	asked := fake.Prompts("")
	if len(asked) < 2 {
		t.Fatal("the model was not asked")
	}
	if prompt := asked[1]; strings.Contains(prompt, "Flood") || !strings.Contains(prompt, "Rescuers") {
		t.Errorf("the model was given:\n%s", prompt)
	}
}

func TestCarry_ThatStoryAndWhoSaysSo(t *testing.T) {
	a, d := vellandDesk(t)
	text := briefingtest.Say(asks(t, a, d, "Tell me more about that story", true, "When will the bridge at Lysk reopen?").Blocks())
	if !strings.Contains(text, "Lysk") || strings.Contains(text, "I have read nothing") {
		t.Errorf("that story:\n%s", text)
	}
	text = briefingtest.Say(asks(t, a, d, "Who says so?", true, "How many people are missing in Senn?").Blocks())
	if !strings.Contains(text, "Ada Brandt") {
		t.Errorf("who says so:\n%s", text)
	}
	text = briefingtest.Say(asks(t, a, d, "Who says so?", true, "How much does the coal levy bring a year?").Blocks())
	if !strings.Contains(text, "80 million crowns a year, the treasury said.” The Ledger") {
		t.Errorf("who says so, where no name is given:\n%s", text)
	}
	text = briefingtest.Say(asks(t, a, d, "Who says so?", true, "What does the port company of Hale offer its crane drivers, and how much do the crane drivers of Hale ask for?").Blocks())
	if !strings.Contains(text, "offers its crane drivers 4 percent") || !strings.Contains(text, "ask for 7 percent") {
		t.Errorf("who says so, of two parts:\n%s", text)
	}
	if text = briefingtest.Say(asks(t, a, d, "Who says so?", true).Blocks()); !strings.HasPrefix(text, "I have read nothing") {
		t.Errorf("with nothing before it:\n%s", text)
	}
}
