package claim

import (
	"slices"

	"dateline/briefing/rights"
)

// Drawn is what of articles stands word for word in a claim: all of a quotation, also of
// the one that it is told with, and
// what a written sentence has in common with the texts that it cites. A headline may
// always be shown, and a translation is nobody's words.
func (c Claim) Drawn() []rights.Piece {
	if c.Kind == KindTranslated {
		return nil
	}
	var out []rights.Piece
	for _, cite := range c.Cites {
		switch {
		case cite.Field != "text":
		case c.Kind == KindQuoted, cite.Quote == c.Denial:
			out = append(out, rights.Piece{Article: cite.Of, Version: cite.Row, Start: cite.Start, End: cite.End, Text: cite.Quote,
				Sentence: true})
		default:
			for _, piece := range rights.Copied(c.Text, cite.Body) {
				piece.Article, piece.Version = cite.Of, cite.Row
				out = append(out, piece)
			}
		}
	}
	return out
}

// Within keeps of claims, in their order, those for which a count has room, and counts
// them. over points at the articles of the others, each once: of them the heading and
// the link may be shown.
func Within(count *rights.Tally, claims []Claim) (kept []Claim, over []Cite) {
	for _, c := range claims {
		if count.Take(c.Drawn()...) {
			kept = append(kept, c)
			continue
		}
		for _, cite := range c.Cites {
			if !slices.ContainsFunc(over, func(other Cite) bool { return other.Of == cite.Of }) {
				over = append(over, cite)
			}
		}
	}
	return kept, over
}

// AnyReserved reports whether a claim rests on a text that may not be given to a model.
func (c Claim) AnyReserved() bool {
	return slices.ContainsFunc(c.Cites, func(cite Cite) bool { return cite.Reserved })
}
