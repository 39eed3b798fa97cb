package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"golang.org/x/sync/errgroup"
)

type runCmd struct{}

const (
	readEvery  = 10 * time.Second // sources have their own times; this is how late a due one is seen
	idleEvery  = 2 * time.Second  // how soon a stage sees what another has left for it
	readMost   = time.Hour        // a first pass over hundreds of sources takes long and is well
	sweepEvery = time.Hour
	guildsKept = 30 * 24 * time.Hour // after the bot was sent away (DESIGN 8)
)

// Run starts the bot.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	return run(ctx, a.cfg, a.log)
}

// run is the program: the stages, and what shows how they are, until ctx ends.
// Without a Discord token there is nobody to talk to, so it says how to get one.
func run(ctx context.Context, cfg Config, log *slog.Logger) (err error) {
	if cfg.DiscordToken == "" {
		return usagef("DISCORD_TOKEN is not set. Create an application at https://discord.com/developers/applications, open its page \"Bot\", " +
			"press \"Reset Token\" and put DISCORD_TOKEN=… into .env. To try Dateline without Discord: dateline try")
	}
	ln, err := listen(ctx, cfg.HTTPAddr)
	if err != nil {
		return err
	}
	if ln != nil {
		defer func() { _ = ln.Close() }() // the server has closed it, unless it never began
	}
	a := &app{cfg: cfg, log: log, now: time.Now, metrics: newMetrics()}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.store.Close()) }()
	return a.operate(ctx, d, ln, d.stages(a.now))
}

// operate runs everything that never ends. The first part that cannot go on
// ends the others.
func (a *app) operate(ctx context.Context, d *desk, ln net.Listener, stages []stage) error {
	l := &loops{stages: stages, metrics: a.metrics, log: a.log, now: a.now}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { l.run(ctx); return nil })
	if ln != nil {
		a.metrics.reg.MustRegister(rows{store: d.store, now: a.now, log: func(err error) { a.log.Info("metrics are incomplete", "err", err) }})
		a.log.Info("serving health and metrics", "addr", ln.Addr().String())
		g.Go(func() error { return serve(ctx, ln, watch(health{d.store.Ping, l.late}, a.metrics.handler()), a.log) })
	}
	// The bot goes here: g.Go(func() error { return b.Run(ctx) }), with a.metrics.meter().
	return g.Wait()
}

// stages are the loops of the program. Each finds its work in the database, so
// their order means nothing. Planner, press (most: its slowest briefing) and
// deliverer (every second) go here.
func (d *desk) stages(now func() time.Time) []stage {
	return []stage{
		{name: "read sources", every: readEvery, run: d.poller.Run, most: readMost},
		{name: "place stories", every: idleEvery, run: d.stories.Run},
		{name: "index", every: idleEvery, run: d.index.Run},
		{name: "sweep", every: sweepEvery, run: func(ctx context.Context) (int, error) {
			return 0, errors.Join(d.store.Sweep(ctx), d.store.EraseGuilds(ctx, now().Add(-guildsKept)))
		}},
	}
}
