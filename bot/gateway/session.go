// Package gateway keeps one shard of a bot connected to Discord: it opens, resumes
// and begins sessions afresh until Discord refuses it for good. It is the one
// place where discordgo's sessions are used.
package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The wait before the second try to connect is LeastWait; it doubles up to MostWait.
const (
	LeastWait = time.Second
	MostWait  = time.Minute
)

const (
	idleMost   = 90 * time.Second // twice Discord's heartbeat interval: a gateway silent for longer is dead
	openWait   = 30 * time.Second // Open may deadlock (discordgo #513): after this its session is dropped
	steadyTime = time.Minute      // a session that lasted so long is no sign of trouble
	closeWait  = 3 * time.Second  // discordgo's Close sleeps a second
)

// Shard keeps one shard connected. It owns the loop, for discordgo's own
// deadlocks after RESUME, retries fatal close codes for ever and outlives
// Close: here discordgo does one connection at a time.
type Shard struct {
	Token   string
	Client  *http.Client
	Intents discordgo.Intent
	Index   int                                    // from 0
	Count   int                                    // of all shards
	Greeted func(ready json.RawMessage)            // comes before any later event; nil: nobody asks
	Handle  func(kind string, raw json.RawMessage) // called in the order of events, before the next is read: it waits for nothing
	Up      func(bool)                             // a session stands, or stands no more
	Log     *slog.Logger
	Wait    time.Duration // before the second try to connect; zero: LeastWait

	idle, open, steady time.Duration // zero: the constants above; tests are faster

	mu     sync.Mutex
	conn   net.Conn // of the session that is open or opening
	home   *url.URL // where the newest session began: what Discord answers to "GET /gateway"
	resume *url.URL // where Discord wants the session resumed; nil: at home
	ready  bool     // the session has had its READY: the next Open resumes
}

// liveConn gives every read a deadline.
type liveConn struct {
	net.Conn
	idle time.Duration
}

func (c *liveConn) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.idle)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// session builds a discordgo session that never reconnects by itself.
func (g *Shard) session(down chan<- struct{}) (*discordgo.Session, error) {
	session, err := discordgo.New("Bot " + g.Token)
	if err != nil {
		return nil, fmt.Errorf("make a session: %w", err)
	}
	session.Client = g.Client
	session.LogLevel = -1
	session.StateEnabled = false // its state hands out shared pointers: data races
	session.ShouldReconnectOnError, session.ShouldRetryOnRateLimit = false, false
	session.Identify.Intents = g.Intents
	session.ShardID, session.ShardCount = g.Index, g.Count
	// Handlers run one after another on discordgo's own goroutine, so they only note things.
	session.SyncEvents = true
	dialer := *websocket.DefaultDialer
	dialer.HandshakeTimeout = 10 * time.Second
	dialer.Proxy = g.dialed
	dialer.NetDialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		live := &liveConn{conn, cmp.Or(g.idle, idleMost)}
		g.mu.Lock()
		g.conn = live
		g.mu.Unlock()
		return live, nil
	}
	session.Dialer = &dialer
	session.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		g.begun(e)
		g.event(e)
	})
	session.AddHandler(func(session *discordgo.Session, _ *discordgo.Connect) {
		session.ShardID, session.ShardCount = g.Index, g.Count
	})
	session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case down <- struct{}{}:
		default:
		}
	})
	return session, nil
}

// event hands on a raw event; a panic in a handler must not end the process.
func (g *Shard) event(e *discordgo.Event) {
	defer func() {
		if panicked := recover(); panicked != nil {
			g.Log.Error("handler panicked", "event", e.Type, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
		}
	}()
	if e.Operation == 0 {
		g.Handle(e.Type, e.RawData)
	}
}

// drop cuts the connection of a session whose Open or Close hangs.
func (g *Shard) drop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.conn != nil {
		_ = g.conn.Close()
	}
}

// errStuck says that a session deadlocked while opening.
var errStuck = errors.New("the gateway session hung while opening")

