// Package number reads numbers in text.
package number

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
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
	text.Span
}

// numberReader reads the quantities of one text.
type numberReader struct {
	date.Tokens
	s, lang string
	words   map[string]float64
}

// Numbers lists the quantities of s. Dates and clock times are no numbers.
func Numbers(s, lang string) []Number {
	reader := numberReader{Tokens: date.ScanTimes(s), s: s, lang: lang, words: NumberWordsOf(lang)}
	var out []Number
	var skip []date.Time
	dated := false
	for i := 0; i < len(reader.Tokens); {
		n, next, ok := reader.read(i)
		if !ok {
			i = max(next, i+1)
			continue
		}
		if !dated {
			skip, dated = date.Times(s, lang, date.AnyDay), true
		}
		for len(skip) > 0 && skip[0].End <= n.Start {
			skip = skip[1:]
		}
		if len(skip) == 0 || !skip[0].Meets(n.Span) {
			n.noun(s, lang)
			out = append(out, n)
		}
		i = next
	}
	return out
}

// read reads the quantity at a word, with its scale, range and unit.
func (r *numberReader) read(i int) (n Number, next int, ok bool) {
	figures := r.Figure(i)
	if figures {
		n, next, ok = r.readFigures(i)
	} else {
		n, next, ok = r.readWords(i)
	}
	if !ok {
		return n, next, false
	}
	scale, next := r.scale(next, figures)
	if n.High == n.Value || n.Value < 1000 { // "2-3 million": both; not "900,000 to 1 million"
		n.Value *= scale
	}
	n.High *= scale
	if figures && r.Tight(next) && r.letter(next) { // "5G", "10km"
		return n, next, false
	}
	if to, ok := r.percent(next); ok {
		n.Kind, n.Unit, next = "percent", "%", to
	} else if currency := r.currencyAfter(next); currency != "" && n.Kind == "count" {
		n.Kind, n.Unit = "money", currency
	}
	n.End = r.Tokens[next-1].End
	n.Text = r.s[n.Start:n.End]
	return n, next, !math.IsInf(n.High, 0)
}

// readFigures reads figures with the currency in front, the second ones of a range
// and the ending of an ordinal.
func (r *numberReader) readFigures(i int) (n Number, next int, ok bool) {
	value, next, ok := r.number(i)
	if !ok {
		return n, next, false
	}
	n = Number{Value: value, High: value, Kind: "count", Span: text.Span{Start: r.Tokens[i].Start}}
	if currency, start := r.currencyBefore(i); currency != "" {
		n.Kind, n.Unit, n.Start = "money", currency, start
	}
	if high, to, ok := r.rangeEnd(next); ok {
		if scale, _ := r.scale(to, true); high*scale > n.Value {
			n.High, next = high, to
		}
	}
	if r.Closing(next, "st", "nd", "rd", "th", "º", "ª") {
		n.Kind, next = "ordinal", next+1
	}
	return n, next, true
}

func (r *numberReader) readWords(i int) (n Number, next int, ok bool) {
	value, next, approx, ok := r.spelled(i)
	return Number{Value: value, High: value, Kind: "count", Approx: approx, Span: text.Span{Start: r.Tokens[i].Start}}, next, ok
}

func (r *numberReader) letter(i int) bool {
	char, _ := utf8.DecodeRuneInString(r.raw(i))
	return unicode.IsLetter(char) && !text.Spaceless(char)
}

// raw is the word at i as it stands in the text.
func (r *numberReader) raw(i int) string {
	token := r.At(i)
	return r.s[token.Start:token.End]
}

// number reads grouped digits: "1,200.5", "1.200,5", "1 200,5", "٣٬٥٠٠",
// "3万5000".
func (r *numberReader) number(i int) (v float64, next int, ok bool) {
	next = r.figureEnd(i)
	if r.labelled(i) {
		return 0, next, false
	}
	if r.Joining(next, ":", "/") {
		return 0, r.figureEnd(next + 1), false
	}
	if v, ok = r.parse(i, next); !ok {
		return 0, next, false
	}
	v, next = r.eastern(v, next)
	return v, next, true
}

