package component

import (
	"cmp"

	"dateline/bot/layout"
)

// Form is a modal: what a person fills in.
type Form struct {
	ID, Title string
	Labels    []Label // up to five
}

// Label is one question of a form.
type Label struct {
	Text, Help string // Help may be empty
	Field      Field
}

// Field is what a question is answered with: Text, Menu or Upload.
type Field interface{ fields() map[string]any }

// Data is the form as the callback of an interaction has it.
func (f Form) Data() map[string]any {
	var list []map[string]any
	for _, label := range f.Labels[:min(len(f.Labels), fieldsMost)] {
		component := label.Field.fields()
		if menu, ok := label.Field.(Menu); ok {
			component["required"] = !menu.Optional
		}
		out := map[string]any{"type": typeLabel, "label": layout.Cut(label.Text, titleMost), "component": component}
		if label.Help != "" {
			out["description"] = layout.Cut(label.Help, helpMost)
		}
		list = append(list, out)
	}
	return map[string]any{"custom_id": f.ID, "title": layout.Cut(f.Title, titleMost), "components": list}
}

// Text is a text input.
type Text struct {
	ID, Hint, Value string // Hint stands in it while it is empty
	Long            bool   // several lines
	Optional        bool
	Most            int // characters; default 4000
}

func (t Text) fields() map[string]any {
	style := styleShort
	if t.Long {
		style = styleParagraph
	}
	most := cmp.Or(t.Most, inputMost)
	out := map[string]any{"type": 4, "custom_id": t.ID, "style": style, "required": !t.Optional, "max_length": most}
	if t.Hint != "" {
		out["placeholder"] = layout.Cut(t.Hint, inputHintMost)
	}
	if t.Value != "" {
		out["value"] = layout.Cut(t.Value, most)
	}
	return out
}

// Upload is a field for files.
type Upload struct {
	ID       string
	Optional bool
	Most     int // files; default 1
}

func (u Upload) fields() map[string]any {
	least := 1
	if u.Optional {
		least = 0
	}
	return map[string]any{"type": typeUpload, "custom_id": u.ID, "required": !u.Optional, "min_values": least,
		"max_values": min(max(u.Most, 1), uploadMost)}
}
