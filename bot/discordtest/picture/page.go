package picture

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"io"
	"strings"
	"time"
)

// Look is how a page is drawn.
type Look struct {
	Width int    // of the screen in CSS pixels: 390 is a phone, 720 a desktop's column; 0 is 390
	Lang  string // ISO 639-1 of the texts; Arabic is drawn from the right
	Name  string // of the bot; "" is Dateline
	Zone  *time.Location
}

const phone = 390

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// Page writes messages as a page, one below the other as in a channel.
func Page(w io.Writer, messages []Message, look Look) error {
	if look.Width == 0 {
		look.Width = phone
	}
	if look.Zone == nil {
		look.Zone = time.UTC
	}
	look.Name = first(look.Name, "Dateline")
	type drawn struct {
		Form, Private bool
		Title         string
		Body          template.HTML
	}
	var list []drawn
	for _, m := range messages {
		list = append(list, drawn{m.Title != "", m.Flags&flagPrivate != 0, m.Title, template.HTML(m.drawn(look.Zone))})
	}
	return page.Execute(w, map[string]any{"Look": look, "Messages": list, "Initial": string([]rune(look.Name)[0])})
}

// drawn is the inside of a message; all foreign text in it is escaped.
func (m Message) drawn(zone *time.Location) string {
	var b strings.Builder
	for _, l := range lines(m.Content, zone) {
		b.WriteString(l.drawn())
	}
	for _, f := range m.Files {
		fmt.Fprintf(&b, `<div class="file" dir="auto">%s</div>`, html.EscapeString(f.Name))
	}
	for _, c := range m.Components {
		b.WriteString(c.drawn(zone))
	}
	if m.Title != "" {
		const buttons = `<div class="row end"><span class="button secondary">%s</span><span class="button primary">%s</span></div>`
		fmt.Fprintf(&b, buttons, formCancel, formSend)
	}
	return b.String()
}

// The buttons under a form are Discord's own, in the language of the reader's Discord.
const (
	formCancel = "Cancel"
	formSend   = "Submit"
)

func (l line) drawn() string {
	var b strings.Builder
	for _, s := range l.spans {
		b.WriteString(s.drawn())
	}
	switch l.kind {
	case "blank":
		return `<div class="blank"></div>`
	case "heading":
		return fmt.Sprintf(`<h%d dir="auto">%s</h%d>`, l.level, b.String(), l.level)
	}
	return fmt.Sprintf(`<div class="%s" dir="auto">%s</div>`, l.kind, b.String())
}

func (s span) drawn() string {
	out := html.EscapeString(s.text)
	wraps := []struct {
		on   bool
		wrap string
	}{{s.code, "<code>%s</code>"}, {s.bold, "<b>%s</b>"}, {s.italic, "<i>%s</i>"}, {s.under, "<u>%s</u>"}, {s.link != "", "<a>%s</a>"},
		{s.mention, `<span class="mention">%s</span>`}, {s.spoiler, `<span class="spoiler">%s</span>`}}
	for _, w := range wraps {
		if w.on {
			out = fmt.Sprintf(w.wrap, out)
		}
	}
	return out
}

// buttonStyles are the colours of buttons by their number.
var buttonStyles = map[int]string{1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary"}

func (c Component) drawn(zone *time.Location) string {
	switch {
	case c.Type == typeButton:
		class := buttonStyles[c.Style] + map[bool]string{true: " disabled"}[c.Disabled]
		return fmt.Sprintf(`<span class="button %s" dir="auto">%s</span>`, class, html.EscapeString(c.Label))
	case c.menu():
		shown, class := c.Placeholder, "hint"
		if chosen := c.chosen(); len(chosen) > 0 {
			shown, class = strings.Join(chosen, ", "), "chosen"
		}
		const menu = `<div class="menu"><span class="%s" dir="auto">%s</span><span class="open"></span></div>`
		return fmt.Sprintf(menu, class, html.EscapeString(shown))
	case c.Type == typeInput:
		class := map[bool]string{true: " hint"}[c.Value == ""]
		return fmt.Sprintf(`<div class="input s%d%s" dir="auto">%s</div>`, c.Style, class, html.EscapeString(first(c.Value, c.Placeholder)))
	case c.Type == typeUpload:
		return `<div class="input upload"><span class="button secondary">+</span></div>`
	case c.Type == typeText:
		return Message{Content: c.Content}.drawn(zone)
	}
	var b strings.Builder
	class := "row"
	if c.Type == typeLabel {
		class = "field"
		needed := map[bool]string{true: ` <span class="needed">*</span>`}[c.Component != nil && c.Component.needed()]
		fmt.Fprintf(&b, `<div class="label" dir="auto">%s%s</div>`, html.EscapeString(c.Label), needed)
		fmt.Fprintf(&b, `<div class="help" dir="auto">%s</div>`, html.EscapeString(c.Description))
	}
	if c.Component != nil {
		b.WriteString(c.Component.drawn(zone))
	}
	for _, inner := range c.Components {
		b.WriteString(inner.drawn(zone))
	}
	return fmt.Sprintf(`<div class="%s">%s</div>`, class, b.String())
}
