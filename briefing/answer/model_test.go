package answer_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// searched is a model's reply to a request for a search.
func searched(t *testing.T, fields map[string]any) string {
	t.Helper()
	return string(briefingtest.Must[[]byte](t)(json.Marshal(fields)))
}

const abstains = `{"abstain":true,"claims":[]}`

// modelled is an answerer over the coast with a model that has replies by kind.
func modelled(t *testing.T, s *store.Store, replies map[string][]string, items ...feed.Item) (*talk, *briefingtest.Kinds) {
	fake := &briefingtest.Kinds{Replies: replies}
	d := briefingtest.NewDesk(t, s)
	if len(items) > 0 {
		d.Read(items...)
	}
	return newTalk(d, fake), fake
}

func TestAsk_SearchIsAskedWhereWordsDoNotTell(t *testing.T) {
	for name, c := range map[string]struct {
		q      string
		before []string
		asked  bool
	}{
		"a question that finds enough": {"How many people were found alive in the school of Senn?", nil, false},
		"a conversation precedes":      {"How many people were found alive in the school of Senn?", []string{"Who won the vote in Karsk?"}, true},
		"no word of content":           {"What is new?", nil, true},
		"words that find too little":   {"Which hamlet near the sea was inundated by masses of floodwater, leaving folks trapped at Senn?", nil, true},
		"a forecast":                   {"Who will win the vote in Karsk?", []string{"Who is Mira Tal?"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c2, fake := modelled(t, storetest.Open(t), map[string][]string{"search": {"{}"}, "": {abstains}})
			c2.once(c.q, c.before...)
			if n := len(fake.Prompts("search")); (n == 1) != c.asked || n > 1 {
				t.Errorf("a search was asked for %d times", n)
			}
		})
	}
}

func TestAsk_ModelResolvesWhatAConversationMeans(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c, fake := modelled(t, s, map[string][]string{"": {briefingtest.Reply("", "The bridge will reopen on 4 December, the road office of Lysk said.")},
			"search": {searched(t, map[string]any{"question": "In one short sentence, when will the bridge at Lysk reopen?", "queries": []string{"Lysk bridge reopening date"}, "from": nil, "to": nil, "outlets": []string{}, "intent": "answer", "language": nil})}})
		ans, err := c.ask.Ask(context.Background(), answer.Question{Text: "no, the other one. shorter", Scope: c.scope, At: briefingtest.Noon.Add(time.Hour),
			Turns: []answer.Turn{{Question: "Is the port of Karsk closed?", Shown: "Ships wait outside the harbour. (North Wire) The bridge at Lysk was closed on Friday. (Coast Radio)"}}})
		if err != nil {
			t.Fatal(err)
		}
		if text := briefingtest.Say(ans.Blocks()); !strings.Contains(text, "will reopen on 4 December") || ans.Continuing != "Lysk" {
			t.Errorf("continuing %q, got:\n%s", ans.Continuing, text)
		}
		prompts := fake.Prompts("search")
		if len(prompts) != 1 {
			t.Fatalf("%d requests for a search", len(prompts))
		}
		for _, want := range []string{"Reader: Is the port of Karsk closed?\nShown: Ships wait outside the harbour. (North Wire) The bridge", "Outlets: Coast Radio; North Wire\n", "Today is Friday, 20 November 2026.\n"} {
			if !strings.Contains(prompts[0], want) {
				t.Errorf("%q is not in the prompt:\n%s", want, prompts[0])
			}
		}
		if !strings.HasSuffix(prompts[0], "\nQuestion: no, the other one. shorter") {
			t.Errorf("the prompt ends with another question:\n%s", prompts[0])
		}
		if last := fake.Prompts("")[1]; !strings.Contains(last, "Question: In one short sentence, when will the bridge at Lysk reopen?") || !strings.Contains(last, "4 December") {
			t.Errorf("the model was asked:\n%s", last)
		}
	})
}

func TestAsk_QueriesFindWhatOwnWordsDoNot(t *testing.T) {
	const q = "Which hamlet near the sea was inundated by masses of floodwater, leaving folks trapped?"
	for name, queries := range map[string][]string{"with queries": {"Senn rescuers found alive school"}, "without": nil} {
		c, fake := modelled(t, storetest.Open(t), map[string][]string{"": {abstains}, "search": {searched(t, map[string]any{"question": q, "queries": queries})}})
		c.once(q)
		asked := fake.Prompts("")
		if found := strings.Contains(asked[len(asked)-1], "found 40 people alive"); found != (queries != nil) {
			t.Errorf("%s: found %v\n%s", name, found, strings.Join(asked, "\n--\n"))
		}
	}
}

