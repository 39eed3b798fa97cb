package claim

import (
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/text/speech"
)

// Sentence is one claim with its outlet behind it. Its runs know the claim; those that
// say what was told before know whose words that rests on, and may be left out.
func Sentence(c Claim, hideOutlet bool, now time.Time, to *Linker) []message.Run {
	return c.Marked(c.sentence(hideOutlet, now, to))
}

// Marked are runs that show a claim, and know that.
func (c Claim) Marked(runs []message.Run) []message.Run {
	for i := range runs {
		if !runs[i].Aside {
			runs[i].Claim = c.ID
		}
	}
	return runs
}

// aside are the runs that say what was told before.
func (w *PreviousValue) aside(runs ...message.Run) []message.Run {
	for i := range runs {
		runs[i].Claim, runs[i].Aside = w.Claim, true
	}
	return runs
}

func (c Claim) sentence(hideOutlet bool, now time.Time, to *Linker) []message.Run {
	when := ""
	if cite := c.Cites[0]; speech.RelativeDay(c.Text) && !cite.Published.IsZero() {
		when = to.Words.Comma() + to.Words.Day(cite.Published, now)
	}
	if runs := c.Attributed(when, to); runs != nil {
		return append(WithStop(runs), c.Beside(to.Words)...)
	}
	if IsVerbatim(c.Kind) {
		runs := c.Quotation(when, to)
		if c.Previous != nil {
			runs = append(runs, c.Previous.aside(message.Run{Text: c.Previous.words(now, to.Words) + " ("},
				c.Previous.reportRun(c, now, to), message.Run{Text: ")"})...)
		}
		return append(WithStop(runs), c.Beside(to.Words)...)
	}
	if hideOutlet {
		return append([]message.Run{Resting(message.Run{Text: c.Text}, c.Cites...)}, c.Beside(to.Words)...)
	}
	runs := message.Plain(message.TrimStop(c.Text))
	if c.Previous != nil {
		runs = append(runs, c.Previous.aside(message.Run{Text: c.Previous.words(now, to.Words)})...)
	}
	runs = append(runs, message.Run{Text: " ("})
	for i, cite := range c.Cites {
		if i > 0 && cite.Outlet == c.Cites[0].Outlet {
			runs[len(runs)-1] = Resting(runs[len(runs)-1], cite)
			continue
		}
		if i > 0 {
			runs = append(runs, message.Run{Text: to.Words.Comma()})
		}
		runs = append(runs, to.Link(cite))
	}
	if c.Previous != nil {
		runs = append(runs, c.Previous.aside(message.Run{Text: to.Words.Comma()}, c.Previous.reportRun(c, now, to))...)
	}
	return append(append(runs, message.Run{Text: c.Mark(to.Words) + ")."}), c.Beside(to.Words)...)
}

// Quotation is a claim in quotation marks with its outlet behind it, but for the full
// stop; when is ", DAY" or nothing. Where lines are read from the right the outlet
// stands before it, with a word of ours: the first letter gives a line its direction.
func (c Claim) Quotation(when string, to *Linker) []message.Run {
	said, outlet := message.QuoteMarks(message.TrimStop(c.Text)), to.Link(c.Cites[0])
	switch day := strings.TrimPrefix(when, to.Words.Comma()); {
	case !to.Words.RightToLeft():
		return []message.Run{{Text: message.QuoteMarks(c.Text) + " "}, outlet, {Text: when}}
	case day == "":
		return Framed(to.Words.Around("quoted"), said, outlet)
	default:
		return Framed(to.Words.Around("voice"), said, outlet, message.Run{Text: day})
	}
}

// WithStop ends a sentence with a full stop, behind one only if none ends it: "22. Nov."
func WithStop(runs []message.Run) []message.Run {
	for _, r := range slices.Backward(runs) {
		if r.Text != "" {
			if strings.HasSuffix(r.Text, ".") {
				return runs
			}
			break
		}
	}
	return append(runs, message.Run{Text: "."})
}

// Mark says behind a source's words that they are translated.
func (c Claim) Mark(w *phrases.Words) string {
	if c.Kind == KindTranslated {
		return w.Comma() + w.Say("translated")
	}
	return ""
}

// Shown is a claim's text behind the name of its outlet: a source's own words
// in quotation marks.
func (c Claim) Shown() string {
	if IsVerbatim(c.Kind) {
		return message.QuoteMarks(c.Text)
	}
	return c.Text
}

// storyRoom is how many UTF-16 units a story may take with the addresses of its
// links: a message of Discord holds 2,000, and a link that does not fit is no link.
const storyRoom = 1700

// Fitting leaves sentences out, from the last, until a story has room for a link
// to each article that it quotes; one sentence stays.
func Fitting(claims []Claim, d *Difference) []Claim {
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

// Linker names outlets, where an article is cited first with a link to it: every
// quotation can be opened, and no link stands twice (links, not words, fill a
// message).
type Linker struct {
	Named  map[string]bool
	Linked map[string]bool // addresses
	Words  *phrases.Words  // the language of the message; nil is English
}

// NewLinker is a linker for one message.
func NewLinker() *Linker { return &Linker{Named: map[string]bool{}, Linked: map[string]bool{}} }

// Link is an outlet's name, with a link where the article is cited first.
func (l *Linker) Link(ct Cite) message.Run {
	l.Named[ct.Outlet] = true
	url := ct.URL
	if l.Linked[url] {
		url = ""
	}
	l.Linked[ct.URL] = true
	return Resting(OutletRun(ct.Outlet, url), ct)
}

// SameOutlet reports whether two claims of one kind each cite the same outlet alone.
func SameOutlet(a, b Claim) bool {
	return len(a.Cites) == 1 && len(b.Cites) == 1 && a.Cites[0].Outlet == b.Cites[0].Outlet && a.Kind == b.Kind
}
