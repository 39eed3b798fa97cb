package operate

import (
	"context"
	"errors"
	"fmt"

	"dateline/store"
	"dateline/store/brake"
	"dateline/store/state"
)

// what names in words what is stopped.
var what = map[state.Brake]string{
	state.BrakeWriting: "writing: no model is asked, no briefing or alert is written; slots wait, and are skipped when it is too late",
	state.BrakePosting: "posting: nothing is sent to a channel; what is due waits, and is skipped when it is too late",
	state.BrakeAsking:  "asking: questions are met with a sentence that says so",
	state.BrakeReading: "reading: it is neither read nor used",
	state.BrakeBlocked: "blocked",
}

// Target is what a command is about.
type Target struct {
	Guild  ID `name:"guild" help:"Only in this server: Discord's id." placeholder:"ID"`
	Source ID `name:"source" help:"Only this source, by its number in \"feeds list\": it is neither read nor used." placeholder:"ID"`
}

// Pause stops a part of the program.
type Pause struct {
	What string `arg:"" optional:"" name:"WHAT" help:"writing, posting or asking; left out with --source."`
	Target
}

// Resume lets it go on.
type Resume struct {
	What string `arg:"" optional:"" name:"WHAT" help:"writing, posting or asking; left out with --source."`
	Target
}

// Block shuts a server or a source out, or with --undo lets it in again.
type Block struct {
	Target
	Undo bool `help:"Let it in again."`
}

// brakeOf reads what is meant.
func (t Target) brakeOf(word string) (brake.Brake, error) {
	b := brake.Brake{What: state.Brake(word), Guild: int64(t.Guild), Source: int64(t.Source)}
	switch b.What {
	case state.BrakeWriting, state.BrakePosting, state.BrakeAsking:
	case "":
		if t.Source == 0 {
			return b, Usagef("say what: writing, posting or asking, or a source with --source ID")
		}
	default:
		return b, Usagef("%q is none of writing, posting, asking", word)
	}
	switch {
	case t.Source != 0 && word != "":
		return b, Usagef("a source is stopped as a whole, it is neither read nor used: leave %q out, or --source", word)
	case t.Source != 0 && t.Guild != 0:
		return b, Usagef("a source is stopped for everybody: leave --guild out, or let the server's managers use /source pause")
	case t.Source != 0:
		b.What = state.BrakeReading
	}
	return b, nil
}

// Run stops it.
func (c *Pause) Run(ctx context.Context, s Shell) error {
	b, err := c.brakeOf(c.What)
	if err != nil {
		return err
	}
	return s.With(ctx, func(ctx context.Context, st *store.Store) error { return s.stop(ctx, st, b) })
}

// Run lets it go on.
func (c *Resume) Run(ctx context.Context, s Shell) error {
	b, err := c.brakeOf(c.What)
	if err != nil {
		return err
	}
	return s.With(ctx, func(ctx context.Context, st *store.Store) error { return s.release(ctx, st, b) })
}

// Run shuts it out.
func (c *Block) Run(ctx context.Context, s Shell) error {
	b := brake.Brake{What: state.BrakeBlocked, Guild: int64(c.Guild), Source: int64(c.Source)}
	if (c.Guild > 0) == (c.Source > 0) {
		return Usagef("name one: --guild ID or --source ID")
	}
	return s.With(ctx, func(ctx context.Context, st *store.Store) error {
		if c.Undo {
			return s.release(ctx, st, b)
		}
		return s.stop(ctx, st, b)
	})
}

// brakeLine is a brake for scripts.
type brakeLine struct {
	What    state.Brake `json:"what"`
	Guild   string      `json:"guild,omitempty"`
	Source  string      `json:"source,omitempty"`
	Stopped bool        `json:"stopped"`
	Changed bool        `json:"changed"`
}

func lineOf(b brake.Brake, stopped, changed bool) brakeLine {
	line := brakeLine{What: b.What, Stopped: stopped, Changed: changed}
	if b.Guild != 0 {
		line.Guild = fmt.Sprint(b.Guild)
	}
	if b.Source != 0 {
		line.Source = fmt.Sprint(b.Source)
	}
	return line
}

func (s Shell) stop(ctx context.Context, st *store.Store, b brake.Brake) error {
	place, err := s.place(ctx, st, b)
	if err != nil {
		return err
	}
	fresh, err := st.Stop(ctx, b)
	if err != nil {
		return err
	}
	said := what[b.What]
	switch {
	case b.What == state.BrakeBlocked && b.Guild != 0:
		said = "blocked: commands are met with one sentence, nothing is posted"
	case b.What == state.BrakeBlocked:
		said = "blocked: it is not read, not shown, and its address cannot be added"
	}
	if !fresh {
		said = "was stopped before; " + said
	}
	end := "resumed"
	if b.What == state.BrakeBlocked {
		end = "let in again with --undo"
	}
	return s.Say(lineOf(b, true, fresh), "%s: %s. It holds in every process, over restarts, until it is %s.", place, said, end)
}

func (s Shell) release(ctx context.Context, st *store.Store, b brake.Brake) error {
	place, err := s.place(ctx, st, b)
	if err != nil {
		return err
	}
	ended, err := st.Release(ctx, b)
	if err != nil {
		return err
	}
	switch {
	case b.What == state.BrakeBlocked && !ended:
		return s.Say(lineOf(b, false, false), "%s: was not blocked.", place)
	case b.What == state.BrakeBlocked:
		return s.Say(lineOf(b, false, true), "%s: let in again.", place)
	case !ended:
		return s.Say(lineOf(b, false, false), "%s: %s was not stopped.", place, b.What)
	}
	return s.Say(lineOf(b, false, true), "%s: %s is resumed.", place, b.What)
}

// place names where a brake holds; an error for what is not known.
func (s Shell) place(ctx context.Context, st *store.Store, b brake.Brake) (string, error) {
	switch {
	case b.Source != 0:
		src, err := st.Source(ctx, b.Source)
		if errors.Is(err, store.ErrNotFound) {
			return "", fmt.Errorf("there is no source %d: \"dateline feeds list --scope all\" shows their numbers", b.Source)
		}
		return src.URL, err
	case b.Guild != 0:
		_, err := st.Guild(ctx, b.Guild)
		if errors.Is(err, store.ErrNotFound) && b.What != state.BrakeBlocked {
			return "", fmt.Errorf("server %d is not known here: in Discord, with developer mode on, right-click the server and copy its id",
				b.Guild)
		}
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Sprintf("server %d (the bot has not been there)", b.Guild), nil
		}
		return fmt.Sprintf("server %d", b.Guild), err
	}
	return "everywhere", nil
}

// Named names a brake, and the command that ends it.
func Named(b brake.Brake) (said, undo string) {
	switch {
	case b.Source != 0 && b.What == state.BrakeBlocked:
		return "source " + b.Address + " is blocked", fmt.Sprintf("dateline block --source %d --undo", b.Source)
	case b.Source != 0:
		return "source " + b.Address + " is neither read nor used", fmt.Sprintf("dateline resume --source %d", b.Source)
	case b.What == state.BrakeBlocked:
		return fmt.Sprintf("server %d is blocked", b.Guild), fmt.Sprintf("dateline block --guild %d --undo", b.Guild)
	case b.Guild != 0:
		return fmt.Sprintf("%s in server %d", b.What, b.Guild), fmt.Sprintf("dateline resume %s --guild %d", b.What, b.Guild)
	}
	return string(b.What) + " everywhere", "dateline resume " + string(b.What)
}
