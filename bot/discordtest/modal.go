package discordtest

import "dateline/bot/discordtest/rules"

// submitted is what a person sends with a modal: the form as it was opened,
// filled in. Without a form it is rows of text inputs. The caller holds mu.
func (s *Server) submitted(in Interaction, found *resolved) map[string]any {
	id, rows := in.Submit, []any{}
	if in.Form == nil {
		for name, value := range in.Fields {
			input := map[string]any{"type": rules.TypeInput, "id": 2, "custom_id": name, "value": value}
			rows = append(rows, map[string]any{"type": rules.TypeRow, "id": 1, "components": []any{input}})
		}
		return map[string]any{"custom_id": id, "components": rows}
	}
	if id == "" {
		id, _ = in.Form["custom_id"].(string)
	}
	list, _ := in.Form["components"].([]any)
	for i, x := range list {
		part, _ := x.(map[string]any)
		filled := map[string]any{"type": part["type"], "id": 2*i + 1}
		if inner, ok := part["component"].(map[string]any); ok {
			filled["component"] = s.filled(in, inner, found)
		} else if row, ok := part["components"].([]any); ok {
			input, _ := row[0].(map[string]any)
			filled["components"] = []any{s.filled(in, input, found)}
		}
		rows = append(rows, filled)
	}
	return map[string]any{"custom_id": id, "components": rows}
}

// filled is one component of a modal with what was put in.
func (s *Server) filled(in Interaction, component map[string]any, found *resolved) map[string]any {
	name, _ := component["custom_id"].(string)
	kind, _ := component["type"].(float64)
	out := map[string]any{"type": component["type"], "id": 2, "custom_id": name}
	switch kind {
	case rules.TypeInput:
		value, given := in.Fields[name]
		if preset, _ := component["value"].(string); !given {
			value = preset
		}
		out["value"] = value
	case rules.TypeUpload:
		values := []any{}
		for _, file := range in.Files[name] {
			values = append(values, found.file(s, file))
		}
		out["values"] = values
	default:
		values, given := in.Picks[name]
		if !given {
			values = preset(component)
		}
		out["values"] = append([]string{}, values...)
		found.pick(s, int(kind), values)
	}
	return out
}

// preset are the values of a menu that are chosen when it opens.
func preset(menu map[string]any) []string {
	var out []string
	options, _ := menu["options"].([]any)
	for _, x := range options {
		if option, _ := x.(map[string]any); option["default"] == true {
			value, _ := option["value"].(string)
			out = append(out, value)
		}
	}
	defaults, _ := menu["default_values"].([]any)
	for _, x := range defaults {
		chosen, _ := x.(map[string]any)
		id, _ := chosen["id"].(string)
		out = append(out, id)
	}
	return out
}
