package discordtest

import (
	"cmp"
	"fmt"
	"strings"
)

// Interaction is what a person does: a slash command (Name, Options), a
// button or menu (Press, Values, Message), a modal (Submit, Fields) or an
// autocomplete (Name, Options, Focus).
type Interaction struct {
	User, Channel string
	Name          string         // "source add"
	Options       map[string]any // string, int, bool
	Focus         string         // the option being typed: autocomplete
	Press         string         // custom id
	Values        []string
	Message       *Message
	Submit        string // custom id of the modal
	Fields        map[string]string
	Locale        string
}

// Interact sends an interaction to the bot.
func (s *Server) Interact(in Interaction) *Reply {
	s.mu.Lock()
	response := &Reply{ID: s.id(), Sent: s.now(), channel: in.Channel, changed: make(chan struct{})}
	response.Token = "itoken" + response.ID
	s.pending[response.Token], s.byID[response.ID] = response, response
	room := s.channels[in.Channel]
	data := map[string]any{"id": response.ID, "application_id": AppID, "token": response.Token, "version": 1, "channel_id": in.Channel,
		"app_permissions": fmt.Sprint(s.permissions(room)), "locale": cmp.Or(in.Locale, "en-US"),
		"entitlements": []any{}, "authorizing_integration_owners": map[string]any{"0": cmp.Or(room.guild, "0")},
		"channel": s.channelShape(room)}
	if room.with != "" {
		data["user"], data["context"] = s.userShape(in.User), 1
	} else {
		home := s.guilds[room.guild]
		shape := s.memberShape(home, in.User)
		shape["permissions"] = fmt.Sprint(home.everyone | home.members[in.User])
		data["member"], data["guild_id"], data["guild_locale"], data["context"] = shape, room.guild, "en-US", 0
	}
	if in.Message != nil {
		data["message"] = in.Message.shape(s)
	}
	response.asked, data["data"] = s.data(in)
	data["type"] = response.asked
	s.mu.Unlock()
	s.dispatch("INTERACTION_CREATE", 0, data)
	return response
}

// data is the type of an interaction and what it says.
func (s *Server) data(in Interaction) (int, map[string]any) {
	switch {
	case in.Submit != "":
		var rows []any
		for id, value := range in.Fields {
			input := map[string]any{"type": 4, "id": 2, "custom_id": id, "value": value}
			rows = append(rows, map[string]any{"type": 1, "id": 1, "components": []any{input}})
		}
		return askedModal, map[string]any{"custom_id": in.Submit, "components": rows}
	case in.Press != "" && in.Values != nil:
		return askedComponent, map[string]any{"custom_id": in.Press, "component_type": 3, "values": in.Values}
	case in.Press != "":
		return askedComponent, map[string]any{"custom_id": in.Press, "component_type": 2}
	case in.Focus != "":
		return askedChoices, s.commandData(in)
	}
	return askedCommand, s.commandData(in)
}

// commandData is a command with its options, within those of its subcommands.
func (s *Server) commandData(in Interaction) map[string]any {
	words := strings.Fields(in.Name)
	var options []any
	var resolved map[string]any
	for name, value := range in.Options {
		option := map[string]any{"name": name, "value": value, "type": 3}
		switch node := value.(type) {
		case int:
			option["type"] = 4
		case bool:
			option["type"] = 5
		case string:
			if room := s.channels[node]; room != nil && name == "channel" {
				option["type"] = 7
				resolved = map[string]any{"channels": map[string]any{node: map[string]any{
					"id": node, "type": room.kind, "name": room.name, "guild_id": room.guild,
					"permissions": "0", "app_permissions": fmt.Sprint(s.permissions(room)),
				}}}
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
	data := map[string]any{"id": "1", "name": words[0], "type": 1, "options": options}
	if resolved != nil {
		data["resolved"] = resolved
	}
	return data
}

// CustomIDs lists the custom ids of a message's components.
func (m Message) CustomIDs() []string {
	var out []string
	var walk func(x any)
	walk = func(x any) {
		switch value := x.(type) {
		case []any:
			for _, y := range value {
				walk(y)
			}
		case map[string]any:
			if id, ok := value["custom_id"].(string); ok {
				out = append(out, id)
			}
			walk(value["components"])
		}
	}
	walk(m.Components)
	return out
}
