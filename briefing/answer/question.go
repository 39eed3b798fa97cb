package answer

import (
	"slices"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
)

// question is a question as passages are held against it.
type question struct {
	text, lang string
	over       carried        // what it takes over from questions before it
	words      []archive.Word // by which it was searched for
	blames     bool           // it accuses somebody, or asks whether somebody is guilty
	deed       bool           // it names a deed somebody may be guilty of
	fact       bool           // it begins by asking for more than whether, or why,
	person     bool           // and asks for somebody
	views      bool           // it asks what others think
}

// newQuestion reads a question. What follows another is in the language that
// its follow-up was read in.
func newQuestion(q string, over carried) question {
	lang := over.lang
	if over.none() {
		lang = text.QuestionLang(q)
	}
	return question{text: q, lang: lang, over: over, blames: blames(q), deed: people.Guilty(people.WithoutTitles(q), lang),
		fact: asksFact(q), person: asksWho(q), views: opinionsAsked.MatchString(q)}
}

// genre reports whether an article may be shown: opinion, advertising and the
// like are not, but where opinions are asked for, only those are.
func (q question) genre(s claim.Article) bool {
	if q.views {
		return argues(s)
	}
	return claim.NewsGenre(s.Item.Version.Genre)
}

// about reports whether a passage, with the title and lead of its article, is
// about what was carried over. At half weight a sentence could do without it:
// the missing of another flood would be shown for this one.
func (q question) about(f archive.Found) bool {
	need := q.over.names
	if len(need) == 0 {
		need = q.over.words
	}
	if len(need) == 0 {
		return true
	}
	lang := f.Src.Item.Version.Lang
	have := text.TermSet(f.Src.Lead()+"\n"+f.Text(), lang)
	for _, s := range need {
		terms := text.ContentTerms(s, lang)
		if held := len(terms) - claim.Adds(terms, have); held > 0 && 2*held >= len(terms) {
			return true
		}
	}
	return false
}

// held reports which of the question's words a text says, one bit a word.
func (q question) held(s, lang string) uint64 {
	have := text.TermSet(s, lang)
	mask := uint64(0)
	for i, w := range q.words[:min(len(q.words), 64)] {
		if slices.ContainsFunc(w.Stems, func(t string) bool { return have[t] }) {
			mask |= 1 << i
		}
	}
	return mask
}

// says reports whether a text says every word of a name of the question.
func (q question) says(name string, mask uint64) bool {
	for _, plain := range text.PlainWords(text.Fold(name)) {
		i := slices.IndexFunc(q.words, func(w archive.Word) bool { return w.Plain == plain })
		if i >= 0 && i < 64 && mask&(1<<i) == 0 {
			return false
		}
	}
	return true
}
