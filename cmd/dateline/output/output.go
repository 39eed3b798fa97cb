// Package output writes what a command gives: a sentence for people, or for scripts one
// JSON object a line. It draws no articles: those are package screen's.
package output

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dateline/briefing/message"
)

// Printer is where a command writes.
type Printer struct {
	Out  io.Writer
	JSON bool // objects, not sentences
}

// Say says a sentence, for scripts the object instead; no object: nothing. What a source
// or a person wrote may stand in the sentence: nothing of it steers the terminal.
func (p Printer) Say(object any, format string, args ...any) error {
	switch {
	case !p.JSON:
		text := ""
		for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
			text += message.Printable(line) + "\n"
		}
		_, err := io.WriteString(p.Out, text)
		return err
	case object == nil:
		return nil
	}
	return JSON(p.Out, object)
}

// JSON writes one object as a line, without escaping < and >.
func JSON(w io.Writer, object any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(object)
}
