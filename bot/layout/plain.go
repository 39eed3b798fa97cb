package layout

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dateline/briefing/message"
)

// Plain is a line of a message as it reads where Markdown is not drawn, such as
// the title of a thread: without marks, and without mentions and times.
func Plain(line string) string {
	var b strings.Builder
	runes := []rune(strings.TrimPrefix(line, "-# "))
	for i := 0; i < len(runes); i++ {
		switch char := runes[i]; char {
		case '\\':
			if i++; i < len(runes) {
				b.WriteRune(runes[i])
			}
		case '<': // what was not escaped is ours
			for i < len(runes) && runes[i] != '>' {
				i++
			}
		case ']':
			if link := strings.Index(string(runes[i:]), ">)"); link > 0 && strings.HasPrefix(string(runes[i:]), "](<") {
				i += utf8.RuneCountInString(string(runes[i:])[:link]) + 1
			}
		case '*', '|', '_', '`', '[', '\u2060':
		default:
			b.WriteRune(char)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// linked matches a link as draw writes it.
var linked = regexp.MustCompile(`\[((?:\\.|[^\[\]\\])+)\]\(<(https?://[^<>\s]+)>\)`)

// Runs is a line of a message of ours as runs that can be drawn again: Plain, but
// its links stay links.
func Runs(line string) []message.Run {
	var out []message.Run
	add := func(part, link string) {
		text := Plain(part)
		if text != "" && strings.HasPrefix(part, " ") {
			text = " " + text
		}
		if strings.TrimSpace(part) == "" && part != "" || text != "" && strings.HasSuffix(part, " ") {
			text += " "
		}
		if text != "" {
			out = append(out, message.Run{Text: text, Link: link})
		}
	}
	at := 0
	for _, m := range linked.FindAllStringSubmatchIndex(line, -1) {
		add(line[at:m[0]], "")
		add(line[m[2]:m[3]], line[m[4]:m[5]])
		at = m[1]
	}
	add(line[at:], "")
	return out
}
