package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	intentGuilds         = 1 << 0
	intentGuildMessages  = 1 << 9
	intentDirectMessages = 1 << 12
	// IntentMessageContent is privileged.
	IntentMessageContent = 1 << 15
	privileged           = 1<<1 | 1<<8 | IntentMessageContent

	frameMost  = 4096             // bytes a client may send at once; else 4002
	framesMost = 120              // frames a client may send a minute; else 4008
	bufferMost = 20_000           // events kept for a RESUME
	resumable  = 10 * time.Minute // a session without a connection is forgotten after this
)

// session is what Discord keeps between connections, so that RESUME can replay.
type session struct {
	id      string
	intents int
	seq     int64
	buf     []event
	conn    *conn
	lost    time.Time
}

type event struct {
	seq  int64
	name string
	data any
}

// conn is one websocket connection.
type conn struct {
	ws       *websocket.Conn
	compress bool
	mu       sync.Mutex
}

func (c *conn) send(op int, name string, seq int64, d any) error {
	p := map[string]any{"op": op, "d": d, "s": nil, "t": nil}
	if op == 0 {
		p["s"], p["t"] = seq, name
	}
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second))
	if !c.compress || op != 0 {
		return c.ws.WriteMessage(websocket.TextMessage, b)
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z) // payload compression: each message is its own stream
	_, _ = w.Write(b)
	_ = w.Close()
	return c.ws.WriteMessage(websocket.BinaryMessage, z.Bytes())
}

func (c *conn) close(code int, why string) {
	c.mu.Lock()
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(time.Second))
	c.mu.Unlock()
	time.AfterFunc(200*time.Millisecond, func() { _ = c.ws.Close() })
}

// rest reads on until the client has seen the close frame: a reset would hide it.
func (c *conn) rest() {
	for {
		if _, _, err := c.ws.ReadMessage(); err != nil {
			return
		}
	}
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// gateway serves one connection.
func (s *Server) gateway(w http.ResponseWriter, r *http.Request) {
	if f := s.fault("GET", "gateway-connect"); f != nil {
		w.WriteHeader(f.Status)
		return
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{ws: ws}
	defer ws.Close()
	ws.SetReadLimit(frameMost)
	_ = c.send(10, "", 0, map[string]any{"heartbeat_interval": s.o.Heartbeat.Milliseconds()})
	var ss *session
	defer func() { s.lose(ss, c) }()
	frames, since := 0, time.Now()
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if time.Since(since) > time.Minute {
			frames, since = 0, time.Now()
		}
		if frames++; frames > framesMost {
			c.close(4008, "You are being rate limited.")
			return
		}
		var p struct {
			Op int             `json:"op"`
			D  json.RawMessage `json:"d"`
		}
		if json.Unmarshal(b, &p) != nil {
			c.close(4002, "Error while decoding payload.")
			return
		}
		switch p.Op {
		case 1:
			if f := s.fault("WS", "heartbeat"); f == nil {
				_ = c.send(11, "", 0, nil)
			}
		case 2:
			if ss != nil {
				c.close(4005, "Already authenticated.")
				c.rest()
				return
			}
			if ss = s.identify(c, p.D); ss == nil {
				c.rest()
				return
			}
		case 6:
			if ss = s.resume(c, p.D); ss == nil {
				continue
			}
		default:
			c.close(4001, "Unknown opcode.")
			return
		}
	}
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
		Intents  int    `json:"intents"`
		Compress bool   `json:"compress"`
	}
	if f := s.fault("WS", "identify"); f != nil {
		c.close(f.Status, "scripted")
		return nil
	}
	switch err := json.Unmarshal(d, &id); {
	case err != nil:
		c.close(4002, "Error while decoding payload.")
		return nil
	case id.Token != "Bot "+s.o.Token:
		c.close(4004, "Authentication failed.")
		return nil
	case id.Intents&privileged&^s.o.Privileged != 0:
		c.close(4014, "Disallowed intent(s).")
		return nil
	}
	c.compress = id.Compress
	s.mu.Lock()
	ss := &session{id: fmt.Sprintf("session-%s", s.id()), intents: id.Intents, conn: c}
	s.sessions[ss.id] = ss
	var guilds []any
	var full []*guild
	for _, g := range s.guilds {
		if !g.gone {
			guilds = append(guilds, map[string]any{"id": g.id, "unavailable": true})
			full = append(full, g)
		}
	}
	user := s.userShape(AppID)
	s.mu.Unlock()
	s.to(ss, "READY", map[string]any{"v": 9, "session_id": ss.id, "resume_gateway_url": s.socket(), "user": user, "application": map[string]any{"id": AppID, "flags": 0}, "guilds": guilds})
	for _, g := range full {
		s.to(ss, "GUILD_CREATE", s.guildShape(g))
	}
	return ss
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
	if f := s.fault("WS", "resume"); f != nil {
		switch f.Status {
		case 7, 9, 11:
			_ = c.send(f.Status, "", 0, false)
			if f.Status == 11 {
				return nil
			}
		default:
			c.close(f.Status, "scripted")
		}
		return nil
	}
	s.mu.Lock()
	ss := s.sessions[id.Session]
	if ss == nil || id.Token != "Bot "+s.o.Token || time.Since(ss.lost) > resumable && ss.conn == nil {
		s.mu.Unlock()
		_ = c.send(9, "", 0, false)
		return nil
	}
	s.mu.Unlock()
	c.compress = true
	for last := id.Seq; ; {
		s.mu.Lock()
		var missed []event
		for _, e := range ss.buf {
			if e.seq > last {
				missed = append(missed, e)
			}
		}
		if len(missed) == 0 {
			ss.conn = c // what comes from now on follows the replay
			s.mu.Unlock()
			break
		}
		s.mu.Unlock()
		for _, e := range missed {
			_ = c.send(0, e.name, e.seq, e.data)
			last = e.seq
		}
	}
	s.to(ss, "RESUMED", map[string]any{})
	return ss
}

