package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/rest"
	"dateline/bot/sources"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/store"
)

// figuredDays is over how many days the figures of sources are counted: a week has
// its quiet days in it.
const figuredDays = 7

// chosen lists the feeds an owner chose; what was handed in is no feed.
func (b *Bot) chosen(ctx context.Context, owner string) ([]store.Source, error) {
	all, err := b.Store.Sources(ctx, owner)
	return slices.DeleteFunc(all, func(s store.Source) bool { return s.Kind.HandedIn() }), err
}

func (b *Bot) sourceList(ctx context.Context, c *call) (response, error) {
	return b.sourcePage(ctx, c, 0)
}

// sourcePage is a page of the list, with a menu of its sources.
func (b *Bot) sourcePage(ctx context.Context, c *call, number int) (response, error) {
	all, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	if len(all) == 0 {
		if desk, err := b.Store.Chosen(ctx, c.owner()); err != nil || len(desk) == 0 {
			return c.noSources("sources_none"), err
		}
		return c.noSources("sources_none_desk"), nil
	}
	figures, err := b.Store.SourceFigures(ctx, c.owner(), figuredDays)
	if err != nil {
		return response{}, err
	}
	page := sources.Page{Sources: sources.ByName(all), Figures: figures}.At(number)
	menu := component.Menu{ID: sources.Press + sources.DoOne, Hint: c.words.Say("source_menu")}
	for _, s := range page.Shown() {
		menu.Options = append(menu.Options, component.Option{Label: sources.Name(s), Value: fmt.Sprint(s.ID), Help: sources.Host(s.URL)})
	}
	var buttons []discordgo.MessageComponent
	turn := func(key string, to int, ok bool) {
		if ok {
			buttons = append(buttons, component.Button(c.words.Say(key), fmt.Sprintf("%s%s.%d", sources.Press, sources.DoPage, to)))
		}
	}
	turn("source_earlier", page.Number-1, page.Number > 0)
	turn("source_later", page.Number+1, page.Number < page.Pages()-1)
	buttons = append(buttons, component.Button(c.words.Say("source_export"), sources.Press+sources.DoExport))
	return response{blocks: page.Blocks(c.words), rows: []discordgo.MessageComponent{component.Row(menu), component.Row(buttons...)}}, nil
}

// noSources says that none are chosen, and what chooses some.
func (c *call) noSources(key string) response {
	if c.guild == 0 {
		return c.say(key)
	}
	return said(c.words.Say(key) + " " + c.words.Say("sources_setup"))
}

// sourceDetail is one source with what can be done with it.
func (b *Bot) sourceDetail(ctx context.Context, c *call, s store.Source, said string) (response, error) {
	figures, err := b.Store.SourceFigures(ctx, c.owner(), figuredDays)
	if err != nil {
		return response{}, err
	}
	reply := response{blocks: sources.Detail(c.words, s, figures)}
	if said != "" {
		reply.blocks = append(paras(said), reply.blocks...)
	}
	button := func(key, do string) discordgo.MessageComponent {
		return component.Button(c.words.Say(key), fmt.Sprintf("%s%s.%d", sources.Press, do, s.ID))
	}
	pause := button("source_pause", sources.DoPause)
	if s.Paused {
		pause = button("source_resume", sources.DoResume)
	}
	list := []discordgo.MessageComponent{pause, component.Danger(c.words.Say("source_remove"), fmt.Sprintf("%s%s.%d", sources.Press,
		sources.DoRemove, s.ID)), b.sourceBack(c)}
	if !s.Paused {
		list = slices.Insert(list, 0, button("source_try", sources.DoTry))
	}
	reply.rows = row(list...)
	return reply, nil
}

func (b *Bot) sourceBack(c *call) discordgo.MessageComponent {
	return component.Button(c.words.Say("source_back"), sources.Press+sources.DoPage+".0")
}

// sourcePressed answers what is pressed on these screens, for those who may use the
// command. A screen changes where it stands.
func (b *Bot) sourcePressed(c *call, arg string) {
	do, typed, _ := strings.Cut(arg, ".")
	if chosen := c.in.Data.V.Values.V; do == sources.DoOne && len(chosen) == 1 {
		typed = chosen[0]
	}
	id, _ := strconv.ParseInt(typed, 10, 64)
	act := map[string]func(context.Context, *call, int64) (response, error){sources.DoOne: b.seeSource, sources.DoTry: b.trySource,
		sources.DoPause: b.pauseSource, sources.DoResume: b.resumeSource, sources.DoRemove: b.removeSource,
		sources.DoRestore: b.restoreSource,
		sources.DoPage: func(ctx context.Context, c *call, page int64) (response, error) {
			return b.sourcePage(ctx, c, int(min(max(page, 0), sources.Most)))
		}}[do]
	err := b.commands["source list"].may(c)
	switch {
	case err != nil:
		b.respond(c, b.replyForError(c.words, c.path, err))
	case do == sources.DoForm:
		b.later(c, func(ctx context.Context) (response, error) { return b.sourceAdded(ctx, c) })
	case do == sources.DoExport:
		b.later(c, func(ctx context.Context) (response, error) { return b.exportSources(ctx, c) })
	case act == nil:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	default:
		c.stays = c.in.Message.V.ID != 0
		b.later(c, func(ctx context.Context) (response, error) { return act(ctx, c, id) })
	}
}

