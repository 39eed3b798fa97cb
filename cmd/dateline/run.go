package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/bot"
	"dateline/bot/layout"
	"dateline/briefing/deliver"
	"dateline/briefing/llm"
	"dateline/briefing/retention"
	"dateline/briefing/write"
	"dateline/cmd/dateline/loop"
	"dateline/cmd/dateline/watch"
)

type runCmd struct{}

const (
	readEvery  = time.Second      // sources have their own times; this is how late a due one is seen, and a briefing waits for it
	idleEvery  = 2 * time.Second  // how soon a stage sees what another has left for it
	dueEvery   = time.Second      // how late a schedule may be seen
	alertEvery = 5 * time.Second  // how late a story that many report at once may be
	mendEvery  = 10 * time.Minute // how often stopped channels are looked at without an event
	pressMost  = 10 * time.Minute // many briefings fall due on the same minute
	readMost   = time.Hour        // a first pass over hundreds of sources takes long and is well
	sweepEvery = time.Hour
	guildsKept = 30 * 24 * time.Hour // after the bot was sent away
)

// pace is how long the program waits where tests wait less; the zero pace is its own.
type pace struct {
	pause  func(time.Duration) <-chan time.Time // between two passes of a stage
	settle time.Duration                        // for a message that may still land
}

// quizWait is how long a text waits for the quiz of a model that is new, which
// begins with the process; until it ends the strict rules check.
const quizWait = 10 * time.Second

// Run starts the bot.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	return a.run(ctx)
}

// run is the program: the stages, the bot, and what shows how they are, until
// ctx ends. Without a Discord token there is nobody to talk to, so it says how
// to get one.
func (a *app) run(ctx context.Context) (err error) {
	if a.cfg.DiscordToken == "" {
		return usagef("DISCORD_TOKEN is not set. Create an application at https://discord.com/developers/applications, " +
			"open its page \"Bot\", " +
			"press \"Reset Token\" and put DISCORD_TOKEN=… into .env. To try Dateline without Discord: dateline try")
	}
	listener, err := watch.Listen(ctx, a.cfg.HTTPAddr)
	if err != nil {
		return err
	}
	if listener != nil {
		defer func() { _ = listener.Close() }() // the server has closed it, unless it never began
	}
	a.metrics = watch.NewMetrics(version)
	opened, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.store.Close()) }()
	opened.writer.HideModelErrors, opened.answerer.HideModelErrors = true, true
	if opened.writer.Reader != nil {
		opened.writer.Reader.Wait = quizWait
	}
	discord, err := a.newBot(opened)
	if err != nil {
		return err
	}
	return a.operate(ctx, opened, listener, parts{a.stages(opened, discord), discord.Run, opened.writer.Reader})
}

// newBot makes the bot over a desk.
func (a *app) newBot(d *desk) (*bot.Bot, error) {
	options := bot.Options{Token: a.cfg.DiscordToken, APIURL: a.cfg.DiscordAPIURL, MessageContent: a.cfg.MessageContent,
		Operators: a.cfg.OperatorIDs, Holder: d.holder, Store: d.store,
		Answerer: d.answerer, Poller: d.poller, Now: a.now, Log: a.log,
		Press: &deliver.SlotWriter{Store: d.store, Writer: d.writer, Layout: layout.Parts, Awake: &deliver.Awake{}, Now: a.now, Log: a.log}}
	if a.metrics != nil {
		options.Meter = a.metrics.Meter()
	}
	options.Meter.Connected = a.welcome(options.Meter.Connected)
	options.ModelHost = a.modelHost(d)
	options.PrivacyURL, options.TermsURL, options.Contact = a.cfg.PrivacyURL, a.cfg.TermsURL, a.cfg.Contact
	if d.writer.Model != nil {
		options.Model = d.writer.Name + " at " + options.ModelHost
		options.Budget = d.budget.Said
		options.ModelFault = a.modelFault(d.writer.Model)
	}
	return bot.New(options)
}

// modelFault tells how a model failed last, without secrets.
func (a *app) modelFault(gen llm.Generator) func() (string, time.Time) {
	client, hide := llm.ClientOf(gen), a.cfg.redactor()
	if client == nil {
		return nil
	}
	return func() (string, time.Time) {
		why, at := client.Fault()
		return hide.Said(why), at
	}
}

