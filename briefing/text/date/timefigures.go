package date

// figures reads dates in figures: 2026-11-23, 23.11.2026, 11/23/2026,
// 2019/Aug/01, 2015-3, 12-2015. Figures parted by a slash are month first in
// English where both orders make sense; by a full stop, day first.
func (p *timeParser) figures(at int) (timeNode, int) {
	return p.figured(at, false)
}

// loosePair also reads "7-6" and "5.12", which a weekday beside them allows.
func (p *timeParser) loosePair(at int) (timeNode, int) {
	return p.figured(at, true)
}

type figure struct{ n, digits, month int }

func (p *timeParser) figured(at int, loose bool) (timeNode, int) {
	sep, parts, next := p.figureParts(at)
	if len(parts) < 2 || p.Tight(at) && p.Is(at-1, ".", ",", ":", "/") && p.Figure(at-2) {
		return timeNode{}, 0
	}
	if len(parts) == 2 {
		return p.pair(figurePair{a: parts[0], b: parts[1], mark: sep, at: at, next: next, loose: loose})
	}
	year, month, day, ok := p.dateOrder(parts, sep)
	if month.month > 0 {
		month.n = month.month
	}
	if !ok || year.n < 1000 || year.n > 2200 {
		return timeNode{}, 0
	}
	n, ok := oneDay(year.n, month.n, day.n)
	if !ok || day.digits > 2 || month.digits > 2 {
		return timeNode{}, 0
	}
	return n, p.isoClock(next)
}

// dateOrder tells which of three figures are the year, the month and the day.
func (p *timeParser) dateOrder(parts []figure, sep string) (year, month, day figure, ok bool) {
	first, second, third := parts[0], parts[1], parts[2]
	switch {
	case first.digits == 4 && second.month == 0 && third.month > 0: // 2020/23/Sep
		return first, third, second, true
	case first.digits == 4:
		return first, second, third, true
	case second.digits == 4 && third.month > 0: // 23-2020-September
		return second, third, first, true
	}
	year, ok = p.fullYear(third)
	monthFirst := p.lang == "en" && sep != "."
	if second.month == 0 && first.n <= 12 && (monthFirst || second.n > 12) {
		return year, first, second, ok
	}
	return year, second, first, ok
}

// fullYear adds the century to a year of two figures.
func (p *timeParser) fullYear(year figure) (figure, bool) {
	if year.digits != 2 {
		return year, year.digits == 4
	}
	year.n += 2000
	if year.n > p.ref.Year()+20 && !p.ref.IsZero() {
		year.n -= 100
	}
	return year, true
}

// figureParts collects figures and names of months with one mark between them.
func (p *timeParser) figureParts(at int) (sep string, parts []figure, next int) {
	first, ok := p.figurePart(at)
	if !ok {
		return "", nil, 0
	}
	parts, next = append(parts, first), at+1
	marks := []string{"-", "/", "."}
	for len(parts) < 3 && p.Closing(next, marks...) && p.Tight(next+1) {
		part, ok := p.figurePart(next + 1)
		if !ok {
			break
		}
		sep = p.Tokens[next].S
		parts, next, marks = append(parts, part), next+2, []string{sep}
	}
	two := func(t TimeTok) bool { return t.Digits == 2 && t.Gap }
	if second, third := p.At(next), p.At(next+1); len(parts) == 1 && first.digits == 4 && two(second) && two(third) {
		return " ", []figure{first, {n: second.n, digits: 2}, {n: third.n, digits: 2}}, next + 2 // 2016 10 16
	}
	return sep, parts, next
}

func (p *timeParser) figurePart(i int) (figure, bool) {
	token := p.At(i)
	if token.Digits > 0 {
		return figure{n: token.n, digits: token.Digits}, token.Digits <= 4
	}
	month := MonthOf[token.S]
	return figure{month: int(month)}, month > 0 && token.S != ""
}

// isoClock swallows the time of "2026-11-23T07:30:00Z".
func (p *timeParser) isoClock(i int) int {
	if !p.Is(i, "t") || p.Tokens[i].Gap || i+1 >= len(p.Tokens) || p.Tokens[i+1].Digits != 2 {
		return i
	}
	for i++; i < len(p.Tokens) && !p.Tokens[i].Gap && (p.Tokens[i].Digits > 0 || p.Is(i, ":", ".", "z", "+", "-")); i++ {
	}
	return i
}

