package discordtest

import (
	"strconv"
	"strings"
)

func (s *Server) me(*request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.userShape(AppID)
	u["mfa_enabled"], u["locale"] = false, "en-US"
	return 200, u
}

func (s *Server) application(*request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	flags := 0
	if s.o.Privileged&IntentMessageContent != 0 {
		flags = 1 << 18
	}
	return 200, map[string]any{"id": AppID, "name": "Dateline", "icon": nil, "description": "", "type": nil, "verify_key": strings.Repeat("0", 64), "flags": flags, "flags_new": strconv.Itoa(flags), "redirect_uris": []any{}, "interactions_endpoint_url": nil,
		"role_connections_verification_url": nil, "owner": s.userShape(AppID), "approximate_guild_count": len(s.guilds), "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []any{}, "bot_public": true, "bot_require_code_grant": false}
}

func (s *Server) putCommands(r *request) (int, any) {
	if err := commandsFault(r.list); err != nil {
		return s.reject("commands", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = []any{}
	for _, c := range r.list {
		m, _ := c.(map[string]any)
		s.commands = append(s.commands, s.commandShape(m))
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
	for k, v := range map[string]any{"type": 1.0, "description": "", "default_member_permissions": nil, "nsfw": false, "dm_permission": true} {
		if _, ok := out[k]; !ok {
			out[k] = v
		}
	}
	out["id"], out["application_id"], out["version"] = s.id(), AppID, s.id()
	return out
}

// bare leaves out what is false, empty or null.
func bare(v any) any {
	switch x := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, y := range x {
			if y = bare(y); y != nil && y != false && y != "" {
				out[k] = y
			}
		}
		return out
	case []any:
		if len(x) == 0 {
			return nil
		}
		out := make([]any, len(x))
		for i, y := range x {
			out[i] = bare(y)
		}
		return out
	}
	return v
}

func (s *Server) inGuild(id string) *guild {
	g := s.guilds[id]
	if g == nil || g.gone {
		return nil
	}
	return g
}

func (s *Server) getRoles(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.inGuild(r.args[0])
	if g == nil {
		return refuse(noGuild)
	}
	return 200, s.roles(g)
}

func (s *Server) getMember(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.inGuild(r.args[0])
	if g == nil {
		return refuse(noGuild)
	}
	if _, ok := g.members[r.args[1]]; !ok && r.args[1] != AppID {
		return refuse(noMember)
	}
	return 200, s.memberShape(g, r.args[1])
}

// reach finds a channel in which the bot has these permissions. The caller holds mu.
func (s *Server) reach(id string, need int64) (*channel, *refusal) {
	c := s.channels[id]
	if c == nil || c.deleted {
		return nil, &noChannel
	}
	switch p := s.permissions(c); {
	case p&ViewChannel == 0:
		return nil, &noAccess
	case p&need != need:
		return nil, &noPermission
	}
	return c, nil
}

func (s *Server) getChannel(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	return 200, s.channelShape(c)
}

func (s *Server) openDM(r *request) (int, any) {
	user, _ := r.body["recipient_id"].(string)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users[user] == "" {
		return refuse(refusal{400, 50033, "Invalid Recipient(s)"})
	}
	return 200, s.channelShape(s.channels[s.dm(user)])
}
