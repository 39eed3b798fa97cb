package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/write"
	"dateline/store"
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
	var first []message.Block
	if c.guild == 0 {
		var err error
		asker := store.Person{ID: c.user, DM: int64(c.in.ChannelID), CaughtUp: c.in.ID.Time()}
		if first, err = b.introduce(ctx, c.words, asker); err != nil {
			return response{}, err
		}
	}
	if said, ok := chat(question, c.words); ok {
		return response{blocks: append(first, said...)}, nil
	}
	got, err := b.ask(ctx, asking{guild: c.guild, channel: int64(c.in.ChannelID), user: c.user, text: question})
	if err != nil {
		return response{}, err
	}
	reply := response{blocks: append(first, got.Blocks()...)}
	if c.guild != 0 && len(got.Claims)+len(got.Passages) > 0 {
		reply.share = &shareable{headline: headlineOf(got)}
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
	briefing, err := b.Press.Writer.Write(write.Paid(ctx, c.owner(), fmt.Sprintf("user:%d", c.user)), req)
	if err != nil {
		return response{}, err
	}
	if briefing.StatusHint = "ask_managers"; c.guild == 0 || c.manager {
		briefing.StatusHint = "see_status"
	}
	briefing.AddHint = "add_source"
	reply := response{blocks: briefing.Blocks()}
	if c.guild != 0 && len(briefing.Stories) > 0 {
		reply.share = &shareable{}
		if err := b.Store.SawIn(ctx, c.user, c.guild); err != nil {
			return reply, err
		}
	}
	return reply, nil
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

// helpCommand is /help.
func (b *Bot) helpCommand(_ context.Context, c *call) (response, error) {
	lines := []string{"/ask answers from what I have read, with sources, or says that it does not know. In a server only you see the " +
		"answer, and a button shows it to all.",
		"/brief tells what is new, for you alone."}
	if c.guild == 0 {
		lines = append(lines, "Here you can simply write your question. I know what you asked before; /new starts afresh.",
			"/source add, list, remove, pause and resume choose what I read for you alone.")
	} else {
		lines = append(lines, "Mention me, or reply to me with a ping, and I answer here for all to see. In direct messages I answer "+
			"you alone.", "/why says why something was posted here, or not.")
	}
	if c.manager {
		lines = append(lines, "/source add, list, remove, pause and resume choose what I read for this server.",
			"/schedule add, list, remove and preview say when I post: daily 07:30, every 3 hours, first monday 9 am. "+
				"/schedule words hides stories that hold certain words.", "/status says what works and what to do about what does not.")
	}
	lines = append(lines, "/privacy shows what I keep of you, /forget erases it.")
	out := []message.Block{{Kind: message.Title, Runs: []message.Run{{Text: "I read news sources and tell what is new, " +
		"every sentence with its source.", Bold: true}}}}
	for _, l := range lines {
		out = append(out, message.Block{Kind: message.Item, Runs: []message.Run{{Text: l}}})
	}
	return response{blocks: append(out, b.limitsOfChecks()...)}, nil
}

// limitsOfChecks says what the check promises and what it cannot see.
func (b *Bot) limitsOfChecks() []message.Block {
	said := "No language model is set: briefings are made of the sources' own sentences, and a question is met with the passages that " +
		"come closest."
	if b.Model != "" {
		said = fmt.Sprintf("What I write is written by AI (%s) and checked by a program: no number, date, name or quotation is shown "+
			"that is not in its cited source. Names are checked where capitals mark names; elsewhere I use the sources' own "+
			"sentences.", b.Model)
	}
	reads := "In channels I see only messages that mention me or my role."
	if b.MessageContent {
		reads = "In channels I also read replies to my messages."
	}
	return []message.Block{{Kind: message.Small, Runs: []message.Run{{Text: said + " " + reads}}}}
}

// question is what a message asks, without the mentions of the bot.
func (b *Bot) question(m *wire.Message) string {
	said, self := m.Content.V, b.self().String()
	for _, form := range []string{"<@" + self + ">", "<@!" + self + ">", "<@&" + b.roles.in(m.GuildID).String() + ">"} {
		said = strings.ReplaceAll(said, form, " ")
	}
	return strings.TrimSpace(said)
}
