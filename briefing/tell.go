package briefing

import (
	"fmt"
	"strings"
	"time"

	"dateline/briefing/text"
)

// How briefings and answers read: every line of PRODUCT 2 and 3 is composed
// here, once, as neutral blocks.

const (
	fullStories  = 3 // told in full when a briefing is long,
	longBriefing = 8 // which is more stories than this; the others stand in brief
)

func (b Briefing) zone() *time.Location {
	if b.Zone != nil {
		return b.Zone
	}
	return time.Local
}

// Heading is the first line: name, date, time. It is the briefing's identity.
func (b Briefing) Heading() string {
	if b.Label != "" {
		return b.Name + ", " + b.Label
	}
	return b.Name + ", " + b.At.In(b.zone()).Format("Mon 2 Jan, 15:04")
}

// Blind reports whether too many sources failed to call the day empty: over a
// quarter of them.
func (b Briefing) Blind() bool { return b.Failed > 0 && b.Failed*3 > b.Sources }

// Blocks is the briefing as it is read.
func (b Briefing) Blocks() []Block {
	if len(b.Stories) == 0 {
		return append(b.empty(), b.lateness()...)
	}
	many := count(len(b.Stories), "story", "stories")
	if b.Late {
		many += ", posted late"
	}
	out := append([]Block{{Kind: Title, Runs: []Run{{Text: b.Heading(), Bold: true}, {Text: " (" + many + ")"}}}}, b.lateness()...)
	full := len(b.Stories)
	if full > longBriefing {
		full = fullStories
	}
	for _, s := range b.Stories[:full] {
		out = append(out, b.story(s)...)
	}
	if rest := b.Stories[full:]; len(rest) > 0 {
		out = append(out, Block{Kind: Heading, Runs: plain("In brief"), Story: rest[0].ID})
		for _, s := range rest {
			out = append(out, Block{Kind: Item, Runs: s.brief(), Story: s.ID})
		}
	}
	return append(out, Block{Kind: Small, Runs: append(plain(b.lastLine()), b.next()...)})
}

// lateness says what a late briefing covers, and which ones were skipped.
func (b Briefing) lateness() []Block {
	var said []string
	if b.Late {
		said = append(said, fmt.Sprintf("I was not able to post at the set time. This covers %s to now.", b.From.In(b.zone()).Format("Monday 15:04")))
	}
	if len(b.Skipped) > 0 {
		said = append(said, "Not posted: "+strings.Join(b.Skipped, "; ")+". What they would have told is considered here.")
	}
	if b.Missing != "" {
		said = append(said, "The briefing of "+b.Missing+" may be missing here: whether it arrived could not be proved.")
	}
	if len(said) == 0 {
		return nil
	}
	return []Block{{Kind: Small, Runs: plain(strings.Join(said, " "))}}
}

func (b Briefing) next() []Run {
	if b.Next.IsZero() {
		return nil
	}
	return []Run{{Text: " Next: "}, {Time: b.Next.In(b.zone())}}
}

func (b Briefing) empty() []Block {
	since := b.From.In(b.zone()).Format("Mon 2 Jan, 15:04")
	if b.Blind() {
		where := b.Where
		if where == "" {
			where = `"dateline feeds list" says why.`
		}
		said := fmt.Sprintf("%s could not be read since %s, so something may be missing. %s", count(b.Failed, "source", "sources"), since, where)
		return []Block{{Kind: Title, Runs: []Run{{Text: b.Heading(), Bold: true}, {Text: ": I cannot say what is new"}}}, {Kind: Para, Runs: append(plain(said), b.next()...)}}
	}
	told := "nothing in them could be told with a source."
	switch {
	case b.Articles == 0:
		told = "there is nothing to tell."
	case b.channel.ID != 0:
		told = "this channel has had all of it."
	}
	said := fmt.Sprintf("%s read from %s since %s; %s", count(b.Articles, "article", "articles"), count(b.Sources, "outlet", "outlets"), since, told)
	return []Block{{Kind: Title, Runs: []Run{{Text: b.Heading(), Bold: true}, {Text: ": nothing new"}}}, {Kind: Para, Runs: append(plain(said), b.next()...)}}
}

// story is one story in full: a heading and a paragraph.
func (b Briefing) story(s Story) []Block {
	out := []Block{{Kind: Heading, Runs: plain(trimStop(s.Title)), Story: s.ID}}
	var runs []Run
	if s.Update {
		label := "Update. "
		if s.Earlier != "" {
			label = fmt.Sprintf("Update on “%s” (%s). ", s.Earlier, day(s.ToldAt.In(b.zone()), b.At))
		}
		runs = append(runs, Run{Text: label, Bold: true})
	}
	if s.Reports < 2 {
		runs = append(runs, Run{Text: "One source so far. "})
	}
	body := s.Claims[1:]
	to := &linker{named: map[string]bool{}, left: storyLinks}
	for i, c := range body {
		last := i == len(body)-1
		shared := !last && sameOutlet(c, body[i+1])
		runs = append(runs, sentence(c, shared && c.Kind == KindWritten, b.At, to)...)
		if !last {
			runs = append(runs, Run{Text: " "})
		}
	}
	runs = s.named(runs, to, len(body) > 0)
	if s.EarlierLink != "" {
		runs = append(runs, Run{Text: " "}, Run{Text: s.ToldAt.In(b.zone()).Format("Monday") + "'s post", Link: s.EarlierLink})
	}
	return append(out, Block{Kind: Para, Runs: runs, Story: s.ID})
}

