package people

import (
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/text"
)

// Who is told to be accused is told with what he or she says to it, where the report that
// accuses has it.

// withDenial adds to a claim that names somebody accused the sentence of its report in
// which he or she denies it.
func (p *Rules) withDenial(c claim.Claim, lang string) claim.Claim {
	src, ok := p.byVersion[c.Cites[0].Row]
	if !ok || c.Cites[0].Field != "text" || denyingWords[lang].MatchString(c.Text) {
		return c
	}
	here := p.load().by[c.Cites[0].Row]
	told := namesOf(c.Text, here)
	if len(told) == 0 {
		return c
	}
	quoted := text.Span{Start: c.Cites[0].Start, End: c.Cites[0].End}
	for i, span := range src.Spans {
		said := src.Sentence(i)
		if !denyingWords[lang].MatchString(said) || c.Kind == claim.KindQuoted && span.Meets(quoted) {
			continue
		}
		of := namesOf(said, here)
		if len(of) == 0 && i > 0 && leans(said, lang, false) {
			of = namesOf(src.Sentence(i-1), here)
		}
		if !slices.ContainsFunc(of, func(m mention) bool { return m.surname == told[0].surname }) {
			continue
		}
		denial := src.Verbatim(i)
		if len(p.hidden(denial, Accuses(denial.Text, lang))) > 0 {
			continue
		}
		cite := denial.Cites[0]
		if c.Denial = cite.Quote; c.Cites[len(c.Cites)-1].Quote != cite.Quote { // else it was added before
			c.Cites = append(c.Cites[:len(c.Cites):len(c.Cites)], cite)
		}
		return c
	}
	return c
}
