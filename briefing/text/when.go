package text

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Time is a date phrase and the half-open range [From, To) it means; both are
// zero when it is relative and there is no reference.
type Time struct {
	Text string
	Span
	From, To time.Time
	Relative bool
}

// anyDay is a reference for callers that only want to know where dates stand.
var anyDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

var weekdays = map[string]time.Weekday{"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0, "montag": 1, "dienstag": 2, "mittwoch": 3, "donnerstag": 4, "freitag": 5, "samstag": 6, "sonntag": 0,
	"lunes": 1, "martes": 2, "miercoles": 3, "jueves": 4, "viernes": 5, "sabado": 6, "domingo": 0, "lundi": 1, "mardi": 2, "mercredi": 3, "jeudi": 4, "vendredi": 5, "samedi": 6, "dimanche": 0}

var monthNames = strings.Fields(`january february march april may june july august september october november december
 jan feb mar apr may jun jul aug sep oct nov dec
 januar februar märz april mai juni juli august september oktober november dezember
 enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
 janvier février mars avril mai juin juillet août septembre octobre novembre décembre
 janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro`)

var monthOf = func() map[string]time.Month {
	m := map[string]time.Month{"sept": 9}
	for i, n := range monthNames {
		m[n] = time.Month(i%12 + 1)
	}
	return m
}()

const monthPat = `(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro)`
const dayPat = `(monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)`

// monthHints are the starts of the names of months.
var monthHints = func() []string {
	var out []string
	for _, n := range monthNames {
		if r := []rune(n); len(r) >= 3 {
			out = append(out, string(r[:3]))
		}
	}
	return out
}()

// may reports whether a rule can match at all: most texts hold no date.
func (r timeRule) may(low string, digit bool) bool {
	if r.hints == nil {
		return digit
	}
	for _, h := range r.hints {
		if strings.Contains(low, h) {
			return true
		}
	}
	return false
}

// timeRule reads one form of date phrase.
type timeRule struct {
	re       *regexp.Regexp
	relative bool
	hints    []string // one of them stands in every match, in lower case; nil: a digit does
	read     func(g []string, ref time.Time) (from, to time.Time, ok bool)
}

func day0(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func oneDay(y int, m time.Month, d int) (time.Time, time.Time, bool) {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t, t.AddDate(0, 0, 1), t.Month() == m && t.Day() == d
}

func num(s string) int { n, _ := strconv.Atoi(s); return n }

// pastDay is the last such day of a year that is not after the reference.
func pastDay(m time.Month, d int, ref time.Time) (time.Time, time.Time, bool) {
	from, to, ok := oneDay(ref.Year(), m, d)
	if from.After(ref) {
		return oneDay(ref.Year()-1, m, d)
	}
	return from, to, ok
}

var smallCount = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}

func units(n int, unit string) (y, m, d int) {
	switch unit[0] {
	case 'd':
		return 0, 0, n
	case 'w':
		return 0, 0, 7 * n
	case 'm':
		return 0, n, 0
	}
	return n, 0, 0
}

func countOf(s string) int {
	if n := smallCount[strings.ToLower(s)]; n > 0 {
		return n
	}
	return min(num(s), 10000)
}

