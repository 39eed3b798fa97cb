package brief

import "dateline/briefing/phrases"

// The lines about what was read, in another language than English: the same
// counts, in fewer words.

// verdictIn is what the first line of a briefing without a story says.
func (b Briefing) verdictIn(w *phrases.Words) string {
	switch {
	case b.Blind():
		return ": " + w.Say("empty_blind")
	case len(b.Corrections) > 0:
		return " (" + w.Count(len(b.Corrections), "corrections") + ")"
	case b.LeftOut.Untold > 0:
		return ": " + w.Say("empty_untold")
	}
	return ": " + w.Say("empty")
}

// reasonIn says why a briefing is without a story.
func (b Briefing) reasonIn(w *phrases.Words) string {
	since := w.Stamp(b.From.In(b.Location()))
	if b.Blind() {
		return w.Say("blind", w.Count(b.Failed, "sources"), since) + " " + w.Say("see_status")
	}
	told := b.hadAll(w)
	switch {
	case len(b.Corrections) > 0:
		told = w.Say("had_rest")
	case b.Articles == 0:
		told = w.Say("no_article")
	case b.lacks != "":
		told = w.Say(b.lacks)
	case b.LeftOut.Untold > 0:
		told = w.Count(b.LeftOut.Untold, "untold")
	case b.channel.ID == 0:
		told = w.Say("no_source")
	}
	return w.Say("read_since", w.Count(b.Articles, "articles"), w.Count(b.Sources, "outlets"), since, told)
}

// hadAll says that the channel has had all that was read, of what is asked for.
func (b Briefing) hadAll(w *phrases.Words) string {
	if b.unasked {
		return w.Say("had_asked")
	}
	return w.Say("had_all")
}

// leftIn says how much found no place, and how much could not be told.
func (b Briefing) leftIn(w *phrases.Words) []string {
	var out []string
	if b.More > 0 {
		out = append(out, w.Count(b.More, "left_out"))
	}
	if n := b.LeftOut.Untold; n > 0 {
		out = append(out, w.Count(n, "untold"))
	}
	return out
}
