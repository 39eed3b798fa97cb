package bot

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
)

// The invented country of PRODUCT's pictures.
var (
	monday   = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	saturday = monday.AddDate(0, 0, -2)
)

func cite(outlet string, published time.Time) briefing.Cite {
	return briefing.Cite{Outlet: outlet, URL: "https://" + strings.ToLower(strings.ReplaceAll(outlet, " ", "-")) + ".example/a/" + url.PathEscape("2026-11-22-rescuers-reach-the-cut-off-village-of-senn-and-find-forty-alive"), Published: published}
}

func claim(kind, text, outlet string) briefing.Claim {
	return briefing.Claim{Kind: kind, Text: text, Cites: []briefing.Cite{cite(outlet, monday.Add(-8*time.Hour))}}
}

func story(id int64, title string, outlets []string, claims ...briefing.Claim) briefing.Story {
	return briefing.Story{ID: id, Title: title, Outlets: outlets, Reports: len(outlets), Claims: append([]briefing.Claim{claim(briefing.KindHeading, title, outlets[0])}, claims...)}
}

func stories(n int) []briefing.Story {
	out := []briefing.Story{
		story(1, "40 found alive in flooded Senn", []string{"Coast Radio", "Velland Herald"}, claim(briefing.KindWritten, "Rescuers reached Senn on Sunday night and found 40 people alive in the school.", "Coast Radio"), claim(briefing.KindWritten, "The rescue service counts 15 dead.", "Velland Herald")),
		story(2, "Parliament keeps the coal levy, 61 to 58", []string{"The Ledger", "North Wire", "Velland Herald"}, claim(briefing.KindWritten, "The levy now runs until 2030.", "The Ledger"), claim(briefing.KindWritten, `The finance minister called the vote "binding".`, "The Ledger")),
		story(3, "Lower Oru bridge reopens at 14:00", []string{"Velland Herald", "Coast Radio"}, claim(briefing.KindWritten, "Lorries must wait until Friday.", "Velland Herald")),
		story(4, "Karsk port strike may end on Wednesday", []string{"North Wire"}, claim(briefing.KindWritten, "The dockers' union says a deal is ready to sign.", "North Wire")),
		story(5, "Lysk central bank leaves its rate at 3.25 percent", []string{"The Ledger", "North Wire"}, claim(briefing.KindWritten, "It is the fourth time in a row.", "The Ledger")),
	}
	for i := 6; i <= n; i++ {
		out = append(out, story(int64(i), fmt.Sprintf("Story number %d of the day is told in one line", i), []string{"North Wire", "The Ledger"}, claim(briefing.KindWritten, "It has a sentence.", "North Wire")))
	}
	return out[:n]
}

func brief(n int) briefing.Briefing {
	return briefing.Briefing{Name: "World", Label: "Mon 23 Nov, 07:30", From: monday.AddDate(0, 0, -1), At: monday, Zone: time.UTC, Stories: stories(n), Articles: 38, Sources: 8, Reading: briefing.Reading{Watched: 8, Failed: 1, ReadUntil: monday.Add(-12 * time.Hour)}, Model: "m", Next: monday.AddDate(0, 0, 1), Where: "Moderators: /status says why."}
}

// show is how a text stands in Discord: its parts, each with its size.
func show(blocks []briefing.Block) string {
	var b strings.Builder
	for i, p := range Layout(blocks) {
		fmt.Fprintf(&b, "=== part %d, %d units\n%s\n", i+1, units(p.Content), p.Content)
	}
	return b.String()
}

