package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/brief"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/write"
	"dateline/store/state"
)

// askCommand is /ask.
func (b *Bot) askCommand(ctx context.Context, c *call) (response, error) {
	return b.askPrivately(ctx, c, c.text("question"))
}

// askPrivately answers the person who asked; a button shows the answer to all.
func (b *Bot) askPrivately(ctx context.Context, c *call, question string) (response, error) {
	if question == "" {
		return response{}, refuse("question_empty")
	}
	first, err := b.greetDirect(ctx, c)
	if err != nil {
		return response{}, err
	}
	if said, ok := chat(question, c.words); ok {
		return response{blocks: append(first, said...)}, nil
	}
	got, err := b.ask(ctx, asking{guild: c.guild, channel: int64(c.in.ChannelID), user: c.user, text: question, words: c.words})
	if err != nil {
		return response{}, err
	}
	reply := response{blocks: append(first, got.Blocks()...)}
	card := append(b.cardButton(ctx, c.words, got), b.exportButton(c.words, got)...)
	if got.Searched.Articles == 0 && len(got.Claims)+len(got.Passages) == 0 {
		if chosen, err := b.Store.Chosen(ctx, c.owner()); err == nil && len(chosen) == 0 {
			reply.blocks = append(reply.blocks, paras(c.words.Say(c.addHint()))...)
		}
	}
	if got.Watchable() {
		reply.rows = row(follow.Offer(c.words, layout.Clip(question, follow.QuestionKept)))
	}
	if c.guild != 0 && len(got.Claims)+len(got.Passages) > 0 {
		reply.share = &shareable{headline: headlineOf(got), beside: card}
	} else if card != nil && reply.rows == nil {
		reply.rows = row(card...)
	}
	return reply, nil
}

// ownBriefing reports a name that begins what /brief tells one person. No schedule
// may be called so: its posts are known again by their first line.
func ownBriefing(name string) bool {
	return slices.ContainsFunc(phrases.Languages(), func(lang string) bool {
		return strings.HasPrefix(strings.ToLower(name), strings.ToLower(phrases.In(lang).Say("your_briefing")))
	})
}

// briefCommand is /brief: stateless, told to one person, counted as told to none.
func (b *Bot) briefCommand(ctx context.Context, c *call) (response, error) {
	if err := b.mayTell(ctx, c.guild, state.BrakeWriting); err != nil {
		return response{}, err
	}
	scope, err := b.scope(ctx, c.guild, c.user)
	if err != nil {
		return response{}, err
	}
	now := b.now()
	req := brief.Request{Name: c.words.Say("your_briefing"), Scope: scope, Speak: c.words.Lang(),
		From: now.Add(-time.Duration(min(c.number("hours", 24), 168)) * time.Hour),
		At:   now, Live: true, Zone: b.zone(ctx, c.guild),
		Topic: c.text("topic"), Length: lengthOf(c), Stories: storiesOf(c), ModelTime: 2 * time.Minute}
	if req.From.After(now) {
		req.From = now.Add(-24 * time.Hour)
	}
	req.Channel.Owner = c.owner()
	if req.Muted, err = b.Store.Hidden(ctx, c.person(), now); err != nil {
		return response{}, err
	}
	briefing, err := b.Press.Writer.Write(write.Paid(ctx, c.owner(), fmt.Sprintf("user:%d", c.user)), req)
	if err != nil {
		return response{}, err
	}
	briefing.StatusHint, briefing.AddHint = "ask_managers", c.addHint()
	if c.guild == 0 || c.manager {
		briefing.StatusHint = "see_status"
	}
	reply := response{blocks: briefing.Blocks()}
	if c.guild != 0 && len(briefing.Stories) > 0 {
		reply.share = &shareable{}
		if err := b.Store.SawIn(ctx, c.user, c.guild); err != nil {
			return reply, err
		}
	}
	return reply, nil
}

// addHint is the text that says how sources are chosen, to whom it may concern: no
// command that this person may not use.
func (c *call) addHint() string {
	switch {
	case c.guild == 0:
		return "add_source"
	case c.manager:
		return "add_setup"
	}
	return "add_managers"
}

func storiesOf(c *call) int { return min(max(c.number("stories", 5), 1), 15) }

func lengthOf(c *call) string { return lengthNamed(c.text("length")) }

func lengthNamed(typed string) string {
	if typed == "short" || typed == "long" {
		return typed
	}
	return profile.Length
}

// headlineOf is the headline of the article that a passage stands in: alone
// in a channel a quotation says not what it is about.
func headlineOf(a answer.Answer) string {
	if len(a.Passages) != 1 || len(a.Passages[0].Cites) == 0 {
		return ""
	}
	return a.Passages[0].Cites[0].Title
}

func row(list ...discordgo.MessageComponent) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: list}}
}

// question is what a message asks, without the mentions of the bot.
func (b *Bot) question(m *wire.Message) string {
	said, self := m.Content.V, b.self().String()
	for _, form := range []string{"<@" + self + ">", "<@!" + self + ">", "<@&" + b.roles.in(m.GuildID).String() + ">"} {
		said = strings.ReplaceAll(said, form, " ")
	}
	return strings.TrimSpace(said)
}
