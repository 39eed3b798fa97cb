package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zones are abbreviations in hours from UTC; several of them parsers read as
// UTC without saying so. IST is India's, CST and BST the reading that feeds use.
var zones = map[string]float64{"AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5, "AWST": 8, "NZST": 12, "NZDT": 13, "MSK": 3, "IST": 5.5, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PHT": 8, "PKT": 5, "WIB": 7, "EET": 2, "EEST": 3, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1,
	"BST": 1, "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "SAST": 2, "CAT": 2, "WAT": 1, "EAT": 3, "TRT": 3}

// monthNumbers by the first letters of their names, in six languages.
var monthNumbers = []struct {
	names string
	n     time.Month
}{{"jan ene gen янв", 1}, {"feb fév fev февр", 2}, {"mar mär mrz março мар", 3}, {"apr avr abr апр", 4}, {"may mai mag мая май", 5}, {"jun juin giu июн", 6}, {"jul juil lug июл", 7}, {"aug aoû aou ago авг", 8}, {"sep set сен", 9}, {"oct okt out ott окт", 10}, {"nov ноя", 11}, {"dec dez déc dic дек", 12}}

func monthNumber(s string) time.Month {
	s = strings.ToLower(strings.TrimRight(s, "."))
	best, size := time.Month(0), 0
	for _, m := range monthNumbers {
		for _, p := range strings.Fields(m.names) {
			if strings.HasPrefix(s, p) && len(p) > size {
				best, size = m.n, len(p)
			}
		}
	}
	return best
}

const (
	clockPart = `(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?`
	zonePart  = `\s*(Z|(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?(?:\s+\([A-Za-z]+\))?$`
)

var (
	wordDate  = regexp.MustCompile(`^(?:\p{L}+\.?,?\s*)?(\d{1,2})\.?\s+(\p{L}+\.?)\s+(\d{2}|\d{4})` + clockPart + zonePart)
	monthDate = regexp.MustCompile(`^(?:\p{L}+\.?,?\s+)?(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})` + clockPart + zonePart)
	isoDate   = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?()\s*(Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5})?$`)
	unixDate  = regexp.MustCompile(`^\d{10}(?:\d{3})?$`)

	// what other parsers read, but only by guessing
	slashDate = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b`)
	zoneName  = regexp.MustCompile(`:\d{2}\s*([A-Z]{2,5})$`)
)

// Date reads the forms of dates that feeds use and general parsers get wrong:
// local month names, zone abbreviations, Unix seconds. A time without a zone is
// UTC. False when it is none of them, no day of the calendar, or an absurd year.
func Date(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 80 { // longer than any date
		return time.Time{}, false
	}
	if unixDate.MatchString(s) {
		n, _ := strconv.ParseInt(s[:10], 10, 64)
		t := time.Unix(n, 0).UTC()
		return t, sane(t)
	}
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return build(atoi(m[1]), time.Month(atoi(m[2])), atoi(m[3]), m[4:])
	}
	if m := wordDate.FindStringSubmatch(s); m != nil {
		return build(fullYear(m[3]), monthNumber(m[2]), atoi(m[1]), m[4:])
	}
	if m := monthDate.FindStringSubmatch(s); m != nil {
		return build(atoi(m[3]), monthNumber(m[1]), atoi(m[2]), m[4:])
	}
	return time.Time{}, false
}

// fullYear reads a year of two digits as RFC 2822, 4.3 does.
func fullYear(s string) int {
	y := atoi(s)
	switch {
	case len(s) == 4:
		return y
	case y < 50:
		return 2000 + y
	}
	return 1900 + y
}

// doubtful reports a date whose reading by others would be a guess: a day and
// a month that may be swapped, or a zone nobody here knows.
func doubtful(s string) bool {
	s = strings.Join(strings.Fields(s), " ")
	if m := slashDate.FindStringSubmatch(s); m != nil && atoi(m[1]) <= 12 && atoi(m[2]) <= 12 && atoi(m[1]) != atoi(m[2]) {
		return true
	}
	if m := zoneName.FindStringSubmatch(s); m != nil && m[1] != "AM" && m[1] != "PM" {
		_, known := zones[m[1]]
		return !known
	}
	return false
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

// build makes a time of its parts: hour, minute, second, half of the day, zone.
func build(year int, month time.Month, day int, rest []string) (time.Time, bool) {
	hour, minute, second := atoi(rest[0]), atoi(rest[1]), atoi(rest[2])
	if half := strings.ToLower(rest[3]); half != "" {
		if hour < 1 || hour > 12 {
			return time.Time{}, false
		}
		hour %= 12
		if half[0] == 'p' {
			hour += 12
		}
	}
	shift, ok := offset(rest[4])
	if !ok || month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60 {
		return time.Time{}, false
	}
	if time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Day() != day {
		return time.Time{}, false // 31 February
	}
	t := time.Date(year, month, day, hour, minute, second, 0, time.UTC).Add(-shift)
	return t, sane(t)
}

func offset(z string) (time.Duration, bool) {
	if i := strings.IndexAny(z, "+-"); i >= 0 {
		d := strings.ReplaceAll(z[i+1:], ":", "")
		h, m := atoi(d[:2]), atoi(d[2:])
		if h > 14 || m > 59 {
			return 0, false
		}
		t := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
		if z[i] == '-' {
			t = -t
		}
		return t, true
	}
	if z == "" {
		return 0, true
	}
	h, ok := zones[strings.ToUpper(z)]
	return time.Duration(h * float64(time.Hour)), ok
}

// sane refuses what is a fault of a clock or a template: absurd years, and
// second 0 of Unix time, which is a date nobody set.
func sane(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2100 && t.Unix() != 0 }
