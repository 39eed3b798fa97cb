package discordtest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dateline/bot/discordtest/rules"
)

// Say sends a message of a person to a channel, as MESSAGE_CREATE; mention
// puts the bot among the mentioned, reference answers a message. Roles and
// everyone are mentioned by the text.
func (s *Server) Say(user, channel, content string, mention bool, reference *Message) Message {
	s.mu.Lock()
	message := &Message{ID: s.id(), Channel: channel, Author: user, Content: content, At: s.now()}
	if reference != nil {
		message.Reference = reference.ID
	}
	s.messages[channel] = append(s.messages[channel], message)
	out := *message
	s.mu.Unlock()
	s.announce(out, mention)
	return out
}

// Forward sends a message of a person that forwards what another says, as
// MESSAGE_CREATE: it says nothing itself.
func (s *Server) Forward(user, channel, content string) Message {
	s.mu.Lock()
	message := &Message{ID: s.id(), Channel: channel, Author: user, Forwards: content, At: s.now()}
	s.messages[channel] = append(s.messages[channel], message)
	out := *message
	s.mu.Unlock()
	s.announce(out, false)
	return out
}

var roleMention = regexp.MustCompile(`<@&([0-9]+)>`)

// announce sends MESSAGE_CREATE to the sessions that see the channel's
// messages. Without the intent MESSAGE_CONTENT a message in a guild arrives
// blank, unless it mentions the bot or is its own.
func (s *Server) announce(m Message, mention bool) {
	s.mu.Lock()
	room := s.channels[m.Channel]
	intent := intentDirectMessages
	if room.with == "" {
		intent = intentGuildMessages
	}
	shape := func(blank bool) map[string]any {
		shown := m.shape(s)
		if room.with == "" {
			shown["guild_id"] = room.guild
			shown["member"] = map[string]any{"roles": []any{}, "joined_at": "2026-01-01T00:00:00+00:00", "mute": false, "deaf": false}
		}
		if mention {
			shown["mentions"] = []any{s.userShape(AppID)}
		}
		roles := []any{}
		for _, found := range roleMention.FindAllStringSubmatch(m.Content, -1) {
			roles = append(roles, found[1])
			blank = blank && found[1] != s.guilds[room.guild].role
		}
		shown["mention_roles"], shown["mention_everyone"] = roles, strings.Contains(m.Content, "@everyone")
		if ref := s.find(m.Channel, m.Reference); ref != nil {
			referred := ref.shape(s)
			if blank && ref.Author != AppID {
				referred["content"], referred["components"] = "", []any{}
			}
			shown["referenced_message"] = referred
		}
		if blank && !mention && m.Author != AppID {
			shown["content"], shown["components"] = "", []any{}
		}
		return shown
	}
	full, blank := shape(false), shape(room.with == "")
	s.mu.Unlock()
	s.each("MESSAGE_CREATE", intent, func(ss *session) any {
		if ss.intents&IntentMessageContent != 0 {
			return full
		}
		return blank
	})
}

