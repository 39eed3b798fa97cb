package discordtest

import (
	"fmt"
	"maps"
	"slices"
)

func role(id, name string, permissions int64, position int) map[string]any {
	return map[string]any{"id": id, "name": name, "permissions": fmt.Sprint(permissions), "position": position, "color": 0,
		"colors": map[string]any{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist":  false, "managed": false, "mentionable": false, "icon": nil, "unicode_emoji": nil, "flags": 0, "description": nil}
}

// ownRole is the role that Discord makes for a bot.
func ownRole(g *guild) map[string]any {
	own := role(g.role, "Dateline", g.bot, 1)
	own["managed"], own["tags"] = true, map[string]any{"bot_id": AppID}
	return own
}

// OwnRole is the id of the role that Discord made for the bot.
func (s *Server) OwnRole(guild string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guilds[guild].role
}

// NewOwnRole gives the bot another role of its own, and tells the bot; the old
// one is deleted.
func (s *Server) NewOwnRole(guild string) string {
	s.mu.Lock()
	home := s.guilds[guild]
	old := home.role
	home.role = s.id()
	shape, id := ownRole(home), home.role
	s.mu.Unlock()
	s.dispatch("GUILD_ROLE_DELETE", intentGuilds, map[string]any{"guild_id": guild, "role_id": old})
	s.dispatch("GUILD_ROLE_CREATE", intentGuilds, map[string]any{"guild_id": guild, "role": shape})
	return id
}

// AddRole makes a role that anybody may ping, and tells the bot.
func (s *Server) AddRole(guild string) string {
	s.mu.Lock()
	home, id := s.guilds[guild], s.id()
	home.roles = append(home.roles, id)
	s.mu.Unlock()
	s.dispatch("GUILD_ROLE_CREATE", intentGuilds, map[string]any{"guild_id": guild, "role": pingRole(home, id)})
	return id
}

// CloseRole ends that anybody may ping a role, and tells the bot.
func (s *Server) CloseRole(guild, id string) {
	s.mu.Lock()
	home := s.guilds[guild]
	home.closed = append(home.closed, id)
	shape := pingRole(home, id)
	s.mu.Unlock()
	s.dispatch("GUILD_ROLE_UPDATE", intentGuilds, map[string]any{"guild_id": guild, "role": shape})
}

// pingRole is a role that anybody may ping, unless it was closed.
func pingRole(g *guild, id string) map[string]any {
	shape := role(id, "role "+id, 0, 1)
	shape["mentionable"] = !slices.Contains(g.closed, id)
	return shape
}

// pinged are the roles that a message of the bot alerts: those that it mentions
// and allows, and that the bot may ping. The caller holds mu.
func (s *Server) pinged(m *Message, body map[string]any) []string {
	room := s.channels[m.Channel]
	if room == nil || s.guilds[room.guild] == nil {
		return nil
	}
	mentions, _ := body["allowed_mentions"].(map[string]any)
	allowed, _ := mentions["roles"].([]any)
	home, out := s.guilds[room.guild], []string(nil)
	for _, found := range roleMention.FindAllStringSubmatch(m.Content, -1) {
		open := slices.Contains(home.roles, found[1]) && !slices.Contains(home.closed, found[1])
		if slices.Contains(allowed, any(found[1])) && (open || s.permissions(room)&MentionEveryone != 0) {
			out = append(out, found[1])
		}
	}
	return out
}

// Grant sets what the bot may do in a whole guild, and tells the bot.
func (s *Server) Grant(guild string, everyone int64) {
	s.mu.Lock()
	home := s.guilds[guild]
	home.everyone = everyone
	s.mu.Unlock()
	s.dispatch("GUILD_ROLE_UPDATE", intentGuilds, map[string]any{"guild_id": guild, "role": role(home.id, "@everyone", everyone, 0)})
}

func (s *Server) roles(g *guild) []any {
	list := []any{role(g.id, "@everyone", g.everyone, 0)}
	for _, id := range g.roles {
		list = append(list, pingRole(g, id))
	}
	if g.role != "" {
		list = append(list, ownRole(g))
	}
	for _, member := range slices.Sorted(maps.Keys(g.members)) {
		if may := g.members[member]; may != 0 {
			list = append(list, role(member, "of "+member, may, 1)) // what a member may do is a role of his or her own
		}
	}
	return list
}

// DeleteRole deletes a role, and tells the bot.
func (s *Server) DeleteRole(guild, id string) {
	s.mu.Lock()
	home := s.guilds[guild]
	home.roles = slices.DeleteFunc(home.roles, func(role string) bool { return role == id })
	s.mu.Unlock()
	s.dispatch("GUILD_ROLE_DELETE", intentGuilds, map[string]any{"guild_id": guild, "role_id": id})
}
