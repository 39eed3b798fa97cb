package discordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// refusal is an error reply of Discord.
type refusal struct {
	status, code int
	message      string
}

func (r refusal) body() map[string]any { return map[string]any{"code": r.code, "message": r.message} }

var (
	noMessage     = refusal{404, 10008, "Unknown Message"}
	noChannel     = refusal{404, 10003, "Unknown Channel"}
	noGuild       = refusal{404, 10004, "Unknown Guild"}
	noMember      = refusal{404, 10007, "Unknown Member"}
	noInteraction = refusal{404, 10062, "Unknown interaction"}
	noWebhook     = refusal{404, 10015, "Unknown Webhook"}
	answered      = refusal{400, 40060, "Interaction has already been acknowledged."}
	noAccess      = refusal{403, 50001, "Missing Access"}
	noPermission  = refusal{403, 50013, "Missing Permissions"}
	empty         = refusal{400, 50006, "Cannot send an empty message"}
	notOurs       = refusal{403, 50005, "Cannot edit a message authored by another user"}
	unauthorized  = refusal{401, 0, "401: Unauthorized"}
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
	args []string
	body map[string]any
	list []any
}

func on(method, path string, f func(*Server, *request) (int, any)) route {
	return route{method, regexp.MustCompile(`^` + path + `$`), f}
}

const num = `([0-9]+)`

var routes = []route{
	on("GET", `/gateway`, func(s *Server, _ *request) (int, any) { return 200, map[string]any{"url": s.socket()} }),
	on("GET", `/gateway/bot`, func(s *Server, _ *request) (int, any) {
		return 200, map[string]any{"url": s.socket(), "shards": 1, "session_start_limit": map[string]any{"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}}
	}),
	on("GET", `/users/@me`, (*Server).me),
	on("GET", `/applications/@me`, (*Server).application),
	on("PUT", `/applications/`+num+`/commands`, (*Server).putCommands),
	on("GET", `/guilds/`+num+`/roles`, (*Server).getRoles),
	on("GET", `/guilds/`+num+`/members/`+num, (*Server).getMember),
	on("GET", `/channels/`+num, (*Server).getChannel),
	on("POST", `/users/@me/channels`, (*Server).openDM),
	on("POST", `/channels/`+num+`/messages`, (*Server).create),
	on("GET", `/channels/`+num+`/messages`, (*Server).history),
	on("PATCH", `/channels/`+num+`/messages/`+num, (*Server).edit),
	on("POST", `/channels/`+num+`/typing`, func(*Server, *request) (int, any) { return 204, nil }),
	on("POST", `/interactions/`+num+`/([^/]+)/callback`, (*Server).callback),
	on("PATCH", `/webhooks/`+num+`/([^/]+)/messages/@original`, (*Server).editOriginal),
	on("POST", `/webhooks/`+num+`/([^/]+)`, (*Server).followup),
}

var version = regexp.MustCompile(`^/api/v\d+`)

// bodyMost is how much of a request is read.
const bodyMost = 1 << 20

// ServeHTTP is the whole of Discord.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		s.gateway(w, r)
		return
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, bodyMost))
	if err != nil {
		return
	}
	path := version.ReplaceAllString(r.URL.Path, "")
	out := &reply{w: w, s: s, method: r.Method, path: path}
	if f := s.fault(r.Method, path); f != nil && !f.serve(out, func() { s.answer(&reply{s: s, method: r.Method, path: path}, r, path, raw) }) {
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
			out.send(unauthorized.status, unauthorized.body())
			return
		}
		if wait, global := s.limited(r.Method, path, anonymous, out); wait > 0 {
			out.tooMany(wait, global, "user")
			return
		}
		checked, err := s.o.Spec.request(r, path, raw)
		if err != nil {
			s.fail("%s %s: %v: %s", r.Method, path, err, raw)
			out.send(400, refusal{400, 50035, "Invalid Form Body"}.body())
			return
		}
		req := &request{Request: r, args: args[1:]}
		_ = json.Unmarshal(raw, &req.body)
		_ = json.Unmarshal(raw, &req.list)
		status, body := rt.f(s, req)
		if ref, ok := body.(refusal); ok {
			status, body = ref.status, ref.body()
		}
		b := out.send(status, body)
		if err := s.o.Spec.response(checked, status, b); err != nil {
			s.fail("the stand-in's reply to %s %s is not Discord's shape: %v", r.Method, path, err)
		}
		return
	}
	s.fail("no such route: %s %s", r.Method, path)
	out.send(404, refusal{404, 0, "404: Not Found"}.body())
}

