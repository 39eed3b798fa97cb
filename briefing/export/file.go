package export

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// JSON is the document as a file: its fields as they are named here, in any language.
func (d Document) JSON() ([]byte, error) {
	out, err := json.MarshalIndent(d, "", "  ")
	return append(out, '\n'), err
}

// Markdown is the document as a file to be read, in the language of w.
func (d Document) Markdown(w *phrases.Words, zone *time.Location) []byte {
	now := d.Exported.In(zone)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", w.Say("export_title", w.Stamp(now)))
	taken := 0
	for _, c := range d.Claims {
		if c.Text == "" {
			taken++
			continue
		}
		said := c.Text
		if claim.IsVerbatim(c.Kind) {
			said = message.QuoteMarks(said)
		}
		if c.By != "" {
			said = c.By + ": " + said
		}
		fmt.Fprintf(&b, "\n%s\n", plain(said))
		for _, s := range c.Sources {
			fmt.Fprintf(&b, "- %s\n", s.line(c, now, w))
		}
	}
	if taken > 0 {
		fmt.Fprintf(&b, "\n%s\n", w.Count(taken, "export_taken"))
	}
	if d.Gone > 0 {
		fmt.Fprintf(&b, "\n%s\n", w.Count(d.Gone, "export_gone"))
	}
	if d.Left > 0 {
		fmt.Fprintf(&b, "\n%s\n", w.Count(d.Left, "export_left"))
	}
	return []byte(b.String())
}

// line is a source as it is listed.
func (s Source) line(c Sentence, now time.Time, w *phrases.Words) string {
	name := s.Outlet
	if name == "" {
		name = claim.Unnamed
	}
	parts := []string{fmt.Sprintf("[%s](<%s>)", plain(name), s.URL)}
	if s.Title != "" {
		parts = append(parts, message.QuoteMarks(plain(s.Title)))
	}
	if s.Published != nil {
		parts = append(parts, w.Say("export_published", w.Stamp(s.Published.In(now.Location()))))
	}
	parts = append(parts, w.Say("export_read", w.Stamp(s.Read.In(now.Location()))), "SHA-256 "+s.SHA256)
	if s.Changed != nil {
		parts = append(parts, w.Say("export_changed", w.Stamp(s.Changed.In(now.Location()))))
	}
	line := strings.Join(parts, w.Semicolon())
	if s.Quote != "" && !claim.IsVerbatim(c.Kind) {
		line += "\n  > " + plain(s.Quote)
	}
	return line
}

// plain is foreign text on one line that is no markup.
func plain(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`,
		"|", `\|`, "~", `\~`).Replace(claim.OneLine(s))
}