func (s *Server) count(method, what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{Method: method, Path: what, At: time.Now()})
}

// to sends an event to one session; without a connection it waits for a RESUME.
func (s *Server) to(ss *session, name string, d any) {
	s.mu.Lock()
	ss.seq++
	seq, c := ss.seq, ss.conn
	ss.buf = append(ss.buf, event{seq, name, d})
	if len(ss.buf) > bufferMost {
		ss.buf = ss.buf[len(ss.buf)-bufferMost:]
	}
	s.mu.Unlock()
	if c != nil {
		_ = c.send(0, name, seq, d)
	}
}

// dispatch sends an event to every session that asked for it.
func (s *Server) dispatch(name string, intent int, d any) {
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
		s.to(ss, name, d)
	}
}

// Raw sends any event to every session: hostile ones too.
func (s *Server) Raw(name string, d any) { s.dispatch(name, 0, d) }

// Op sends a bare opcode (7 reconnect, 9 invalid session, 11 ack) to every connection.
func (s *Server) Op(op int, d any) {
	for _, c := range s.conns() {
		_ = c.send(op, "", 0, d)
	}
}

// Drop cuts every gateway connection without a word.
func (s *Server) Drop() {
	for _, c := range s.conns() {
		_ = c.ws.UnderlyingConn().Close()
	}
}

// CloseAll closes every gateway connection with a code.
func (s *Server) CloseAll(code int) {
	for _, c := range s.conns() {
		c.close(code, "scripted")
	}
}

// Forget ends all sessions: the next RESUME is answered by op 9.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions = map[string]*session{}
}

func (s *Server) conns() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*conn
	for _, ss := range s.sessions {
		if ss.conn != nil {
			out = append(out, ss.conn)
		}
	}
	return out
}

// Connected is how many sessions have a connection.
func (s *Server) Connected() int { return len(s.conns()) }

func (s *Server) socket() string { return "ws" + s.URL[len("http"):] }
