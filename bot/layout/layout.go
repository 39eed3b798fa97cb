// Package layout draws neutral blocks as Discord's Markdown, with foreign text
// escaped, and splits them into messages between stories.
package layout

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/recall"
)

// PartMost is the most UTF-16 units of a message; Discord takes 2,000.
const PartMost = 1990

const partsMost = 3 // messages a text is split into at most

// Units counts as Discord is believed to: UTF-16 units, never less than code points.
func Units(s string) int { return len(utf16.Encode([]rune(s))) }

var (
	markdown = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, `~`, `\~`, "`", "\\`", `|`, `\|`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`,
		`\>`, `://`, `\://`, "@", "@\u2060")
	invite   = regexp.MustCompile(`(?i)(discord(?:app)?)\.(gg|com|me|io|li)`)
	blank    = regexp.MustCompile(`[\s\p{Z}\x{85}]+`)
	lineMark = regexp.MustCompile(`^(\s*)(#{1,3}\s|-#|[-+*•]\s|\d+[.)]\s)`)
)

// Escape makes foreign text plain: no formatting, no mention, no link.
func Escape(s string) string { return escapePrintable(message.Printable(s)) }

// escapePrintable is Escape of a text that is Printable.
func escapePrintable(s string) string {
	s = strings.TrimSpace(blank.ReplaceAllStringFunc(s, func(found string) string {
		if found == "\u00a0" || found == "\u202f" { // as languages write numbers and marks
			return found
		}
		return " "
	}))
	return invite.ReplaceAllString(markdown.Replace(s), `$1\.$2`)
}

// draw writes runs as Discord's Markdown; keep says how many links stay links.
// Hidden runs in a row are hidden as one.
func draw(runs []message.Run, keep int) string {
	text, _ := place(runs, keep)
	return text
}

// place draws runs, and says where in the text claims stand.
func place(runs []message.Run, keep int) (string, []message.ShownClaim) {
	var b strings.Builder
	var said spoken
	hidden, gap := false, ""
	hide := func(next bool, lead string) {
		if hidden && !next {
			b.WriteString("||")
		}
		b.WriteString(gap + lead)
		if next && !hidden {
			b.WriteString("||")
		}
		hidden, gap = next, ""
	}
	for i, r := range message.PrintableRuns(runs) {
		if fixed := fixed(r); fixed != "" {
			hide(false, "")
			b.WriteString(fixed)
			continue
		}
		lead, text, tail := spaces(r.Text)
		text = escapePrintable(text)
		if i == 0 {
			text = noMark(text)
		}
		link := target(r.Link)
		switch {
		case text == "":
			gap += lead + tail
			continue
		case link != "" && keep > 0:
			keep--
			text = "[" + text + "](<" + link + ">)"
		case r.Bold:
			text = "**" + text + "**"
		}
		hide(r.Spoiler, lead)
		from := b.Len()
		b.WriteString(text)
		gap = tail
		said.add(i, message.ShownClaim{Claim: r.Claim, From: from, To: b.Len(), Aside: r.Aside})
	}
	hide(false, "")
	return b.String(), said.claims
}

// spoken are the places of claims in a line, runs of one in a row as one.
type spoken struct {
	claims []message.ShownClaim
	run    int // of the last one
}

func (s *spoken) add(run int, c message.ShownClaim) {
	if c.Claim == 0 {
		return
	}
	if n := len(s.claims) - 1; n >= 0 && s.run == run-1 {
		if last := s.claims[n]; last.Claim == c.Claim && last.Aside == c.Aside {
			s.claims[n].To, s.run = c.To, run
			return
		}
	}
	s.claims, s.run = append(s.claims, c), run
}

// fixed is a run that Discord draws: a time in the reader's zone, a name.
func fixed(r message.Run) string {
	switch {
	case !r.Time.IsZero() && r.Ago:
		return fmt.Sprintf("<t:%d:R>", r.Time.Unix())
	case !r.Time.IsZero():
		return fmt.Sprintf("<t:%d:f>", r.Time.Unix())
	case reference.MatchString(r.Ref):
		return "<" + r.Ref + ">"
	}
	return ""
}

// reference is what stands for the name of a person, role or channel.
var reference = regexp.MustCompile(`^(@|@&|#)[0-9]{1,20}$`)

// spaces splits a run's outer space off: escaping joins words by one space,
// and Markdown wants none inside its marks.
func spaces(s string) (lead, text, tail string) {
	text = strings.TrimSpace(s)
	if text == "" {
		if s != "" {
			lead = " "
		}
		return lead, "", ""
	}
	if s[0] == ' ' || s[0] == '\n' {
		lead = " "
	}
	if s[len(s)-1] == ' ' || s[len(s)-1] == '\n' {
		tail = " "
	}
	return lead, text, tail
}

