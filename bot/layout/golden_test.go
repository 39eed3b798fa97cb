package layout

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/store"
)

// The invented country of the bundled sample.
var (
	monday   = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	saturday = monday.AddDate(0, 0, -2)
)

// show is how a text stands in Discord: its parts, each with its size.
func show(blocks []message.Block) string {
	var b strings.Builder
	for i, p := range Parts(blocks) {
		fmt.Fprintf(&b, "=== part %d, %d units\n%s\n", i+1, Units(p.Content), p.Content)
	}
	return b.String()
}

func cite(outlet string, published time.Time) claim.Cite {
	return claim.Cite{Outlet: outlet, URL: "https://" + strings.ToLower(strings.ReplaceAll(outlet, " ", "-")) + ".example/a/" + url.PathEscape("2026-11-22-rescuers-reach-the-cut-off-village-of-senn-and-find-forty-alive"), Published: published, Stated: published}
}

func claimOf(kind, text, outlet string) claim.Claim {
	return claim.Claim{Kind: kind, Text: text, Cites: []claim.Cite{cite(outlet, monday.Add(-8*time.Hour))}}
}

func story(id int64, title string, outlets []string, claims ...claim.Claim) brief.Story {
	return brief.Story{ID: id, Title: title, Outlets: outlets, Reports: len(outlets), Claims: append([]claim.Claim{claimOf(claim.KindHeading, title, outlets[0])}, claims...)}
}

func storyList(n int) []brief.Story {
	out := []brief.Story{
		story(1, "40 found alive in flooded Senn", []string{"Coast Radio", "Velland Herald"}, claimOf(claim.KindWritten, "Rescuers reached Senn on Sunday night and found 40 people alive in the school.", "Coast Radio"), claimOf(claim.KindWritten, "The rescue service counts 15 dead.", "Velland Herald")),
		story(2, "Parliament keeps the coal levy, 61 to 58", []string{"The Ledger", "North Wire", "Velland Herald"}, claimOf(claim.KindWritten, "The levy now runs until 2030.", "The Ledger"), claimOf(claim.KindWritten, `The finance minister called the vote "binding".`, "The Ledger")),
		story(3, "Lower Oru bridge reopens at 14:00", []string{"Velland Herald", "Coast Radio"}, claimOf(claim.KindWritten, "Lorries must wait until Friday.", "Velland Herald")),
		story(4, "Karsk port strike may end on Wednesday", []string{"North Wire"}, claimOf(claim.KindWritten, "The dockers' union says a deal is ready to sign.", "North Wire")),
		story(5, "Lysk central bank leaves its rate at 3.25 percent", []string{"The Ledger", "North Wire"}, claimOf(claim.KindWritten, "It is the fourth time in a row.", "The Ledger")),
	}
	for i := 6; i <= n; i++ {
		out = append(out, story(int64(i), fmt.Sprintf("Story number %d of the day is told in one line", i), []string{"North Wire", "The Ledger"}, claimOf(claim.KindWritten, "It has a sentence.", "North Wire")))
	}
	return out[:n]
}

func briefingOf(n int) brief.Briefing {
	return brief.Briefing{Name: "World", Label: "Mon 23 Nov, 07:30", From: monday.AddDate(0, 0, -1), At: monday, Zone: time.UTC, Stories: storyList(n), Articles: 38, Sources: 8, Reading: brief.Reading{Watched: 8, Failed: 1, ReadUntil: monday.Add(-12 * time.Hour)}, Model: "m", Next: monday.AddDate(0, 0, 1), StatusHint: "moderators_status"}
}

