// Package screen draws neutral blocks on a terminal: lines no wider than it is,
// bold words, links where it knows them.
package screen

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/term"
	"golang.org/x/text/width"

	"dateline/briefing/message"
)

// Options say what the terminal can do.
type Options struct {
	Width int  // columns; 0 does not wrap
	Color bool // bold and dim
	Links bool // OSC 8
}

// PipeWidth is where lines are wrapped when nobody says how wide they may be.
const PipeWidth = 80

// IsTerminal reports whether what is written there is shown on a terminal.
func IsTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Width is how wide lines may be: at most 100, for reading.
func Width(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok {
		return PipeWidth
	}
	n, _, err := term.GetSize(int(file.Fd()))
	if err != nil || n < 20 {
		return PipeWidth
	}
	return min(n, 100)
}

// piece is a word with how it looks.
type piece struct {
	text, link string
	bold       bool
	glued      bool // no space before it
}

// Render draws blocks as wrapped lines. Where links cannot be clicked
// they are left out: the outlet's name and the --json form have them.
func Render(w io.Writer, blocks []message.Block, o Options) error {
	lines := &printer{w: w, o: o}
	for i, b := range blocks {
		if i > 0 && spaced(blocks[i-1], b) {
			lines.line("")
		}
		switch b.Kind {
		case message.Title, message.Heading:
			lines.wrap(pieces(b.Runs, true), "", "")
		case message.Item:
			lines.wrap(pieces(b.Runs, false), "- ", "  ")
		default:
			lines.wrap(pieces(b.Runs, false), "", "")
		}
	}
	return lines.err
}

// spaced reports whether an empty line stands between two blocks: behind a title,
// and before all that is no paragraph or item.
func spaced(before, b message.Block) bool {
	return before.Kind == message.Title || b.Kind != message.Para && b.Kind != message.Item
}

// pieces cuts runs at spaces; a run that begins without one is glued to the
// word before it.
func pieces(runs []message.Run, bold bool) []piece {
	var out []piece
	glued := true
	for _, r := range message.PrintableRuns(runs) {
		text := strings.ReplaceAll(r.Text, "\n", " ")
		if !r.Time.IsZero() {
			text = r.Time.Format("2 Jan 2006 15:04")
		}
		for i, word := range strings.Split(text, " ") {
			if i > 0 {
				glued = false
			}
			if word != "" {
				out = append(out, piece{word, r.Link, r.Bold || bold, glued})
				glued = true
			}
		}
	}
	return out
}

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	o   Options
	err error
}

func (p *printer) line(s string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, s)
	}
}

// wrap writes pieces as lines no wider than the terminal; glued pieces stay
// on the line of the word before them.
func (p *printer) wrap(ps []piece, first, rest string) {
	indent, col := first, 0
	var line strings.Builder
	line.WriteString(indent)
	col = Columns(indent)
	start := true
	for i := 0; i < len(ps); {
		j, size := i+1, Columns(ps[i].text)
		for j < len(ps) && ps[j].glued {
			size += Columns(ps[j].text)
			j++
		}
		if !start && p.o.Width > 0 && col+1+size > p.o.Width {
			p.line(line.String())
			line.Reset()
			line.WriteString(rest)
			col, start = Columns(rest), true
		}
		if !start {
			line.WriteByte(' ')
			col++
		}
		for ; i < j; i++ {
			line.WriteString(p.draw(ps[i]))
		}
		col, start = col+size, false
	}
	p.line(line.String())
}

func (p *printer) draw(x piece) string {
	text := x.text
	if x.link != "" && p.o.Links {
		text = "\x1b]8;;" + safeLink(x.link) + "\x1b\\" + text + "\x1b]8;;\x1b\\"
	}
	if x.bold && p.o.Color {
		text = "\x1b[1m" + text + "\x1b[22m"
	}
	return text
}

// safeLink keeps a URL from ending its own escape sequence.
func safeLink(u string) string {
	return strings.Map(func(r rune) rune {
		if r <= 0x20 || r == 0x7f || r > 0x7e {
			return -1
		}
		return r
	}, u)
}

// Columns is how wide a text is: East Asian wide characters take two, marks none.
func Columns(s string) int {
	n := 0
	clusters := graphemes.FromString(s)
	for clusters.Next() {
		char := []rune(clusters.Value())[0]
		switch kind := width.LookupRune(char).Kind(); {
		case unicode.In(char, unicode.Mn, unicode.Cf):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
