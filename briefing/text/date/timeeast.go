package date

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/text"
)

// Chinese and Japanese have no spaces between words: their date phrases are
// read by patterns, the longest forms first.

const (
	eastDigit = `[0-9０-９〇零一二三四五六七八九十百两兩]`
	eastUnit  = `(天|日間|日间|日|周間|週間|周|週|星期|礼拜|个星期|個星期|个月|個月|か月|カ月|ヶ月|ヵ月|月|年間|年)`
)

// eastRule reads one form.
type eastRule struct {
	re   *regexp.Regexp
	read func(p *timeParser, g []string) (timeNode, bool)
}

func east(pattern string, read func(p *timeParser, g []string) (timeNode, bool)) eastRule {
	pattern = strings.ReplaceAll(strings.ReplaceAll(pattern, "N", "("+eastDigit+"{1,4})"), "U", eastUnit)
	return eastRule{regexp.MustCompile(pattern), read}
}

// eastNumber reads figures or Chinese numerals below 10,000; "二〇二六" by digit.
func eastNumber(s string) int {
	n, part, figures := 0, 0, true
	for _, r := range s {
		digit := strings.IndexRune("〇一二三四五六七八九", r)
		switch {
		case unicode.IsDigit(r):
			n = n*10 + DigitOf(r)
			continue
		case r == '零':
			digit = 0
		case r == '两' || r == '兩':
			part = 2
			figures = false
			continue
		case r == '十':
			n, part, figures = n+max(part, 1)*10, 0, false
			continue
		case r == '百':
			n, part, figures = n+max(part, 1)*100, 0, false
			continue
		case digit >= 0:
			digit /= len("一")
		}
		if figures && len([]rune(s)) == 4 {
			n = n*10 + digit
			continue
		}
		part = digit
	}
	return min(n+part, 9999)
}

func eastUnitOf(s string) timeUnit {
	switch {
	case strings.HasPrefix(s, "天"), strings.HasPrefix(s, "日"):
		return unitDay
	case strings.ContainsAny(s, "周週") || strings.Contains(s, "星期") || strings.Contains(s, "礼拜"):
		return unitWeek
	case strings.Contains(s, "月"):
		return unitMonth
	}
	return unitYear
}

var eastDays = map[string]int{
	"大前天": -3, "前天": -2, "一昨日": -2, "おととい": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "きのう": -1,
	"今天": 0, "今日": 0, "今晚": 0, "今夜": 0, "きょう": 0, "明天": 1, "明日": 1, "あす": 1, "あした": 1, "后天": 2,
	"後天": 2, "明後日": 2,
}

var eastUnits = map[string]timeUnit{
	"周": unitWeek, "週": unitWeek, "星期": unitWeek, "礼拜": unitWeek, "月": unitMonth,
	"年": unitYear, "周末": unitWeekend, "週末": unitWeekend, "季度": unitQuarter, "四半期": unitQuarter,
}

var eastEdges = map[string]timeEdge{"上旬": edgeEarly, "初": edgeEarly, "中旬": edgeMiddle, "下旬": edgeLate, "末": edgeLate}

var eastShift = map[string]int{
	"上上": -2, "先々": -2, "上个": -1, "上個": -1, "上": -1, "先": -1, "去": -1, "昨": -1, "前": -1, "本": 0,
	"这个": 0, "這個": 0, "这": 0, "這": 0, "今": 0, "当": 0, "下个": 1, "下個": 1, "下": 1, "来": 1, "來": 1,
	"翌": 1, "明": 1,
}

func eastWeekday(s string) int {
	if i := strings.Index("日月火水木金土", s); i >= 0 {
		return i / len("日")
	}
	if i := strings.Index("天一二三四五六", s); i >= 0 {
		return i / len("日")
	}
	return 0
}

// eastShifts are last, this and next.
const eastShifts = `(上上|先々|上个|上個|下个|下個|这个|這個|上|先|去|昨|本|这|這|今|下|来|來|明)`

func eastAbsolute() []eastRule {
	return []eastRule{
		east(`N年N月N[日号號]`, func(p *timeParser, g []string) (timeNode, bool) {
			return oneDay(eastNumber(g[1]), eastNumber(g[2]), eastNumber(g[3]))
		}),
		east(`N年N月(?:份)?`, func(p *timeParser, g []string) (timeNode, bool) {
			month := eastNumber(g[2])
			return monthOfYear(eastNumber(g[1]), month), month >= 1 && month <= 12
		}),
		east(eastShifts+`年N月N[日号號]`, func(p *timeParser, g []string) (timeNode, bool) {
			n, ok := oneDay(p.ref.Year()+eastShift[g[1]], eastNumber(g[2]), eastNumber(g[3]))
			n.rel = true
			return n, ok
		}),
		east(eastShifts+`月N[日号號]`, func(p *timeParser, g []string) (timeNode, bool) {
			month := p.period(unitMonth, eastShift[g[1]])
			n, ok := oneDay(month.from.Year(), int(month.from.Month()), eastNumber(g[2]))
			n.rel = true
			return n, ok
		}),
		east(eastShifts+`年N月`, func(p *timeParser, g []string) (timeNode, bool) {
			n := monthOfYear(p.ref.Year()+eastShift[g[1]], eastNumber(g[2]))
			n.rel = true
			return n, true
		}),
		east(`N年第?N(?:季度|四半期)`, func(p *timeParser, g []string) (timeNode, bool) {
			quarter := eastNumber(g[2])
			n := monthOfYear(eastNumber(g[1]), 3*quarter-2)
			n.to = n.from.AddDate(0, 3, 0)
			return n, quarter >= 1 && quarter <= 4
		}),
		east(`N月N[日号號]`, func(p *timeParser, g []string) (timeNode, bool) {
			return p.datedMonthDay(eastNumber(g[1]), eastNumber(g[2]), 0)
		}),
		east(`((?:19|20)\d0|N)年代`, func(p *timeParser, g []string) (timeNode, bool) {
			year := eastNumber(g[1])
			if year < 100 {
				year += 1900
			}
			n := yearNode(year)
			n.to, n.unit = n.from.AddDate(10, 0, 0), unitDecade
			return n, year%10 == 0
		}),
	}
}

