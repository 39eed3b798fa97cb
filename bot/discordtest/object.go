package discordtest

import (
	"strconv"
	"strings"

	"dateline/bot/discordtest/rules"
)

func (s *Server) me(*request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.userShape(AppID)
	account["mfa_enabled"], account["locale"] = false, "en-US"
	return 200, account
}

func (s *Server) application(*request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	flags := 0
	if s.o.Privileged&IntentMessageContent != 0 {
		flags = 1 << 18
	}
	return 200, map[string]any{"id": AppID, "name": "Dateline", "icon": nil, "description": "", "type": nil,
		"verify_key": strings.Repeat("0", 64), "flags": flags, "flags_new": strconv.Itoa(flags), "redirect_uris": []any{},
		"interactions_endpoint_url":         nil,
		"role_connections_verification_url": nil, "owner": s.userShape(AppID), "approximate_guild_count": len(s.guilds),
		"approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []any{}, "bot_public": true, "bot_require_code_grant": false}
}

func (s *Server) putCommands(r *request) (int, any) {
	if err := rules.Commands(r.list); err != nil {
		return s.reject("commands", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = []any{}
	for _, c := range r.list {
		command, _ := c.(map[string]any)
		s.commands = append(s.commands, s.commandShape(command))
	}
	return 200, s.commands
}

func (s *Server) getCommands(*request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return 200, append([]any{}, s.commands...)
}

// commandShape is a command as Discord gives it back: with ids and defaults,
// and without what is false. The caller holds mu.
func (s *Server) commandShape(m map[string]any) map[string]any {
	out, _ := bare(m).(map[string]any)
	for k, v := range map[string]any{"type": 1.0, "description": "", "default_member_permissions": nil, "nsfw": false,
		"dm_permission": true} {
		if _, ok := out[k]; !ok {
			out[k] = v
		}
	}
	out["id"], out["application_id"], out["version"] = s.id(), AppID, s.id()
	return out
}

// bare leaves out what is false, empty or null.
func bare(v any) any {
	switch value := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, y := range value {
			if y = bare(y); y != nil && y != false && y != "" {
				out[k] = y
			}
		}
		return out
	case []any:
		if len(value) == 0 {
			return nil
		}
		out := make([]any, len(value))
		for i, y := range value {
			out[i] = bare(y)
		}
		return out
	}
	return v
}

func (s *Server) inGuild(id string) *guild {
	home := s.guilds[id]
	if home == nil || home.gone {
		return nil
	}
	return home
}

func (s *Server) getRoles(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	home := s.inGuild(r.args[0])
	if home == nil {
		return refuse(rules.NoGuild)
	}
	return 200, s.roles(home)
}

// getChannels lists a server's channels, also those that the bot may not see, but
// no threads.
func (s *Server) getChannels(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	home := s.inGuild(r.args[0])
	if home == nil {
		return refuse(rules.NoGuild)
	}
	out := []any{}
	for _, room := range s.channels {
		if room.guild == home.id && !room.deleted && !room.isThread() {
			out = append(out, s.channelShape(room))
		}
	}
	return 200, out
}

func (s *Server) getMember(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	home := s.inGuild(r.args[0])
	if home == nil {
		return refuse(rules.NoGuild)
	}
	if _, ok := home.members[r.args[1]]; !ok && r.args[1] != AppID {
		return refuse(rules.NoMember)
	}
	return 200, s.memberShape(home, r.args[1])
}

// reach finds a channel in which the bot has these permissions. The caller holds mu.
func (s *Server) reach(id string, need int64) (*channel, *rules.Refusal) {
	room := s.channels[id]
	if room == nil || room.deleted {
		return nil, &rules.NoChannel
	}
	switch allowed := s.permissions(room); {
	case allowed&ViewChannel == 0:
		return nil, &rules.NoAccess
	case allowed&need != need:
		return nil, &rules.NoPermission
	}
	return room, nil
}

func (s *Server) getChannel(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	return 200, s.channelShape(room)
}

func (s *Server) openDM(r *request) (int, any) {
	user, _ := r.body["recipient_id"].(string)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users[user] == "" {
		return refuse(rules.Refusal{Status: 400, Code: 50033, Message: "Invalid Recipient(s)"})
	}
	return 200, s.channelShape(s.channels[s.dm(user)])
}
