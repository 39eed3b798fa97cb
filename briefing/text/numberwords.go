package text

import (
	"strconv"
	"strings"
	"sync"
)

// Number words by language, folded: "value:words".
var numberLines = map[string][]string{
	"en": {"1:one", "2:two", "3:three", "4:four", "5:five", "6:six", "7:seven", "8:eight", "9:nine", "10:ten", "11:eleven", "12:twelve", "13:thirteen", "14:fourteen", "15:fifteen", "16:sixteen", "17:seventeen", "18:eighteen", "19:nineteen",
		"20:twenty", "30:thirty", "40:forty", "50:fifty", "60:sixty", "70:seventy", "80:eighty", "90:ninety", "100:hundred"},
	"de": {"1:ein eine einen einem einer eins", "2:zwei", "3:drei", "4:vier", "5:fünf", "6:sechs", "7:sieben", "8:acht", "9:neun", "10:zehn", "11:elf", "12:zwölf", "13:dreizehn", "14:vierzehn", "15:fünfzehn", "16:sechzehn", "17:siebzehn", "18:achtzehn", "19:neunzehn",
		"20:zwanzig", "30:dreißig", "40:vierzig", "50:fünfzig", "60:sechzig", "70:siebzig", "80:achtzig", "90:neunzig", "100:hundert"},
	"es": {"1:un una uno", "2:dos", "3:tres", "4:cuatro", "5:cinco", "6:seis", "7:siete", "8:ocho", "9:nueve", "10:diez", "11:once", "12:doce", "13:trece", "14:catorce", "15:quince", "16:dieciséis", "17:diecisiete", "18:dieciocho", "19:diecinueve", "20:veinte",
		"21:veintiuno veintiún veintiuna", "22:veintidós", "23:veintitrés", "24:veinticuatro", "25:veinticinco", "26:veintiséis", "27:veintisiete", "28:veintiocho", "29:veintinueve", "30:treinta", "40:cuarenta", "50:cincuenta", "60:sesenta", "70:setenta", "80:ochenta", "90:noventa",
		"100:cien ciento", "200:doscientos doscientas", "300:trescientos trescientas", "400:cuatrocientos cuatrocientas", "500:quinientos quinientas", "600:seiscientos seiscientas", "700:setecientos setecientas", "800:ochocientos ochocientas", "900:novecientos novecientas"},
	"fr": {"1:un une", "2:deux", "3:trois", "4:quatre", "5:cinq", "6:six", "7:sept", "8:huit", "9:neuf", "10:dix", "11:onze", "12:douze", "13:treize", "14:quatorze", "15:quinze", "16:seize", "20:vingt vingts", "30:trente", "40:quarante", "50:cinquante", "60:soixante", "70:septante", "80:huitante octante", "90:nonante", "100:cent cents"},
	"pt": {"1:um uma", "2:dois duas", "3:três", "4:quatro", "5:cinco", "6:seis", "7:sete", "8:oito", "9:nove", "10:dez", "11:onze", "12:doze", "13:treze", "14:catorze quatorze", "15:quinze", "16:dezesseis dezasseis", "17:dezessete dezassete", "18:dezoito", "19:dezenove dezanove",
		"20:vinte", "30:trinta", "40:quarenta", "50:cinquenta", "60:sessenta", "70:setenta", "80:oitenta", "90:noventa", "100:cem cento", "200:duzentos duzentas", "300:trezentos trezentas", "400:quatrocentos quatrocentas", "500:quinhentos quinhentas", "600:seiscentos", "700:setecentos", "800:oitocentos", "900:novecentos"},
	"it": {"2:due", "3:tre", "4:quattro", "5:cinque", "6:sei", "7:sette", "8:otto", "9:nove", "10:dieci", "11:undici", "12:dodici", "20:venti", "30:trenta", "100:cento"},
	"ar": {"2:اثنان اثنين", "3:ثلاثة ثلاث", "4:أربعة أربع", "5:خمسة خمس", "6:ستة ست", "7:سبعة سبع", "8:ثمانية ثماني", "9:تسعة تسع", "10:عشرة عشر", "20:عشرون عشرين", "30:ثلاثون ثلاثين", "40:أربعون أربعين", "50:خمسون خمسين", "60:ستون ستين", "70:سبعون سبعين", "80:ثمانون ثمانين", "90:تسعون تسعين", "100:مئة مائة", "200:مئتان مئتين مائتين"},
}

// numberAnd are the words that join parts of a number.
var numberAnd = map[string]string{"en": "and", "es": "y", "fr": "et", "pt": "e", "ar": "و"}

var scaleLines = map[string][]string{
	"en": {"12:dozen", "1000:thousand", "1e6:million millions", "1e9:billion billions", "1e12:trillion trillions", "100:hundred"},
	"de": {"1000:tausend", "1e6:million millionen", "1e9:milliarde milliarden", "1e12:billion billionen", "12:dutzend", "100:hundert"},
	"es": {"1000:mil", "1e6:millón millones", "1e12:billón billones"},
	"fr": {"1000:mille", "1e6:million millions", "1e9:milliard milliards", "1e12:billion billions"},
	"pt": {"1000:mil", "1e6:milhão milhões", "1e9:bilhão bilhões", "1e12:trilhão trilhões"},
	"it": {"1000:mila mille", "1e6:milione milioni", "1e9:miliardo miliardi"},
	"ar": {"1000:ألف آلاف ألفا", "1e6:مليون ملايين مليونا", "1e9:مليار مليارات"},
	"nl": {"1000:duizend", "1e6:miljoen", "1e9:miljard"},
}

// shortScales stand behind figures only: one letter closes up ("5m").
var shortScales = map[string]float64{"k": 1e3, "m": 1e6, "b": 1e9, "mn": 1e6, "bn": 1e9, "tn": 1e12, "mio": 1e6, "mrd": 1e9, "md": 1e9, "mds": 1e9, "mill": 1e6}

func numberLexicon(lines []string) map[string]float64 {
	return lexicon(func(s string) float64 { v, _ := strconv.ParseFloat(s, 64); return v }, lines...)
}

var numberTables = sync.OnceValue(func() (t struct{ words, scales map[string]map[string]float64 }) {
	t.words, t.scales = map[string]map[string]float64{}, map[string]map[string]float64{}
	for l, lines := range numberLines {
		t.words[l] = numberLexicon(lines)
	}
	all := numberLexicon(scaleLines["en"])
	for _, l := range []string{"de", "es", "fr", "pt", "it", "ar", "nl"} {
		t.scales[l] = numberLexicon(scaleLines[l])
		for w, v := range t.scales[l] {
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
	and := numberAnd[r.lang]
	if and == "" {
		and = "and"
	}
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
