package rules

// modalFault checks a modal: one to five labels, each with one component, or
// rows with one text input, as they were before labels.
func modalFault(data map[string]any) error {
	title, _ := data["title"].(string)
	id, _ := data["custom_id"].(string)
	list, _ := data["components"].([]any)
	if !Readable(title, 45) || !Within(id, 100) || len(list) == 0 || len(list) > 5 {
		return Bad("modal %q, custom_id %q, %d components", title, id, len(list))
	}
	seen := map[string]bool{}
	for _, x := range list {
		part, _ := x.(map[string]any)
		var err error
		switch part["type"] {
		case float64(TypeLabel):
			err = labelFault(part, seen)
		case float64(TypeRow):
			err = rowFault(part, seen)
		default:
			err = Bad("modal: the stand-in knows no type %v here", part["type"])
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
		return Bad("modal: a row of %d", len(list))
	}
	input, _ := list[0].(map[string]any)
	if label, _ := input["label"].(string); !Readable(label, 45) {
		return Bad("modal: the label %q of a text input", label)
	}
	return inputFault(input, seen)
}

// labelFault checks a label with what it is the label of.
func labelFault(label map[string]any, seen map[string]bool) error {
	text, _ := label["label"].(string)
	more, _ := label["description"].(string)
	if !Readable(text, 45) || Chars(more) > 100 {
		return Bad("modal: label %q, description of %d characters", text, Chars(more))
	}
	component, _ := label["component"].(map[string]any)
	kind, _ := component["type"].(float64)
	switch {
	case component["label"] != nil:
		return Bad("modal: a component in a label has no label of its own")
	case component["disabled"] == true:
		return Bad("modal: nothing in it can be disabled")
	case kind == TypeInput:
		return inputFault(component, seen)
	case kind == TypeUpload:
		return uploadFault(component, seen)
	case !Selects(int(kind)):
		return Bad("modal: the stand-in knows no type %v in a label", kind)
	}
	if err := menuFault(component); err != nil {
		return err
	}
	return nameFault(component, seen)
}

// nameFault checks the custom id of a modal's component; seen are those before it.
func nameFault(component map[string]any, seen map[string]bool) error {
	name, _ := component["custom_id"].(string)
	if !Within(name, 100) || seen[name] {
		return Bad("modal: custom_id %q", name)
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
	case input["type"] != float64(TypeInput) || style != 1 && style != 2:
		return Bad("modal: a component of type %v and style %v where a text input must be", input["type"], style)
	case most < 1 || most > 4000 || least < 0 || least > most:
		return Bad("modal: an input of %v to %v characters", least, most)
	case Chars(hint) > 100 || Chars(value) > int(most):
		return Bad("modal: a placeholder of %d characters, a value of %d", Chars(hint), Chars(value))
	}
	return nameFault(input, seen)
}

// uploadFault checks a field for files.
func uploadFault(upload map[string]any, seen map[string]bool) error {
	if least, most := Picks(upload); least < 0 || most < 1 || most > FilesMost || least > most {
		return Bad("modal: from %d to %d files", least, most)
	}
	return nameFault(upload, seen)
}
