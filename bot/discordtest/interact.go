package discordtest

import (
	"slices"
	"strings"

	"dateline/bot/discordtest/rules"
)

// Interaction is what a person does: a slash command (Name, Options), an entry in the
// menu of a message (Name, Message), a
// button or menu (Press, Values, Message), a modal (Form or Submit, with
// Fields, Picks and Files) or an autocomplete (Name, Options, Focus).
type Interaction struct {
	User, Channel string
	Name          string         // "source add"
	Options       map[string]any // string, int, bool, File
	Focus         string         // the option being typed: autocomplete
	Press         string         // custom id
	Values        []string
	Message       *Message
	Form          map[string]any      // the modal as it was opened: Reply.Modal
	Submit        string              // custom id of the modal; default the form's
	Fields        map[string]string   // its text inputs by their custom ids, others are left as they were
	Picks         map[string][]string // its menus
	Files         map[string][]File   // its uploads
	Locale        string              // of the person; default en-US
	Installed     bool                // the person installed the bot too; where it is not, that goes without saying
}

// Interact sends an interaction to the bot.
func (s *Server) Interact(in Interaction) *Reply {
	s.mu.Lock()
	response := &Reply{ID: s.id(), Sent: s.now(), channel: in.Channel, changed: make(chan struct{})}
	response.Token = "itoken" + response.ID
	s.pending[response.Token], s.byID[response.ID] = response, response
	room := s.channels[in.Channel]
	response.foreign = s.foreign(room)
	data := s.origin(in, room)
	data["id"], data["token"] = response.ID, response.Token
	if in.Message != nil && in.Name == "" {
		data["message"] = in.Message.shape(s)
		response.on = s.landed[in.Message.ID]
	}
	response.asked, data["data"] = s.data(in)
	data["type"] = response.asked
	s.mu.Unlock()
	s.dispatch("INTERACTION_CREATE", 0, data)
	return response
}

// data is the type of an interaction and what it says. The caller holds mu.
func (s *Server) data(in Interaction) (int, map[string]any) {
	found := &resolved{}
	asked := rules.AskedCommand
	var data map[string]any
	switch {
	case in.Submit != "" || in.Form != nil:
		asked, data = rules.AskedModal, s.submitted(in, found)
	case in.Press != "":
		kind := in.component()
		asked, data = rules.AskedComponent, map[string]any{"custom_id": in.Press, "component_type": kind}
		if in.Values != nil {
			data["values"] = in.Values
			found.pick(s, kind, in.Values)
		}
	case in.Message != nil:
		data = map[string]any{"id": "1", "name": in.Name, "type": 3, "target_id": in.Message.ID}
		found.put("messages", in.Message.ID, in.Message.shape(s))
	default:
		data = s.commandData(in, found)
		if in.Focus != "" {
			asked = rules.AskedChoices
		}
	}
	if found.by != nil {
		data["resolved"] = found.by
	}
	return asked, data
}

// component is the type of what was pressed, by the message that it stands on.
func (in Interaction) component() int {
	kind := rules.TypeButton
	if in.Values != nil {
		kind = rules.TypeText
	}
	if in.Message == nil {
		return kind
	}
	in.Message.each(func(component map[string]any) {
		if component["custom_id"] == in.Press {
			if known, ok := component["type"].(float64); ok {
				kind = int(known)
			}
		}
	})
	return kind
}

// commandData is a command with its options, within those of its subcommands.
func (s *Server) commandData(in Interaction, found *resolved) map[string]any {
	words := strings.Fields(in.Name)
	var options []any
	for name, value := range in.Options {
		option := map[string]any{"name": name, "value": value, "type": s.optionType(words, name, value)}
		switch node := value.(type) {
		case File:
			option["value"] = found.file(s, node)
		case string:
			switch option["type"] {
			case 7:
				found.channel(s, node)
			case 8:
				found.role(s, node)
			}
		}
		if name == in.Focus {
			option["focused"] = true
		}
		options = append(options, option)
	}
	for i := len(words) - 1; i > 0; i-- {
		options = []any{map[string]any{"name": words[i], "type": 1, "options": options}}
	}
	return map[string]any{"id": "1", "name": words[0], "type": 1, "options": options}
}

// optionType is what the registered command says of an option; without it,
// what its value looks like. The caller holds mu.
func (s *Server) optionType(words []string, name string, value any) int {
	list := s.commands
	for _, word := range slices.Concat(words, []string{name}) {
		at := slices.IndexFunc(list, func(x any) bool {
			definition, _ := x.(map[string]any)
			return definition["name"] == word
		})
		if at < 0 {
			break
		}
		definition, _ := list[at].(map[string]any)
		if kind, ok := definition["type"].(float64); ok && word == name && kind > 2 {
			return int(kind)
		}
		list, _ = definition["options"].([]any)
	}
	switch node := value.(type) {
	case int:
		return 4
	case bool:
		return 5
	case File:
		return 11
	case string:
		if s.channels[node] != nil && name == "channel" {
			return 7
		}
	}
	return 3
}

// CustomIDs lists the custom ids of a message's components.
func (m Message) CustomIDs() []string {
	var out []string
	m.each(func(component map[string]any) {
		if id, ok := component["custom_id"].(string); ok {
			out = append(out, id)
		}
	})
	return out
}

// each calls back for each component of a message, rows among them.
func (m Message) each(f func(component map[string]any)) {
	var walk func(x any)
	walk = func(x any) {
		switch value := x.(type) {
		case []any:
			for _, y := range value {
				walk(y)
			}
		case map[string]any:
			f(value)
			walk(value["components"])
		}
	}
	walk(m.Components)
}
