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
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// A question in several parts gets an answer or a named gap for each: "How
// many died, and who gave the order?" is answered in half by a toll.

// partsMost is how many parts a question is read in at most.
const partsMost = 3

// gapMost is how long a part of a question may be to be named in its own words.
const gapMost = 120

// partBoundary is where a question may fall apart: at a mark, or at an "and" that a
// question word follows.
var partBoundary = regexp.MustCompile(`[;?？]+\s*|(?i:,?\s+(?:and|und|sowie|y|et|e)\s+)`)

// Question words: asksName ask for somebody, asksFor for a time, a place or a number, asksWhat
// for anything, asksWhy for a reason; all are folded.
var (
	asksName = text.FoldedSet(lexicon.All("questions", "who"))
	asksFor  = text.FoldedSet(lexicon.All("questions", "fact"))
	asksWhat = text.FoldedSet(lexicon.All("questions", "what"))
	asksWhy  = text.FoldedSet(lexicon.All("questions", "why"))
	asksHow  = text.FoldedSet(lexicon.All("questions", "many")) // behind "how"

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

// Gap is a part of a question that nothing read answers.
type Gap struct {
	No   int    // from 1
	Text string // in the asker's words, which nobody else may read; "" when it is not repeated
}

// newGap names a part for its asker. One that speaks of guilt is not repeated
// even to him or her: the bot would print it.
func newGap(no int, part string) Gap {
	trimmed := strings.TrimRight(strings.TrimSpace(claim.Visible(part)), " ?!.;")
	words := strings.Fields(trimmed)
	if len(words) > 1 && leadingConjunctions[strings.ToLower(words[0])] {
		trimmed = strings.TrimSpace(trimmed[len(words[0]):])
	}
	if trimmed == "" || len([]rune(trimmed)) > gapMost || accuses(trimmed) || claim.Forbidden(trimmed) {
		return Gap{No: no}
	}
	if runes := []rune(trimmed); beginsAsking(trimmed) {
		trimmed = string(unicode.ToLower(runes[0])) + string(runes[1:])
	}
	return Gap{no, trimmed}
}

var leadingConjunctions = text.FoldedSet(lexicon.All("parts", "continues"))

var partNames = []string{"first", "second", "third"}

// gapLead begins the line that names what is not known; what follows it on the
// line may be the asker's own words.
const gapLead = "Not in what I have read: "

// gaps says which parts of the question nothing read answers. Where others read
// along they are named by their place alone.
func (a Answer) gaps() []message.Block {
	if len(a.Gaps) == 0 {
		return nil
	}
	if !a.Open {
		var said []string
		for _, g := range a.Gaps {
			if g.Text != "" {
				said = append(said, g.Text)
			}
		}
		if len(said) == len(a.Gaps) {
			return []message.Block{{Kind: message.Para, Runs: message.Plain(gapLead + strings.Join(said, "; ") + ".")}}
		}
	}
	nos := make([]int, len(a.Gaps))
	for i, g := range a.Gaps {
		nos[i] = g.No
	}
	return []message.Block{{Kind: message.Para, Runs: message.Plain(gapLine(nos))}}
}

// gapLine names parts of a question by their place: nobody's words stand in it.
func gapLine(nos []int) string {
	var said []string
	for _, n := range nos {
		if n >= 1 && n <= len(partNames) {
			said = append(said, partNames[n-1])
		}
	}
	if len(said) == 0 {
		return gapLead + "a part of the question."
	}
	return gapLead + "the " + strings.Join(said, " and the ") + " part of the question."
}

// Said names a gap for its asker: in the question's words, else by its place.
func (g Gap) Said() string {
	return cmp.Or(g.Text, strings.TrimSuffix(strings.TrimPrefix(gapLine([]int{g.No}), gapLead), "."))
}

// gapInWords is the line of an answer that names a gap.
var gapInWords = regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(gapLead) + `.*$`)

// Publish is the text of a private answer as others may read it: no part of
// the question stands in it. nos are the parts that were not answered.
func Publish(shown string, nos []int) string {
	return gapInWords.ReplaceAllLiteralString(shown, gapLine(nos))
}

// join makes one answer of those to the parts of a question.
func (a Answer) join(parts []string, subs []Answer) Answer {
	if len(subs) == 1 {
		return subs[0]
	}
	a.Continuing, a.Abstained = subs[0].Continuing, true
	for i, s := range subs {
		a.Tokens += s.Tokens
		if s.Abstained {
			a.Gaps = append(a.Gaps, newGap(i+1, parts[i]))
			continue
		}
		a.Model, a.Abstained = s.Model, false
	}
	if a.Abstained {
		return a.refusedWhole(subs)
	}
	a.Claims = interleave(subs, answerMost, func(s Answer) []claim.Claim { return s.Claims }, sentenceOf)
	a.Used = articlesIn(a.Claims)
	return a
}

// refusedWhole is the refusal of a question of which no part was answered: that
// of the part which says most about why, with what is close to any of them.
func (a Answer) refusedWhole(subs []Answer) Answer {
	whole := subs[0]
	for _, s := range subs {
		if s.Person || whole.Why == "" && s.Why != "" && !whole.Person {
			whole = s
		}
	}
	whole.Continuing, whole.Tokens = a.Continuing, a.Tokens
	if whole.Why == "" {
		whole.Passages = interleave(subs, closestMost, func(s Answer) []claim.Claim { return s.Passages }, reportOf)
	}
	return whole
}

// interleave takes claims of several answers, part by part: one of each, then the
// second ones while there is room; of what has one key the first.
func interleave(subs []Answer, most int, of func(Answer) []claim.Claim, key func(claim.Claim) string) []claim.Claim {
	take := make([]int, len(subs))
	left := most
	for round := range most {
		for i, s := range subs {
			if left > 0 && round < len(of(s)) {
				take[i], left = round+1, left-1
			}
		}
	}
	seen := map[string]bool{}
	var out []claim.Claim
	for i, s := range subs {
		for _, c := range of(s)[:take[i]] {
			if !seen[key(c)] {
				seen[key(c)] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// sentenceOf: one sentence may answer two parts.
func sentenceOf(c claim.Claim) string { return c.Text }

// reportOf: passages are of different reports.
func reportOf(c claim.Claim) string { return c.Cites[0].Article }
