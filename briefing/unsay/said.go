package unsay

import (
	"cmp"

	"dateline/briefing/message"
	"dateline/store/recall"
)

// withdrawn reports whether an outlet has taken its report back, and says nothing in its
// place.
func withdrawn(back recall.Retraction) bool { return back.Actor == recall.Outlet && back.Words == "" }

// label is what stands in place of a heading.
func (t Text) label(back recall.Retraction) string {
	if back.Action == recall.Removed {
		return t.Words.Say("recall_removed")
	}
	if withdrawn(back) {
		return t.Words.Say("recall_withdrew")
	}
	return t.Words.Say("recall_corrected")
}

// kind is what stood there: the texts that say who has removed it.
type kind struct{ removed, moderators string }

var (
	aStory    = kind{"recall_story_removed", "recall_story_moderators"}
	aSentence = kind{"recall_sentence_removed", "recall_sentence_moderators"}
)

// said is what became of something, of a kind: "Corrected on 23 Nov: it closed on
// Friday ([Velland Herald])."
func (t Text) said(back recall.Retraction, what kind) []message.Run {
	at := back.At.In(t.Zone)
	day := t.Words.Say("on_date", t.Words.Day(at, at))
	switch {
	case back.Action == recall.Removed && back.Owner != "":
		return message.Plain(t.Words.Say(what.moderators, day))
	case back.Action == recall.Removed:
		return message.Plain(t.Words.Say(what.removed, day))
	case withdrawn(back):
		return message.Plain(t.Words.Say("recall_withdrawn", day))
	case back.Words == "":
		return message.Plain(t.Words.Say("recall_wrong", day))
	}
	runs := message.Plain(t.Words.Say("recall_right", day, message.TrimStop(back.Words)))
	if len(back.Claims) == 0 {
		return append(runs, message.Run{Text: "."})
	}
	if source := back.Claims[0]; back.Actor == recall.Outlet && source.URL != "" {
		return append(runs, message.Run{Text: " ("}, message.Run{Text: cmp.Or(source.Outlet, source.URL), Link: source.URL, Open: true},
			message.Run{Text: ")."})
	}
	return append(runs, message.Run{Text: "."})
}

// Answer is what stands in place of an answer that rests on what is taken back.
func (t Text) Answer(back recall.Retraction) string {
	runs := append(t.said(back, aSentence), message.Run{Text: " " + t.Words.Say("recall_answer")})
	return t.draw(message.Para, runs)
}
