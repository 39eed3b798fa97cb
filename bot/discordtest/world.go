package discordtest

import (
	"fmt"
	"time"

	"dateline/bot/discordtest/rules"
)

// AddGuild makes a server in which the bot has ordinary permissions, and
// returns its id. Connected sessions learn of it.
func (s *Server) AddGuild(name string) string {
	s.mu.Lock()
	home := s.found(name, false)
	s.mu.Unlock()
	s.dispatch("GUILD_CREATE", intentGuilds, s.guildShape(home))
	return home.id
}

// AddChannel makes a channel in a guild: type 0 text, 2 voice, 4 category, 5
// announcement, 11 thread.
func (s *Server) AddChannel(guild, name string, kind int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	room := &channel{id: s.id(), guild: guild, name: name, kind: kind}
	if home := s.guilds[guild]; home != nil {
		room.position, home.rooms = home.rooms, home.rooms+1
	}
	s.channels[room.id] = room
	return room.id
}

// AddUser makes a person.
func (s *Server) AddUser(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.id()
	s.users[id] = name
	return id
}

// Join makes a person a member of a guild with extra permissions; Leave ends it.
func (s *Server) Join(guild, user string, permissions int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[guild].members[user] = permissions
}

// Leave ends a membership.
func (s *Server) Leave(guild, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.guilds[guild].members, user)
}

// Deny takes permissions of the bot in a channel (0 gives all back), and tells the bot.
func (s *Server) Deny(channel string, permissions int64) {
	s.mu.Lock()
	room := s.channels[channel]
	room.deny = permissions
	s.mu.Unlock()
	s.dispatch("CHANNEL_UPDATE", intentGuilds, s.channelShape(room))
}

// DeleteChannel removes a channel, and tells the bot.
func (s *Server) DeleteChannel(id string) {
	s.mu.Lock()
	room := s.channels[id]
	room.deleted = true
	s.mu.Unlock()
	s.dispatch("CHANNEL_DELETE", intentGuilds, s.channelShape(room))
}

// Kick takes the bot out of a guild; Invite brings it back.
func (s *Server) Kick(guild string) {
	s.mu.Lock()
	s.guilds[guild].gone = true
	s.mu.Unlock()
	s.dispatch("GUILD_DELETE", intentGuilds, map[string]any{"id": guild})
}

// Invite brings the bot back into a guild.
func (s *Server) Invite(guild string) {
	s.mu.Lock()
	home := s.guilds[guild]
	home.gone, home.joined = false, s.now()
	s.mu.Unlock()
	s.dispatch("GUILD_CREATE", intentGuilds, s.guildShape(home))
}

// DM is the direct-message channel of a person and the bot.
func (s *Server) DM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dm(user)
}

func (s *Server) dm(user string) string {
	for _, room := range s.channels {
		if room.with == user {
			return room.id
		}
	}
	room := &channel{id: s.id(), kind: 1, with: user}
	s.channels[room.id] = room
	return room.id
}

// permissions are the bot's in a channel. The caller holds mu.
func (s *Server) permissions(c *channel) int64 {
	if c.with != "" {
		return Ordinary
	}
	home := s.guilds[c.guild]
	if home == nil || home.gone {
		return 0
	}
	allowed := (home.everyone|home.bot)&^c.deny | c.allow
	if parent := s.channels[c.parent]; parent != nil && c.isThread() { // a thread has no permissions of its own
		allowed = allowed&^parent.deny | parent.allow
	}
	return allowed
}

func (s *Server) userShape(id string) map[string]any {
	return map[string]any{"id": id, "username": s.users[id], "avatar": nil, "discriminator": "0", "public_flags": 0, "flags": 0,
		"bot": id == AppID, "global_name": nil, "primary_guild": nil}
}

func (s *Server) memberShape(g *guild, id string) map[string]any {
	roles := []any{}
	if id == AppID {
		roles = append(roles, g.role)
	} else if g.members[id] != 0 {
		roles = append(roles, id)
	}
	return map[string]any{"avatar": nil, "banner": nil, "communication_disabled_until": nil, "flags": 0,
		"joined_at": "2026-01-01T00:00:00+00:00", "nick": nil, "pending": false, "premium_since": nil,
		"roles": roles, "user": s.userShape(id), "mute": false, "deaf": false}
}

