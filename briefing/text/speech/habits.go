package speech

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/verb"
)

// habits are the words of a language by which a sentence denies its
// content, gives it as somebody's word, or leaves open whether it is so, as bare
// has them.
type habits struct {
	negations map[string]bool
	speech    verb.List       // somebody says so
	sources   map[string]bool // of these, the prepositions, which cover their whole sentence
	trailing  verb.List       // the same where they end the sentence in a clause of their own or have "that" behind them
	hedges    map[string]bool // alleged, reported; moods of reported speech
	modals    map[string]bool // only possible: no word of somebody's
	soft      map[string]bool // keep a hedge that the claim words otherwise
	joins     map[string]bool // begin a main clause that has its own content
	contrast  map[string]bool // end what somebody says
	relative  map[string]bool // begin a clause beside the main one
	fillers   map[string]bool // behind a negation make it none: "not only"
	objects   map[string]bool // begin the object of a verb: articles and pronouns
	tenses    map[string]bool // verbs behind a "that" that begins a clause beside the main one

	tells      verb.List       // nothing but that somebody says something
	requests   verb.List       // or asks for it, or promises it
	statements map[string]bool // what else shows that somebody spoke

	phrases  []string        // of statements those of several words, in a row: " porte parole "
	pointing map[string]bool // point back at somebody: "she"
}

// exact are words, folded, that have accents in one meaning alone, by language.
var exact = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("stance") {
		out[lang] = text.FoldedSet(lexicon.Words(lang, "stance", "exact"))
	}
	return out
}()

// bare is a word without capitals and accents, with those accents that tell it from
// another: "wurde" is not "würde".
func bare(w, lang string) string {
	if folded := text.Fold(w); !exact[lang][folded] {
		return folded
	}
	return norm.NFC.String(strings.ToLower(w))
}

// habitsOf are the words of each language that has them.
var habitsOf = func() map[string]habits {
	out := map[string]habits{}
	for _, lang := range lexicon.In("stance") {
		set := func(words []string) map[string]bool {
			out := map[string]bool{}
			for _, w := range words {
				out[bare(w, lang)] = true
			}
			return out
		}
		words := func(key string) map[string]bool { return set(lexicon.Words(lang, "stance", key)) }
		list := func(verbs []string) verb.List {
			return verb.NewList(verbs, lang, func(w string) string { return bare(w, lang) })
		}
		verbs := func(use string) verb.List { return list(lexicon.Used(lang, "saying", use)) }
		stance := habits{
			negations: words("negations"), speech: verbs("speech"), sources: words("sources"), trailing: verbs("trailing"),
			hedges: words("hedges"), modals: words("modals"), soft: words("soft"),
			joins: words("joins"), contrast: words("contrast"), relative: words("relative"),
			fillers: words("fillers"), objects: words("objects"), tenses: words("tenses"),
			tells: verbs("tells"), requests: list(lexicon.Words(lang, "stance", "requests")), statements: words("statements"),
			pointing: text.FoldedSet(lexicon.Words(lang, "alone", "pointing")),
		}
		for phrase := range stance.statements {
			if row := text.Row(phrase); strings.Count(row, " ") > 2 {
				stance.phrases = append(stance.phrases, row)
			}
		}
		out[lang] = stance
	}
	return out
}()

// hedging are the hedges whose loss makes a fact of an allegation, in any
// language.
var hedging = func() map[string]bool {
	out := text.FoldedSet(lexicon.Words("en", "stance.hedging", "words"))
	for _, s := range habitsOf {
		for w := range s.hedges {
			out[w] = true
		}
		for w := range s.modals {
			out[w] = true
		}
	}
	return out
}()

// Hedge reports whether the word of a Saying leaves open whether what is said is so.
func Hedge(word string) bool { return hedging[word] }

// Knows reports whether the words by which a language denies, hedges and reports are
// listed.
func Knows(lang string) bool { return habitsOf[lang].negations != nil }