func TestBriefingsAndAnswersReadAsDesigned(t *testing.T) {
	t.Parallel()
	update := brief(1)
	update.Stories[0].Update, update.Stories[0].Earlier, update.Stories[0].ToldAt, update.Stories[0].EarlierLink = true, "Oru flood: 12 dead", saturday, "https://discord.com/channels/1/2/3"
	update.Stories[0].Claims[2].Was = &briefing.Was{Value: "12", At: saturday, Cite: cite("Velland Herald", saturday)}
	differ := brief(2)
	differ.Stories[1].Differ = &briefing.Difference{What: "how many were evacuated", A: claim(briefing.KindQuoted, "About 1,400 residents of Senn were evacuated.", "Velland Herald"), B: claim(briefing.KindQuoted, "More than 2,000 people have been evacuated from Senn.", "Coast Radio")}
	corrected := brief(1)
	corrected.Corrections = []briefing.Correction{{Old: "The Lower Oru bridge closed on Thursday.", Quoted: true, Now: claim(briefing.KindQuoted, "The Lower Oru bridge closed on Friday.", "Velland Herald"), Noted: true, ToldAt: saturday, Link: "https://discord.com/channels/1/2/3"},
		{Old: "The levy ends in 2030.", Now: claim(briefing.KindQuoted, "An earlier version of this article gave a wrong year for the levy.", "The Ledger"), Noted: true, IsNote: true, ToldAt: monday.AddDate(0, 0, -9), Link: "https://discord.com/channels/1/2/4"}}
	again := brief(1)
	again.Again = []briefing.Again{{Story: 9, Title: "Parliament keeps the coal levy, 61 to 58", ToldAt: saturday, Link: "https://discord.com/channels/1/2/3"}, {Story: 8, Title: "Lower Oru bridge reopens at 14:00", ToldAt: monday.Add(-time.Hour), Link: "https://discord.com/channels/1/2/5"}}
	empty, blind, plain, late := brief(0), brief(0), brief(1), brief(5)
	blind.Failed = 5
	plain.Model, plain.Stories[0].Claims = "", []briefing.Claim{claim(briefing.KindHeadline, "Rescuers reach Senn, find 40 alive in school", "Coast Radio"), claim(briefing.KindQuoted, "Rescuers reached the cut-off village of Senn late on Sunday and found 40 people alive in its school.", "Coast Radio")}
	plain.Stories[0].Title = "Rescuers reach Senn, find 40 alive in school"
	late.Late, late.Skipped, late.Missing = true, []string{"Sun 22 Nov, 07:30"}, "Sat 21 Nov, 07:30"
	read := store.Extent{Articles: 6210, Outlets: 8, Oldest: monday.AddDate(0, -5, -22), Newest: monday.Add(-2 * time.Hour)}
	ans := briefing.Answer{At: monday, Model: "m", Searched: read, Used: 4, Claims: []briefing.Claim{claim(briefing.KindWritten, "The rescue service counts 15 dead.", "Velland Herald"), claim(briefing.KindWritten, "40 people were found alive in the school at Senn.", "Coast Radio")}, Continuing: "Oru flood"}
	passages := []briefing.Claim{claim(briefing.KindQuoted, "Rescuers reached the cut-off village of Senn late on Sunday and found 40 people alive in its school, the rescue service said.", "Coast Radio"), claim(briefing.KindQuoted, "The rescue service put the number of dead at 15.", "Velland Herald")}
	closest := briefing.Answer{At: monday, Abstained: true, Searched: read, Passages: passages}
	abstained, failed, spent := closest, closest, closest
	abstained.Model, failed.Fallback = "m", "it did not answer in time"
	spent.Fallback, spent.SpentUntil = "today's share of AI answers is used up until 00:00 UTC", monday.Add(16*time.Hour+30*time.Minute)
	none := briefing.Answer{At: monday, Abstained: true, Searched: read}
	nothing := briefing.Answer{At: monday, Abstained: true}
	for name, blocks := range map[string][]briefing.Block{
		"briefing-1": brief(1).Blocks(), "briefing-5": brief(5).Blocks(), "briefing-15": brief(15).Blocks(), "update": update.Blocks(), "reports-differ": differ.Blocks(), "correction": corrected.Blocks(), "told-before": again.Blocks(), "empty": empty.Blocks(), "cannot-say": blind.Blocks(),
		"no-model": plain.Blocks(), "late": late.Blocks(), "answer": ans.Blocks(), "closest": closest.Blocks(), "closest-abstained": abstained.Blocks(), "closest-failed": failed.Blocks(), "closest-spent": spent.Blocks(), "refusal": none.Blocks(), "nothing-read": nothing.Blocks(),
	} {
		golden(t, name, show(blocks))
	}
}

func TestHelpAndErrorsReadAsDesigned(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{Model: "large at api.example.com", ModelHost: "api.example.com"}}
	for name, c := range map[string]*call{"help-member": {guild: 1}, "help-manager": {guild: 1, manager: true}, "help-dm": {}} {
		a, err := b.helpCommand(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, show(a.blocks))
	}
	golden(t, "introduction", show(b.introduction()))
	stopped := store.Planned{Schedule: store.Schedule{Name: "World", Rule: "daily 07:30", Zone: "Europe/Berlin", Profile: "{}"}, Channel: store.Channel{Name: "world-news", State: store.ChannelPaused, Reason: "in #world-news I lack the permission Send Messages"}}
	lost := stopped
	lost.Channel.Reason = deleted
	golden(t, "status", show(statusBlocks([]Finding{
		{Check: "Discord", OK: true, runs: []briefing.Run{{Text: "connected since "}, {Time: monday.Add(-90 * time.Minute)}, {Text: "."}}},
		{Check: "#world-news", runs: append([]briefing.Run{{Text: "World, "}}, append(b.settings(stopped), briefing.Run{Text: "."})...), Do: "Allow it for my role in the channel's settings, page Permissions."},
		{Check: "#old", runs: append([]briefing.Run{{Text: "World, "}}, append(b.settings(lost), briefing.Run{Text: "."})...)},
		{Check: "Sources", OK: true, Detail: "8 sources."},
		{Check: "North Wire", Detail: clip(sourceState(store.Source{Fails: 3, Reason: "the server says 503"}), 200) + ".", Do: doAbout(store.Source{Fails: 3})},
		{Check: "Model", OK: true, Detail: "large at api.example.com; it sees questions and short extracts. 12,300 of 200,000 tokens used today."},
	})))
	slot := store.Slot{Due: monday, Trace: `[{"story":1,"title":"Aid convoy reaches El Obeid","place":9,"outcome":"ranked 9th, the briefing holds 5","rank":"2 independent reports, newest 3 hours old"},{"story":2,"title":"Airport reopens","place":2,"outcome":"told on 22 Nov, nothing new since"},{"story":3,"title":"Talks in Port Sudan","place":1,"outcome":"posted","posted":true}]`}
	golden(t, "why", show(briefing.Why(briefing.WhyQuery{Channel: "world-news", Slots: []store.Slot{slot}, Zone: time.UTC})))
	golden(t, "why-nothing", show(briefing.Why(briefing.WhyQuery{Channel: "world-news", Words: "Sudan elections", Slots: []store.Slot{slot}, Zone: time.UTC})))
}
