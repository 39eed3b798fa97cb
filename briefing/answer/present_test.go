package answer_test

import (
	"strings"
	"testing"

	"dateline/briefing/briefingtest"
	"dateline/briefing/write"
	"dateline/store/storetest"
)

// fires are two reports of fires, one of which alone names a suspect, and one that
// shares words with a question about them.
var fires = append(coast[:len(coast):len(coast)],
	briefingtest.Article("fire", "Coast Radio", "Fire at Marr burns 2,000 acres", "The fire at Marr burned 2,000 acres of forest, the county said. Police in Marr arrested Erik Moss, who they say started the fire in his garden. "+
		"The forest office said that the fire at Marr was contained on Thursday."),
	briefingtest.Article("other", "North Wire", "Police in Oling arrested a man", "Police in Oling arrested a man who sailed a barrel to Marr. The barrel was empty, the harbour office said."))

func TestAsk_WhatMayNotBeShownIsAskedForInAnotherWay(t *testing.T) {
	both := strings.NewReplacer(`["S1"]`, `["S1","S2"]`)
	for name, c := range map[string]struct {
		q, first, again string
		want, reason    string
	}{
		"a suspect whom one report names": {"Whom did they arrest for the fire at Marr?",
			briefingtest.Reply("", "Police in Marr arrested Erik Moss, who they say started the fire in his garden."),
			briefingtest.Reply("", "Police in Marr arrested a suspect, who they say started the fire in a garden."), "arrested a suspect", "too few reports name Erik Moss"},
		"a word of the question that nobody says": {"How much forest did the arsonist's fire at Marr burn?",
			briefingtest.Reply("", "The arsonist's fire at Marr burned 2,000 acres of forest, the county said."),
			briefingtest.Reply("", "At Marr the fire burned 2,000 acres of forest, the county said."), "At Marr the fire", "the question's word \"arsonist"},
	} {
		t.Run(name, func(t *testing.T) {
			talk, fake := modelled(t, storetest.Open(t), map[string][]string{"answer": {both.Replace(c.first), both.Replace(c.again)}}, fires...)
			text := briefingtest.Say(talk.once(c.q).Blocks())
			prompts := fake.Prompts("answer")
			if !strings.Contains(text, c.want) || strings.Contains(text, "Moss") || len(prompts) != 2 || !strings.Contains(prompts[1], c.reason) {
				t.Errorf("%d requests, the last %q, got:\n%s", len(prompts), prompts[len(prompts)-1], text)
			}
		})
	}
}

func TestAsk_WhatHoldsIsShownWithoutWhatDoesNot(t *testing.T) {
	reply := `{"claims":[{"text":"Police in Marr arrested Erik Moss, who they say started the fire in his garden.","cites":["S99"]},
		{"text":"He was in his garden at Marr.","cites":["S2"]},{"text":"The fire at Marr burned 2,000 acres of forest, the county said.","cites":["S1"]}]}`
	talk, _ := modelled(t, storetest.Open(t), map[string][]string{"answer": {reply, `{"claims":[]}`}}, fires...)
	stopped := map[string]string{}
	talk.ask.Stopped = func(said, why string) { stopped[said] = why }
	text := briefingtest.Say(talk.once("Whom did they arrest for the fire at Marr?").Blocks())
	if !strings.Contains(text, "2,000 acres") || strings.Contains(text, "Moss") || strings.Contains(text, "He was") {
		t.Errorf("got:\n%s", text)
	}
	if why := stopped["He was in his garden at Marr."]; why != write.Leans {
		t.Errorf("what leans on a sentence that is not shown is stopped for %q", why)
	}
}

func TestAsk_ClosestIsOfWhatTheModelRead(t *testing.T) {
	const q = "How many acres of forest burned in the fire at Marr, where police sailed a barrel?"
	far := "sailed a barrel"
	for name, c := range map[string]struct {
		reply string
		far   bool
	}{
		"it cited one article":  {`{"claims":[{"text":"Sailors of 77 boats put out the flames on 3 May.","cites":["S1"]}]}`, false},
		"it could not be asked": {"no JSON", true},
	} {
		t.Run(name, func(t *testing.T) {
			talk, _ := modelled(t, storetest.Open(t), map[string][]string{"answer": {c.reply}}, fires...)
			ans := talk.once(q)
			if text := briefingtest.Say(ans.Blocks()); strings.Contains(text, far) != c.far || len(ans.Passages) == 0 {
				t.Errorf("%d passages, got:\n%s", len(ans.Passages), text)
			}
		})
	}
}
