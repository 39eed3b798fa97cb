package briefing

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// Was is the value that a measure had when the channel was told of it before:
// "on Saturday it was 12".
type Was struct {
	Value   string    // "12", "at least 12"
	Instead string    // the new value, where the sentence holds other numbers too; else ""
	At      time.Time // when that was published
	Cite    Cite

	value, instead *text.Measure // of which those are the English words
}

// Difference are two independent reports whose values of one measure cannot
// both be true. Nothing is judged.
type Difference struct {
	What string // "how many died"
	A, B Claim  // the older first

	on [2]text.Measure // of which What is the English words
}

// measuresOf are the measures of sentence i, or of the headline.
func (s source) measuresOf(i int) []text.Measure {
	sentence := s.item.Version.Title
	if i != headlineAt {
		sentence = s.sentence(i)
	}
	return text.Measures(sentence, s.item.Version.Lang, s.item.Article.Published)
}

// said is when a source said what it says: a later version when it was seen.
func (s source) said() time.Time {
	at := s.item.Article.Published
	if s.item.Version.No > 1 && s.item.Version.Seen.After(at) {
		at = s.item.Version.Seen
	}
	return at
}

// statements are the measures that the first sentences of a story's reports state.
func (c *candidate) statements(t *tested) []statement {
	var out []statement
	for k := max(0, len(c.members)-chooseMembers); k < len(c.members); k++ {
		m := c.members[k]
		for i := headlineAt; i < min(len(m.spans), chooseDepth); i++ {
			for _, x := range t.measures(m, i) {
				st := newStatement(x, m, i)
				st.origin = c.origins[k]
				out = append(out, st)
			}
		}
	}
	return out
}

