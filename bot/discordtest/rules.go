package discordtest

import (
	"errors"
	"fmt"
	"regexp"
	"unicode/utf16"
)

// What Discord enforces and its OpenAPI file does not say.

// chars counts UTF-16 units: never less than code points, so that a pass here
// is a pass on Discord.
func chars(s string) int { return len(utf16.Encode([]rune(s))) }

// messageFault checks the body of a message.
func messageFault(b map[string]any, edit bool) error {
	content, _ := b["content"].(string)
	if chars(content) > 2000 {
		return fmt.Errorf("content: must be 2000 or fewer in length, is %d", chars(content))
	}
	if am, ok := b["allowed_mentions"].(map[string]any); !ok || am["parse"] == nil {
		return errors.New("house rule: every message says allowed_mentions parse []")
	} else if p, ok := am["parse"].([]any); !ok || len(p) > 0 {
		return errors.New("house rule: nobody is mentioned")
	}
	flags, _ := b["flags"].(float64)
	if !edit && int(flags)&4 == 0 {
		return errors.New("house rule: every message has SUPPRESS_EMBEDS")
	}
	if int(flags)&^(4|64|1<<12|1<<15) != 0 {
		return fmt.Errorf("flags %d may not be set", int(flags))
	}
	if n, ok := b["nonce"].(string); ok && len(n) > 25 {
		return fmt.Errorf("nonce of %d characters", len(n))
	}
	rows, _ := b["components"].([]any)
	if !edit && content == "" && len(rows) == 0 {
		return errors.New("cannot send an empty message")
	}
	return rowsFault(rows)
}

func rowsFault(rows []any) error {
	if len(rows) > 5 {
		return errors.New("components: more than 5 rows")
	}
	seen := map[string]bool{}
	for _, r := range rows {
		row, _ := r.(map[string]any)
		list, _ := row["components"].([]any)
		if kind, _ := row["type"].(float64); kind != 1 || len(list) == 0 || len(list) > 5 {
			return fmt.Errorf("components: a row of type %v with %d components", row["type"], len(list))
		}
		for _, c := range list {
			if err := componentFault(c, len(list), seen); err != nil {
				return err
			}
		}
	}
	return nil
}

func componentFault(x any, siblings int, seen map[string]bool) error {
	c, _ := x.(map[string]any)
	id, _ := c["custom_id"].(string)
	kind, _ := c["type"].(float64)
	style, _ := c["style"].(float64)
	label, _ := c["label"].(string)
	if id != "" && seen[id] {
		return fmt.Errorf("components: custom_id %s twice", id)
	}
	seen[id] = true
	switch {
	case chars(id) > 100:
		return fmt.Errorf("custom_id of %d characters", chars(id))
	case kind == 2 && (style == 5) == (id != ""):
		return errors.New("button: link buttons take a url, others a custom_id")
	case kind == 2 && (label == "" || chars(label) > 80):
		return fmt.Errorf("button: label of %d characters", chars(label))
	case kind == 3 && siblings > 1:
		return errors.New("a menu stands alone in its row")
	case kind == 3:
		return optionsFault(c)
	}
	return nil
}

func optionsFault(c map[string]any) error {
	list, _ := c["options"].([]any)
	if len(list) == 0 || len(list) > 25 {
		return fmt.Errorf("menu of %d options", len(list))
	}
	seen := map[string]bool{}
	for _, x := range list {
		o, _ := x.(map[string]any)
		label, _ := o["label"].(string)
		value, _ := o["value"].(string)
		description, _ := o["description"].(string)
		if label == "" || chars(label) > 100 || value == "" || chars(value) > 100 || chars(description) > 100 || seen[value] {
			return fmt.Errorf("menu option %q = %q", label, value)
		}
		seen[value] = true
	}
	return nil
}

// callbackFault checks an interaction's first response.
func callbackFault(kind int, data map[string]any) error {
	switch kind {
	case 4:
		return messageFault(data, false)
	case 8:
		list, _ := data["choices"].([]any)
		if len(list) > 25 {
			return fmt.Errorf("%d choices", len(list))
		}
		for _, x := range list {
			c, _ := x.(map[string]any)
			name, _ := c["name"].(string)
			value, _ := c["value"].(string)
			if name == "" || chars(name) > 100 || chars(value) > 100 {
				return fmt.Errorf("choice %q = %q", name, value)
			}
		}
	case 9:
		title, _ := data["title"].(string)
		id, _ := data["custom_id"].(string)
		if title == "" || chars(title) > 45 || id == "" || chars(id) > 100 {
			return fmt.Errorf("modal %q, custom_id %q", title, id)
		}
	}
	return nil
}

var commandName = regexp.MustCompile(`^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$`)

// commandsFault checks a list of commands.
func commandsFault(list []any) error {
	seen := map[string]bool{}
	for _, x := range list {
		c, _ := x.(map[string]any)
		name := fmt.Sprint(c["name"])
		if seen[name] {
			return fmt.Errorf("command %s twice", name)
		}
		seen[name] = true
		total, err := commandFault(c)
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
	if !commandName.MatchString(name) || description == "" || chars(description) > 100 {
		return 0, fmt.Errorf("name %q or description %q", name, description)
	}
	total := chars(name) + chars(description)
	options, _ := c["options"].([]any)
	if len(options) > 25 {
		return 0, fmt.Errorf("%d options", len(options))
	}
	seen, optional := map[string]bool{}, false
	for _, x := range options {
		o, _ := x.(map[string]any)
		n, err := commandFault(o)
		if err != nil {
			return 0, err
		}
		kind, _ := o["type"].(float64)
		required, _ := o["required"].(bool)
		if seen[fmt.Sprint(o["name"])] || required && optional {
			return 0, fmt.Errorf("option %v twice, or required after optional", o["name"])
		}
		optional = optional || kind > 2 && !required
		seen[fmt.Sprint(o["name"])] = true
		total += n
	}
	return total, nil
}