// labelled reports whether a figure is the end of a name or a time: "B2", "#1", "7:30".
func (r *numberReader) labelled(i int) bool {
	if r.Is(i-1, "#") {
		return true
	}
	return r.Tight(i) && (r.letter(i-1) || r.Is(i-1, ":", "/") && r.Figure(i-2))
}

func (r *numberReader) parse(i, end int) (float64, bool) {
	return parseDigits(r.s[r.Tokens[i].Start:r.Tokens[end-1].End], r.lang)
}

var eastScale = map[string]float64{"百": 100, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}

// eastern reads the signs for powers of ten behind a figure, and the figures
// between them: "1億2000万".
func (r *numberReader) eastern(v float64, next int) (float64, int) {
	last := math.Inf(1)
	for {
		scale := eastScale[r.raw(next)]
		if scale == 0 || scale >= last {
			return v, next
		}
		if math.IsInf(last, 1) {
			v *= scale
		}
		last, next = scale, next+1
		if !r.Figure(next) || !r.Tight(next) {
			continue
		}
		end := r.figureEnd(next)
		more, ok := r.parse(next, end)
		if !ok {
			return v, next
		}
		if low := eastScale[r.raw(end)]; low > 0 && low < last {
			more, last, end = more*low, low, end+1
		}
		v, next = v+more, end
	}
}

// figureEnd is the token behind a figure with its groups.
func (r *numberReader) figureEnd(i int) int {
	next, spaced := i+1, false
	for {
		switch {
		case (spaced || next == i+1 && r.Tokens[i].Digits <= 3) && r.spacedGroup(next):
			next, spaced = next+1, true
		case r.Joining(next, ".", ",", "٫", "٬"), r.Joining(next, "'", "’") && r.Tokens[next+1].Digits == 3:
			next += 2
		default:
			return next
		}
	}
}

// spacedGroup reports three digits behind a space that groups them: "3 500".
func (r *numberReader) spacedGroup(i int) bool {
	token := r.At(i)
	if token.Digits != 3 || !token.Gap {
		return false
	}
	switch r.s[r.Tokens[i-1].End:token.Start] {
	case "\u00A0", "\u202F":
		return true
	case " ":
		return r.lang != "en" && r.lang != ""
	}
	return false
}

// rangeEnd reads the second figure of "10-12", "10 to 12", "10 bis 12".
func (r *numberReader) rangeEnd(i int) (float64, int, bool) {
	dash := r.Is(i, "-", "–", "—", "~", "～") && r.Tight(i) == r.Tight(i+1)
	if !r.Figure(i+1) || !dash && !r.Is(i, "to", "bis", "a", "ate", "الى") {
		return 0, i, false
	}
	return r.number(i + 1)
}

// abbreviations are abbreviations that a full stop may follow.
var abbreviations = text.WordSet("mio mrd mill mn bn")

// scale reads the words of a power of ten, 1 for none: "million", "mil millones", "Mrd.".
func (r *numberReader) scale(i int, figures bool) (float64, int) {
	factor := 1.0
	for {
		word, scale, next := r.scaleWord(i, figures)
		if scale == 0 || factor > 1 && scale <= factor {
			return factor, i
		}
		factor, i = factor*scale, next
		if abbreviations[word] && r.Closing(i, ".") && i+1 < len(r.Tokens) {
			i++
		}
		if r.Is(i, "de", "d") && ScalesOf(r.lang)[word] >= 1e6 && i+1 < len(r.Tokens) { // "3 millones de euros"
			return factor, i
		}
	}
}

