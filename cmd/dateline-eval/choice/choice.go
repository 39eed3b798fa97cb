// Package choice picks one of given answers by what an archive says, without a
// model. The product does no such thing: it is how retrieval is compared with
// published figures.
package choice

import (
	"context"
	"maps"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/store"
)

// Choices are weighed without a model: the one whose words stand closest to
// the question's words in the reports that answer the question best. Tuned on
// the development half of realtimeqa 2022 and 2025.
const (
	choiceArticles = 30 // articles looked at for the question, and as many for question and choices together

	// noneThreshold is the support below which "none of the above" is picked.
	// On realtimeqa, by threshold, 2022 and every second question of 2025,
	// precision / recall of "none":
	//	.14  .44 / .47  .38 / .45
	//	.18  .45 / .55  .37 / .54
	//	.22  .45 / .62  .36 / .62
	//	.24  .44 / .67  .36 / .66
	//	.26  .42 / .72  .35 / .76
	//	.30  .39 / .75  .33 / .80
	//	.34  .38 / .81  .32 / .85
	// Accuracy is highest at .24 in 2022 (.653, F1 .530) and flat up to .24 in 2025.
	noneThreshold = .24
	// allShare is how well the worst choice must do beside the best for "all of the above".
	allShare = .5
	// sharedWord is what a word of a choice counts that the question says itself.
	sharedWord = .25
)

// Reader picks choices by what a scope sees of an archive.
type Reader struct {
	Archive *archive.Archive
	Scope   store.Scope
}

// Choose picks the choice the archive supports best; asked for what is not so,
// the one it supports least.
func (c Reader) Choose(ctx context.Context, question string, choices []string, at time.Time) (int, error) {
	look := archive.Lookup{Text: question, At: at, Limit: choiceArticles, PerArticle: 1}
	plain, err := c.Archive.Search(ctx, c.Scope, look)
	if err != nil {
		return -1, err
	}
	look.Also = strings.Join(choices, " ")
	joint, err := c.Archive.Search(ctx, c.Scope, look)
	if err != nil {
		return -1, err
	}
	return pick(question, choices, weighChoices(question, choices, evidenceOf(plain, joint))), nil
}

// pick decides between choices by their support, [0,1] each.
func pick(question string, choices []string, support []float64) int {
	best, none, all, least := -1, -1, -1, 1.0
	not := wantsFalse(question)
	sign := 1.0
	if not {
		sign = -1 // the least supported is the best
	}
	for i, c := range choices {
		switch {
		case isNone(c):
			none = i
			continue
		case isAll(c):
			all = i
			continue
		}
		if best < 0 || sign*support[i] > sign*support[best] {
			best = i
		}
		least = min(least, support[i])
	}
	switch {
	case best < 0:
		return max(none, all)
	case none >= 0 && !not && support[best] < noneThreshold:
		return none
	case all >= 0 && !not && least > allShare*support[best]:
		return all
	}
	return best
}

func isNone(c string) bool { return strings.Contains(text.Fold(c), "none of the above") }
func isAll(c string) bool  { return strings.Contains(text.Fold(c), "all of the above") }

// negation asks for the choice that is not so: "all of these except", "which
// of these did not".
var negation = regexp.MustCompile(`(?i)\bexcept\b[^a-z]*$|\b(which|who|what)\b[^,.?]*\b(not|never|isn['’]t|wasn['’]t|aren['’]t` +
	`|weren['’]t|hasn['’]t|haven['’]t|didn['’]t|doesn['’]t|don['’]t)\b[^.]*$|\bleast likely\b`)

func wantsFalse(question string) bool { return negation.MatchString(question) }

// vocabulary numbers the words that matter to a question with choices, so that
// a text is one mask of those it holds; words beyond 64 do not count.
type vocabulary struct {
	bit   map[string]int
	terms []string
}

// of is the number of a term, -1 beyond the last.
func (v *vocabulary) of(t string) int {
	if i, ok := v.bit[t]; ok {
		return i
	}
	if len(v.terms) == 64 {
		return -1
	}
	i := len(v.terms)
	v.bit[t] = i
	v.terms = append(v.terms, t)
	return i
}

func (v *vocabulary) mask(terms map[string]bool) uint64 {
	mask := uint64(0)
	for i, t := range v.terms {
		if terms[t] || numeral[t] != "" && terms[numeral[t]] {
			mask |= 1 << i
		}
	}
	return mask
}

// numeral is the other way to write a small number: nine and 9.
var numeral = func() map[string]string {
	out := map[string]string{}
	for i, w := range strings.Fields("one two three four five six seven eight nine ten eleven twelve") {
		term, n := text.Terms(w, "en")[0], strconv.Itoa(i+1)
		out[term], out[n] = n, term
	}
	return out
}()

// wording is words with weights, and the words as they stand in a row.
type wording struct {
	mask    uint64
	figures uint64 // of mask: these must all be in a text
	weight  [64]float64
	total   float64
	phrase  string
}

func (w *wording) put(bit int, weight float64) {
	if bit >= 0 && w.weight[bit] == 0 && weight > 0 {
		w.mask |= 1 << bit
		w.weight[bit] = weight
		w.total += weight
	}
}

// cover is the share of the words' weight that a text holds.
func (w *wording) cover(text uint64) float64 {
	if w.total == 0 {
		return 0
	}
	sum := 0.0
	for left := text & w.mask; left != 0; left &= left - 1 {
		sum += w.weight[bits.TrailingZeros64(left)]
	}
	return sum / w.total
}

// says is how much of a choice a text says: half of its words is a quarter of
// it; its figures must all stand there, and a choice of small words alone as it is.
func (w *wording) says(text uint64, row string) float64 {
	if w.total == 0 {
		if strings.Contains(row, w.phrase) {
			return 1
		}
		return 0
	}
	if text&w.figures != w.figures {
		return 0
	}
	cover := w.cover(text)
	return cover * cover
}

// mostInformation caps the information of a word.
const mostInformation = 4.0

// questionTerms are the words of a question by their information, without those
// that only ask and without dates.
func questionTerms(q, lang string) map[string]float64 {
	dates := map[string]bool{}
	for _, t := range date.Times(q, lang, time.Time{}) {
		for _, w := range text.Terms(t.Text, lang) {
			dates[w] = true
		}
	}
	out := map[string]float64{}
	for word := range strings.FieldsSeq(q) {
		if text.Asks(word, lang) {
			continue
		}
		for t := range text.ContentTerms(word, lang) {
			if !dates[t] {
				out[t] = min(text.IDF(t, lang), mostInformation)
			}
		}
	}
	return out
}

// wordings are the choices' words; those that all of them share tell nothing,
// those of several less.
func wordings(v *vocabulary, asked map[string]float64, lang string, choices []string) []wording {
	held := map[string]int{}
	n := 0
	for _, c := range choices {
		if isNone(c) || isAll(c) {
			continue
		}
		n++
		for t := range text.ContentTerms(c, lang) {
			held[t]++
		}
	}
	out := make([]wording, len(choices))
	for i, c := range choices {
		out[i].phrase = text.Row(c)
		for _, t := range slices.Sorted(maps.Keys(text.ContentTerms(c, lang))) {
			weight := min(text.IDF(t, lang), mostInformation) / float64(max(1, held[t]))
			if asked[t] > 0 {
				weight *= sharedWord
			}
			if held[t] < n || n == 1 {
				bit := v.of(t)
				out[i].put(bit, weight)
				if bit >= 0 && (t[0] >= '0' && t[0] <= '9' || numeral[t] != "") {
					out[i].figures |= 1 << bit
				}
			}
		}
	}
	return out
}
