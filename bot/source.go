package bot

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/dustin/go-humanize/english"

	"dateline/bot/layout"
	"dateline/briefing/claim"
	"dateline/briefing/ingest"
	"dateline/briefing/message"
	"dateline/store"
)

const (
	sourcesMost  = 100              // of one server or person
	discoverTime = 60 * time.Second // to find and read a feed once
)

// sourceAdd finds the feed behind an address and shows its latest items.
func (b *Bot) sourceAdd(ctx context.Context, c *call) (response, error) {
	addr := c.text("url")
	if !strings.Contains(addr, "://") {
		addr = "https://" + addr
	}
	parsed, err := url.Parse(addr)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return response{}, userErrorf("That is no web address. Give one like https://example.org/feed.xml, or of the site itself.")
	}
	if parsed.User != nil {
		return response{}, userErrorf("That address holds a name or a password. Such feeds are not read: others could see them.")
	}
	have, err := b.Store.Sources(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	if len(have) >= sourcesMost {
		return response{}, userErrorf("You have %d sources, which is all I take. Remove one first.", len(have))
	}
	ctx, cancel := context.WithTimeout(ctx, discoverTime)
	defer cancel()
	added, err := b.Poller.Subscribe(ctx, addr, c.owner(), fmt.Sprint(c.user))
	if err != nil {
		if added.Source.ID != 0 || ctx.Err() != nil {
			return response{}, err
		}
		return response{}, userErrorf("%s could not be added: %s.", parsed.Host, strings.TrimSuffix(err.Error(), "."))
	}
	return b.added(added), nil
}

