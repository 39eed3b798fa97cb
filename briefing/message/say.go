package message

import (
	"fmt"
	"strings"
	"time"

	"dateline/briefing/phrases"
)

// Say is a text of the catalogue as runs: where it puts in a time, a run or
// several, those stand in it; everything else is words.
func Say(w *phrases.Words, key string, args ...any) []Run {
	return fill(func(args ...any) string { return w.Say(key, args...) }, args)
}

func fill(say func(args ...any) string, args []any) []Run {
	const mark = "\x00" // is in no text: Discord and the databases refuse it
	said, held := make([]any, len(args)), make([][]Run, len(args))
	for i, arg := range args {
		said[i] = fmt.Sprintf("%s%d%s", mark, i, mark)
		switch value := arg.(type) {
		case time.Time:
			held[i] = []Run{{Time: value}}
		case Run:
			held[i] = []Run{value}
		case []Run:
			held[i] = value
		case string:
			said[i] = strings.ReplaceAll(value, mark, "")
		default:
			said[i] = arg
		}
	}
	var out []Run
	for i, piece := range strings.Split(say(said...), mark) {
		var at int
		if _, err := fmt.Sscan(piece, &at); i%2 == 1 && err == nil && at < len(held) {
			out = append(out, held[at]...)
		} else if piece != "" {
			out = append(out, Run{Text: piece})
		}
	}
	return out
}

// Text is what runs say without any form; a time is a clock's, with its zone.
func Text(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Time.IsZero() {
			b.WriteString(r.Text + r.Ref)
		} else {
			b.WriteString(r.Time.Format("15:04 MST"))
		}
	}
	return b.String()
}
