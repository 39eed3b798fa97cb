package discordtest

import (
	"net/http"
	"strings"
	"time"

	"dateline/bot/discordtest/rules"
)

// Fault is something that goes wrong with the next requests that match. The
// gateway's steps match as method WS (paths identify, resume, heartbeat; the
// Status is a close code, or an opcode 7, 9, 11 for resume) and as GET
// gateway-connect/PATH, where /resume is where READY wants a session resumed.
type Fault struct {
	Method, Path string // Path matches as a part
	Skip         int    // this many matching requests pass first
	Times        int    // how many are hit; 0 is one, -1 all
	Status       int    // the reply: 429, 500, …; 0 with Drop is no reply
	Code         int    // Discord's code in the reply
	Wait         time.Duration
	Global       bool            // 429 of the whole bot
	Shared       bool            // 429 of the resource
	Unscoped     bool            // 429 without the header that says whose limit it is
	HTML         bool            // as Cloudflare answers
	Commit       bool            // the request takes effect all the same
	Drop         bool            // the connection is cut instead of a reply
	Until        <-chan struct{} // the request is held until this is closed
}

// Fail scripts a fault; Heal ends all of them.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// Heal ends all scripted faults.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault finds the scripted fault of a request, and uses it up.
func (s *Server) fault(method, path string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Times == 0 || f.Method != "" && f.Method != method || !strings.Contains(path, f.Path) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		return f
	}
	return nil
}

// serve plays the fault; true when the request goes on as if nothing was.
func (f *Fault) serve(out *reply, commit func()) bool {
	if f.Until != nil {
		<-f.Until
	}
	if f.Commit {
		commit()
	}
	switch {
	case f.Drop:
		if hijacker, ok := out.w.(http.Hijacker); ok {
			if raw, _, err := hijacker.Hijack(); err == nil {
				_ = raw.Close()
			}
		}
	case f.HTML:
		out.w.Header().Set("Content-Type", "text/html")
		out.w.Header().Set("Retry-After", "1")
		out.w.WriteHeader(f.Status)
		_, _ = out.w.Write([]byte("<!doctype html><title>Access denied</title><p>error code: 1015"))
		out.s.count(out.method, out.path)
	case f.Status == http.StatusTooManyRequests:
		scope := "user"
		if f.Shared {
			scope = "shared"
		}
		if f.Unscoped {
			scope = ""
		}
		out.tooMany(f.Wait, f.Global, scope, f.Code)
	case f.Status != 0:
		out.send(f.Status, rules.Refusal{Status: f.Status, Code: f.Code, Message: "scripted"}.Body())
	default:
		return true
	}
	return false
}

// Pending is how many scripted faults have not been used up.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, f := range s.faults {
		if f.Times != 0 {
			n++
		}
	}
	return n
}
