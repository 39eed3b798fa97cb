package picture

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// line is a line of a message's text.
type line struct {
	kind  string // heading, small, item, quote, text, blank
	level int    // of a heading: 1 to 3
	spans []span
}

// span is a piece of a line that is drawn in one way.
type span struct {
	text                         string
	link                         string
	bold, italic, under, spoiler bool
	code                         bool
	mention                      bool
}

var lineKinds = []struct {
	mark, kind string
	level      int
}{{"-# ", "small", 0}, {"### ", "heading", 3}, {"## ", "heading", 2}, {"# ", "heading", 1}, {"- ", "item", 0}, {"* ", "item", 0},
	{"> ", "quote", 0}}

// lines reads Discord's Markdown (https://support.discord.com/hc/en-us/articles/210298617).
func lines(content string, zone *time.Location) []line {
	var out []line
	for text := range strings.SplitSeq(content, "\n") {
		out = append(out, lineOf(text, zone))
	}
	return out
}

func lineOf(text string, zone *time.Location) line {
	if strings.TrimSpace(text) == "" {
		return line{kind: "blank"}
	}
	read := line{kind: "text"}
	for _, k := range lineKinds {
		if rest, ok := strings.CutPrefix(text, k.mark); ok {
			read.kind, read.level, text = k.kind, k.level, rest
			break
		}
	}
	reader := inline{zone: zone}
	reader.read(text)
	read.spans = reader.out
	return read
}

// inline reads the marks within a line.
type inline struct {
	zone *time.Location
	now  span // how what follows is drawn
	out  []span
}

var (
	pointed = regexp.MustCompile(`^<(?:t:(-?\d+)(?::([a-zA-Z]))?|(#|@&|@!?)(\d+)|(https?://[^\s<>]+))>`)
	linked  = regexp.MustCompile(`^\]\(<?(https?://[^\s<>)]+)>?\)`)
	marks   = []string{"**", "__", "||", "*", "_", "`"}
)

func (r *inline) read(s string) {
	for s != "" {
		if s[0] == '\\' && len(s) > 1 && strings.ContainsRune("\\*_~`|[]<>()#:-.@+", rune(s[1])) {
			r.add(s[1:2])
			s = s[2:]
			continue
		}
		if rest, ok := r.pointed(s); ok {
			s = rest
			continue
		}
		if rest, ok := r.linked(s); ok {
			s = rest
			continue
		}
		if rest, ok := r.marked(s); ok {
			s = rest
			continue
		}
		r.add(s[:1])
		s = s[1:]
	}
}

// add puts text where what is drawn alike stands.
func (r *inline) add(text string) {
	if n := len(r.out); n > 0 {
		last := r.out[n-1]
		last.text = r.now.text
		if last == r.now {
			r.out[n-1].text += text
			return
		}
	}
	next := r.now
	next.text = text
	r.out = append(r.out, next)
}

// mentions are what is read of one whose name is not known here.
var mentions = map[string]string{"#": "#channel", "@&": "@role", "@": "@member", "@!": "@member"}

// pointed reads <t:…>, <#…>, <@…> and a bare address in brackets.
func (r *inline) pointed(s string) (rest string, ok bool) {
	found := pointed.FindStringSubmatch(s)
	if found == nil {
		return s, false
	}
	before := r.now
	switch {
	case found[1] != "":
		r.add(r.clock(found[1], found[2]))
	case found[5] != "":
		r.now.link = found[5]
		r.add(found[5])
	default:
		r.now.mention = true
		r.add(mentions[found[3]])
	}
	r.now = before
	return s[len(found[0]):], true
}

// clock draws a time as a reader of English in the zone reads it.
func (r *inline) clock(unix, style string) string {
	seconds, err := strconv.ParseInt(unix, 10, 64)
	if err != nil {
		return unix
	}
	at := time.Unix(seconds, 0).In(r.zone)
	switch style {
	case "t":
		return at.Format("15:04")
	case "d":
		return at.Format("02/01/2006")
	case "D":
		return at.Format("2 January 2006")
	case "F":
		return at.Format("Monday 2 January 2006 15:04")
	case "R":
		return "around " + at.Format("2 January 15:04")
	}
	return at.Format("2 January 2006 15:04")
}

// linked reads [words](address).
func (r *inline) linked(s string) (rest string, ok bool) {
	if s[0] != '[' || r.now.link != "" {
		return s, false
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == ']':
			found := linked.FindStringSubmatch(s[i:])
			if found == nil {
				return s, false
			}
			before := r.now
			r.now.link = found[1]
			r.read(s[1:i])
			r.now = before
			return s[i+len(found[0]):], true
		}
	}
	return s, false
}

// marked reads what stands between two marks of one kind.
func (r *inline) marked(s string) (rest string, ok bool) {
	for _, mark := range marks {
		inner, found := strings.CutPrefix(s, mark)
		if !found {
			continue
		}
		end := closing(inner, mark)
		if end <= 0 || strings.TrimSpace(inner[:end]) == "" {
			return s, false
		}
		before := r.now
		r.now.set(mark)
		if r.now.code {
			r.add(inner[:end])
		} else {
			r.read(inner[:end])
		}
		r.now = before
		return inner[end+len(mark):], true
	}
	return s, false
}

// closing is where a mark ends, -1 without an end.
func closing(s, mark string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if strings.HasPrefix(s[i:], mark) {
			return i
		}
	}
	return -1
}

func (s *span) set(mark string) {
	switch mark {
	case "**":
		s.bold = true
	case "__":
		s.under = true
	case "||":
		s.spoiler = true
	case "`":
		s.code = true
	default:
		s.italic = true
	}
}