// welcome says once on standard output that the bot is there: whoever starts it
// for the first time looks for that.
func (a *app) welcome(next func(up bool)) func(up bool) {
	say := sync.OnceFunc(func() {
		if a.out != nil {
			fmt.Fprintln(a.out, "Connected to Discord. Type / in a server to see the commands; Ctrl-C ends.")
		}
	})
	return func(up bool) {
		if next != nil {
			next(up)
		}
		if up {
			say()
		}
	}
}

// parts are what never ends: the loops, and the bot; and what must first be tried.
type parts struct {
	stages  []loop.Stage
	discord func(context.Context) error
	reader  *write.Reader // nil: none
}

// operate runs everything that never ends. The first part that cannot go on
// ends the others.
func (a *app) operate(ctx context.Context, d *desk, ln net.Listener, p parts) error {
	work := &loop.Loops{Stages: p.stages, Count: a.metrics.Pass, Log: a.log, Now: a.now, After: a.pace.pause}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { work.Run(ctx); return nil })
	group.Go(func() error { return p.discord(ctx) })
	group.Go(func() error {
		_, _, _ = p.reader.Trusted(ctx) // so that the first question need not wait for the quiz; it is asked again after an error
		return nil
	})
	if ln != nil {
		a.metrics.OverStore(d.store, a.now, func(err error) { a.log.Info("metrics are incomplete", "err", err) })
		a.log.Info("serving health and metrics", "addr", ln.Addr().String())
		group.Go(func() error {
			seen := watch.Health{Ping: d.store.Ping, Late: work.Late, Broken: work.Broken, Reading: d.store.SourceHealth,
				Started: a.now(), Now: a.now, Redact: a.cfg.redactor().Redact}
			return watch.Serve(ctx, ln, watch.Handler(seen, a.metrics.Handler()), a.log)
		})
	}
	return group.Wait()
}

// stages are the loops of the program. Each finds its work in the database, so
// their order means nothing.
func (a *app) stages(d *desk, discord *bot.Bot) []loop.Stage {
	plan := &deliver.Planner{Store: d.store, Holder: d.holder, Awake: discord.Press.Awake, Now: a.now, Log: a.log}
	alert := &deliver.Alerter{Store: d.store, Writer: d.writer, Layout: layout.Parts, Holder: d.holder, Now: a.now, Log: a.log}
	follow := &deliver.Follower{Store: d.store, Poster: discord, Layout: layout.Parts, Holder: d.holder, Now: a.now, Log: a.log}
	const day = 24 * time.Hour
	sweeper := &retention.Sweeper{Store: d.store, Index: d.index, Holder: d.holder, Archive: time.Duration(a.cfg.ArchiveDays) * day,
		Evidence: time.Duration(a.cfg.EvidenceDays) * day, Now: a.now, Log: a.log}
	deliver := &deliver.Deliverer{Store: d.store, Poster: discord, Holder: d.holder, Started: a.now(), Now: a.now, Log: a.log,
		Stopped: discord.Stopped, Settle: a.pace.settle}
	return []loop.Stage{
		{Name: "read sources", Every: readEvery, Run: d.poller.Run, Most: readMost},
		{Name: "place stories", Every: idleEvery, Run: d.stories.Run},
		{Name: "index", Every: idleEvery, Run: d.index.Run},
		{Name: "plan", Every: dueEvery, Run: plan.Run},
		{Name: "write briefings", Every: dueEvery, Run: discord.Press.Run, Most: pressMost},
		{Name: "write alerts", Every: alertEvery, Run: a.metrics.CountAlerts(alert.Run), Most: pressMost},
		{Name: "watch for people", Every: idleEvery, Run: discord.Watch, Most: pressMost},
		{Name: "deliver", Every: dueEvery, Run: deliver.Run},
		{Name: "look after messages", Every: idleEvery, Run: follow.Run},
		{Name: "look at stopped channels", Every: mendEvery, Run: discord.Mend},
		{Name: "tell of sources", Every: mendEvery, Run: discord.TellOfSources},
		{Name: "read the archive", Every: sweepEvery, Run: func(ctx context.Context) (int, error) { return 0, d.archive.Refresh(ctx) }},
		{Name: "drop what is old", Every: sweepEvery, Run: sweeper.Run, Most: pressMost},
		{Name: "sweep", Every: sweepEvery, Run: func(ctx context.Context) (int, error) {
			return 0, errors.Join(d.store.Sweep(ctx), d.store.EraseGuilds(ctx, a.now().Add(-guildsKept)))
		}},
	}
}
