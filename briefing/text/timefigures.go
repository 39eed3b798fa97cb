package text

import "time"

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
	if len(parts) < 2 || at > 1 && !p.toks[at].gap && p.is(at-1, ".", ",", ":", "/") && p.toks[at-2].digits > 0 {
		return timeNode{}, 0
	}
	if len(parts) == 2 {
		return p.pair(at, sep, parts, next, loose)
	}
	y, m, d := parts[0], parts[1], parts[2]
	switch {
	case parts[0].digits == 4:
		if m.month == 0 && d.month > 0 { // 2020/23/Sep
			m, d = d, m
		}
	case parts[1].digits == 4 && parts[2].month > 0: // 23-2020-September
		d, y, m = parts[0], parts[1], parts[2]
	default:
		d, m, y = parts[0], parts[1], parts[2]
		if m.month == 0 && (p.lang == "en" && sep != "." && d.n <= 12 || m.n > 12 && d.n <= 12) {
			d, m = m, d
		}
		if y.digits == 2 && sep != ":" {
			y.n += 2000
			if y.n > p.ref.Year()+20 && !p.ref.IsZero() {
				y.n -= 100
			}
		} else if y.digits != 4 {
			return timeNode{}, 0
		}
	}
	if m.month > 0 {
		m.n = m.month
	}
	if y.n < 1000 || y.n > 2200 || d.digits > 2 || m.digits > 2 {
		return timeNode{}, 0
	}
	n, ok := oneDay(y.n, m.n, d.n)
	if !ok {
		return timeNode{}, 0
	}
	return n, p.isoClock(next)
}

// figureParts collects figures and names of months with one mark between them.
func (p *timeParser) figureParts(at int) (sep string, parts []figure, next int) {
	part := func(i int) (figure, bool) {
		if i >= len(p.toks) {
			return figure{}, false
		}
		t := p.toks[i]
		if t.digits > 0 && t.digits <= 4 {
			return figure{n: t.n, digits: t.digits}, true
		}
		m := monthOf[t.s]
		return figure{month: int(m)}, m > 0 && t.s != ""
	}
	f, ok := part(at)
	if !ok {
		return "", nil, 0
	}
	parts, next = append(parts, f), at+1
	for len(parts) < 3 && next+1 < len(p.toks) && p.is(next, "-", "/", ".") && !p.toks[next].gap && !p.toks[next+1].gap && (sep == "" || p.toks[next].s == sep) {
		f, ok := part(next + 1)
		if !ok {
			break
		}
		sep, parts, next = p.toks[next].s, append(parts, f), next+2
	}
	if len(parts) == 1 && f.digits == 4 && next+1 < len(p.toks) && p.toks[next].digits == 2 && p.toks[next+1].digits == 2 && p.toks[next].gap && p.toks[next+1].gap {
		b, _ := part(next)
		c, _ := part(next + 1)
		return " ", []figure{f, b, c}, next + 2 // 2016 10 16
	}
	return sep, parts, next
}

// isoClock swallows the time of "2026-11-23T07:30:00Z".
func (p *timeParser) isoClock(i int) int {
	if !p.is(i, "t") || p.toks[i].gap || i+1 >= len(p.toks) || p.toks[i+1].digits != 2 {
		return i
	}
	for i++; i < len(p.toks) && !p.toks[i].gap && (p.toks[i].digits > 0 || p.is(i, ":", ".", "z", "+", "-")); i++ {
	}
	return i
}

// pair reads two figures: a month of a year, or a day without a year.
func (p *timeParser) pair(at int, sep string, parts []figure, next int, loose bool) (timeNode, int) {
	a, b := parts[0], parts[1]
	day := func(m, d int) (timeNode, int) { return p.dayPair(m, d, sep, next) }
	if n, to, done := p.monthPair(sep, a, b, next); done {
		return n, to
	}
	dot := p.is(next, ".") && !p.toks[next].gap && sep == "."
	if dot && (next+1 >= len(p.toks) || p.toks[next+1].gap || p.toks[next+1].digits == 0) && p.lang != "en" || dot && next+1 < len(p.toks) && a.n <= 31 && b.n <= 12 && b.digits == 2 && p.is(at-1, "am", "vom", "bis", "zum", "seit", "dem", "ab") {
		next++
		return day(b.n, a.n)
	}
	if sep == "/" && a.n == 24 && b.n == 7 {
		return timeNode{}, 0
	}
	if p.lang == "en" && sep == "/" && a.n == 9 && b.n == 11 && !p.is(at-1, "on", "from", "to", "until") {
		n, _ := oneDay(2001, 9, 11)
		return n, next
	}
	if sep == "." && !loose && !p.is(at-1, "on", "am", "vom", "bis", "zum", "seit", "this", "next", "der", "dem") {
		return timeNode{}, 0
	}
	said := loose || p.is(at-1, "on", "from", "between", "to", "until", "since", "am", "vom", "bis", "el", "le", "em", "dia", "del", "du", "au", "seit", "this", "next", "-", "after", "before")
	if sep == "-" && !loose || sep == "." && !said || sep == "/" && !said && a.digits < 2 && b.digits < 2 {
		return timeNode{}, 0
	}
	if sep == "/" && !said && a.n < b.n && b.n <= 10 || p.is(next, "%") || p.is(next, sep) && !p.toks[next].gap {
		return timeNode{}, 0 // a fraction
	}
	if p.lang == "en" && a.n <= 12 || a.n <= 12 && b.n > 12 {
		return day(a.n, b.n)
	}
	return day(b.n, a.n)
}

// dayPair is a day without a year.
func (p *timeParser) dayPair(m, d int, sep string, next int) (timeNode, int) {
	n, ok := p.datedMonthDay(m, d, 0)
	if !ok || m < 1 || m > 12 {
		return timeNode{}, 0
	}
	n.s = sep
	return n, next
}

// monthPair reads pairs that can be nothing else: with a year or a month's name.
func (p *timeParser) monthPair(sep string, a, b figure, next int) (n timeNode, to int, done bool) {
	month := func(y, m int) (timeNode, int) {
		from := time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
		if m < 1 || m > 12 || y < 1900 || y > 2200 {
			return timeNode{}, 0
		}
		return timeNode{from: from, to: from.AddDate(0, 1, 0), unit: 'm'}, next
	}
	day := func(m, d int) (timeNode, int) { return p.dayPair(m, d, sep, next) }
	switch {
	case sep == " ":
		return timeNode{}, 0, true
	case a.month > 0 && b.digits == 4:
		n, to := month(b.n, a.month)
		return n, to, true
	case b.month > 0 && a.digits == 4:
		n, to := month(a.n, b.month)
		return n, to, true
	case a.month > 0 && b.digits > 0 && b.digits <= 2 && sep == "/":
		n, to := day(a.month, b.n)
		return n, to, true
	case b.month > 0 && a.digits > 0 && a.digits <= 2:
		n, to := day(b.month, a.n)
		return n, to, true
	case a.month > 0 || b.month > 0 || sep == "." && (a.digits == 4 || b.digits == 4):
		return timeNode{}, 0, true
	case a.digits == 4 && b.digits <= 2 && sep == "-" && b.digits > 0:
		n, to := month(a.n, b.n)
		return n, to, true
	case b.digits == 4 && a.digits <= 2 && sep == "-":
		n, to := month(b.n, a.n)
		return n, to, true
	case a.digits > 2 || b.digits > 2:
		return timeNode{}, 0, true
	}
	return timeNode{}, 0, false
}
