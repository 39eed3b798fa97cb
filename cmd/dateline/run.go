package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dateline/briefing"
)

type runCmd struct{}

// passEvery is how often the loops look for work that nobody announced.
const passEvery = 10 * time.Second

// Run starts the bot.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	return run(ctx, a.cfg, a.log)
}

// run is the program: it reads what is due, places and indexes it, until ctx
// ends. Without a Discord token there is nobody to talk to, so it says how to
// get one.
func run(ctx context.Context, cfg Config, log *slog.Logger) error {
	if cfg.DiscordToken == "" {
		return usagef("DISCORD_TOKEN is not set. Create an application at https://discord.com/developers/applications, open its page \"Bot\", " +
			"press \"Reset Token\" and put DISCORD_TOKEN=… into .env. To try Dateline without Discord: dateline try")
	}
	a := &app{cfg: cfg, log: log, now: time.Now}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	err = d.loop(ctx, log)
	return errors.Join(err, d.store.Close())
}

// loop passes over the stages until ctx ends; a failed pass is logged once,
// here, and tried again.
func (d *desk) loop(ctx context.Context, log *slog.Logger) error {
	stages := []struct {
		name string
		run  func(context.Context) (int, error)
	}{{"read sources", d.poller.Run}, {"place stories", d.stories.Run}, {"index", d.index.Run}}
	for {
		for _, s := range stages {
			n, err := s.run(ctx)
			switch {
			case ctx.Err() != nil:
				return nil
			case errors.Is(err, briefing.ErrBusy):
			case err != nil:
				log.Error(s.name, "err", err)
			case n > 0:
				log.Info(s.name, "done", n)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(passEvery):
		}
	}
}
