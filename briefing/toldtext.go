package briefing

import (
	"dateline/briefing/evidence"
	"dateline/store"
)

// toldSentence is a sentence of a source, or with headlineAt its headline, on
// which rests a claim that a channel was told.
type toldSentence struct {
	store.ToldCite
	src   source
	i     int
	whole bool // the claim states all of it
}

// sentences are those on which rests what the channel was told of a story,
// newest post first.
func (t *told) sentences() []toldSentence {
	var out []toldSentence
	for _, x := range t.cites {
		src, ok := t.sources[x.Cite.Version]
		if !ok {
			continue
		}
		if x.Cite.Field == "title" {
			out = append(out, toldSentence{x, src, headlineAt, true})
			continue
		}
		for i, sp := range src.spans {
			if sp.Start < x.Cite.End && x.Cite.Start < sp.End {
				out = append(out, toldSentence{x, src, i, wholly(x, src, i)})
			}
		}
	}
	return out
}

// quotes reports whether claims of a kind are the source's own words.
func quotes(kind string) bool { return kind == KindQuoted || kind == KindHeadline }

// wholly reports whether a claim that rests on a sentence states all of it. A
// written claim cites its whole passage, of which it states a part; where a
// translation cites one sentence, it is of that one.
func wholly(x store.ToldCite, src source, i int) bool {
	sp, v := src.spans[i], src.item.Version
	switch {
	case quotes(x.Kind), x.Kind == KindTranslated && sp.Start <= x.Cite.Start && x.Cite.End <= sp.End:
		return true
	}
	return states(evidence.Facts(x.Text, v.Lang, src.item.Article.Published), src.facts(i))
}
