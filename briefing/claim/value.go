package claim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/text/measure"
)

// PreviousValue is the value of a measure that the channel was told before, for ";
// on Saturday it was 12". Cite is the report that gave it.
type PreviousValue struct {
	Value   string    // "12", "at least 12"
	Instead string    // the new value, where the sentence holds other numbers too; else ""
	At      time.Time // when that was published
	Cite    Cite
	Claim   int64 // that told it

	Measure, InsteadMeasure *measure.Measure // of which those are the English words
}

// Difference is a pair of claims of independent reports whose values of one
// measure cannot both be true. The program does not say which is right.
type Difference struct {
	What string // "how many died"
	A, B Claim  // the older first

	On [2]measure.Measure // of which What is the English words
}

// StatesMeasure reports whether sentence s states measure m with the same value
// and bound. published resolves the dates in s.
func StatesMeasure(s, lang string, published time.Time, m measure.Measure) bool {
	m = m.AsStated()
	return slices.ContainsFunc(measure.Measures(s, lang, published), func(x measure.Measure) bool {
		return x.Equal(m) && x.Bound == m.Bound
	})
}

// ValueWords writes a measure's value with its bound: counts in figures,
// everything else as the source has it.
func ValueWords(m measure.Measure, w *phrases.Words) string {
	value := m.Text
	if m.Kind == "count" && m.Value == m.High && m.Value == float64(int64(m.Value)) && m.Value < 1e6 {
		value = w.Thousands(int(m.Value))
	} else if m.Kind == "count" && m.Value != m.High {
		value = w.Say("range", strconv.FormatFloat(m.Value, 'f', -1, 64), strconv.FormatFloat(m.High, 'f', -1, 64))
	}
	if m.Bound == "" {
		return value
	}
	return w.Say(m.Bound, value) // least, most, about
}

// words returns the text that follows the sentence with the new value: "; on
// Saturday it was 12". now is in the reader's zone.
func (w *PreviousValue) words(now time.Time, say *phrases.Words) string {
	value, instead := w.Value, w.Instead
	if w.Measure != nil {
		value = ValueWords(*w.Measure, say)
	}
	if w.InsteadMeasure != nil {
		instead = ValueWords(*w.InsteadMeasure, say)
	}
	said := say.Semicolon() + say.Say("it_was", message.OnDay(w.At, now, say), value)
	if instead != "" {
		said += " " + say.Say("instead_of", instead)
	}
	return said
}

// reportRun names the report that gave the earlier value: by its outlet, or by its
// day where the outlet stands beside it.
func (w *PreviousValue) reportRun(c Claim, now time.Time, to *Linker) message.Run {
	if w.Cite.Outlet != c.Cites[0].Outlet {
		return to.Link(w.Cite)
	}
	link := to.Link(w.Cite)
	at, _ := message.Local(w.At, now.Location())
	link.Text = to.Words.Day(at, now)
	return link
}

// DifferenceText says in the language of w what two reports differ on: "how many
// died". The word for a thing counted is that of the reports.
func DifferenceText(a, b measure.Measure, w *phrases.Words) string {
	key := "differ_" + a.Class
	switch {
	case a.Kind == "money":
		return w.Say("differ_sum")
	case a.Kind != "count" || w.Lang() != "en" && a.Class == "":
		return w.Say("differ_figure")
	case a.Class == "" || !w.Has(key):
		return w.Say("differ_thing", a.Thing)
	case w.Lang() == "en" && a.Thing != "" && a.Thing == b.Thing:
		return strings.Replace(w.Say(key), "how many", "how many "+a.Thing, 1)
	}
	return w.Say(key)
}

// Blocks shows both sentences, with outlet and the time by which they were compared.
func (d *Difference) Blocks(story int64, zone *time.Location, w *phrases.Words) []message.Block {
	what := d.What
	if d.On[0].Kind != "" {
		what = DifferenceText(d.On[0], d.On[1], w)
	}
	// no heading: it is of the story above, and a reader counts headings
	out := []message.Block{{Kind: message.Para, Runs: []message.Run{{Text: w.Say("reports_differ") + ":", Bold: true, Open: true},
		{Text: " " + what}}, Story: story}}
	for _, c := range []Claim{d.A, d.B} {
		cite := c.Cites[0]
		said := Framed(w.Around("voice"), message.QuoteMarks(c.Text), Resting(OutletRun(cite.Outlet, cite.URL), cite),
			message.Run{Text: message.Clock(cite.Stated.In(zone), w)})
		out = append(out, message.Block{Kind: message.Para, Runs: c.Marked(said), Story: story})
	}
	return out
}