// lately and long ago, of two outlets.
var floods = []feed.Item{
	old("flood1", "North Wire", "Flood in Oru closes the school", "The flood in Oru has closed the school of the town, the county of Oru said. In Oru the flood took the old mill."),
	briefingtest.Article("flood2", "Coast Radio", "Flood in Oru closes the hospital", "The flood in Oru has closed the hospital of the town, the county of Oru said. In Oru the flood took the new bridge."),
}

func TestAsk_TimesAndOutletsOnlyNarrow(t *testing.T) {
	const q = "What did the flood in Oru close?"
	school, ward := "closed the school", "closed the hospital"
	for name, c := range map[string]struct {
		fields      map[string]any
		first, then string // the reports that the model is given, in order
	}{
		"a time":                       {map[string]any{"from": "2026-11-19", "to": "2026-11-20"}, ward, school},
		"an old time":                  {map[string]any{"to": "2026-10-10"}, school, ward},
		"a time that leaves none":      {map[string]any{"from": "2020-01-01", "to": "2020-02-01"}, ward, school},
		"an outlet":                    {map[string]any{"outlets": []string{"north wire"}}, school, ""},
		"an outlet nobody reads":       {map[string]any{"outlets": []string{"Reuters"}}, ward, school},
		"an outlet and another time":   {map[string]any{"outlets": []string{"North Wire"}, "from": "2026-11-19"}, ward, school},
		"one outlet of those that are": {map[string]any{"outlets": []string{"Reuters", "Coast Radio"}}, ward, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.fields["question"] = q
			asks, fake := modelled(t, storetest.Open(t), map[string][]string{"": {abstains}, "search": {searched(t, c.fields)}}, floods...)
			asks.once(q, "Is there a flood?")
			prompt := fake.Prompts("")[1]
			first, then := strings.Index(prompt, c.first), strings.Index(prompt, cmp.Or(c.then, c.first))
			if first < 0 || then < first || c.then == "" && (strings.Contains(prompt, school) && strings.Contains(prompt, ward)) {
				t.Errorf("%q stands at %d and %q at %d of:\n%s", c.first, first, c.then, then, prompt)
			}
		})
	}
}

func TestAsk_OutletsOfOthersAreNotNamed(t *testing.T) {
	s := storetest.Open(t)
	c, fake := modelled(t, s, map[string][]string{"": {abstains}, "search": {"{}"}})
	d := briefingtest.NewDesk(t, s)
	d.Src = briefingtest.Must[store.Source](t)(s.OwnSource(context.Background(), "guild:7", state.SourceFile))
	d.Read(briefingtest.Article("own", "Closed Paper", "Nets of Senn", "The nets of Senn are dry, the guild said."))
	c.once("What is new?")
	if prompt := fake.Prompts("search")[0]; strings.Contains(prompt, "Closed Paper") || !strings.Contains(prompt, "Coast Radio") {
		t.Errorf("the model is told of:\n%s", prompt)
	}
}

func TestAsk_BriefingIsToldWhereNewsIsAskedFor(t *testing.T) {
	said := claim.Claim{Text: "Ships wait outside Karsk.", Cites: []claim.Cite{{Article: "strike", Outlet: "North Wire"}}}
	told := answer.Briefed{Blocks: []message.Block{{Kind: message.Title, Runs: message.Plain("Your briefing")}}, Claims: []claim.Claim{said}, Model: "m", Tokens: 50}
	reply := searched(t, map[string]any{"question": "What happened in Karsk yesterday?", "queries": []string{"Karsk", "port strike"}, "from": "2026-11-19", "to": "2026-11-19", "intent": "briefing", "language": "de"})
	for name, c := range map[string]struct {
		brief func(context.Context, answer.BriefRequest) (answer.Briefed, error)
		told  bool
	}{
		"told": {func(context.Context, answer.BriefRequest) (answer.Briefed, error) { return told, nil }, true},
		"nothing on the topic": {func(context.Context, answer.BriefRequest) (answer.Briefed, error) {
			return answer.Briefed{Blocks: told.Blocks}, nil
		}, false},
		"nobody tells": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			talk, fake := modelled(t, storetest.Open(t), map[string][]string{"": {abstains}, "search": {reply}})
			var got answer.BriefRequest
			if c.brief != nil {
				talk.ask.Brief = func(ctx context.Context, r answer.BriefRequest) (answer.Briefed, error) {
					got = r
					return c.brief(ctx, r)
				}
			}
			ans := talk.once("What happened in Karsk yesterday?")
			if text := briefingtest.Say(ans.Blocks()); strings.HasPrefix(text, "Your briefing") != c.told || ans.Abstained == c.told || (len(ans.Claims) == 1) != c.told {
				t.Errorf("abstained %v, got:\n%s", ans.Abstained, text)
			}
			if asked := len(fake.Prompts("")) == 2; asked == c.told {
				t.Errorf("the model was asked for an answer: %v", asked)
			}
			if c.told && ans.Shown() != "Ships wait outside Karsk. (North Wire)" {
				t.Errorf("the conversation keeps %q", ans.Shown())
			}
			day := time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC)
			if c.brief != nil && (got.Topic != "Karsk" || got.Lang != "de" || !got.From.Equal(day) || !got.At.Equal(briefingtest.Noon.Add(time.Hour))) {
				t.Errorf("a briefing of %+v was asked for", got)
			}
		})
	}
	talk, _ := modelled(t, storetest.Open(t), map[string][]string{"": {abstains}, "search": {reply}})
	broken := errors.New("the store is away")
	talk.ask.Brief = func(context.Context, answer.BriefRequest) (answer.Briefed, error) { return answer.Briefed{}, broken }
	if _, err := talk.ask.Ask(context.Background(), answer.Question{Text: "What is new?", Scope: talk.scope, At: briefingtest.Noon}); !errors.Is(err, broken) {
		t.Errorf("an error of the store is %v", err)
	}
}

