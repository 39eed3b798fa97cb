package speech

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/verb"
)

// Clauses are a sentence with the words by which its language denies, reports and leaves
// open. It remembers what it was asked, and is not safe for concurrent use.
type Clauses struct {
	Words   []text.Word // folded but for the accents that tell two words apart
	s, lang string
	habits

	quotes         []text.Span
	sayings        []Saying
	quoted, spoken bool // quotes and sayings were asked for
	denials        *Denials
}

// sentenceMost is how much of a sentence is read, in bytes, twice the longest: some of the
// work grows with the square.
const sentenceMost = 4000

// Read takes a sentence apart. Of a language that is not known (Knows) nothing is read
// but its words.
func Read(s, lang string) *Clauses {
	s = text.Head(s, sentenceMost)
	words := text.Split(s, text.Running)
	out := &Clauses{s: s, lang: lang, habits: habitsOf[lang], Words: make([]text.Word, 0, len(words))}
	for _, w := range words {
		if at := strings.IndexAny(w.Raw, "'’"); at > 0 && out.negations[bare(w.Raw[:at], lang)] { // "n'est"
			_, mark := utf8.DecodeRuneInString(w.Raw[at:])
			sp := text.Span{Start: w.Start, End: w.Start + at}
			out.Words = append(out.Words, text.Word{Raw: w.Raw[:at], Fold: bare(w.Raw[:at], lang), Span: sp})
			w.Raw, w.Start = w.Raw[at+mark:], w.Start+at+mark
			w.Fold = text.Fold(w.Raw)
		}
		if exact[lang][w.Fold] {
			w.Fold = bare(w.Raw, lang)
		}
		out.Words = append(out.Words, w)
	}
	return out
}

// Quotations are those of the sentence, in the order of their ends.
func (c *Clauses) Quotations() []text.Span {
	if !c.quoted {
		c.quotes, c.quoted = Quotations(c.s), true
	}
	return c.quotes
}

// inQuotation reports whether word i stands in a quotation.
func (c *Clauses) inQuotation(i int) bool {
	return slices.ContainsFunc(c.Quotations(), func(q text.Span) bool { return q.Meets(c.Words[i].Span) })
}

// Term is word i as a term, a verb in one form; "" where it is none.
func (c *Clauses) Term(i int) string { return text.Root(c.Words[i].Fold, c.lang) }

// Start is the first word of the clause that word i stands in.
func (c *Clauses) Start(i int) int {
	for i > 0 && !c.parted(i) {
		i--
	}
	return i
}

// End is the word behind the last of the clause that word i stands in.
func (c *Clauses) End(i int) int {
	for i++; i < len(c.Words) && !c.parted(i); i++ {
	}
	return i
}

// verb reports whether word i is a verb of a list.
func (c *Clauses) verb(list verb.List, i int) bool {
	return list.At(c.sentence(func(i int) string { return c.Words[i].Fold }), i)
}

// sentence is what verbs are looked for in, with its words as the list has them.
func (c *Clauses) sentence(word func(i int) string) verb.Sentence {
	return verb.Sentence{Size: len(c.Words), Word: word, Breaks: c.parted, Joins: func(i int) bool { return c.joins[c.Words[i].Fold] }}
}

// parted reports whether a mark stands between word i and the one before.
func (c *Clauses) parted(i int) bool {
	return i > 0 && text.Breaks(c.s[c.Words[i-1].End:c.Words[i].Start])
}

// beyond is the next content word in a direction within the clause; -1 is none.
// An English adverb says how, not what.
func (c *Clauses) beyond(i, step int) int {
	for pos := i + step; pos >= 0 && pos < len(c.Words); pos += step {
		gap := c.s[c.Words[min(pos, pos-step)].End:c.Words[max(pos, pos-step)].Start]
		if text.Breaks(gap) || strings.ContainsAny(gap, text.EndMarks) {
			return -1
		}
		fold := c.Words[pos].Fold
		if c.lang == "en" && strings.HasSuffix(fold, "ly") && len(fold) > adverbLeast {
			continue
		}
		if root := c.Term(pos); root != "" && !text.Stop(root, c.lang) && !c.negations[fold] {
			return pos
		}
	}
	return -1
}

// adverbLeast is the longest word that ends as an adverb does and is often none:
// "family", "supply", "reply".
const adverbLeast = 6
