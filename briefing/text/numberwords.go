package text

import (
	"strconv"
	"strings"
	"sync"

	"dateline/briefing/text/lexicon"
)

// shortScales stand behind figures only: one letter closes up ("5m").
var shortScales = map[string]float64{"k": 1e3, "m": 1e6, "b": 1e9, "mn": 1e6, "bn": 1e9, "tn": 1e12, "mio": 1e6, "mrd": 1e9, "md": 1e9, "mds": 1e9, "mill": 1e6}

// numbersIn are the words of a section with the numbers that their keys are.
func numbersIn(lang, section string) map[string]float64 {
	out := map[string]float64{}
	for _, row := range lexicon.Section(lang, section) {
		v, _ := strconv.ParseFloat(row.Key, 64)
		for _, w := range row.Words {
			out[Fold(w)] = v
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

// numberWordsOf is a language's number words; unknown ones are read as English.
func numberWordsOf(lang string) map[string]float64 {
	if w := numberTables().words[lang]; w != nil {
		return w
	}
	return numberTables().words["en"]
}

// scalesOf is a language's words for powers of ten: a German Billion is a
// thousand English ones. Unknown languages and English read all of them.
func scalesOf(lang string) map[string]float64 {
	if s := numberTables().scales[lang]; s != nil {
		return s
	}
	return numberTables().scales[""]
}

// numberAnd is the word that joins the parts of a number.
func numberAnd(lang string) string {
	if w := lexicon.Words(lang, "numbers.and", "and"); w != nil {
		return w[0]
	}
	return "and"
}

// notNumbers are number words below ten hundred that alone are no quantity.
func lone(v float64) bool { return v == 1 || v == 100 }

// spelled reads a number in words: "twenty-three", "half a million", "two
// dozen", "vingt-deux", "dreihundertfünfzig", "several hundred".
func (r *numberReader) spelled(i int) (v float64, next int, approx, ok bool) {
	switch {
	case r.is(i, "half") && r.is(i+1, "a", "an"):
		v, next = .5, i+2
	case r.is(i, "a") && r.is(i+1, "quarter") && r.is(i+2, "of") && r.is(i+3, "a"):
		v, next = .25, i+4
	case r.is(i, "several", "mehrere", "varios", "plusieurs"):
		v, next, approx = 1, i+1, true
	case r.is(i, "a", "an"):
		v, next = 1, i+1
	case r.lang != "en" && r.is(i, "mil", "mille", "tausend"):
		v, next = 1, i
	default:
		if v, next = r.inWords(i); next == 0 {
			if v, next = r.inHan(i); next == 0 {
				return 0, i + 1, false, false
			}
			return v, next, false, true
		}
	}
	if lone(v) || v < 1 {
		if sc, _ := r.scale(next, false); sc <= 1 {
			return 0, i + 1, false, v == 100 && !r.is(i, "hundred", "cent", "cents")
		}
	}
	return v, next, approx, true
}

// inWords adds up the words of a number below a thousand.
func (r *numberReader) inWords(i int) (v float64, next int) {
	if r.lang == "de" {
		if n, ok := germanNumber(r.toks[i].s); ok {
			return float64(n), i + 1
		}
	}
	and := numberAnd(r.lang)
	floor := 1000.0 // the next word must be smaller
	for k := i; k < len(r.toks); {
		at := k
		if k > i && (r.is(k, "-") && r.tight(k) && r.tight(k+1) || r.is(k, and)) {
			at++
		}
		if r.is(at, and) && at == k+1 { // "vingt-et-un"
			at++
			if r.is(at, "-") {
				at++
			}
		}
		if at >= len(r.toks) {
			break
		}
		w := r.toks[at].s
		x, ok := r.words[w]
		if !ok && r.lang == "ar" && strings.HasPrefix(w, "و") {
			x, ok = r.words[strings.TrimPrefix(w, "و")]
		}
		switch {
		case !ok:
			return v, next
		case x == 100 && v > 1 && v < 10 && floor < 10:
			v, floor = v*100, 100
		case r.lang == "fr" && x == 20 && int(v)%100 == 4:
			v, floor = v+76, 20
		case r.lang == "fr" && x >= 10 && x < 20 && floor == 10 && (int(v)%100 == 60 || int(v)%100 == 80):
			v, floor = v+x, x
			if x > 10 {
				floor = 1
			}
		case x == 100 && v == 1:
			v, floor = 100, 100
		case x < floor && !(at > k && r.is(k, and) && x >= 100):
			v += x
			floor = magnitude(x)
		case r.lang == "ar" && v < 10 && v > 0 && x >= 20 && x < 100: // units first
			v, floor = v+x, 1
		default:
			return v, next
		}
		k, next = at+1, at+1
	}
	return v, next
}

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

// inHan reads Chinese numerals of two or more signs, or one before a measure word.
func (r *numberReader) inHan(i int) (float64, int) {
	k := i
	for k < len(r.toks) && (k == i || r.tight(k)) && strings.Contains("一二三四五六七八九十百千万萬两兩亿億", r.toks[k].s) && r.toks[k].s != "" {
		k++
	}
	if k == i || k == i+1 && !r.is(k, "人", "名", "个", "個", "件", "隻", "艘", "枚") {
		return 0, 0
	}
	total, part, digit := 0.0, 0.0, 0.0
	for ; i < k; i++ {
		w := r.toks[i].s
		switch d := strings.Index("一二三四五六七八九", w); {
		case d >= 0:
			digit = float64(d/len("一") + 1)
		case w == "两" || w == "兩":
			digit = 2
		case w == "十":
			part, digit = part+max(digit, 1)*10, 0
		case w == "百":
			part, digit = part+max(digit, 1)*100, 0
		case w == "千":
			part, digit = part+max(digit, 1)*1000, 0
		default:
			total, part, digit = total+max(part+digit, 1)*eastScale[w], 0, 0
		}
	}
	return total + part + digit, k
}

// germanNumber reads a compound below a million: "dreihundertfünfzig".
func germanNumber(w string) (int, bool) {
	if len(w) > 60 {
		return 0, false
	}
	if before, after, ok := strings.Cut(w, "tausend"); ok && before+after != "" {
		a, ok1 := germanNumber(before)
		b, ok2 := germanNumber(after)
		return a*1000 + b, (ok1 && a > 0) && (ok2 || after == "")
	}
	if before, after, ok := strings.Cut(w, "hundert"); ok && before+after != "" {
		a, ok1 := germanNumber(before)
		if before == "" {
			a, ok1 = 1, true
		}
		after = strings.TrimPrefix(after, "und")
		b, ok2 := germanNumber(after)
		return a*100 + b, ok1 && a < 10 && (ok2 || after == "") && b < 100
	}
	words := numberTables().words["de"]
	if v := words[w]; v > 0 && v < 100 {
		return int(v), true
	}
	for at := strings.Index(w, "und"); at > 0; {
		a, b := words[w[:at]], words[w[at+3:]]
		if a > 0 && a < 10 && b >= 20 {
			return int(a + b), true
		}
		next := strings.Index(w[at+3:], "und") // "hundert" holds no "und", "einundzwanzig" one
		if next < 0 {
			break
		}
		at += 3 + next
	}
	return 0, false
}
