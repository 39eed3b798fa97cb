package rules

import (
	"fmt"
	"regexp"
)

var commandName = regexp.MustCompile(`^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$`)

// Commands checks a list of commands.
func Commands(list []any) error {
	if len(list) > 100 {
		return fmt.Errorf("%d commands", len(list))
	}
	seen := map[string]bool{}
	for _, x := range list {
		command, _ := x.(map[string]any)
		name := fmt.Sprint(command["name"])
		if seen[name] {
			return fmt.Errorf("command %s twice", name)
		}
		seen[name] = true
		if kind, _ := command["type"].(float64); kind == 2 || kind == 3 { // in the menu of a person or a message
			if described, _ := command["description"].(string); Blank(name) || Chars(name) > 32 || described != "" {
				return fmt.Errorf("command %q, described as %q", name, described)
			}
			continue
		}
		total, err := commandFault(command)
		if err != nil {
			return fmt.Errorf("command %s: %w", name, err)
		}
		if total > 8000 {
			return fmt.Errorf("command %s: %d characters in all", name, total)
		}
	}
	return nil
}

func commandFault(c map[string]any) (int, error) {
	name, _ := c["name"].(string)
	description, _ := c["description"].(string)
	if !commandName.MatchString(name) || description == "" || Chars(description) > 100 {
		return 0, fmt.Errorf("name %q or description %q", name, description)
	}
	total := Chars(name) + Chars(description)
	if kind, _ := c["type"].(float64); kind == 3 {
		n, err := choicesOf(c)
		if err != nil {
			return 0, err
		}
		total += n
	}
	options, _ := c["options"].([]any)
	if len(options) > 25 {
		return 0, fmt.Errorf("%d options", len(options))
	}
	seen, optional := map[string]bool{}, false
	for _, x := range options {
		option, _ := x.(map[string]any)
		n, err := commandFault(option)
		if err != nil {
			return 0, err
		}
		kind, _ := option["type"].(float64)
		required, _ := option["required"].(bool)
		if seen[fmt.Sprint(option["name"])] || required && optional {
			return 0, fmt.Errorf("option %v twice, or required after optional", option["name"])
		}
		optional = optional || kind > 2 && !required
		seen[fmt.Sprint(option["name"])] = true
		total += n
	}
	return total, nil
}

// choicesOf counts the characters of an option's choices.
func choicesOf(c map[string]any) (int, error) {
	list, _ := c["choices"].([]any)
	if auto, _ := c["autocomplete"].(bool); len(list) > 25 || auto && len(list) > 0 {
		return 0, fmt.Errorf("%d choices, autocomplete %v", len(list), auto)
	}
	total, seen := 0, map[string]bool{}
	for _, x := range list {
		option, _ := x.(map[string]any)
		name, _ := option["name"].(string)
		value, _ := option["value"].(string)
		if Blank(name) || Chars(name) > 100 || Chars(value) > 100 || seen[name] {
			return 0, fmt.Errorf("choice %q = %q", name, value)
		}
		seen[name] = true
		total += Chars(name) + Chars(value)
	}
	return total, nil
}
