package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/write"
)

// How briefings and answers read: every line is composed
// here, once, as neutral blocks.

const (
	fullStories  = 3 // told in full when a briefing is long,
	longBriefing = 8 // which is more stories than this; the others stand in brief
)

// Location is where the briefing's times are told.
func (b Briefing) Location() *time.Location {
	if b.Zone != nil {
		return b.Zone
	}
	return time.Local
}

// Heading is the first line: name, date, time. It is the briefing's identity.
func (b Briefing) Heading() string {
	if b.Label != "" {
		return b.Name + ", " + stampIn(b.Words(), b.Label)
	}
	return b.Name + ", " + b.Words().Stamp(b.At.In(b.Location()))
}

// Words are the texts of the language that the briefing is told in: the one asked
// for, else that of all it tells, else English.
func (b Briefing) Words() *phrases.Words {
	if b.Lang != "" {
		return phrases.In(b.Lang)
	}
	lang := ""
	for _, s := range b.Stories {
		for _, c := range s.claims() {
			if own := c.Lang(); lang != "" && own != lang {
				return nil
			} else if own != "" {
				lang = own
			}
		}
	}
	return phrases.In(lang)
}

// stampIn is a slot's label in a language.
func stampIn(w *phrases.Words, label string) string {
	parsed, err := time.Parse(stampLayout, label)
	if err != nil {
		return label
	}
	for _, weekday := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		if strings.HasPrefix(label, weekday) {
			parsed = parsed.AddDate(4*400, 0, 0) // any year has the day and month: a leap year first
			for parsed.Format("Mon") != weekday {
				parsed = parsed.AddDate(4, 0, 0)
			}
		}
	}
	return w.Stamp(parsed)
}

// stampLayout is how a slot's label is written.
const stampLayout = "Mon 2 Jan, 15:04"

// Blocks is the briefing as it is read.
func (b Briefing) Blocks() []message.Block {
	hidden := b.Hidden()
	return b.words.Spoil(b.blocks(), func(x message.Block) bool { return hidden[x.Story] })
}

func (b Briefing) blocks() []message.Block {
	if len(b.Stories) == 0 {
		return slices.Concat(b.empty(), b.lateNote(), b.correctionBlocks(), b.repeatBlocks())
	}
	words := b.Words()
	many := words.Count(len(b.Stories), "stories")
	if b.Late {
		many += ", " + words.Say("posted_late")
	}
	if b.Partial() {
		many += ", " + words.Say("not_read", b.Failed, b.Watched)
	}
	out := append([]message.Block{{Kind: message.Title, Lang: words.Lang(), Runs: []message.Run{{Text: b.Heading(), Bold: true},
		{Text: " (" + many + ")"}}}}, b.lateNote()...)
	out = append(out, b.correctionBlocks()...)
	full := b.full()
	for _, s := range b.Stories[:full] {
		out = append(out, b.story(s)...)
	}
	if rest := b.Stories[full:]; len(rest) > 0 {
		out = append(out, message.Block{Kind: message.Heading, Runs: []message.Run{{Text: words.Say("in_brief"), Open: true}},
			Story: rest[0].ID})
		for _, s := range rest {
			out = append(out, message.Block{Kind: message.Item, Runs: b.brief(s), Story: s.ID})
		}
	}
	out = append(out, b.repeatBlocks()...)
	return append(out, message.Block{Kind: message.Small, Runs: append(message.Plain(b.lastLine()), b.next()...)})
}

// lateNote says what a late briefing covers, and which ones were skipped.
func (b Briefing) lateNote() []message.Block {
	words := b.Words()
	var said []string
	if b.Late {
		from := b.From.In(b.Location())
		said = append(said, words.Say("late", words.Weekday(from)+from.Format(" 15:04")))
	}
	if len(b.Skipped) > 0 {
		var labels []string
		for _, label := range b.Skipped {
			labels = append(labels, stampIn(words, label))
		}
		said = append(said, words.Say("skipped", strings.Join(labels, "; ")))
	}
	if b.Missing != "" {
		said = append(said, words.Say("missing", stampIn(words, b.Missing)))
	}
	if len(said) == 0 {
		return nil
	}
	return []message.Block{{Kind: message.Small, Runs: message.Plain(strings.Join(said, " "))}}
}

func (b Briefing) next() []message.Run {
	if b.Next.IsZero() {
		return nil
	}
	return []message.Run{{Text: " " + b.Words().Say("next") + " "}, {Time: b.Next.In(b.Location())}}
}