// Run keeps the shard connected until ctx ends (nil) or Discord refuses it for
// good (a sentence that says what to do).
func (g *Shard) Run(ctx context.Context) error {
	var s *discordgo.Session
	wait, lost := cmp.Or(g.Wait, LeastWait), time.Time{}
	down := make(chan struct{}, 1)
	for ctx.Err() == nil {
		if s == nil {
			down = make(chan struct{}, 1)
			var err error
			if s, err = g.session(down); err != nil {
				return err
			}
			g.afresh()
		}
		drain(down)
		g.aim(s)
		err := g.openOne(ctx, s)
		if err == nil {
			if !lost.IsZero() {
				g.Log.Info("connected again", "after", time.Since(lost).Round(time.Second))
			}
			lost = time.Time{}
			if g.stand(ctx, s, down) > cmp.Or(g.steady, steadyTime) {
				wait = cmp.Or(g.Wait, LeastWait)
				continue // the same session: Open resumes
			}
			// A gateway that takes and drops us again and again is not pressed: a
			// thousand IDENTIFYs a day cost the token.
			pause(ctx, wait/2+rand.N(wait))
			wait = min(2*wait, MostWait)
			continue
		}
		if ctx.Err() != nil {
			break
		}
		fatal, fresh := verdict(err)
		if fatal != nil {
			return fatal
		}
		g.goHome() // the address for resuming may be what does not answer
		if fresh {
			s = nil
		}
		if lost.IsZero() {
			lost = time.Now()
			g.Log.Warn("Discord's gateway cannot be reached; trying again until it can", "err", err)
		}
		pause(ctx, wait+rand.N(wait))
		wait = min(2*wait, MostWait)
	}
	return nil
}

// stand waits until an open session ends, and returns how long it stood.
func (g *Shard) stand(ctx context.Context, s *discordgo.Session, down <-chan struct{}) time.Duration {
	opened := time.Now()
	g.Up(true)
	select {
	case <-down:
	case <-ctx.Done():
	}
	g.Up(false)
	if ctx.Err() != nil {
		g.closeOne(s)
	}
	return time.Since(opened)
}

// pause waits, but no longer than ctx lasts.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func drain(c <-chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// openOne opens a session, with a time limit that discordgo lacks.
func (g *Shard) openOne(ctx context.Context, s *discordgo.Session) error {
	done := make(chan error, 1)
	go func() { done <- s.Open() }()
	left := func(why error) error {
		g.drop()
		go func() { // it may open all the same, a moment later: nobody would own it
			if <-done == nil {
				g.closeOne(s)
			}
		}()
		return why
	}
	select {
	case err := <-done:
		return err
	case <-time.After(cmp.Or(g.open, openWait)):
		return left(errStuck)
	case <-ctx.Done():
		return left(ctx.Err())
	}
}

func (g *Shard) closeOne(s *discordgo.Session) {
	closed := make(chan struct{})
	go func() {
		_ = s.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(closeWait):
		g.drop()
	}
}

// FatalError is a refusal that trying again cannot mend; its text says which
// switch to turn.
type FatalError struct {
	Why    string
	Shards bool // the number of shards is wrong
}

// Error is the sentence.
func (e FatalError) Error() string { return e.Why }

// Portal is where the owner of a bot sets it up.
const Portal = "https://discord.com/developers/applications"

// BadToken says what to do when the token is refused.
const BadToken = "Discord refuses the token: open " + Portal + ", choose the application, page \"Bot\", press \"Reset Token\" and put " +
	"the new one into DISCORD_TOKEN"

// verdict reads an error of Open: fatal, or whether the session must begin afresh.
func verdict(err error) (fatal error, fresh bool) {
	var re *discordgo.RESTError
	if errors.Is(err, discordgo.ErrUnauthorized) || errors.As(err, &re) && re.Response != nil &&
		re.Response.StatusCode == http.StatusUnauthorized {
		return FatalError{Why: BadToken}, true
	}
	var ce *websocket.CloseError
	if errors.As(err, &ce) {
		switch ce.Code {
		case 4004:
			return FatalError{Why: BadToken}, true
		case 4013, 4014:
			return FatalError{Why: "Discord does not allow the bot to read message texts: switch on \"Message Content Intent\" on the " +
				"page \"Bot\" at " + Portal + ", or set DISCORD_MESSAGE_CONTENT=false"}, true
		case 4010, 4011:
			return FatalError{fmt.Sprintf("Discord asks for other shards (close code %d): restart Dateline, it asks for the right number "+
				"when it starts", ce.Code), true}, true
		case 4012:
			return FatalError{Why: "Discord no longer speaks this gateway version: update Dateline"}, true
		case 4007, 4009:
			return nil, true
		}
	}
	return nil, errors.Is(err, errStuck) || errors.Is(err, discordgo.ErrWSShardBounds) // a refused RESUME, see Run
}
