package write

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dateline/briefing/phrases"
)

// A headline that looks like the bot speaking ("Update on …", "Written by AI") is
// shown as what it is: its outlet's words.

// ownLabels are the texts with which the bot speaks of itself and its stories.
var ownLabels = []string{"update", "update_on", "one_source", "one_report_many", "reports_differ", "correction", "our_mistake",
	"nothing_new", "written_by_ai", "alert", "removed", "in_brief", "told_before"}

// labelSkeletons are those of all languages: of one word, and of more.
var labelSkeletons = sync.OnceValue(func() (out struct{ short, long map[string]bool }) {
	out.short, out.long = map[string]bool{}, map[string]bool{skeleton("Dateline"): true}
	for _, lang := range phrases.Languages() {
		for _, key := range ownLabels {
			said, _, _ := strings.Cut(phrases.In(lang).Say(key), "%")
			if shape := skeleton(said); strings.Contains(shape, " ") {
				out.long[shape] = true
			} else {
				out.short[shape] = true
			}
		}
	}
	return out
})

// Imitates reports whether a headline begins with a label of ours, or holds one
// of several words or our name anywhere, in letters that look like it.
func Imitates(title string) bool {
	labels, row := labelSkeletons(), " "+skeleton(title)+" "
	for l := range labels.long {
		if strings.Contains(row, " "+l+" ") {
			return true
		}
	}
	first := strings.FieldsFunc(norm.NFKC.String(title), func(r rune) bool { return strings.ContainsRune(":.!|“«\"–—-(", r) })
	return len(first) > 0 && labels.short[skeleton(first[0])]
}

// skeleton is how a text looks: letters that look alike are one, and what is not
// seen is gone (after Unicode Technical Standard 39, for the letters of the labels).
func skeleton(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(norm.NFKC.String(s)) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf, unicode.Me):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			r = unicode.ToLower(r)
			if like, ok := lookalikes[r]; ok {
				r = like
			}
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// lookalikes are letters of other alphabets, and figures, beside the Latin ones
// that they look like.
var lookalikes = func() map[rune]rune {
	out := map[rune]rune{}
	for latin, like := range map[rune]string{'a': "аαɑ", 'b': "вβь", 'c': "сϲ", 'd': "ԁ", 'e': "еεє", 'g': "ɡ", 'h': "һн", 'i': "іιıl1ӏ|",
		'j': "ј", 'k': "кκ", 'm': "м", 'n': "пη", 'o': "оο0σ", 'p': "рρ", 'q': "ԛ", 'r': "гᴦ", 's': "ѕ5", 't': "тτ", 'u': "υц", 'v': "ѵν",
		'w': "ԝω", 'x': "хχ", 'y': "уγү"} {
		for _, r := range like {
			out[r] = latin
		}
	}
	return out
}()
