package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
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

	intentBeyond = 1 << 26 // no intent stands at or above this bit

	frameMost  = 4096             // bytes a client may send at once; else 4002
	framesMost = 120              // frames a client may send a minute; else 4008
	bufferMost = 20_000           // events kept for a RESUME
	resumable  = 10 * time.Minute // a session without a connection is forgotten after this
)

// conn is one websocket connection.
type conn struct {
	ws       *websocket.Conn
	session  *session // after IDENTIFY or RESUME
	compress bool
	mu       sync.Mutex
}

func (c *conn) send(op int, name string, seq int64, d any) error {
	payload := map[string]any{"op": op, "d": d, "s": nil, "t": nil}
	if op == 0 {
		payload["s"], payload["t"] = seq, name
	}
	encoded, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second))
	if !c.compress || op != 0 {
		return c.ws.WriteMessage(websocket.TextMessage, encoded)
	}
	var z bytes.Buffer
	writer := zlib.NewWriter(&z) // payload compression: each message is its own stream
	_, _ = writer.Write(encoded)
	_ = writer.Close()
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
	s.count("DIAL", r.URL.Path)
	if fault := s.fault("GET", "gateway-connect"+r.URL.Path); fault != nil {
		w.WriteHeader(fault.Status)
		return
	}
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	client := &conn{ws: socket}
	defer socket.Close()
	socket.SetReadLimit(bodyMost)
	_ = client.send(10, "", 0, map[string]any{"heartbeat_interval": s.o.Heartbeat.Milliseconds()})
	defer func() { s.lose(client.session, client) }()
	frames, since := 0, time.Now()
	for {
		_, data, err := socket.ReadMessage()
		if err != nil {
			return
		}
		if time.Since(since) > time.Minute {
			frames, since = 0, time.Now()
		}
		if frames++; frames > framesMost {
			client.close(4008, "You are being rate limited.")
			client.rest()
			return
		}
		if !s.frame(client, data) {
			client.rest()
			return
		}
	}
}

// frame serves what a client sent; false when the connection was closed for it.
func (s *Server) frame(c *conn, b []byte) bool {
	var p struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if len(b) > frameMost || json.Unmarshal(b, &p) != nil {
		c.close(4002, "Error while decoding payload.")
		return false
	}
	switch p.Op {
	case 1:
		if fault := s.fault("WS", "heartbeat"); fault == nil {
			_ = c.send(11, "", 0, nil)
		}
		return true
	case 2, 6:
		if c.session != nil {
			c.close(4005, "Already authenticated.")
			return false
		}
		if p.Op == 2 {
			return s.identify(c, p.D) != nil
		}
		s.resume(c, p.D)
		return true
	case 3, 4, 8:
		if c.session == nil {
			c.close(4003, "Not authenticated.")
			return false
		}
		return true
	}
	c.close(4001, "Unknown opcode.")
	return false
}

func (s *Server) count(method, what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{Method: method, Path: what, At: s.now()})
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

// resumeSocket is where READY wants a session resumed: Calls("DIAL", "/resume")
// counts the connections that came there.
func (s *Server) resumeSocket() string {
	if s.o.NoResumeURL {
		return ""
	}
	return s.socket() + "/resume"
}