// sourceOf is the owner's own source of an id.
func (b *Bot) sourceOf(ctx context.Context, c *call, id int64) (store.Source, error) {
	all, err := b.chosen(ctx, c.owner())
	if i := slices.IndexFunc(all, func(s store.Source) bool { return s.ID == id }); i >= 0 {
		return all[i], err
	}
	if err != nil {
		return store.Source{}, err
	}
	return store.Source{}, refuse("source_removed_already")
}

func (b *Bot) seeSource(ctx context.Context, c *call, id int64) (response, error) {
	s, err := b.sourceOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	return b.sourceDetail(ctx, c, s, "")
}

// tryTime is what reading one source may take; longer than the fetcher's own time.
const tryTime = 90 * time.Second

// trySource reads a source at once, unless its server asks to be left alone.
func (b *Bot) trySource(ctx context.Context, c *call, id int64) (response, error) {
	s, err := b.sourceOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	if s.WaitUntil.After(b.now()) {
		waits := message.Block{Kind: message.Para, Runs: message.Say(c.words, "source_waits", s.WaitUntil)}
		return response{blocks: []message.Block{waits}, beside: true}, nil
	}
	claimed, err := b.Store.ClaimSource(ctx, c.owner(), id, tryTime)
	switch {
	case errors.Is(err, store.ErrLost):
		return response{}, refuse("source_busy")
	case gone(err):
		return response{}, refuse("source_removed_already")
	case err != nil:
		return response{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	added, err := b.Poller.One(ctx, claimed)
	if err != nil {
		return response{}, err
	}
	if s, err = b.sourceOf(ctx, c, id); err != nil {
		return response{}, err
	}
	said := ""
	if s.Fails == 0 && !s.Ended() {
		said = c.words.Say("source_tried", sources.Name(s), c.words.Count(added, "source_items"))
	}
	return b.sourceDetail(ctx, c, s, said)
}

func (b *Bot) pauseSource(ctx context.Context, c *call, id int64) (response, error) {
	return b.switchSource(ctx, c, id, true)
}

func (b *Bot) resumeSource(ctx context.Context, c *call, id int64) (response, error) {
	return b.switchSource(ctx, c, id, false)
}

func (b *Bot) switchSource(ctx context.Context, c *call, id int64, pause bool) (response, error) {
	if _, err := b.sourceOf(ctx, c, id); err != nil {
		return response{}, err
	}
	if err := b.Store.PauseSource(ctx, c.owner(), id, pause); err != nil {
		return response{}, err
	}
	s, err := b.sourceOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	return b.sourceDetail(ctx, c, s, c.words.Say(switched(pause), sources.Name(s)))
}

// switched is the key of what is said of a source that was paused or resumed.
func switched(pause bool) string {
	if pause {
		return "source_is_paused"
	}
	return "source_is_back"
}

// removeSource ends the choice of a source, with a button to take it up again.
func (b *Bot) removeSource(ctx context.Context, c *call, id int64) (response, error) {
	s, err := b.sourceOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	return b.unsubscribe(ctx, c, s)
}

func (b *Bot) unsubscribe(ctx context.Context, c *call, s store.Source) (response, error) {
	if err := b.Store.Unsubscribe(ctx, c.owner(), s.ID); err != nil {
		if gone(err) {
			return response{}, refuse("source_removed_already")
		}
		return response{}, err
	}
	reply := c.say("source_removed", sources.Name(s))
	restore := component.Button(c.words.Say("source_undo_removal"), fmt.Sprintf("%s%s.%d", sources.Press, sources.DoRestore, s.ID))
	reply.rows = row(restore, b.sourceBack(c))
	return reply, nil
}

func (b *Bot) restoreSource(ctx context.Context, c *call, id int64) (response, error) {
	have, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	if len(have) >= sources.Most {
		return response{}, refuse("source_too_many", c.words.Thousands(sources.Most))
	}
	s, err := b.Store.Resubscribe(ctx, c.owner(), id, fmt.Sprint(c.user))
	if gone(err) {
		return response{}, errOldButton
	}
	if err != nil {
		return response{}, err
	}
	return b.sourceDetail(ctx, c, s, c.words.Say("source_is_back", sources.Name(s)))
}

// exportSources sends the sources as a list that other readers of feeds take.
func (b *Bot) exportSources(ctx context.Context, c *call) (response, error) {
	all, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	if len(all) == 0 {
		return c.noSources("sources_none"), nil
	}
	var list []feed.Feed
	for _, s := range all {
		list = append(list, feed.Feed{URL: s.URL, Title: s.Title})
	}
	encoded, err := feed.OPML(list)
	if err != nil {
		return response{}, fmt.Errorf("write a list of feeds: %w", err)
	}
	reply := c.say("source_exported")
	reply.files = []rest.File{{Name: "sources.opml", Content: encoded}}
	return reply, nil
}

// sourcesCommand tells everybody what is read here: names, countries, owners.
func (b *Bot) sourcesCommand(ctx context.Context, c *call) (response, error) {
	own, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	title := "sources_members"
	if len(own) == 0 {
		title = "sources_members_desk"
		if own, err = b.chosen(ctx, store.Desk); err != nil {
			return response{}, err
		}
	}
	own = slices.DeleteFunc(own, func(s store.Source) bool { return s.Paused })
	if len(own) == 0 {
		if c.guild == 0 {
			return c.say("sources_own_none"), nil
		}
		return c.say("sources_members_none"), nil
	}
	head := message.Block{Kind: message.Title, Runs: []message.Run{{Text: c.words.Say(title), Bold: true}}}
	return response{blocks: append([]message.Block{head}, sources.Members(c.words, sources.ByName(own))...)}, nil
}
