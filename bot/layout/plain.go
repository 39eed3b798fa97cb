package layout

import "strings"

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
		case '*', '|', '_', '`', '\u2060':
		default:
			b.WriteRune(char)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
