package answer

import (
	"math/bits"
	"slices"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// question is a parsed question. At most its first 64 words are matched.
type question struct {
	text, lang  string
	typed       string         // by the asker, where a model restated it; "" elsewhere
	followUp    followUp       // what it takes over from questions before it
	words       []archive.Word // by which it was searched for
	accuses     bool           // it accuses somebody, or asks whether somebody is guilty
	namesDeed   bool           // it names a deed somebody may be guilty of
	asksFact    bool           // it begins by asking for more than whether, or why,
	asksPerson  bool           // and asks for somebody
	asksOpinion bool           // it asks what others think
}

// newQuestion parses a question. A follow-up has the language in which it was
// read.
func newQuestion(q string, follow followUp) question {
	lang := follow.lang
	if follow.isZero() {
		lang = text.QuestionLang(q)
	}
	return question{text: q, lang: lang, followUp: follow, accuses: accuses(q), namesDeed: people.Guilty(people.WithoutTitles(q), lang),
		asksFact: asksFact(q), asksPerson: asksWho(q), asksOpinion: asksOpinionPieces.MatchString(q)}
}

// allowsGenre reports whether an article's genre may be shown: news, or signed
// opinion where the question asks for opinions.
func (q question) allowsGenre(s claim.Article) bool {
	if q.asksOpinion {
		return isSignedOpinion(s)
	}
	return claim.NewsGenre(s.Item.Version.Genre)
}

// matchesFollowUp reports whether a passage, with the title and lead of its
// article, has at least half of the content terms of one name (without names: of
// one word) that the question takes over from earlier ones. In the search those
// terms count half only, so a passage about another event could be found.
func (q question) matchesFollowUp(f archive.Found) bool {
	need := q.followUp.names
	if len(need) == 0 {
		need = q.followUp.words
	}
	if len(need) == 0 {
		return true
	}
	lang := f.Src.Item.Version.Lang
	have := text.TermSet(f.Src.Lead()+"\n"+f.Text(), lang)
	for _, s := range need {
		terms := text.ContentTerms(s, lang)
		if held := len(terms) - claim.CountMissing(terms, have); held > 0 && 2*held >= len(terms) {
			return true
		}
	}
	return false
}

// own are the words of the question that say what it is about without those that it
// takes over, as a mask; none of one that cannot be meant without them, as it points at
// something said before ("When will it reopen?") or names nothing ("And how many are
// missing?", "Shorter please").
func (q question) own() uint64 {
	content := contentWords(q.text, q.lang)
	if text.Leans(q.text, q.lang) || !q.names(content) {
		return 0
	}
	said := map[string]bool{}
	for _, w := range content {
		said[text.Fold(w)] = true
	}
	mask := uint64(0)
	for i, w := range q.words[:min(len(q.words), 64)] {
		if said[w.Plain] {
			mask |= 1 << i
		}
	}
	return mask
}

// names reports whether the question names what it is about: with a definite article
// ("When does the strike end?"), or by saying nothing else ("And dock workers?").
func (q question) names(content []string) bool {
	articles := lexicon.Words(q.lang, "questions", "articles")
	opening := strings.Split(strings.Join(lexicon.Words(q.lang, "questions", "opening"), " "), " ")
	bare, before := true, ""
	for _, w := range text.PlainWords(q.text) {
		lower := strings.ToLower(w)
		switch {
		case !slices.Contains(content, w):
			bare = bare && (slices.Contains(opening, lower) || slices.Contains(articles, lower))
		case slices.Contains(articles, before):
			return true
		}
		before = lower
	}
	return bare
}

// information is that of the words in a mask.
func (q question) information(mask uint64) float64 {
	sum := 0.0
	for left := mask; left != 0; left &= left - 1 {
		sum += q.words[bits.TrailingZeros64(left)].IDF
	}
	return sum
}

// wordMask returns the words of the question that are in text s: bit i is word i.
// lang is the language of s.
func (q question) wordMask(s, lang string) uint64 {
	have := text.TermSet(s, lang)
	mask := uint64(0)
	for i, w := range q.words[:min(len(q.words), 64)] {
		if slices.ContainsFunc(w.Stems, func(t string) bool { return have[t] }) {
			mask |= 1 << i
		}
	}
	return mask
}

// maskHasName reports whether mask has every word of a name of the question.
func (q question) maskHasName(name string, mask uint64) bool {
	for _, plain := range text.PlainWords(text.Fold(name)) {
		i := slices.IndexFunc(q.words, func(w archive.Word) bool { return w.Plain == plain })
		if i >= 0 && i < 64 && mask&(1<<i) == 0 {
			return false
		}
	}
	return true
}
