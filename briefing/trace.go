package briefing

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dateline/briefing/text"
	"dateline/store"
)

// Traces are the stories that a slot weighed, in order of rank: posted or not,
// and why.
func Traces(x store.Slot) []Traced {
	var out []Traced
	_ = json.Unmarshal([]byte(x.Trace), &out) // ours; an unreadable one explains nothing
	return out
}

// whyMost is how many stories a "why?" lists.
const whyMost = 10

// WhyQuery asks what became of stories in one channel.
type WhyQuery struct {
	Channel string // its name
	Words   string // a story's title or words; "" is every story
	Slots   []store.Slot
	Zone    *time.Location
}

// Why explains what was posted, what was not, and for which reason.
func Why(q WhyQuery) []Block {
	read, posted := 0, 0
	var items []Block
	seen := map[int64]bool{}
	for _, x := range q.Slots {
		for _, t := range Traces(x) {
			if seen[t.Story] || !about(t.Title, q.Words) {
				continue
			}
			seen[t.Story] = true
			read++
			said := t.Outcome
			if t.Posted {
				posted++
				said = "posted " + x.Due.In(q.Zone).Format("2 Jan, 15:04") + ", ranked " + ordinal(t.Place)
			}
			items = append(items, Block{Kind: Item, Runs: []Run{{Text: trimStop(t.Title) + ": " + said + reasons(t)}}})
		}
	}
	first := fmt.Sprintf("#%s: %s weighed, %d posted", q.Channel, count(read, "story", "stories"), posted)
	if read == 0 {
		first = fmt.Sprintf("#%s: no such story was weighed in the last day", q.Channel)
	}
	out := append([]Block{{Kind: Title, Runs: []Run{{Text: first, Bold: true}}}}, items[:min(len(items), whyMost)]...)
	if n := len(items) - whyMost; n > 0 {
		out = append(out, Block{Kind: Small, Runs: plain(fmt.Sprintf("And %d more.", n))})
	}
	return out
}

// reasons are the terms of a rank in words, in brackets.
func reasons(t Traced) string {
	if t.Rank == "" {
		return ""
	}
	return " (" + t.Rank + ")"
}

// about reports whether a title holds every word that was asked for.
func about(title, words string) bool {
	have := termSet(title, "en")
	for _, t := range text.Terms(words, "en") {
		if !text.Stop(t, "en") && !have[t] {
			return false
		}
	}
	return true
}

// RecentSlots lists the slots of a channel's schedules that were written since
// a time, newest first within each schedule.
func RecentSlots(ctx context.Context, st *store.Store, guild, channel int64, since time.Time) ([]store.Slot, error) {
	all, err := st.Schedules(ctx, guild)
	if err != nil {
		return nil, err
	}
	var out []store.Slot
	for _, x := range all {
		if x.Channel.DiscordID != channel {
			continue
		}
		slots, err := st.Slots(ctx, x.Schedule.ID, 30)
		if err != nil {
			return nil, err
		}
		for _, s := range slots {
			if s.Trace != "" && s.Due.After(since) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}