func (s *Server) channelShape(c *channel) map[string]any {
	if c.between != nil {
		people := []any{}
		for _, id := range c.between {
			people = append(people, s.userShape(id))
		}
		return map[string]any{"id": c.id, "type": kindGroup, "flags": 0, "recipients": people, "last_message_id": nil}
	}
	if c.with != "" {
		return map[string]any{"id": c.id, "type": 1, "flags": 0, "recipients": []any{s.userShape(c.with)}, "last_message_id": nil}
	}
	out := map[string]any{"id": c.id, "type": c.kind, "flags": 0, "guild_id": c.guild, "name": c.name, "position": c.position,
		"parent_id": nil, "topic": nil, "nsfw": false, "last_message_id": nil, "rate_limit_per_user": 0,
		"permission_overwrites": []any{map[string]any{"id": AppID, "type": 1, "allow": fmt.Sprint(c.allow), "deny": fmt.Sprint(c.deny)}}}
	switch {
	case c.isThread():
		c.threadShape(out)
	case c.kind == kindForum || c.kind == kindMedia:
		c.forumShape(out)
	}
	return out
}

// innerShape is a channel within its server's object: without the server's id.
func (s *Server) innerShape(c *channel) map[string]any {
	shape := s.channelShape(c)
	delete(shape, "guild_id")
	return shape
}

func (s *Server) guildShape(g *guild) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	channels, threads := []any{}, []any{}
	for _, c := range s.channels {
		switch {
		case c.guild != g.id || c.deleted:
		case !c.isThread():
			channels = append(channels, s.innerShape(c))
		case c.archived.IsZero():
			threads = append(threads, s.innerShape(c))
		}
	}
	out := s.guildObject(g)
	out["unavailable"], out["joined_at"], out["large"] = false, g.joined.UTC().Format(time.RFC3339Nano), len(g.members) > 250
	out["member_count"], out["members"] = len(g.members)+1, []any{s.memberShape(g, AppID)}
	out["channels"], out["threads"] = channels, threads
	return out
}

func (m *Message) shape(s *Server) map[string]any {
	out := map[string]any{"id": m.ID, "channel_id": m.Channel, "author": s.userShape(m.Author), "content": m.Content,
		"timestamp": m.At.UTC().Format("2006-01-02T15:04:05.000000+00:00"), "edited_timestamp": nil,
		"tts": false, "mention_everyone": false, "mentions": []any{}, "mention_roles": []any{}, "attachments": []any{}, "embeds": []any{},
		"pinned": false, "type": 0, "flags": m.Flags, "components": numbered(m.Components)}
	for _, file := range m.Files {
		out["attachments"] = append(out["attachments"].([]any), file.shape)
	}
	if m.Nonce != "" {
		out["nonce"] = m.Nonce
	}
	if m.Forwards != "" {
		out["message_reference"] = map[string]any{"type": 1, "channel_id": m.Channel, "message_id": m.ID}
		snapshot := (&Message{Author: m.Author, Content: m.Forwards, At: m.At}).shape(s)
		for _, key := range []string{"id", "channel_id", "author", "tts", "mention_everyone", "pinned"} {
			delete(snapshot, key) // https://discord.com/developers/docs/resources/message#message-snapshot-object
		}
		out["message_snapshots"] = []any{map[string]any{"message": snapshot}}
	}
	if m.Reference != "" {
		out["type"] = 19
		out["message_reference"] = map[string]any{"type": 0, "channel_id": m.Channel, "message_id": m.Reference}
	}
	return out
}

// numbered gives components the ids that Discord's replies carry.
func numbered(list []any) []any {
	out := []any{}
	n := 0
	var walk func(x any) any
	walk = func(x any) any {
		switch value := x.(type) {
		case []any:
			values := make([]any, len(value))
			for i := range value {
				values[i] = walk(value[i])
			}
			return values
		case map[string]any:
			object := map[string]any{}
			for k, v := range value {
				object[k] = v
				if k == "components" {
					object[k] = walk(v)
				}
			}
			if kind, is := object["type"]; is {
				n++
				object["id"] = n
				if kind, _ := kind.(float64); rules.Selects(int(kind)) { // a menu's reply names its defaults
					object["min_values"], object["max_values"] = rules.Picks(object)
				}
			}
			return object
		}
		return x
	}
	for _, c := range list {
		out = append(out, walk(c))
	}
	return out
}
