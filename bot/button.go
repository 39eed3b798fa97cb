package bot

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/card"
	"dateline/bot/component"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/export"
	"dateline/briefing/listing"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// Custom ids carry a post's random id and positions, never a story's id: they
// stand in messages for years, and hold after restarts and restored backups.
const (
	idOpen   = "open:" // + post: the menu of its stories
	idAsk    = "ask:"  // + post: opens the modal
	idAskNow = "asked" // the modal itself
	idWhy    = "why:"  // + post
	idUndo   = "undo:" // + sources, with points between them
	idShow   = "show:" // + ":" and what it is kept by, older ones with digits before it: a private answer, to all
	idPick   = "pick:" // + command: the menu of what a name may mean
	fieldAsk = "question"
)

// labelMost is how long the label of a menu's line may be.
const labelMost = 100

// postRows is what stands under the last part of a briefing; asking says whether
// questions are answered there.
func postRows(words *phrases.Words, post int64, pay message.Payload, asking bool) []discordgo.MessageComponent {
	if pay.Review != nil {
		return reviewRows(words, post, *pay.Review)
	}
	if pay.Watch != 0 {
		return follow.Answered(words, pay.Watch)
	}
	if !pay.Last {
		return nil
	}
	var rows []discordgo.MessageComponent
	if len(pay.Menu) > 0 {
		menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: fmt.Sprintf("%s%d", idOpen, post),
			Placeholder: words.Say("open_story")}
		for i, s := range pay.Menu[:min(len(pay.Menu), 25)] {
			label := strings.TrimSpace(layout.Cut(strings.Join(strings.Fields(message.Printable(s.Title)), " "), labelMost))
			if s.Hidden {
				label = ""
			}
			menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: cmp.Or(label, words.Say("story_number", i+1)),
				Value: strconv.Itoa(i)})
		}
		rows = append(rows, row(menu)...)
	}
	buttons := []discordgo.MessageComponent{component.Button(words.Say("ask_button"), fmt.Sprintf("%s%d", idAsk, post)),
		component.Button(words.Say("why_button"), fmt.Sprintf("%s%d", idWhy, post)),
		component.Button(words.Say("card_report"), card.ReportID(card.DoForm, post))}
	if !asking {
		buttons = buttons[1:]
	}
	return append(rows, row(buttons...)...)
}

// pressed answers a button, a menu or a modal. What it opens only the presser sees.
func (b *Bot) pressed(c *call) {
	id := c.in.Data.V.CustomID.V
	verb, arg := id, ""
	if i := strings.IndexByte(id, ':'); i >= 0 {
		verb, arg = id[:i+1], id[i+1:]
	}
	c.path = "button " + strings.TrimSuffix(verb, ":")
	screens := map[string]func(*call, string){idSchedule: b.schedulePressed, sources.Press: b.sourcePressed, idSetup: b.setupPressed,
		idReview: b.reviewPressed, follow.Watch: b.watchPressed, follow.Topic: b.followPressed, component.OwnData: b.ownDataPressed,
		card.Press: b.cardPressed, card.Report: b.reportPressed, listing.Press: b.searchPressed,
		export.Press: b.exportPressed}
	if press := screens[verb]; press != nil {
		press(c, arg)
		return
	}
	switch {
	case c.in.Type.V == wire.TypeModal && verb == idAskNow:
		question := layout.Clip(strings.TrimSpace(message.Printable(component.Read(c.in.Data.V).Text(fieldAsk))), 2000)
		b.later(c, func(ctx context.Context) (response, error) { return b.askHere(ctx, c, question) })
	case c.in.Type.V == wire.TypeModal:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	case verb == idOpen:
		b.later(c, func(ctx context.Context) (response, error) { return b.openStory(ctx, c, arg) })
	case verb == idWhy:
		b.later(c, func(ctx context.Context) (response, error) { return b.whyPost(ctx, c, arg) })
	case verb == idAsk:
		b.openModal(c, arg)
	case verb == idChanges:
		b.later(c, func(ctx context.Context) (response, error) { return b.changes(ctx, c, arg) })
	case verb == idPick:
		b.pickedOne(c, arg)
	case verb == idUndo:
		b.later(c, func(ctx context.Context) (response, error) { return b.undo(ctx, c, arg) })
	case verb == idShow || id == "show": // as older messages have it
		b.show(c, arg)
	default:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	}
}

// openModal asks for the question, after a look whether the button is this server's.
func (b *Bot) openModal(c *call, post string) {
	b.atOnce(c, func(ctx context.Context) (component.Form, error) {
		if _, _, err := b.postOf(ctx, c, post); err != nil {
			return component.Form{}, err
		}
		return b.askForm(ctx, c, idAskNow, c.words.Say("ask_title"))
	})
}

// withFiles is a message with the files that it brings.
func withFiles(m map[string]any, files []rest.File) any {
	if len(files) == 0 {
		return m
	}
	return rest.Upload{Body: m, Files: files}
}

// openForm asks a person to fill in a form.
func (b *Bot) openForm(c *call, form component.Form) {
	if err := b.callback(c, wire.AnswerForm, form.Data()); err != nil {
		b.Log.Warn("a form was not opened", "err", err)
	}
}