// figurePair are two figures, or a figure and the name of a month, with a mark between.
type figurePair struct {
	a, b     figure
	mark     string
	at, next int  // where they begin and what is behind them
	loose    bool // what stands beside them allows any day
}

// pair reads two figures: a month of a year, or a day without a year.
func (p *timeParser) pair(f figurePair) (timeNode, int) {
	switch {
	case f.a.month > 0 || f.b.month > 0:
		return p.namedPair(f)
	case f.a.digits > 2 || f.b.digits > 2:
		return yearPair(f)
	case p.stoppedPair(f):
		f.next++
		return p.dayPair(f.b.n, f.a.n, f)
	case p.nineEleven(f):
		n, _ := oneDay(2001, 9, 11)
		return n, f.next
	case !p.meansDay(f):
		return timeNode{}, 0
	case f.a.n <= 12 && (p.lang == "en" || f.b.n > 12):
		return p.dayPair(f.a.n, f.b.n, f)
	}
	return p.dayPair(f.b.n, f.a.n, f)
}

// stoppedPair reports a day and a month with a full stop behind each: "am 3.5.".
func (p *timeParser) stoppedPair(f figurePair) bool {
	if f.mark != "." || !p.Closing(f.next, ".") {
		return false
	}
	goesOn := p.Tight(f.next+1) && p.Figure(f.next+1)
	if p.lang != "en" && !goesOn {
		return true
	}
	likely := f.a.n <= 31 && f.b.n <= 12 && f.b.digits == 2 && f.next+1 < len(p.Tokens)
	return likely && p.Is(f.at-1, "am", "vom", "bis", "zum", "seit", "dem", "ab")
}

func (p *timeParser) nineEleven(f figurePair) bool {
	return p.lang == "en" && f.mark == "/" && f.a.n == 9 && f.b.n == 11 && !p.Is(f.at-1, "on", "from", "to", "until")
}

// meansDay reports whether two figures mean a day, and are no fraction, score,
// share or decimal figure: for their mark, or as the word before them says.
func (p *timeParser) meansDay(f figurePair) bool {
	if p.Is(f.next, "%") || p.Closing(f.next, f.mark) {
		return false
	}
	switch f.mark {
	case "-":
		return f.loose
	case ".":
		return f.loose || p.Is(f.at-1, "on", "am", "vom", "bis", "seit", "this", "next")
	}
	if f.a.n == 24 && f.b.n == 7 {
		return false
	}
	fraction := f.a.digits < 2 && f.b.digits < 2 || f.a.n < f.b.n && f.b.n <= 10
	return f.loose || !fraction || p.Is(f.at-1, "on", "from", "between", "to", "until", "since", "am", "vom", "bis",
		"el", "le", "em", "dia", "del", "du", "au", "seit", "this", "next", "-", "after", "before")
}

// dayPair is a day without a year.
func (p *timeParser) dayPair(month, day int, f figurePair) (timeNode, int) {
	n, ok := p.datedMonthDay(month, day, 0)
	if !ok || month < 1 || month > 12 {
		return timeNode{}, 0
	}
	n.s = f.mark
	return n, f.next
}

// namedPair reads a month's name with a year or a day.
func (p *timeParser) namedPair(f figurePair) (timeNode, int) {
	named, other := f.a, f.b
	if f.a.month == 0 {
		named, other = f.b, f.a
	}
	switch {
	case other.digits == 4:
		return pairedMonth(other.n, named.month, f.next)
	case other.digits == 1 || other.digits == 2:
		if f.a.month == 0 || f.mark == "/" {
			return p.dayPair(named.month, other.n, f)
		}
	}
	return timeNode{}, 0
}

// yearPair reads a year with a month in figures: "2015-3".
func yearPair(f figurePair) (timeNode, int) {
	switch {
	case f.mark != "-":
		return timeNode{}, 0
	case f.a.digits == 4 && f.b.digits <= 2:
		return pairedMonth(f.a.n, f.b.n, f.next)
	case f.b.digits == 4 && f.a.digits <= 2:
		return pairedMonth(f.b.n, f.a.n, f.next)
	}
	return timeNode{}, 0
}

func pairedMonth(year, month, next int) (timeNode, int) {
	if month < 1 || month > 12 || year < 1900 || year > 2200 {
		return timeNode{}, 0
	}
	return monthOfYear(year, month), next
}
