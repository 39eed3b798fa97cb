package evidence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// saying is a word by which a sentence leaves something to others, and the
// words that it covers.
type saying struct {
	word   string
	hedge  bool
	modal  bool            // of the hedges, one that says only what is possible
	object bool            // a hedge that is a verb with its object behind it
	covers map[string]bool // content terms
	beside map[string]bool // those of clauses beside what is said
	next   string          // the content term behind it
}

// reading is a sentence with the words by which its language denies and reports.
type reading struct {
	words   []text.Word
	s, lang string
	stanceWords
}

// stanceHolds asks that what the claim's source sentence denies or only
// reports is denied or reported in the claim. A fault needs most of the claim
// to be made from that sentence.
func (c *Sentence) stanceHolds(r *Result, against citation) {
	stance := stances[c.lang]
	if stance.negations == nil || against.src == nil {
		return
	}
	if told := c.inventedSaying(against.pages); told != "" {
		r.fault("speaker", told, "in the cited text they do not say this (%q): leave out who says so, or name who does", told)
	}
	if against.share < .5 {
		return
	}
	c.negationHolds(r, against)
	if lost := c.lostSaying(against.src, stance, against.aligned); lost != "" && (against.share >= said || Hedge(lost)) {
		r.fault("attribution", lost, "the cited text only reports that somebody says so (%q)", lost)
	}
}

// said is the share of a claim that its source sentence must hold for the claim
// to need its attribution; a hedge is needed from half on.
const said = .7

func (r reading) term(i int) string { return term(r.words[i].Fold, r.lang) }

func term(fold, lang string) string {
	if found := Roots(fold, lang); len(found) > 0 {
		return found[0]
	}
	return ""
}

// sayings finds the attributions of a sentence, outside its quotations.
func sayings(ws []text.Word, s, lang string) []saying {
	clause := reading{ws, s, lang, stances[lang]}
	if clause.negations == nil {
		return nil
	}
	quoted := speech.Quotations(s)
	var out []saying
	for i, w := range ws {
		if clause.attributes(i) && !slices.ContainsFunc(quoted, func(q text.Span) bool { return q.Meets(w.Span) }) {
			out = append(out, clause.saying(i, quoted))
		}
	}
	return out
}

// attributes reports whether word i gives what its sentence says to somebody, or
// makes it uncertain.
func (r reading) attributes(i int) bool {
	fold := r.words[i].Fold
	return r.hedges[fold] || r.modals[fold] || r.speech[fold] || r.trailing[fold] && r.trails(i)
}

// saying is the attribution by word i of a sentence with quotations.
func (r reading) saying(i int, quoted []text.Span) saying {
	fold := r.words[i].Fold
	phrase := saying{word: fold, hedge: r.hedges[fold] || r.modals[fold], modal: r.modals[fold], covers: map[string]bool{},
		beside: map[string]bool{}}
	if beyond := r.beyond(i, 1); beyond >= 0 {
		phrase.next = r.term(beyond)
	}
	phrase.object = phrase.hedge && r.accusing(i)
	from, to := r.scope(i, phrase.hedge && !phrase.object)
	start := r.clauseStart(i)
	if quote, ok := r.quoteBefore(quoted, start); ok && !phrase.hedge {
		for from < start && r.words[from].Start < quote.Start {
			from++ // "…," he said: the quotation alone is his
		}
	}
	r.cover(&phrase, i, from, to)
	return phrase
}

// cover notes the terms from one word to another that the attribution by word i covers,
// and those of clauses beside it.
func (r reading) cover(phrase *saying, i, from, to int) {
	start, aside := r.clauseStart(i), 0
	whole := r.sources[phrase.word] || phrase.hedge && !phrase.object
	for pos := from; pos < to; pos++ {
		aside = max(aside, r.asideEnd(i, pos))
		piece := r.term(pos)
		switch {
		case text.Stop(piece, r.lang):
		case pos < aside:
			phrase.beside[piece] = true
		case whole || pos < start || pos > i:
			phrase.covers[piece] = true
		}
	}
}

// accusing reports whether a hedge that is a verb too has its object behind it: who
// "accused the ministry of fraud" is no more uncertain than what stands before "said".
func (r reading) accusing(i int) bool {
	if !r.speech[r.words[i].Fold] || i+1 == len(r.words) {
		return false
	}
	next := r.words[i+1]
	char, _ := utf8.DecodeRuneInString(r.s[next.Start:next.End])
	return unicode.IsUpper(char) || r.objects[next.Fold]
}

// asideEnd is the end of a clause beside what word i says, where one begins at word
// pos; 0 where none does. Its outlet tells it as a fact: "accused the group, which
// sits in Senn, of fraud", "they say she started the blaze that destroyed the mill".
// Only in English do its first words not begin what is said too.
func (r reading) asideEnd(i, pos int) int {
	if r.lang != "en" || pos <= i+1 || pos+1 >= len(r.words) {
		return 0
	}
	before, behind := r.term(pos-1), r.words[pos+1].Fold
	noun := !text.Stop(before, r.lang) && !r.speech[r.words[pos-1].Fold]
	switch fold := r.words[pos].Fold; {
	case r.relative[fold] && r.parted(pos):
	case fold == "that" && noun && (strings.HasSuffix(behind, "ed") || r.tenses[behind]):
	default:
		return 0
	}
	return r.clauseEnd(pos)
}

