package recap

import (
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// Blocks are the recap as its reader sees it: now tells the zone, after when it begins.
func (r Recap) Blocks(name string, after, now time.Time, w *phrases.Words) []message.Block {
	since := w.Stamp(after.In(now.Location()))
	if len(r.Stories)+r.TakenBack+r.Hidden+r.Corrected == 0 {
		return []message.Block{{Kind: message.Para, Runs: message.Plain(w.Say("catchup_nothing", name, since))}}
	}
	out := []message.Block{{Kind: message.Title, Lang: w.Lang(), Runs: []message.Run{{Bold: true,
		Text: w.Say("catchup_title", name, since, w.Count(len(r.Stories), "stories"))}}}}
	to := claim.NewLinker()
	to.Words = w
	for i, s := range r.Stories {
		if i < fullMost {
			out = append(out, s.whole(now, to)...)
		} else {
			out = append(out, message.Block{Kind: message.Item, Runs: s.Now.runs(now, w), Story: s.ID})
		}
	}
	if n := r.Corrected; n > 0 {
		runs := message.Plain(w.Count(n, "corrections") + ":")
		for _, m := range r.Messages {
			runs = append(runs, message.Run{Text: " "}, message.Run{Text: w.Stamp(m.At.In(now.Location())), Link: m.Link, Open: true})
		}
		out = append(out, message.Block{Kind: message.Para, Runs: runs})
	}
	if n := r.More; n > 0 {
		out = append(out, small(w.Count(n, "catchup_more")))
	}
	if n := r.Hidden; n > 0 {
		out = append(out, small(w.Count(n, "catchup_hidden")))
	}
	if n := r.TakenBack; n > 0 {
		out = append(out, small(w.Count(n, "catchup_stories_back")))
	}
	if n := r.Withdrawn; n > 0 {
		out = append(out, small(w.Count(n, "catchup_sentences_back")))
	}
	if r.Cut {
		out = append(out, small(w.Say("catchup_cut")))
	}
	return out
}

func small(said string) message.Block {
	return message.Block{Kind: message.Small, Runs: message.Plain(said)}
}

// whole is a story with its sentences, when it was told, and what was told of it before.
func (s Story) whole(now time.Time, to *claim.Linker) []message.Block {
	w := to.Words
	head := message.Block{Kind: message.Heading, Story: s.ID, Runs: []message.Run{{Text: s.Now.Title, Spoiler: s.Now.Hidden}}}
	var said []message.Run
	for i, c := range s.Sentences {
		if i > 0 {
			said = append(said, message.Run{Text: " "})
		}
		said = append(said, claim.Sentence(c, false, now, to)...)
	}
	if s.Now.Hidden {
		for i := range said {
			said[i].Spoiler = !said[i].Open
		}
	}
	if len(said) > 0 {
		said = append(said, message.Run{Text: " "})
	}
	out := []message.Block{head, {Kind: message.Para, Story: s.ID, Runs: append(said, s.Now.when(now, w))}}
	var before []message.Run
	for i, t := range s.Before[:min(len(s.Before), beforeMost)] {
		if i > 0 {
			before = append(before, message.Run{Text: w.Semicolon()})
		}
		before = append(before, t.runs(now, w)...)
	}
	if before != nil {
		runs := message.Say(w, "catchup_before", before)
		if n := len(s.Before) - beforeMost; n > 0 {
			runs = append(runs, message.Run{Text: w.Semicolon() + w.Count(n, "catchup_times")})
		}
		out = append(out, message.Block{Kind: message.Item, Story: s.ID, Runs: runs})
	}
	return out
}

// runs are a telling in one line: when, and under which heading.
func (t Telling) runs(now time.Time, w *phrases.Words) []message.Run {
	return []message.Run{t.when(now, w), {Text: " "}, {Text: t.Title, Spoiler: t.Hidden}}
}

// when is the time of a telling, which links to its message.
func (t Telling) when(now time.Time, w *phrases.Words) message.Run {
	return message.Run{Text: w.Stamp(t.At.In(now.Location())), Link: t.Link, Open: true}
}
