package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"dateline/bot/follow"
	"dateline/bot/gateway"
	"dateline/bot/layout"
	"dateline/bot/ongoing"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/deliver"
	"dateline/briefing/ingest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/sample"
	"dateline/briefing/watch"
	"dateline/store"
)

const (
	gatewayName  = "gateway"        // of its lease
	gatewayLease = 20 * time.Second // a dead holder of the gateway is replaced after this
	leaseRenewed = 3 * time.Second
	identifyWait = 5 * time.Second         // between the IDENTIFYs of two shards
	graceTime    = 2500 * time.Millisecond // at the end for what was acknowledged
	lastWords    = 1500 * time.Millisecond // and for saying that the rest was not done: under 5 s in all
	workMost     = 64                      // questions and commands worked on at once
	waitingMost  = 2000                    // of them that may wait for their turn
	answerTime   = 10 * time.Minute        // an interaction's token lives for 15
)

// Options are what the bot works with.
type Options struct {
	Token, APIURL  string
	MessageContent bool // the privileged intent: replies without a ping are read too
	Operators      []int64
	Holder         string // of the gateway's lease
	Store          *store.Store
	Press          *deliver.SlotWriter // briefings on demand
	Answerer       *answer.Answerer
	Poller         *ingest.Poller // new sources
	Model          string         // "MODEL at HOST"; "" is none
	ModelHost      string
	PrivacyURL     string // of the operator, as /help and /privacy show them; "" is none
	TermsURL       string
	Contact        string
	// what an owner used of the model today, in words; nil without one
	Budget     func(ctx context.Context, words *phrases.Words, owner string) []message.Run
	ModelFault func() (why string, at time.Time) // the model's last failure, for operators; "" when it answers
	Now        func() time.Time
	Log        *slog.Logger
	Meter      Meter
}

// Meter is told what happens; every field may be nil.
type Meter struct {
	Request   func(status int)                      // a REST request was answered; 0 without an answer
	Acked     func(kind string, took time.Duration) // an interaction was acknowledged
	Connected func(up bool)
	Answered  func(kind string) // answered, refused, checked, limited
}

// Bot is Dateline in Discord.
type Bot struct {
	Options
	api   *rest.Client
	id    atomic.Int64 // of the bot's own user
	up    atomic.Int32 // shards that are connected
	since atomic.Int64 // Unix seconds of the newest connection

	commands map[string]handler
	limits   *userLimits
	ongoing  ongoing.People
	talks    rights.Talks
	members  *lru.Cache[[2]int64, membership] // by guild and user, for memberKept
	looks    *rate.Limiter                    // for members who have not used the bot
	rooms    closedRooms
	roles    ownRoles
	drafts   *lru.Cache[string, draft] // by the address of their button
	screens  *lru.Cache[string, *screen]
	sampler  *sample.Sampler
	watcher  *watch.Watcher
	follows  *lru.Cache[string, follow.Draft] // screens of /follow, by the random ids in their buttons
	locales  *lru.Cache[int64, string]        // of people who used a command lately
	looking  *semaphore.Weighted              // addresses of sources that are added
	proving  sync.Map                         // by the id of a channel that was stopped: what its next post proves to work again

	registration registration

	pool workPool
	wait time.Duration // before the second try to connect; zero: gateway.LeastWait; tests are faster

	patience time.Duration // zero: the constant; tests, which compare whole screens, have more
}

