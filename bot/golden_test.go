package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/why"
	"dateline/store"
	"dateline/store/state"
)

var monday = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)

// show is how a text stands in Discord: its parts, each with its size.
func show(blocks []message.Block) string {
	var b strings.Builder
	for i, p := range layout.Parts(blocks) {
		fmt.Fprintf(&b, "=== part %d, %d units\n%s\n", i+1, layout.Units(p.Content), p.Content)
	}
	return b.String()
}

func TestBot_IntroductionReadsAsDesigned(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{Model: "large at api.example.com", ModelHost: "api.example.com"}}
	briefingtest.Golden(t, "introduction", show(b.introduction(nil)))
}

// spoken is a screen in all languages.
func spoken(blocks func(w *phrases.Words) []message.Block) string {
	var b strings.Builder
	for _, lang := range phrases.Languages() {
		fmt.Fprintf(&b, "--- %s\n%s", lang, show(blocks(phrases.In(lang))))
	}
	return b.String()
}

func TestBot_WhyReadsAsDesigned(t *testing.T) {
	t.Parallel()
	slot := store.Slot{Due: monday, Cut: monday}
	asked := why.Question{Name: "world-news", Asked: "Sudan", Zone: time.UTC, Now: monday.Add(time.Hour)}
	rank := brief.Rank{Reports: 2, Age: 3 * time.Hour, Topic: 1, Novelty: 1, Sourced: 1}
	update, tips := rank, rank
	update.Novelty, tips.Topic, tips.Sourced, tips.Reports = .5, .5, .5, 1
	weighed := func(all ...brief.Traced) why.Answer {
		a := why.Answer{Question: asked, Slots: []store.Slot{slot}}
		for _, x := range all {
			a.Stories = append(a.Stories, why.Found{Title: x.Title, Slot: slot, Read: monday.Add(-26 * time.Hour), Weighed: x})
		}
		return a
	}
	grown := &brief.Apart{First: "15 dead", FirstBy: "Coast Radio", Second: "12 dead", SecondBy: "North Wire", Why: "grown"}
	briefingtest.Golden(t, "why", spoken(weighed(
		brief.Traced{Title: "Aid convoy reaches El Obeid", Place: 9, Outcome: brief.Outranked, Asked: 5, Rank: rank},
		brief.Traced{Title: "Airport reopens", Outcome: brief.NothingNew, ToldAt: monday.Add(-24 * time.Hour), Link: "https://discord.com/channels/1/2/3"},
		brief.Traced{Title: "Talks in Port Sudan", Place: 1, Outcome: brief.Posted, Rank: update, Apart: grown},
		brief.Traced{Title: "Ten tips for Khartoum", Place: 11, Outcome: brief.Opinion, Rank: tips},
		brief.Traced{Title: "Gum arabic price rises", Outcome: brief.NoNews}, brief.Traced{Title: "Nile level falls", Outcome: brief.Untellable},
		brief.Traced{Title: "Shelling in Omdurman", Outcome: brief.Omitted}, brief.Traced{Title: "Bread price rises", Outcome: brief.Unfit},
		brief.Traced{Title: "Second convoy leaves", Outcome: brief.ToldInOther}, brief.Traced{Title: "Market reopens", Outcome: brief.NothingNew, ToldAt: monday}).Blocks))
	briefingtest.Golden(t, "why-filters", spoken(weighed(
		brief.Traced{Title: "Talks in Port Sudan", Outcome: brief.FewReports, Asked: 2, Rank: tips}, brief.Traced{Title: "Airport reopens", Outcome: brief.OutletOut},
		brief.Traced{Title: "Reapertura del aeropuerto", Outcome: brief.LanguageOut}, brief.Traced{Title: "Chess open ends", Outcome: brief.OffTopic},
		brief.Traced{Title: "Derby in Omdurman", Outcome: brief.Excluded, Word: "football"}).Blocks))
	unweighed := why.Answer{Question: asked}
	for _, reason := range []why.Reason{why.Next, why.Undated, why.Old, why.Before, why.Alerts, why.Far} {
		unweighed.Stories = append(unweighed.Stories, why.Found{Title: "Airport reopens", Link: "https://a.example/1", Read: monday.Add(-26 * time.Hour), Unweighed: reason})
	}
	unweighed.Stories = append(unweighed.Stories, why.Found{Title: "Dam closed", Alerted: monday})
	for _, left := range []state.Post{state.PostFailed, state.PostUnproven, state.PostReady} {
		unweighed.Stories = append(unweighed.Stories, why.Found{Title: "Talks in Port Sudan", Slot: slot, Unsent: left, Weighed: brief.Traced{Outcome: brief.Posted}})
	}
	briefingtest.Golden(t, "why-unweighed", spoken(unweighed.Blocks))
	briefingtest.Golden(t, "why-nothing", spoken(why.Answer{Question: asked}.Blocks))
	asked.Asked = ""
	briefingtest.Golden(t, "why-empty", spoken(why.Answer{Question: asked, Slots: []store.Slot{slot, {Due: monday.AddDate(0, 0, -1)}}}.Blocks))
}