func refuse(r refusal) (int, any) { return r.status, r }

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
		s.fail("commands: %v", err)
		return refuse(refusal{400, 50035, err.Error()})
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

// create lands a message, once per nonce.
func (s *Server) create(r *request) (int, any) {
	if err := messageFault(r.body, false); err != nil {
		s.fail("create message: %v", err)
		return refuse(refusal{400, 50035, err.Error()})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	need := int64(SendMessages)
	if c := s.channels[r.args[0]]; c != nil && c.kind >= 10 && c.kind <= 12 {
		need = SendInThreads
	}
	c, ref := s.reach(r.args[0], need)
	if ref != nil {
		return refuse(*ref)
	}
	nonce := fmt.Sprint(r.body["nonce"])
	enforce, _ := r.body["enforce_nonce"].(bool)
	if enforce && r.body["nonce"] != nil {
		if n, ok := s.nonces[c.id+"/"+nonce]; ok && s.now().Before(n.until) {
			return 200, n.message.shape(s)
		}
	}
	m := s.land(c.id, AppID, r.body)
	if m.Content == "" && len(m.Components) == 0 {
		return refuse(empty)
	}
	if enforce {
		m.Nonce = nonce
		s.nonces[c.id+"/"+nonce] = nonced{m, s.now().Add(s.o.NonceKept)}
	}
	s.messages[c.id] = append(s.messages[c.id], m)
	return 200, m.shape(s)
}

// land makes a message of a body. The caller holds mu.
func (s *Server) land(channel, author string, body map[string]any) *Message {
	m := &Message{ID: s.id(), Channel: channel, Author: author, At: s.now()}
	m.Content, _ = body["content"].(string)
	if f, ok := body["flags"].(float64); ok {
		m.Flags = int(f)
	}
	m.Components, _ = body["components"].([]any)
	if ref, ok := body["message_reference"].(map[string]any); ok {
		m.Reference, _ = ref["message_id"].(string)
	}
	return m
}

// history lists messages newest first. Without the permission it is an empty
// list, not an error.
func (s *Server) history(r *request) (int, any) {
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
	limit := 50
	if n, err := strconv.Atoi(r.URL.Query().Get("limit")); err == nil {
		limit = min(max(n, 1), 100)
	}
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	var hits []*Message
	for _, m := range s.messages[c.id] {
		if id, _ := strconv.ParseInt(m.ID, 10, 64); id > after {
			hits = append(hits, m)
		}
	}
	if r.URL.Query().Get("after") != "" {
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
		s.fail("edit message: %v", err)
		return refuse(refusal{400, 50035, err.Error()})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ref := s.reach(r.args[0], 0)
	if ref != nil {
		return refuse(*ref)
	}
	for _, m := range s.messages[c.id] {
		if m.ID != r.args[1] {
			continue
		}
		if m.Author != AppID {
			return refuse(notOurs)
		}
		m.change(r.body)
		return 200, m.shape(s)
	}
	return refuse(noMessage)
}

func (m *Message) change(body map[string]any) {
	if c, ok := body["content"].(string); ok {
		m.Content = c
	}
	if c, ok := body["components"].([]any); ok {
		m.Components = c
	}
	m.Edited++
}

// reply writes one response; without a writer the request only takes effect.
type reply struct {
	w            http.ResponseWriter
	s            *Server
	method, path string
}

func (o *reply) send(status int, body any) []byte {
	o.s.mu.Lock()
	o.s.calls = append(o.s.calls, Call{o.method, o.path, status, time.Now()})
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

func (o *reply) tooMany(wait time.Duration, global bool, scope string) {
	if o.w != nil {
		h := o.w.Header()
		h.Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		h.Set("X-RateLimit-Scope", scope)
		if global {
			h.Set("X-RateLimit-Global", "true")
			h.Set("X-RateLimit-Scope", "global")
		}
	}
	o.send(429, map[string]any{"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": global})
}
