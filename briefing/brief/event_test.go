package brief_test

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store/storetest"
)

// Reports of one story in which each trap of a heading stands beside the report
// that tells what happened.
var (
	quake  = briefingtest.Article("quake", "Coast Radio", "Earthquake near Karsk kills nine", "An earthquake near Karsk killed nine people on Friday, the rescue service of Velland said. Rescuers searched the old town of Karsk for more people under the rubble.")
	wires  = briefingtest.Article("wires", "North Wire", "Nine dead after earthquake near Karsk", "Nine people died in the earthquake near Karsk on Friday, the rescue service of Velland said. The airport of Karsk stays closed until Sunday, its director said.")
	noteOn = briefingtest.Article("noteon", "The Ledger", "Correction: the earthquake near Karsk was on Friday", "In an earlier version of our report on the earthquake near Karsk we wrote that it came on Thursday. The earthquake near Karsk that killed nine people came on Friday, the rescue service said.")
	advice = briefingtest.Article("advice", "Velland Herald", "What to do after the earthquake near Karsk", "The rescue service of Velland asks the people of Karsk to boil their water after the earthquake. The earthquake near Karsk killed nine people on Friday, the rescue service said.")
	aside  = briefingtest.Article("aside", "Harbour Post", "Mayor of Karsk thanks helpers after earthquake", "The mayor of Karsk, Tilda Roos, thanked the helpers who came after the earthquake that killed nine people near Karsk. The mayor spoke at the old harbour of Karsk on Friday evening.")
)

func TestHeading_TellsTheEventThatMostReportsLeadWith(t *testing.T) {
	for name, c := range map[string]struct {
		items    []feed.Item
		heading  string // a part of it
		not      string
		sentence string
	}{
		"a notice of a correction heads nothing":     {[]feed.Item{quake, wires, noteOn}, "arthquake near Karsk", "Correction", "earthquake near Karsk"},
		"a service line heads nothing":               {[]feed.Item{quake, advice}, "kills nine", "What to do", "killed nine people"},
		"a side aspect heads nothing":                {[]feed.Item{quake, wires, aside}, "arthquake near Karsk", "Mayor", "on Friday, the rescue service of Velland said"},
		"the opening is told although it is no name": {[]feed.Item{briefingtest.Article("vote", "The Ledger", "Parliament keeps coal levy until 2030", "The country's parliament voted 61 to 58 on Friday to keep its coal levy until 2030. Finance minister Katrin Oelsner called the vote binding for the whole government.")}, "coal levy", "", "voted 61 to 58"},
		"whom a company is said to be is known":      {[]feed.Item{briefingtest.Article("jobs", "The Ledger", "Halmar Works to cut 900 jobs in Karsk", "Halmar Works will cut 900 of its 2,100 jobs in Karsk next year, the company said on Friday. About four thousand people came to a rally of the union Velland Metal in front of the plant in Karsk.")}, "900 jobs", "", "cut 900 of its 2,100 jobs"},
		"the word of the desk is no part of it":      {[]feed.Item{briefingtest.Article("jobs", "The Ledger", "Corrected: Halmar Works to cut 900 jobs in Karsk", "Halmar Works will cut 900 jobs at its plant in Karsk next year, a spokesman for Halmar Works said on Friday.")}, "Halmar Works", "Corrected", "900 jobs"},
		"a teaser is cut off":                        {[]feed.Item{briefingtest.Article("jobs", "The Ledger", "Halmar Works to cut 900 jobs in Karsk. Here's why", "Halmar Works will cut 900 jobs at its plant in Karsk next year, a spokesman for Halmar Works said on Friday.")}, "Halmar Works", "why", "900 jobs"},
		"a question is no heading":                   {[]feed.Item{briefingtest.Article("shops", "The Ledger", "Is Norvia closing shops? Here's what we know about stores ...", "Norvia will close 27 of its shops in Velland by April. Norvia shops in Karsk and Lund will close first and 400 people will lose their work, Norvia said on Friday.")}, "will close 27 of its shops", "?", ""},
		"nor is it with an abbreviation in it":       {[]feed.Item{briefingtest.Article("offices", "The Ledger", "Are public offices closed on Jan. 9 national day of mourning?", "The president of Velland has declared Jan. 9 a national day of mourning. About 40,000 public servants of Velland have a day off with pay, the ministry of labour said.")}, "has declared Jan. 9 a national day", "Are public", ""},
		"an abbreviation ends no heading":            {[]feed.Item{briefingtest.Article("mourning", "The Ledger", "Offices of the government close on Jan. 9, who is open?", "The president of Velland has declared Jan. 9 a national day of mourning. About 40,000 public servants of Velland have a day off with pay, the ministry of labour said.")}, "Jan. 9", "?", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Now = briefingtest.Noon.Add(30 * time.Minute)
			d.Read(c.items...)
			heading, sentence := d.First(nil)
			if !strings.Contains(heading, c.heading) || c.not != "" && strings.Contains(heading, c.not) {
				t.Errorf("heading %q, want %q in it and not %q", heading, c.heading, c.not)
			}
			if !strings.Contains(sentence, c.sentence) {
				t.Errorf("first sentence %q, want %q in it", sentence, c.sentence)
			}
		})
	}
}
