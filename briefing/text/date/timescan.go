package date

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// A time phrase is read by a small grammar over folded words: rules are
// patterns of literals and classes, a class is read once at each word and
// remembered, so that the work is linear in the text.

// TimeTok is a word, a run of digits or a mark.
type TimeTok struct {
	S          string // folded
	Start, End int
	Gap        bool // white space stands before it
	Digits     int  // how many; 0 for words and marks
	n          int
	Upper      bool
}

// mostTimeBytes is how much of a text is read for dates: sentences and
// paragraphs are far shorter.
const mostTimeBytes = 1 << 17

// ScanTimes splits the first mostTimeBytes of a text into words, runs of digits
// and marks, folded, with their byte offsets.
func ScanTimes(s string) []TimeTok {
	if len(s) > mostTimeBytes {
		s = s[:mostTimeBytes]
	}
	out := make([]TimeTok, 0, len(s)/5)
	gap := true
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(char) {
			gap = true
			i += n
			continue
		}
		token := TimeTok{Start: i, Gap: gap}
		gap = false
		switch {
		case unicode.IsDigit(char):
			for i < len(s) && unicode.IsDigit(char) {
				token.n = min(token.n*10+DigitOf(char), 1<<30)
				token.Digits++
				i += n
				char, n = utf8.DecodeRuneInString(s[i:])
			}
		case unicode.IsLetter(char) && !text.Spaceless(char):
			token.Upper = unicode.IsUpper(char)
			for i < len(s) && (unicode.IsLetter(char) && !text.Spaceless(char) || unicode.Is(unicode.Mn, char)) {
				i += n
				char, n = utf8.DecodeRuneInString(s[i:])
			}
		default:
			i += n
		}
		token.End = i
		if token.Digits == 0 {
			token.S = foldWord(s[token.Start:i])
		}
		out = append(out, token)
	}
	return out
}

// foldWord is Fold without the work for words that are folded already.
func foldWord(w string) string {
	for i := 0; i < len(w); i++ {
		if char := w[i]; char >= utf8.RuneSelf || char >= 'A' && char <= 'Z' {
			return strings.Trim(text.Fold(w), " ")
		}
	}
	return w
}

// DigitOf is the value of a decimal digit of any script: Unicode keeps the ten
// of each in a row.
func DigitOf(r rune) int {
	if r <= '9' {
		return int(r - '0')
	}
	n := 0
	for unicode.IsDigit(r-1) && n < 9 {
		r--
		n++
	}
	return n
}

// timeNode is what a class read: a range, or a number with a unit.
type timeNode struct {
	from, to time.Time
	last     time.Time // of a range, where its last day or period ends
	n        int
	unit     timeUnit
	s        string
	rel      bool     // depends on the reference
	noYear   bool     // the year was left out
	edge     timeEdge // which part of a period it is
	open     bool     // one side is open
}

type timeElem struct {
	words      []string // nil: a class
	class      int
	opt, tight bool
}

type timeRead func(p *timeParser, a []timeNode) (timeNode, bool)

type timeRule struct {
	elems []timeElem
	read  timeRead
}

// timeClass is read by hand or by rules.
type timeClass struct {
	terminal timeTerminal
	rules    []timeRule
}

// timeGrammar is the classes, numbered in the order they are met.
type timeGrammar struct {
	ids       map[string]int
	classes   []timeClass
	terminals map[string]timeTerminal
}

func newTimeGrammar() *timeGrammar {
	return &timeGrammar{ids: map[string]int{}, terminals: timeTerminals()}
}

func (g *timeGrammar) id(class string) int {
	id, ok := g.ids[class]
	if !ok {
		id = len(g.classes)
		g.ids[class] = id
		g.classes = append(g.classes, timeClass{terminal: g.terminals[class]})
	}
	return id
}

// macros are words that mean the same in the languages read here.
var timeMacros = map[string]string{
	"of":  "of/de/del/du/des/d/da/do/vom/من/der/dos/das/im",
	"the": "the/der/die/das/den/dem/des/el/la/los/las/le/les/l/o/a/os/as/im/al/au/no/na/nos/nas/ces",
	"to":  "to/till/until/through/thru/bis/hasta/a/al/au/jusqu/ate/ao/-/–/—/~/الى/حتى/zum",
	"and": "and/und/y/et/e/و/to/through/-/–/a/al",
}