// quoteBefore is the quotation that ends right before a clause and is a
// statement of its own, not a part of one.
func (r reading) quoteBefore(quoted []text.Span, start int) (text.Span, bool) {
	for _, q := range quoted {
		if start > 0 && q.End > r.words[start-1].Start && q.End <= r.words[start].Start {
			lead := strings.TrimRight(r.s[:q.Start], " \"“”'‘«„")
			return q, lead != "" && strings.ContainsRune(".:!?", rune(lead[len(lead)-1]))
		}
	}
	return text.Span{}, false
}

// trails reports whether a verb stands in a short clause that ends its
// sentence, or has "that" behind it.
func (r reading) trails(i int) bool {
	if i+1 < len(r.words) && r.words[i+1].Fold == "that" {
		return true
	}
	start := r.clauseStart(i)
	return start > 0 && len(r.words)-start <= trailingMost && r.clauseEnd(i) == len(r.words)
}

// trailingMost is how many words the clause may have: ", the Associated Press
// reported on Monday".
const trailingMost = 12

// scope is the words an attribution covers: of a hedge its clause, of a verb
// of saying the whole sentence, unless it stands in a clause beside the main
// one ("Smith, who said …, won").
func (r reading) scope(i int, hedge bool) (from, to int) {
	start := r.clauseStart(i)
	if hedge || start > 0 && start < i && r.relative[r.words[start].Fold] {
		return start, r.clauseEnd(i)
	}
	if start > 0 && r.joins[r.words[start].Fold] {
		from = start
	}
	for to = i + 1; to < len(r.words) && !r.contrast[r.words[to].Fold]; to++ {
	}
	return from, to
}

// clauseStart is the first word of the clause that word i stands in, clauseEnd
// the one behind its last.
func (r reading) clauseStart(i int) int {
	for i > 0 && !r.parted(i) {
		i--
	}
	return i
}

func (r reading) clauseEnd(i int) int {
	for i++; i < len(r.words) && !r.parted(i); i++ {
	}
	return i
}

// parted reports whether a mark stands between word i and the one before.
func (r reading) parted(i int) bool {
	return strings.ContainsAny(r.s[r.words[i-1].End:r.words[i].Start], ",;:–—“”\"")
}

// lostSaying is the attribution of the source that covers the claim and has
// none in it; a hedge before a plain one. Of a sentence that was copied nearly
// whole, each must be there.
func (c *Sentence) lostSaying(src *part, st stanceWords, a alignment) string {
	own := append(sayings(c.words, c.s, c.lang), c.announced()...)
	soft := slices.ContainsFunc(c.words, func(w text.Word) bool { return st.soft[w.Fold] })
	speaks := slices.ContainsFunc(own, func(x saying) bool { return !x.modal })
	hedged := slices.ContainsFunc(own, func(x saying) bool { return x.hedge && !x.modal })
	var lost []saying
	for _, x := range src.sayings() {
		if !c.madeFrom(x, src) {
			continue
		}
		if x.hedge {
			if !soft && !slices.ContainsFunc(own, func(o saying) bool { return o.hedge || o.covers[x.next] }) {
				return x.word
			}
			continue
		}
		if each := a.share >= whole && (!hedged || st.sources[x.word]); each || !speaks {
			lost = append(lost, x)
		}
	}
	if lost = src.unmatched(lost, own); len(lost) > 0 {
		return lost[0].word
	}
	return ""
}

// unmatched are the attributions of a source for which a claim has none of its
// own: by the same word, or by one that the source does not have.
func (src *part) unmatched(theirs, own []saying) []saying {
	for _, o := range own {
		i := slices.IndexFunc(theirs, func(x saying) bool { return x.word == o.word })
		if i < 0 && len(theirs) > 0 && !slices.ContainsFunc(src.wordsOf(), func(w text.Word) bool { return w.Fold == o.word }) {
			i = 0 // another word for one of them
		}
		if i >= 0 {
			theirs = slices.Delete(theirs, i, i+1)
		}
	}
	return theirs
}

// announced is the colon that gives a quotation to whoever stands before it:
// "The mayor: “We stay.”"
func (c *Sentence) announced() []saying {
	for _, q := range c.quotes {
		before := strings.TrimRight(c.s[:q.Start], " \u00a0\u202f\"“”„'‘’‚«»「")
		if strings.HasSuffix(before, ":") || strings.HasSuffix(before, "：") {
			return []saying{{word: ":"}}
		}
	}
	return nil
}

// madeFrom reports whether an attribution covers what the claim says: half of
// what the claim has from the sentence, of a hedge the word behind it, and more than
// half where that is the object of a verb.
func (c *Sentence) madeFrom(x saying, src *part) bool {
	in, out := 0, 0
	for _, t := range c.roots {
		switch {
		case x.covers[t]:
			in++
		case x.beside[t] && !x.object:
		case src.rootsOf()[t]:
			out++
		}
	}
	if x.hedge && x.next != "" {
		return in >= 2 && slices.Contains(c.roots, x.next) && (!x.object || in > out)
	}
	return in >= 2 && in >= out
}

// whole is the share of a claim's words in the source's order from which on it
// is the sentence itself, shortened.
const whole = .9