// sentence is one claim with its outlet behind it.
func sentence(c Claim, hideOutlet bool, now time.Time, to *linker) []Run {
	if c.Kind == KindQuoted || c.Kind == KindHeadline {
		ct := c.Cites[0]
		runs := []Run{{Text: quoteMarks(c.Text) + " "}, to.link(ct)}
		end := "."
		if text.RelativeDay(c.Text, "") && !ct.Published.IsZero() {
			end = ", " + day(ct.Published, now) + "."
		}
		return append(runs, Run{Text: end})
	}
	if hideOutlet {
		return []Run{{Text: c.Text}}
	}
	runs := []Run{{Text: trimStop(c.Text) + " ("}}
	for i, ct := range c.Cites {
		if i > 0 && ct.Outlet == c.Cites[0].Outlet {
			continue
		}
		if i > 0 {
			runs = append(runs, Run{Text: ", "})
		}
		runs = append(runs, to.link(ct))
	}
	return append(runs, Run{Text: c.mark() + ")."})
}

// mark says behind a source's words that they are translated.
func (c Claim) mark() string {
	if c.Kind == KindTranslated {
		return ", translated"
	}
	return ""
}

// quoteMarks puts a source's own sentence in quotation marks; those inside it
// become single ones, so that one sees where it begins and ends.
func quoteMarks(s string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’", `"`, "'").Replace(s) + "”"
}

// linker names outlets, the first few with a link to the article (PRODUCT 2.2:
// two source links a story; links, not words, fill a message).
type linker struct {
	named map[string]bool
	left  int // links that may still stand
}

const (
	storyLinks  = 2
	answerLinks = 2 * answerMost
)

func (l *linker) link(ct Cite) Run {
	l.named[ct.Outlet] = true
	if l.left == 0 {
		return Run{Text: ct.Outlet}
	}
	l.left--
	return Run{Text: ct.Outlet, Link: ct.URL}
}

func sameOutlet(a, b Claim) bool {
	return len(a.Cites) == 1 && len(b.Cites) == 1 && a.Cites[0].Outlet == b.Cites[0].Outlet && a.Kind == b.Kind
}

// named appends the heading's outlet, with its link, and the other outlets,
// without, unless a sentence has named them. Into the bracket of a last
// sentence of ours they go, behind a quotation they stand alone.
func (s Story) named(runs []Run, to *linker, after bool) []Run {
	head := s.Claims[0].Cites[0]
	fresh := !to.named[head.Outlet]
	if fresh {
		lead := ""
		if after {
			lead = " Headline: "
		}
		runs = append(runs, Run{Text: lead}, to.link(head))
	}
	var also []string
	for _, o := range s.Outlets {
		if !to.named[o] && o != "" {
			also = append(also, o)
		}
	}
	if n := len(also); n > 3 {
		also = append(also[:3], fmt.Sprintf("%d more", n-3))
	}
	others := strings.Join(also, ", ")
	switch last := len(runs) - 1; {
	case fresh && others != "":
		return append(runs, Run{Text: "; also " + others + "."})
	case fresh:
		return append(runs, Run{Text: "."})
	case others == "":
		return runs
	case last >= 0 && runs[last].Text == ").":
		runs[last].Text = "; also " + others + ")."
		return runs
	}
	return append(runs, Run{Text: " Also " + others + "."})
}

// brief is a story as one line of a list.
func (s Story) brief() []Run {
	label := ""
	if s.Update {
		label = "Update: "
	}
	ct := s.Claims[0].Cites[0]
	one := ""
	if s.Reports < 2 {
		one = "one source, "
	}
	return []Run{{Text: label + trimStop(s.Title) + " (" + one}, {Text: ct.Outlet, Link: ct.URL}, {Text: ")"}}
}

// lastLine says how much was read, what could not be read, how it was written.
func (b Briefing) lastLine() string {
	var parts []string
	read := fmt.Sprintf("Read %s from %s", count(b.Articles, "article", "articles"), count(b.Sources, "outlet", "outlets"))
	if b.Failed > 0 {
		read += fmt.Sprintf("; %s could not be read", count(b.Failed, "source", "sources"))
	}
	why := b.Fallback
	if why == "" && b.Model == "" {
		why = firstOf(b.Spared, b.Unheld)
	}
	switch {
	case why != "":
		parts = append(parts, "In the sources' own sentences: the language model could not be used ("+trimStop(why)+").", read+".")
	case b.Model == "":
		parts = append(parts, "In the sources' own sentences: no language model was used.", read+".")
	default:
		parts = append(parts, read+".", "Written by AI, checked against these sources by a program, not by a person.")
		if b.Spared != "" {
			parts = append(parts, "Updates in the sources' own sentences ("+trimStop(b.Spared)+").")
		}
	}
	if b.Untranslated != "" {
		parts = append(parts, b.Untranslated)
	}
	if b.More > 0 {
		parts = append(parts, fmt.Sprintf("%s left out.", count(b.More, "more story was", "more stories were")))
	}
	return strings.Join(parts, " ")
}

// Blocks is the answer as it is read.
func (a Answer) Blocks() []Block {
	if a.Abstained {
		return a.refusal()
	}
	var runs []Run
	to := &linker{named: map[string]bool{}, left: answerLinks}
	for i, c := range a.Claims {
		if i > 0 {
			runs = append(runs, Run{Text: " "})
		}
		runs = append(runs, answerSentence(c, a.At, to)...)
	}
	out := []Block{{Kind: Para, Runs: runs}}
	last := fmt.Sprintf("From %d of %s.", a.Used, count(a.Searched.Articles, "article", "articles"))
	switch {
	case !a.SpentUntil.IsZero():
		out = append([]Block{{Kind: Para, Runs: a.spent()}}, out...) // which says what the last line would
	case a.Fallback != "":
		last += " In the sources' own sentences: the language model could not be used (" + trimStop(a.Fallback) + ")."
	case a.Model == "":
		last += " In the sources' own sentences: no language model was used."
	default:
		last += " Written by AI, checked against these sources by a program."
	}
	return append(out, Block{Kind: Small, Runs: plain(last + a.cutNotice() + a.continuing())})
}

// spent says that the sources speak, because the day's share of the model is used up.
func (a Answer) spent() []Run {
	return []Run{{Text: "Today's share of AI answers is used up until "}, {Time: a.SpentUntil.In(a.At.Location())}, {Text: ". Here is what the sources say themselves:"}}
}

// cutNotice says that a question was too long to be read whole.
func (a Answer) cutNotice() string {
	if !a.Cut {
		return ""
	}
	return fmt.Sprintf(" Only the first %d characters of the question were read.", questionMost)
}

// answerSentence is a claim with outlet and date: an answer may rest on an old article.
func answerSentence(c Claim, now time.Time, to *linker) []Run {
	ct := c.Cites[0]
	when := ""
	if !ct.Published.IsZero() {
		when = ", " + day(ct.Published, now)
	}
	if c.Kind == KindQuoted {
		return []Run{{Text: quoteMarks(c.Text) + " "}, to.link(ct), {Text: when + "."}}
	}
	return []Run{{Text: trimStop(c.Text) + " ("}, to.link(ct), {Text: when + c.mark() + ")."}}
}

func (a Answer) refusal() []Block {
	why := a.Why
	switch {
	case why == "" && a.Searched.Articles == 0:
		why = "I have read nothing yet, so I cannot answer."
	case why == "":
		why = "I have read nothing that answers this."
	}
	if a.Searched.Articles == 0 {
		return []Block{{Kind: Para, Runs: plain(why)}}
	}
	said := fmt.Sprintf("%s I looked in %s from %s, %s to %s.", why, count(a.Searched.Articles, "article", "articles"),
		count(a.Searched.Outlets, "outlet", "outlets"), day(a.Searched.Oldest, a.At), day(a.Searched.Newest, a.At))
	out := []Block{{Kind: Para, Runs: plain(said)}}
	if len(a.Nearest) > 0 {
		runs := plain("Nearest, but not an answer: ")
		for i, n := range a.Nearest {
			if i > 0 {
				runs = append(runs, Run{Text: "; "})
			}
			when := ""
			if !n.Published.IsZero() {
				when = ", " + day(n.Published, a.At)
			}
			runs = append(runs, Run{Text: trimStop(n.Title) + when + " ("}, Run{Text: n.Outlet, Link: n.URL}, Run{Text: ")"})
		}
		out = append(out, Block{Kind: Para, Runs: append(runs, Run{Text: "."})})
	}
	if last := strings.TrimSpace(a.cutNotice() + a.continuing()); last != "" {
		out = append(out, Block{Kind: Small, Runs: plain(last)})
	}
	return out
}

func plain(s string) []Run { return []Run{{Text: s}} }

// trimStop drops a final full stop, where a bracket or a colon follows.
func trimStop(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, "..") {
		return s
	}
	return strings.TrimSuffix(s, ".")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes 6210 as 6,210.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