// Without a model what is new is told where nothing else is asked.
func TestAsk_WhatIsNewIsABriefing(t *testing.T) {
	talk, _ := modelled(t, storetest.Open(t), nil)
	talk.ask.Model = nil
	talk.ask.Brief = func(context.Context, answer.BriefRequest) (answer.Briefed, error) {
		return answer.Briefed{Blocks: []message.Block{{Kind: message.Para, Runs: message.Plain("Nothing new since 19 Nov.")}}}, nil
	}
	for q, told := range map[string]bool{"What is new?": true, "Any news today?": true, "Was ist neu?": true, "¿Qué hay de nuevo?": true, "Quoi de neuf ?": true,
		"What are the latest headlines": true, "What is new in Karsk?": false, "How?": false, "Who is new at the port of Karsk?": false, "New York": false} {
		if text := briefingtest.Say(talk.once(q).Blocks()); strings.HasPrefix(text, "Nothing new") != told {
			t.Errorf("%s: got\n%s", q, text)
		}
	}
	for _, q := range []string{"Any updates?", "What is new about this?"} {
		if text := briefingtest.Say(talk.once(q, "Who won the vote in Karsk?").Blocks()); strings.HasPrefix(text, "Nothing new") {
			t.Errorf("%s, after a question on Karsk: got\n%s", q, text)
		}
	}
	if text := briefingtest.Say(talk.once("What is new?", "Who won the chess championship in Reykjavik?").Blocks()); !strings.HasPrefix(text, "Nothing new") {
		t.Errorf("after a question on what nobody reports: got\n%s", text)
	}
}

func TestAsk_ChatIsToldWhatDatelineDoes(t *testing.T) {
	reply := searched(t, map[string]any{"question": "Bist du ein Mensch?", "intent": "chat", "language": "de"})
	c, _ := modelled(t, storetest.Open(t), map[string][]string{"": {abstains}, "search": {reply}})
	ans := c.once("Bist du ein Mensch?")
	if text := briefingtest.Say(ans.Blocks()); !ans.Abstained || !strings.HasPrefix(text, "Ich beantworte Fragen aus den Nachrichten") || strings.Contains(text, "I looked in") {
		t.Errorf("got:\n%s", text)
	}
	// A model that takes a question for small talk does not keep it from the archive.
	c.ask.Model = &briefingtest.Kinds{Replies: map[string][]string{"": {briefingtest.Reply("", "Mira Tal won the vote for mayor in Karsk with 54 percent, the election office said.")},
		"search": {searched(t, map[string]any{"question": "Who won the vote for mayor in Karsk?", "intent": "chat"})}}}
	if text := briefingtest.Say(c.once("Who won the vote for mayor in Karsk?", "Hello").Blocks()); !strings.Contains(text, "54 percent") {
		t.Errorf("got:\n%s", text)
	}
}

func TestAsk_ReplyIsInTheLanguageAskedFor(t *testing.T) {
	reply := searched(t, map[string]any{"question": "When will the bridge at Lysk reopen?", "language": "de"})
	c, fake := modelled(t, storetest.Open(t), map[string][]string{"": {briefingtest.Reply("", "The bridge will reopen on 4 December, the road office of Lysk said.")}, "search": {reply},
		"translation": {`{"sentences":[{"label":"S1","text":"Die Brücke wird am 4. Dezember wieder geöffnet, teilte das Straßenamt von Lysk mit."}]}`}})
	c.ask.Reader = briefingtest.ReaderBeside(c.ask.Store, fake)
	text := briefingtest.Say(c.once("in German please", "When will the bridge at Lysk reopen?").Blocks())
	if !strings.Contains(text, "am 4. Dezember wieder geöffnet") || len(fake.Prompts("translation")) != 1 {
		t.Errorf("%d translations, got:\n%s", len(fake.Prompts("translation")), text)
	}
}

