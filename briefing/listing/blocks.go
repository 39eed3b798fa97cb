package listing

import (
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// sentenceCut is how many characters of a sentence are shown.
const sentenceCut = 250

// Blocks are a page as its reader sees it; now tells the zone. Of the query they repeat
// nothing but the days that it was narrowed to.
func (l List) Blocks(now time.Time, w *phrases.Words) []message.Block {
	narrowed := ""
	if !l.From.IsZero() || !l.To.IsZero() {
		narrowed = w.Say("search_days", days(l.From, l.To, now, w))
	}
	if l.All == 0 {
		said := w.Say("search_nothing")
		if narrowed != "" {
			said += " " + narrowed
		}
		return []message.Block{{Kind: message.Para, Runs: message.Plain(said)}}
	}
	first := l.Page*PageMost + 1
	out := []message.Block{{Kind: message.Title, Lang: w.Lang(), Runs: []message.Run{{Bold: true,
		Text: w.Say("search_found", w.Count(l.All, "articles"), first, first+len(l.Hits)-1)}}}}
	for i, h := range l.Hits {
		out = append(out, message.Block{Kind: message.Item, No: first + i, Runs: h.runs(now, w)})
	}
	if narrowed != "" {
		out = append(out, message.Block{Kind: message.Small, Runs: message.Plain(narrowed)})
	}
	return append(out, message.Block{Kind: message.Small, Runs: message.Plain(w.Say("search_foot"))})
}

// days are a range of days as it narrows; one side may be open.
func days(from, to, now time.Time, w *phrases.Words) string {
	switch {
	case to.IsZero() || !to.Before(now):
		return w.Say("search_from", w.Day(from, now))
	case from.IsZero():
		return w.Say("search_until", w.Day(to.Add(-time.Nanosecond), now))
	}
	return w.Days(from, to.Add(-time.Nanosecond), now)
}

func (h Hit) runs(now time.Time, w *phrases.Words) []message.Run {
	outlet := h.Cite.Outlet
	if outlet == "" {
		outlet = claim.Unnamed
	}
	if !h.Cite.Published.IsZero() {
		outlet += w.Comma() + w.Day(h.Cite.Published.In(now.Location()), now)
	}
	var out []message.Run
	named := claim.Resting(message.Run{Text: outlet, Link: h.Cite.URL}, append(h.Sentence.Cites, h.Cite)...)
	if h.Title != "" {
		named.Text = claim.Tidy(h.Title)
		out = append(out, named, message.Run{Text: " (" + outlet + ")"})
	} else {
		out = append(out, named)
	}
	if len(h.Sentence.Cites) > 0 {
		out = append(out, message.Run{Text: " " + message.QuoteMarks(cut(h.Sentence.Text))})
	}
	return out
}

// cut is the beginning of a sentence that is too long.
func cut(s string) string {
	runes := []rune(claim.OneLine(s))
	if len(runes) <= sentenceCut {
		return string(runes)
	}
	return string(runes[:sentenceCut]) + " …"
}
