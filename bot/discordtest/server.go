// Package discordtest is a local Discord: REST and gateway on one loopback
// server that a real discordgo session connects to. It keeps the ground truth
// (every message that landed, and how often), enforces Discord's limits, and
// checks requests and its own replies against the official OpenAPI file when
// that is given. It is never linked into the product.
package discordtest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Permissions the stand-in knows (https://discord.com/developers/docs/topics/permissions).
const (
	Administrator   = 1 << 3
	ManageGuild     = 1 << 5
	ViewChannel     = 1 << 10
	SendMessages    = 1 << 11
	ManageMessages  = 1 << 13
	AttachFiles     = 1 << 15
	ReadHistory     = 1 << 16
	MentionEveryone = 1 << 17
	ManageThreads   = 1 << 34
	SendInThreads   = 1 << 38
	Ordinary        = ViewChannel | SendMessages | ReadHistory | SendInThreads
)

// Options of a server. The zero value is Discord as it is.
type Options struct {
	Addr       string // default 127.0.0.1:0
	Token      string // without "Bot "; default "token"
	Spec       *Spec  // nil: requests and replies are not checked against the OpenAPI file
	Heartbeat  time.Duration
	Privileged int              // privileged intents that are switched on in the portal
	Now        func() time.Time // stamps, expiry and limits; nil is time.Now
	GlobalMax  int              // requests a second; default 50
	ChannelMax int              // messages per channel and 5 seconds; default 5
	AckWithin  time.Duration    // default 3 s
	NonceKept  time.Duration    // how long a nonce is remembered; default 2 min

	NoResumeURL bool    // READY names no address for resuming
	Faults      []Fault // scripted from the start
}

// AppID is the id of the application and of the bot's user.
const AppID = "1100000000000000001"

// Server is the local Discord.
type Server struct {
	URL string
	o   Options

	http *http.Server
	done chan struct{}

	mu       sync.Mutex
	guilds   map[string]*guild
	channels map[string]*channel
	users    map[string]string // id to name
	messages map[string][]*Message
	landed   map[string]*Message // by the bot, also what one person sees
	files    map[string]File     // by the id of the attachment
	nonces   map[string]nonced
	pending  map[string]*Reply // by interaction token
	byID     map[string]*Reply
	commands []any
	sessions map[string]*session
	faults   []*Fault
	calls    []Call
	wrong    []string // what broke Discord's rules, or the stand-in's own shape
	limits   limits
	ids      int64
}

type guild struct {
	id, name string
	everyone int64
	role     string // id of the bot's role
	roles    []string
	closed   []string // of them, those that not anybody may ping
	bot      int64    // its permissions
	members  map[string]int64
	gone     bool // the bot was kicked
	locale   string
	updates  string // the channel of Discord's updates
	joined   time.Time
	rooms    int // channels so far
}

type channel struct {
	id, guild, name string
	kind, position  int
	parent          string   // of a thread
	allow, deny     int64    // overwrite of the bot
	with            string   // the person of a DM
	between         []string // people of a channel that the bot is no part of
	deleted         bool

	created, archived time.Time // of a thread; not archived: zero
	locked            bool
	applied           []string // tags of a forum's post
	tags              []tag    // of a forum
	flags             int
}

// Message is a message that landed.
type Message struct {
	ID, Channel, Author, Content string
	Flags                        int
	Components                   []any
	Reference                    string
	Forwards                     string // the text of the message that it forwards
	Nonce                        string
	Pinged                       []string // the roles that it alerted
	Files                        []attached
	At                           time.Time
	Edited                       int
}

// Call is a request that came in, with the status it got.
type Call struct {
	Method, Path string
	Status       int
	At           time.Time
}

type nonced struct {
	message *Message
	until   time.Time
}

// Start opens a server on loopback.
func Start(o Options) (*Server, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Token == "" {
		o.Token = "token"
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.AckWithin == 0 {
		o.AckWithin = 3 * time.Second
	}
	if o.NonceKept == 0 {
		o.NonceKept = 2 * time.Minute
	}
	if o.GlobalMax == 0 {
		o.GlobalMax = 50
	}
	if o.ChannelMax == 0 {
		o.ChannelMax = 5
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Addr, err)
	}
	server := &Server{URL: "http://" + listener.Addr().String(), o: o, done: make(chan struct{}), guilds: map[string]*guild{},
		channels: map[string]*channel{}, users: map[string]string{AppID: "dateline"}, messages: map[string][]*Message{},
		landed: map[string]*Message{}, files: map[string]File{}, nonces: map[string]nonced{}, pending: map[string]*Reply{},
		byID: map[string]*Reply{}, sessions: map[string]*session{}}
	for _, f := range o.Faults {
		server.Fail(f)
	}
	server.http = &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(server.done)
		if err := server.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			server.fail("serve: %v", err)
		}
	}()
	return server, nil
}

// Close ends the server and every connection.
func (s *Server) Close() {
	s.Drop()
	_ = s.http.Close()
	<-s.done
}

func (s *Server) now() time.Time {
	if s.o.Now != nil {
		return s.o.Now()
	}
	return time.Now()
}

// epoch is the first millisecond of 2015, where Discord's ids begin.
const epoch = 1420070400000

// id makes a snowflake of the current time. The caller holds mu.
func (s *Server) id() string {
	s.ids++
	return fmt.Sprint((s.now().UnixMilli()-epoch)<<22 | s.ids&0x3fffff)
}

func (s *Server) fail(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

// Wrong lists what broke Discord's rules or shapes so far.
func (s *Server) Wrong() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.wrong...)
}

// Calls lists the requests so far whose path contains part.
func (s *Server) Calls(method, part string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if (method == "" || c.Method == method) && strings.Contains(c.Path, part) {
			out = append(out, c)
		}
	}
	return out
}

// Messages lists what stands in a channel, oldest first.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages[channel] {
		out = append(out, *m)
	}
	return out
}

// ByBot lists what the bot wrote in a channel, oldest first.
func (s *Server) ByBot(channel string) []Message {
	var out []Message
	for _, m := range s.Messages(channel) {
		if m.Author == AppID {
			out = append(out, m)
		}
	}
	return out
}

// Wrote counts what the bot wrote in each of these channels, and says when the
// first and the last of it landed.
func (s *Server) Wrote(channels []string) (counts []int, first, last time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range channels {
		n := 0
		for _, m := range s.messages[c] {
			if m.Author != AppID {
				continue
			}
			n++
			if first.IsZero() || m.At.Before(first) {
				first = m.At
			}
			if m.At.After(last) {
				last = m.At
			}
		}
		counts = append(counts, n)
	}
	return counts, first, last
}

// Commands lists the names of the registered commands, sorted.
func (s *Server) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, c := range s.commands {
		if command, ok := c.(map[string]any); ok {
			out = append(out, fmt.Sprint(command["name"]))
		}
	}
	slices.Sort(out)
	return out
}
