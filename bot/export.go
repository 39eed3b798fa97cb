package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/rest"
	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/export"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
)

// exportButton gives an answer as a file; none for one without a sentence.
func (b *Bot) exportButton(words *phrases.Words, got answer.Answer) []discordgo.MessageComponent {
	id := export.ID(export.Of(append(append([]claim.Claim{}, got.Claims...), got.Passages...)))
	if id == "" {
		return nil
	}
	return []discordgo.MessageComponent{component.Button(words.Say("export_button"), id)}
}

// exportPressed attaches an answer as two files, for whoever pressed alone. What it is
// made of stands in the button's id, and is looked up anew: what was taken back since is
// left out.
func (b *Bot) exportPressed(c *call, arg string) {
	items, left, ok := export.Parse(arg)
	if !ok {
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
		return
	}
	b.later(c, func(ctx context.Context) (response, error) {
		scope, err := b.scope(ctx, c.guild, c.user)
		if err != nil {
			return response{}, err
		}
		var document export.Document
		err = b.quoting(ctx, c.here(), func(talk *rights.Tally) (err error) {
			document, err = export.Question{Store: b.Store, Scope: scope, At: b.now(), Items: items, Left: left, Talk: talk}.Read(ctx)
			return err
		})
		if err != nil {
			return response{}, err
		}
		machine, err := document.JSON()
		if err != nil {
			return response{}, err
		}
		reply := c.say("export_said")
		if left > 0 {
			reply = said(c.words.Say("export_said") + " " + c.words.Count(left, "export_left"))
		}
		reply.files = []rest.File{{Name: "dateline-answer.md", Content: document.Markdown(c.words, b.zone(ctx, c.guild))},
			{Name: "dateline-answer.json", Content: machine}}
		return reply, nil
	})
}
