// Package clock reads dates as publishers write them, with their clocks and zones.
package clock

import (
	_ "embed"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// clock is a time of day with its zone: a location, or a shift from UTC.
type clock struct {
	hour, minute, second int
	zone                 *time.Location
	shift                time.Duration
	shifted              bool
}

// on is the time a clock shows on a day; false when there is no such day or time.
func (c clock) on(year int, month time.Month, n int) (time.Time, bool) {
	if month < 1 || month > 12 || n < 1 || day(year, month, n).Day() != n {
		return time.Time{}, false // 31 February
	}
	late := c.hour > 24 || c.hour == 24 && c.minute+c.second > 0 // 24:00 is the end of a day
	if late || c.minute > 59 || c.second > 60 {
		return time.Time{}, false
	}
	zone := c.zone
	if zone == nil {
		zone = time.UTC
	}
	return time.Date(year, month, n, c.hour, c.minute, c.second, 0, zone).Add(-c.shift).UTC(), true
}

var (
	colonClock = regexp.MustCompile(`(?:^|\D)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d+)?)?:?`)
	hourClock  = regexp.MustCompile(`(?:^|\D)(\d{1,2})()()\s?(?:(?:a\.?\s?m|p\.?\s?m)(?:\W|$))`)
	frenchHour = regexp.MustCompile(`(?:^|\D)(\d{1,2})\s?h\s?(\d{2})?()(?:\W|$)`)
	pointClock = regexp.MustCompile(`(?:\b(?:kl|klo)\.?\s*)(\d{1,2})[.](\d{2})()|(?:^|[^\d.])(\d{1,2})\.(\d{2})()\s*(?:uhr|h)\b` +
		`|\d{4},?\s(\d{1,2})\.(\d{2})()$`)
	halfDay    = regexp.MustCompile(`^\s?(?:(a)|(p))\.?\s?m\b\.?|^\s?(?:(ص)|(م))`)
	halfBefore = regexp.MustCompile(`«(a|p)m»\s*$`)
	ofDay      = regexp.MustCompile(`^\s*(?:uhr|hrs?|h|o'clock)\b`)
	shiftZone  = regexp.MustCompile(`^\s*(?:gmt|utc|ut|z)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?:\D|$)`)
	wordZone   = regexp.MustCompile(`^\s*,?\s*([a-z]{1,5})\b`)
	longZone   = regexp.MustCompile(`^\s*,?\s*([a-z ]{3,24}?)\s(?:standard |daylight |summer )?time\b`)
	ianaZone   = regexp.MustCompile(`\b[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}`)
)

// foreignZone is what has the form of an IANA name.
var foreignZone = regexp.MustCompile(`[a-z_]{2,}/[a-z_]`)

// clockOf finds the clock with its zone and returns what stands around it; a
// date without a clock is its midnight in UTC. False when there is a zone that
// is not known: that time may be half a day off.
func clockOf(s string) (c clock, rest string, ok bool) {
	for _, form := range []*regexp.Regexp{colonClock, hourClock, frenchHour, pointClock} {
		at := form.FindStringSubmatchIndex(s)
		if at == nil {
			continue
		}
		var part [3]string
		first, end := -1, at[1]
		for i := 1; 2*i < len(at); i++ {
			if at[2*i] < 0 {
				continue
			}
			if first < 0 {
				first = at[2*i]
			}
			part[(i-1)%3] = s[at[2*i]:at[2*i+1]]
		}
		if form == hourClock || form == frenchHour {
			end = first + len(part[0])
			if form == frenchHour {
				end = at[1]
			}
		}
		before, after := s[:first], s[end:]
		c = clock{hour: atoi(part[0]), minute: atoi(part[1]), second: atoi(part[2])}
		if match := halfBefore.FindStringSubmatch(before); match != nil {
			c.half(match[1] == "p")
			before = strings.TrimSuffix(strings.TrimSpace(before), "«"+match[1]+"m»")
		} else if match := halfDay.FindStringSubmatch(after); match != nil {
			c.half(match[2]+match[4] != "")
			after = after[len(match[0]):]
		}
		after = after[len(ofDay.FindString(after)):]
		after, ok = c.readZone(after)
		return c, strings.TrimSuffix(before, "t") + " " + after, ok
	}
	if match := wordZone.FindStringSubmatch(lastWord(s)); match != nil && (match[1] == "z" || match[1] == "utc" || match[1] == "gmt") {
		s = strings.TrimSuffix(s, match[1]) // "2026-11-28Z"
	}
	return clock{}, s, true
}

func lastWord(s string) string {
	end := strings.LastIndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
	return s[end+1:]
}

// half reads a clock of twelve hours: 12 AM is midnight. "20:00 PM" is 20:00.
func (c *clock) half(afternoon bool) {
	switch {
	case c.hour == 12 && !afternoon:
		c.hour = 0
	case c.hour < 12 && afternoon:
		c.hour += 12
	}
}

// readZone reads the zone that follows a clock and returns what is behind it.
func (c *clock) readZone(s string) (string, bool) {
	if match := shiftZone.FindStringSubmatch(s); match != nil && atoi(match[2]) <= 14 && atoi(match[3]) <= 59 {
		c.shift, c.shifted = hours(match[1], match[2], match[3]), true
		at := shiftZone.FindStringSubmatchIndex(s)
		return s[max(at[5], at[7]):], true
	}
	if match := longZone.FindStringSubmatch(s); match != nil {
		if z, ok := zones()[strings.TrimSpace(match[1])+" time"]; ok {
			c.zone = location(z.name)
			return s[len(match[0]):], c.zone != nil
		}
	}
	match := wordZone.FindStringSubmatch(s)
	if match == nil {
		return s, true
	}
	word := match[1]
	switch z, ok := zones()[word]; {
	case z.name != "":
		c.zone = location(z.name)
		return s[len(match[0]):], c.zone != nil
	case ok:
		c.shift, c.shifted = time.Duration(z.hours*float64(time.Hour)), true
		return s[len(match[0]):], true
	}
	last := strings.TrimSpace(s[len(match[0]):]) == ""
	return s, !last || joining[word] || dayWords[word] || monthNumber(word) > 0
}

func hours(sign, h, m string) time.Duration {
	shift := time.Duration(atoi(h))*time.Hour + time.Duration(atoi(m))*time.Minute
	if sign == "-" {
		return -shift
	}
	return shift
}

// namedZone is the IANA zone a date names, nil without one.
func namedZone(s string) *time.Location {
	for _, name := range ianaZone.FindAllString(s, 3) {
		if zone := location(name); zone != nil {
			return zone
		}
	}
	return nil
}

// locations remembers zones by name; only those that exist are kept.
var locations sync.Map

func location(name string) *time.Location {
	if zone, ok := locations.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	locations.Store(name, zone)
	return zone
}

//go:embed zones.txt
var zonesFile string

// zone is what a date may name: a fixed shift in hours, or the name of an IANA zone.
type zone struct {
	hours float64
	name  string
}

// zones are abbreviations, and words before "time", as zones.txt lists them.
var zones = sync.OnceValue(func() map[string]zone {
	out := map[string]zone{}
	for line := range strings.Lines(zonesFile) {
		word, is, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		z := zone{name: is}
		if number, err := strconv.ParseFloat(is, 64); err == nil {
			z = zone{hours: number}
		}
		out[word] = z
	}
	return out
})

// dayWords are names of days that may follow a clock.
var dayWords = func() map[string]bool {
	out := text.WordSet("on am mo di mi do fr sa so")
	for _, row := range lexicon.Section("en", "weekdays") {
		maps.Copy(out, text.Set(row.Words))
	}
	return out
}()

//go:embed months.txt
var monthsFile string

// monthNames are beginnings of the names of months, as written and without accents.
var monthNames = sync.OnceValue(func() map[string]time.Month {
	out := map[string]time.Month{}
	for line := range strings.Lines(monthsFile) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" || atoi(words[0]) == 0 {
			continue
		}
		for _, w := range words[1:] {
			out[strings.ReplaceAll(norm.NFKC.String(w), ".", "")] = time.Month(atoi(words[0]))
		}
	}
	for w, n := range out {
		if bare := bareWord(w); out[bare] == 0 {
			out[bare] = n
		}
	}
	return out
})

// bareWord is a word without accents; marks that are letters of their own, as
// in India's scripts, stay.
func bareWord(w string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && unicode.Is(unicode.Inherited, r) {
			return -1
		}
		if r == 'ı' {
			return 'i'
		}
		return r
	}, norm.NFD.String(w))
}

// monthLongest is how many letters of a word decide.
const monthLongest = 14

// monthNumber is the month that a word names, 0 for none: the one whose
// beginning fits longest.
func monthNumber(word string) time.Month {
	names := monthNames()
	for _, w := range []string{word, bareWord(word)} {
		letters := []rune(w)
		for n := min(len(letters), monthLongest); n > 1; n-- {
			if month := names[string(letters[:n])]; month > 0 {
				return month
			}
		}
	}
	return 0
}
