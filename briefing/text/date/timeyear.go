package date

// year reads four digits.
func (p *timeParser) year(at int) (timeNode, int) {
	token := p.Tokens[at]
	switch {
	case token.Digits != 4 || token.n < 1000 || token.n >= 2200:
	case p.figureGoesOn(at) && !p.Is(at+1, "."), p.Is(at+1, "%"):
	case p.Tight(at) && !p.Is(at-1, "/", "-", "–", "~", "(", "\"", "'", "“", "‘", "،", "="):
	case token.n >= 1900 && token.n <= 2099, p.yearBeside(at):
		return timeNode{n: token.n}, at + 1
	}
	return timeNode{}, 0
}

// yearBeside: four digits far from our time are a year where a word says so.
func (p *timeParser) yearBeside(at int) bool {
	if p.Figure(at-1) || p.monthAt(at-1) || p.monthAt(at-2) || p.Closing(at+1, "s") {
		return true
	}
	next := p.At(at + 1).S
	counted := len(next) > 3 && unitOf[next] == 0
	return !counted && p.Is(at-1, "in", "since", "of", "until", "to", "year", "before", "after", "en", "jahr", "jahre", "seit",
		"desde", "depuis", "ano", "de", "do", "em", "عام", "سنة", "early", "late", "mid")
}

func (p *timeParser) monthAt(i int) bool {
	word := p.At(i).S
	return word != "" && MonthOf[word] > 0
}

// shortYear reads "87" behind "of", or "'98".
func (p *timeParser) shortYear(at int) (timeNode, int) {
	next := at
	if p.Is(at, "'", "’") {
		next++
	}
	if next < len(p.Tokens) && p.Tokens[next].Digits == 2 && !p.figureGoesOn(next) {
		year := p.Tokens[next].n
		now := p.ref.Year() % 100
		if p.ref.IsZero() {
			now = 30
		}
		if year <= now+10 {
			return timeNode{n: 2000 + year}, next + 1
		}
		return timeNode{n: 1900 + year}, next + 1
	}
	return timeNode{}, 0
}
