package brief

import (
	"cmp"
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
		return b.Words().Say("heading", b.Name, stampIn(b.Words(), b.Label))
	}
	return b.Words().Say("heading", b.Name, b.Words().Stamp(b.At.In(b.Location())))
}

// Words are the texts of the language that the briefing is told in: the one asked
// for, else that of its place, else that of all it tells, else English.
func (b Briefing) Words() *phrases.Words {
	lang := ""
	for _, s := range b.Stories {
		for _, c := range s.claims() {
			if own := c.Lang(); lang != "" && own != lang {
				return phrases.First(b.Lang, b.Speak)
			} else if own != "" {
				lang = own
			}
		}
	}
	return phrases.First(b.Lang, b.Speak, lang)
}

// otherLanguage says why what is told is in another language than its place, or than
// was asked for; "" when it is not.
func (b Briefing) otherLanguage() string {
	switch {
	case b.Untranslated != "":
		return b.Words().Say(b.Untranslated)
	case b.Speak == "":
		return ""
	case b.Lang != "" && b.Lang != b.Speak:
		return b.Words().Say("told_in", b.Words().Language(b.Lang))
	}
	for _, s := range b.Stories {
		if slices.ContainsFunc(s.claims(), func(c claim.Claim) bool { return c.Lang() != b.Speak }) {
			return b.Words().Say("told_in_sources")
		}
	}
	return ""
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
		return slices.Concat(b.empty(), b.lateNote(), b.recalledBlocks(), b.correctionBlocks(), b.repeatBlocks())
	}
	words := b.Words()
	many := words.Count(len(b.Stories), "stories")
	if b.Late {
		many += words.Comma() + words.Say("posted_late")
	}
	if b.Partial() {
		many += words.Comma() + words.Say("not_read", b.Failed, b.Watched)
	}
	out := append([]message.Block{{Kind: message.Title, Lang: words.Lang(), Runs: []message.Run{{Text: b.Heading(), Bold: true},
		{Text: " (" + many + ")"}}}}, b.lateNote()...)
	out = slices.Concat(out, b.recalledBlocks(), b.correctionBlocks())
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
		said = append(said, words.Say("skipped", words.Clauses(labels)))
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

// story is one story in full: a heading and a paragraph.
func (b Briefing) story(s Story) []message.Block {
	words := b.Words()
	head := claim.Resting(message.Run{Text: s.ShownTitle(), Claim: s.Claims[0].ID}, s.Claims[0].Cites...)
	out := []message.Block{{Kind: message.Heading, Runs: []message.Run{head}, Story: s.ID}}
	var runs []message.Run
	if s.Update {
		label := words.Say("update") + ". "
		if s.Earlier != "" {
			label = words.Say("update_on", s.Earlier, words.Day(s.ToldAt.In(b.Location()), b.At)) + ". "
		}
		runs = append(runs, message.Run{Text: label, Bold: true, Claim: s.earlier, Aside: s.earlier != 0})
	}
	if note := b.toldLate(s, "held_over", ". "); note != "" {
		runs = append(runs, message.Run{Text: note})
	}
	if s.Sources() < 2 {
		runs = append(runs, message.Run{Text: s.alone(words, "one_source", "one_report") + ". "})
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
		also = append(also[:3], to.Words.Count(n-3, "more_outlets"))
	}
	others := to.Words.List(also)
	switch last := len(runs) - 1; {
	case fresh && others != "":
		return append(runs, message.Run{Text: to.Words.Semicolon() + to.Words.Say("also", others) + "."})
	case fresh:
		return append(runs, message.Run{Text: "."})
	case others == "":
		return runs
	case last >= 0 && runs[last].Text == ").":
		runs[last].Text = to.Words.Semicolon() + to.Words.Say("also", others) + ")."
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
	one := b.toldLate(s, "held_over_brief", w.Comma())
	if s.Sources() < 2 {
		one += s.alone(w, "one_source_brief", "one_report_brief") + w.Comma()
	}
	if s.Differ != nil {
		one += w.Say("reports_differ_brief") + w.Comma()
	}
	return []message.Run{{Text: label + s.ShownTitle(), Claim: s.Claims[0].ID}, {Text: " (" + one},
		claim.Resting(claim.OutletRun(cite.Outlet, cite.URL), s.Claims[0].Cites...), {Text: ")"}}
}

// Sources is how many independent reports a story has, whenever they were made.
func (s Story) Sources() int { return max(s.Reports, s.InAll) }

// alone says of a story with one report that it has one source, or that several
// outlets print that one report.
func (s Story) alone(words *phrases.Words, source, report string) string {
	if n := len(s.Outlets); n > 1 {
		return words.Count(n, report)
	}
	return words.Say(source)
}

// lastLine says how much was read, what could not be read, how it was written.
func (b Briefing) lastLine() string {
	words := b.Words()
	read := words.Say("read", words.Count(b.Articles, "articles"), words.Count(b.Sources, "outlets"))
	lacks := []struct {
		n   int
		key string
	}{{b.Failed - b.Untried, "failed_sources"}, {b.Untried, "untried_sources"}, {b.Unplaced, "unplaced"}}
	for _, lack := range lacks {
		if lack.n > 0 {
			read = strings.TrimSuffix(read, ".") + words.Semicolon() + words.Count(lack.n, lack.key) + "."
		}
	}
	unused := cmp.Or(b.Spared, b.Unheld)
	var parts []string
	switch {
	case b.Fallback != "":
		parts = append(parts, because(words, "own_sentences_failed", b.Fallback), read)
	case b.Model == "" && unused != "":
		parts = append(parts, because(words, "own_sentences_unused", unused), read)
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
	if said := b.otherLanguage(); said != "" {
		parts = append(parts, said)
	}
	left := b.LeftOut.said(words)
	if b.More > 0 {
		left = append([]string{words.Count(b.More, "left_out")}, left...)
	}
	if len(left) > 0 {
		parts = append(parts, words.Clauses(left)+".")
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
