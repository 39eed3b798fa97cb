package operate

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
)

// Retract takes back something that was told.
type Retract struct {
	Claim   string `help:"One sentence, with its repetitions and translations: its number, which --message shows." placeholder:"ID"`
	Story   string `help:"All that was told of a story: its number in \"dateline stories\"." placeholder:"ID"`
	Article string `help:"All that rests on an article, as \"dateline search\" names it." placeholder:"ID"`
	Source  string `help:"The same for all articles of it alone: its number in \"dateline feeds list\"." placeholder:"ID"`
	Message string `help:"Only show what a message of Discord tells, with the numbers: its link." placeholder:"LINK"`
	Why     string `help:"Why: kept in the log. Of a correction readers see it, as what is right." placeholder:"TEXT"`
	Remove  bool   `help:"Take it out of the messages, and erase its words, instead of marking it as wrong."`
}

// Run does it, or lists what a message tells.
func (c *Retract) Run(ctx context.Context, s Shell) error {
	if c.Message != "" {
		return s.With(ctx, func(ctx context.Context, st *store.Store) error { return s.list(ctx, st, c) })
	}
	named := 0
	for _, id := range []string{c.Claim, c.Story, c.Article, c.Source} {
		if id != "" {
			named++
		}
	}
	switch {
	case named != 1:
		return Usagef("name what is taken back: one of --claim, --story, --article, --source; --message LINK shows the claims of a message")
	case strings.TrimSpace(c.Why) == "":
		return Usagef("say why with --why: it is kept beside the change, and readers of a correction see it as what is right")
	case len(c.Why) > recall.WordsMost:
		return Usagef("--why has %d bytes, %d are allowed: say it in one sentence", len(c.Why), recall.WordsMost)
	}
	return s.With(ctx, func(ctx context.Context, st *store.Store) error { return s.retract(ctx, st, c) })
}

// order is what is meant.
func (c *Retract) order(ctx context.Context, st *store.Store) (recall.Order, error) {
	o := recall.Order{Action: recall.Corrected, Why: c.Why, Words: c.Why, Actor: Actor, Together: true}
	if c.Remove {
		o.Action, o.Words = recall.Removed, ""
	}
	switch {
	case c.Claim != "":
		o.Target = recall.Claim + ":" + c.Claim
	case c.Story != "":
		o.Target = recall.Story + ":" + c.Story
	case c.Source != "":
		o.Target = recall.Source + ":" + c.Source
	case c.Remove:
		ids, err := removable(ctx, st, c.Article)
		if err != nil {
			return o, err
		}
		o.Target = fmt.Sprintf("%s:%d", recall.Article, ids[0])
	default:
		article, err := st.Article(ctx, store.Scope{Everything: true}, c.Article)
		if err != nil {
			return o, err
		}
		o.Target = fmt.Sprintf("%s:%d", recall.Article, article.ID)
	}
	return o, nil
}

// retracted is what was done, for scripts.
type retracted struct {
	Retraction string        `json:"retraction"`
	Target     string        `json:"target"`
	Action     recall.Action `json:"action"`
	Again      bool          `json:"again"` // it was taken back before: nothing was done now
	Claims     int           `json:"claims"`
	Articles   int           `json:"articles"`
	Messages   int           `json:"messages"` // that are edited
	Channels   int           `json:"channels"`
	Anew       int           `json:"anew"` // briefings that had not left and are written anew
}

// take carries an order out; the error says what to do.
func (s Shell) take(ctx context.Context, st *store.Store, o recall.Order) (recall.Effect, error) {
	done, err := st.Retract(ctx, o)
	kind, id, _ := strings.Cut(o.Target, ":")
	switch {
	case errors.Is(err, recall.ErrTarget):
		err = Usagef("%q is no number: %s", id, where[kind])
	case errors.Is(err, store.ErrNotFound):
		err = missing{fmt.Errorf("there is no %s %s: %s", kind, id, where[kind])}
	case errors.Is(err, recall.ErrNothing):
		err = fmt.Errorf("nothing was told that rests on %s %s, so there is nothing to mark; with --remove an article's text is erased",
			kind, id)
	}
	return done, err
}

