package discordtest

import (
	"time"

	"dateline/bot/discordtest/rules"
)

const (
	tokenLives = 15 * time.Minute
)

// callback acknowledges an interaction: once, within three seconds.
func (s *Server) callback(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	response := s.byID[q.args[0]]
	if response == nil || response.Token != q.args[1] {
		return refuse(rules.NoInteraction)
	}
	response.mu.Lock()
	defer response.mu.Unlock()
	switch {
	case !response.acked.IsZero():
		return refuse(rules.Answered)
	case q.at.Sub(response.Sent) > s.o.AckWithin:
		return refuse(rules.NoInteraction)
	}
	if ref := s.acknowledge(response, q); ref != nil {
		return refuse(*ref)
	}
	response.wake()
	if q.URL.Query().Get("with_response") == "true" {
		resource := map[string]any{"type": response.kind}
		if response.message != nil {
			resource["message"] = response.message.shape(s)
		}
		return 200, map[string]any{"interaction": map[string]any{"id": response.ID, "type": response.asked}, "resource": resource}
	}
	return 204, nil
}

// acknowledge takes the first response to an interaction. The caller holds mu
// and the reply's.
func (s *Server) acknowledge(r *Reply, q *request) *rules.Refusal {
	number, _ := q.body["type"].(float64)
	kind := int(number)
	data, _ := q.body["data"].(map[string]any)
	err := rules.Callback(r.asked, kind, data)
	if err == nil && r.on == nil && (kind == rules.ReplyChange || kind == rules.ReplyUnchanged) {
		err = rules.Bad("there is no message to change")
	}
	if err != nil {
		return s.noted("callback", err)
	}
	switch kind {
	case rules.ReplyNow:
		message, ref := s.landFiles(r.channel, data, q.sent)
		if ref != nil {
			return ref
		}
		r.message, r.filled = message, q.at
		s.show(r, r.message)
	case rules.ReplyChange:
		if ref := s.changed(r.on, data, q.sent); ref != nil {
			return ref
		}
		r.message, r.filled = r.on, q.at
	case rules.ReplyChoices:
		r.choices, _ = data["choices"].([]any)
	case rules.ReplyModal:
		r.modal = data
	}
	r.acked, r.kind = q.at, kind
	if flags, ok := data["flags"].(float64); ok {
		r.flags = int(flags)
	}
	return nil
}

// show puts a reply that others can see into the channel. The caller holds mu.
func (s *Server) show(r *Reply, m *Message) {
	if m.Flags&rules.FlagPrivate == 0 {
		s.messages[r.channel] = append(s.messages[r.channel], m)
	}
}

// token finds an interaction whose token lives and that was acknowledged.
func (s *Server) token(q *request) (*Reply, *rules.Refusal) {
	pending := s.pending[q.args[1]]
	if pending == nil || q.args[0] != AppID || s.now().Sub(pending.Sent) > tokenLives {
		return nil, &rules.NoWebhook
	}
	pending.mu.Lock()
	defer pending.mu.Unlock()
	if pending.acked.IsZero() {
		return nil, &rules.NoWebhook
	}
	return pending, nil
}

func (s *Server) editOriginal(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pending, ref := s.token(q)
	if ref != nil {
		return refuse(*ref)
	}
	pending.mu.Lock()
	defer pending.mu.Unlock()
	if pending.kind == rules.ReplyChoices || pending.kind == rules.ReplyModal {
		return refuse(rules.NoMessage) // there is nothing to edit
	}
	return s.original(pending, q)
}

// original fills a deferral or edits the reply that stands. The caller holds
// mu and the reply's.
func (s *Server) original(r *Reply, q *request) (int, any) {
	if err := rules.Message(q.body, r.message != nil || r.kind == rules.ReplyUnchanged); err != nil {
		return s.rejected("edit reply", err)
	}
	if ref := s.write(r, q); ref != nil {
		return refuse(*ref)
	}
	r.wake()
	return 200, r.message.shape(s)
}

// write makes or changes what stands for a reply. The caller holds mu and the reply's.
func (s *Server) write(r *Reply, q *request) *rules.Refusal {
	switch {
	case r.message != nil:
		return s.changed(r.message, q.body, q.sent)
	case r.kind == rules.ReplyUnchanged:
		if ref := s.changed(r.on, q.body, q.sent); ref != nil {
			return ref
		}
		r.message, r.filled = r.on, q.at
		return nil
	}
	message, ref := s.landFiles(r.channel, q.body, q.sent)
	if ref != nil {
		return ref
	}
	r.message, r.filled = message, q.at
	r.message.Flags = r.message.Flags&^rules.FlagPrivate | r.flags // what the deferral said holds
	s.show(r, r.message)
	return nil
}

// followup adds a message; the first after a deferral fills it.
func (s *Server) followup(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pending, ref := s.token(q)
	if ref != nil {
		return refuse(*ref)
	}
	pending.mu.Lock()
	defer pending.mu.Unlock()
	if pending.kind == rules.ReplyLater && pending.message == nil {
		return s.original(pending, q)
	}
	if err := rules.Message(q.body, false); err != nil {
		return s.rejected("follow-up", err)
	}
	if pending.foreign && len(pending.more) >= followUpsMost {
		return refuse(rules.TooManyFollow)
	}
	message, ref := s.landFiles(pending.channel, q.body, q.sent)
	if ref != nil {
		return refuse(*ref)
	}
	pending.more = append(pending.more, message)
	s.show(pending, message)
	pending.wake()
	return 200, message.shape(s)
}