// added shows what a new source holds.
func (b *Bot) added(s ingest.Subscribed) response {
	name := sourceName(s.Source)
	first := fmt.Sprintf(" is read from now on; it holds %s.", english.Plural(s.Items, "item", "items"))
	if !s.Fresh {
		first = " was among the sources already."
	}
	out := []message.Block{{Kind: message.Para, Runs: []message.Run{{Text: name, Bold: true}, {Text: first + " Its latest:"}}}}
	if len(s.Latest) == 0 {
		out[0].Runs[1].Text = first
	}
	for _, it := range s.Latest {
		runs := []message.Run{{Text: claim.Titled(it.Title), Link: it.URL}}
		if !it.Published.IsZero() {
			runs = append(runs, message.Run{Text: ", "}, message.Run{Time: it.Published})
		}
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	return response{blocks: out, rows: row(discordgo.Button{Label: "Remove it again", Style: discordgo.SecondaryButton,
		CustomID: fmt.Sprintf("%s%d", idUndo, s.Source.ID)})}
}

func sourceName(s store.Source) string {
	parsed, err := url.Parse(s.URL)
	if err != nil {
		parsed = &url.URL{}
	}
	return cmp.Or(s.Title, s.Outlet, parsed.Host, string(s.Kind))
}

// chosen lists the feeds an owner chose; what was handed in is no feed.
func (b *Bot) chosen(ctx context.Context, owner string) ([]store.Source, error) {
	all, err := b.Store.Sources(ctx, owner)
	out := all[:0]
	for _, s := range all {
		if !s.Kind.HandedIn() {
			out = append(out, s)
		}
	}
	return out, err
}

// sourceState says in words how a source fares.
func sourceState(s store.Source) string {
	switch {
	case s.Paused:
		return "paused by hand"
	case s.Fails >= 20:
		return "could not be read for days, tried once a day: " + s.Reason
	case s.Fails > 0:
		return "could not be read: " + s.Reason
	case s.Ended():
		return "stopped: " + s.Reason
	}
	return s.Reason // "" or what is said of a source that is read
}

func (b *Bot) sourceList(ctx context.Context, c *call) (response, error) {
	srcs, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	if len(srcs) == 0 {
		const add = "/source add with the address of a feed or a site adds one."
		if all, err := b.Store.Chosen(ctx, c.owner()); err != nil || len(all) == 0 {
			return say("No sources are chosen yet, so nothing is read. " + add), err
		}
		return say("No sources are chosen yet, so what the operator of this bot chose is read. " + add), nil
	}
	out := []message.Block{{Kind: message.Title, Runs: []message.Run{{Text: english.Plural(len(srcs), "source", "sources"), Bold: true}}}}
	for _, s := range srcs {
		runs := []message.Run{{Text: sourceName(s), Link: s.URL}}
		if state := sourceState(s); state != "" {
			runs = append(runs, message.Run{Text: ": " + layout.Clip(state, 200)})
		}
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	return response{blocks: out}, nil
}

// findSource is the owner's own source that an option names: by number, as the
// autocomplete gives it, or by what people type. Where two have one name, the
// person is asked.
func (b *Bot) findSource(ctx context.Context, c *call) (store.Source, error) {
	typed := c.text("source")
	srcs, err := b.chosen(ctx, c.owner())
	if err != nil {
		return store.Source{}, err
	}
	id, _ := strconv.ParseInt(typed, 10, 64)
	var fits []store.Source
	for _, s := range srcs {
		if s.URL == typed {
			return s, nil
		}
		if s.ID == id || strings.EqualFold(sourceName(s), typed) {
			fits = append(fits, s)
		}
	}
	switch len(fits) {
	case 0:
		return store.Source{}, userErrorf("I read no such source here. Type a few letters of its name and pick from the list; " +
			"/source list shows all.")
	case 1:
		return fits[0], nil
	}
	return store.Source{}, manyFit{path: c.path, ask: fmt.Sprintf("%d sources are called %s. Which one do you mean?", len(fits),
		sourceName(fits[0])), choices: sourceChoices(fits)}
}

// sourceChoices lists sources by name; those of one name have their address.
func sourceChoices(srcs []store.Source) []choice {
	var names, urls, ids []string
	for _, s := range srcs {
		names, urls, ids = append(names, sourceName(s)), append(urls, s.URL), append(ids, fmt.Sprint(s.ID))
	}
	return apart(names, urls, ids)
}

func (b *Bot) sourceRemove(ctx context.Context, c *call) (response, error) {
	source, err := b.findSource(ctx, c)
	if err != nil {
		return response{}, err
	}
	return b.unsubscribe(ctx, c, source)
}

func (b *Bot) unsubscribe(ctx context.Context, c *call, s store.Source) (response, error) {
	if err := b.Store.Unsubscribe(ctx, c.owner(), s.ID); err != nil {
		if gone(err) {
			return response{}, userErrorf("It is removed already.")
		}
		return response{}, err
	}
	return say("%s is read no more. What was told stays.", sourceName(s)), nil
}

func (b *Bot) sourcePause(ctx context.Context, c *call) (response, error) {
	return b.setPaused(ctx, c, true, "%s is paused: nothing of it is told or found until /source resume.")
}

func (b *Bot) sourceResume(ctx context.Context, c *call) (response, error) {
	return b.setPaused(ctx, c, false, "%s is read again.")
}

func (b *Bot) setPaused(ctx context.Context, c *call, pause bool, said string) (response, error) {
	source, err := b.findSource(ctx, c)
	if err != nil {
		return response{}, err
	}
	if err := b.Store.PauseSource(ctx, c.owner(), source.ID, pause); err != nil {
		return response{}, err
	}
	return say(said, sourceName(source)), nil
}

func (b *Bot) completeSource(ctx context.Context, c *call, typed string) ([]choice, error) {
	srcs, err := b.chosen(ctx, c.owner())
	srcs = slices.DeleteFunc(srcs, func(s store.Source) bool { return !holds(sourceName(s)+" "+s.URL, typed) })
	return sourceChoices(srcs), err
}

// holds reports whether a text holds what was typed, whatever its case.
func holds(s, typed string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(typed))
}
