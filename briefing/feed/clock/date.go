package clock

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// DayOrder says which of two figures of a date is the day: 5/10/2026.
type DayOrder int

const (
	orderUnknown DayOrder = iota
	dayFirst
	monthFirst
)

// dateMost is the longest text that is read as a date, in bytes: names of days
// and months with a long zone take about eighty.
const dateMost = 120

// Date reads the dates that feeds and pages write: RFC 822 and ISO 8601 with
// their usual faults, Unix time, month names of many languages, zones by offset,
// abbreviation or IANA name, clocks of twelve hours. A time without a zone is
// UTC. False when it is none of them, when day and month cannot be told apart,
// when its zone is not known, and for the values programs write for "no date".
func Date(s string) (time.Time, bool) { return DateIn(s, orderUnknown) }

// DateIn is Date with what is known of the source's order of day and month.
func DateIn(s string, order DayOrder) (time.Time, bool) {
	if len(s) > dateMost {
		return time.Time{}, false
	}
	zone := namedZone(s)
	s = plainDate(s)
	when, ok := figuresOnly(s)
	if !ok {
		when, ok = dayAndClock(s, order, zone)
	}
	return when, ok && Sane(when) && !noDate(when)
}

// StatesNone reports a text that says that there is no date: an empty one, a
// null of some program, or the zero of its clock.
func StatesNone(s string) bool {
	if len(s) > dateMost {
		return strings.TrimSpace(s) == ""
	}
	s = plainDate(s)
	switch s {
	case "", "-", "0", "-62135596800", "null", "nil", "none", "nan", "undefined", "invalid date", "n/a":
		return true
	}
	if strings.Trim(s, "0-:/. tz") == "" { // 0000-00-00 00:00:00
		return true
	}
	when, ok := figuresOnly(s)
	if !ok {
		when, ok = dayAndClock(s, orderUnknown, nil)
	}
	return ok && noDate(when)
}

// noDate reports the zero of a clock, which programs write when they have no
// date: Unix time, Go and .NET, SQL Server, OLE, Windows files, old Macs, DOS.
// A day around it, for zones.
func noDate(t time.Time) bool {
	for _, zero := range []time.Time{day(1, 1, 1), day(1601, 1, 1), day(1899, 12, 30), day(1900, 1, 1), day(1904, 1, 1), day(1970, 1, 1),
		day(1980, 1, 1)} {
		if gap := t.Sub(zero); gap > -24*time.Hour && gap < 24*time.Hour {
			return true
		}
	}
	return t.Year() < 1
}

func day(year int, month time.Month, n int) time.Time {
	return time.Date(year, month, n, 0, 0, 0, 0, time.UTC)
}

// Sane refuses years that are a fault of a clock or of another calendar. What
// lies in the future is for the reader to judge, who has a clock.
func Sane(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 9999 }

var (
	bracketed = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
	eastYear  = regexp.MustCompile(`(令和|平成|民國|民国)\s*(\d+|元)\s*年`)
	hourAlone = regexp.MustCompile(`(\d):(\s|$)`)
	vietMonth = regexp.MustCompile(`(?:tháng|thg)\s*(\d{1,2})\s*(?:,|năm)?`)
	// eras begin in the year before their first.
	eras = map[string]int{"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
	// eastern are the words of Chinese, Japanese and Korean dates as figures write
	// them; «am» stands before its clock.
	eastern = strings.NewReplacer("年", "-", "月", "-", "日", " ", "號", " ", "号", " ", "時", ":", "时", ":", "點", ":", "点", ":", "分",
		":", "秒", " ",
		"년", "-", "월", "-", "일", " ", "시", ":", "분", ":", "초", " ", "上午", " «am» ", "午前", " «am» ", "오전", " «am» ", "下午", " «pm» ", "午後",
		" «pm» ", "午后", " «pm» ", "오후", " «pm» ",
		"−", "-", "‐", "-", "‑", "-", "–", "-", "π.μ.", "am", "μ.μ.", "pm", "πμ", "am", "μμ", "pm", "\u200e", "", "\u200f", "",
		"\u061c", "")
)

// plainDate writes a date in lower case with ASCII digits, one space between
// words and nothing in brackets.
func plainDate(s string) string {
	s = strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(s, " ")))
	s = strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			return '0' + decimal(r)
		}
		return r
	}, s)
	s = bracketed.ReplaceAllString(s, " ")
	s = eastYear.ReplaceAllStringFunc(s, func(m string) string {
		match := eastYear.FindStringSubmatch(m)
		return strconv.Itoa(eras[match[1]]+max(atoi(match[2]), 1)) + "-"
	})
	s = vietMonth.ReplaceAllString(s, "-$1-")
	s = hourAlone.ReplaceAllString(strings.Join(strings.Fields(eastern.Replace(s)), " "), "$1:00$2")
	return strings.Trim(s, " ,;.")
}

