package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dateline/bot/proof"
	"dateline/bot/reason"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/deliver"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
)

// Post sends one message of a briefing: deliver.Poster.
func (b *Bot) Post(ctx context.Context, ch store.Channel, m deliver.Message) (int64, error) {
	out := b.calling(ctx, ch, m.Payload)
	if m.Payload.Silent {
		out["flags"] = wire.FlagNoEmbeds | wire.FlagNoPush
	}
	if rows := postRows(phrases.In(m.Payload.Lang), m.Post, m.Payload, b.profile(ctx, ch.GuildID).Asks()); len(rows) > 0 {
		out["components"] = rows
	}
	path := fmt.Sprintf("/channels/%d/messages", ch.DiscordID)
	if ch.Kind == state.ChannelForum {
		path = fmt.Sprintf("/channels/%d/threads", ch.DiscordID)
		out = map[string]any{"name": proof.Title(m.Payload.Content, m.Marker), "message": out}
	} else {
		out["nonce"], out["enforce_nonce"] = m.Nonce, true
	}
	var made struct {
		ID wire.Snowflake `json:"id"`
	}
	err := b.api.Do(rest.Scheduled(ctx, m.TooLate), http.MethodPost, path, out, &made)
	if err != nil {
		return 0, b.sendError(ctx, ch, err)
	}
	if made.ID == 0 {
		return 0, &deliver.SendError{Kind: deliver.Doubtful, Reason: "Discord's reply named no message"}
	}
	if stopped, ok := b.proving.LoadAndDelete(ch.ID); ok {
		b.works(ctx, stopped.(store.Channel))
	}
	return int64(made.ID), nil
}

// calling is the body of a message that may call one role, and nobody else. A role
// that is gone is not called; where that cannot be found out it is.
func (b *Bot) calling(ctx context.Context, ch store.Channel, pay message.Payload) map[string]any {
	if pay.Ping == 0 {
		return body(pay.Content)
	}
	if roles, err := b.guildRoles(ctx, ch.GuildID); err == nil && roles[pay.Ping] == nil {
		return body(strings.Replace(pay.Content, fmt.Sprintf(" <@&%d>", pay.Ping), "", 1))
	}
	out := body(pay.Content)
	out["allowed_mentions"] = map[string]any{"parse": []string{}, "roles": []string{fmt.Sprint(pay.Ping)}}
	return out
}

// fallsShort says what does not work of a schedule's briefings though they are
// posted: a role that is not called, followers that are not reached.
func (b *Bot) fallsShort(ctx context.Context, words *phrases.Words, x store.Planned) ([]string, error) {
	var out []string
	if ping := profile.ParseSchedule(x.Schedule.Profile).Ping; ping != 0 {
		roles, err := b.guildRoles(ctx, x.Channel.GuildID)
		spot, errLook := b.look(ctx, x.Channel.DiscordID)
		may := spot.perms&(wire.PermMentionAll|wire.PermAdministrator) != 0
		switch role := roles[ping]; {
		case err != nil || errLook != nil: // it cannot be found out now
		case role == nil:
			out = append(out, words.Say("status_ping_gone"))
		case !role.Mentionable && !may:
			out = append(out, words.Say("status_ping_refused", role.Name))
		}
	}
	slots, err := b.Store.Slots(ctx, x.Schedule.ID, 1)
	if err != nil || len(slots) == 0 {
		return out, err
	}
	posts, err := b.Store.SlotPosts(ctx, slots[0].ID)
	for _, p := range posts {
		if p.Follow == state.FollowUnpublished {
			return append(out, words.Say("status_not_published", reason.Say(words, p.Error))), err
		}
	}
	return out, err
}

// Edit gives a message of ours another content; nobody is called by it.
func (b *Bot) Edit(ctx context.Context, ch store.Channel, message int64, m deliver.Message) error {
	out := body(m.Payload.Content)
	out["components"] = []any{} // else what stood under the message stays
	if rows := postRows(phrases.In(m.Payload.Lang), m.Post, m.Payload, b.profile(ctx, ch.GuildID).Asks()); len(rows) > 0 {
		out["components"] = rows
	}
	room := ch.DiscordID
	if ch.Kind == state.ChannelForum {
		room = message // the thread that it began
	}
	var err error
	if room == message && m.Retitle {
		title := map[string]any{"name": proof.Title(m.Payload.Content, m.Marker)}
		if err = b.patch(ctx, m, fmt.Sprintf("/channels/%d", room), title); err != nil {
			return b.editError(ctx, ch, err)
		}
	}
	err = b.patch(ctx, m, fmt.Sprintf("/channels/%d/messages/%d", room, message), out)
	if rest.Code(err) == rest.CodeArchived {
		if err = b.patch(ctx, m, fmt.Sprintf("/channels/%d", room), map[string]any{"archived": false}); err == nil {
			err = b.patch(ctx, m, fmt.Sprintf("/channels/%d/messages/%d", room, message), out)
		}
	}
	return b.editError(ctx, ch, err)
}