// missing says in words of its own that something was not found.
type missing struct{ error }

// Is lets it be recognised.
func (m missing) Is(target error) bool { return target == store.ErrNotFound }

func (s Shell) retract(ctx context.Context, st *store.Store, c *Retract) error {
	o, err := c.order(ctx, st)
	var done recall.Effect
	if err == nil {
		done, err = s.take(ctx, st, o)
	}
	switch {
	case c.Remove && errors.Is(err, store.ErrNotFound):
		return s.ended(s.purged(ctx, st), err)
	case err == nil && c.Remove: // also of what was taken back before: where that was cut short, it is ended
		err = s.purged(ctx, st)
	}
	if err != nil {
		return err
	}
	kind, id, _ := strings.Cut(o.Target, ":")
	line := retracted{Retraction: fmt.Sprint(done.Retraction), Target: o.Target, Action: o.Action, Again: done.Again, Claims: done.Claims,
		Articles: done.Articles, Messages: done.Messages, Channels: done.Channels, Anew: done.Anew}
	if done.Again {
		return s.Say(line, "%s %s was taken back before in this way; nothing was changed.", kind, id)
	}
	return s.Say(line, "%s %s is %s: %s. %s", kind, id, o.Action, touched(done), next(done, o.Action))
}

// where says where the number of a target is found.
var where = map[string]string{
	recall.Claim:   "\"dateline retract --message LINK\" shows the numbers of what a message tells",
	recall.Story:   "\"dateline stories --scope all\" shows the numbers of stories",
	recall.Article: "\"dateline search\" names articles",
	recall.Source:  "\"dateline feeds list --scope all --json\" shows the numbers of sources",
}

// touched says what was touched.
func touched(e recall.Effect) string {
	said := []string{many(e.Claims, "claim")}
	if e.Articles > 0 {
		said = append(said, many(e.Articles, "article")+" erased")
	}
	said = append(said, fmt.Sprintf("%s in %s", many(e.Messages, "message"), many(e.Channels, "channel")))
	if e.Anew > 0 {
		said = append(said, many(e.Anew, "briefing")+" that had not left written anew")
	}
	return strings.Join(said, ", ")
}

// next says what happens now.
func next(e recall.Effect, a recall.Action) string {
	if e.Messages == 0 {
		return "No message shows it."
	}
	opens := "says that it was our mistake"
	if a == recall.Removed {
		opens = "says that something was removed"
	}
	return "The bot edits the messages while it runs (where Discord or a missing permission is in the way it tries again), " +
		"and the next briefing of each channel " + opens + "."
}

func many(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// told is a claim of a message, for scripts.
type told struct {
	Claim string      `json:"claim"`
	Kind  string      `json:"kind"`
	State state.Claim `json:"state"`
	Text  string      `json:"text"`
}

// list shows what a message tells.
func (s Shell) list(ctx context.Context, st *store.Store, c *Retract) error {
	if c.Claim+c.Story+c.Article+c.Source != "" || c.Remove {
		return Usagef("--message only shows what a message tells: leave the rest out, then take back a claim by its number")
	}
	id, err := strconv.ParseInt(c.Message[strings.LastIndexByte(c.Message, '/')+1:], 10, 64)
	if err != nil {
		return Usagef("%q is no message: in Discord, choose \"Copy Message Link\" in its menu", c.Message)
	}
	claims, err := st.ClaimsInMessage(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("message %d is no briefing or alert of this database", id)
	}
	for _, x := range claims {
		if err == nil {
			err = s.Say(told{Claim: fmt.Sprint(x.ID), Kind: x.Kind, State: x.State, Text: x.Text}, "%d  %s (%s)", x.ID, x.Text, x.State)
		}
	}
	if err == nil && len(claims) == 0 {
		err = s.Say(nil, "The message tells nothing that could be taken back.")
	}
	return err
}
