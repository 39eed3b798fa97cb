package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text"
)

// saying is a word by which a sentence leaves something to others, and the
// words that it covers.
type saying struct {
	word   string
	hedge  bool
	modal  bool            // of the hedges, one that says only what is possible
	covers map[string]bool // content terms
	next   string          // the content term behind it
}

// stanceHolds asks that what the claim's source sentence denies or only
// reports is denied or reported in the claim. A fault needs most of the claim
// to be made from that sentence.
func (c *Sentence) stanceHolds(r *Result, src *part, share float64, a alignment) {
	st := stances[c.lang]
	if st.negations == nil || src == nil || share < .5 {
		return
	}
	c.negationHolds(r, src, st)
	if w := c.lostSaying(src, st, a); w != "" && (share >= said || Hedge(w)) {
		r.fault("attribution", w, "the cited text only reports that somebody says so (%q)", w)
	}
}

// said is the share of a claim that its source sentence must hold for the claim
// to need its attribution; a hedge is needed from half on.
const said = .7

// negationHolds compares what is denied: the content word that follows each
// negation in its clause, or the one before it where none follows.
func (c *Sentence) negationHolds(r *Result, src *part, st stanceWords) {
	theirs := negated(src.words, src.s, src.lang, st)
	ours := negated(c.words, c.s, c.lang, st)
	if len(ours) == 0 {
		for t := range theirs {
			if slices.Contains(c.content, t) {
				r.fault("negation", t, "it states what the cited text denies (%q)", t)
				return
			}
		}
	}
	if len(theirs) == 0 {
		for t := range ours {
			if src.set[t] {
				r.fault("negation", t, "it denies what the cited text states (%q)", t)
				return
			}
		}
	}
}

// negated are the terms that stand under a negation and nowhere without one.
func negated(ws []word, s, lang string, st stanceWords) map[string]bool {
	var out, free map[string]bool
	under := make([]bool, len(ws))
	for i, w := range ws {
		if !st.negations[w.fold] || w.fold == "no" && i+1 < len(ws) && ws[i+1].fold[0] >= '0' && ws[i+1].fold[0] <= '9' {
			continue
		}
		if out == nil {
			out, free = map[string]bool{}, map[string]bool{}
		}
		under[i] = true
		k := beyond(ws, s, lang, st, i, 1)
		if k < 0 || lang == "de" || lang == "fr" {
			if b := beyond(ws, s, lang, st, i, -1); b >= 0 {
				under[b], out[term(ws[b].fold, lang)] = true, true
			}
		}
		if k >= 0 {
			under[k], out[term(ws[k].fold, lang)] = true, true
		}
	}
	if out == nil {
		return nil
	}
	for i, w := range ws {
		if !under[i] {
			free[term(w.fold, lang)] = true
		}
	}
	for t := range out {
		if free[t] {
			delete(out, t)
		}
	}
	return out
}

// beyond is the next content word in a direction within the clause; -1 is none.
func beyond(ws []word, s, lang string, st stanceWords, i, step int) int {
	for k := i + step; k >= 0 && k < len(ws); k += step {
		gap := s[ws[min(k, k-step)].End:ws[max(k, k-step)].Start]
		if strings.ContainsAny(gap, ",;:.!?–—") {
			return -1
		}
		if t := term(ws[k].fold, lang); t != "" && !text.Stop(t, lang) && !st.negations[ws[k].fold] {
			return k
		}
	}
	return -1
}

func term(fold, lang string) string {
	if ts := text.Terms(fold, lang); len(ts) > 0 {
		return ts[0]
	}
	return ""
}

