package evidence

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/number"
)

// numbersHold asks that each number stands in a window and, where the claim
// follows a sentence word by word, that it is that sentence's own.
func (c *Sentence) numbersHold(r *Result, against citation) {
	for _, n := range c.numbers {
		if c.hourHolds(n.Span, against.pages) {
			continue
		}
		said, ends := c.bound(n), c.ends(n)
		holds := func(p *Page) bool {
			lacks := func(n number.Number) bool { return !p.holdsNumber(n, said, c.unit(n, p.w.Lang)) }
			return !lacks(n) || len(ends) > 0 && !slices.ContainsFunc(ends, lacks)
		}
		about := func(p *Page) bool { return c.counts(p, n.Span) }
		if as := c.stands(against.pages, against.strict, holds, about); as != present {
			r.tokenFault("number", n.Text, fmt.Sprintf("the number %s is not in the cited sentences or beside them", n.Text), as)
			continue
		}
		at, swapped := against.aligned.instead(n.Span)
		if !swapped || spaced(against.src.folded, n.Text) {
			continue
		}
		for _, m := range against.src.numbersOf() {
			if at.Meets(m.Span) && c.alters(m, n) {
				r.fault("number", n.Text, "the cited text has %s where the sentence has %s", m.Text, n.Text)
				break
			}
		}
	}
}

// ends are the two numbers of what rose or fell "from 13 to 51": that is no range.
func (c *Sentence) ends(n number.Number) []number.Number {
	lead := strings.Fields(plain(c.s[max(0, n.Start-boundWithin):n.Start]))
	if n.Value == n.High || len(lead) == 0 || !slices.Contains(lexicon.Words(c.lang, "measures", "from"), lead[len(lead)-1]) {
		return nil
	}
	low, high := n, n
	low.High, high.Value = n.Value, n.High
	return []number.Number{low, high}
}

// alters reports whether n of the claim makes another number of the source's m,
// that stands nowhere else in the claim; "more than n" may be m.
func (c *Sentence) alters(m, n number.Number) bool { return !c.bound(n).allows(n, m) && !c.states(m) }

// states reports whether the claim holds a number of the source somewhere.
func (c *Sentence) states(m number.Number) bool {
	for _, n := range c.numbers {
		if same(n, m) {
			return true
		}
	}
	return false
}

// holdsNumber: an equal quantity, or the same figures where the window has them
// in another role (a year, a model's name). A number of some unit is none of another.
func (p *Page) holdsNumber(n number.Number, said bound, unit string) bool {
	other := false
	for _, x := range p.parts {
		for _, m := range x.numbersOf() {
			if !said.allows(n, m) {
				continue
			}
			if unit == "" || x.mayCount(m, unit) {
				return true
			}
			other = true
		}
	}
	if other {
		return false
	}
	figures := strings.Join(text.Terms(n.Text, p.w.Lang), " ")
	for _, x := range p.parts {
		quantity := func(m number.Number) bool {
			return slices.Contains(text.Terms(m.Text, p.w.Lang), figures)
		}
		if n.Kind != "percent" && x.setOf()[figures] && !slices.ContainsFunc(x.numbersOf(), quantity) {
			return true
		}
	}
	return spaced(p.folded, n.Text)
}

// spaced reports whether a folded text has a number's groups apart: "235, 000".
func spaced(folded, number string) bool {
	return strings.ContainsAny(number, ".,") && strings.Count(plain(number), " ") > 2 && strings.Contains(folded, plain(number))
}

