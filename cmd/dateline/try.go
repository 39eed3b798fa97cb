package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/cmd/dateline/input"
	"dateline/store"
	"dateline/store/state"
)

type tryCmd struct {
	Stories int      `help:"How many stories at most." default:"5"`
	Inputs  []string `arg:"" optional:"" name:"INPUT" help:"Feeds, pages or files; without any a small bundled sample."`
}

// Run reads, tells and answers in the terminal.
func (c *tryCmd) Run(ctx context.Context, a *app) error {
	if err := checkStories(c.Stories); err != nil {
		return err
	}
	if a.cli.DB == "" {
		dir, err := os.MkdirTemp("", "dateline-try-")
		if err != nil {
			return fmt.Errorf("make a folder for the private database: %w", err)
		}
		defer os.RemoveAll(dir)
		a.cfg.DatabaseURL = "sqlite:" + filepath.Join(dir, "try.db")
	}
	return a.with(ctx, func(d *desk) error {
		var at time.Time
		inputs := a.reader(d, store.Desk)
		if len(c.Inputs) == 0 {
			items, err := sampleItems()
			if err != nil {
				return err
			}
			at = newest(items)
			if err := inputs.sample(ctx, items, at); err != nil {
				return err
			}
		} else {
			if err := inputs.all(ctx, c.Inputs); err != nil {
				return err
			}
			at = a.now() // what is undated was there when it was read, not before
		}
		inputs.note("placing stories and indexing …")
		if err := d.settle(ctx); err != nil {
			return err
		}
		inputs.clear()
		scope, err := d.store.ScopeOf(ctx, store.Desk)
		if err != nil {
			return err
		}
		if err := c.brief(ctx, a, d, scope, at); err != nil {
			return err
		}
		return c.questions(ctx, a, d, scope, at)
	})
}

func newest(items []feed.Item) time.Time {
	var t time.Time
	for _, it := range items {
		if it.Published.After(t) {
			t = it.Published
		}
	}
	return t
}

// sample stores the bundled articles as if they had been read on their last day.
func (r *reader) sample(ctx context.Context, items []feed.Item, at time.Time) error {
	src, err := r.d.store.OwnSource(ctx, store.Desk, state.SourceFile)
	if err != nil {
		return err
	}
	in := &ingest.Ingester{Store: r.d.store, Now: func() time.Time { return at }}
	_, err = in.Add(ctx, src, "sample", items)
	return err
}

// all reads the inputs; it is a failure when none of them could be used.
func (r *reader) all(ctx context.Context, inputs []string) error {
	r.d.poller.Report = r.report
	for _, in := range inputs {
		before := r.usable() + r.counts["refused"]
		if err := r.read(ctx, in); err != nil {
			return err
		}
		if r.usable()+r.counts["refused"] == before {
			r.clear()
			fmt.Fprintf(r.a.err, "nothing in %s: it could be read, and holds no article. Name another, or try again when it has one.\n", in)
		}
	}
	if r.usable() == 0 {
		r.clear()
		fmt.Fprintln(r.a.err, "dateline: no article could be read, so there is nothing to tell: mend what is named above, or leave "+
			"the inputs out to see the bundled sample.")
		return errReported
	}
	return nil
}

func (c *tryCmd) brief(ctx context.Context, a *app, d *desk, sc store.Scope, at time.Time) error {
	ext, err := d.store.Extent(ctx, sc, at)
	if err != nil {
		return err
	}
	name, zone := "Briefing", time.Local
	if len(c.Inputs) == 0 {
		name, zone = "Velland", time.UTC
	}
	var spent llm.Tally
	briefing, err := d.writer.Write(spent.Under(ctx), brief.Request{Name: name, Scope: sc, From: ext.Oldest.Add(-time.Millisecond), At: at,
		Zone: zone, Length: "normal", Stories: c.Stories})
	if err != nil {
		return err
	}
	if a.cli.JSON {
		return briefJSON(a.out, briefing, &spent)
	}
	return a.render(a.out, briefing.Blocks())
}

// terminalTalk is the conversation of standard input.
const terminalTalk = "terminal"

// questions answers standard input until it ends; /new begins another conversation.
func (c *tryCmd) questions(ctx context.Context, a *app, d *desk, sc store.Scope, at time.Time) error {
	ask := &askCmd{}
	if a.cli.JSON {
		return a.lines(ctx, func(r input.Request) (any, error) {
			r.At = cmp.Or(r.At, at.Format(time.RFC3339Nano))
			return ask.answer(ctx, a, d, sc, r)
		})
	}
	if a.tty {
		fmt.Fprintf(a.out, "\nAsk about what was read, for example:\n")
		for _, question := range sampleQuestions(len(c.Inputs) == 0) {
			fmt.Fprintf(a.out, "  %s\n", question)
		}
		fmt.Fprintln(a.out, "An empty line ends.")
	}
	answer := func(question string) error {
		switch {
		case question == "":
			return nil
		case question == "/new":
			ask.forget(terminalTalk)
			_, err := fmt.Fprintln(a.out, "\nAfresh: the next question stands on its own.")
			return err
		case !a.tty:
			fmt.Fprintf(a.out, "\nQuestion: %s\n", message.Printable(question))
		}
		ans, err := ask.ask(ctx, a, d, sc, input.Request{Question: question, At: at.Format(time.RFC3339Nano), Talk: terminalTalk})
		if err != nil {
			return err
		}
		return a.render(a.out, ans.Blocks())
	}
	a.prompt()
	for line, err := range input.Lines(ctx, a.in) {
		question := strings.TrimSpace(line)
		switch {
		case errors.Is(err, feed.ErrTooBig):
			fmt.Fprintln(a.err, "dateline: a line of more than 4 MiB was not read.")
		case err != nil:
			a.leavePrompt()
			return err
		case question == "" && a.tty:
			return nil
		}
		if err := answer(question); err != nil {
			return err
		}
		a.prompt()
	}
	return nil
}

// prompt asks whoever sits at the terminal for a line.
func (a *app) prompt() {
	if a.tty {
		fmt.Fprint(a.out, "\n> ")
	}
}

// leavePrompt begins a line behind "> ^C".
func (a *app) leavePrompt() {
	if a.tty {
		fmt.Fprintln(a.out)
	}
}