func TestParts_BriefingsAndAnswersReadAsDesigned(t *testing.T) {
	t.Parallel()
	update := briefingOf(1)
	update.Stories[0].Update, update.Stories[0].Earlier, update.Stories[0].ToldAt, update.Stories[0].EarlierLink = true, "Oru flood: 12 dead", saturday, "https://discord.com/channels/1/2/3"
	update.Stories[0].Claims[2].Previous = &claim.PreviousValue{Value: "12", At: saturday, Cite: cite("Velland Herald", saturday)}
	differ := briefingOf(2)
	differ.Stories[1].Differ = &claim.Difference{What: "how many were evacuated", A: claimOf(claim.KindQuoted, "About 1,400 residents of Senn were evacuated.", "Velland Herald"), B: claimOf(claim.KindQuoted, "More than 2,000 people have been evacuated from Senn.", "Coast Radio")}
	corrected := briefingOf(1)
	corrected.Corrections = []brief.Correction{{Old: "The Lower Oru bridge closed on Thursday.", Quoted: true, Now: claimOf(claim.KindQuoted, "The Lower Oru bridge closed on Friday.", "Velland Herald"), Noted: true, ToldAt: saturday, Link: "https://discord.com/channels/1/2/3"},
		{Old: "The levy ends in 2030.", Now: claimOf(claim.KindQuoted, "An earlier version of this article gave a wrong year for the levy.", "The Ledger"), Noted: true, IsNote: true, ToldAt: monday.AddDate(0, 0, -9), Link: "https://discord.com/channels/1/2/4"}}
	again := briefingOf(1)
	again.Repeats = []brief.Repeat{{Story: 9, Title: "Parliament keeps the coal levy, 61 to 58", ToldAt: saturday, Link: "https://discord.com/channels/1/2/3"}, {Story: 8, Title: "Lower Oru bridge reopens at 14:00", ToldAt: monday.Add(-time.Hour), Link: "https://discord.com/channels/1/2/5"}}
	empty, blind, plain, late := briefingOf(0), briefingOf(0), briefingOf(1), briefingOf(5)
	blind.Failed = 5
	plain.Model, plain.Stories[0].Claims = "", []claim.Claim{claimOf(claim.KindHeadline, "Rescuers reach Senn, find 40 alive in school", "Coast Radio"), claimOf(claim.KindQuoted, "Rescuers reached the cut-off village of Senn late on Sunday and found 40 people alive in its school.", "Coast Radio")}
	plain.Stories[0].Title = "Rescuers reach Senn, find 40 alive in school"
	late.Late, late.Skipped, late.Missing = true, []string{"Sun 22 Nov, 07:30"}, "Sat 21 Nov, 07:30"
	read := store.Extent{Articles: 6210, Outlets: 8, Oldest: monday.AddDate(0, -5, -22), Newest: monday.Add(-2 * time.Hour)}
	ans := answer.Answer{At: monday, Model: "m", Searched: read, Used: 4, Claims: []claim.Claim{claimOf(claim.KindWritten, "The rescue service counts 15 dead.", "Velland Herald"), claimOf(claim.KindWritten, "40 people were found alive in the school at Senn.", "Coast Radio")}, Continuing: "Oru flood"}
	passages := []claim.Claim{claimOf(claim.KindQuoted, "Rescuers reached the cut-off village of Senn late on Sunday and found 40 people alive in its school, the rescue service said.", "Coast Radio"), claimOf(claim.KindQuoted, "The rescue service put the number of dead at 15.", "Velland Herald")}
	closest := answer.Answer{At: monday, Abstained: true, Searched: read, Passages: passages}
	abstained, failed, spent := closest, closest, closest
	abstained.Model, failed.Fallback = "m", "it did not answer in time"
	spent.Fallback, spent.SpentUntil = "today's share of AI answers is used up until 00:00 UTC", monday.Add(16*time.Hour+30*time.Minute)
	none := answer.Answer{At: monday, Abstained: true, Searched: read}
	nothing := answer.Answer{At: monday, Abstained: true}
	for name, blocks := range map[string][]message.Block{
		"briefing-1": briefingOf(1).Blocks(), "briefing-5": briefingOf(5).Blocks(), "briefing-15": briefingOf(15).Blocks(), "update": update.Blocks(), "reports-differ": differ.Blocks(), "correction": corrected.Blocks(), "told-before": again.Blocks(), "empty": empty.Blocks(), "cannot-say": blind.Blocks(),
		"no-model": plain.Blocks(), "late": late.Blocks(), "answer": ans.Blocks(), "closest": closest.Blocks(), "closest-abstained": abstained.Blocks(), "closest-failed": failed.Blocks(), "closest-spent": spent.Blocks(), "refusal": none.Blocks(), "nothing-read": nothing.Blocks(),
	} {
		briefingtest.Golden(t, name, show(blocks))
	}
}