// add compiles patterns of a class: words parted by spaces, a slash between
// alternatives, [optional], <class>, {macro}, = before what must close up.
func (g *timeGrammar) add(class, patterns string, read timeRead) {
	id := g.id(class)
	var all []string
	for _, p := range strings.Split(patterns, " | ") {
		if strings.Contains(p, "[from]") && strings.Contains(p, "{to}") { // "between A and B" beside "from A to B"
			all = append(all, strings.Replace(strings.Replace(p, "[from]", "between/zwischen/entre/بين", 1), "{to}", "{and}", 1),
				strings.Replace(p, "[from]", "from/von/vom/desde/de/del/du/من/between", 1), strings.Replace(p, "[from] ", "", 1))
			continue
		}
		all = append(all, p)
	}
	for _, p := range all {
		var r timeRule
		r.read = read
		for _, f := range strings.Fields(p) {
			var e timeElem
			if strings.HasPrefix(f, "[") {
				e.opt = true
				f = strings.Trim(f, "[]")
			}
			if strings.HasPrefix(f, "=") && len(f) > 1 {
				e.tight, f = true, f[1:]
			}
			switch {
			case strings.HasPrefix(f, "<"):
				e.class = g.id(strings.Trim(f, "<>"))
			case strings.HasPrefix(f, "{"):
				f = timeMacros[strings.Trim(f, "{}")]
				fallthrough
			default:
				for _, w := range strings.Split(f, "/") {
					e.words = append(e.words, text.Fold(w))
				}
				if f == "/" {
					e.words = []string{"/"}
				}
			}
			r.elems = append(r.elems, e)
		}
		g.classes[id].rules = append(g.classes[id].rules, r)
	}
}

type timeHit struct {
	node timeNode
	next int // 0: nothing
}

// timeParser reads one text.
type timeParser struct {
	Tokens
	g       *timeGrammar
	lang    string
	ref     time.Time
	memo    map[int]timeHit     // what a class read at a word
	failed  [][timeWords]uint64 // which classes read nothing at a word: most of them
	open    map[int]bool        // classes being read: a rule may not begin with itself
	stack   []timeNode          // the arguments of the rules being matched
	scratch []timeNode          // those of the rule being read
}

// timeWords is how many words of 64 bits hold a bit a class.
const timeWords = 2

// class reads the longest phrase of a class at a word.
func (p *timeParser) class(id, at int) (timeNode, int) {
	if at >= len(p.Tokens) || p.failed[at][id/64]&(1<<(id%64)) != 0 {
		return timeNode{}, 0
	}
	class := &p.g.classes[id]
	if class.terminal != nil {
		n, next := class.terminal(p, at)
		if next == 0 {
			p.failed[at][id/64] |= 1 << (id % 64)
		}
		return n, next
	}
	key := at*len(p.g.classes) + id
	if hit, ok := p.memo[key]; ok {
		return hit.node, hit.next
	}
	if p.open[key] {
		return timeNode{}, 0
	}
	p.open[key] = true
	var best timeHit
	for i := range class.rules {
		p.match(&class.rules[i], 0, at, timeMatch{base: len(p.stack), best: &best})
	}
	delete(p.open, key)
	if best.next == 0 {
		p.failed[at][id/64] |= 1 << (id % 64)
		return timeNode{}, 0
	}
	p.memo[key] = best
	return best.node, best.next
}

// timeMatch is the state of a rule being matched.
type timeMatch struct {
	base     int // where its arguments begin on the stack
	best     *timeHit
	dangling bool // the last word read is an optional one, which ends no phrase
}

// match tries the elements of a rule from one on, optional ones with and
// without: a rule has few of them.
func (p *timeParser) match(r *timeRule, k, at int, m timeMatch) {
	if k == len(r.elems) {
		if at > m.best.next && !m.dangling {
			p.scratch = append(p.scratch[:0], p.stack[m.base:]...)
			if n, ok := r.read(p, p.scratch); ok {
				*m.best = timeHit{n, at}
			}
		}
		return
	}
	element, was := &r.elems[k], m.dangling
	if at < len(p.Tokens) && (!element.tight || !p.Tokens[at].Gap) {
		if element.words == nil {
			if n, next := p.class(element.class, at); next > 0 {
				p.stack = append(p.stack, n)
				m.dangling = false
				p.match(r, k+1, next, m)
				m.dangling = was
				p.stack = p.stack[:len(p.stack)-1]
			}
		} else if slices.Contains(element.words, p.Tokens[at].S) {
			m.dangling = element.opt
			p.match(r, k+1, at+1, m)
			m.dangling = was
		}
	}
	if !element.opt {
		return
	}
	if element.words == nil {
		p.stack = append(p.stack, timeNode{})
		p.match(r, k+1, at, m)
		p.stack = p.stack[:len(p.stack)-1]
		return
	}
	p.match(r, k+1, at, m)
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}
