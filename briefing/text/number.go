package text

import (
	"math"
	"slices"
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

// numberReader reads the quantities of one text.
type numberReader struct {
	s, lang string
	toks    []timeTok
	words   map[string]float64
}

// Numbers lists the quantities of s. Dates and clock times are no numbers.
func Numbers(s, lang string) []Number {
	r := numberReader{s: s, lang: lang, toks: scanTimes(s), words: numberWordsOf(lang)}
	var out []Number
	var skip []Time
	dated := false
	for i := 0; i < len(r.toks); {
		n, next, ok := r.read(i)
		if !ok {
			i = max(next, i+1)
			continue
		}
		if !dated {
			skip, dated = Times(s, lang, anyDay), true
		}
		for len(skip) > 0 && skip[0].End <= n.Start {
			skip = skip[1:]
		}
		if !covered(skip[:min(1, len(skip))], n.Span) {
			n.noun(s, lang)
			out = append(out, n)
		}
		i = next
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

// read reads the quantity at a word, with its scale, range and unit.
func (r *numberReader) read(i int) (n Number, next int, ok bool) {
	t := r.toks[i]
	figures := t.digits > 0
	if figures {
		if n.Value, next, ok = r.figure(i); !ok {
			return n, next, false
		}
	} else if n.Value, next, n.Approx, ok = r.spelled(i); !ok {
		return n, next, false
	}
	n.High, n.Kind, n.Start = n.Value, "count", t.start
	if figures {
		cur, start := r.currencyBefore(i)
		if cur != "" {
			n.Kind, n.Unit, n.Start = "money", cur, start
		}
		if high, to, ok := r.rangeEnd(next); ok {
			if sc, _ := r.scale(to, true); high > n.Value || high*sc > n.Value {
				n.High, next = high, to
			}
		}
		if r.tight(next) && ordinalSuffix(r.toks[next].s) {
			n.Kind, next = "ordinal", next+1
		}
	}
	var sc float64
	if sc, next = r.scale(next, figures); sc > 1 {
		if n.High == n.Value || n.Value < 1000 { // "2-3 million": both; not "900,000 to 1 million"
			n.Value *= sc
		}
		n.High *= sc
	}
	if figures && r.tight(next) && r.letter(next) { // "5G", "10km"
		return n, next, false
	}
	if to, ok := r.percent(next); ok {
		n.Kind, n.Unit, next = "percent", "%", to
	} else if cur := r.currencyAfter(next); cur != "" && n.Kind == "count" {
		n.Kind, n.Unit = "money", cur
	}
	n.End = r.toks[next-1].end
	n.Text = r.s[n.Start:n.End]
	return n, next, !math.IsInf(n.High, 0)
}

func ordinalSuffix(s string) bool {
	switch s {
	case "st", "nd", "rd", "th", "º", "ª":
		return true
	}
	return false
}

// tight reports whether a token closes up to the one before it.
func (r *numberReader) tight(i int) bool {
	return i > 0 && i < len(r.toks) && !r.toks[i].gap
}

func (r *numberReader) is(i int, words ...string) bool {
	return i >= 0 && i < len(r.toks) && slices.Contains(words, r.toks[i].s)
}

func (r *numberReader) letter(i int) bool {
	if i < 0 || i >= len(r.toks) || r.toks[i].digits > 0 {
		return false
	}
	c, _ := utf8.DecodeRuneInString(r.s[r.toks[i].start:])
	return unicode.IsLetter(c) && !Spaceless(c)
}

// figure reads grouped digits: "1,200.5", "1.200,5", "1 200,5", "٣٬٥٠٠",
// "3万5000".
func (r *numberReader) figure(i int) (v float64, next int, ok bool) {
	skip := r.figureEnd(i)
	if r.tight(i) && (r.letter(i-1) || r.is(i-1, ":", "/") && i > 1 && r.toks[i-2].digits > 0) || r.is(i-1, "#") {
		return 0, skip, false // "B2", "7:30"
	}
	if r.tight(skip) && r.is(skip, ":", "/") && skip+1 < len(r.toks) && r.tight(skip+1) && r.toks[skip+1].digits > 0 {
		return 0, r.figureEnd(skip + 1), false
	}
	v, ok = parseDigits(r.s[r.toks[i].start:r.toks[skip-1].end], r.lang)
	if !ok {
		return 0, skip, false
	}
	next = skip
	last := math.Inf(1)
	for next < len(r.toks) { // 1億2000万
		sc := eastScale[r.s[r.toks[next].start:r.toks[next].end]]
		if sc == 0 || sc >= last {
			break
		}
		if last == math.Inf(1) {
			v *= sc
		}
		last = sc
		next++
		if next < len(r.toks) && r.toks[next].digits > 0 && r.tight(next) {
			end := r.figureEnd(next)
			more, ok := parseDigits(r.s[r.toks[next].start:r.toks[end-1].end], r.lang)
			if !ok {
				break
			}
			if end < len(r.toks) {
				if low := eastScale[r.s[r.toks[end].start:r.toks[end].end]]; low > 0 && low < last {
					more *= low
					last = low
					end++
				}
			}
			v += more
			next = end
		}
	}
	return v, next, true
}

var eastScale = map[string]float64{"百": 100, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}

// figureEnd is the token behind a figure with its groups.
func (r *numberReader) figureEnd(i int) int {
	next, spaced := i+1, false
	for next < len(r.toks) {
		t := r.toks[next]
		if t.digits == 3 && t.gap && (spaced || r.toks[i].digits <= 3 && next == i+1) {
			between := r.s[r.toks[next-1].end:t.start]
			if between == "\u00A0" || between == "\u202F" || between == " " && r.lang != "en" && r.lang != "" {
				next, spaced = next+1, true
				continue
			}
		}
		if next+1 < len(r.toks) && !t.gap && !r.toks[next+1].gap && r.toks[next+1].digits > 0 {
			if t.s == "." || t.s == "," || t.s == "٫" || t.s == "٬" || (t.s == "'" || t.s == "’") && r.toks[next+1].digits == 3 {
				next += 2
				continue
			}
		}
		break
	}
	return next
}

// rangeEnd reads the second figure of "10-12", "10 to 12", "10 bis 12".
func (r *numberReader) rangeEnd(i int) (float64, int, bool) {
	if i+1 >= len(r.toks) || r.toks[i+1].digits == 0 {
		return 0, i, false
	}
	dash := r.is(i, "-", "–", "—", "~", "～")
	if dash && r.toks[i].gap != r.toks[i+1].gap || !dash && !r.is(i, "to", "bis", "a", "ate", "الى") {
		return 0, i, false
	}
	v, next, ok := r.figure(i + 1)
	return v, next, ok
}

// scale reads the words of a power of ten: "million", "mil millones", "Mrd.".
func (r *numberReader) scale(i int, figures bool) (float64, int) {
	v := 1.0
	for i < len(r.toks) {
		t := r.toks[i]
		at := i
		if r.is(i, "-") && r.tight(i) && r.tight(i+1) {
			at++
			if at >= len(r.toks) {
				break
			}
			t = r.toks[at]
		}
		sc := scalesOf(r.lang)[t.s]
		if short := shortScales[t.s]; short > 0 && (figures && len(t.s) > 1 || figures && at == i && !t.gap && t.s != "") {
			sc = short
		}
		if sc == 0 || v > 1 && sc <= v {
			break
		}
		v *= sc
		i = at + 1
		if t.s == "mio" || t.s == "mrd" || t.s == "mill" || t.s == "mn" || t.s == "bn" {
			if r.is(i, ".") && r.tight(i) && i+1 < len(r.toks) {
				i++
			}
		}
		if r.is(i, "de", "d") && scalesOf(r.lang)[t.s] >= 1e6 && len(r.toks) > i+1 { // "3 millones de euros"
			break
		}
	}
	return v, i
}

// percent reads a percent sign or its words.
func (r *numberReader) percent(i int) (int, bool) {
	switch {
	case r.is(i, "%", "٪", "％", "percent", "prozent", "pct", "procent"):
		return i + 1, true
	case r.is(i, "per") && r.is(i+1, "cent"), r.is(i, "por") && r.is(i+1, "ciento", "cento"), r.is(i, "pour") && r.is(i+1, "cent"),
		r.is(i, "percentage") && r.is(i+1, "points", "point"), r.is(i, "في") && r.is(i+1, "المية", "الماية"):
		return i + 2, true
	case r.is(i, "-") && r.tight(i) && r.is(i+1, "percent", "prozentig", "prozentige", "prozentigen", "prozentiger", "prozentiges", "prozentigem"):
		return i + 2, true
	case r.is(i, "بالمية", "بالماية"):
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
	for i, w := range Terms(s[n.End:end], lang) {
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
		if !Stop(w, lang) && w != "more" && w != "other" {
			n.Noun = w
			return
		}
	}
}

// commaLangs write the decimal sign as a comma.
var commaLangs = WordSet("de es fr pt it nl pl ru uk sv tr da no fi cs")

// parseDigits reads grouped digits of any script: where both signs stand, the
// last is the decimal one; a lone comma is it in most European languages.
func parseDigits(s, lang string) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '٫':
			return '.'
		case r == '٬' || r == '\u00A0' || r == '\u202F' || r == '\'' || r == '’' || r == ' ':
			return -1
		case unicode.IsDigit(r):
			return rune('0' + digitOf(r))
		}
		return r
	}, s)
	comma := commaLangs[lang]
	c, d := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case c >= 0 && d >= 0:
		comma = c > d
	case c >= 0:
		comma = strings.Count(s, ",") == 1 && (comma || len(s)-c != 4)
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
