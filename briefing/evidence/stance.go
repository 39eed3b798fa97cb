package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// stanceHolds asks that what the claim's source sentence denies or only
// reports is denied or reported in the claim. A fault needs most of the claim
// to be made from that sentence.
func (c *Sentence) stanceHolds(r *Result, against citation) {
	if !speech.Knows(c.lang) || against.src == nil {
		return
	}
	if told := c.inventedSaying(against.pages); told != "" {
		r.fault("speaker", told, "in the cited text they do not say this (%q): leave out who says so, or name who does", told)
	}
	if against.share < .5 {
		return
	}
	c.negationHolds(r, against)
	if lost := c.lostSaying(against.src, against.aligned); lost != "" && (against.share >= said || speech.Hedge(lost)) {
		r.fault("attribution", lost, "the cited text only reports that somebody says so (%q)", lost)
	}
}

// said is the share of a claim that its source sentence must hold for the claim
// to need its attribution; a hedge is needed from half on.
const said = .7

// lostSaying is the attribution of the source that covers the claim and has
// none in it; a hedge before a plain one. Of a sentence that was copied nearly
// whole, each must be there.
func (c *Sentence) lostSaying(src *part, a alignment) string {
	own := slices.Concat(c.clauses.Sayings(), c.announced())
	speaks := slices.ContainsFunc(own, func(x speech.Saying) bool { return !x.Modal })
	hedged := slices.ContainsFunc(own, func(x speech.Saying) bool { return x.Hedge && !x.Modal })
	var lost []speech.Saying
	for _, x := range src.clauses().Sayings() {
		if !c.madeFrom(x, src) {
			continue
		}
		if x.Hedge {
			if !c.clauses.Soft() && !slices.ContainsFunc(own, func(o speech.Saying) bool { return o.Hedge || o.Covers[x.Next] }) {
				return x.Word
			}
			continue
		}
		if each := a.share >= whole && (!hedged || x.Source); each || !speaks {
			lost = append(lost, x)
		}
	}
	if lost = src.unmatched(lost, own); len(lost) > 0 {
		return lost[0].Word
	}
	return ""
}

// unmatched are the attributions of a source for which a claim has none of its
// own: by the same word, or by one that the source does not have.
func (src *part) unmatched(theirs, own []speech.Saying) []speech.Saying {
	for _, o := range own {
		i := slices.IndexFunc(theirs, func(x speech.Saying) bool { return x.Word == o.Word })
		if i < 0 && len(theirs) > 0 && !slices.ContainsFunc(src.clauses().Words, func(w text.Word) bool { return w.Fold == o.Word }) {
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
func (c *Sentence) announced() []speech.Saying {
	for _, q := range c.clauses.Quotations() {
		before := strings.TrimRight(c.s[:q.Start], " \u00a0\u202f\"“”„'‘’‚«»「")
		if strings.HasSuffix(before, ":") || strings.HasSuffix(before, "：") {
			return []speech.Saying{{Word: ":"}}
		}
	}
	return nil
}

// madeFrom reports whether an attribution covers what the claim says: half of
// what the claim has from the sentence, of a hedge the word behind it, and more than
// half where that is the object of a verb.
func (c *Sentence) madeFrom(x speech.Saying, src *part) bool {
	in, out := 0, 0
	for _, t := range c.roots {
		switch {
		case x.Covers[t]:
			in++
		case x.Beside[t] && !x.Object:
		case src.rootsOf()[t]:
			out++
		}
	}
	if x.Hedge && x.Next != "" {
		return in >= 2 && slices.Contains(c.roots, x.Next) && (!x.Object || in > out)
	}
	return in >= 2 && in >= out
}

// whole is the share of a claim's words in the source's order from which on it
// is the sentence itself, shortened.
const whole = .9