func TestAsk_NamesWhatTheModelDidNotFind(t *testing.T) {
	const q = "How many people were found alive in Senn, and who ordered the school to be used as a shelter?"
	for gap, want := range map[string]string{
		"who ordered the school to be used as a shelter": "Not in what I have read: who ordered the school to be used as a shelter.\n",
		"why did Tilda Crook steal the money":            "Not in what I have read: a part of the question.\n",
	} {
		reply := searched(t, map[string]any{"abstain": false, "unanswered": []string{gap}, "claims": []any{map[string]any{"cites": []string{"S1"},
			"text": "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said."}}})
		c, fake := modelled(t, storetest.Open(t), map[string][]string{"answer": {reply}})
		for range 2 { // what the asker alone may see is in no memo
			if text := briefingtest.Say(c.once(q).Blocks()); !strings.Contains(text, want) || !strings.Contains(text, "40 people") {
				t.Errorf("%q is not in:\n%s", want, text)
			}
		}
		if asked := fake.Prompts("answer"); len(asked) != 2 || !strings.Contains(asked[0], "Question: "+q) {
			t.Errorf("the whole question is not asked: %q", asked)
		}
	}
}

// late is a model that writes no search before its time is over.
type late struct{ briefingtest.Kinds }

func (m *late) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	reply, err := m.Kinds.Generate(ctx, r)
	if r.SchemaName == "search" {
		<-ctx.Done()
		return llm.Reply{}, ctx.Err()
	}
	return reply, err
}

func TestAsk_SlowModelIsNotAskedForASearchAgain(t *testing.T) {
	s := storetest.Open(t)
	model := &late{briefingtest.Kinds{Replies: map[string][]string{"": {briefingtest.Reply("", "At least 12 people are still missing in the lower streets, said Ada Brandt of the rescue service.")}, "search": {"{}"}}}}
	d := briefingtest.NewDesk(t, s)
	d.Read(coast...)
	c := &talk{t: t, scope: d.Scope, ask: &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}, Model: model, Name: "fake", SearchTime: time.Second}}
	for range 2 {
		if text := briefingtest.Say(c.once("And how many are missing?", "How many people were found alive in Senn?").Blocks()); !strings.Contains(text, "12 people") {
			t.Errorf("got:\n%s", text)
		}
	}
	if n := len(model.Prompts("search")); n != 1 {
		t.Errorf("a slow model was asked for %d searches", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.ask.Ask(ctx, answer.Question{Text: "What is new?", Scope: c.scope, At: briefingtest.Noon}); !errors.Is(err, context.Canceled) {
		t.Errorf("an end of the context is %v", err)
	}
}

func TestAsk_LastLineSaysWhoChecked(t *testing.T) {
	s := storetest.Open(t)
	model := &briefingtest.Kinds{Replies: map[string][]string{"": {briefingtest.Reply("", "Ada Brandt of the rescue service said that at least 12 people are still missing in the lower streets.")}, "search": {"{}"}}}
	d := briefingtest.NewDesk(t, s)
	d.Read(coast...)
	for name, reader := range map[string]*write.Reader{"": nil, " and read beside them a second time": briefingtest.ReaderBeside(s, model)} {
		c := &talk{t: t, scope: d.Scope, ask: &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}, Model: model, Name: "fake" + name, Reader: reader}}
		if text := briefingtest.Say(c.once("How many people are still missing in the lower streets?").Blocks()); !strings.Contains(text, "checked against these sources by a program"+name+", not by a person.") {
			t.Errorf("got:\n%s", text)
		}
	}
}

func TestAsk_ModelThatFailsShowsWhatNoModelDoes(t *testing.T) {
	s := storetest.Open(t)
	d := briefingtest.NewDesk(t, s)
	d.Read(coast...)
	c := &talk{t: t, scope: d.Scope, ask: &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}}}
	for _, q := range []string{"How many people were found alive in Senn?", "How many people are missing and who won the vote?"} {
		c.ask.Model = nil
		want := c.once(q)
		c.ask.Model, c.ask.Name = &llm.Fake{Err: errors.New("down")}, "fake"
		got := c.once(q)
		if got.Fallback == "" || len(want.Passages) == 0 || !reflect.DeepEqual(got.Passages, want.Passages) {
			t.Errorf("%s: %+v, want %+v (%s)", q, got.Passages, want.Passages, got.Fallback)
		}
	}
}
