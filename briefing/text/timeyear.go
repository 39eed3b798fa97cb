package text

// year reads four digits.
func (p *timeParser) year(at int) (timeNode, int) {
	t := p.tokens[at]
	switch {
	case t.digits != 4 || t.n < 1000 || t.n >= 2200:
	case p.figureGoesOn(at) && !p.is(at+1, "."), p.is(at+1, "%"):
	case p.tight(at) && !p.is(at-1, "/", "-", "–", "~", "(", "\"", "'", "“", "‘", "،", "="):
	case t.n >= 1900 && t.n <= 2099, p.yearBeside(at):
		return timeNode{n: t.n}, at + 1
	}
	return timeNode{}, 0
}

// yearBeside: four digits far from our time are a year where a word says so.
func (p *timeParser) yearBeside(at int) bool {
	if p.figure(at-1) || p.monthAt(at-1) || p.monthAt(at-2) || p.closing(at+1, "s") {
		return true
	}
	next := p.at(at + 1).s
	counted := len(next) > 3 && unitOf[next] == 0
	return !counted && p.is(at-1, "in", "since", "of", "until", "to", "year", "before", "after", "en", "jahr", "jahre", "seit",
		"desde", "depuis", "ano", "de", "do", "em", "عام", "سنة", "early", "late", "mid")
}

func (p *timeParser) monthAt(i int) bool {
	word := p.at(i).s
	return word != "" && monthOf[word] > 0
}

// shortYear reads "87" behind "of", or "'98".
func (p *timeParser) shortYear(at int) (timeNode, int) {
	next := at
	if p.is(at, "'", "’") {
		next++
	}
	if next < len(p.tokens) && p.tokens[next].digits == 2 && !p.figureGoesOn(next) {
		y := p.tokens[next].n
		now := p.ref.Year() % 100
		if p.ref.IsZero() {
			now = 30
		}
		if y <= now+10 {
			return timeNode{n: 2000 + y}, next + 1
		}
		return timeNode{n: 1900 + y}, next + 1
	}
	return timeNode{}, 0
}
