package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// latin writes Cyrillic, Greek and Arabic in Latin letters. ʋ is the Arabic waw,
// a consonant or a vowel.
var latin = strings.NewReplacer(
	"дж", "dzh", "а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i",
	"к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u",
	"ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch", "ы", "y", "э", "e", "ю", "yu", "я", "ya",
	"ь", "", "ъ", "", "і", "i", "є", "e", "ў", "u", "ј", "j", "љ", "l", "њ", "n", "ћ", "ch", "ђ", "dj", "џ", "dzh",
	"ου", "u", "μπ", "b", "ντ", "d", "γκ", "g", "αυ", "av", "ευ", "ev", "α", "a", "β", "v", "γ", "g", "δ", "d",
	"ε", "e", "ζ", "z", "η", "i", "θ", "th", "ι", "i", "κ", "k", "λ", "l", "μ", "m", "ν", "n", "ξ", "x", "ο", "o",
	"π", "p", "ρ", "r", "σ", "s", "ς", "s", "τ", "t", "υ", "i", "φ", "f", "χ", "kh", "ψ", "ps", "ω", "o",
	"ا", "a", "ب", "b", "ت", "t", "ث", "th", "ج", "j", "ح", "h", "خ", "kh", "د", "d", "ذ", "dh", "ر", "r", "ز", "z",
	"س", "s", "ش", "sh", "ص", "s", "ض", "d", "ط", "t", "ظ", "z", "ع", "a", "غ", "gh", "ف", "f", "ق", "q", "ك", "k",
	"ل", "l", "م", "m", "ن", "n", "ه", "h", "و", "ʋ", "ي", "i", "ى", "a", "ة", "a", "ء", "", "پ", "p", "گ", "g",
	"چ", "ch", "ک", "k", "ی", "i")

// nameWord is a word of a name taken apart for comparison.
type nameWord struct {
	plain   string // folded, in Latin letters
	spoken  string // the same with č, š and ž written out, if it has any
	arabic  bool   // written in Arabic letters, without short vowels
	foreign bool   // not written in Latin letters
	father  bool   // a "bin" stands before it: the father's name, or a family's
}

// nameForm is a name ready to be compared.
type nameForm struct {
	words   []nameWord
	number  string // "jr", "ii": tells father from son
	eastern bool   // looks like a name out of Arabic
}

var patronymicWords = text.WordSet("bin ibn ben بن ابن bint")

// articles stand before a name, some of them only with a hyphen.
var (
	nameArticles = text.WordSet(`al el ul of the de la le da do dos das di del della du van von den der
		zu zur y e af abd abdel abdul abdal abu abou`)
	hyphened    = text.WordSet("as ash asch ach an ar ad az at asz")
	nameNumbers = text.WordSet("jr junior sr senior ii iii iv vi vii viii xii xiv xvi xxiii")
	// arabicNames are first names, by their keys, that show where a name is from.
	arabicNames = func() map[string]bool {
		out := map[string]bool{}
		for _, n := range strings.Fields(`mohammed ahmed hassan hussein khaled mahmoud mustafa ibrahim yusuf omar abdullah hamid saleh
			salim nasser jamal karim rashid tariq ayman bashar fatima yasser saddam hafez khalifa ismail
			husni abbas nabil salman marwan walid mubarak masoud rafik muqtada faisal samir munir zubair
			tamim mansour`) {
			if bones := skeleton(n); len(bones) > 2 {
				out[bones] = true
			}
		}
		return out
	}()
)

// haceks are letters whose marks other spellings drop.
var haceks = strings.NewReplacer(
	"č", "ch", "ć", "ch", "Č", "Ch", "Ć", "Ch", "š", "sh", "Š", "Sh", "ž", "zh", "Ž", "Zh", "đ", "dj", "Đ", "Dj",
	"ş", "sh", "Ş", "Sh", "ș", "sh", "ț", "ts")

func nameParts(s string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(s, "-", "- "), func(r rune) bool {
		return !text.WordRune(r) && r != '-' && r != '\'' && !unicode.Is(unicode.Mn, r)
	})
}

