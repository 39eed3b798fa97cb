package evidence

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// opens reports whether a sentence, or a quotation in it, begins at byte i of s.
func opens(s string, i int) bool {
	before := strings.TrimRightFunc(s[:i], unicode.IsSpace)
	char, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?:¿¡\"“”„‘'«»", char)
}

// withoutOpeners drops from names the words that have a capital because a
// sentence begins with them, and what stands behind the hyphen of a name
// without being part of it: "Forty-one", "Even Roos", "Senn-based".
func withoutOpeners(names []name.Name, s, lang string) []name.Name {
	var out []name.Name
	for _, n := range names {
		if opens(s, n.Start) {
			n = WithoutOpener(n, lang)
		}
		if bare := withoutTail(n.Text, lang); bare != n.Text {
			n = name.Name{Text: bare, Key: name.NameKey(bare), Span: text.Span{Start: n.Start, End: n.Start + len(bare)}}
		}
		if n.Text != "" {
			out = append(out, n)
		}
	}
	return out
}

// WithoutOpener is a name at the start of a sentence without the words that open it, and
// without the small ones behind them: of "Dozens of Germans" the last word.
func WithoutOpener(n name.Name, lang string) name.Name {
	whole := n.Text
	for n.Text != "" {
		first, rest, _ := strings.Cut(n.Text, " ")
		char, _ := utf8.DecodeRuneInString(first)
		if unicode.IsUpper(char) && !openerWord(first, lang) || n.Text == whole && unicode.IsLower(char) {
			break
		}
		n.Start += len(n.Text) - len(rest)
		n.Text = rest
	}
	if n.Text != whole {
		n.Key = name.NameKey(n.Text)
	}
	return n
}

// openerWord reports whether a word with a capital is known as none of a name,
// or all that its hyphens part are.
func openerWord(w, lang string) bool {
	known := openerWords[lang]
	if known[text.Fold(w)] {
		return true
	}
	for piece := range strings.SplitSeq(w, "-") {
		folded := text.Fold(piece)
		if utf8.RuneCountInString(piece) > 1 && piece == strings.ToUpper(piece) {
			return false // "US" is not "us"
		}
		root := text.Stem(folded, lang)
		switch {
		case known[folded], text.Stop(root, lang), text.CommonShare(root, lang) > 0:
		case number.NumberWordsOf(lang)[folded] > 0 || number.ScalesOf(lang)[folded] > 1:
		case unicode.IsDigit(rune(folded[0])):
		default:
			return false
		}
	}
	return true
}

// withoutTail is a name without what the hyphen of its last word adds to it.
func withoutTail(s, lang string) string {
	i := strings.LastIndexByte(s, '-')
	if i < 1 || strings.Contains(s[i:], " ") {
		return s
	}
	tail := text.Fold(s[i+1:])
	if !openerTails[lang][tail] && (lang != "en" || !strings.HasSuffix(tail, "ed") && !strings.HasSuffix(tail, "ing")) {
		return s
	}
	return s[:i]
}

// openerWords are words, folded, that begin sentences and name nobody, by language:
// those listed as such, and in German all that the lexicon knows as words for what
// happens. A country or a body is none.
var openerWords = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("openers") {
		known := text.FoldedSet(slices.Concat(lexicon.Words(lang, "openers", "small"), lexicon.Words(lang, "openers", "nouns"),
			lexicon.Words(lang, "alone", "pointing")))
		more := lexicon.Section(lang, "ordinals")
		if lang == "de" { // where each noun has a capital
			more = slices.Concat(more, lexicon.Section(lang, "concepts"))
		}
		for _, row := range more {
			maps.Copy(known, text.FoldedSet(row.Words))
		}
		maps.DeleteFunc(known, func(w string, _ bool) bool { return nations()[w] != "" || len(name.Bodies(capital(w), lang)) > 0 })
		out[lang] = known
	}
	return out
}()

// capital is a folded word as a sentence begins with it.
func capital(w string) string {
	char, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(char)) + w[n:]
}

// openerTails are what the hyphen of a name adds to it, by language.
var openerTails = lexicon.Sets("openers", "tails")

// holdsOpening: the first word of a sentence may have its capital from there
// alone, and stands in the window in another form ("Archaeologists").
func (p *Page) holdsOpening(w string) bool {
	if strings.ContainsAny(w, " -") {
		return false
	}
	terms := text.Terms(w, p.w.Lang)
	return len(terms) == 1 && p.holds(terms[0])
}
