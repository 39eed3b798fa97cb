package layout

import (
	"strings"
	"unicode/utf8"
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
