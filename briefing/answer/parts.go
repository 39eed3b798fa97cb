package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

// Without a model each part of a question is searched for: "How many died, and who
// gave the order?" And what of a question nothing read answers is named.

// partsMost is how many parts a question is read in at most.
const partsMost = 3

// gapMost is how long what is not answered may be to be named in words, in characters.
const gapMost = 120

// partBoundary is where a question may fall apart: at a mark, or at an "and" that a
// question word follows.
var partBoundary = regexp.MustCompile(`[;?？]+\s*|(?i:,?\s+(?:and|und|sowie|y|et|e)\s+)`)

// Question words: asksName ask for somebody, asksFor for a time, a place or a number, asksWhat
// for anything, asksWhy for a reason, asksHow behind "how" and asksSum for a number; all are folded.
var (
	asksName = text.FoldedSet(lexicon.All("questions", "who"))
	asksFor  = text.FoldedSet(lexicon.All("questions", "fact"))
	asksWhat = text.FoldedSet(lexicon.All("questions", "what"))
	asksWhy  = text.FoldedSet(lexicon.All("questions", "why"))
	asksHow  = text.FoldedSet(lexicon.All("questions", "many")) // behind "how"
	asksSum  = text.FoldedSet(lexicon.All("questions", "count"))

	// joinsClauses are words that ask with an accent alone.
	joinsClauses = text.Set(lexicon.All("parts", "joins"))
)

// asksDetail reports whether a question asks for somebody, a time, a place or a
// number in one of its first words.
func asksDetail(q string) bool {
	return firstAsks(q, func(w string) bool { return asksName[w] || asksFor[w] || asksHow[w] })
}

// asksWho reports whether a question asks for somebody in one of its first words.
func asksWho(q string) bool { return firstAsks(q, func(w string) bool { return asksName[w] }) }

// asksCount reports whether a question asks for a number in one of its first words.
func asksCount(q string) bool {
	return firstAsks(q, func(w string) bool { return asksHow[w] || asksSum[w] })
}

func firstAsks(q string, is func(word string) bool) bool {
	words := text.PlainWords(text.Fold(q))
	return slices.ContainsFunc(words[:min(len(words), askFirst)], is)
}

// askFirst is how many words are read for the question word: one further on
// seldom asks.
const askFirst = 8

// beforeAsking may stand between "and" and the question word: "and by whom".
var beforeAsking = text.Set(lexicon.All("parts", "before"))

// splitQuestion are the parts of a question, itself alone when it has one.
func splitQuestion(q string) []string {
	lang := text.QuestionLang(q)
	if !text.Follows(lang) {
		return []string{q}
	}
	var out []string
	from := 0
	for _, m := range partBoundary.FindAllStringIndex(q, -1) {
		head, tail := strings.TrimSpace(q[from:m[0]]), q[m[1]:]
		asks := strings.ContainsAny(q[m[0]:m[1]], ";?？") || beginsAsking(tail)
		if len(out)+1 == partsMost || !asks || !hasContentWord(head, lang) || !hasContentWord(tail, lang) {
			continue
		}
		out, from = append(out, head), m[1]
	}
	return append(out, strings.TrimSpace(q[from:]))
}

// beginsAsking reports whether a text begins with a question word.
func beginsAsking(s string) bool {
	words := text.PlainWords(strings.ToLower(s))
	asks := func(i int) bool {
		if i >= len(words) || joinsClauses[words[i]] {
			return false
		}
		word := text.Fold(words[i])
		return asksName[word] || asksFor[word] || asksWhat[word] || asksWhy[word]
	}
	return asks(0) || len(words) > 0 && beforeAsking[words[0]] && asks(1)
}

// hasContentWord reports whether a part of a question says what it is about.
func hasContentWord(s, lang string) bool { return len(contentWords(s, lang)) > 0 }

