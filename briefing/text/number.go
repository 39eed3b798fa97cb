package text

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number is a quantity in running text. Kind is count, percent, money, ordinal
// or year; Unit a percent sign, a currency code or a unit; Noun the stem of
// what is counted; High above Value for a range, else equal.
type Number struct {
	Text        string
	Value, High float64
	Kind        string
	Unit, Noun  string
	Approx      bool
	Span
}

var numberWords = map[string]float64{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
	"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10}

var scales = map[string]float64{"hundred": 100, "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "m": 1e6, "mn": 1e6, "mio": 1e6, "millionen": 1e6, "millones": 1e6, "milhões": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "mrd": 1e9, "milliarden": 1e9, "milliards": 1e9,
	"trillion": 1e12, "tn": 1e12, "tausend": 1e3, "mil": 1e3, "mille": 1e3, "dozen": 12, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8}

var currencies = map[string]string{"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "us$": "USD", "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pound": "GBP", "yen": "JPY", "rubl": "RUB", "crown": "crown"}

var numberRe = regexp.MustCompile(`(?i)(US\$|[$€£¥])?\s?(\d{1,3}(?:[,.\x{00A0}\x{202F}' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?:\s?(?:-|–|to)\s?(\d+(?:[.,]\d+)?))?(?:(st|nd|rd|th)\b)?(?:[- ]?((?:hundred|thousand|million|billion|trillion|Millionen|Milliarden|Mio|Mrd|millones|milhões|milliards|bn|mn|tn|[kmb])\b))?(?:\s?(%|percent|per cent|Prozent|pct|percentage points))?`)
var wordNumberRe = regexp.MustCompile(`(?i)\b((?:half a|a quarter of a|several|a|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)(?:[- ](dozen|hundred|thousand|million|billion))?\b`)

// Numbers lists the quantities of s. Dates and clock times are no numbers.
func Numbers(s, lang string) []Number {
	skip := Times(s, lang, anyDay)
	var out []Number
	at := strings.IndexAny(s, "0123456789")
	if at < 0 {
		at = len(s)
	}
	at = max(0, at-4) // a currency may stand in front
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	for _, m := range numberRe.FindAllStringSubmatchIndex(s[at:], -1) {
		for i := range m {
			if m[i] >= 0 {
				m[i] += at
			}
		}
		if n, ok := digits(s, m, lang); ok && !covered(skip, n.Span) {
			out = append(out, n)
		}
	}
	for _, m := range wordNumberRe.FindAllStringSubmatchIndex(s, -1) {
		if n, ok := spelled(s, m, lang); ok && !covered(skip, n.Span) {
			out = append(out, n)
		}
	}
	return out
}

func covered(ts []Time, sp Span) bool {
	for _, t := range ts {
		if sp.Start < t.End && t.Start < sp.End {
			return true
		}
	}
	return false
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

func digits(s string, m []int, lang string) (Number, bool) {
	if r, _ := utf8.DecodeLastRuneInString(s[:m[4]]); unicode.IsLetter(r) || r == ':' || unicode.IsDigit(r) {
		return Number{}, false // "B2", "7:30"
	}
	if next, _ := utf8.DecodeRuneInString(s[m[1]:]); unicode.IsLetter(next) && !cjk(next) {
		return Number{}, false // "5G"
	}
	if rest := s[m[1]:]; len(rest) > 1 && rest[0] == ':' && rest[1] >= '0' && rest[1] <= '9' {
		return Number{}, false
	}
	v, ok := parseDigits(group(s, m, 2), lang)
	if !ok {
		return Number{}, false
	}
	start := m[0]
	for start < m[4] && s[start] == ' ' {
		start++
	}
	n := Number{Text: s[start:m[1]], Value: v, High: v, Kind: "count", Span: Span{start, m[1]}}
	if hi := group(s, m, 3); hi != "" {
		if h, ok := parseDigits(hi, lang); ok && h > v {
			n.High = h
		}
	}
	if sc := scales[strings.ToLower(group(s, m, 5))]; sc > 0 {
		n.Value, n.High = n.Value*sc, n.High*sc
	}
	switch cur := currencies[strings.ToLower(group(s, m, 1))]; {
	case cur != "":
		n.Kind, n.Unit = "money", cur
	case group(s, m, 6) != "":
		n.Kind, n.Unit = "percent", "%"
	case group(s, m, 4) != "":
		n.Kind = "ordinal"
	}
	n.noun(s, lang)
	return n, true
}

func spelled(s string, m []int, lang string) (Number, bool) {
	scale := strings.ToLower(group(s, m, 2))
	lead := strings.ToLower(group(s, m, 1))
	v := 0.0
	switch lead {
	case "half a":
		v = .5
	case "a quarter of a":
		v = .25
	case "a", "several":
		v = 1
	default:
		for _, w := range strings.FieldsFunc(lead, func(r rune) bool { return r == ' ' || r == '-' }) {
			if w == "one" {
				v++
			}
			v += numberWords[w]
		}
	}
	if scale == "" && (lead == "a" || lead == "several" || strings.HasPrefix(lead, "half") || strings.HasPrefix(lead, "a quarter")) || v == 0 {
		return Number{}, false
	}
	if sc := scales[scale]; sc > 0 {
		v *= sc
	}
	n := Number{Text: s[m[0]:m[1]], Value: v, High: v, Kind: "count", Span: Span{m[0], m[1]}, Approx: lead == "several"}
	n.noun(s, lang)
	return n, true
}

// noun finds what is counted: the first content word behind the number, two
// words away at most.
func (n *Number) noun(s, lang string) {
	rest := s[n.End:min(len(s), n.End+80)]
	words := Terms(rest, lang)
	for i, w := range words {
		if i == 3 {
			break
		}
		if cur := currencies[w]; cur != "" && n.Kind == "count" {
			n.Kind, n.Unit = "money", cur
			return
		}
		if w == "percent" || w == "prozent" {
			n.Kind, n.Unit = "percent", "%"
			return
		}
		if !Stop(w, lang) && w != "more" && w != "other" {
			n.Noun = w
			return
		}
	}
}

// parseDigits reads grouped digits: in German, Spanish, French, Portuguese and
// Italian a comma is the decimal sign.
func parseDigits(s, lang string) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		if r == '\u00A0' || r == '\u202F' || r == '\'' || r == ' ' {
			return -1
		}
		return r
	}, s)
	comma := lang == "de" || lang == "es" || lang == "fr" || lang == "pt" || lang == "it" || lang == "nl"
	c, d := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case c >= 0 && d >= 0:
		comma = c > d
	case c >= 0:
		comma = comma && !(len(s)-c == 4 && c <= 3 && lang == "en") || len(s)-c != 4
	case d >= 0:
		comma = comma && len(s)-d == 4
	}
	if comma {
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	} else {
		s = strings.ReplaceAll(s, ",", "")
		if strings.Count(s, ".") > 1 {
			s = strings.ReplaceAll(s, ".", "")
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0)
}
