package discordtest

import "time"

const (
	tokenLives  = 15 * time.Minute
	flagPrivate = 1 << 6 // only the person sees it
)

// callback acknowledges an interaction: once, within three seconds.
func (s *Server) callback(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.byID[q.args[0]]
	if r == nil || r.Token != q.args[1] {
		return refuse(noInteraction)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case !r.acked.IsZero():
		return refuse(answered)
	case q.at.Sub(r.Sent) > s.o.AckWithin:
		return refuse(noInteraction)
	}
	kind, _ := q.body["type"].(float64)
	data, _ := q.body["data"].(map[string]any)
	if err := callbackFault(r.asked, int(kind), data); err != nil {
		return s.rejected("callback", err)
	}
	r.acked, r.kind = q.at, int(kind)
	if f, ok := data["flags"].(float64); ok {
		r.flags = int(f)
	}
	switch r.kind {
	case replyNow:
		r.message, r.filled = s.land(r.channel, AppID, data), q.at
		s.show(r, r.message)
	case replyChoices:
		r.choices, _ = data["choices"].([]any)
	case replyModal:
		r.modal = data
	}
	r.wake()
	return 204, nil
}

// show puts a reply that others can see into the channel. The caller holds mu.
func (s *Server) show(r *Reply, m *Message) {
	if m.Flags&flagPrivate == 0 {
		s.messages[r.channel] = append(s.messages[r.channel], m)
	}
}

// token finds an interaction whose token lives and that was acknowledged.
func (s *Server) token(q *request) (*Reply, *refusal) {
	r := s.pending[q.args[1]]
	if r == nil || q.args[0] != AppID || s.now().Sub(r.Sent) > tokenLives {
		return nil, &noWebhook
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.acked.IsZero() {
		return nil, &noWebhook
	}
	return r, nil
}

func (s *Server) editOriginal(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ref := s.token(q)
	if ref != nil {
		return refuse(*ref)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kind == replyChoices || r.kind == replyModal {
		return refuse(noMessage) // there is nothing to edit
	}
	return s.original(r, q)
}

// original fills a deferral or edits the reply that stands. The caller holds
// mu and the reply's.
func (s *Server) original(r *Reply, q *request) (int, any) {
	if err := messageFault(q.body, r.message != nil); err != nil {
		return s.rejected("edit reply", err)
	}
	if r.message == nil {
		r.message, r.filled = s.land(r.channel, AppID, q.body), q.at
		r.message.Flags = r.message.Flags&^flagPrivate | r.flags // what the deferral said holds
		s.show(r, r.message)
	} else if !r.message.change(q.body) {
		return refuse(empty)
	}
	r.wake()
	return 200, r.message.shape(s)
}

// followup adds a message; the first after a deferral fills it.
func (s *Server) followup(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ref := s.token(q)
	if ref != nil {
		return refuse(*ref)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kind == replyLater && r.message == nil {
		return s.original(r, q)
	}
	if err := messageFault(q.body, false); err != nil {
		return s.rejected("follow-up", err)
	}
	m := s.land(r.channel, AppID, q.body)
	r.more = append(r.more, m)
	s.show(r, m)
	r.wake()
	return 200, m.shape(s)
}
