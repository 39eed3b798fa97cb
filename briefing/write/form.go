package write

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// wholeStatement reports text that ends like a statement and closes its quotations: a
// model's that breaks off in the middle does not.
func wholeStatement(s string) bool {
	outside, at := "", 0
	for _, q := range speech.Quotes(s) {
		_, opening := utf8.DecodeLastRuneInString(s[:q.Start])
		_, closing := utf8.DecodeRuneInString(s[q.End:])
		outside, at = outside+s[at:q.Start-opening], q.End+closing
	}
	if strings.ContainsAny(outside+s[at:], `"“”„«»`) {
		return false
	}
	char, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"“”'’»«)]）」』 \u00a0\u202f"))
	return strings.ContainsRune(".!。！۔।", char) || strings.ContainsRune("?？؟", char) && !speech.Questions(s)
}

// quotedWhole reports a text that is one quotation and nothing else.
func quotedWhole(s string) bool {
	quotes := speech.Quotes(s)
	if len(quotes) != 1 {
		return false
	}
	outside := s[:quotes[0].Start] + s[quotes[0].End:]
	return !strings.ContainsFunc(outside, unicode.IsLetter)
}

// endsOnAWord reports a heading whose last word stands in what it cites: one
// that is cut ends in the middle of a name, "Rescuers thank Pa".
func endsOnAWord(c claim.Claim) bool {
	terms := text.Terms(c.Text, "")
	if len(terms) == 0 {
		return false
	}
	for _, ct := range c.Cites {
		if slices.Contains(text.Terms(ct.Title+" "+ct.Quote, ""), terms[len(terms)-1]) {
			return true
		}
	}
	return false
}

// endsOnAName reports a text whose last word has a capital.
func endsOnAName(s string) bool {
	words := text.PlainWords(s)
	if len(words) == 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return unicode.IsUpper(first)
}

// unrepeated leaves out what a claim before, or the heading, says in the same words.
// An only claim stays. heading may be nil.
func unrepeated(heading *claim.Claim, claims []claim.Claim) []claim.Claim {
	seen := map[uint64]bool{}
	if heading != nil && len(claims) > 1 {
		seen[speech.Fingerprint(heading.Text)] = true
	}
	var out []claim.Claim
	for _, c := range claims {
		if fingerprint := speech.Fingerprint(c.Text); !seen[fingerprint] {
			seen[fingerprint] = true
			out = append(out, c)
		}
	}
	return out
}
