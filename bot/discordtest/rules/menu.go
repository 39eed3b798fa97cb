package rules

// The types of components (https://discord.com/developers/docs/components/reference).
const (
	TypeRow           = 1
	TypeButton        = 2
	TypeText          = 3 // a menu of texts
	TypeInput         = 4
	TypeUserSelect    = 5
	TypeRoleSelect    = 6
	TypeMentionSelect = 7
	TypeChannelSelect = 8
	TypeLabel         = 18
	TypeUpload        = 19
)

// Selects reports a menu, of texts or of what a server has.
func Selects(kind int) bool {
	return kind == TypeText || kind >= TypeUserSelect && kind <= TypeChannelSelect
}

// menuFault checks a menu of any kind, in a message or in a modal.
func menuFault(menu map[string]any) error {
	id, _ := menu["custom_id"].(string)
	hint, _ := menu["placeholder"].(string)
	least, most := Picks(menu)
	switch {
	case !Within(id, 100):
		return Bad("a menu with the custom_id %q", id)
	case Chars(hint) > 150:
		return Bad("menu: placeholder of %d characters", Chars(hint))
	case least < 0 || most < 1 || most > 25 || least > most:
		return Bad("menu: from %d to %d values", least, most)
	}
	if menu["type"] == float64(TypeText) {
		return optionsFault(menu, most)
	}
	return defaultsFault(menu, most)
}

// Picks is how many values of a menu or files of an upload are taken: one,
// unless it says otherwise.
func Picks(component map[string]any) (least, most int) {
	least, most = 1, 1
	if given, ok := component["min_values"].(float64); ok {
		least = int(given)
	}
	if given, ok := component["max_values"].(float64); ok {
		most = int(given)
	}
	return least, most
}

// optionsFault checks the lines of a menu of texts.
func optionsFault(menu map[string]any, most int) error {
	list, _ := menu["options"].([]any)
	if len(list) < most || len(list) > 25 {
		return Bad("menu of %d options: must be between %d and 25", len(list), most)
	}
	seen, chosen := map[string]bool{}, 0
	for _, x := range list {
		option, _ := x.(map[string]any)
		label, _ := option["label"].(string)
		value, _ := option["value"].(string)
		description, _ := option["description"].(string)
		if !Readable(label, 100) || !Within(value, 100) || Chars(description) > 100 || seen[value] {
			return Bad("menu option %q = %q", label, value)
		}
		seen[value] = true
		if option["default"] == true {
			chosen++
		}
	}
	if chosen > most {
		return Bad("menu: %d options are chosen, %d may be", chosen, most)
	}
	return nil
}

// defaultsFault checks what a menu of channels, roles or users has chosen
// beforehand.
func defaultsFault(menu map[string]any, most int) error {
	if menu["options"] != nil {
		return Bad("a menu of type %v has no options of its own", menu["type"])
	}
	list, _ := menu["default_values"].([]any)
	if len(list) > most {
		return Bad("menu: %d values are chosen, %d may be", len(list), most)
	}
	kind := map[any]string{5.0: "user", 6.0: "role", 8.0: "channel"}[menu["type"]]
	for _, x := range list {
		chosen, _ := x.(map[string]any)
		if kind != "" && chosen["type"] != kind {
			return Bad("menu: a default of type %v", chosen["type"])
		}
	}
	return nil
}
