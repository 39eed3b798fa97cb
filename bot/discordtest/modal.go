package discordtest

// modalFault checks a modal: one to five labels, each with one component, or
// rows with one text input, as they were before labels.
func modalFault(data map[string]any) error {
	title, _ := data["title"].(string)
	id, _ := data["custom_id"].(string)
	list, _ := data["components"].([]any)
	if !readable(title, 45) || !within(id, 100) || len(list) == 0 || len(list) > 5 {
		return bad("modal %q, custom_id %q, %d components", title, id, len(list))
	}
	seen := map[string]bool{}
	for _, x := range list {
		part, _ := x.(map[string]any)
		var err error
		switch part["type"] {
		case float64(typeLabel):
			err = labelFault(part, seen)
		case float64(typeRow):
			err = rowFault(part, seen)
		default:
			err = bad("modal: the stand-in knows no type %v here", part["type"])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rowFault checks the older form of a line: a row with one text input that
// bears its label itself.
func rowFault(row map[string]any, seen map[string]bool) error {
	list, _ := row["components"].([]any)
	if len(list) != 1 {
		return bad("modal: a row of %d", len(list))
	}
	input, _ := list[0].(map[string]any)
	if label, _ := input["label"].(string); !readable(label, 45) {
		return bad("modal: the label %q of a text input", label)
	}
	return inputFault(input, seen)
}

// labelFault checks a label with what it is the label of.
func labelFault(label map[string]any, seen map[string]bool) error {
	text, _ := label["label"].(string)
	more, _ := label["description"].(string)
	if !readable(text, 45) || chars(more) > 100 {
		return bad("modal: label %q, description of %d characters", text, chars(more))
	}
	component, _ := label["component"].(map[string]any)
	kind, _ := component["type"].(float64)
	switch {
	case component["label"] != nil:
		return bad("modal: a component in a label has no label of its own")
	case component["disabled"] == true:
		return bad("modal: nothing in it can be disabled")
	case kind == typeInput:
		return inputFault(component, seen)
	case kind == typeUpload:
		return uploadFault(component, seen)
	case !selects(int(kind)):
		return bad("modal: the stand-in knows no type %v in a label", kind)
	}
	if err := menuFault(component); err != nil {
		return err
	}
	return nameFault(component, seen)
}

// nameFault checks the custom id of a modal's component; seen are those before it.
func nameFault(component map[string]any, seen map[string]bool) error {
	name, _ := component["custom_id"].(string)
	if !within(name, 100) || seen[name] {
		return bad("modal: custom_id %q", name)
	}
	seen[name] = true
	return nil
}

// inputFault checks a text input.
func inputFault(input map[string]any, seen map[string]bool) error {
	hint, _ := input["placeholder"].(string)
	value, _ := input["value"].(string)
	style, _ := input["style"].(float64)
	least, _ := input["min_length"].(float64)
	most, limited := input["max_length"].(float64)
	if !limited {
		most = 4000
	}
	switch {
	case input["type"] != float64(typeInput) || style != 1 && style != 2:
		return bad("modal: a component of type %v and style %v where a text input must be", input["type"], style)
	case most < 1 || most > 4000 || least < 0 || least > most:
		return bad("modal: an input of %v to %v characters", least, most)
	case chars(hint) > 100 || chars(value) > int(most):
		return bad("modal: a placeholder of %d characters, a value of %d", chars(hint), chars(value))
	}
	return nameFault(input, seen)
}

// uploadFault checks a field for files.
func uploadFault(upload map[string]any, seen map[string]bool) error {
	if least, most := picks(upload); least < 0 || most < 1 || most > filesMost || least > most {
		return bad("modal: from %d to %d files", least, most)
	}
	return nameFault(upload, seen)
}

// submitted is what a person sends with a modal: the form as it was opened,
// filled in. Without a form it is rows of text inputs. The caller holds mu.
func (s *Server) submitted(in Interaction, found *resolved) map[string]any {
	id, rows := in.Submit, []any{}
	if in.Form == nil {
		for name, value := range in.Fields {
			input := map[string]any{"type": typeInput, "id": 2, "custom_id": name, "value": value}
			rows = append(rows, map[string]any{"type": typeRow, "id": 1, "components": []any{input}})
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
	case typeInput:
		value, given := in.Fields[name]
		if preset, _ := component["value"].(string); !given {
			value = preset
		}
		out["value"] = value
	case typeUpload:
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
