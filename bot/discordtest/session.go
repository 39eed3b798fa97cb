package discordtest

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// session is what Discord keeps between connections, so that RESUME can replay.
type session struct {
	id       string
	intents  int
	compress bool
	order    sync.Mutex // held while an event gets its number and leaves: they arrive in order
	seq      int64
	buf      []event
	conn     *conn
	lost     time.Time
}

type event struct {
	seq  int64
	name string
	data any
}

func (s *Server) lose(ss *session, c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ss != nil && ss.conn == c {
		ss.conn, ss.lost = nil, time.Now()
	}
}

// identify opens a session, or closes the connection as Discord would.
func (s *Server) identify(c *conn, d json.RawMessage) *session {
	s.count("WS", "identify")
	var id struct {
		Token    string `json:"token"`
		Intents  *int   `json:"intents"`
		Compress bool   `json:"compress"`
	}
	if fault := s.fault("WS", "identify"); fault != nil {
		c.close(fault.Status, "scripted")
		return nil
	}
	switch err := json.Unmarshal(d, &id); {
	case err != nil || id.Intents == nil:
		c.close(4002, "Error while decoding payload.")
		return nil
	case id.Token != "Bot "+s.o.Token:
		c.close(4004, "Authentication failed.")
		return nil
	case *id.Intents < 0 || *id.Intents >= intentBeyond:
		c.close(4013, "Invalid intent(s).")
		return nil
	case *id.Intents&privileged&^s.o.Privileged != 0:
		c.close(4014, "Disallowed intent(s).")
		return nil
	}
	c.compress = id.Compress
	s.welcome(&session{intents: *id.Intents, compress: id.Compress}, c)
	return c.session
}

// welcome registers a session and sends READY, then the guilds, before any
// other event.
func (s *Server) welcome(ss *session, c *conn) {
	s.mu.Lock()
	ss.id, ss.conn, c.session = fmt.Sprintf("session-%s", s.id()), c, ss
	guilds := []any{}
	var full []*guild
	for _, g := range s.guilds {
		if !g.gone {
			guilds = append(guilds, map[string]any{"id": g.id, "unavailable": true})
			full = append(full, g)
		}
	}
	user := s.userShape(AppID)
	ss.order.Lock()
	s.sessions[ss.id] = ss
	s.mu.Unlock()
	defer ss.order.Unlock()
	s.next(ss, "READY", map[string]any{"v": 9, "session_id": ss.id, "resume_gateway_url": s.resumeSocket(), "user": user,
		"application": map[string]any{"id": AppID, "flags": 0}, "guilds": guilds})
	if ss.intents&intentGuilds == 0 {
		return
	}
	for _, g := range full {
		s.next(ss, "GUILD_CREATE", s.guildShape(g))
	}
}

// resume replays what a session missed; RESUMED comes last.
func (s *Server) resume(c *conn, d json.RawMessage) *session {
	s.count("WS", "resume")
	var id struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	_ = json.Unmarshal(d, &id)
	if fault := s.fault("WS", "resume"); fault != nil {
		switch fault.Status {
		case 7, 9, 11:
			_ = c.send(fault.Status, "", 0, false)
		default:
			c.close(fault.Status, "scripted")
		}
		return nil
	}
	if id.Token != "Bot "+s.o.Token {
		c.close(4004, "Authentication failed.")
		return nil
	}
	s.mu.Lock()
	current := s.sessions[id.Session]
	if current == nil || time.Since(current.lost) > resumable && current.conn == nil {
		s.mu.Unlock()
		_ = c.send(9, "", 0, false)
		return nil
	}
	s.mu.Unlock()
	current.order.Lock() // what comes from now on follows the replay
	defer current.order.Unlock()
	s.mu.Lock()
	if id.Seq > current.seq {
		s.mu.Unlock()
		c.close(4007, "Invalid seq.")
		return nil
	}
	var missed []event
	for _, e := range current.buf {
		if e.seq > id.Seq {
			missed = append(missed, e)
		}
	}
	c.compress, c.session, current.conn = current.compress, current, c
	s.mu.Unlock()
	for _, e := range missed {
		_ = c.send(0, e.name, e.seq, e.data)
	}
	s.next(current, "RESUMED", map[string]any{})
	return current
}

// next numbers an event, keeps it for a RESUME, and sends it if there is a
// connection. The caller holds the session's order.
func (s *Server) next(ss *session, name string, d any) {
	s.mu.Lock()
	ss.seq++
	seq, client := ss.seq, ss.conn
	ss.buf = append(ss.buf, event{seq, name, d})
	if len(ss.buf) > bufferMost {
		ss.buf = ss.buf[len(ss.buf)-bufferMost:]
	}
	s.mu.Unlock()
	if client != nil {
		_ = client.send(0, name, seq, d)
	}
}

// each sends every session that asked for an intent (0: any) its own view of an event.
func (s *Server) each(name string, intent int, view func(*session) any) {
	s.mu.Lock()
	var to []*session
	for id, ss := range s.sessions {
		if ss.conn == nil && time.Since(ss.lost) > resumable {
			delete(s.sessions, id)
		} else if intent == 0 || ss.intents&intent != 0 {
			to = append(to, ss)
		}
	}
	s.mu.Unlock()
	for _, ss := range to {
		ss.order.Lock()
		s.next(ss, name, view(ss))
		ss.order.Unlock()
	}
}

// dispatch sends an event to every session that asked for it.
func (s *Server) dispatch(name string, intent int, d any) {
	s.each(name, intent, func(*session) any { return d })
}
