package text

// year reads four digits.
func (p *timeParser) year(at int) (timeNode, int) {
	t := p.toks[at]
	if t.digits == 4 && t.n >= 1000 && t.n < 2200 {
		if p.figureGoesOn(at) && !p.is(at+1, ".") || p.is(at+1, "%") || at > 0 && !t.gap && !p.is(at-1, "/", "-", "–", "~", "(", "\"", "'", "“", "‘", "،", "=") {
			return timeNode{}, 0
		}
		if t.n < 1900 || t.n > 2099 {
			if !p.yearBeside(at) {
				return timeNode{}, 0
			}
		}
		return timeNode{n: t.n}, at + 1
	}
	return timeNode{}, 0
}

// yearBeside: four digits far from our time are a year where a word says so.
func (p *timeParser) yearBeside(at int) bool {
	if at > 0 && (monthOf[p.toks[at-1].s] > 0 && p.toks[at-1].s != "" || p.toks[at-1].digits > 0) || at > 1 && monthOf[p.toks[at-2].s] > 0 && p.toks[at-2].s != "" {
		return true
	}
	if at+1 < len(p.toks) && !p.toks[at+1].gap && p.is(at+1, "s") {
		return true
	}
	return p.is(at-1, "in", "since", "of", "until", "to", "year", "before", "after", "en", "jahr", "jahre", "seit", "desde", "depuis", "ano", "de", "do", "em", "عام", "سنة", "early", "late", "mid") && !(at+1 < len(p.toks) && p.toks[at+1].digits == 0 && unitOf[p.toks[at+1].s] == 0 && len(p.toks[at+1].s) > 3)
}

// shortYear reads "87" behind "of", or "'98".
func (p *timeParser) shortYear(at int) (timeNode, int) {
	next := at
	if p.is(at, "'", "’") {
		next++
	}
	if next < len(p.toks) && p.toks[next].digits == 2 && !p.figureGoesOn(next) {
		y := p.toks[next].n
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