// toldMeasures are the measures that the channel was told of the story, newest
// first: all of a sentence that it was told whole, else those that the claim
// states itself.
func (c *candidate) toldMeasures(t *tested) []statement {
	var out []statement
	for _, x := range c.told.sentences() {
		a, lang := x.src.item.Article, x.src.item.Version.Lang
		for _, m := range t.measures(x.src, x.i) {
			if x.whole || gives(x.Text, lang, a.Published, m) {
				out = append(out, newStatement(m, x.src, x.i))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b statement) int { return b.at.Compare(a.at) })
	return out
}

// gives reports whether a sentence states a measure with its value.
func gives(s, lang string, published time.Time, m text.Measure) bool {
	return slices.ContainsFunc(text.Measures(s, lang, published), func(x text.Measure) bool { return x.Equal(m) && x.Bound == m.Bound })
}

// earlier is what the channel was told of the measure that a sentence states
// anew, if one may say "was A, now B".
func (c *candidate) earlier(b statement, said []statement) (statement, bool) {
	for _, a := range c.told.measures {
		if a.Same(b.Measure) {
			return a, a.replacedBy(b, backed(b, said)) // the newest told value decides
		}
	}
	return statement{}, false
}

// changeWeight weighs a sentence that gives a new value of what the channel was
// told: that is the news of an update.
const changeWeight = 1.5

// prefer moves the sentences of an update up that change what was told.
func (c *candidate) prefer(ps []picked, said []statement) []picked {
	if c.told == nil || len(c.told.measures) == 0 {
		return ps
	}
	for k := range ps {
		changes := func(b statement) bool {
			_, ok := c.earlier(b, said)
			return ok
		}
		here := func(b statement) bool { return b.i == ps[k].i && b.src.item.Version.ID == ps[k].src.item.Version.ID }
		if slices.ContainsFunc(said, func(b statement) bool { return here(b) && changes(b) }) {
			ps[k].score *= changeWeight
		}
	}
	slices.SortStableFunc(ps, func(a, b picked) int { return cmp.Compare(b.score, a.score) })
	return ps
}

// compare adds to the sentences of an update what their numbers were when the
// channel was told of them.
func (c *candidate) compare(claims []Claim, said []statement) {
	if c.told == nil || len(claims) == 0 {
		return
	}
	for k := range claims[1:] {
		claim := &claims[k+1]
		for _, b := range said {
			if !claim.states(b) {
				continue
			}
			if a, ok := c.earlier(b, said); ok {
				claim.Was = was(a, b)
				break
			}
		}
	}
}

// states reports whether a claim rests on the sentence of a statement and
// states its measure itself.
func (c Claim) states(b statement) bool {
	if b.i == headlineAt {
		return false
	}
	sp, v := b.src.spans[b.i], b.src.item.Version
	for _, ct := range c.Cites {
		if ct.version == v.ID && ct.Field == "text" && sp.Start < ct.End && ct.Start < sp.End {
			return gives(c.Text, v.Lang, b.src.item.Article.Published, b.Measure)
		}
	}
	return false
}

func was(a, b statement) *Was {
	out := &Was{Value: valueWords(a.Measure, nil), At: a.at, Cite: a.cite(), value: &a.Measure}
	if len(text.Numbers(b.src.sentence(b.i), b.src.item.Version.Lang)) > 1 {
		out.Instead, out.instead = valueWords(b.Measure, nil), &b.Measure
	}
	return out
}

// cite points at the sentence or headline of a statement.
func (a statement) cite() Cite {
	if a.i == headlineAt {
		return a.src.headline().Cites[0]
	}
	return a.src.verbatim(a.i).Cites[0]
}

// valueWords writes a measure's value with its bound: counts in figures,
// everything else as the source has it.
func valueWords(m text.Measure, w *phrases.Words) string {
	v := m.Text
	if m.Kind == "count" && m.Value == m.High && m.Value == float64(int64(m.Value)) && m.Value < 1e6 {
		v = w.Thousands(int(m.Value))
	} else if m.Kind == "count" && m.Value != m.High {
		v = w.Say("range", strconv.FormatFloat(m.Value, 'f', -1, 64), strconv.FormatFloat(m.High, 'f', -1, 64))
	}
	if m.Bound == "" {
		return v
	}
	return w.Say(m.Bound, v) // least, most, about
}

// words is how a changed value reads behind its sentence: "; on Saturday it was 12".
func (w *Was) words(now time.Time, say *phrases.Words) string {
	value, instead := w.Value, w.Instead
	if w.value != nil {
		value = valueWords(*w.value, say)
	}
	if w.instead != nil {
		instead = valueWords(*w.instead, say)
	}
	said := "; " + say.Say("it_was", onDay(w.At, now, say), value)
	if instead != "" {
		said += " " + say.Say("instead_of", instead)
	}
	return said
}

// source names the report that gave the earlier value: by its outlet, or by its
// day where the outlet stands beside it.
func (w *Was) source(c Claim, now time.Time, to *linker) Run {
	if w.Cite.Outlet != c.Cites[0].Outlet {
		return to.link(w.Cite)
	}
	r := to.link(w.Cite)
	r.Text = to.say.Day(w.At.In(now.Location()), now)
	return r
}

// differences are the pairs of reports of a story that cannot both be right,
// newest first, of which one at least is new to the channel. What the rule on
// people changes or leaves out is not held against another.
func (ch *chooser) differences(said []statement, allow func(source, int) bool) []Difference {
	var out []Difference
	latest := latestWords(said)
	for i := len(latest) - 1; i >= 0; i-- {
		for j := range latest[:i] {
			a, b := latest[j], latest[i]
			if !a.contradicts(b) || !a.alone() || !b.alone() {
				continue
			}
			if allow != nil && !allow(a.src, a.i) && !allow(b.src, b.i) {
				continue // the channel knows both
			}
			older, okA := ch.tested.quoted(a.src, a.i)
			newer, okB := ch.tested.quoted(b.src, b.i)
			if okA && okB && ch.people.unchanged(older) && ch.people.unchanged(newer) {
				out = append(out, Difference{What: differOn(a.Measure, b.Measure, nil), A: older, B: newer, on: [2]text.Measure{a.Measure, b.Measure}})
			}
		}
	}
	return out
}

// differ is the first of a story's differences that is not taken back.
func (r *writing) differ(ctx context.Context, story int64, ds []Difference) (*Difference, error) {
	for _, d := range ds {
		if r.req.Channel.ID == 0 {
			return &d, nil
		}
		kept, err := extracted(ctx, r.w.Store, memo{kind: "differ", lang: d.A.Cites[0].lang, story: story}, []Claim{d.A, d.B})
		if errors.Is(err, errGone) || err == nil && len(kept) < 2 {
			continue
		} else if err != nil {
			return nil, err
		}
		d.A, d.B = kept[0], kept[1]
		return &d, nil
	}
	return nil, nil
}

// alone reports whether the sentence of a statement can be shown alone.
func (a statement) alone() bool {
	return text.StandsAlone(a.src.sentence(a.i), a.src.item.Version.Lang) == nil
}

// latestWords are of each outlet its last word on each measure, in order of time.
func latestWords(said []statement) []statement {
	said = slices.Clone(said)
	slices.SortStableFunc(said, func(a, b statement) int { return a.at.Compare(b.at) })
	var out []statement
	for i, a := range said {
		if a.i == headlineAt {
			continue
		}
		if !slices.ContainsFunc(said[i+1:], func(b statement) bool { return b.sameOutlet(a) && a.Same(b.Measure) }) {
			out = append(out, a)
		}
	}
	return out
}

// differOn names what two reports differ on. The word for what is counted stands
// in their language.
func differOn(a, b text.Measure, w *phrases.Words) string {
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

// blocks shows both sentences, with outlet and time.
func (d *Difference) blocks(story int64, zone *time.Location, w *phrases.Words) []Block {
	what := d.What
	if d.on[0].Kind != "" {
		what = differOn(d.on[0], d.on[1], w)
	}
	out := []Block{{Kind: Heading, Runs: []Run{{Text: w.Say("reports_differ") + ": ", Open: true}, {Text: what}}, Story: story}}
	for _, c := range []Claim{d.A, d.B} {
		ct := c.Cites[0]
		out = append(out, Block{Kind: Para, Runs: []Run{outletRun(ct.Outlet, ct.URL), {Text: ", " + clock(ct.Published.In(zone), w) + ": " + quoteMarks(c.Text)}}, Story: story})
	}
	return out
}

// clock is day and time of a report, the day alone where nothing else is known.
func clock(t time.Time, w *phrases.Words) string {
	if t.UTC().Truncate(24 * time.Hour).Equal(t) {
		return w.Clock(t.UTC(), true)
	}
	return w.Clock(t, false)
}
