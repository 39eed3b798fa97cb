package answer

import (
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/rights"
)

// within leaves out of an answer what draws more of an article than a conversation may
// (rights.Together); its heading and its link are left. A briefing has been counted as it was written.
func (a *Answer) within(count *rights.Tally) {
	var over, more []claim.Cite
	if a.Briefing == nil {
		a.Claims, over = claim.Within(count, a.Claims)
		a.Passages, more = claim.Within(count, a.Passages)
	}
	if a.Beyond = append(over, more...); len(over) > 0 {
		a.Used = articlesIn(a.Claims)
		a.Abstained = a.Abstained || len(a.Claims) == 0
	}
}

// beyond says of the articles of which no more is quoted that they hold it.
func (a Answer) beyond() []message.Block {
	var out []message.Block
	pieces := a.Words.Around("beyond")
	for _, cite := range a.Beyond {
		out = append(out, message.Block{Kind: message.Para, Runs: []message.Run{{Text: pieces[0]}, {Text: claim.Titled(cite.Title)},
			{Text: pieces[1]}, claim.Resting(claim.OutletRun(cite.Outlet, cite.URL), cite), {Text: pieces[2]}}})
	}
	return out
}
