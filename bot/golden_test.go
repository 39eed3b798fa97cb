package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
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

func TestBot_HelpStatusAndWhyReadAsDesigned(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{Model: "large at api.example.com", ModelHost: "api.example.com"}}
	for name, c := range map[string]*call{"help-member": {guild: 1}, "help-manager": {guild: 1, manager: true}, "help-dm": {}} {
		a, err := b.helpCommand(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		briefingtest.Golden(t, name, show(a.blocks))
	}
	briefingtest.Golden(t, "introduction", show(b.introduction()))
	stopped := store.Planned{Schedule: store.Schedule{Name: "World", Rule: "daily 07:30", Zone: "Europe/Berlin", Profile: "{}"}, Channel: store.Channel{Name: "world-news", State: state.ChannelPaused, Reason: "in #world-news I lack the permission Send Messages"}}
	lost := stopped
	lost.Channel.Reason = deleted
	briefingtest.Golden(t, "status", show(statusBlocks([]Finding{
		{Check: "Discord", OK: true, runs: []message.Run{{Text: "connected since "}, {Time: monday.Add(-90 * time.Minute)}, {Text: "."}}},
		{Check: "#world-news", runs: append([]message.Run{{Text: "World, "}}, append(b.settings(stopped), message.Run{Text: "."})...), Do: "Allow it for my role in the channel's settings, page Permissions."},
		{Check: "#old", runs: append([]message.Run{{Text: "World, "}}, append(b.settings(lost), message.Run{Text: "."})...)},
		{Check: "Sources", OK: true, Detail: "8 sources."},
		{Check: "North Wire", Detail: layout.Clip(sourceState(store.Source{Fails: 3, Reason: "the server says 503"}), 200) + ".", Do: doAbout(store.Source{Fails: 3})},
		{Check: "Model", OK: true, Detail: "large at api.example.com; it sees questions and short extracts. 12,300 of 200,000 tokens used today."},
	})))
	slot := store.Slot{Due: monday, Trace: `[{"story":1,"title":"Aid convoy reaches El Obeid","place":9,"outcome":"outranked","asked":5,"rank":{"reports":2,"age":10800000000000,"topic":1,"novelty":1,"sourced":1}},{"story":2,"title":"Airport reopens","place":2,"outcome":"nothing new","told_at":"2026-11-22T12:00:00Z"},{"story":3,"title":"Talks in Port Sudan","place":1,"outcome":"posted"}]`}
	briefingtest.Golden(t, "why", show(brief.Why(brief.WhyQuery{Channel: "world-news", Slots: []store.Slot{slot}, Zone: time.UTC})))
	briefingtest.Golden(t, "why-nothing", show(brief.Why(brief.WhyQuery{Channel: "world-news", Words: "Sudan elections", Slots: []store.Slot{slot}, Zone: time.UTC})))
}
