package text

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A time phrase is read by a small grammar over folded words: rules are
// patterns of literals and classes, a class is read once at each word and
// remembered, so that the work is linear in the text.

// timeTok is a word, a run of digits or a mark.
type timeTok struct {
	s          string // folded
	start, end int
	gap        bool // white space stands before it
	digits     int  // how many; 0 for words and marks
	n          int
	upper      bool
}

// mostTimeBytes is how much of a text is read for dates: sentences and
// paragraphs are far shorter.
const mostTimeBytes = 1 << 18

func scanTimes(s string) []timeTok {
	if len(s) > mostTimeBytes {
		s = s[:mostTimeBytes]
	}
	out := make([]timeTok, 0, len(s)/5)
	gap := true
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			gap = true
			i += n
			continue
		}
		t := timeTok{start: i, gap: gap}
		gap = false
		switch {
		case unicode.IsDigit(r):
			for i < len(s) && unicode.IsDigit(r) {
				t.n = min(t.n*10+digitOf(r), 1<<30)
				t.digits++
				i += n
				r, n = utf8.DecodeRuneInString(s[i:])
			}
		case unicode.IsLetter(r) && !cjk(r):
			t.upper = unicode.IsUpper(r)
			for i < len(s) && (unicode.IsLetter(r) && !cjk(r) || unicode.Is(unicode.Mn, r)) {
				i += n
				r, n = utf8.DecodeRuneInString(s[i:])
			}
		default:
			i += n
		}
		t.end = i
		if t.digits == 0 {
			t.s = foldWord(s[t.start:i])
		}
		out = append(out, t)
	}
	return out
}

// foldWord is Fold without the work for words that are folded already.
func foldWord(w string) string {
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return strings.Trim(Fold(w), " ")
		}
	}
	return w
}

// digitOf is the value of a decimal digit of any script: Unicode keeps the ten
// of each in a row.
func digitOf(r rune) int {
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
	n        int
	unit     byte // d w m y q h M s b(usiness day) e(nd of a week) f(ortnight) D(ecade) c(entury) k(working week) n(ight)
	s        string
	rel      bool // depends on the reference
	noYear   bool // the year was left out
	edge     byte // b(eginning), m(iddle), e(nd): which part of a period it is
	hours    bool // finer than a day
	pm       byte // 'a', 'p' or 0 when a clock time does not say
	open     bool // one side is open
}

type timeElem struct {
	words      []string
	class      string
	opt, tight bool
}

type timeRead func(p *timeParser, a []timeNode) (timeNode, bool)

type timeRule struct {
	elems []timeElem
	read  timeRead
}

// timeGrammar is the rules by class, and the words that can begin one.
type timeGrammar struct{ rules map[string][]timeRule }

// macros are words that mean the same in the languages read here.
var timeMacros = map[string]string{
	"of":  "of/de/del/du/des/d/da/do/vom/من/der/dos/das/im",
	"the": "the/der/die/das/den/dem/des/el/la/los/las/le/les/l/o/a/os/as/im/al/au/no/na",
	"to":  "to/till/until/through/thru/bis/hasta/a/al/au/jusqu/ate/ao/and/-/–/—/~/الى/حتى/und/y/et/e/zum",
	"and": "and/und/y/et/e",
	"at":  "at/@/um/gegen/a/vers/as/around/about/circa/في/الساعة/las/la",
	"on":  "on/am/el/em/in/no/na/في/the",
}

// compileRules reads lines of "class: pattern | pattern" beside their meaning.
func (g *timeGrammar) add(class, patterns string, read timeRead) {
	if g.rules == nil {
		g.rules = map[string][]timeRule{}
	}
	for _, p := range strings.Split(patterns, " | ") {
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
				e.class = strings.Trim(f, "<>")
			case strings.HasPrefix(f, "{"):
				f = timeMacros[strings.Trim(f, "{}")]
				fallthrough
			default:
				for _, w := range strings.Split(f, "/") {
					e.words = append(e.words, Fold(w))
				}
				if f == "/" {
					e.words = []string{"/"}
				}
			}
			r.elems = append(r.elems, e)
		}
		g.rules[class] = append(g.rules[class], r)
	}
}

type timeKey struct {
	class string
	at    int
}

type timeHit struct {
	node timeNode
	next int // 0: nothing
}

// timeParser reads one text.
type timeParser struct {
	g    *timeGrammar
	toks []timeTok
	lang string
	ref  time.Time
	memo map[timeKey]timeHit
	open map[timeKey]bool // classes being read: a rule may not begin with itself
}

// class reads the longest phrase of a class at a word.
func (p *timeParser) class(name string, at int) (timeNode, int) {
	if at >= len(p.toks) {
		return timeNode{}, 0
	}
	if f := timeTerminals[name]; f != nil {
		return f(p, at)
	}
	key := timeKey{name, at}
	if h, ok := p.memo[key]; ok {
		return h.node, h.next
	}
	if p.open[key] {
		return timeNode{}, 0
	}
	p.open[key] = true
	var best timeHit
	for i := range p.g.rules[name] {
		r := &p.g.rules[name][i]
		p.match(r, 0, at, make([]timeNode, 0, 6), func(args []timeNode, next int) {
			if next <= best.next {
				return
			}
			if n, ok := r.read(p, args); ok {
				best = timeHit{n, next}
			}
		})
	}
	delete(p.open, key)
	p.memo[key] = best
	return best.node, best.next
}

// match tries the elements of a rule from one on, optional ones with and
// without: a rule has few of them.
func (p *timeParser) match(r *timeRule, k, at int, args []timeNode, done func([]timeNode, int)) {
	if k == len(r.elems) {
		done(args, at)
		return
	}
	e := &r.elems[k]
	if at < len(p.toks) && (!e.tight || !p.toks[at].gap) {
		if e.class != "" {
			if n, next := p.class(e.class, at); next > 0 {
				p.match(r, k+1, next, append(args, n), done)
			}
		} else if has(e.words, p.toks[at].s) {
			p.match(r, k+1, at+1, args, done)
		}
	}
	if !e.opt {
		return
	}
	if e.class != "" {
		args = append(args, timeNode{})
	}
	p.match(r, k+1, at, args, done)
}

func has(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return w != ""
		}
	}
	return false
}

// is reports whether the word at i is one of those.
func (p *timeParser) is(i int, words ...string) bool {
	return i >= 0 && i < len(p.toks) && has(words, p.toks[i].s)
}