func formOf(s string) nameForm {
	folded := strings.ReplaceAll(text.Fold(s), "’", "'")
	reader := formReader{kings: numerals(folded), spoken: spokenParts(s)}
	for i, part := range nameParts(folded) {
		reader.read(i, part)
	}
	return reader.nameForm
}

// spokenParts are the parts of a name with č, š and ž written out, nil without any.
func spokenParts(s string) []string {
	if ascii(s) {
		return nil
	}
	if written := haceks.Replace(s); written != s {
		return nameParts(written)
	}
	return nil
}

// formReader takes a name apart, part by part.
type formReader struct {
	nameForm
	kings  string   // the letters that number kings
	spoken []string // the parts as they are spoken, if that differs
	father bool     // the next word is behind a "bin"
}

// read takes in part i of the name.
func (r *formReader) read(i int, part string) {
	word := strings.Trim(part, "-'")
	arabic := strings.ContainsFunc(word, func(c rune) bool { return unicode.Is(unicode.Arabic, c) })
	if arabic {
		r.eastern = true
		if word = withoutArticle(word); word == "عبد" || word == "ابو" {
			return
		}
	}
	switch {
	case word == "":
	case patronymicWords[word] && (i > 0 || word != "ben"):
		r.father, r.eastern = true, true
	case nameNumbers[word] || i > 0 && r.numbersKing(word):
		r.number = strings.Replace(word, "junior", "jr", 1)
	case nameArticles[word] || hyphened[word] && strings.HasSuffix(part, "-"):
		r.eastern = r.eastern || easternArticle(word)
	default:
		r.add(i, word, arabic)
	}
}

func (r *formReader) numbersKing(word string) bool {
	return len(word) == 1 && strings.Contains(r.kings, word)
}

// easternArticle reports an article, or a servant's title, that names out of Arabic have.
func easternArticle(word string) bool {
	return hyphened[word] || word == "al" || word == "el" || strings.HasPrefix(word, "ab")
}

// withoutArticle drops the article that Arabic writes in one with a name.
func withoutArticle(word string) string {
	if name := strings.TrimPrefix(word, "ال"); len(name) >= len("سد") && name != "له" {
		return name
	}
	return word
}

// add adds the word that part i holds to the form.
func (r *formReader) add(i int, plain string, arabic bool) {
	for _, servant := range []string{"abdel", "abdul", "abdal"} {
		if name := strings.TrimPrefix(plain, servant); name != plain && len(name) > 3 {
			plain, r.eastern = name, true
		}
	}
	if plain == "abdullah" || plain == "abdoullah" {
		plain = "abdallah"
	}
	word := nameWord{plain: latin.Replace(plain), arabic: arabic, father: r.father}
	word.foreign = word.plain != plain
	if i < len(r.spoken) && !word.foreign {
		if spoken := text.Fold(strings.Trim(r.spoken[i], "-'")); spoken != plain {
			word.spoken = spoken
		}
	}
	r.words, r.father = append(r.words, word), false
}