// scaleWord is the word for a power of ten at i or behind a hyphen there, and that
// power, 0 if it is none.
func (r *numberReader) scaleWord(i int, figures bool) (word string, scale float64, next int) {
	at := i
	if r.Closing(i, "-") && r.Tight(i+1) {
		at++
	}
	word = r.At(at).S
	if short := shortScales[word]; short > 0 && figures {
		if len(word) > 1 || at == i && r.Tight(i) { // one letter closes up: "5m"
			return word, short, at + 1
		}
	}
	return word, ScalesOf(r.lang)[word], at + 1
}

// percent reads a percent sign or its words.
func (r *numberReader) percent(i int) (int, bool) {
	switch {
	case r.Is(i, "%", "٪", "％", "percent", "prozent", "pct", "procent"):
		return i + 1, true
	case r.Is(i, "per") && r.Is(i+1, "cent"), r.Is(i, "por") && r.Is(i+1, "ciento", "cento"), r.Is(i, "pour") && r.Is(i+1, "cent"),
		r.Is(i, "percentage") && r.Is(i+1, "points", "point"), r.Is(i, "في") && r.Is(i+1, "المية", "الماية"):
		return i + 2, true
	case r.Closing(i, "-") && (r.Is(i+1, "percent") || strings.HasPrefix(r.At(i+1).S, "prozentig")):
		return i + 2, true
	case r.Is(i, "بالمية", "بالماية"):
		return i + 1, true
	}
	return i, false
}

// noun finds what is counted: the first content word behind the number, two
// words away at most.
func (n *Number) noun(s, lang string) {
	end := min(len(s), n.End+80)
	for end < len(s) && !utf8.RuneStart(s[end]) {
		end++
	}
	for i, w := range text.Terms(s[n.End:end], lang) {
		if i == 3 {
			break
		}
		if cur := currencies[w]; cur != "" && (n.Kind == "count" || n.Kind == "money" && n.Unit == cur) {
			n.Kind, n.Unit = "money", cur
			return
		}
		if n.Kind == "percent" && (w == "percent" || w == "prozent") {
			return
		}
		if !text.Stop(w, lang) && w != "more" && w != "other" {
			n.Noun = w
			return
		}
	}
}

// currencyBefore reads "$", "US$", "R$" or a code before the figure at i.
func (r *numberReader) currencyBefore(i int) (code string, start int) {
	if i == 0 {
		return "", 0
	}
	token := r.Tokens[i-1]
	code = currencies[r.s[token.Start:token.End]]
	switch {
	case code == "" && token.Upper && token.End-token.Start == 3:
		return currencyWords[token.S], token.Start
	case code == "":
		return "", 0
	case r.s[token.Start:token.End] != "$" || i < 2 || r.Tokens[i-1].Gap:
		return code, token.Start
	}
	switch before := r.Tokens[i-2]; before.S {
	case "us":
		return "USD", before.Start
	case "r":
		return "BRL", before.Start
	case "a", "au":
		return "AUD", before.Start
	case "c", "ca":
		return "CAD", before.Start
	case "hk":
		return "HKD", before.Start
	}
	return code, token.Start
}

// currencyAfter reads the money behind a figure, past an "of".
func (r *numberReader) currencyAfter(i int) string {
	if r.Is(i, "-") && r.Tight(i) || r.Is(i, "de", "d") {
		i++
	}
	if r.Is(i, "'", "’") {
		i++
	}
	if r.Is(i, "us") {
		i++
	}
	if i >= len(r.Tokens) {
		return ""
	}
	token := r.Tokens[i]
	if r.Is(i, "$", "€", "£", "¥") && i+1 < len(r.Tokens) && r.Tokens[i+1].Digits > 0 {
		return "" // it is the next figure's
	}
	if currency := currencies[r.s[token.Start:token.End]]; currency != "" && token.S != "¥" {
		return currency
	}
	if currency := currencyWords[token.S]; currency != "" {
		return currency
	}
	if i+1 < len(r.Tokens) && r.Tight(i+1) {
		return currencyWords[token.S+r.Tokens[i+1].S] // 美元
	}
	return ""
}