func (b *Bot) patch(ctx context.Context, m deliver.Message, path string, body any) error {
	return b.api.Do(rest.Scheduled(ctx, m.TooLate), http.MethodPatch, path, body, nil)
}

// editError says what a failed edit means; nil of none.
func (b *Bot) editError(ctx context.Context, ch store.Channel, err error) error {
	switch {
	case err == nil:
		return nil
	case rest.Code(err) == rest.CodeNoMessage:
		return fmt.Errorf("%w: %w", deliver.ErrAbsent, err)
	}
	return b.sendError(ctx, ch, err)
}

// Publish sends a message of an announcement channel to the servers that follow it.
func (b *Bot) Publish(ctx context.Context, ch store.Channel, message int64) error {
	path := fmt.Sprintf("/channels/%d/messages/%d/crosspost", ch.DiscordID, message)
	err := b.api.Do(rest.Scheduled(ctx, nil), http.MethodPost, path, nil, nil)
	if err == nil || rest.Code(err) == rest.CodePublished {
		return nil
	}
	return b.sendError(ctx, ch, err)
}

// lackWords stand in every reason that is a missing permission.
const lackWords = "I lack the permission"

// reasonOfCode says why a channel is closed; for other codes the permission
// that is missing is looked up.
var reasonOfCode = map[int]string{
	rest.CodeNoChannel: deleted,
	160005:             "the thread is locked",
	40066:              "the forum wants a tag on every post, and lets only moderators set one",
	40067:              "the forum wants a tag on every post, and I set none",
	50083:              "the thread is archived and I may not open it",
	50007:              "this person takes no direct messages from me",
	50278:              "this person shares no server with me",
	30007:              "the channel takes no more messages",
	220001:             "the channel is not open to bots",
}

// foreignWait is the pause after a refusal that is not Discord's own.
const foreignWait = time.Minute

// sendError says what a failed send means.
func (b *Bot) sendError(ctx context.Context, ch store.Channel, err error) *deliver.SendError {
	out := &deliver.SendError{Kind: deliver.Doubtful, Reason: err.Error(), Err: err}
	var e *rest.Error
	if !errors.As(err, &e) {
		return out
	}
	switch rest.Meaning(err) {
	case rest.FailedForChannel, rest.FailedForGuild, rest.FailedForPerson:
		out.Kind, out.Reason, out.Gone = deliver.Closed, reasonOfCode[e.Code], rest.Gone(err)
		switch {
		case out.Reason != "":
		case e.Code == rest.CodeNoAccess || e.Code == rest.CodeMissing:
			out.Reason = b.missing(ctx, ch)
		default:
			out.Reason = "Discord refuses: " + e.Message
		}
	case rest.FailedAlways, rest.FailedForReply:
		out.Kind = deliver.Rejected
	default:
		if e.Unsent {
			out.Kind, out.Wait = deliver.Unsent, e.Wait
		}
		if out.Kind == deliver.Unsent && e.Wait == 0 && e.Status/100 == 4 && e.Status != http.StatusUnauthorized {
			out.Wait = foreignWait
		}
	}
	return out
}

// missing says in words what the bot may not do in a channel.
func (b *Bot) missing(ctx context.Context, ch store.Channel) string {
	spot, err := b.look(ctx, ch.DiscordID)
	if err == nil {
		if lacks := spot.lacks(); lacks != "" {
			return fmt.Sprintf("in #%s "+lackWords+" %s", ch.Name, lacks)
		}
		return fmt.Sprintf("Discord refuses my messages in #%s", ch.Name)
	}
	if !rest.Closed(err) {
		return fmt.Sprintf("Discord refuses my messages in #%s", ch.Name) // what I lack cannot be looked up just now
	}
	return fmt.Sprintf("I cannot see #%s: "+lackWords+" View Channel, or was removed from the server", ch.Name)
}

// Find proves by a channel's history whether a post is there: deliver.Poster.
// Without the permission Discord gives an empty list instead of an error, so
// that is proved first.
func (b *Bot) Find(ctx context.Context, ch store.Channel, after time.Time, marker string) (int64, error) {
	if err := b.Identify(ctx); err != nil {
		return 0, err
	}
	spot, err := b.look(ctx, ch.DiscordID)
	if err != nil {
		return 0, b.sendError(ctx, ch, err)
	}
	blind := spot.perms&wire.PermHistory == 0 || spot.perms&wire.PermView == 0
	if spot.Type.V != wire.ChannelDM && spot.perms&wire.PermAdministrator == 0 && blind {
		return 0, &deliver.SendError{Kind: deliver.Closed, Reason: fmt.Sprintf("in #%s "+lackWords+" %s", ch.Name, spot.lacks())}
	}
	search := proof.Search{API: b.api, Self: b.self(), Guild: ch.GuildID, Channel: ch.DiscordID, Forum: ch.Kind == state.ChannelForum,
		After: after, Marker: marker}
	id, err := search.Find(ctx)
	if err != nil && !errors.Is(err, deliver.ErrAbsent) {
		err = b.sendError(ctx, ch, err)
	}
	return id, err
}
