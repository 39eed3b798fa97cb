package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zones are abbreviations that parsers read as UTC without saying so, in hours.
var zones = map[string]float64{"AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8, "NZST": 12, "NZDT": 13, "MSK": 3, "IST": 5.5, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PKT": 5, "WIB": 7, "EET": 2, "EEST": 3, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1,
	"BST": 1, "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BRT": -3, "ART": -3, "SAST": 2, "WAT": 1, "EAT": 3}

// monthNumbers by the first letters of their names, in five languages.
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

var (
	wordDate = regexp.MustCompile(`^(?:\p{L}+\.?,?\s+)?(\d{1,2})\.?\s+(\p{L}+\.?)\s+(\d{2,4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?$`)
	isoDate  = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5})?$`)
	unixDate = regexp.MustCompile(`^\d{10}(?:\d{3})?$`)
)

// Date reads the forms of dates that feeds use and general parsers get wrong:
// local month names, zone abbreviations, Unix seconds. A time without a zone is
// UTC. False when it is none of them, or an absurd year.
func Date(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if unixDate.MatchString(s) {
		n, _ := strconv.ParseInt(s[:10], 10, 64)
		t := time.Unix(n, 0).UTC()
		return t, sane(t)
	}
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return build(atoi(m[1]), time.Month(atoi(m[2])), atoi(m[3]), m[4:])
	}
	if m := wordDate.FindStringSubmatch(s); m != nil {
		year := atoi(m[3])
		if len(m[3]) == 2 {
			year += 2000
		}
		return build(year, monthNumber(m[2]), atoi(m[1]), m[4:])
	}
	return time.Time{}, false
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

// build makes a time of its parts: hour, minute, second, zone.
func build(year int, month time.Month, day int, rest []string) (time.Time, bool) {
	if month < 1 || month > 12 || day < 1 || atoi(rest[0]) > 24 || atoi(rest[1]) > 59 || atoi(rest[2]) > 60 {
		return time.Time{}, false
	}
	shift, ok := offset(rest[3])
	if !ok {
		return time.Time{}, false
	}
	t := time.Date(year, month, day, atoi(rest[0]), atoi(rest[1]), atoi(rest[2]), 0, time.UTC)
	if t.Day() != day && atoi(rest[0]) != 24 {
		return time.Time{}, false // 31 February
	}
	t = t.Add(-shift)
	return t, sane(t)
}

func offset(z string) (time.Duration, bool) {
	if z == "" {
		return 0, true
	}
	if z[0] == '+' || z[0] == '-' {
		d := strings.ReplaceAll(z[1:], ":", "")
		h, m := atoi(d[:2]), atoi(d[2:])
		if h > 14 || m > 59 {
			return 0, false
		}
		t := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
		if z[0] == '-' {
			t = -t
		}
		return t, true
	}
	h, ok := zones[strings.ToUpper(z)]
	return time.Duration(h * float64(time.Hour)), ok
}

// sane refuses years that are a fault of a clock or a template.
func sane(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2100 }
