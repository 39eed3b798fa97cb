package feed

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// breaks are elements that end a paragraph.
var breaks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Blockquote: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Table: true, atom.Tr: true, atom.Section: true, atom.Article: true, atom.Figure: true, atom.Pre: true, atom.Hr: true, atom.Dl: true, atom.Dd: true, atom.Dt: true}

// silent are elements whose text nobody reads.
var silent = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Form: true, atom.Button: true, atom.Select: true, atom.Textarea: true, atom.Figcaption: true, atom.Title: true}

// Plain turns the HTML of a feed into plain text: paragraphs apart by blank
// lines, nothing hidden, entities decoded.
func Plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return tidy(s)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := 0 // depth inside silent or hidden elements
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case t.Type == html.StartTagToken && !void[t.DataAtom] && (hidden > 0 || silent[t.DataAtom] || unshown(t.Attr)):
				hidden++
			case t.DataAtom == atom.Br:
				b.WriteByte('\n')
			case breaks[t.DataAtom]:
				b.WriteString("\n\n")
			}
		case html.EndTagToken:
			t := z.Token()
			switch {
			case hidden > 0:
				hidden--
			case breaks[t.DataAtom]:
				b.WriteString("\n\n")
			}
		}
	}
}

// void elements have no end.
var void = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Source: true, atom.Wbr: true, atom.Embed: true, atom.Track: true, atom.Area: true, atom.Col: true, atom.Base: true, atom.Param: true}

// tidy collapses spaces, keeps single line ends and blank lines.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var out []string
	blank := false
	for _, line := range strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			blank = len(out) > 0
			continue
		}
		if blank {
			out = append(out, "")
			blank = false
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