// datesHold asks the same of dates, each counted from the day of its own page.
func (c *Sentence) datesHold(r *Result, against citation) {
	pages, src := against.pages, against.src
	if c.lang == "en" {
		c.monthsHold(r, against)
	}
	c.clocksHold(r, pages)
	for i, t := range c.timesBy(pages[0].w.Published) {
		holds := func(p *Page) bool {
			if own := c.timesBy(p.w.Published); i < len(own) && own[i].Span == t.Span {
				t = own[i]
			}
			return p.holdsTime(t, src) || !against.strict && p.publishedIn(t)
		}
		about := func(p *Page) bool { return c.tells(p, t.Span) }
		if as := c.stands(pages, against.strict, holds, about); as != present {
			r.tokenFault("date", t.Text, fmt.Sprintf("the date %q is not in the cited sentences or beside them", t.Text), as)
			continue
		}
		if m, swapped := c.swappedDate(t, i, against); swapped {
			r.fault("date", t.Text, "the cited text has %q where the sentence has %q", m.Text, t.Text)
		}
	}
}

// publishedIn reports whether a phrase means the month or the year in which an
// article was published: what it tells as news was then, though it names no month.
func (p *Page) publishedIn(t date.Time) bool {
	const shortestMonth = 28 * 24 * time.Hour
	t = t.Days()
	day := p.w.Published
	return t.Closed() && t.To.Sub(t.From) >= shortestMonth && !day.Before(t.From) && day.Before(t.To)
}

// swappedDate is the date of the source that stands where the claim has t, its
// date i, and means another time.
func (c *Sentence) swappedDate(t date.Time, i int, against citation) (date.Time, bool) {
	at, swapped := against.aligned.instead(t.Span)
	if !swapped {
		return t, false
	}
	if by := c.timesBy(against.src.published); i < len(by) && by[i].Span == t.Span {
		t = by[i]
	}
	other := func(m date.Time) bool { return !overlap(t, m) || otherFigures(t.Text, m.Text) }
	times := against.src.timesOf()
	if slices.ContainsFunc(times, func(m date.Time) bool { return !other(m) && against.aligned.pairs(t.Span, m.Span) }) {
		return t, false // the same day, its words in another order
	}
	n := slices.IndexFunc(times, func(m date.Time) bool { return at.Meets(m.Span) && other(m) })
	if n < 0 {
		return t, false
	}
	return times[n], true
}

// clockFigures are times of day in figures, which are read as no numbers.
var clockFigures = regexp.MustCompile(`\b\d{1,2}[:h]\d{2}\b`)

// clocksHold asks that a time of day stands in a window as it is written.
func (c *Sentence) clocksHold(r *Result, pages []*Page) {
	for _, span := range clockFigures.FindAllStringIndex(c.s, -1) {
		at := c.s[span[0]:span[1]]
		written := slices.ContainsFunc(pages, func(p *Page) bool { return strings.Contains(p.folded, plain(at)) })
		if !written && !c.hourHolds(text.Span{Start: span[0], End: span[1]}, pages) {
			r.fault("date", at, "the time %s is not in the cited sentences or beside them: %s", at, takeIt)
		}
	}
}

// hours are times of day with their half of the day: "8 pm", "8.30 p.m.".
var hours = regexp.MustCompile(`(?i)\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?m\b`)

// hourHolds reports whether a number is of an hour that stands in a window,
// however both write it: "8pm" is no number in a text.
func (c *Sentence) hourHolds(span text.Span, pages []*Page) bool {
	for _, at := range hours.FindAllStringSubmatchIndex(c.s, -1) {
		if at[0] > span.Start || at[1] < span.End {
			continue
		}
		said := hour(hours.FindStringSubmatch(c.s[at[0]:at[1]]))
		return slices.ContainsFunc(pages, func(p *Page) bool {
			return slices.ContainsFunc(p.parts, func(x *part) bool { return x.holdsHour(said) })
		})
	}
	return false
}

func (x *part) holdsHour(said string) bool {
	return slices.ContainsFunc(hours.FindAllStringSubmatch(x.s, -1), func(match []string) bool { return hour(match) == said })
}

// hour is a match of hours in one form: "8:30p".
func hour(match []string) string {
	return strings.ToLower(match[1] + ":" + cmp.Or(match[2], "00") + match[3])
}

