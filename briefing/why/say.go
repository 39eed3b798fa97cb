package why

import (
	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/state"
)

// listed is how many stories an answer lists.
const listed = 10

// Blocks are the answer in words.
func (a Answer) Blocks(w *phrases.Words) []message.Block {
	out := []message.Block{{Kind: message.Title, Lang: w.Lang(), Runs: []message.Run{{Text: a.first(w), Bold: true}}}}
	for _, x := range a.Stories[:min(len(a.Stories), listed)] {
		out = append(out, message.Block{Kind: message.Item, Runs: a.line(x, w)})
	}
	if n := len(a.Stories) - listed; n > 0 {
		out = append(out, message.Block{Kind: message.Small, Runs: message.Plain(w.Count(n, "why_more"))})
	}
	return out
}

func (a Answer) first(w *phrases.Words) string {
	posted := w.Count(a.Posted, "why_sent")
	switch {
	case a.Asked != "" && len(a.Stories) == 0:
		return w.Say("why_unread", a.asked(), a.Name)
	case a.Asked != "":
		return w.Say("why_head", a.asked(), a.Name, w.Count(len(a.Stories), "why_read"), posted)
	case len(a.Stories) > 0:
		return w.Say("why_all", a.Name, w.Count(len(a.Stories), "why_weighed"), posted)
	}
	return a.emptyDays(w)
}

// asked is what was asked for, as it is repeated to the one who did.
func (a Answer) asked() string {
	const most = 100
	if letters := []rune(a.Asked); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return a.Asked
}

// emptyDays says on which days the briefings that are asked about held nothing.
func (a Answer) emptyDays(w *phrases.Words) string {
	if len(a.Slots) == 0 {
		return w.Say("why_empty_day", a.Name, w.Day(a.Now.In(a.Zone), a.Now))
	}
	first, last := a.Slots[len(a.Slots)-1].Due.In(a.Zone), a.Slots[0].Due.In(a.Zone)
	from, to := w.Day(first, a.Now), w.Day(last, a.Now)
	if from == to {
		return w.Say("why_empty_day", a.Name, to)
	}
	return w.Say("why_empty_days", a.Name, from, to)
}

// line is one story: its title, what became of it, and what its rank rests on.
func (a Answer) line(x Found, w *phrases.Words) []message.Run {
	became := a.became(x, w)
	if name := a.schedule(x); name != "" {
		became = message.Say(w, "why_schedule", became, name)
	}
	title := message.Run{Text: message.TrimStop(x.Title), Link: x.Link}
	runs := message.Say(w, "why_line", title, became)
	for _, more := range terms(x, w) {
		runs = append(append(runs, message.Run{Text: " "}), more...)
	}
	return runs
}

// schedule names the schedule that weighed a story where the channel has several.
func (a Answer) schedule(x Found) string {
	for _, s := range a.Schedules {
		if s.Schedule.ID == x.Slot.Schedule && len(a.Schedules) > 1 {
			return s.Schedule.Name
		}
	}
	return ""
}

func (a Answer) became(x Found, w *phrases.Words) []message.Run {
	if !x.Alerted.IsZero() {
		return message.Say(w, "why_alerted", x.Alerted)
	}
	if x.Weighed.Outcome == brief.Posted {
		switch x.Unsent {
		case "":
			return message.Say(w, "why_posted", x.Slot.Due, w.Ordinal(x.Weighed.Place))
		case state.PostFailed, state.PostExpired:
			return message.Say(w, "why_failed", x.Slot.Due)
		case state.PostUnproven:
			return message.Say(w, "why_unproven", x.Slot.Due)
		}
		return message.Say(w, "why_waiting", x.Slot.Due)
	}
	runs := message.Say(w, "why_"+string(x.Unweighed))
	if x.Weighed.Outcome != "" {
		runs = a.unposted(x.Weighed, w)
	}
	if x.Read.IsZero() {
		return runs
	}
	return message.Say(w, "why_then", w.Day(x.Read.In(a.Zone), a.Now), runs)
}

// unposted says why a story that was weighed was not posted.
func (a Answer) unposted(t brief.Traced, w *phrases.Words) []message.Run {
	if t.Outcome != brief.NothingNew || t.Link == "" {
		t.ToldAt = t.ToldAt.In(a.Zone)
		return message.Plain(t.Said(w))
	}
	post := message.Run{Text: w.Say("why_that_post"), Link: t.Link}
	return message.Say(w, "why_told_there", w.Day(t.ToldAt.In(a.Zone), a.Now), post)
}

// terms are the sentences on what the rank rests.
func terms(x Found, w *phrases.Words) (out [][]message.Run) {
	t := x.Weighed
	if t.Rank == (brief.Rank{}) {
		return nil
	}
	newest := x.Slot.Cut.Add(-t.Rank.Age)
	out = append(out, message.Say(w, "why_terms", w.Count(t.Rank.Reports, "why_reports"), newest))
	if t.Rank.Topic < 1 {
		out = append(out, message.Say(w, "why_partial"))
	}
	if t.Rank.Novelty < 1 {
		out = append(out, message.Say(w, "why_update"))
	}
	if t.Rank.Sourced < 1 {
		out = append(out, message.Say(w, "why_unsourced"))
	}
	if p := t.Apart; p != nil {
		why := w.Say("why_apart_" + p.Why)
		out = append(out, message.Say(w, "why_apart", p.First, p.FirstBy, p.Second, p.SecondBy, why))
	}
	return out
}