// decimal is the value of a digit of any script: Unicode keeps the ten of each
// in a row that begins with zero.
func decimal(r rune) rune {
	n := rune(0)
	for n < 9 && unicode.IsDigit(r-1) {
		r--
		n++
	}
	return n
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

var (
	unixDate    = regexp.MustCompile(`^(\d{9,10})(?:[.,]\d+)?$|^(\d{10})(?:\d{3}|\d{6}|\d{9})$`)
	compactDate = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:[t_ ` +
		`-]?(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?)?(?:\s*(z|utc|gmt)|\s*([+-])(\d{2}):?(\d{2})?)?$`)
	weekDate    = regexp.MustCompile(`^(\d{4})-?w(\d{2})-?([1-7])(?:[t ](.*))?$`)
	ordinalDate = regexp.MustCompile(`^(\d{4})-(\d{3})(?:[t ](.*))?$`)
)

// figuresOnly reads what has a form of its own: Unix time in seconds, milli-,
// micro- and nanoseconds, and ISO 8601's basic dates.
func figuresOnly(s string) (time.Time, bool) {
	if match := unixDate.FindStringSubmatch(s); match != nil {
		n, err := strconv.ParseInt(match[1]+match[2], 10, 64) // an int has 32 bits on some machines
		return time.Unix(n, 0).UTC(), err == nil
	}
	if match := compactDate.FindStringSubmatch(s); match != nil {
		moment := clock{hour: atoi(match[4]), minute: atoi(match[5]), second: atoi(match[6]), shift: hours(match[8], match[9], match[10])}
		return moment.on(atoi(match[1]), time.Month(atoi(match[2])), atoi(match[3]))
	}
	return time.Time{}, false
}

// dayAndClock reads a date that has a day and, mostly, a clock with a zone.
func dayAndClock(s string, order DayOrder, zone *time.Location) (time.Time, bool) {
	if match := weekDate.FindStringSubmatch(s); match != nil {
		first := day(atoi(match[1]), 1, 4) // in the first week of its year (ISO 8601)
		monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		date := monday.AddDate(0, 0, 7*(atoi(match[2])-1)+atoi(match[3])-1)
		s = date.Format(time.DateOnly) + " " + match[4]
	} else if match := ordinalDate.FindStringSubmatch(s); match != nil {
		s = day(atoi(match[1]), 1, 1).AddDate(0, 0, atoi(match[2])-1).Format(time.DateOnly) + " " + match[3]
	}
	moment, rest, ok := clockOf(s)
	if moment.zone == nil && !moment.shifted {
		moment.zone = zone
		ok = ok && (zone != nil || !foreignZone.MatchString(rest))
	}
	if !ok {
		return time.Time{}, false
	}
	year, month, n, ok := dayOf(rest, order)
	if !ok {
		return time.Time{}, false
	}
	if year >= 2400 && year < 2700 && strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Thai, r) }) {
		year -= 543 // counted from the Buddha's death
	}
	return moment.on(year, month, n)
}

var (
	numbersDown = regexp.MustCompile(`(?:^|\D)(\d{4})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{1,2})(?:\D|$)`)
	numbersUp   = regexp.MustCompile(`(?:^|\D)(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?:\D|$)`)
)

// dayOf reads year, month and day.
func dayOf(s string, order DayOrder) (year int, month time.Month, n int, ok bool) {
	if match := numbersDown.FindStringSubmatch(s); match != nil {
		return atoi(match[1]), time.Month(atoi(match[2])), atoi(match[3]), true
	}
	match := numbersUp.FindStringSubmatch(s)
	if match == nil {
		return wordsDay(s)
	}
	first, second := atoi(match[1]), atoi(match[3])
	switch {
	case first > 12 || match[2] == "." || match[2] == " " || first == second:
		// points and spaces: the day comes first wherever they are used
		order = dayFirst
	case second > 12:
		order = monthFirst
	}
	switch order {
	case dayFirst:
		return fullYear(match[4]), time.Month(second), first, true
	case monthFirst:
		return fullYear(match[4]), time.Month(first), second, true
	}
	return 0, 0, 0, false
}

// fullYear reads two figures as RFC 2822 does: up to 49 is this century.
func fullYear(s string) int {
	n := atoi(s)
	switch {
	case len(s) > 2:
		return n
	case n < 50:
		return 2000 + n
	}
	return 1900 + n
}

// OrderOf is how a source orders day and month, as those of its dates show that
// leave no choice; else what its language uses, if that is one thing.
func OrderOf(dates []string, lang string) DayOrder {
	found := map[DayOrder]bool{}
	for _, s := range dates {
		found[shownOrder(s)] = true
	}
	switch lang = strings.ToLower(strings.ReplaceAll(lang, "_", "-")); {
	case found[dayFirst] && found[monthFirst]:
		return orderUnknown
	case found[dayFirst]:
		return dayFirst
	case found[monthFirst], lang == "en-us":
		return monthFirst
	case lang == "" || lang == "en":
		return orderUnknown
	}
	return dayFirst
}

// shownOrder is the order that a date shows in which one number is no month.
func shownOrder(s string) DayOrder {
	if len(s) > dateMost {
		return orderUnknown
	}
	match := numbersUp.FindStringSubmatch(plainDate(s))
	if match == nil || match[2] != "/" && match[2] != "-" {
		return orderUnknown
	}
	switch first, second := atoi(match[1]), atoi(match[3]); {
	case first > 12 && second <= 12:
		return dayFirst
	case second > 12 && first <= 12:
		return monthFirst
	}
	return orderUnknown
}

// dateWord is a word or a number of a date.
type dateWord struct {
	text   string
	number bool
}

// joining are words between the parts of a date.
var joining = map[string]bool{"de": true, "del": true, "of": true, "th": true, "st": true, "nd": true, "rd": true, "er": true, "d": true,
	"do": true, "di": true, "the": true}

func dateWords(s string) []dateWord {
	var out []dateWord
	for len(s) > 0 {
		char, size := utf8.DecodeRuneInString(s)
		in := isLetter
		switch {
		case char >= '0' && char <= '9':
			in = func(r rune) bool { return r >= '0' && r <= '9' }
		case !isLetter(char):
			s = s[size:]
			continue
		}
		end := strings.IndexFunc(s, func(r rune) bool { return !in(r) })
		if end < 0 {
			end = len(s)
		}
		if word := s[:end]; !joining[word] {
			out = append(out, dateWord{word, char <= '9'})
		}
		s = s[end:]
	}
	return out
}

// isLetter takes marks for letters.
func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// thaiPoint is the point within Thai abbreviations.
var thaiPoint = regexp.MustCompile(`(\p{Thai})\.`)

// wordsDay reads a date whose month is a word.
func wordsDay(s string) (year int, month time.Month, n int, ok bool) {
	words := dateWords(thaiPoint.ReplaceAllString(s, "$1"))
	var numbers []string
	for _, w := range words {
		if w.number {
			numbers = append(numbers, w.text)
		}
	}
	month = monthAmong(words)
	if month == 0 || len(numbers) != 2 {
		return 0, 0, 0, false
	}
	first, second := numbers[0], numbers[1]
	if len(first) == 4 {
		first, second = second, first
	}
	if len(first) > 2 || len(second) != 4 && len(second) != 2 {
		return 0, 0, 0, false
	}
	return fullYear(second), month, atoi(first), true
}

// monthAmong is the month that a word of a date names, 0 if none does. Of several
// words that may be a month ("mar. 24 nov. 2026" begins with a Tuesday) it is the
// one with most numbers beside it.
func monthAmong(words []dateWord) time.Month {
	best, found := -1, time.Month(0)
	for i, w := range words {
		if w.number {
			continue
		}
		name, beside := w.text, 0
		if i > 0 && words[i-1].number {
			beside++
		}
		if i+1 < len(words) && words[i+1].number {
			beside++
		} else if i+1 < len(words) {
			name += "_" + words[i+1].text
		}
		if month := monthNumber(name); month > 0 && beside > best {
			best, found = beside, month
		}
	}
	return found
}
