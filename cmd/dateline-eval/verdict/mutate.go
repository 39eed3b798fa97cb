package verdict

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
)

// mutator makes false sentences of true ones. It is deterministic by its seed.
type mutator struct {
	rng     *rand.Rand
	names   []string        // of all articles
	numbers []number.Number // of all articles
}

// original is a true sentence with the article it stands in.
type original struct {
	s, lang string
	article string // title and text
	folded  string // the same, folded
	names   []name.Name
	numbers []number.Number
	date    time.Time
}

// mutations are the kinds by name, each with the share that must be stopped.
var mutations = []struct {
	name, floor string
	make        func(m *mutator, o original) string // "" when the sentence has nothing to change
}{
	{"same-article name", ">= .75 (aim .85)", (*mutator).sameName},
	{"same-article number", ">= .75 (aim .85)", (*mutator).sameNumber},
	{"foreign name", ">= .99", (*mutator).foreignName},
	{"foreign number", ">= .99", (*mutator).foreignNumber},
	{"digit +-1", "", (*mutator).digit},
	{"date shift", ">= .95", (*mutator).shiftDate},
	{"edited quotation", "1", (*mutator).editQuote},
	{"dropped negation", "", (*mutator).dropNegation},
	{"dropped attribution", ">= .98", (*mutator).dropAttribution},
	{"another unit", "", (*mutator).otherUnit},
}

// any picks one of n that f takes, trying twenty times; -1 is none.
func (m *mutator) any(n int, f func(i int) bool) int {
	if n == 0 {
		return -1
	}
	for range 20 {
		if i := m.rng.IntN(n); f(i) {
			return i
		}
	}
	return -1
}

func put(s string, sp text.Span, by string) string { return s[:sp.Start] + by + s[sp.End:] }

func (m *mutator) swapName(o original, others []string) string {
	own := name.Names(o.s, o.lang)
	i := m.any(len(own), func(int) bool { return true })
	if i < 0 {
		return ""
	}
	j := m.any(len(others), func(j int) bool { return apart(o.s, others[j]) && !name.SameName(own[i].Text, others[j]) })
	if j < 0 {
		return ""
	}
	return put(o.s, own[i].Span, others[j])
}

// apart reports whether a sentence has no word of a name.
func apart(s, name string) bool {
	have := map[string]bool{}
	for _, t := range text.Terms(s, "") {
		have[t] = true
	}
	for _, t := range text.Terms(name, "") {
		if have[t] {
			return false
		}
	}
	return true
}

func (m *mutator) sameName(o original) string {
	var others []string
	for _, n := range o.names {
		others = append(others, n.Text)
	}
	return m.swapName(o, others)
}

// foreignName takes a name no word of which stands in the article.
func (m *mutator) foreignName(o original) string {
	i := m.any(len(m.names), func(i int) bool { return apart(o.article, m.names[i]) })
	if i < 0 {
		return ""
	}
	return m.swapName(o, m.names[i:i+1])
}

func (m *mutator) swapNumber(o original, others []number.Number, apart func(number.Number) bool) string {
	own := number.Numbers(o.s, o.lang)
	i := m.any(len(own), func(int) bool { return true })
	if i < 0 {
		return ""
	}
	a := own[i]
	j := m.any(len(others), func(j int) bool {
		other := others[j]
		return a.Kind == other.Kind && !near(a.Value, other.Value) && !strings.Contains(o.s, other.Text) && apart(other)
	})
	if j < 0 {
		return ""
	}
	return put(o.s, a.Span, others[j].Text)
}

// unitBehind is a unit of measure right behind a number.
var unitBehind = regexp.MustCompile(`^[ -](years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|` +
	`kilomet(?:er|re)s?|met(?:er|re)s?|feet|foot|inch(?:es)?|degrees?|points?)\b`)

// otherUnit gives a number a unit of measure that the sentence does not name.
func (m *mutator) otherUnit(o original) string {
	units := []string{"year", "month", "week", "day", "hour", "minute", "second", "mile", "kilometer", "meter", "inch", "degree", "point"}
	own := number.Numbers(o.s, o.lang)
	i := m.any(len(own), func(i int) bool { return unitBehind.MatchString(o.s[own[i].End:]) })
	if i < 0 {
		return ""
	}
	j := m.any(len(units), func(j int) bool { return !strings.Contains(o.folded, units[j]) })
	if j < 0 {
		return ""
	}
	at := unitBehind.FindStringSubmatchIndex(o.s[own[i].End:])
	unit := text.Span{Start: own[i].End + at[2], End: own[i].End + at[3]}
	if strings.HasSuffix(o.s[unit.Start:unit.End], "s") && units[j] != "inch" {
		return put(o.s, unit, units[j]+"s")
	}
	return put(o.s, unit, units[j])
}

// near is a hundredth: closer numbers may be one number, rounded.
func near(a, b float64) bool { return a == b || a/b > .99 && a/b < 1.01 }

func (m *mutator) sameNumber(o original) string {
	return m.swapNumber(o, o.numbers, func(number.Number) bool { return true })
}

// foreignNumber takes a number that the article states nowhere.
func (m *mutator) foreignNumber(o original) string {
	return m.swapNumber(o, m.numbers, func(b number.Number) bool {
		for _, n := range o.numbers {
			if near(n.Value, b.Value) || near(n.High, b.High) {
				return false
			}
		}
		return !strings.Contains(o.folded, text.Fold(b.Text))
	})
}

