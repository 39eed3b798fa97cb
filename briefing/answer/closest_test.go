package answer_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/briefing/briefingtest"
)

func TestClosest_ShowsNothingThatShouldNotStandThere(t *testing.T) {
	a, d := vellandDesk(t)
	read := func(id, outlet, title, body string) { d.Read(briefingtest.Article(id, outlet, title, body)) }
	read("krantz", "Gossip", "News from Stolnik", "Vera Krantz embezzled the money of the school in Stolnik, a neighbour said. Krantz denies it. The school of Stolnik has 300 pupils.")
	read("dobbs", "Gossip", "A day in Crake", "Harlan Dobbs murdered his wife Edna in Crake on Sunday, neighbours say. Police have not commented.")
	read("edna", "Crake Post", "Woman found dead in Crake", "Edna Dobbs was found dead in Crake on Sunday, the police said.")
	same := "The line to Gelton was closed on Monday after a freight train derailed, the railway of Gelton said."
	read("gelton1", "Wire A", "Line to Gelton closed", same+" Buses run in its place until Friday.")
	read("gelton2", "Wire B", "No trains to Gelton", same+" The mayor asked for patience, and the market moved to Sunday.")
	read("lines", "Radio Ulmby", "Ulmby", "Read also:\nTown hall of Ulmby to close\nWho burned the town hall of Ulmby?\nThe town hall of Ulmby was sold to a bank on Monday, the council said.")
	const titled = "The market of Karvel is closed for the summer"
	read("title1", "Wire A", titled, "")
	read("title2", "Wire B", titled, "")
	for question, want := range map[string]struct{ holds, lacks string }{
		"Vera Krantz Stolnik":                  {"300 pupils", "denies it"},
		"Who murdered Edna Dobbs in Crake?":    {"", "Harlan"},
		"Harlan Dobbs":                         {"", "Harlan"},
		"When was the line to Gelton closed?":  {"The line to Gelton was closed on Monday", ""},
		"What happened to Ulmby's town hall?":  {"was sold to a bank", "to close"},
		"Who burned the town hall of Ulmby?":   {"", "Who burned"},
		"Is the market of Karvel closed?":      {titled, ""},
		"What is the capital of Kazakhstan?":   {"I have read nothing near this.", "closest"},
		"Who lost the chess game in Reykjavik": {"I have read nothing near this.", "closest"},
	} {
		text := briefingtest.Say(asks(t, a, d, question, false).Blocks())
		if !strings.Contains(text, want.holds) || want.lacks != "" && strings.Contains(text, want.lacks) {
			t.Errorf("%s: want %q and not %q:\n%s", question, want.holds, want.lacks, text)
		}
		if strings.Count(text, same) > 1 || strings.Count(text, titled) > 1 {
			t.Errorf("%s: one text is shown twice:\n%s", question, text)
		}
	}
}

func TestClosest_HoldsWhatIsAskedForAndGoesOnAcrossParagraphs(t *testing.T) {
	a, d := vellandDesk(t)
	read := func(id, title, body string) { d.Read(briefingtest.Article(id, "Wire "+id, title, body)) }
	read("ferry", "Ferry aground near Norrin", "A ferry with people of Norrin on board ran aground near Norrin, the port said.\n\nThe wind was strong.\n\n"+
		"The coast guard has two boats.\n\nSome of the people on the ferry were cold, a doctor said.\n\nIn all 212 people of Norrin were on the ferry, its owner said.\n\n"+
		"All of them are safe.")
	read("tower", "Tower of Holm is closed", "The tower of Holm is closed, the mayor said.\n\nHide caption 3 of 9\n\nIts stairs are old.")
	for question, want := range map[string]struct{ holds, lacks string }{
		"How many people of Norrin were on the ferry?": {"a doctor said. In all 212 people of Norrin were on the ferry, its owner said.", "strong"},
		"Is the tower of Holm closed?":                 {"The tower of Holm is closed, the mayor said.", "caption"},
	} {
		text := briefingtest.Say(asks(t, a, d, question, false).Blocks())
		if !strings.Contains(text, want.holds) || strings.Contains(text, want.lacks) {
			t.Errorf("%s: want %q and not %q:\n%s", question, want.holds, want.lacks, text)
		}
	}
}

// One report in three papers, each with a place in front of it, is told once.
func TestClosest_ADatelineMakesNoOtherSentence(t *testing.T) {
	a, d := vellandDesk(t)
	for i, place := range []string{"NORRIN (North Wire) - ", "HOLM, 23 Nov (South Wire) — ", ""} {
		body := place + "The ferry Nordlys ran aground off the island of Brekka early on Tuesday."
		d.Read(briefingtest.Article(fmt.Sprint("p", i), fmt.Sprint("Paper ", i), fmt.Sprintf("Ferry aground near Brekka %d", i), body+strings.Repeat(fmt.Sprintf(" Its master has sailed there for %d years.", i+3), i+1)))
	}
	text := briefingtest.Say(asks(t, a, d, "Where did the ferry Nordlys run aground?", false).Blocks())
	if n := strings.Count(text, "ran aground off the island of Brekka"); n != 1 {
		t.Errorf("told %d times, want once:\n%s", n, text)
	}
}

// A place alone in front of a report is no passage.
func TestClosest_ShowsNoFragment(t *testing.T) {
	a, d := vellandDesk(t)
	d.Read(briefingtest.Article("place", "Wire", "Fähre auf Grund gelaufen", "BREKKA.\n\nDie Fähre Nordlys ist "+strings.Repeat("sehr ", 80)+
		"weit von der Insel auf Grund gelaufen.\n\nAlle Reisenden sind von der Fähre gebracht worden, sagte der Hafenmeister."))
	text := briefingtest.Say(asks(t, a, d, "Was ist mit der Fähre vor Brekka passiert?", false).Blocks())
	if strings.Contains(text, "“BREKKA.”") || !strings.Contains(text, "Alle Reisenden") {
		t.Errorf("got:\n%s", text)
	}
}
