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
	s.commands = r.list
	out := []any{}
	for _, c := range r.list {
		m, _ := c.(map[string]any)
		kind, ok := m["type"].(float64)
		if !ok {
			kind = 1
		}
		description, _ := m["description"].(string)
		out = append(out, map[string]any{"id": s.id(), "application_id": AppID, "version": s.id(), "default_member_permissions": nil, "type": kind, "name": m["name"], "description": description})
	}
	return 200, out
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