// digit changes one figure of a number by one.
func (m *mutator) digit(o original) string {
	own := number.Numbers(o.s, o.lang)
	i := m.any(len(own), func(i int) bool { return strings.ContainsAny(own[i].Text, "123456789") })
	if i < 0 {
		return ""
	}
	digits := []byte(own[i].Text)
	j := m.any(len(digits), func(j int) bool { return digits[j] >= '1' && digits[j] <= '9' })
	if j < 0 {
		return ""
	}
	if digits[j]++; digits[j] > '9' || m.rng.IntN(2) == 0 && digits[j] > '2' {
		digits[j] = max(digits[j]-2, '1')
	}
	return put(o.s, own[i].Span, string(digits))
}

var (
	weekdays = strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
	months   = strings.Fields("January February March April May June July August September October November December")
	figures  = regexp.MustCompile(`\b(\d{4}|\d{1,2})\b`)
)

// shiftDate names another weekday, month, year or day.
func (m *mutator) shiftDate(o original) string {
	times := date.Times(o.s, o.lang, o.date)
	for _, i := range m.rng.Perm(len(times)) {
		when := times[i]
		var turns []string
		for _, list := range [][]string{weekdays, months} {
			for k, w := range list {
				if strings.Contains(when.Text, w) {
					turns = append(turns, strings.Replace(when.Text, w, list[(k+1+m.rng.IntN(len(list)-1))%len(list)], 1))
				}
			}
		}
		if at := figures.FindStringIndex(when.Text); at != nil {
			n, _ := strconv.Atoi(when.Text[at[0]:at[1]])
			step := 1 + m.rng.IntN(3)
			if n > step && (m.rng.IntN(2) == 0 || n < 100 && n+step > 28) {
				step = -step
			}
			turns = append(turns, put(when.Text, text.Span{Start: at[0], End: at[1]}, strconv.Itoa(n+step)))
		}
		if len(turns) > 0 {
			return put(o.s, when.Span, turns[m.rng.IntN(len(turns))])
		}
	}
	return ""
}

// editQuote drops a word of a quotation, doubles another word's place or puts
// in one that is not there.
func (m *mutator) editQuote(o original) string {
	quotes := speech.Quotes(o.s)
	i := m.any(len(quotes), func(i int) bool { return len(strings.Fields(o.s[quotes[i].Start:quotes[i].End])) >= 4 })
	if i < 0 {
		return ""
	}
	quote := quotes[i]
	fields := strings.Fields(o.s[quote.Start:quote.End])
	j := m.rng.IntN(len(fields) - 1)
	switch kind := m.rng.IntN(3); {
	case kind == 0:
		fields = append(fields[:j:j], fields[j+1:]...)
	case kind == 1 && !strings.EqualFold(fields[j], fields[j+1]):
		fields[j], fields[j+1] = fields[j+1], fields[j]
	default:
		fields[j] = []string{"perhaps", "always", "rarely", "people", "yesterday"}[m.rng.IntN(5)]
	}
	changed := strings.Join(fields, " ")
	if speech.Fingerprint(changed) != speech.Fingerprint(o.s[quote.Start:quote.End]) && !strings.Contains(o.folded, text.Fold(changed)) {
		return put(o.s, quote, changed)
	}
	return ""
}

var negated = regexp.MustCompile(`(?i)( not|n['’]t| never)\b`)

func (m *mutator) dropNegation(o original) string {
	if strings.Contains(o.s, "not only") || strings.Contains(o.s, "whether or not") {
		return ""
	}
	at := negated.FindAllStringIndex(o.s, -1)
	if len(at) != 1 {
		return ""
	}
	return put(o.s, text.Span{Start: at[0][0], End: at[0][1]}, "")
}

// dropped are the forms in which news leaves its content to others, and what
// stays when it is put as a fact.
var dropped = []struct {
	form *regexp.Regexp
	kept string
}{
	{regexp.MustCompile(`^(.{30,}?),(["”]?) [^,"“”]{2,60} (?:said|says|announced|claimed|reported|told [^,."“”]{2,40})(?: on \w+day| ` +
		`in an? [a-z ]{3,20})?\.$`), "$1.$2"},
	{regexp.MustCompile(`^(.{30,}?),(["”]?) (?:said|says) [^,"“”]{2,60}\.$`), "$1.$2"},
	{regexp.MustCompile(`^(.{30,}?),? according to [^,"“”]{2,60}\.$`), "$1."},
	{regexp.MustCompile(`^According to [^,"“”]{2,60}, (.{30,})$`), "$1"},
	{regexp.MustCompile(`^[^,"“”]{2,60} (?:said|says|announced|claimed)(?: on \w+day)? that (.{30,})$`), "$1"},
	{regexp.MustCompile(`^(.*) (?:allegedly|reportedly|apparently) (.*)$`), "$1 $2"},
}

func (m *mutator) dropAttribution(o original) string {
	for _, d := range dropped {
		if out := d.form.ReplaceAllString(o.s, d.kept); out != o.s {
			char, n := utf8.DecodeRuneInString(out)
			return string(unicode.ToUpper(char)) + out[n:]
		}
	}
	return ""
}