// New makes a bot; it talks to nobody before Run.
func New(o Options) (*Bot, error) {
	client, err := rest.New(o.APIURL, o.Token)
	if err != nil {
		return nil, err
	}
	client.Meter = o.Meter.Request
	bot := &Bot{Options: o, api: client, limits: newUserLimits(), looks: rate.NewLimiter(looksRate, lookedMost),
		drafts: newLRU[string, draft](draftsMost), screens: newLRU[string, *screen](screensMost), locales: newLRU[int64, string](cacheMost),
		members: newLRU[[2]int64, membership](cacheMost), rooms: closedRooms{newLRU[int64, closedRoom](cacheMost)},
		roles: ownRoles{asked: newLRU[wire.Snowflake, time.Time](cacheMost)}, looking: semaphore.NewWeighted(lookingMost)}
	bot.commands = bot.table()
	bot.follows = newLRU[string, follow.Draft](screensMost)
	personal := func(ctx context.Context, user int64) (store.Scope, error) { return bot.scope(ctx, 0, user) }
	if o.Press != nil {
		o.Press.Personal = personal
	}
	bot.watcher = &watch.Watcher{Store: o.Store, Answerer: o.Answerer, Layout: layout.Parts, Holder: o.Holder, Now: o.Now, Log: o.Log,
		Scope: personal}
	if o.Poller != nil {
		bot.sampler = sample.New(o.Poller.Fetcher, o.Log)
		bot.sampler.Now = o.Now
	}
	return bot, nil
}

// newLRU keeps the entries that were used last, at least one.
func newLRU[K comparable, V any](most int) *lru.Cache[K, V] {
	cache, err := lru.New[K, V](most)
	if err != nil {
		panic(err) // most is below 1
	}
	return cache
}

func (b *Bot) now() time.Time {
	if b.Now != nil {
		return b.Now()
	}
	return time.Now()
}

func (b *Bot) self() wire.Snowflake { return wire.Snowflake(b.id.Load()) }

// Identify asks Discord who the bot is, once.
func (b *Bot) Identify(ctx context.Context) error {
	if b.id.Load() != 0 {
		return nil
	}
	var me wire.User
	if err := b.api.Do(ctx, http.MethodGet, "/users/@me", nil, &me); err != nil {
		if rest.Status(err) == http.StatusUnauthorized {
			return gateway.FatalError{Why: gateway.BadToken}
		}
		return err
	}
	b.id.Store(int64(me.ID))
	return nil
}

// introduced learns from READY who the bot is, where that could not be asked.
func (b *Bot) introduced(raw json.RawMessage) {
	var ready struct {
		User wire.User `json:"user"`
	}
	if json.Unmarshal(raw, &ready) == nil && ready.User.ID != 0 {
		b.id.CompareAndSwap(0, int64(ready.User.ID))
	}
}

// Run keeps the bot in Discord until ctx ends. Of several processes one holds
// the gateway; the others wait for its lease to lapse. The error is one that
// trying again cannot mend.
func (b *Bot) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		lease, err := b.Store.TakeLease(ctx, gatewayName, b.Holder, gatewayLease)
		if err == nil {
			if err = b.hold(ctx, lease); err != nil {
				return err
			}
			continue
		}
		if !errors.Is(err, store.ErrLost) && ctx.Err() == nil {
			b.Log.Error("the gateway's lease cannot be taken", "err", err)
		}
		_ = rest.Sleep(ctx, leaseRenewed)
	}
	return nil
}

// hold serves the gateway while the lease is ours.
func (b *Bot) hold(ctx context.Context, lease store.Lease) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var g errgroup.Group
	g.Go(func() error {
		defer cancel()
		return b.serve(ctx)
	})
	g.Go(func() error {
		defer cancel()
		b.keep(ctx)
		return nil
	})
	err := g.Wait()
	done, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	if err := b.Store.ReleaseLease(done, lease); err != nil {
		b.Log.Warn("the gateway's lease was not given back", "err", err)
	}
	return err
}

// keep renews the lease until it is lost, or may be: a lease that TakeLease
// gives holds for two thirds of its time at least.
func (b *Bot) keep(ctx context.Context) {
	for sure := time.Now().Add(gatewayLease * 2 / 3); rest.Sleep(ctx, leaseRenewed) == nil; {
		asked := time.Now()
		tctx, cancel := context.WithTimeout(ctx, leaseRenewed)
		_, err := b.Store.TakeLease(tctx, gatewayName, b.Holder, gatewayLease)
		cancel()
		if err == nil {
			sure = asked.Add(gatewayLease * 2 / 3)
		}
		if errors.Is(err, store.ErrLost) || time.Now().Add(leaseRenewed).After(sure) {
			if ctx.Err() == nil {
				b.Log.Warn("another process has the gateway now", "err", err)
			}
			return
		}
	}
}

