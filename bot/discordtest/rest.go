package discordtest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"

	"dateline/bot/discordtest/rules"
)

// route is one endpoint; f returns status and body, or a refusal.
type route struct {
	method string
	path   *regexp.Regexp
	f      func(s *Server, r *request) (int, any)
}

// request is a request taken apart: args are the groups of the path.
type request struct {
	*http.Request
	at   time.Time // it arrived
	args []string
	body map[string]any
	list []any
	sent []part // files that came with it
}

func on(method, path string, f func(*Server, *request) (int, any)) route {
	return route{method, regexp.MustCompile(`^` + path + `$`), f}
}

const num = `([0-9]+)`

var routes = []route{
	on("GET", `/gateway`, func(s *Server, _ *request) (int, any) { return 200, map[string]any{"url": s.socket()} }),
	on("GET", `/gateway/bot`, func(s *Server, _ *request) (int, any) {
		return 200, map[string]any{"url": s.socket(), "shards": 1, "session_start_limit": map[string]any{"total": 1000, "remaining": 999,
			"reset_after": 1, "max_concurrency": 1}}
	}),
	on("GET", `/users/@me`, (*Server).me),
	on("GET", `/applications/@me`, (*Server).application),
	on("PUT", `/applications/`+num+`/commands`, (*Server).putCommands),
	on("GET", `/applications/`+num+`/commands`, (*Server).getCommands),
	on("GET", `/guilds/`+num+`/roles`, (*Server).getRoles),
	on("GET", `/guilds/`+num+`/channels`, (*Server).getChannels),
	on("GET", `/guilds/`+num+`/members/`+num, (*Server).getMember),
	on("GET", `/channels/`+num, (*Server).getChannel),
	on("POST", `/users/@me/channels`, (*Server).openDM),
	on("POST", `/channels/`+num+`/messages`, (*Server).create),
	on("GET", `/channels/`+num+`/messages`, (*Server).history),
	on("PATCH", `/channels/`+num+`/messages/`+num, (*Server).edit),
	on("POST", `/channels/`+num+`/messages/`+num+`/crosspost`, (*Server).crosspost),
	on("POST", `/channels/`+num+`/threads`, (*Server).startPost),
	on("GET", `/channels/`+num+`/threads/archived/public`, (*Server).archivedThreads),
	on("GET", `/guilds/`+num+`/threads/active`, (*Server).activeThreads),
	on("POST", `/channels/`+num+`/typing`, func(*Server, *request) (int, any) { return 204, nil }),
	on("POST", `/interactions/`+num+`/([^/]+)/callback`, (*Server).callback),
	on("PATCH", `/webhooks/`+num+`/([^/]+)/messages/@original`, (*Server).editOriginal),
	on("POST", `/webhooks/`+num+`/([^/]+)`, (*Server).followup),
}

var version = regexp.MustCompile(`^/api/v\d+`)

// bodyMost is how large a request may be, files and all.
const bodyMost = 25 << 20

// ServeHTTP is the whole of Discord.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := s.now() // the checks below take their time, which is not the client's
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		s.gateway(w, r)
		return
	}
	if s.cdn(w, r) {
		return
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, bodyMost+1))
	if err != nil {
		return
	}
	path := version.ReplaceAllString(r.URL.Path, "")
	out := &reply{w: w, s: s, at: at, method: r.Method, path: path}
	if fault := s.fault(r.Method, path); fault != nil &&
		!fault.serve(out, func() { s.answer(&reply{s: s, at: at, method: r.Method, path: path}, r, path, raw) }) {
		return
	}
	s.answer(out, r, path, raw)
}

// answer checks, limits and serves one request.
func (s *Server) answer(out *reply, r *http.Request, path string, raw []byte) {
	for _, rt := range routes {
		args := rt.path.FindStringSubmatch(path)
		if rt.method != r.Method || args == nil {
			continue
		}
		anonymous := strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/") || path == "/gateway"
		if !anonymous && r.Header.Get("Authorization") != "Bot "+s.o.Token {
			out.send(rules.Unauthorized.Status, rules.Unauthorized.Body())
			return
		}
		raw, sent, wrong := unpack(r, raw)
		if wrong != nil {
			out.send(s.rejectedPart(wrong))
			return
		}
		checked, err := s.o.Spec.request(r, path, raw)
		if wait, global := s.limited(r.Method, path, anonymous, out); wait > 0 {
			s.honest(out, checked, http.StatusTooManyRequests, out.tooMany(wait, global, "user", 0))
			return
		}
		if err != nil {
			s.fail("%s %s: %v: %s", r.Method, path, err, raw)
			out.send(400, rules.Refusal{Status: 400, Code: 50035, Message: "Invalid Form Body"}.Body())
			return
		}
		req := &request{Request: r, at: out.at, args: args[1:], sent: sent}
		_ = json.Unmarshal(raw, &req.body)
		_ = json.Unmarshal(raw, &req.list)
		status, body := rt.f(s, req)
		if ref, ok := body.(rules.Refusal); ok {
			status, body = ref.Status, ref.Body()
		}
		s.honest(out, checked, status, out.send(status, body))
		return
	}
	s.fail("no such route: %s %s", r.Method, path)
	out.send(404, rules.Refusal{Status: 404, Code: 0, Message: "404: Not Found"}.Body())
}

// honest checks a reply of the stand-in against Discord's file.
func (s *Server) honest(out *reply, in *openapi3filter.RequestValidationInput, status int, body []byte) {
	if err := s.o.Spec.response(in, status, body); err != nil {
		s.fail("the stand-in's reply %d to %s %s is not Discord's shape: %v", status, out.method, out.path, err)
	}
}

// reject refuses what breaks a rule, and notes it; rejected is for callers
// that hold mu.
func (s *Server) reject(what string, err error) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rejected(what, err)
}

func (s *Server) rejected(what string, err error) (int, any) {
	s.wrong = append(s.wrong, what+": "+err.Error())
	refused := rules.Refusal{Status: 400, Code: 50035, Message: err.Error()}
	errors.As(err, &refused)
	return refuse(refused)
}

func refuse(r rules.Refusal) (int, any) { return r.Status, r }

// noted is rejected for callers that hand the refusal on.
func (s *Server) noted(what string, err error) *rules.Refusal {
	_, body := s.rejected(what, err)
	ref, _ := body.(rules.Refusal)
	return &ref
}

// reply writes one response; without a writer the request only takes effect.
type reply struct {
	w            http.ResponseWriter
	s            *Server
	at           time.Time
	method, path string
}

func (o *reply) send(status int, body any) []byte {
	o.s.mu.Lock()
	o.s.calls = append(o.s.calls, Call{o.method, o.path, status, o.at})
	o.s.mu.Unlock()
	var b []byte
	if body != nil {
		b, _ = json.Marshal(body)
	}
	if o.w == nil {
		return b
	}
	if b != nil {
		o.w.Header().Set("Content-Type", "application/json")
	}
	o.w.WriteHeader(status)
	_, _ = o.w.Write(b)
	return b
}

func (o *reply) tooMany(wait time.Duration, global bool, scope string, code int) []byte {
	if o.w != nil {
		header := o.w.Header()
		header.Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		if scope != "" {
			header.Set("X-RateLimit-Scope", scope)
		}
		if global {
			header.Set("X-RateLimit-Global", "true")
			header.Set("X-RateLimit-Scope", "global")
		}
	}
	return o.send(429, map[string]any{"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": global,
		"code": code})
}
