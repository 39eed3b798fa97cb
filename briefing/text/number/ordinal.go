package number

import (
	"regexp"

	"dateline/briefing/text"
)

// ordinalForms are the words for 2nd to 12th, folded, in any form; the first of
// something counts nothing up. In a language without a list none is read.
var ordinalForms = map[string]*regexp.Regexp{
	"en": ordinalsOf("second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth", ""),
	"de": ordinalsOf("zweite|dritte|vierte|funfte|sechste|siebte|achte|neunte|zehnte|elfte|zwolfte", "[nrms]?"),
	"es": ordinalsOf("segund|tercer|cuart|quint|sext|septim|octav|noven|decim|undecim|duodecim", "[oa]?"),
	"fr": ordinalsOf("deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme", ""),
	"pt": ordinalsOf("segund|terceir|quart|quint|sext|setim|oitav|non|decim", "[oa]"),
}

// ordinalsOf matches one of the stems, which count up from 2nd, with an ending.
func ordinalsOf(stems, ending string) *regexp.Regexp {
	groups := regexp.MustCompile(`[^|]+`).ReplaceAllString(stems, "($0)")
	return regexp.MustCompile(`(?:^|\PL)(?:` + groups + `)` + ending + `(?:$|[^\pL\pM ]| +([\pL\pM]+)?)`)
}

// Ordinal is a place in a row that a text gives, and the word behind it: what
// is counted up, "a third body".
type Ordinal struct {
	Value int
	Noun  string // a stem, "" at the end
}

// Ordinals reads the ordinals that s writes as words.
func Ordinals(s, lang string) []Ordinal {
	words, ok := ordinalForms[lang]
	if !ok {
		return nil
	}
	var out []Ordinal
	folded := text.Fold(s)
	for _, m := range words.FindAllStringSubmatchIndex(folded, -1) {
		ordinal := Ordinal{}
		for pos := 1; 2*pos+1 < len(m)-2; pos++ {
			if m[2*pos] >= 0 {
				ordinal.Value = pos + 1
			}
		}
		if last := m[len(m)-2:]; last[0] >= 0 {
			for _, t := range text.Terms(folded[last[0]:last[1]], lang) {
				ordinal.Noun = t
			}
		}
		out = append(out, ordinal)
	}
	return out
}