// monthsHold: May and March by themselves are read as no dates, because they
// are words too; with a capital inside a sentence they are months.
func (c *Sentence) monthsHold(r *Result, against citation) {
	for i, w := range c.clauses.Words {
		month := c.s[w.Start:w.End]
		if i == 0 || month != "May" && month != "March" {
			continue
		}
		if !slices.ContainsFunc(against.pages, func(p *Page) bool {
			return p.allWords()[w.Fold] || !against.strict && p.w.Published.Month().String() == month && !p.w.Published.IsZero()
		}) {
			r.fault("date", month, "the month %s is not in the cited sentences or beside them: %s", month, takeIt)
		}
	}
}

// overlap reports whether two phrases can mean one time.
func overlap(a, b date.Time) bool {
	a, b = a.Days(), b.Days()
	if a.Closed() && b.Closed() {
		return a.From.Before(b.To) && b.From.Before(a.To)
	}
	for _, x := range []time.Time{a.From, a.To} {
		if !x.IsZero() && (x.Equal(b.From) || x.Equal(b.To)) {
			return true
		}
	}
	return false
}

// otherFigures reports whether two phrases are of one form with other figures:
// "between 1989 and 2016" takes in what "between 1990 and 2016" means and is
// not it.
func otherFigures(a, b string) bool {
	form := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0'
			}
			return r
		}, plain(s))
	}
	return form(a) == form(b) && plain(a) != plain(b)
}

// holdsTime: the same words, or a phrase that means a range which this one
// takes in. The article's own day counts as stated where the sentence that the
// claim is made from names no other.
func (p *Page) holdsTime(t date.Time, src *part) bool {
	if strings.Contains(p.folded, plain(t.Text)) {
		return true
	}
	undated := p.w.Published.IsZero()
	t = t.Days()
	for _, x := range p.parts {
		for _, m := range x.timesOf() {
			if undated && t.Relative != m.Relative {
				continue // one of them was counted from no day
			}
			if takesIn(t, m.Days()) || sameInAnyYear(t, m.Days()) {
				return true
			}
		}
	}
	if undated || !t.Closed() || src != nil && len(src.timesOf()) > 0 {
		return false
	}
	own := p.w.Published
	return !own.Before(t.From) && own.Before(t.To)
}

// sameInAnyYear reports whether two phrases without a year name the same day or days:
// "June 20" is read as the last one, "by Friday, June 20" as the next.
func sameInAnyYear(t, m date.Time) bool {
	if statedYear.MatchString(t.Text+" "+m.Text) || !dayOfMonth.MatchString(t.Text) || !dayOfMonth.MatchString(m.Text) {
		return false
	}
	if t.Closed() && t.To.Sub(t.From) > longestMonth {
		return false // "the last 10 years" takes in any day
	}
	day := func(at time.Time) string { return at.Format("01-02") }
	for year := -1; year <= 1; year++ {
		moved := m
		for _, at := range []*time.Time{&moved.From, &moved.To} {
			if !at.IsZero() {
				*at = at.AddDate(year, 0, 0)
			}
		}
		if day(moved.From) == day(m.From) && takesIn(t, moved) {
			return true
		}
	}
	return false
}

// dayOfMonth is the figure of a day: "last year" is another one than "this year".
var dayOfMonth = regexp.MustCompile(`\d`)

const longestMonth = 31 * 24 * time.Hour

var statedYear = regexp.MustCompile(`\d{4}|[’']\d\d`)

func takesIn(t, m date.Time) bool {
	switch {
	case t.Closed() && m.Closed():
		return !t.From.After(m.From) && !t.To.Before(m.To)
	case t.To.IsZero() && !t.From.IsZero(): // "after Friday"
		return t.From.Equal(m.From) || t.From.Equal(m.To)
	case t.From.IsZero() && !t.To.IsZero(): // "until Friday"
		return t.To.Equal(m.To) || t.To.Equal(m.From)
	}
	return false
}
