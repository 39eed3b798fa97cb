package discordtest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Say sends a message of a person to a channel, as MESSAGE_CREATE; mention
// puts the bot among the mentioned, reference answers a message. Roles and
// everyone are mentioned by the text.
func (s *Server) Say(user, channel, content string, mention bool, reference *Message) Message {
	s.mu.Lock()
	m := &Message{ID: s.id(), Channel: channel, Author: user, Content: content, At: s.now()}
	if reference != nil {
		m.Reference = reference.ID
	}
	s.messages[channel] = append(s.messages[channel], m)
	out := *m
	s.mu.Unlock()
	s.announce(out, mention)
	return out
}

var roleMention = regexp.MustCompile(`<@&([0-9]+)>`)

// announce sends MESSAGE_CREATE to the sessions that see the channel's
// messages. Without the intent MESSAGE_CONTENT a message in a guild arrives
// blank, unless it mentions the bot or is its own.
func (s *Server) announce(m Message, mention bool) {
	s.mu.Lock()
	c := s.channels[m.Channel]
	intent := intentDirectMessages
	if c.with == "" {
		intent = intentGuildMessages
	}
	shape := func(blank bool) map[string]any {
		d := m.shape(s)
		if c.with == "" {
			d["guild_id"] = c.guild
			d["member"] = map[string]any{"roles": []any{}, "joined_at": "2026-01-01T00:00:00+00:00", "mute": false, "deaf": false}
		}
		if mention {
			d["mentions"] = []any{s.userShape(AppID)}
		}
		roles := []any{}
		for _, found := range roleMention.FindAllStringSubmatch(m.Content, -1) {
			roles = append(roles, found[1])
			blank = blank && found[1] != s.guilds[c.guild].role
		}
		d["mention_roles"], d["mention_everyone"] = roles, strings.Contains(m.Content, "@everyone")
		if ref := s.find(m.Channel, m.Reference); ref != nil {
			r := ref.shape(s)
			if blank && ref.Author != AppID {
				r["content"], r["components"] = "", []any{}
			}
			d["referenced_message"] = r
		}
		if blank && !mention && m.Author != AppID {
			d["content"], d["components"] = "", []any{}
		}
		return d
	}
	full, blank := shape(false), shape(c.with == "")
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
	if err := messageFault(r.body, false); err != nil {
		return s.reject("create message", err)
	}
	m, fresh, ref := s.make(r.args[0], r.body)
	if ref != nil {
		return refuse(*ref)
	}
	if fresh {
		s.announce(m, false)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return 200, m.shape(s)
}

// make is what create does under the lock; fresh is false for a nonce that is
// remembered.
func (s *Server) make(channel string, body map[string]any) (m Message, fresh bool, ref *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	need := int64(SendMessages)
	if c := s.channels[channel]; c != nil && c.kind >= 10 && c.kind <= 12 {
		need = SendInThreads
	}
	c, ref := s.reach(channel, need)
	if ref != nil {
		return m, false, ref
	}
	key := ""
	if enforce, _ := body["enforce_nonce"].(bool); enforce && body["nonce"] != nil {
		key = c.id + "/" + fmt.Sprint(body["nonce"])
		if n, ok := s.nonces[key]; ok && s.now().Before(n.until) {
			return *n.message, false, nil
		}
	}
	answers, ref := s.reference(c, body)
	if ref != nil {
		return m, false, ref
	}
	landed := s.land(c.id, AppID, body)
	landed.Reference = answers
	if key != "" {
		landed.Nonce = fmt.Sprint(body["nonce"])
		s.nonces[key] = nonced{landed, s.now().Add(s.o.NonceKept)}
	}
	s.messages[c.id] = append(s.messages[c.id], landed)
	return *landed, true, nil
}

// reference is the message a new one answers; one that is gone is left out
// where the sender said so, else it is a refusal. The caller holds mu.
func (s *Server) reference(c *channel, body map[string]any) (string, *refusal) {
	ref, ok := body["message_reference"].(map[string]any)
	if !ok {
		return "", nil
	}
	if s.permissions(c)&ReadHistory == 0 {
		return "", &noReply
	}
	id, _ := ref["message_id"].(string)
	if other, ok := ref["channel_id"].(string); ok && other != c.id || s.find(c.id, id) == nil {
		if must, ok := ref["fail_if_not_exists"].(bool); must || !ok {
			return "", &noReference
		}
		return "", nil
	}
	return id, nil
}

// land makes a message of a body. The caller holds mu.
func (s *Server) land(channel, author string, body map[string]any) *Message {
	m := &Message{ID: s.id(), Channel: channel, Author: author, At: s.now()}
	m.Content, _ = body["content"].(string)
	if f, ok := body["flags"].(float64); ok {
		m.Flags = int(f)
	}
	m.Components, _ = body["components"].([]any)
	return m
}

// history lists messages newest first. Without the permission it is an empty
// list, not an error.
func (s *Server) history(r *request) (int, any) {
	limit, q := 50, r.URL.Query()
	if q.Has("limit") {
		var err error
		if limit, err = strconv.Atoi(q.Get("limit")); err != nil || limit < 1 || limit > 100 {
			return s.reject("history", bad("limit: %q is not from 1 to 100", q.Get("limit")))
		}
	}
	if q.Has("before") || q.Has("around") {
		return s.reject("history", bad("the stand-in pages with after alone"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	out := []any{}
	if s.permissions(c)&ReadHistory == 0 {
		return 200, out
	}
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
	var hits []*Message
	for _, m := range s.messages[c.id] {
		if id, _ := strconv.ParseInt(m.ID, 10, 64); id > after {
			hits = append(hits, m)
		}
	}
	if q.Has("after") {
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
	if err := messageFault(r.body, true); err != nil {
		return s.reject("edit message", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	m := s.find(c.id, r.args[1])
	switch {
	case m == nil:
		return refuse(noMessage)
	case m.Author != AppID:
		return refuse(notOurs)
	case !m.change(r.body):
		return refuse(empty)
	}
	return 200, m.shape(s)
}

// change edits a message, unless that would leave it empty.
func (m *Message) change(body map[string]any) bool {
	content, components := m.Content, m.Components
	if x, given := body["content"]; given {
		content, _ = x.(string)
	}
	if x, given := body["components"]; given {
		components, _ = x.([]any)
	}
	if blank(content) && len(components) == 0 {
		return false
	}
	if f, ok := body["flags"].(float64); ok {
		m.Flags = int(f) | m.Flags&flagPrivate
	}
	m.Content, m.Components = content, components
	m.Edited++
	return true
}
