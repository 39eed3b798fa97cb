package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/briefing/listing"
	"dateline/briefing/message"
	"dateline/briefing/rights"
)

// searchCommand is /search: the articles that hold some words, page by page.
func (b *Bot) searchCommand(ctx context.Context, c *call) (response, error) {
	return b.search(ctx, c, c.text("words"), 0)
}

// searchPressed turns a page. The words stand in the button's id: it holds after a
// restart, and what may be seen is looked up anew.
func (b *Bot) searchPressed(c *call, arg string) {
	page, words, ok := strings.Cut(arg, ":")
	number, err := strconv.Atoi(page)
	if !ok || err != nil {
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
		return
	}
	c.stays = true
	b.later(c, func(ctx context.Context) (response, error) {
		return b.search(ctx, c, strings.TrimSpace(message.Printable(words)), number)
	})
}

func (b *Bot) search(ctx context.Context, c *call, words string, page int) (response, error) {
	if words = layout.Clip(words, listing.QueryMost); words == "" {
		return response{}, refuse("search_empty")
	}
	scope, err := b.scope(ctx, c.guild, c.user)
	if err != nil {
		return response{}, err
	}
	var found listing.List
	err = b.quoting(ctx, c.here(), func(talk *rights.Tally) (err error) {
		found, err = listing.Query{Archive: b.Answerer.Archive, Scope: scope, Text: words, At: b.now(), Talk: talk}.Find(ctx, page)
		return err
	})
	if err != nil {
		return response{}, err
	}
	if c.guild != 0 {
		if err := b.Store.SawIn(ctx, c.user, c.guild); err != nil {
			return response{}, err
		}
	}
	reply := response{blocks: found.Blocks(b.now().In(b.zone(ctx, c.guild)), c.words)}
	var turns []discordgo.MessageComponent
	for key, to := range []int{found.Page - 1, found.Page + 1} {
		if to >= 0 && to < found.Pages() {
			label := []string{"search_back", "search_more"}[key]
			turns = append(turns, component.Button(c.words.Say(label), fmt.Sprintf("%s%d:%s", listing.Press, to, words)))
		}
	}
	if turns != nil {
		reply.rows = row(turns...)
	}
	return reply, nil
}
