package picture

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Linear is what a screen reader says of a message, one thing a line, in the
// order in which it reaches it: headings, list items and links are named, and
// buttons and menus with their words. A spoiler is announced, not read.
func Linear(m Message, zone *time.Location) string {
	var said []string
	if m.Flags&flagPrivate != 0 {
		said = append(said, "only you can see this")
	}
	if m.Title != "" {
		said = append(said, "form: "+m.Title)
	}
	for _, l := range lines(m.Content, zone) {
		if l.kind != "blank" {
			said = append(said, l.said())
		}
	}
	for _, f := range m.Files {
		said = append(said, "file: "+f.Name)
	}
	for _, c := range m.Components {
		said = append(said, c.said(zone)...)
	}
	if m.Title != "" {
		said = append(said, "button: "+formCancel, "button: "+formSend)
	}
	return strings.Join(said, "\n") + "\n"
}

func (l line) said() string {
	lead := map[string]string{"heading": fmt.Sprintf("heading %d: ", l.level), "item": "item: ", "quote": "quote: "}[l.kind]
	var b strings.Builder
	b.WriteString(lead)
	for i, s := range l.spans {
		hidden := s.spoiler && i > 0 && l.spans[i-1].spoiler
		switch {
		case hidden:
		case s.spoiler:
			b.WriteString("(spoiler)")
		case s.link != "":
			b.WriteString("(link) " + s.text)
		default:
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// said are the lines of a component and of what it holds.
func (c Component) said(zone *time.Location) []string {
	switch {
	case c.Type == typeButton:
		return []string{"button: " + c.Label + map[bool]string{true: ", not available"}[c.Disabled]}
	case c.menu():
		said := "menu: " + c.Placeholder
		if chosen := c.chosen(); len(chosen) > 0 {
			said = "menu: " + strings.Join(chosen, ", ")
		}
		out := []string{said}
		for _, option := range c.Options {
			said := "  option: " + option.Label
			if option.Description != "" {
				said += ", " + option.Description
			}
			out = append(out, said)
		}
		return out
	case c.Type == typeInput:
		return []string{strings.TrimSuffix("field: "+joined(c.Label, c.Placeholder, c.Value), ": ")}
	case c.Type == typeUpload:
		return []string{"file field"}
	case c.Type == typeText:
		return []string{strings.TrimSuffix(Linear(Message{Content: c.Content}, zone), "\n")}
	}
	var out []string
	if c.Type == typeLabel {
		needed := map[bool]string{true: "required"}[c.Component != nil && c.Component.needed()]
		out = append(out, "label: "+joined(c.Label, needed, c.Description))
	}
	if c.Component != nil {
		out = append(out, c.Component.said(zone)...)
	}
	for _, inner := range c.Components {
		out = append(out, inner.said(zone)...)
	}
	return out
}

// joined are the texts that are not empty.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), ", ")
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
