package number

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
)

// commaLangs write the decimal sign as a comma.
var commaLangs = text.WordSet("de es fr pt it nl pl ru uk sv tr da no fi cs")

// parseDigits reads grouped digits of any script: where both signs stand, the
// last is the decimal one; a lone comma is it in most European languages.
func parseDigits(s, lang string) (float64, bool) {
	s = strings.Map(plainDigit, s)
	if decimalComma(s, lang) {
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	} else {
		s = strings.ReplaceAll(s, ",", "")
		if strings.Count(s, ".") > 1 {
			s = strings.ReplaceAll(s, ".", "")
		}
	}
	value, err := strconv.ParseFloat(s, 64)
	return value, err == nil && !math.IsInf(value, 0)
}

// plainDigit writes digits of any script in ASCII, and drops the signs that only group.
func plainDigit(r rune) rune {
	switch r {
	case '٫':
		return '.'
	case '٬', '\u00A0', '\u202F', '\'', '’', ' ':
		return -1
	}
	if unicode.IsDigit(r) {
		return rune('0' + date.DigitOf(r))
	}
	return r
}

// decimalComma reports whether the comma is the decimal sign of a figure.
func decimalComma(s, lang string) bool {
	used := commaLangs[lang]
	comma, stop := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && stop >= 0:
		return comma > stop
	case comma >= 0:
		return strings.Count(s, ",") == 1 && (used || len(s)-comma != 4)
	case stop >= 0:
		return used && len(s)-stop == 4
	}
	return used
}
