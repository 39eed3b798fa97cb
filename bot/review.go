package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/state"
)

// idReview begins the ids under a message for moderators: what is done, the post, how
// many stories were dropped when it was drawn, and a story's position.
const idReview = "review:"

// reviewRows is what stands under a message for moderators.
func reviewRows(words *phrases.Words, post int64, r message.Review) []discordgo.MessageComponent {
	if r.Stage == message.StageOver {
		return nil
	}
	id := func(act string) string { return fmt.Sprintf("%s%s:%d:%d:0", idReview, act, post, r.Dropped) }
	var rows []discordgo.MessageComponent
	if len(r.Stories) > 0 {
		menu := component.Menu{ID: id("open"), Hint: words.Say("review_menu")}
		for i, s := range r.Stories {
			menu.Options = append(menu.Options, component.Option{Label: message.Printable(s.Title), Value: strconv.Itoa(i)})
		}
		rows = append(rows, component.Row(menu))
	}
	second := component.Button(words.Say("review_hold"), id("hold"))
	if r.Stage == message.StageHeld {
		second = component.Button(words.Say("review_release"), id("release"))
	}
	return append(rows, component.Row(component.Primary(words.Say("review_post"), id("post")), second))
}

// reviewPressed does what a moderator presses; others are told that they may not.
func (b *Bot) reviewPressed(c *call, arg string) {
	b.later(c, func(ctx context.Context) (response, error) {
		may := wire.PermissionBits(c.in.Member.V.Permissions.V)
		if may&(wire.PermManageGuild|wire.PermManageMessages|wire.PermAdministrator) == 0 {
			return response{}, refuse("review_may_not")
		}
		parts := strings.Split(arg, ":")
		if len(parts) != 4 {
			return response{}, errOldButton
		}
		post, _, err := b.postOf(ctx, c, parts[1])
		if err != nil {
			return response{}, err
		}
		pay, err := message.ParsePayload(post.Payload)
		if err != nil || pay.Review == nil {
			return response{}, errors.Join(err, errOldButton)
		}
		slot, err := b.Store.Slot(ctx, post.Slot)
		if err != nil {
			return response{}, err
		}
		return b.reviewAct(ctx, c, parts, reviewing{post, slot, *pay.Review})
	})
}

// reviewing is what somebody has pressed on.
type reviewing struct {
	post   store.Post
	slot   store.Slot
	review message.Review
}

func (b *Bot) reviewAct(ctx context.Context, c *call, parts []string, r reviewing) (response, error) {
	by := fmt.Sprint(c.user)
	var err error
	switch parts[0] {
	case "post":
		err = b.Store.PostSlot(ctx, r.slot.ID, by)
	case "hold":
		err = b.Store.HoldSlot(ctx, r.slot.ID, by)
	case "release":
		err = b.Store.ReleaseSlot(ctx, r.slot.ID, by)
	case "open", "drop":
		at := parts[3]
		if values := c.in.Data.V.Values.V; len(values) == 1 {
			at = values[0]
		}
		i, errAt := strconv.Atoi(at)
		if errAt != nil || i < 0 || i >= len(r.review.Stories) || parts[2] != fmt.Sprint(r.review.Dropped) {
			return response{}, refuse("review_changed")
		}
		story := r.review.Stories[i]
		if parts[0] == "open" {
			return openReviewed(c, r, i), nil
		}
		err = b.Store.DropStory(ctx, r.slot, by, story.Story)
	default:
		return response{}, errOldButton
	}
	if !errors.Is(err, store.ErrLost) {
		return b.reviewDone(c, parts[0], r.slot), err
	}
	switch r.slot.State {
	case state.SlotDone:
		return response{}, refuse("review_late")
	case state.SlotSkipped:
		return response{}, refuse("review_over")
	}
	return response{}, refuse("review_changed")
}

// reviewDone says what was done, and when a briefing comes that was let through.
func (b *Bot) reviewDone(c *call, act string, slot store.Slot) response {
	if act != "release" {
		return c.say("review_done_" + act)
	}
	if !slot.Due.After(b.now()) {
		return c.say("review_done_post")
	}
	return response{blocks: []message.Block{{Kind: message.Para, Runs: message.Say(c.words, "review_done_release", slot.Due)}}}
}

// openReviewed shows a story as it is posted, with the button that drops it.
func openReviewed(c *call, r reviewing, at int) response {
	var out []message.Block
	for line := range strings.Lines(r.review.Stories[at].Text) {
		kind := message.Para
		line, heading := strings.CutPrefix(strings.TrimSpace(line), "### ")
		if heading {
			kind = message.Heading
		}
		if runs := layout.Runs(line); len(runs) > 0 {
			out = append(out, message.Block{Kind: kind, Runs: runs})
		}
	}
	id := fmt.Sprintf("%sdrop:%d:%d:%d", idReview, r.post.ID, r.review.Dropped, at)
	return response{blocks: out, rows: []discordgo.MessageComponent{component.Row(component.Danger(c.words.Say("review_drop"), id))}}
}
