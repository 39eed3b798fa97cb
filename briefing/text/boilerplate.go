package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text/lexicon"
)

// phrases are looked for all at once: a place in a text is worth a look only
// if a phrase begins with the two bytes there.
type phrases struct {
	pairs [1 << 16 / 64]uint64 // bits
	by    [256][]string        // by first byte, in the order given
}

func phrasesOf(list []string) *phrases {
	table := &phrases{}
	for _, s := range list {
		pair := uint(s[0])<<8 | uint(s[1])
		table.pairs[pair/64] |= 1 << (pair % 64)
		table.by[s[0]] = append(table.by[s[0]], s)
	}
	return table
}

// junkBegins begin lines that are no news, junkHolds mark a short line wherever
// they stand, junkNews are those that begin news too.
var (
	junkBegins = phrasesOf(lexicon.All("boilerplate", "starts"))
	junkHolds  = phrasesOf(lexicon.All("boilerplate", "holds"))
	junkNews   = Set(lexicon.All("boilerplate", "news"))
	bylines    = Set(lexicon.All("boilerplate", "by"))
)

// begin lists the phrases that may begin s.
func (p *phrases) begin(s string) []string {
	if len(s) < 2 {
		return nil
	}
	if pair := uint(s[0])<<8 | uint(s[1]); p.pairs[pair/64]&(1<<(pair%64)) == 0 {
		return nil
	}
	return p.by[s[0]]
}

// junk reports whether a short line, in lower case, begins with or holds a
// phrase that is no news.
func junk(low string) bool {
	for _, j := range junkBegins.begin(low) {
		if strings.HasPrefix(low, j) && !newsAfter(low, j) {
			return true
		}
	}
	for i := range len(low) {
		for _, j := range junkHolds.begin(low[i:]) {
			if strings.HasPrefix(low[i:], j) {
				return true
			}
		}
	}
	return false
}

// Boilerplate reports whether a line or sentence is no news: invitations,
// bylines, credits, licences, share bars.
func Boilerplate(line, lang string) bool {
	const junkMost = 240 // characters of a line that a phrase in it judges: a long sentence of news may hold one
	trimmed := strings.TrimSpace(line)
	letters := 0
	for _, r := range trimmed {
		if WordRune(r) {
			if letters++; letters == 2 {
				break
			}
		}
	}
	if letters < 2 {
		return true
	}
	if len(trimmed) > 2*junkMost {
		return false
	}
	low := strings.ToLower(strings.TrimLeft(strings.ReplaceAll(trimmed, "’", "'"), "*•·-–—>|[( "))
	return len(low) <= junkMost && junk(low) || byline(trimmed)
}

// newsAfter spares sentences that only begin like boilerplate: "Contact with
// the satellite was lost on Tuesday, officials said."
func newsAfter(low, start string) bool {
	return junkNews[start] && len(strings.Fields(low)) > 12
}

// byline reports lines like "By Ann Smith, Reuters" or "By".
func byline(s string) bool {
	first := s
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		first = s[:i]
	}
	if !bylines[strings.ToLower(first)] {
		return false
	}
	words := strings.Fields(s)
	if len(words) > 12 || strings.HasSuffix(s, ".") && len(words) > 6 {
		return false
	}
	if len(words) == 1 {
		return true
	}
	char, _ := utf8.DecodeRuneInString(words[1])
	return unicode.IsUpper(char)
}
