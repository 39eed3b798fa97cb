package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/card"
	"dateline/bot/component"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/rights"
	"dateline/briefing/write"
	"dateline/store/state"
)

// askCommand is /ask.
func (b *Bot) askCommand(ctx context.Context, c *call) (response, error) {
	return b.askHere(ctx, c, c.text("question"))
}

// mayAsk refuses a question where the operator has stopped answers, or whoever manages
// the server has.
func (b *Bot) mayAsk(ctx context.Context, guild int64) error {
	if !b.profile(ctx, guild).Asks() {
		return refuse("asking_off")
	}
	return b.mayAnswer(ctx, guild)
}

// openly reports whether all who read the channel are shown what this person is
// answered: the server has it so, and the person may write there.
func (b *Bot) openly(ctx context.Context, c *call) bool {
	return c.guild != 0 && c.mayWrite() && b.profile(ctx, c.guild).Asking == profile.AskOpenly
}

// askForm asks for a question, where one may be asked, and says who sees the answer.
func (b *Bot) askForm(ctx context.Context, c *call, id, title string) (component.Form, error) {
	sees := "only_you"
	if b.openly(ctx, c) {
		sees = "all_see"
	}
	question := component.Label{Text: c.words.Say("your_question"), Help: c.words.Say(sees),
		Field: component.Text{ID: fieldAsk, Long: true, Most: 500}}
	return component.Form{ID: id, Title: title, Labels: []component.Label{question}}, b.mayAsk(ctx, c.guild)
}

// askHere answers the person who asked, and a button shows the answer to all; or all
// at once, where the server has it so.
func (b *Bot) askHere(ctx context.Context, c *call, question string) (response, error) {
	if question == "" {
		return response{}, refuse("question_empty")
	}
	c.hearsQuestion(question)
	if err := b.mayAsk(ctx, c.guild); err != nil {
		return response{}, err
	}
	first, err := b.greetDirect(ctx, c)
	if err != nil {
		return response{}, err
	}
	if said, ok := chat(question, c.words); ok {
		return response{blocks: append(first, said...)}, nil
	}
	query := c.here()
	query.text, query.open = question, b.openly(ctx, c)
	got, err := b.ask(ctx, query)
	if err != nil {
		return response{}, err
	}
	reply := response{blocks: append(first, got.Blocks()...)}
	card := append(b.cardButton(ctx, c.words, got), b.exportButton(c.words, got)...)
	if got.Searched.Articles == 0 && len(got.Claims)+len(got.Passages) == 0 {
		reply.blocks = append(reply.blocks, b.nothingChosen(ctx, c)...)
	}
	if got.Watchable() {
		reply.rows = row(follow.Offer(c.words, layout.Clip(question, follow.QuestionKept)))
	}
	if c.guild != 0 && len(got.Claims)+len(got.Passages) > 0 {
		reply.share = &shareable{headline: headlineOf(got), beside: card}
	} else if card != nil && reply.rows == nil {
		reply.rows = row(card...)
	}
	if query.open {
		return b.forAll(ctx, c, reply, got)
	}
	return reply, nil
}

// nothingChosen says how sources are chosen, where none are.
func (b *Bot) nothingChosen(ctx context.Context, c *call) []message.Block {
	if chosen, err := b.Store.Chosen(ctx, c.owner()); err != nil || len(chosen) > 0 {
		return nil
	}
	return paras(c.words.Say(c.addHint()))
}

// forAll is an answer that all who read the channel see, as one that is shown to them:
// the person who asked reads beside it where it is. A refusal, and what the words of the
// channel bar, stay with that person.
func (b *Bot) forAll(ctx context.Context, c *call, private response, got answer.Answer) (response, error) {
	closest := len(got.Passages) > 0 && !got.Declined
	if len(got.Claims) == 0 && got.Briefing == nil && !closest {
		return private, nil
	}
	parts, err := b.published(ctx, c, draft{headline: headlineOf(got), parts: b.laid(c.words, private.blocks)})
	var barred userError
	if errors.As(err, &barred) {
		return private, nil
	}
	reply := c.say("all_shown")
	reply.rows, reply.shown, reply.unseen = private.rows, parts, &private
	if private.share != nil && len(private.share.beside) > 0 {
		reply.rows = append(row(private.share.beside...), reply.rows...)
	}
	return reply, err
}

// askAbout asks for a question on a story, after a look whether the person may see it.
func (b *Bot) askAbout(c *call, handle int64) {
	b.atOnce(c, func(ctx context.Context) (component.Form, error) {
		story, err := b.handled(ctx, handle)
		if err == nil {
			_, err = b.cardOf(ctx, c, story, nil)
		}
		if err != nil {
			return component.Form{}, err
		}
		return b.askForm(ctx, c, card.ID(card.DoAsked, handle), c.words.Say("card_ask_title"))
	})
}

// askedAbout answers a question on a story, from what was read of that story alone.
func (b *Bot) askedAbout(ctx context.Context, c *call, story int64) (response, error) {
	opened, err := b.cardOf(ctx, c, story, nil)
	if err != nil {
		return response{}, err
	}
	question := layout.Clip(strings.TrimSpace(message.Printable(component.Read(c.in.Data.V).Text(fieldAsk))), 500)
	if question == "" {
		return response{}, refuse("question_empty")
	}
	c.hearsQuestion(question)
	query := c.here()
	query.text, query.open, query.story = question, b.openly(ctx, c), answer.Story{ID: opened.Story, Title: opened.Title}
	got, err := b.ask(ctx, query)
	if err != nil {
		return response{}, err
	}
	handle, err := b.Store.StoryHandle(ctx, opened.Story)
	head := message.Block{Kind: message.Heading, Runs: message.Plain(opened.Title)}
	again := component.Button(c.words.Say("card_ask"), card.ID(card.DoAsk, handle))
	reply := response{blocks: slices.Insert(got.Blocks(), 0, head), rows: row(again)}
	if err == nil && query.open {
		return b.forAll(ctx, c, reply, got)
	}
	return reply, err
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
	var briefing brief.Briefing
	err = b.quoting(ctx, c.here(), func(talk *rights.Tally) (err error) {
		req.Talk = talk
		briefing, err = b.Press.Writer.Write(write.Paid(ctx, c.owner(), fmt.Sprintf("user:%d", c.user)), req)
		return err
	})
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
