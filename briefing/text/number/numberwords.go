package number

import (
	"strconv"
	"strings"
	"sync"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// shortScales stand behind figures only: one letter closes up ("5m").
var shortScales = map[string]float64{
	"k": 1e3, "m": 1e6, "b": 1e9, "mn": 1e6, "bn": 1e9, "tn": 1e12,
	"mio": 1e6, "mrd": 1e9, "md": 1e9, "mds": 1e9, "mill": 1e6,
}

// numbersIn are the words of a section with the numbers that their keys are.
func numbersIn(lang, section string) map[string]float64 {
	out := map[string]float64{}
	for _, row := range lexicon.Section(lang, section) {
		value, _ := strconv.ParseFloat(row.Key, 64)
		for _, w := range row.Words {
			out[text.Fold(w)] = value
		}
	}
	return out
}

var numberTables = sync.OnceValue(func() (t struct{ words, scales map[string]map[string]float64 }) {
	t.words, t.scales = map[string]map[string]float64{}, map[string]map[string]float64{}
	for _, lang := range lexicon.In("numbers") {
		t.words[lang] = numbersIn(lang, "numbers")
	}
	all := numbersIn("en", "numbers.scales")
	for _, lang := range lexicon.In("numbers.scales") {
		if lang == "en" {
			continue
		}
		t.scales[lang] = numbersIn(lang, "numbers.scales")
		for w, v := range t.scales[lang] {
			if all[w] == 0 {
				all[w] = v
			}
		}
	}
	t.scales[""] = all
	return t
})

// NumberWordsOf is a language's number words; unknown ones are read as English.
func NumberWordsOf(lang string) map[string]float64 {
	if words := numberTables().words[lang]; words != nil {
		return words
	}
	return numberTables().words["en"]
}

// ScalesOf is a language's words for powers of ten: a German Billion is a
// thousand English ones. Unknown languages and English read all of them.
func ScalesOf(lang string) map[string]float64 {
	if scales := numberTables().scales[lang]; scales != nil {
		return scales
	}
	return numberTables().scales[""]
}

// numberAnd is the word that joins the parts of a number.
func numberAnd(lang string) string {
	if words := lexicon.Words(lang, "numbers.and", "and"); words != nil {
		return words[0]
	}
	return "and"
}

// isLoneMagnitude reports whether a number in words is no quantity where it stands alone: "one", "hundred".
func isLoneMagnitude(v float64) bool { return v == 1 || v == 100 }

// spelled reads a number in words: "twenty-three", "half a million", "two
// dozen", "vingt-deux", "dreihundertfünfzig", "several hundred".
func (r *numberReader) spelled(i int) (v float64, next int, approx, ok bool) {
	v, next, approx = r.beforeScale(i)
	if v == 0 {
		if v, next = r.inWords(i); next == 0 {
			v, next = r.inHan(i)
			return v, max(next, i+1), false, next > 0
		}
	}
	if isLoneMagnitude(v) || v < 1 {
		if scale, _ := r.scale(next, false); scale <= 1 {
			if v == 100 && !r.Is(i, "hundred", "cent", "cents") {
				return v, next, false, true // "hundert Menschen"
			}
			return 0, i + 1, false, false
		}
	}
	return v, next, approx, true
}

// beforeScale reads words that count powers of ten and alone are no number; v is
// 0 if there are none.
func (r *numberReader) beforeScale(i int) (v float64, next int, approx bool) {
	switch {
	case r.Is(i, "half") && r.Is(i+1, "a", "an"):
		return .5, i + 2, false
	case r.Is(i, "a") && r.Is(i+1, "quarter") && r.Is(i+2, "of") && r.Is(i+3, "a"):
		return .25, i + 4, false
	case r.Is(i, "several", "mehrere", "varios", "plusieurs"):
		return 1, i + 1, true
	case r.Is(i, "a", "an"):
		return 1, i + 1, false
	case r.lang != "en" && r.Is(i, "mil", "mille", "tausend"):
		return 1, i, false
	}
	return 0, 0, false
}

// inWords adds up the words of a number below a thousand.
func (r *numberReader) inWords(i int) (v float64, next int) {
	if r.lang == "de" {
		if n, ok := germanNumber(r.Tokens[i].S); ok {
			return float64(n), i + 1
		}
	}
	sum := numberSum{lang: r.lang, floor: 1000}
	for at, and := i, false; sum.add(r.valueAt(at), and); at, and = r.joint(next) {
		next = at + 1
	}
	return sum.value, next
}

// joint is where the next word of a number stands, past a hyphen or the word for
// "and": "vingt-et-un". And is whether such a word comes first.
func (r *numberReader) joint(i int) (at int, and bool) {
	word := numberAnd(r.lang)
	and = r.Is(i, word)
	if !and && !(r.Closing(i, "-") && r.Tight(i+1)) {
		return i, false
	}
	at = i + 1
	if r.Is(at, word) {
		at++
		if r.Is(at, "-") {
			at++
		}
	}
	return at, and
}

// valueAt is what the word at i counts, 0 if it is none of a number.
func (r *numberReader) valueAt(i int) float64 {
	word := r.At(i).S
	if value, ok := r.words[word]; ok || r.lang != "ar" {
		return value
	}
	if joined, ok := strings.CutPrefix(word, "و"); ok { // "and" is written in one
		return r.words[joined]
	}
	return 0
}

// numberSum is the sum of the words of a number below a thousand.
type numberSum struct {
	lang  string
	value float64
	floor float64 // the next word must be smaller
}

// add takes in the next word, if it can be of the same number; and is whether an
// "and" stands before it.
func (n *numberSum) add(x float64, and bool) bool {
	switch {
	case x == 0:
		return false
	case x == 100 && n.countsHundreds():
		n.value, n.floor = n.value*100, 100
	case x == 20 && n.fourScore():
		n.value, n.floor = n.value+76, 20
	case x >= 10 && x < 20 && n.countsScores():
		n.value, n.floor = n.value+x, magnitude(x)
	case x < n.floor && !(and && x >= 100):
		n.value, n.floor = n.value+x, magnitude(x)
	case x >= 20 && x < 100 && n.unitsFirst():
		n.value, n.floor = n.value+x, 1
	default:
		return false
	}
	return true
}

// tens is the number below its hundreds.
func (n *numberSum) tens() int { return int(n.value) % 100 }

func (n *numberSum) unit() bool { return n.value > 0 && n.value < 10 }

// countsHundreds: "a hundred", "two hundred".
func (n *numberSum) countsHundreds() bool { return n.value == 1 || n.unit() && n.floor < 10 }

// fourScore: "quatre-vingts".
func (n *numberSum) fourScore() bool { return n.lang == "fr" && n.tens() == 4 }

// countsScores: "soixante-dix", "quatre-vingt-dix".
func (n *numberSum) countsScores() bool {
	return n.lang == "fr" && n.floor == 10 && (n.tens() == 60 || n.tens() == 80)
}

// unitsFirst: Arabic says "three and twenty".
func (n *numberSum) unitsFirst() bool { return n.lang == "ar" && n.unit() }

// magnitude is what a following word must stay below: after twenty a unit,
// after a hundred anything below it.
func magnitude(x float64) float64 {
	switch {
	case x >= 100:
		return 100
	case x >= 20 && int(x)%10 == 0 || x == 10:
		return 10
	}
	return 1
}

const hanSigns = "一二三四五六七八九十百千万萬两兩亿億"

var (
	hanDigits = map[string]float64{
		"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
	}
	hanPlaces = map[string]float64{"十": 10, "百": 100, "千": 1000}
)

// inHan reads Chinese numerals of two or more signs, or one before a measure word.
func (r *numberReader) inHan(i int) (float64, int) {
	end := i
	for r.At(end).S != "" && (end == i || r.Tight(end)) && strings.Contains(hanSigns, r.Tokens[end].S) {
		end++
	}
	if end == i || end == i+1 && !r.Is(end, "人", "名", "个", "個", "件", "隻", "艘", "枚") {
		return 0, 0
	}
	total, part, digit := 0.0, 0.0, 0.0
	for _, t := range r.Tokens[i:end] {
		if value := hanDigits[t.S]; value > 0 {
			digit = value
		} else if place := hanPlaces[t.S]; place > 0 {
			part, digit = part+max(digit, 1)*place, 0
		} else {
			total, part, digit = total+max(part+digit, 1)*eastScale[t.S], 0, 0
		}
	}
	return total + part + digit, end
}

// germanNumber reads a compound below a million: "dreihundertfünfzig".
func germanNumber(w string) (int, bool) {
	if len(w) > 60 {
		return 0, false
	}
	if before, after, ok := strings.Cut(w, "tausend"); ok && before+after != "" {
		high, ok1 := germanNumber(before)
		low, ok2 := germanNumber(after)
		return high*1000 + low, (ok1 && high > 0) && (ok2 || after == "")
	}
	if before, after, ok := strings.Cut(w, "hundert"); ok && before+after != "" {
		high, ok1 := germanNumber(before)
		if before == "" {
			high, ok1 = 1, true
		}
		after = strings.TrimPrefix(after, "und")
		low, ok2 := germanNumber(after)
		return high*100 + low, ok1 && high < 10 && (ok2 || after == "") && low < 100
	}
	return germanTens(w)
}

// germanTens reads a compound below a hundred: "einundzwanzig".
func germanTens(w string) (int, bool) {
	words := numberTables().words["de"]
	if value := words[w]; value > 0 && value < 100 {
		return int(value), true
	}
	for at := strings.Index(w, "und"); at > 0; {
		unit, tens := words[w[:at]], words[w[at+3:]]
		if unit > 0 && unit < 10 && tens >= 20 {
			return int(unit + tens), true
		}
		next := strings.Index(w[at+3:], "und") // "hundert" holds no "und", "einundzwanzig" one
		if next < 0 {
			break
		}
		at += 3 + next
	}
	return 0, false
}
