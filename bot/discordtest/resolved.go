package discordtest

import (
	"fmt"

	"dateline/bot/discordtest/rules"
)

// resolved are the objects that an interaction's values name, by kind and id.
type resolved struct{ by map[string]map[string]any }

func (r *resolved) put(kind, id string, object map[string]any) {
	if r.by == nil {
		r.by = map[string]map[string]any{}
	}
	if r.by[kind] == nil {
		r.by[kind] = map[string]any{}
	}
	r.by[kind][id] = object
}

// file keeps a person's file and returns the id of its attachment.
func (r *resolved) file(s *Server, f File) string {
	shape := s.attachment("ephemeral-attachments/"+AppID, f)
	id := fmt.Sprint(shape["id"])
	r.put("attachments", id, shape)
	return id
}

// pick resolves the values of a menu, by its type. What a server does not have
// stays unresolved, as a hostile client may send it.
func (r *resolved) pick(s *Server, kind int, values []string) {
	for _, value := range values {
		switch {
		case kind == rules.TypeChannelSelect || kind == rules.TypeMentionSelect:
			r.channel(s, value)
		case kind == rules.TypeUserSelect && s.users[value] != "":
			r.put("users", value, s.userShape(value))
		case kind == rules.TypeRoleSelect:
			r.role(s, value)
		}
	}
}

func (r *resolved) channel(s *Server, id string) {
	room := s.channels[id]
	if room == nil {
		return
	}
	shape := map[string]any{"id": id, "type": room.kind, "name": room.name, "guild_id": room.guild, "permissions": "0",
		"app_permissions": fmt.Sprint(s.permissions(room)), "parent_id": nil, "flags": 0}
	if room.parent != "" {
		shape["parent_id"] = room.parent
	}
	r.put("channels", id, shape)
}

func (r *resolved) role(s *Server, id string) {
	for _, home := range s.guilds {
		for _, shape := range s.roles(home) {
			if role, _ := shape.(map[string]any); role["id"] == id {
				r.put("roles", id, role)
			}
		}
	}
}