// partFollowUp is what part i of a question takes over: from the questions and
// parts before it what any question does, else the names of the other parts,
// unless it has its own.
func partFollowUp(parts []string, i int, before []string) followUp {
	follow := parseFollowUp(parts[i], slices.Concat(before, parts[:i]))
	lang := text.QuestionLang(parts[i])
	if len(parts) == 1 || !follow.isZero() || len(archive.NamesAsked(parts[i], lang)) > 0 {
		return follow
	}
	var others []string
	for j, p := range parts {
		if j != i {
			others = append(others, archive.NamesAsked(p, text.QuestionLang(p))...)
		}
	}
	others = text.Distinct(others)
	return followUp{names: others[:min(len(others), followUpNames)], lang: lang}
}

// newGap names for its asker what is not answered, in the words of the question or
// of the model; "" of what is not repeated. What speaks of guilt is not repeated
// even to him or her: the bot would print it.
func newGap(said string) string {
	trimmed := strings.TrimRight(claim.Tidy(said), " ?!.;")
	words := strings.Fields(trimmed)
	if len(words) > 1 && leadingConjunctions[strings.ToLower(words[0])] {
		trimmed = strings.Join(words[1:], " ")
	}
	if len([]rune(trimmed)) > gapMost || accuses(trimmed) || claim.Forbidden(trimmed) {
		return ""
	}
	if runes := []rune(trimmed); beginsAsking(trimmed) {
		trimmed = string(unicode.ToLower(runes[0])) + string(runes[1:])
	}
	return trimmed
}

// newGaps names what a model says is asked and not answered. Nobody has checked it: what
// names somebody says nothing but what the question does.
func newGaps(unanswered []string, question string) []string {
	lang := text.QuestionLang(question)
	asked := text.TermSet(question, lang)
	var out []string
	for _, said := range unanswered[:min(len(unanswered), partsMost)] {
		gap := newGap(said)
		names := slices.ContainsFunc(name.Names(gap, lang), func(n name.Name) bool { return !name.Placed(gap, n) })
		if people.Accuses(gap, lang) || names && claim.CountMissing(text.ContentTerms(gap, lang), asked) > 0 {
			gap = ""
		}
		out = append(out, gap)
	}
	return text.Distinct(out)
}

var leadingConjunctions = text.FoldedSet(lexicon.All("parts", "continues"))

// gaps says what of the question nothing read answers. Where others read along it
// is not repeated.
func (a Answer) gaps() []message.Block {
	if len(a.Gaps) == 0 {
		return nil
	}
	said := a.Words.Say("some_part")
	if !a.Open && !slices.Contains(a.Gaps, "") {
		said = a.Words.Clauses(a.Gaps)
	}
	return []message.Block{{Kind: message.Para, Runs: message.Plain(a.Words.Say("not_in", said))}}
}

// Unanswered names the gaps for their asker.
func (a Answer) Unanswered() []string {
	out := make([]string, len(a.Gaps))
	for i, gap := range a.Gaps {
		out[i] = cmp.Or(gap, a.Words.Say("some_part"))
	}
	return out
}

// refusedWhole is the refusal of a question: that of the part which says most about
// why, with what is close to any of them.
func refusedWhole(subs []Answer) Answer {
	whole := subs[0]
	for _, s := range subs {
		if s.Person || whole.Why.Key == "" && s.Why.Key != "" && !whole.Person {
			whole = s
		}
	}
	whole.Continuing = subs[0].Continuing
	if whole.Why.Key == "" {
		whole.Passages = interleave(subs, closestMost)
	}
	return whole
}

// interleave takes passages of several answers, part by part: one of each, then the
// second ones while there is room; of one report the first.
func interleave(subs []Answer, most int) []claim.Claim {
	take := make([]int, len(subs))
	left := most
	for round := range most {
		for i, s := range subs {
			if left > 0 && round < len(s.Passages) {
				take[i], left = round+1, left-1
			}
		}
	}
	seen := map[string]bool{}
	var out []claim.Claim
	for i, s := range subs {
		for _, c := range s.Passages[:take[i]] {
			if report := c.Cites[0].Article; !seen[report] {
				seen[report] = true
				out = append(out, c)
			}
		}
	}
	return out
}