// find looks for a message of a channel. The caller holds mu.
func (s *Server) find(channel, id string) *Message {
	for _, m := range s.messages[channel] {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// create lands a message, once per nonce.
func (s *Server) create(r *request) (int, any) {
	if err := rules.Message(r.body, false); err != nil {
		return s.reject("create message", err)
	}
	message, fresh, ref := s.make(r.args[0], r)
	if ref != nil {
		return refuse(*ref)
	}
	if fresh {
		s.announce(message, false)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return 200, message.shape(s)
}

// make is what create does under the lock; fresh is false for a nonce that is
// remembered.
func (s *Server) make(channel string, r *request) (m Message, fresh bool, ref *rules.Refusal) {
	body := r.body
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ref := s.writable(channel)
	if ref != nil {
		return m, false, ref
	}
	key := ""
	if enforce, _ := body["enforce_nonce"].(bool); enforce && body["nonce"] != nil {
		key = room.id + "/" + fmt.Sprint(body["nonce"])
		if n, ok := s.nonces[key]; ok && s.now().Before(n.until) {
			return *n.message, false, nil
		}
	}
	answers, ref := s.reference(room, body)
	if ref != nil {
		return m, false, ref
	}
	if len(r.sent) > 0 && s.permissions(room)&AttachFiles == 0 {
		return m, false, &rules.NoPermission
	}
	landed, ref := s.landFiles(room.id, body, r.sent)
	if ref != nil {
		return m, false, ref
	}
	landed.Reference = answers
	if key != "" {
		landed.Nonce = fmt.Sprint(body["nonce"])
		s.nonces[key] = nonced{landed, s.now().Add(s.o.NonceKept)}
	}
	s.messages[room.id] = append(s.messages[room.id], landed)
	room.archived = time.Time{} // a message opens a thread again
	return *landed, true, nil
}

// writable finds a channel in which the bot may write. The caller holds mu.
func (s *Server) writable(channel string) (*channel, *rules.Refusal) {
	need := int64(SendMessages)
	if room := s.channels[channel]; room != nil && room.isThread() {
		need = SendInThreads
	}
	room, ref := s.reach(channel, need)
	switch {
	case ref != nil:
		return nil, ref
	case room.kind == kindForum || room.kind == kindMedia || room.kind == kindCategory:
		return nil, &rules.NotText
	case room.locked && s.permissions(room)&ManageThreads == 0:
		return nil, &rules.LockedThread
	}
	return room, nil
}

// reference is the message a new one answers; one that is gone is left out
// where the sender said so, else it is a refusal. The caller holds mu.
func (s *Server) reference(c *channel, body map[string]any) (string, *rules.Refusal) {
	ref, ok := body["message_reference"].(map[string]any)
	if !ok {
		return "", nil
	}
	if s.permissions(c)&ReadHistory == 0 {
		return "", &rules.NoReply
	}
	id, _ := ref["message_id"].(string)
	if other, ok := ref["channel_id"].(string); ok && other != c.id || s.find(c.id, id) == nil {
		if must, ok := ref["fail_if_not_exists"].(bool); must || !ok {
			return "", &rules.NoReference
		}
		return "", nil
	}
	return id, nil
}

// land makes a message of a body. The caller holds mu.
func (s *Server) land(channel, author string, body map[string]any) *Message {
	message := &Message{ID: s.id(), Channel: channel, Author: author, At: s.now()}
	message.Content, _ = body["content"].(string)
	if flags, ok := body["flags"].(float64); ok {
		message.Flags = int(flags)
	}
	message.Components, _ = body["components"].([]any)
	message.Pinged = s.pinged(message, body)
	s.landed[message.ID] = message
	return message
}

// landFiles makes a message of the bot with the files that came with it. The
// caller holds mu.
func (s *Server) landFiles(channel string, body map[string]any, sent []part) (*Message, *rules.Refusal) {
	message := s.land(channel, AppID, body)
	return message, s.attach(message, body, sent)
}

// history lists messages newest first. Without the permission it is an empty
// list, not an error.
func (s *Server) history(r *request) (int, any) {
	limit, query := 50, r.URL.Query()
	if query.Has("limit") {
		var err error
		if limit, err = strconv.Atoi(query.Get("limit")); err != nil || limit < 1 || limit > 100 {
			return s.reject("history", rules.Bad("limit: %q is not from 1 to 100", query.Get("limit")))
		}
	}
	if query.Has("before") || query.Has("around") {
		return s.reject("history", rules.Bad("the stand-in pages with after alone"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	out := []any{}
	if s.permissions(room)&ReadHistory == 0 {
		return 200, out
	}
	after, _ := strconv.ParseInt(query.Get("after"), 10, 64)
	var hits []*Message
	for _, m := range s.messages[room.id] {
		if id, _ := strconv.ParseInt(m.ID, 10, 64); id > after {
			hits = append(hits, m)
		}
	}
	if query.Has("after") {
		hits = hits[:min(len(hits), limit)]
	} else {
		hits = hits[max(0, len(hits)-limit):]
	}
	for i := len(hits) - 1; i >= 0; i-- {
		out = append(out, hits[i].shape(s))
	}
	return 200, out
}

func (s *Server) edit(r *request) (int, any) {
	if err := rules.Message(r.body, true); err != nil {
		return s.reject("edit message", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	message := s.find(room.id, r.args[1])
	switch {
	case message == nil:
		return refuse(rules.NoMessage)
	case !room.archived.IsZero():
		return refuse(rules.ArchivedThread)
	case message.Author != AppID:
		return refuse(rules.NotOurs)
	}
	if ref := s.changed(message, r.body, r.sent); ref != nil {
		return refuse(*ref)
	}
	return 200, message.shape(s)
}

// changed edits a message, its files too. The caller holds mu.
func (s *Server) changed(m *Message, body map[string]any, sent []part) *rules.Refusal {
	if ref := s.attach(m, body, sent); ref != nil {
		return ref
	}
	if !m.change(body) {
		return &rules.Empty
	}
	return nil
}

// change edits a message, unless that would leave it empty.
func (m *Message) change(body map[string]any) bool {
	content, components := m.Content, m.Components
	if value, given := body["content"]; given {
		content, _ = value.(string)
	}
	if value, given := body["components"]; given {
		components, _ = value.([]any)
	}
	if rules.Blank(content) && len(components) == 0 && len(m.Files) == 0 {
		return false
	}
	if flags, ok := body["flags"].(float64); ok {
		m.Flags = int(flags) | m.Flags&(rules.FlagPrivate|rules.FlagPublished)
	}
	m.Content, m.Components = content, components
	m.Edited++
	return true
}

// crosspost publishes a message of an announcement channel to its followers.
func (s *Server) crosspost(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ref := s.reach(r.args[0], SendMessages)
	if ref != nil {
		return refuse(*ref)
	}
	message := s.find(room.id, r.args[1])
	switch {
	case message == nil:
		return refuse(rules.NoMessage)
	case room.kind != kindNews:
		return refuse(rules.WrongKind)
	case message.Author != AppID && s.permissions(room)&ManageMessages == 0:
		return refuse(rules.NoPermission)
	case message.Flags&rules.FlagPublished != 0:
		return refuse(rules.Crossposted)
	}
	message.Flags |= rules.FlagPublished
	return 200, message.shape(s)
}

// Published reports a message that went to the followers of its channel.
func (m Message) Published() bool { return m.Flags&rules.FlagPublished != 0 }
