package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
)

func TestBriefJSON_HoldsTheLabels(t *testing.T) {
	t.Parallel()
	stated := func(s string) claim.Claim {
		return claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{{Article: "a", Quote: s}}}
	}
	now := stated("15 died.")
	now.Previous = &claim.PreviousValue{Value: "12", Cite: claim.Cite{Article: "b", Quote: "12 died."}}
	b := brief.Briefing{Stories: []brief.Story{{ID: 1, Claims: []claim.Claim{now}, Differ: &claim.Difference{What: "how many died", A: stated("9 died."), B: stated("15 died.")}}},
		Corrections: []brief.Correction{{Old: "It closed on Thursday.", Quoted: true, Noted: true, ToldAt: time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC), Now: stated("It closed on Friday.")}},
		Repeats:     []brief.Repeat{{Story: 2, Title: "Dockers end their strike", ToldAt: time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)}}}
	var out bytes.Buffer
	var spent llm.Tally
	llm.Count(spent.Under(t.Context()), llm.Request{SchemaName: "story"}, llm.Reply{In: 30, Out: 4})
	if err := briefJSON(&out, b, &spent); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines, want a story and the summary:\n%s", len(lines), out.String())
	}
	for i, want := range []string{`"was":{"value":"12","cite":{"article":"b"`, `"corrections":[{"old":"It closed on Thursday.","quoted":true,"told":"2026-11-20T12:30:00Z","noted":true,"note":false,"now":{"text":"It closed on Friday."`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("no %s in %s", want, lines[i])
		}
	}
	if want := `"again":[{"story":"2","title":"Dockers end their strike","told":"2026-11-20T18:00:00Z"}]`; !strings.Contains(lines[1], want) {
		t.Errorf("no %s in %s", want, lines[1])
	}
	if want := `"steps":{"story":{"requests":1,"in":30,"out":4}}`; !strings.Contains(lines[1], want) {
		t.Errorf("no %s in %s", want, lines[1])
	}
	if want := `"differ":{"what":"how many died","claims":[{"text":"9 died."`; !strings.Contains(lines[0], want) {
		t.Errorf("no %s in %s", want, lines[0])
	}
}
