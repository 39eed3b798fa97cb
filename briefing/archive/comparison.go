package archive

import (
	"context"
	"regexp"

	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// What may stand between two names that a question compares, and before and
// between two names that it tells apart.
var (
	betweenCompared = regexp.MustCompile(`(?i)^,? (?:or|versus|vs\.?|than|compare[sd]? (?:with|to)|oder|verglichen mit|im vergleich ` +
		`(?:zu|mit)|ou|comparé à|o|u|comparado con|comparada con)(?: ` +
		`(?:that|those|in|of|at|by|for|the|der|die|das|dem|den|von|en|de|la|le|les|el|los|las|à))* $`)
	opensPair = regexp.MustCompile(`(?i)\b(?:between|zwischen|entre)(?: (?:the|der|die|das|dem|den|la|le|les|el|los|las))? $`)
	joinsPair = regexp.MustCompile(`(?i)^ (?:and|und|et|y|e)(?: (?:the|der|die|das|dem|den|la|le|les|el|los|las))? $`)
)

// comparisonSides returns, for a question that compares two names ("more rain in
// Senn or Karsk"), the question with only the first and with only the second; nil
// for other questions.
func comparisonSides(q string) []string {
	names := name.Names(q, text.QuestionLang(q))
	for i := 1; i < len(names); i++ {
		first, second := names[i-1], names[i]
		if first.End > second.Start {
			continue
		}
		gap := q[first.End:second.Start]
		if betweenCompared.MatchString(gap) || joinsPair.MatchString(gap) && opensPair.MatchString(q[:first.Start]) {
			return []string{q[:first.End] + q[second.End:], q[:first.Start] + q[second.Start:]}
		}
	}
	return nil
}

// searchSides searches for the question, and for each side of a comparison, and
// merges the lists one hit of each in turn.
func (ar *Archive) searchSides(ctx context.Context, ix *search.Index, q search.Query) ([]search.Hit, error) {
	hits, err := ix.Search(ctx, q)
	sides := comparisonSides(q.Text)
	if err != nil || len(sides) == 0 {
		return hits, err
	}
	lists := [][]search.Hit{hits}
	for _, side := range sides {
		part := q
		part.Text = side
		if hits, err = ix.Search(ctx, part); err != nil {
			return nil, err
		}
		lists = append(lists, hits)
	}
	return search.InTurn(lists, q), nil
}
