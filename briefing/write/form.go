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
	char, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"“”'’»«)]）」』 \u00a0\u202f"))
	return closesQuotes(s) && (strings.ContainsRune(".!。！۔।", char) || strings.ContainsRune("?？؟", char) && !speech.Questions(s))
}

// closesQuotes reports a text in which every quotation that begins ends.
func closesQuotes(s string) bool {
	outside, at := "", 0
	for _, q := range speech.Quotes(s) {
		_, opening := utf8.DecodeLastRuneInString(s[:q.Start])
		_, closing := utf8.DecodeRuneInString(s[q.End:])
		outside, at = outside+s[at:q.Start-opening], q.End+closing
	}
	return !strings.ContainsAny(outside+s[at:], `"“”„«»`)
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

// endsOnAWord reports a heading whose last word stands in what it cites, in this form or
// another: one that is cut ends in the middle of a name, "Rescuers thank Pa", or of a word
// of which another form stands there too, "both partie" of a party and parties.
func endsOnAWord(c claim.Claim) bool {
	words := text.PlainWords(text.Fold(c.Text))
	if len(words) == 0 {
		return false
	}
	last, lang := words[len(words)-1], c.Lang()
	stem := text.Terms(last, lang)
	form, cut := false, false
	for _, ct := range c.Cites {
		for _, w := range text.PlainWords(text.Fold(ct.Title + " " + ct.Quote)) {
			if w == last {
				return true
			}
			form, cut = form || slices.Equal(text.Terms(w, lang), stem), cut || strings.HasPrefix(w, last)
		}
	}
	return form && !cut
}

// breaksOff reports a heading that is cut: at a comma, within a quotation, or within a
// word. Without a reader each that ends on another word than its sources' counts as such,
// and so does a name with one. Of the rest it is a word that no source has, nobody writes
// often, and one they cite goes on with: "off the isla".
func (c *Composer) breaksOff(heading claim.Claim, cited []claim.Passage) bool {
	words := text.PlainWords(heading.Text)
	end, _ := utf8.DecodeLastRuneInString(heading.Text)
	switch {
	case len(words) == 0, strings.ContainsRune(",;:-–—…/&(", end), strings.HasSuffix(heading.Text, ".."), !closesQuotes(heading.Text):
		return true
	case endsOnAWord(heading):
		return false
	}
	last, lang := words[len(words)-1], heading.Lang()
	if first, _ := utf8.DecodeRuneInString(last); !c.trusted || unicode.IsUpper(first) {
		return true
	}
	last = text.Fold(last)
	stem := text.Terms(last, lang)
	goesOn := false
	for _, p := range cited {
		version := p.Src.Item.Version
		if slices.Contains(text.PlainWords(text.Fold(version.Title+" "+version.Text)), last) {
			return false
		}
		for _, w := range text.PlainWords(text.Fold(version.Title + " " + p.Cite().Quote)) {
			goesOn = goesOn || strings.HasPrefix(w, last) && !slices.Equal(text.Terms(w, lang), stem)
		}
	}
	return goesOn && (len(stem) == 0 || text.CommonShare(stem[0], lang) == 0)
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
