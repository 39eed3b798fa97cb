package brief

import (
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/briefing/write"
	"dateline/store"
)

// citedSentence is a sentence of a source, or with claim.HeadlineIndex its
// headline, that a claim told to the channel cites.
type citedSentence struct {
	store.ToldCite
	src   claim.Article
	index int
	whole bool // the claim states all of it
}

// citedSentences returns the sentences cited by what the channel was told of a
// story, newest post first.
func (t *storyHistory) citedSentences() []citedSentence {
	var out []citedSentence
	for _, x := range t.cites {
		src, ok := t.sources[x.Cite.Version]
		if !ok {
			continue
		}
		if x.Cite.Field == "title" {
			out = append(out, citedSentence{x, src, claim.HeadlineIndex, true})
			continue
		}
		for i, sp := range src.Spans {
			if sp.Meets(text.Span{Start: x.Cite.Start, End: x.Cite.End}) {
				out = append(out, citedSentence{x, src, i, statesAll(x, src, i)})
			}
		}
	}
	return out
}

// claimOf is the claim that was told with a text, 0 without one.
func (t *storyHistory) claimOf(text string) int64 {
	for _, x := range t.cites {
		if x.Text == text {
			return x.Claim
		}
	}
	return 0
}

// hasNewArticle reports whether one of the articles was not there at the last cut.
func (t *storyHistory) hasNewArticle(members []claim.Article) bool {
	return slices.ContainsFunc(members, func(m claim.Article) bool { return !t.known[m.Item.Article.ID] })
}

// statesAll reports whether a told claim states all of a sentence it cites.
// Verbatim claims do. A written claim cites a whole passage and may state a part
// of it, so its hard facts are compared; a translation that cites one sentence
// states that one.
func statesAll(x store.ToldCite, src claim.Article, i int) bool {
	span, version := src.Spans[i], src.Item.Version
	switch {
	case claim.IsVerbatim(x.Kind), x.Kind == claim.KindTranslated && span.Start <= x.Cite.Start && x.Cite.End <= span.End:
		return true
	}
	return write.States(evidence.Facts(x.Text, version.Lang, src.Item.Article.Published), src.Facts(i))
}