// empty is a briefing without a story.
func (b Briefing) empty() []message.Block {
	words := b.Words()
	verdict, reason := b.verdict(), b.reason()
	if words.Lang() != "en" {
		verdict, reason = b.verdictIn(words), b.reasonIn(words)
	}
	said := append(message.Plain(reason), b.next()...)
	return []message.Block{{Kind: message.Title, Lang: words.Lang(), Runs: []message.Run{{Text: b.Heading(), Bold: true}, {Text: verdict}}},
		{Kind: message.Para, Runs: said}}
}

// verdict is what the first line of a briefing without a story says: "nothing
// new" only where all was read, and all that was read was told before.
func (b Briefing) verdict() string {
	switch {
	case b.Blind():
		return ": I cannot say what is new"
	case len(b.Corrections) > 0:
		return " (" + message.Count(len(b.Corrections), "correction", "corrections") + ")"
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
		return b.unreadNote()
	case b.sourceless && b.Articles == 0 && b.Paused > 0:
		return "Nothing is read here: " + message.Count(b.Paused, "source is", "sources are") + " paused."
	case b.sourceless && b.Articles == 0:
		return "No sources yet: " + cmp.Or(b.AddCommand, "dateline feeds add") + "."
	}
	since := b.From.In(b.Location()).Format("Mon 2 Jan, 15:04")
	read := fmt.Sprintf("%s read from %s since %s; ", message.Count(b.Articles, "article", "articles"),
		message.Count(b.Sources, "outlet", "outlets"), since)
	left := b.LeftOut.said()
	switch {
	case b.Articles == 0 && b.Watched > 0:
		read = message.Count(b.Watched-b.Failed, "source", "sources") + " checked, no new articles."
	case b.Articles == 0:
		read = "No article was added since " + since + "."
	case len(b.Corrections) > 0:
		read += "this channel has had the rest of it."
	case b.lacks != "":
		read += b.Words().Say(b.lacks)
	case len(left) > 0:
		if b.told > 0 {
			left = append(left, "this channel has had the rest of it")
		}
		read += strings.Join(left, "; ") + "."
	default:
		read += b.hadAll(b.Words())
	}
	if b.Failed > 0 {
		read += " " + b.share(b.Location()) + "."
	}
	return read
}

// unreadNote says what was not read, and where the reader finds why.
func (b Briefing) unreadNote() string {
	var said []string
	if b.Failed > 0 {
		said = append(said, b.share(b.Location()))
	}
	if text := b.unplaced(); text != "" {
		said = append(said, text)
	}
	out := strings.Join(said, "; ") + ", so something may be missing."
	switch {
	case b.Failed == 0:
		return out
	case b.StatusHint != "":
		return out + " " + b.StatusHint
	case b.Untried > 0:
		return out + ` "dateline ingest" reads what is due.`
	}
	return out + ` "dateline feeds list" says why.`
}

// Nothing is why a slot told nothing, in a few words.
func (b Briefing) Nothing() string {
	why := strings.TrimPrefix(b.verdict(), ": ")
	if b.Failed > 0 {
		why += "; " + b.share(b.Location())
	}
	return why
}

// story is one story in full: a heading and a paragraph.
func (b Briefing) story(s Story) []message.Block {
	words := b.Words()
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(message.TrimStop(s.ShownTitle())), Story: s.ID}}
	var runs []message.Run
	if s.Update {
		label := words.Say("update") + ". "
		if s.Earlier != "" {
			label = words.Say("update_on", s.Earlier, words.Day(s.ToldAt.In(b.Location()), b.At)) + ". "
		}
		runs = append(runs, message.Run{Text: label, Bold: true})
	}
	if note := b.heldNote(s, "held_over", ". "); note != "" {
		runs = append(runs, message.Run{Text: note})
	}
	if s.Reports < 2 {
		runs = append(runs, message.Run{Text: words.Say("one_source") + ". "})
	}
	body := s.Claims[1:]
	to := claim.NewLinker()
	to.Words = words
	for i, c := range body {
		last := i == len(body)-1
		shared := !last && c.Previous == nil && claim.SameOutlet(c, body[i+1]) && !body[i+1].Reported
		runs = append(runs, claim.Sentence(c, shared && c.Kind == claim.KindWritten, b.At.In(b.Location()), to)...)
		if !last {
			runs = append(runs, message.Run{Text: " "})
		}
	}
	runs = s.nameOutlets(runs, to, len(body) > 0)
	if s.EarlierLink != "" {
		runs = append(runs, message.Run{Text: " "}, message.Run{Text: b.postName(s.ToldAt), Link: s.EarlierLink, Open: true})
	}
	out = append(out, message.Block{Kind: message.Para, Runs: runs, Story: s.ID})
	if s.Differ != nil {
		out = append(out, s.Differ.Blocks(s.ID, b.Location(), words)...)
	}
	return out
}