// shards is how Discord wants the bot to connect.
type shards struct {
	Shards int `json:"shards"`
	Limit  struct {
		Concurrency int `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// assumeAfter is how often Discord is asked how to connect before one shard,
// as nearly every bot needs, is assumed: half a minute of tries.
const assumeAfter = 5

// prepare asks how Discord wants the bot to connect. Nothing else is needed for
// it: who the bot is stands in READY as well. After some tries it assumes one
// shard; a Discord that wants more says so, and is asked again.
func (b *Bot) prepare(ctx context.Context) (s shards, assumed bool, err error) {
	wait := cmp.Or(b.wait, gateway.LeastWait)
	for try := 1; ; try++ {
		err = b.api.Do(ctx, http.MethodGet, "/gateway/bot", nil, &s)
		if rest.Status(err) == http.StatusUnauthorized {
			return s, false, gateway.FatalError{Why: gateway.BadToken}
		}
		if err == nil || ctx.Err() != nil {
			return s, false, err
		}
		if try == assumeAfter {
			return shards{Shards: 1}, true, nil
		}
		if try == 1 {
			b.Log.Warn("Discord does not say how to connect; trying again", "err", err)
		}
		_ = rest.Sleep(ctx, wait)
		wait = min(2*wait, gateway.MostWait)
	}
}

// serve connects all shards and returns when they have ended and what was
// acknowledged is answered, or the grace for it is over.
func (b *Bot) serve(ctx context.Context) error {
	sharding, assumed, err := b.prepare(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	last, silence := context.WithCancel(context.WithoutCancel(ctx))
	defer silence()
	b.ongoing.Reset() // what was let go at the end of an earlier session is looked for again
	b.pool.start(work, last)
	group, gctx := errgroup.WithContext(ctx)
	defer context.AfterFunc(gctx, func() {
		time.AfterFunc(graceTime, stop)
		time.AfterFunc(graceTime+lastWords, silence)
	})()
	go b.keepRegistering(gctx)
	n := max(sharding.Shards, 1)
	for i := range n {
		if i > 0 && i%max(sharding.Limit.Concurrency, 1) == 0 && rest.Sleep(gctx, identifyWait) != nil {
			break
		}
		group.Go(func() error { return b.gateway(i, n).Run(gctx) })
	}
	err = group.Wait()
	b.pool.finish()
	var fatal gateway.FatalError
	if assumed && errors.As(err, &fatal) && fatal.Shards {
		return nil // it is prepared anew
	}
	return err
}

func (b *Bot) gateway(shard, of int) *gateway.Shard {
	intents := discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	if b.MessageContent {
		intents |= discordgo.IntentMessageContent
	}
	return &gateway.Shard{Token: b.Token, Client: b.api.HTTP, Intents: intents, Index: shard, Count: of, Greeted: b.introduced,
		Handle: b.event, Up: b.connected, Log: b.Log, Wait: b.wait}
}

func (b *Bot) connected(up bool) {
	if up {
		b.up.Add(1)
		b.since.Store(time.Now().Unix())
	} else {
		b.up.Add(-1)
	}
	if b.Meter.Connected != nil {
		b.Meter.Connected(b.up.Load() > 0)
	}
}

// Connected reports whether a gateway session stands.
func (b *Bot) Connected() bool { return b.up.Load() > 0 }

// event takes one event, in their order, guarded against panics by the session. The
// next one is read after it, so what takes time is done on the side.
func (b *Bot) event(kind string, raw json.RawMessage) {
	switch kind {
	case "INTERACTION_CREATE":
		var in wire.Interaction
		if json.Unmarshal(raw, &in) == nil {
			b.aside(func() { b.interacted(&in) })
		}
	case "MESSAGE_CREATE":
		var m wire.Message
		if json.Unmarshal(raw, &m) == nil {
			b.onMessage(&m)
		}
	case "READY":
		b.follow(func(ctx context.Context) { b.greeted(ctx, raw) })
		b.do(b.catchUp)
	default:
		b.worldEvent(kind, raw)
	}
}