// numerals are the letters that number kings in a folded name, where they are no initials.
func numerals(folded string) string {
	if !strings.Contains(folded, ".") {
		return "ivx"
	}
	out := ""
	for _, w := range []string{"i", "v", "x"} {
		if !strings.Contains(folded, w+".") {
			out += w
		}
	}
	return out
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fromArabic reports whether a name looks like one: by its particles, its
// script, a well-known first name or groups of letters.
func (f nameForm) fromArabic() bool {
	if f.eastern {
		return true
	}
	return slices.ContainsFunc(f.words, func(w nameWord) bool { return arabicNames[skeleton(w.plain)] || spelledArabic(w.plain) })
}

// spelledArabic reports groups of letters that names out of Arabic have.
func spelledArabic(w string) bool {
	if strings.HasPrefix(w, "q") || strings.HasSuffix(w, "ah") && len(w) > 5 {
		return true
	}
	return strings.Contains(w, "dh") || strings.Contains(w, "gh")
}

// NameKey folds a name to a key that its spellings share: Latin script, the
// consonants in classes (q, g and k; kh and h; all hisses), vowels but for a
// leading one dropped, doubled letters once, particles and initials off. Names
// of one key need not be one name: see SameName.
func NameKey(s string) string {
	form := formOf(s)
	words := make([]string, 0, len(form.words))
	for _, w := range form.words {
		if len(w.plain) < 2 {
			continue
		}
		if bones := skeleton(w.plain); bones != "" {
			words = append(words, bones)
		}
	}
	if form.number != "" {
		words = append(words, form.number)
	}
	return strings.Join(words, " ")
}

// Keys are the keys under which other spellings of one word are found: its own
// and, of a word that looks Slavic, that with the other of g and h before it, which
// Russian and Ukrainian write for each other ("Geraskevich", "Heraskevych").
func Keys(w string) []string {
	key := NameKey(w)
	if other := map[byte]string{'k': "h", 'h': "k"}; len(key) > 1 && slavic(text.Fold(w)) && other[key[0]] != "" {
		return []string{key, other[key[0]] + key[1:]}
	}
	return []string{key}
}

// slavic reports a family name's ending by which Ukrainian and Russian names are known.
func slavic(w string) bool {
	return slices.ContainsFunc(slavicEnds, func(end string) bool { return strings.HasSuffix(w, end) && len(w) > len(end)+2 })
}

var slavicEnds = strings.Fields("ych ich itch vych enko enka chuk tchuk yuk iuk skyi sky skyy skij skiy skyj ov ev off yov yn ina")

// skeleton is the one coarse key of a word.
func skeleton(w string) string {
	if bare := strings.TrimSuffix(w, "j"); len(bare) > 2 && isVowel(rune(bare[len(bare)-1])) {
		w = bare // "Selenskyj": an ending, not a sound of its own
	}
	out := strings.Map(func(r rune) rune {
		switch r {
		case 'G', 'Q':
			return 'k'
		case 'S', 'C', 'X', 'z':
			return 's'
		case 'Y':
			return 'j'
		case 'ʋ':
			return -1
		}
		return unicode.ToLower(r)
	}, consonants(sounds(w)))
	return squeeze(out)
}

// soundRules write letter groups as one sign: S sh, C ch (English), X ch of
// several languages, H kh, J dj, G g, Q q, Y a j that may be a y.
var soundRules = strings.NewReplacer(
	"schtsch", "SC", "shch", "SC", "chtch", "SC", "tsch", "C", "tch", "C", "sch", "S", "sh", "S", "zh", "S", "dzh", "J",
	"dsch", "J", "dj", "J", "kh", "h", "ch", "X", "ph", "f", "th", "t", "dh", "d", "gh", "G", "ck", "k",
	"tz", "s", "ts", "s", "x", "ks", "gue", "Ge", "gui", "Gi", "ce", "se", "ci", "si", "cy", "si", "qu", "Qu", "q", "Q",
	"g", "G", "c", "k", "w", "v", "j", "Y", "ou", "u", "oo", "u")

func sounds(w string) string {
	sound := soundRules.Replace(w)
	for _, end := range []string{"ov", "ev", "of", "ef", "off", "eff", "iv", "yv"} {
		if bare := strings.TrimSuffix(sound, end); bare != sound && len(bare) > 1 {
			return bare + "ev"
		}
	}
	if bare := strings.TrimSuffix(sound, "re"); bare != sound && len(bare) > 2 && !isVowel(rune(bare[len(bare)-1])) {
		sound = bare + "er" // Alexandre
	}
	if bare := strings.TrimSuffix(sound, "h"); bare != sound && len(bare) > 2 && isVowel(rune(bare[len(bare)-1])) {
		sound = bare
	}
	return sound
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouy", r) }

// consonants drops the vowels but for a leading one, which becomes an a.
func consonants(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case !isVowel(r):
			b.WriteRune(r)
		case i == 0:
			b.WriteByte('a')
		}
	}
	return b.String()
}

func squeeze(s string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
