package briefing

import (
	"fmt"
	"slices"
	"strings"
	"time"
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

// Blocks is the briefing as it is read.
func (b Briefing) Blocks() []Block {
	hidden := b.hidden()
	return b.words.spoil(b.blocks(), func(x Block) bool { return hidden[x.Story] })
}

func (b Briefing) blocks() []Block {
	if len(b.Stories) == 0 {
		return slices.Concat(b.empty(), b.lateness(), b.correctionBlocks(), b.againBlocks())
	}
	many := count(len(b.Stories), "story", "stories")
	if b.Late {
		many += ", posted late"
	}
	if b.Partial() {
		many += fmt.Sprintf(", %d of %d sources not read", b.Failed, b.Watched)
	}
	out := append([]Block{{Kind: Title, Runs: []Run{{Text: b.Heading(), Bold: true}, {Text: " (" + many + ")"}}}}, b.lateness()...)
	out = append(out, b.correctionBlocks()...)
	full := b.full()
	for _, s := range b.Stories[:full] {
		out = append(out, b.story(s)...)
	}
	if rest := b.Stories[full:]; len(rest) > 0 {
		out = append(out, Block{Kind: Heading, Runs: []Run{{Text: "In brief", Open: true}}, Story: rest[0].ID})
		for _, s := range rest {
			out = append(out, Block{Kind: Item, Runs: s.brief(), Story: s.ID})
		}
	}
	out = append(out, b.againBlocks()...)
	return append(out, Block{Kind: Small, Runs: append(plain(b.lastLine()), b.next()...)})
}

// lateness says what a late briefing covers, and which ones were skipped.
func (b Briefing) lateness() []Block {
	var said []string
	if b.Late {
		said = append(said, fmt.Sprintf("I was not able to post at the set time. This covers %s to now.", b.From.In(b.zone()).Format("Monday 15:04")))
	}
	if len(b.Skipped) > 0 {
		said = append(said, "Not posted: "+strings.Join(b.Skipped, "; ")+". What was missed is considered here.")
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

// empty is a briefing without a story.
func (b Briefing) empty() []Block {
	said := append(plain(b.reason()), b.next()...)
	return []Block{{Kind: Title, Runs: []Run{{Text: b.Heading(), Bold: true}, {Text: b.verdict()}}}, {Kind: Para, Runs: said}}
}

// verdict is what the first line of a briefing without a story says: "nothing
// new" only where all was read, and all that was read was told before.
func (b Briefing) verdict() string {
	switch {
	case b.Blind():
		return ": I cannot say what is new"
	case len(b.Corrections) > 0:
		return " (" + count(len(b.Corrections), "correction", "corrections") + ")"
	case b.sourceless && b.Articles == 0:
		return ": nothing to read"
	case len(b.LeftOut.said()) > 0:
		return ": nothing to tell"
	}
	return ": nothing new"
}

// reason says why a briefing is without a story.
func (b Briefing) reason() string {
	switch {
	case b.Blind():
		return b.blindness()
	case b.sourceless && b.Articles == 0 && b.Paused > 0:
		return "Nothing is read here: " + count(b.Paused, "source is", "sources are") + " paused."
	case b.sourceless && b.Articles == 0:
		return "No sources yet: " + firstOf(b.Adds, "dateline feeds add") + "."
	}
	since := b.From.In(b.zone()).Format("Mon 2 Jan, 15:04")
	read := fmt.Sprintf("%s read from %s since %s; ", count(b.Articles, "article", "articles"), count(b.Sources, "outlet", "outlets"), since)
	left := b.LeftOut.said()
	switch {
	case b.Articles == 0 && b.Watched > 0:
		read = count(b.Watched-b.Failed, "source", "sources") + " checked, no new articles."
	case b.Articles == 0:
		read = "No article was added since " + since + "."
	case len(b.Corrections) > 0:
		read += "this channel has had the rest of it."
	case b.lacks != "":
		read += "none of them is " + b.lacks + "."
	case len(left) > 0:
		if b.told > 0 {
			left = append(left, "this channel has had the rest of it")
		}
		read += strings.Join(left, "; ") + "."
	default:
		read += "this channel has had all of it."
	}
	if b.Failed > 0 {
		read += " " + b.share(b.zone()) + "."
	}
	return read
}

// blindness says what was not read, and where the reader finds why.
func (b Briefing) blindness() string {
	var said []string
	if b.Failed > 0 {
		said = append(said, b.share(b.zone()))
	}
	if text := b.unplaced(); text != "" {
		said = append(said, text)
	}
	out := strings.Join(said, "; ") + ", so something may be missing."
	switch {
	case b.Failed == 0:
		return out
	case b.Where != "":
		return out + " " + b.Where
	case b.Untried > 0:
		return out + ` "dateline ingest" reads what is due.`
	}
	return out + ` "dateline feeds list" says why.`
}

// nothing is why a slot told nothing, in a few words.
func (b Briefing) nothing() string {
	why := strings.TrimPrefix(b.verdict(), ": ")
	if b.Failed > 0 {
		why += "; " + b.share(b.zone())
	}
	return why
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
	to := newLinker()
	for i, c := range body {
		last := i == len(body)-1
		shared := !last && c.Was == nil && sameOutlet(c, body[i+1]) && !body[i+1].Reported
		runs = append(runs, sentence(c, shared && c.Kind == KindWritten, b.At.In(b.zone()), to)...)
		if !last {
			runs = append(runs, Run{Text: " "})
		}
	}
	runs = s.named(runs, to, len(body) > 0)
	if s.EarlierLink != "" {
		runs = append(runs, Run{Text: " "}, Run{Text: b.postName(s.ToldAt), Link: s.EarlierLink, Open: true})
	}
	out = append(out, Block{Kind: Para, Runs: runs, Story: s.ID})
	if s.Differ != nil {
		out = append(out, s.Differ.blocks(s.ID, b.zone())...)
	}
	return out
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
	if s.Differ != nil {
		one += "reports differ, "
	}
	return []Run{{Text: label + trimStop(s.Title) + " (" + one}, outletRun(ct.Outlet, ct.URL), {Text: ")"}}
}

// lastLine says how much was read, what could not be read, how it was written.
func (b Briefing) lastLine() string {
	var parts []string
	read := fmt.Sprintf("Read %s from %s", count(b.Articles, "article", "articles"), count(b.Sources, "outlet", "outlets"))
	if b.Failed > 0 {
		read += fmt.Sprintf("; %s could not be read", count(b.Failed, "source", "sources"))
	}
	if text := b.unplaced(); text != "" {
		read += "; " + text
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
	left := b.LeftOut.said()
	if b.More > 0 {
		left = append([]string{count(b.More, "more story was", "more stories were") + " left out for room"}, left...)
	}
	if len(left) > 0 {
		parts = append(parts, strings.Join(left, "; ")+".")
	}
	return strings.Join(parts, " ")
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