// nameOutlets appends the heading's outlet, with its link, and the other outlets,
// without, unless a sentence has named them. Into the bracket of a last
// sentence of ours they go, behind a quotation they stand alone.
func (s Story) nameOutlets(runs []message.Run, to *claim.Linker, after bool) []message.Run {
	head := s.Claims[0].Cites[0]
	fresh := !to.Named[head.Outlet] || !to.Linked[head.URL]
	if fresh {
		lead := ""
		if after {
			lead = " " + to.Words.Say("headline") + " "
		}
		runs = append(runs, message.Run{Text: lead}, to.Link(head))
	}
	var also []string
	for _, o := range s.Outlets {
		if !to.Named[o] && o != "" {
			also = append(also, o)
		}
	}
	if n := len(also); n > 3 {
		also = append(also[:3], to.Words.Say("more_outlets", n-3))
	}
	others := strings.Join(also, ", ")
	switch last := len(runs) - 1; {
	case fresh && others != "":
		return append(runs, message.Run{Text: "; " + to.Words.Say("also", others) + "."})
	case fresh:
		return append(runs, message.Run{Text: "."})
	case others == "":
		return runs
	case last >= 0 && runs[last].Text == ").":
		runs[last].Text = "; " + to.Words.Say("also", others) + ")."
		return runs
	}
	return append(runs, message.Run{Text: " " + to.Words.Say("also_begin", others) + "."})
}

// brief is a story as one line of a list.
func (b Briefing) brief(s Story) []message.Run {
	w, label := b.Words(), ""
	if s.Update {
		label = w.Say("update") + ": "
	}
	cite := s.Claims[0].Cites[0]
	one := b.heldNote(s, "held_over_brief", ", ")
	if s.Reports < 2 {
		one += w.Say("one_source_brief") + ", "
	}
	if s.Differ != nil {
		one += w.Say("reports_differ_brief") + ", "
	}
	return []message.Run{{Text: label + message.TrimStop(s.ShownTitle()) + " (" + one}, claim.OutletRun(cite.Outlet, cite.URL), {Text: ")"}}
}

// lastLine says how much was read, what could not be read, how it was written.
func (b Briefing) lastLine() string {
	words := b.Words()
	read := words.Say("read", words.Count(b.Articles, "articles"), words.Count(b.Sources, "outlets"))
	if b.Failed > 0 {
		read = words.Say("read_failed", words.Count(b.Articles, "articles"), words.Count(b.Sources, "outlets"),
			words.Count(b.Failed, "sources"))
	}
	if text := b.unplaced(); text != "" && words.Lang() == "en" {
		read = strings.TrimSuffix(read, ".") + "; " + text + "."
	}
	why := b.Fallback
	if why == "" && b.Model == "" {
		why = cmp.Or(b.Spared, b.Unheld)
	}
	var parts []string
	switch {
	case why != "":
		parts = append(parts, because(words, "own_sentences_failed", why), read)
	case b.Model == "":
		parts = append(parts, words.Say("own_sentences"), read)
	default:
		checked := "written_checked"
		if b.Read {
			checked = "written_read"
		}
		parts = append(parts, read, words.Say(checked))
		if b.Spared != "" {
			parts = append(parts, because(words, "updates_own", b.Spared))
		}
	}
	if b.Untranslated != "" {
		parts = append(parts, words.Say(b.Untranslated))
	}
	if words.Lang() != "en" {
		return strings.Join(append(parts, b.leftIn(words)...), " ")
	}
	left := b.LeftOut.said()
	if b.More > 0 {
		left = append([]string{message.Count(b.More, "more story was", "more stories were") + " left out for room"}, left...)
	}
	if len(left) > 0 {
		parts = append(parts, strings.Join(left, "; ")+".")
	}
	return strings.Join(parts, " ")
}

// because is a sentence with its reason in brackets. Reasons come from the
// program and its libraries in English: elsewhere the sentence says enough.
func because(w *phrases.Words, key, why string) string {
	if w.Lang() != "en" {
		return w.Say(key)
	}
	return strings.TrimSuffix(w.Say(key), ".") + " (" + message.TrimStop(why) + ")."
}

// ShownTitle is a story's heading: one that could be ours in quotation marks
// behind its outlet's name.
func (s Story) ShownTitle() string {
	if write.Imitates(s.Title) && len(s.Claims) > 0 && len(s.Claims[0].Cites) > 0 {
		return cmp.Or(s.Claims[0].Cites[0].Outlet, claim.Unnamed) + ": " + message.QuoteMarks(s.Title)
	}
	return s.Title
}
