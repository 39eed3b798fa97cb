package text

import "time"

// clockNode is a time of day without a day: hours and minutes in n.
func clockNode(h, m, s int, pm byte) timeNode {
	return timeNode{n: h*3600 + m*60 + s, pm: pm, hours: true}
}

// clock reads a time of day that shows itself as one: "7:30", "7 pm", "19h30",
// "7.30 Uhr", "eight o'clock", "noon".
func (p *timeParser) clock(at int) (timeNode, int) {
	return p.clockAt(at, false)
}

// looseClock also reads a bare hour, where a day beside it allows that.
func (p *timeParser) looseClock(at int) (timeNode, int) {
	return p.clockAt(at, true)
}

func (p *timeParser) clockAt(at int, loose bool) (timeNode, int) {
	t := p.toks[at]
	switch t.s {
	case "noon", "midday", "mediodia", "midi":
		return clockNode(12, 0, 0, 'p'), at + 1
	case "midnight", "medianoche", "minuit", "mitternacht":
		return clockNode(0, 0, 0, 'a'), at + 1
	case "half", "quarter":
		if p.is(at+1, "past", "to") && at+2 < len(p.toks) {
			return p.pastHour(map[string]int{"half": 30, "quarter": 15}[t.s], at+1)
		}
	}
	h, m, s, next, sure := 0, 0, 0, at+1, false
	switch {
	case t.digits > 0 && t.digits <= 2 && t.n <= 24:
		h = t.n
		if at > 0 && !t.gap && p.toks[at-1].digits > 0 || p.is(at-1, "$", "€", "£") {
			return timeNode{}, 0
		}
		if !t.gap && at > 1 && p.is(at-1, ":", ".", ",") && p.toks[at-2].digits > 0 {
			return timeNode{}, 0
		}
		if p.two(next, ":", "h", ".") {
			sep := p.toks[next].s
			m, next = p.toks[next+1].n, next+2
			sure = sep != "." // "8.30" may be a figure
			if sep == ":" {
				if p.two(next, ":") {
					s, next = p.toks[next+1].n, next+2
				}
			}
			if !sure && !loose && !p.meridiem(next) && !p.is(next, "uhr") {
				return timeNode{}, 0
			}
		} else if p.lang == "fr" && p.is(next, "h") && next+1 < len(p.toks) && p.toks[next+1].digits == 2 && p.toks[next+1].n < 60 {
			m, next, sure = p.toks[next+1].n, next+2, true
		} else if p.is(next, "h") && !p.toks[next].gap {
			next, sure = next+1, true
		}
	case t.digits == 4 && t.n%100 < 60 && t.n/100 < 24 && p.meridiem(at+1):
		h, m = t.n/100, t.n%100
	case t.digits == 0:
		var ok bool
		if h, m, next, ok = p.spokenClock(at); !ok {
			return timeNode{}, 0
		}
	default:
		return timeNode{}, 0
	}
	if p.is(next, "minutes") && p.is(next+1, "past") && next+2 < len(p.toks) {
		return p.pastHour(h, next+1)
	}
	if p.is(next, "past") && loose && next+1 < len(p.toks) {
		return p.pastHour(h, next)
	}
	return p.clockEnd(clockNode(h, m, s, 0), next, sure || loose)
}

// clockEnd reads what follows the figures: am, pm, o'clock, Uhr, "in the
// afternoon".
func (p *timeParser) clockEnd(n timeNode, next int, sure bool) (timeNode, int) {
	h := n.n / 3600
	mark := func(pm byte) {
		n.pm = pm
		if pm == 'p' && h < 12 {
			n.n += 12 * 3600
		}
		if pm == 'a' && h == 12 {
			n.n -= 12 * 3600
		}
	}
	if p.meridiem(next) {
		w := p.toks[next].s
		mark(w[0])
		next++
		if len(w) == 1 && p.is(next, ".") && p.is(next+1, "m") {
			next += 2
			if p.is(next, ".") && !p.toks[next].gap {
				next++
			}
		} else if len(w) == 1 && p.is(next, "m") {
			next++
		}
		return n, next
	}
	switch {
	case p.is(next, "oclock", "uhr"):
		return n, next + 1
	case p.is(next, "o") && p.is(next+1, "'", "’") && p.is(next+2, "clock"):
		return n, next + 3
	case p.is(next, "heures", "horas") && h > 0:
		return n, next + 1
	}
	if h > 12 || h == 0 {
		n.pm = '2'
	}
	if !sure {
		return timeNode{}, 0
	}
	return n, next
}

// two reports whether a separator and two digits follow closely.
func (p *timeParser) two(i int, seps ...string) bool {
	return p.is(i, seps...) && !p.toks[i].gap && i+1 < len(p.toks) && !p.toks[i+1].gap && p.toks[i+1].digits == 2 && p.toks[i+1].n < 60
}

// meridiem: am, pm, a.m., p. m., and a lone a or p that closes up ("9p").
func (p *timeParser) meridiem(i int) bool {
	if p.is(i, "am", "pm", "ampm") {
		return p.toks[i].s != "ampm"
	}
	if !p.is(i, "a", "p") {
		return false
	}
	return p.is(i+1, ".") && p.is(i+2, "m") || p.is(i+1, "m") || !p.toks[i].gap
}

// spokenClock: "nine thirty", "five-thirty", "six forty-three minutes".
func (p *timeParser) spokenClock(at int) (h, m, next int, ok bool) {
	h, next = p.wordNumber(at)
	if next == 0 || h > 59 {
		return 0, 0, 0, false
	}
	k := next
	if p.is(k, "-") && !p.toks[k].gap {
		k++
	}
	if k < len(p.toks) && h <= 12 {
		if v, n := p.wordNumber(k); n > 0 && v >= 10 && v < 60 {
			m, next = v, n
			if p.is(next, "minutes") {
				next++
			}
		}
	}
	return h, m, next, true
}

// pastHour: "half past eight", "thirty-six minutes past eight"; word is where
// "past" or "to" stands.
func (p *timeParser) pastHour(minutes, word int) (timeNode, int) {
	hour, next := p.clockAt(word+1, true)
	if next == 0 || minutes > 59 {
		return timeNode{}, 0
	}
	if p.toks[word].s == "to" {
		hour.n -= minutes * 60
	} else {
		hour.n += minutes * 60
	}
	return hour, next
}

// at puts a time of day on a day: a bare hour beside "evening" is one after noon.
func (n timeNode) at(clock timeNode, part int) timeNode {
	sec := clock.n
	if clock.pm == 0 && sec < 12*3600 && part >= 1200 && (part < 2000 || sec >= 5*3600) {
		sec += 12 * 3600
	}
	from := day0(n.from).Add(time.Duration(sec) * time.Second)
	return timeNode{from: from, to: from.Add(time.Minute), rel: n.rel, hours: true, unit: 'M', noYear: n.noYear}
}

// part narrows a day to its morning, afternoon, evening or night.
func (n timeNode) part(hours int) timeNode {
	a, b := hours/100, hours%100
	day := day0(n.from)
	n.from, n.to, n.hours, n.unit = day.Add(time.Duration(a)*time.Hour), day.Add(time.Duration(b)*time.Hour), true, 'p'
	if b == 24 {
		n.to = n.to.Add(-time.Second)
	}
	return n
}
