package discordtest

// The types of components (https://discord.com/developers/docs/components/reference).
const (
	typeRow           = 1
	typeButton        = 2
	typeText          = 3 // a menu of texts
	typeInput         = 4
	typeUserSelect    = 5
	typeRoleSelect    = 6
	typeMentionSelect = 7
	typeChannelSelect = 8
	typeLabel         = 18
	typeUpload        = 19
)

// selects reports a menu, of texts or of what a server has.
func selects(kind int) bool {
	return kind == typeText || kind >= typeUserSelect && kind <= typeChannelSelect
}

// menuFault checks a menu of any kind, in a message or in a modal.
func menuFault(menu map[string]any) error {
	id, _ := menu["custom_id"].(string)
	hint, _ := menu["placeholder"].(string)
	least, most := picks(menu)
	switch {
	case !within(id, 100):
		return bad("a menu with the custom_id %q", id)
	case chars(hint) > 150:
		return bad("menu: placeholder of %d characters", chars(hint))
	case least < 0 || most < 1 || most > 25 || least > most:
		return bad("menu: from %d to %d values", least, most)
	}
	if menu["type"] == float64(typeText) {
		return optionsFault(menu, most)
	}
	return defaultsFault(menu, most)
}

// picks is how many values of a menu or files of an upload are taken: one,
// unless it says otherwise.
func picks(component map[string]any) (least, most int) {
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
		return bad("menu of %d options: must be between %d and 25", len(list), most)
	}
	seen, chosen := map[string]bool{}, 0
	for _, x := range list {
		option, _ := x.(map[string]any)
		label, _ := option["label"].(string)
		value, _ := option["value"].(string)
		description, _ := option["description"].(string)
		if !readable(label, 100) || !within(value, 100) || chars(description) > 100 || seen[value] {
			return bad("menu option %q = %q", label, value)
		}
		seen[value] = true
		if option["default"] == true {
			chosen++
		}
	}
	if chosen > most {
		return bad("menu: %d options are chosen, %d may be", chosen, most)
	}
	return nil
}

// defaultsFault checks what a menu of channels, roles or users has chosen
// beforehand.
func defaultsFault(menu map[string]any, most int) error {
	if menu["options"] != nil {
		return bad("a menu of type %v has no options of its own", menu["type"])
	}
	list, _ := menu["default_values"].([]any)
	if len(list) > most {
		return bad("menu: %d values are chosen, %d may be", len(list), most)
	}
	kind := map[any]string{5.0: "user", 6.0: "role", 8.0: "channel"}[menu["type"]]
	for _, x := range list {
		chosen, _ := x.(map[string]any)
		if kind != "" && chosen["type"] != kind {
			return bad("menu: a default of type %v", chosen["type"])
		}
	}
	return nil
}
