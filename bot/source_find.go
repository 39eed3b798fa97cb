package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/bot/sources"
	"dateline/briefing/catalogue"
	"dateline/store"
)

// findSource is the owner's own source that an option names: by number, as the
// autocomplete gives it, or by what people type. Where two have one name, the
// person is asked.
func (b *Bot) findSource(ctx context.Context, c *call) (store.Source, error) {
	typed := c.text("source")
	all, err := b.chosen(ctx, c.owner())
	if err != nil {
		return store.Source{}, err
	}
	id, _ := strconv.ParseInt(typed, 10, 64)
	var fits []store.Source
	for _, s := range all {
		if s.URL == typed {
			return s, nil
		}
		if s.ID == id || strings.EqualFold(sources.Name(s), typed) {
			fits = append(fits, s)
		}
	}
	switch len(fits) {
	case 0:
		if len(all) == 0 && c.guild != 0 {
			return store.Source{}, refuse("source_none_yet")
		}
		return store.Source{}, refuse("source_none_here")
	case 1:
		return fits[0], nil
	}
	return store.Source{}, manyFit{path: c.path, ask: c.words.Say("source_which", c.words.Thousands(len(fits)), sources.Name(fits[0])),
		choices: sourceChoices(fits)}
}

// sourceChoices lists sources by name; those of one name have their address.
func sourceChoices(all []store.Source) []choice {
	var names, urls, ids []string
	for _, s := range all {
		names, urls, ids = append(names, sources.Name(s)), append(urls, s.URL), append(ids, fmt.Sprint(s.ID))
	}
	return apart(names, urls, ids)
}

func (b *Bot) completeSource(ctx context.Context, c *call, typed string) ([]choice, error) {
	all, err := b.chosen(ctx, c.owner())
	all = slices.DeleteFunc(all, func(s store.Source) bool {
		return !holds(sources.Name(s)+" "+s.URL, typed) && !catalogue.Matches(sources.Name(s), typed)
	})
	return sourceChoices(sources.ByName(all)), err
}

// holds reports whether a text holds what was typed, whatever its case.
func holds(s, typed string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(typed))
}

func (b *Bot) sourceRemove(ctx context.Context, c *call) (response, error) {
	s, err := b.findSource(ctx, c)
	if err != nil {
		return response{}, err
	}
	return b.unsubscribe(ctx, c, s)
}

func (b *Bot) sourcePause(ctx context.Context, c *call) (response, error) {
	return b.setPaused(ctx, c, true)
}

func (b *Bot) sourceResume(ctx context.Context, c *call) (response, error) {
	return b.setPaused(ctx, c, false)
}

func (b *Bot) setPaused(ctx context.Context, c *call, pause bool) (response, error) {
	s, err := b.findSource(ctx, c)
	if err != nil {
		return response{}, err
	}
	if err := b.Store.PauseSource(ctx, c.owner(), s.ID, pause); err != nil {
		return response{}, err
	}
	return c.say(switched(pause), sources.Name(s)), nil
}