// noMark keeps the start of a line from being a heading, a small line or a list.
func noMark(s string) string {
	mark := lineMark.FindString(s)
	if mark == "" {
		return s
	}
	i := strings.IndexAny(s, "#-+*•.)")
	return s[:i] + `\` + s[i:]
}

// target is a URL of our own rows as a link may hold it: http or https, and
// nothing in it that would end the link; "" when it is none.
func target(link string) string {
	parsed, err := url.Parse(link)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '<' || r == '>' || r == 0x7f {
			return -1
		}
		return r
	}, parsed.String())
}

// chunk is what may not be torn apart: a story, an item, a line.
type chunk struct {
	text    string
	gap     string // what stands between it and the chunk before
	stories []int64
	shows   []message.Shown
	rests   []recall.Quote
}

// chunks groups blocks: a title and a story keep together.
func chunks(blocks []message.Block) []chunk {
	var out []chunk
	for i := 0; i < len(blocks); {
		j := i + 1
		for j < len(blocks) && blocks[j].Story != 0 && blocks[j].Story == blocks[i].Story {
			j++
		}
		out = append(out, shrink(blocks[i:j]))
		i = j
	}
	return out
}

// shrink draws one chunk with all its links, then with fewer until it fits a message.
func shrink(blocks []message.Block) chunk {
	var c chunk
	for _, keep := range []int{100, 3, 2, 1, 0} {
		c = chunk{gap: "\n\n"}
		for i, b := range blocks {
			if i > 0 {
				c.text += "\n"
			}
			text, shown := line(b, keep)
			if b.Story != 0 {
				c.shows = append(c.shows, shown.Moved(len(c.text)))
			}
			c.text += text
		}
		if Units(c.text) <= PartMost-100 {
			break
		}
	}
	c.text = Cut(c.text, PartMost-100)
	for i, x := range c.shows {
		c.shows[i] = x.Within(len(c.text))
	}
	c.rests = message.Rests(blocks)
	if id := blocks[0].Story; id != 0 {
		c.stories = []int64{id}
	}
	if kind := blocks[0].Kind; kind == message.Item || kind == message.Small {
		c.gap = "\n"
	}
	return c
}

// line is one block, and where in it claims stand.
func line(b message.Block, keep int) (string, message.Shown) {
	text, claims := place(b.Runs, keep)
	lead := ""
	switch {
	case b.Kind == message.Heading:
		lead = "### "
	case b.Kind == message.Item && b.No > 0:
		lead = fmt.Sprintf("%d. ", b.No)
	case b.Kind == message.Item:
		lead = "- "
	case b.Kind == message.Small:
		lead = "-# "
	}
	shown := message.Shown{To: len(text), Claims: claims}.Moved(len(lead))
	shown.Story, shown.Kind, shown.From = b.Story, b.Kind, 0
	return lead + text, shown
}

// Cut shortens a text to n units, at the border of what readers see as one character.
func Cut(s string, n int) string {
	if Units(s) <= n {
		return s
	}
	var b strings.Builder
	left := n - 1
	clusters := graphemes.FromString(s)
	for clusters.Next() {
		if left -= Units(clusters.Value()); left < 0 {
			break
		}
		b.WriteString(clusters.Value())
	}
	return strings.TrimRight(b.String(), "\\ ") + "…"
}

// Parts fills messages up to 1,990 units and splits only between chunks. The
// parts after the first begin with the name of the text they continue. What
// does not fit three messages is left out, but for the last line.
func Parts(blocks []message.Block) []message.Part {
	pieces := chunks(blocks)
	name, marker, say := "", "", phrases.In("en")
	if len(blocks) > 0 && len(blocks[0].Runs) > 0 && blocks[0].Kind == message.Title {
		say = phrases.In(blocks[0].Lang)
		name = Escape(blocks[0].Runs[0].Text) + say.Comma()
		marker = draw(blocks[0].Runs[:1], 0)
	}
	room := Units(continued(say, name, partsMost, partsMost)) + 1
	parts := []message.Part{{Marker: marker}}
	for i, c := range pieces {
		part := &parts[len(parts)-1]
		limit := PartMost
		if len(parts) > 1 {
			limit -= room
		}
		if len(parts) == partsMost && i < len(pieces)-1 {
			limit -= 2 + Units(pieces[len(pieces)-1].text) // the last line always finds its place
		}
		gap := c.gap
		if part.Content == "" {
			gap = ""
		}
		if Units(part.Content)+len(gap)+Units(c.text) > limit {
			if len(parts) == partsMost {
				continue
			}
			parts = append(parts, message.Part{})
			part, gap = &parts[len(parts)-1], ""
		}
		for _, x := range c.shows {
			part.Shows = append(part.Shows, x.Moved(len(part.Content)+len(gap)))
		}
		part.Content += gap + c.text
		part.Stories, part.Rests = append(part.Stories, c.stories...), append(part.Rests, c.rests...)
	}
	for i := 1; i < len(parts); i++ {
		parts[i].Marker = continued(say, name, i+1, len(parts))
		lead := parts[i].Marker + "\n"
		parts[i].Content = lead + parts[i].Content
		for k, x := range parts[i].Shows {
			parts[i].Shows[k] = x.Moved(len(lead))
		}
	}
	return parts
}

// Continuation is the first line of a part that continues another, in any language.
var Continuation = regexp.MustCompile(`^-# [^\n]*(?:` + strings.Join(continuations(), "|") + `)`)

func continuations() []string {
	var out []string
	for _, lang := range phrases.Languages() {
		out = append(out, strings.ReplaceAll(regexp.QuoteMeta(phrases.In(lang).Say("continued", 1, 1)), "1", `\d`))
	}
	return out
}

func continued(say *phrases.Words, name string, n, of int) string {
	return "-# " + name + say.Say("continued", n, of)
}

// Capital is a text that begins with a capital letter.
func Capital(text string) string {
	for i, char := range text {
		return string(unicode.ToUpper(char)) + text[i+utf8.RuneLen(char):]
	}
	return text
}

// Clip cuts a text to n characters.
func Clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return s
}