var timeRules = []timeRule{
	{regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})(?:T[\d:.Z+-]+)?\b`), false, nil, func(g []string, _ time.Time) (time.Time, time.Time, bool) {
		return oneDay(num(g[1]), time.Month(num(g[2])), num(g[3]))
	}},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|\.)?(?: of| de)? ` + monthPat + `\.?(?: de)?,? (\d{4})\b`), false, nil, func(g []string, _ time.Time) (time.Time, time.Time, bool) {
		return oneDay(num(g[3]), monthOf[strings.ToLower(g[2])], num(g[1]))
	}},
	{regexp.MustCompile(`(?i)\b` + monthPat + `\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`), false, nil, func(g []string, _ time.Time) (time.Time, time.Time, bool) {
		return oneDay(num(g[3]), monthOf[strings.ToLower(g[1])], num(g[2]))
	}},
	{regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b`), false, nil, func(g []string, _ time.Time) (time.Time, time.Time, bool) {
		return oneDay(num(g[3]), time.Month(num(g[2])), num(g[1]))
	}},
	{regexp.MustCompile(`(?i)\b` + monthPat + `\.?,? (?:of )?((?:19|20)\d{2})\b`), false, nil, func(g []string, _ time.Time) (time.Time, time.Time, bool) {
		from := time.Date(num(g[2]), monthOf[strings.ToLower(g[1])], 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, 0), true
	}},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|\.)?(?: of| de)? ` + monthPat + `\b`), true, nil, func(g []string, ref time.Time) (time.Time, time.Time, bool) {
		return pastDay(monthOf[strings.ToLower(g[2])], num(g[1]), ref)
	}},
	{regexp.MustCompile(`(?i)\b` + monthPat + `\.? (\d{1,2})(?:st|nd|rd|th)?\b`), true, nil, func(g []string, ref time.Time) (time.Time, time.Time, bool) {
		return pastDay(monthOf[strings.ToLower(g[1])], num(g[2]), ref)
	}},
	{regexp.MustCompile(`(?i)\b(?:the )?(?:past|last) (\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) (days?|weeks?|months?|years?)\b`), true, []string{"past", "last"}, func(g []string, ref time.Time) (time.Time, time.Time, bool) {
		y, m, d := units(countOf(g[1]), strings.ToLower(g[2]))
		return day0(ref).AddDate(-y, -m, -d), ref, true
	}},
	{regexp.MustCompile(`(?i)\b(\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (days?|weeks?|months?|years?) ago\b`), true, []string{" ago"}, func(g []string, ref time.Time) (time.Time, time.Time, bool) {
		y, m, d := units(countOf(g[1]), strings.ToLower(g[2]))
		from := day0(ref).AddDate(-y, -m, -d)
		return from, from.AddDate(0, 0, 1), true
	}},
	{regexp.MustCompile(`(?i)\b(last|this|next|the past|the previous) (week|month|year|weekend|night)\b`), true, []string{"last", "this", "next", "past", "previous"}, readUnit},
	{regexp.MustCompile(`(?i)\b(yesterday|today|tonight|tomorrow|the day before yesterday|gestern|heute|vorgestern|ayer|hoy|anteayer|hier|aujourd'hui|avant-hier|ontem|hoje|anteontem)\b`), true, []string{"day", "night", "morrow", "gestern", "heute", "ayer", "hoy", "hier", "ontem", "hoje", "hui"}, func(g []string, ref time.Time) (time.Time, time.Time, bool) {
		back := map[string]int{"yesterday": 1, "gestern": 1, "ayer": 1, "hier": 1, "ontem": 1, "tomorrow": -1, "the day before yesterday": 2, "vorgestern": 2, "anteayer": 2, "avant-hier": 2, "anteontem": 2}[strings.ToLower(g[1])]
		from := day0(ref).AddDate(0, 0, -back)
		return from, from.AddDate(0, 0, 1), true
	}},
	{regexp.MustCompile(`(?i)\b(since |last |next )?` + dayPat + `\b`), true, []string{"day", "tag", "woch", "lunes", "martes", "rcoles", "jueves", "viernes", "bado", "domingo", "di"}, readWeekday},
	{regexp.MustCompile(`(?i)\b(?:the )?((?:19|20)\d0)s\b`), false, nil, func(g []string, _ time.Time) (time.Time, time.Time, bool) {
		from := time.Date(num(g[1]), 1, 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(10, 0, 0), true
	}},
	{regexp.MustCompile(`(?i)\b(?:in|since|of|until|by|from|year|en|im jahr|seit|desde|depuis) ((?:19|20)\d{2})\b`), false, nil, readYear},
	{regexp.MustCompile(`\b((?:19|20)\d{2})\b`), false, nil, readYear},
	{regexp.MustCompile(`(?i)\b(?:in|since|last|late|early|mid|until|by) (?:-|of )?` + monthPat + `\b`), true, monthHints, func(g []string, ref time.Time) (time.Time, time.Time, bool) {
		from := time.Date(ref.Year(), monthOf[strings.ToLower(g[1])], 1, 0, 0, 0, 0, time.UTC)
		if from.After(ref) {
			from = from.AddDate(-1, 0, 0)
		}
		return from, from.AddDate(0, 1, 0), true
	}},
}

func readYear(g []string, _ time.Time) (time.Time, time.Time, bool) {
	from := time.Date(num(g[1]), 1, 1, 0, 0, 0, 0, time.UTC)
	return from, from.AddDate(1, 0, 0), true
}

func readUnit(g []string, ref time.Time) (time.Time, time.Time, bool) {
	shift := map[string]int{"this": 0, "next": 1}[strings.ToLower(g[1])]
	if w := strings.ToLower(g[1]); w != "this" && w != "next" {
		shift = -1
	}
	d := day0(ref)
	switch monday := d.AddDate(0, 0, -(int(d.Weekday())+6)%7); strings.ToLower(g[2]) {
	case "week":
		from := monday.AddDate(0, 0, 7*shift)
		return from, from.AddDate(0, 0, 7), true
	case "weekend":
		from := monday.AddDate(0, 0, 7*shift+5)
		return from, from.AddDate(0, 0, 2), true
	case "night":
		from := d.AddDate(0, 0, shift)
		return from, from.AddDate(0, 0, 1), true
	case "month":
		from := time.Date(d.Year(), d.Month()+time.Month(shift), 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, 0), true
	}
	from := time.Date(d.Year()+shift, 1, 1, 0, 0, 0, 0, time.UTC)
	return from, from.AddDate(1, 0, 0), true
}

// readWeekday takes the last such day up to the reference; "since" runs on to it.
func readWeekday(g []string, ref time.Time) (time.Time, time.Time, bool) {
	want := weekdays[Fold(g[2])]
	d := day0(ref)
	from := d.AddDate(0, 0, -(int(d.Weekday())-int(want)+7)%7)
	switch strings.TrimSpace(strings.ToLower(g[1])) {
	case "since":
		return from, ref, true
	case "next":
		from = from.AddDate(0, 0, 7)
	case "last":
		if from.Equal(d) {
			from = from.AddDate(0, 0, -7)
		}
	}
	return from, from.AddDate(0, 0, 1), true
}

// Times lists the date phrases of s with the ranges they mean, in order. A
// phrase that may mean a past or a coming day means the past one.
func Times(s, lang string, ref time.Time) []Time {
	var out []Time
	low, digit := strings.ToLower(s), strings.ContainsAny(s, "0123456789")
	for _, r := range timeRules {
		if !r.may(low, digit) {
			continue
		}
		for _, m := range r.re.FindAllStringSubmatchIndex(s, -1) {
			t := Time{Text: s[m[0]:m[1]], Span: Span{m[0], m[1]}, Relative: r.relative}
			if covered(out, t.Span) {
				continue
			}
			g := make([]string, len(m)/2)
			for i := range g {
				g[i] = group(s, m, i)
			}
			if r.relative && ref.IsZero() {
				out = append(out, t)
				continue
			}
			var ok bool
			if t.From, t.To, ok = r.read(g, ref); ok {
				out = append(out, t)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}
