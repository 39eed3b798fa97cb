package discordtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

const tokenLives = 15 * time.Minute

// Interaction is what a person does: a slash command (Name, Options), a
// button or menu (Press, Values, Message), a modal (Submit, Fields) or an
// autocomplete (Name, Options, Focus).
type Interaction struct {
	User, Channel string
	Name          string         // "source add"
	Options       map[string]any // string, int, bool
	Focus         string         // the option being typed: autocomplete
	Press         string         // custom id
	Values        []string
	Message       *Message
	Submit        string // custom id of the modal
	Fields        map[string]string
	Locale        string
}

// Reply is what the bot answered to an interaction.
type Reply struct {
	ID, Token string
	Sent      time.Time

	mu       sync.Mutex
	channel  string
	acked    time.Time
	kind     int
	deferred bool
	flags    int
	message  *Message
	more     []*Message
	choices  []any
	modal    map[string]any
	changed  chan struct{}
}

// Interact sends an interaction to the bot.
func (s *Server) Interact(in Interaction) *Reply {
	s.mu.Lock()
	r := &Reply{ID: s.id(), Sent: time.Now(), channel: in.Channel, changed: make(chan struct{})}
	r.Token = "itoken" + r.ID
	s.pending[r.Token], s.byID[r.ID] = r, r
	c := s.channels[in.Channel]
	d := map[string]any{"id": r.ID, "application_id": AppID, "token": r.Token, "version": 1, "channel_id": in.Channel, "app_permissions": fmt.Sprint(s.permissions(c)), "locale": firstOf(in.Locale, "en-US"),
		"entitlements": []any{}, "authorizing_integration_owners": map[string]any{"0": firstOf(c.guild, "0")}, "channel": s.channelShape(c)}
	if c.with != "" {
		d["user"], d["context"] = s.userShape(in.User), 1
	} else {
		g := s.guilds[c.guild]
		m := s.memberShape(g, in.User)
		m["permissions"] = fmt.Sprint(g.everyone | g.members[in.User])
		d["member"], d["guild_id"], d["guild_locale"], d["context"] = m, c.guild, "en-US", 0
	}
	if in.Message != nil {
		d["message"] = in.Message.shape(s)
	}
	d["type"], d["data"] = s.data(in)
	s.mu.Unlock()
	s.dispatch("INTERACTION_CREATE", 0, d)
	return r
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

func (s *Server) data(in Interaction) (int, map[string]any) {
	switch {
	case in.Submit != "":
		var rows []any
		for k, v := range in.Fields {
			rows = append(rows, map[string]any{"type": 1, "id": 1, "components": []any{map[string]any{"type": 4, "id": 2, "custom_id": k, "value": v}}})
		}
		return 5, map[string]any{"custom_id": in.Submit, "components": rows}
	case in.Press != "" && in.Values != nil:
		return 3, map[string]any{"custom_id": in.Press, "component_type": 3, "values": in.Values}
	case in.Press != "":
		return 3, map[string]any{"custom_id": in.Press, "component_type": 2}
	}
	words := strings.Fields(in.Name)
	var options []any
	resolved := map[string]any{}
	for k, v := range in.Options {
		o := map[string]any{"name": k, "value": v, "type": 3}
		switch x := v.(type) {
		case int:
			o["type"] = 4
		case bool:
			o["type"] = 5
		case string:
			if c := s.channels[x]; c != nil && k == "channel" {
				o["type"] = 7
				resolved["channels"] = map[string]any{x: map[string]any{"id": x, "type": c.kind, "name": c.name, "permissions": "0", "app_permissions": fmt.Sprint(s.permissions(c)), "guild_id": c.guild}}
			}
		}
		if k == in.Focus {
			o["focused"] = true
		}
		options = append(options, o)
	}
	for i := len(words) - 1; i > 0; i-- {
		options = []any{map[string]any{"name": words[i], "type": 1, "options": options}}
	}
	d := map[string]any{"id": "1", "name": words[0], "type": 1, "options": options}
	if len(resolved) > 0 {
		d["resolved"] = resolved
	}
	if in.Focus != "" {
		return 4, d
	}
	return 2, d
}

// Say sends a message of a person to a channel, as MESSAGE_CREATE; mention
// puts the bot among the mentioned, reference answers a message.
func (s *Server) Say(user, channel, content string, mention bool, reference *Message) Message {
	s.mu.Lock()
	c := s.channels[channel]
	m := &Message{ID: s.id(), Channel: channel, Author: user, Content: content, At: s.now()}
	s.messages[channel] = append(s.messages[channel], m)
	d := m.shape(s)
	intent := intentDirectMessages
	if c.with == "" {
		intent = intentGuildMessages
		d["guild_id"] = c.guild
		d["member"] = map[string]any{"roles": []any{}, "joined_at": "2026-01-01T00:00:00+00:00", "mute": false, "deaf": false}
		if !mention && s.o.Privileged&IntentMessageContent == 0 {
			d["content"] = ""
		}
	}
	if mention {
		d["mentions"] = []any{s.userShape(AppID)}
	}
	if reference != nil {
		d["type"] = 19
		d["message_reference"] = map[string]any{"message_id": reference.ID, "channel_id": channel}
		d["referenced_message"] = reference.shape(s)
	}
	out := *m
	s.mu.Unlock()
	s.dispatch("MESSAGE_CREATE", intent, d)
	return out
}

// callback acknowledges an interaction: once, within three seconds.
func (s *Server) callback(q *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.byID[q.args[0]]
	if r == nil || r.Token != q.args[1] || time.Since(r.Sent) > s.o.AckWithin {
		return refuse(noInteraction)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.acked.IsZero() {
		return refuse(answered)
	}
	kind, _ := q.body["type"].(float64)
	data, _ := q.body["data"].(map[string]any)
	if err := callbackFault(int(kind), data); err != nil {
		s.wrong = append(s.wrong, "callback: "+err.Error())
		return refuse(refusal{400, 50035, err.Error()})
	}
	r.acked, r.kind = time.Now(), int(kind)
	if f, ok := data["flags"].(float64); ok {
		r.flags = int(f)
	}
	switch r.kind {
	case 4:
		r.message = s.land(r.channel, AppID, data)
		s.show(r, r.message)
	case 5, 6:
		r.deferred = true
	case 8:
		r.choices, _ = data["choices"].([]any)
	case 9:
		r.modal = data
	}
	r.wake()
	return 204, nil
}

// show puts a reply that others can see into the channel. The caller holds mu.
func (s *Server) show(r *Reply, m *Message) {
	if r.flags&64 == 0 && m.Flags&64 == 0 {
		s.messages[r.channel] = append(s.messages[r.channel], m)
	}
}

func (r *Reply) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

func (s *Server) token(q *request) (*Reply, *refusal) {
	r := s.pending[q.args[1]]
	if r == nil || time.Since(r.Sent) > tokenLives {
		return nil, &noWebhook
	}
	return r, nil
}

func (s *Server) editOriginal(q *request) (int, any) {
	if err := messageFault(q.body, true); err != nil {
		s.fail("edit reply: %v", err)
		return refuse(refusal{400, 50035, err.Error()})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ref := s.token(q)
	if ref != nil {
		return refuse(*ref)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.acked.IsZero() {
		return refuse(noWebhook)
	}
	if r.message == nil {
		r.message = s.land(r.channel, AppID, q.body)
		r.message.Flags |= r.flags
		s.show(r, r.message)
	} else {
		r.message.change(q.body)
	}
	r.wake()
	return 200, r.message.shape(s)
}

func (s *Server) followup(q *request) (int, any) {
	if err := messageFault(q.body, false); err != nil {
		s.fail("follow-up: %v", err)
		return refuse(refusal{400, 50035, err.Error()})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ref := s.token(q)
	if ref != nil {
		return refuse(*ref)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	m := s.land(r.channel, AppID, q.body)
	r.more = append(r.more, m)
	s.show(r, m)
	r.wake()
	return 200, m.shape(s)
}

// ErrNoReply says that the bot did not answer in time.
var ErrNoReply = errors.New("the application did not respond")

// Wait waits for what the bot answers: a message that is not a bare deferral,
// choices, or a modal.
func (r *Reply) Wait(ctx context.Context) error {
	for {
		r.mu.Lock()
		done := r.message != nil || r.choices != nil || r.modal != nil || r.kind == 8
		changed := r.changed
		r.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ErrNoReply
		}
	}
}

// Acked is how long the acknowledgement took; false without one.
func (r *Reply) Acked() (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.acked.Sub(r.Sent), !r.acked.IsZero()
}

// Text is the reply's text, all parts.
func (r *Reply) Text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.message == nil {
		return ""
	}
	parts := []string{r.message.Content}
	for _, m := range r.more {
		parts = append(parts, m.Content)
	}
	return strings.Join(parts, "\n")
}

// Private reports whether only the person sees the reply.
func (r *Reply) Private() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.message != nil && r.message.Flags&64 != 0
}

// Message is the reply's last message.
func (r *Reply) Message() *Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.message == nil {
		return nil
	}
	m := *r.message
	if n := len(r.more); n > 0 {
		m = *r.more[n-1]
	}
	return &m
}

// Choices are the names and values of an autocomplete.
func (r *Reply) Choices() [][2]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out [][2]string
	for _, c := range r.choices {
		m, _ := c.(map[string]any)
		out = append(out, [2]string{fmt.Sprint(m["name"]), fmt.Sprint(m["value"])})
	}
	return out
}

// Modal is the modal the bot opened.
func (r *Reply) Modal() map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.modal
}

// CustomIDs lists the custom ids of a message's components.
func (m Message) CustomIDs() []string {
	var out []string
	var walk func(x any)
	walk = func(x any) {
		switch t := x.(type) {
		case []any:
			for _, y := range t {
				walk(y)
			}
		case map[string]any:
			if id, ok := t["custom_id"].(string); ok {
				out = append(out, id)
			}
			walk(t["components"])
		}
	}
	walk(m.Components)
	return out
}

// Burst sends n interactions at once, waits until each is acknowledged or
// lost, and returns how long the acknowledgements took and how many are missing.
func (s *Server) Burst(n int, in Interaction) (took []time.Duration, missing int) {
	replies := make([]*Reply, n)
	var wg sync.WaitGroup
	for i := range replies {
		wg.Add(1)
		go func() {
			defer wg.Done()
			replies[i] = s.Interact(in)
		}()
	}
	wg.Wait()
	for end := time.Now().Add(s.o.AckWithin + time.Second); ; time.Sleep(10 * time.Millisecond) {
		took, missing = nil, 0
		for _, r := range replies {
			if d, ok := r.Acked(); ok {
				took = append(took, d)
			} else {
				missing++
			}
		}
		if missing == 0 || time.Now().After(end) {
			return took, missing
		}
	}
}