// sayings finds the attributions of a sentence, outside its quotations.
func sayings(ws []word, s, lang string) []saying {
	st := stances[lang]
	if st.negations == nil {
		return nil
	}
	quoted := text.Quotations(s)
	var out []saying
	for i, w := range ws {
		hedge := st.hedges[w.fold] || st.modals[w.fold]
		if !hedge && !st.speech[w.fold] && !(st.trailing[w.fold] && trails(ws, s, i)) || slices.ContainsFunc(quoted, func(q text.Span) bool { return meets(q, w.Span) }) {
			continue
		}
		x := saying{word: w.fold, hedge: hedge, modal: st.modals[w.fold], covers: map[string]bool{}}
		if k := beyond(ws, s, lang, st, i, 1); k >= 0 {
			x.next = term(ws[k].fold, lang)
		}
		from, to := scope(ws, s, st, i, hedge)
		start := clauseStart(ws, s, i)
		if q, ok := quoteBefore(quoted, ws, s, start); ok && !hedge {
			for from < start && ws[from].Start < q.Start {
				from++ // "…," he said: the quotation alone is his
			}
		}
		for k := from; k < to; k++ {
			if hedge || st.sources[w.fold] || k < start || k > i {
				if t := term(ws[k].fold, lang); !text.Stop(t, lang) {
					x.covers[t] = true
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// quoteBefore is the quotation that ends right before a clause and is a
// statement of its own, not a part of one.
func quoteBefore(quoted []text.Span, ws []word, s string, start int) (text.Span, bool) {
	for _, q := range quoted {
		if start > 0 && q.End > ws[start-1].Start && q.End <= ws[start].Start {
			lead := strings.TrimRight(s[:q.Start], " \"“”'‘«„")
			return q, lead != "" && strings.ContainsRune(".:!?", rune(lead[len(lead)-1]))
		}
	}
	return text.Span{}, false
}

// trails reports whether a verb stands in a short clause that ends its
// sentence, or has "that" behind it.
func trails(ws []word, s string, i int) bool {
	if i+1 < len(ws) && ws[i+1].fold == "that" {
		return true
	}
	start := clauseStart(ws, s, i)
	if start == 0 || len(ws)-start > trailingMost {
		return false
	}
	for k := i + 1; k < len(ws); k++ {
		if clauseEnds(s, ws[k-1], ws[k]) {
			return false
		}
	}
	return true
}

// trailingMost is how many words the clause may have: ", the Associated Press
// reported on Monday".
const trailingMost = 12

// scope is the words an attribution covers: of a hedge its clause, of a verb
// of saying the whole sentence, unless it stands in a clause beside the main
// one ("Smith, who said …, won").
func scope(ws []word, s string, st stanceWords, i int, hedge bool) (from, to int) {
	from, to = 0, len(ws)
	start := clauseStart(ws, s, i)
	if start > 0 && st.joins[ws[start].fold] {
		from = start
	}
	if hedge || start > 0 && start < i && st.relative[ws[start].fold] {
		from = start
		for to = i + 1; to < len(ws) && !clauseEnds(s, ws[to-1], ws[to]); to++ {
		}
		return from, to
	}
	for k := i + 1; k < len(ws); k++ {
		if st.contrast[ws[k].fold] {
			return from, k
		}
	}
	return from, to
}

func clauseEnds(s string, a, b word) bool {
	return strings.ContainsAny(s[a.End:b.Start], ",;:–—“”\"")
}

func clauseStart(ws []word, s string, i int) int {
	for i > 0 && !clauseEnds(s, ws[i-1], ws[i]) {
		i--
	}
	return i
}

// lostSaying is the attribution of the source that covers the claim and has
// none in it; a hedge before a plain one. Of a sentence that was copied nearly
// whole, each must be there.
func (c *Sentence) lostSaying(src *part, st stanceWords, a alignment) string {
	own := sayings(c.words, c.s, c.lang)
	soft := slices.ContainsFunc(c.words, func(w word) bool { return st.soft[w.fold] })
	speaks := slices.ContainsFunc(own, func(x saying) bool { return !x.modal })
	hedged := slices.ContainsFunc(own, func(x saying) bool { return x.hedge && !x.modal })
	var lost []saying
	for _, x := range src.sayings() {
		if !c.madeFrom(x, src) {
			continue
		}
		kept := speaks
		if x.hedge {
			kept = soft || slices.ContainsFunc(own, func(o saying) bool { return o.hedge || o.covers[x.next] })
		}
		if !kept && x.hedge {
			return x.word
		}
		if !kept || !x.hedge && a.share >= whole && (!hedged || st.sources[x.word]) {
			lost = append(lost, x)
		}
	}
	for _, o := range own {
		i := slices.IndexFunc(lost, func(x saying) bool { return x.word == o.word })
		if i < 0 && len(lost) > 0 && !slices.ContainsFunc(src.words, func(w word) bool { return w.fold == o.word }) {
			i = 0 // another word for one of them
		}
		if i >= 0 {
			lost = slices.Delete(lost, i, i+1)
		}
	}
	if len(lost) > 0 {
		return lost[0].word
	}
	return ""
}

// madeFrom reports whether an attribution covers what the claim says: half of
// what the claim has from the sentence, of a hedge the word behind it.
func (c *Sentence) madeFrom(x saying, src *part) bool {
	in, out := 0, 0
	for _, t := range c.content {
		switch {
		case x.covers[t]:
			in++
		case src.set[t]:
			out++
		}
	}
	if x.hedge && x.next != "" {
		return in >= 2 && slices.Contains(c.content, x.next)
	}
	return in >= 2 && in >= out
}

// whole is the share of a claim's words in the source's order from which on it
// is the sentence itself, shortened.
const whole = .9