func eastRelative() []eastRule {
	return []eastRule{
		east(`N(?:个|個)?U(?:以)?前`, func(p *timeParser, g []string) (timeNode, bool) {
			return p.away(p.today(), -eastNumber(g[1]), eastUnitOf(g[2]))
		}),
		east(`N(?:个|個)?U(?:之后|之後|后|後)`, func(p *timeParser, g []string) (timeNode, bool) {
			return p.away(p.today(), eastNumber(g[1]), eastUnitOf(g[2]))
		}),
		east(`(?:过去|過去|最近|近|この|ここ|直近)的?N(?:个|個)?U`, func(p *timeParser, g []string) (timeNode, bool) {
			return p.several(eastNumber(g[1]), eastUnitOf(g[2]), -1)
		}),
		east(`(大前天|前天|一昨日|おととい|昨天|昨日|きのう|今天|今日|きょう|明天|明日|あした|あす|后天|後天|明後日|昨晚|昨夜|今晚|今夜)`, func(p *timeParser, g []string) (timeNode, bool) {
			return p.away(p.today(), eastDays[g[1]], unitDay)
		}),
		east(eastShifts+`(?:周|週|星期|礼拜)の?(?:的)?([日天一二三四五六]|[日月火水木金土](?:曜日?))`, func(p *timeParser, g []string) (timeNode, bool) {
			char := string([]rune(g[2])[0])
			return inWeek(monday(p.ref).AddDate(0, 0, 7*eastShift[g[1]]), eastWeekday(char)), true
		}),
		east(eastShifts+`(周末|週末|周|週|星期|礼拜|月|年|季度|四半期)`, func(p *timeParser, g []string) (timeNode, bool) {
			unit := eastUnits[g[2]]
			return p.period(unit, eastShift[g[1]]), true
		}),
	}
}

// eastShort are the forms that longer ones begin with.
func eastShort() []eastRule {
	return []eastRule{
		east(`(?:自)?(?:周|週|星期|礼拜)([日天一二三四五六])(以来|以來|起)?`, func(p *timeParser, g []string) (timeNode,
			bool) {
			return p.eastDay(g[1], g[2] != "")
		}),
		east(`([日月火水木金土])曜日?(から|以来|以降)?`, func(p *timeParser, g []string) (timeNode, bool) { return p.eastDay(g[1], g[2] != "") }),
		east(`N年(以来|以來|から|以降|起)?`, func(p *timeParser, g []string) (timeNode, bool) {
			year := eastNumber(g[1])
			n := yearNode(year)
			if g[2] != "" {
				n.to, n.rel = p.ref, true
			}
			return n, year > 1000 && year < 2200 && !n.to.Before(n.from)
		}),
		east(`N月(上旬|初|中旬|下旬|末)?`, func(p *timeParser, g []string) (timeNode, bool) {
			month := eastNumber(g[1])
			if month < 1 || month > 12 {
				return timeNode{}, false
			}
			n := p.monthOnly(month)
			if g[2] != "" {
				return p.edgeOf(n, eastEdges[g[2]], "")
			}
			return n, true
		}),
	}
}

func (p *timeParser) eastDay(w string, since bool) (timeNode, bool) {
	n := p.weekday(eastWeekday(w))
	if since {
		n.to = p.ref
	}
	return n, true
}

var eastTable = slices.Concat(eastAbsolute(), eastRelative(), eastShort())

// eastTimes lists the phrases of a text with Chinese characters.
func eastTimes(s string, ref time.Time) []Time {
	if !strings.ContainsFunc(s, text.Spaceless) {
		return nil
	}
	if len(s) > mostTimeBytes {
		s = strings.ToValidUTF8(s[:mostTimeBytes], "")
	}
	parser := &timeParser{ref: Reference(ref.UTC())}
	var out []Time
	taken := make([]bool, len(s))
	for _, r := range eastTable {
		for _, m := range r.re.FindAllStringSubmatchIndex(s, -1) {
			if taken[m[0]] || taken[m[1]-1] {
				continue
			}
			groups := make([]string, len(m)/2)
			for i := range groups {
				groups[i] = group(s, m, i)
			}
			n, ok := r.read(parser, groups)
			if !ok || n.to.Before(n.from) {
				continue
			}
			found := Time{Text: s[m[0]:m[1]], Span: text.Span{Start: m[0], End: m[1]}, Relative: n.rel}
			if !n.rel || !ref.IsZero() {
				found.From, found.To = n.from, n.to
			}
			for i := m[0]; i < m[1]; i++ {
				taken[i] = true
			}
			out = append(out, found)
		}
	}
	sortTimes(out)
	return out
}
