package briefing

import (
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// sentence is one claim with its outlet behind it.
func sentence(c Claim, hideOutlet bool, now time.Time, to *linker) []Run {
	when := ""
	if ct := c.Cites[0]; text.RelativeDay(c.Text, "") && !ct.Published.IsZero() {
		when = ", " + to.say.Day(ct.Published, now)
	}
	if runs := c.attributed(when, to); runs != nil {
		return append(stopped(runs), c.shareSaid(to.say)...)
	}
	if quotes(c.Kind) {
		runs := []Run{{Text: quoteMarks(c.Text) + " "}, to.link(c.Cites[0]), {Text: when}}
		if c.Was != nil {
			runs = append(runs, Run{Text: c.Was.words(now, to.say) + " ("}, c.Was.source(c, now, to), Run{Text: ")"})
		}
		return append(stopped(runs), c.shareSaid(to.say)...)
	}
	if hideOutlet {
		return append([]Run{{Text: c.Text}}, c.shareSaid(to.say)...)
	}
	said := trimStop(c.Text)
	if c.Was != nil {
		said += c.Was.words(now, to.say)
	}
	runs := plain(said + " (")
	for i, ct := range c.Cites {
		if i > 0 && ct.Outlet == c.Cites[0].Outlet {
			continue
		}
		if i > 0 {
			runs = append(runs, Run{Text: ", "})
		}
		runs = append(runs, to.link(ct))
	}
	if c.Was != nil {
		runs = append(runs, Run{Text: ", "}, c.Was.source(c, now, to))
	}
	return append(append(runs, Run{Text: c.mark(to.say) + ")."}), c.shareSaid(to.say)...)
}

// stopped ends a sentence with a full stop, behind one only if none ends it: "22. Nov."
func stopped(runs []Run) []Run {
	for _, r := range slices.Backward(runs) {
		if r.Text != "" {
			if strings.HasSuffix(r.Text, ".") {
				return runs
			}
			break
		}
	}
	return append(runs, Run{Text: "."})
}

// mark says behind a source's words that they are translated.
func (c Claim) mark(w *phrases.Words) string {
	if c.Kind == KindTranslated {
		return ", " + w.Say("translated")
	}
	return ""
}

// quoteMarks puts a source's own sentence in quotation marks; those inside it
// become single ones, so that one sees where it begins and ends.
func quoteMarks(s string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’", `"`, "'").Replace(s) + "”"
}

// shown is a claim's text behind the name of its outlet: a source's own words
// in quotation marks.
func (c Claim) shown() string {
	if quotes(c.Kind) {
		return quoteMarks(c.Text)
	}
	return c.Text
}

// storyRoom is how many UTF-16 units a story may take with the addresses of its
// links: a message of Discord holds 2,000, and a link that does not fit is no link.
const storyRoom = 1700

// fitting leaves sentences out, from the last, until a story has room for a link
// to each article that it quotes; one sentence stays.
func fitting(claims []Claim, d *Difference) []Claim {
	all := claims
	if d != nil {
		all = append(slices.Clip(claims), d.A, d.B)
	}
	size := func(c Claim) int {
		n := len(utf16.Encode([]rune(c.Text)))
		for _, ct := range c.Cites {
			n += len(ct.URL) + len(ct.Outlet)
		}
		return n
	}
	sum := 0
	for _, c := range all {
		sum += size(c)
	}
	for len(claims) > 2 && sum > storyRoom {
		last := len(claims) - 1
		claims, sum = claims[:last], sum-size(claims[last])
	}
	return claims
}

// linker names outlets, where an article is cited first with a link to it: every
// quotation can be opened, and no link stands twice (links, not words, fill a
// message).
type linker struct {
	named  map[string]bool
	linked map[string]bool // addresses
	say    *phrases.Words  // the language of the message; nil is English
}

func newLinker() *linker { return &linker{named: map[string]bool{}, linked: map[string]bool{}} }

func (l *linker) link(ct Cite) Run {
	l.named[ct.Outlet] = true
	if l.linked[ct.URL] {
		return outletRun(ct.Outlet, "")
	}
	l.linked[ct.URL] = true
	return outletRun(ct.Outlet, ct.URL)
}

func sameOutlet(a, b Claim) bool {
	return len(a.Cites) == 1 && len(b.Cites) == 1 && a.Cites[0].Outlet == b.Cites[0].Outlet && a.Kind == b.Kind
}
