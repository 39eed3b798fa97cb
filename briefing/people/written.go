package people

import (
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/text/speech"
)

// What a model writes of somebody who is accused is held by code, whatever a second
// reader says of it.

// overstates reports whether a written claim accuses somebody whom none of the reports
// that it cites accuses, or says as a fact what they only suspect.
func (p *Rules) overstates(c claim.Claim, lang string) bool {
	if c.Kind != claim.KindWritten && c.Kind != claim.KindHeading || !Guilty(withoutHarmless(WithoutTitles(c.Text)), lang) {
		return false
	}
	names := p.load().in(c.Text)
	if len(names) == 0 {
		return false
	}
	accuses := func(ct claim.Cite) bool { return ct.Lang != lang || Guilty(ct.Quote, ct.Lang) }
	if !slices.ContainsFunc(c.Cites, accuses) {
		return true
	}
	return !unprovenWords[lang].MatchString(c.Text) && len(speech.Read(c.Text, lang).Sayings()) == 0 &&
		slices.ContainsFunc(c.Cites, func(ct claim.Cite) bool { return ct.Lang == lang && unprovenWords[lang].MatchString(ct.Quote) }) &&
		!slices.ContainsFunc(c.Cites, func(ct claim.Cite) bool { return namesNoSuspect(ct.Quote, ct.Lang) })
}
