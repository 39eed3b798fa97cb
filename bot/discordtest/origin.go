package discordtest

import (
	"cmp"
	"fmt"
)

// Contexts of interactions, and how an app was installed
// (https://discord.com/developers/docs/interactions/receiving-and-responding).
const (
	contextGuild   = 0
	contextDM      = 1
	contextPrivate = 2

	installGuild = "0"
	installUser  = "1"
)

// userInstalled are the permissions that an app has where only a person brought
// it: to attach files, to embed links, to mention everyone.
const userInstalled = AttachFiles | 1<<14 | MentionEveryone

// followUpsMost is how many messages may follow a reply where only a person
// brought the app.
const followUpsMost = 5

// AddPrivate makes a channel between people that the bot is no part of.
func (s *Server) AddPrivate(users ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	room := &channel{id: s.id(), kind: kindGroup, between: users}
	s.channels[room.id] = room
	return room.id
}

// foreign reports a channel where the bot is not: only a person who installed it
// can call it there. The caller holds mu.
func (s *Server) foreign(room *channel) bool {
	return room.between != nil || room.with == "" && s.inGuild(room.guild) == nil
}

// origin says where an interaction comes from, who did it, and by whose install.
// The caller holds mu.
func (s *Server) origin(in Interaction, room *channel) map[string]any {
	owners := map[string]any{}
	allowed := s.permissions(room)
	switch {
	case s.foreign(room):
		owners[installUser], allowed = in.User, userInstalled
	case in.Installed:
		owners[installGuild], owners[installUser] = cmp.Or(room.guild, "0"), in.User
	default:
		owners[installGuild] = cmp.Or(room.guild, "0")
	}
	out := map[string]any{"application_id": AppID, "version": 1, "channel_id": in.Channel, "channel": s.channelShape(room),
		"app_permissions": fmt.Sprint(allowed), "locale": cmp.Or(in.Locale, "en-US"), "attachment_size_limit": fileMost,
		"entitlements": []any{}, "authorizing_integration_owners": owners, "context": contextGuild}
	home := s.guilds[room.guild]
	if home == nil {
		out["user"], out["context"] = s.userShape(in.User), contextDM
		if room.between != nil {
			out["context"] = contextPrivate
		}
		return out
	}
	shape := s.memberShape(home, in.User)
	shape["permissions"] = fmt.Sprint(home.everyone | home.members[in.User])
	out["member"], out["guild_id"], out["guild_locale"] = shape, home.id, home.language()
	out["guild"] = map[string]any{"id": home.id, "locale": home.language(), "features": home.features()}
	return out
}

// language is what the server has set; English without.
func (g *guild) language() string { return cmp.Or(g.locale, "en-US") }

// features are those of a community server, which alone has a channel for
// Discord's updates and a language.
func (g *guild) features() []any {
	if g.updates == "" {
		return []any{}
	}
	return []any{"COMMUNITY"}
}

// NewGuild makes a server that the bot is not in; Invite brings it in.
func (s *Server) NewGuild(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.found(name, true).id
}

// found makes a server. The caller holds mu.
func (s *Server) found(name string, gone bool) *guild {
	home := &guild{id: s.id(), role: s.id(), name: name, everyone: Ordinary, members: map[string]int64{}, gone: gone, joined: s.now()}
	s.guilds[home.id] = home
	return home
}

// SetLocale sets the language of a server, and tells the bot if it is there.
func (s *Server) SetLocale(id, locale string) {
	s.setGuild(id, func(g *guild) { g.locale = locale })
}

// SetUpdates sets the channel in which a server's moderators get Discord's
// updates, and tells the bot if it is there.
func (s *Server) SetUpdates(id, channel string) {
	s.setGuild(id, func(g *guild) { g.updates = channel })
}

func (s *Server) setGuild(id string, change func(*guild)) {
	s.mu.Lock()
	home := s.guilds[id]
	change(home)
	gone := home.gone
	shape := s.guildObject(home)
	s.mu.Unlock()
	if !gone {
		s.dispatch("GUILD_UPDATE", intentGuilds, shape)
	}
}

// guildObject is a server without what only GUILD_CREATE has. The caller holds mu.
func (s *Server) guildObject(g *guild) map[string]any {
	var updates any
	if g.updates != "" {
		updates = g.updates
	}
	return map[string]any{"id": g.id, "name": g.name, "owner_id": "1", "preferred_locale": g.language(), "features": g.features(),
		"public_updates_channel_id": updates, "system_channel_id": nil, "rules_channel_id": updates, "roles": s.roles(g)}
}
