package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/layout"
	"dateline/bot/reason"
	"dateline/bot/wire"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
)

// permissionEvents are those after which the bot may be allowed more than before.
var permissionEvents = []string{"GUILD_CREATE", "GUILD_UPDATE", "GUILD_MEMBER_UPDATE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE",
	"GUILD_ROLE_DELETE", "CHANNEL_UPDATE", "THREAD_UPDATE"}

// worldEvent follows what happens to servers and channels. Settings are never
// deleted for it: what cannot be used is stopped with a reason and starts
// again by itself.
func (b *Bot) worldEvent(kind string, raw json.RawMessage) {
	var g wire.GuildEvent
	var ch wire.ChannelInfo
	if json.Unmarshal(raw, &g) != nil || json.Unmarshal(raw, &ch) != nil {
		return
	}
	b.roles.follow(kind, raw, b.self())
	if slices.Contains(permissionEvents, kind) {
		b.rooms.open(cmp.Or(int64(g.GuildID), int64(g.ID))) // perhaps a permission came back; a reply finds out
	}
	if g.GuildID == 0 && !slices.Contains([]string{"GUILD_CREATE", "GUILD_DELETE"}, kind) {
		return // of no server, as for a direct message: 0 would be all of them
	}
	switch kind {
	case "GUILD_CREATE":
		if g.ID != 0 && !g.Unavailable.V {
			b.follow(func(ctx context.Context) { b.note(ctx, "a server", b.arrive(ctx, g)) })
		}
	case "GUILD_DELETE":
		if g.ID != 0 && !g.Unavailable.V { // unavailable: an outage of Discord's
			b.follow(func(ctx context.Context) {
				b.note(ctx, "a server", b.Store.LoseGuild(ctx, int64(g.ID), "the bot was removed from the server"))
			})
		}
	case "CHANNEL_DELETE", "THREAD_DELETE":
		b.follow(func(ctx context.Context) { b.note(ctx, "a channel", b.lose(ctx, ch)) })
	case "CHANNEL_UPDATE", "THREAD_UPDATE":
		b.follow(func(ctx context.Context) { b.note(ctx, "a channel", b.mend(ctx, int64(ch.GuildID), int64(ch.ID))) })
	case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "GUILD_MEMBER_UPDATE":
		b.follow(func(ctx context.Context) { b.note(ctx, "a server", b.mend(ctx, int64(g.GuildID), 0)) })
	}
}

func (b *Bot) note(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		b.Log.Error("an event was not noted", "about", what, "err", err)
	}
}

// arrive notes that the bot is in a server.
func (b *Bot) arrive(ctx context.Context, g wire.GuildEvent) error {
	if _, err := b.Store.SeeGuild(ctx, int64(g.ID)); err != nil {
		return err
	}
	return errors.Join(b.greet(ctx, g), b.mend(ctx, int64(g.ID), 0))
}

// greetedWithin is how long after the bot has joined a server it still says that
// it is there: a database that was begun anew knows no server, and most of them
// have had the bot for long.
const greetedWithin = 24 * time.Hour

// greet says once, ever, that the bot is there: in the channel that the server
// has for such news, if it has one and the bot may write in it, and nowhere else.
// That it was said is noted first: rather never than twice.
func (b *Bot) greet(ctx context.Context, g wire.GuildEvent) error {
	if b.profile(ctx, int64(g.ID)).Greeted {
		return nil
	}
	first := false
	err := b.changeServer(ctx, int64(g.ID), func(set *profile.Server) { first, set.Greeted = !set.Greeted, true })
	if err != nil || !first || g.Updates == 0 || b.now().Sub(g.Joined.V) > greetedWithin {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, noticeTime)
	defer cancel()
	spot, err := b.look(ctx, int64(g.Updates))
	if err != nil || spot.GuildID != g.ID || !spot.writable() {
		return nil // it is closed, as most are to most bots
	}
	words := phrases.First(b.roles.locale(g.ID))
	out := body(b.laid(words, paras(words.Say("arrival")))[0].Content)
	out["nonce"], out["enforce_nonce"] = fmt.Sprintf("g%d", int64(g.ID)%1e18), true
	if err := b.again(ctx, func() error {
		return b.api.Do(ctx, http.MethodPost, "/channels/"+spot.ID.String()+"/messages", out, nil)
	}); err != nil {
		b.Log.Info("a server was not told that the bot is there", "guild", g.ID.String(), "err", err)
	}
	return nil
}

func (b *Bot) lose(ctx context.Context, info wire.ChannelInfo) error {
	chs, err := b.Store.GuildChannels(ctx, int64(info.GuildID))
	if err != nil {
		return err
	}
	for _, ch := range chs {
		if ch.DiscordID == int64(info.ID) && ch.DiscordID != 0 {
			b.Stop(ctx, ch, deleted)
		}
	}
	return nil
}

// Stop stops a channel with the reason and says so once where its owner looks.
func (b *Bot) Stop(ctx context.Context, ch store.Channel, reason string) {
	fresh, err := b.Store.SetChannel(ctx, ch.ID, state.ChannelPaused, reason)
	if err != nil {
		b.note(ctx, "a stopped channel", err)
		return
	}
	if fresh {
		b.Stopped(ctx, ch, reason)
	}
}

// Stopped tells whoever set a channel up, once, that it is stopped, why, and
// that it starts again by itself. The channel itself is closed, so it is a
// direct message; where that is not wanted, /status has it.
func (b *Bot) Stopped(ctx context.Context, ch store.Channel, why string) {
	b.Log.Warn("a channel is stopped", "channel", ch.DiscordID, "guild", ch.GuildID, "reason", why)
	said := "notice_stopped"
	if why == deleted {
		said = "notice_ended"
	}
	b.tellOwner(ctx, ch, notice{key: "n", reason: why, said: func(words *phrases.Words) string {
		return words.Say(said, b.nameOf(words, ch), reason.Say(words, strings.TrimPrefix(why, "in #"+ch.Name+" ")))
	}})
}

// works tells whoever set a channel up that a stop has ended.
func (b *Bot) works(ctx context.Context, ch store.Channel) {
	b.tellOwner(ctx, ch, notice{key: "w", reason: ch.Reason, said: func(words *phrases.Words) string {
		return words.Say("notice_works", b.nameOf(words, ch))
	}})
}

// nameOf is a channel's name with its server's, for who reads it elsewhere.
func (b *Bot) nameOf(words *phrases.Words, ch store.Channel) string {
	if name := b.roles.name(ch.GuildID); name != "" {
		return words.Say("channel_of", ch.Name, name)
	}
	return "#" + ch.Name
}

// notice is what the owner of a channel is told; key is its kind.
type notice struct {
	key, reason string
	said        func(*phrases.Words) string
}

// tellOwner writes to whoever set a channel up. Some reasons cannot be seen in
// permissions: such a channel is tried and stopped again and again, and its
// owner told of each reason once a day.
func (b *Bot) tellOwner(ctx context.Context, ch store.Channel, n notice) {
	fresh, err := b.Store.Arrived(ctx, fmt.Sprintf("%s%d %s", n.key, ch.ID, n.reason))
	if ch.SetBy == "" || ch.GuildID == 0 || !fresh && err == nil {
		return
	}
	go func() { // a notice holds up nobody's briefing
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noticeTime)
		defer cancel()
		if err := b.notify(ctx, ch, n); err != nil {
			b.Log.Info("the owner of a channel cannot be reached", "err", err)
		}
	}()
}

// noticeTime is what a direct message to an owner may take.
const noticeTime = 20 * time.Second

// notify writes to whoever set a channel up, if he or she is still there.
func (b *Bot) notify(ctx context.Context, ch store.Channel, n notice) error {
	owner, err := strconv.ParseInt(ch.SetBy, 10, 64)
	if err != nil || !b.isMember(ctx, ch.GuildID, owner) {
		return nil
	}
	channel, err := b.privateChannel(ctx, ch.SetBy)
	if err != nil {
		return err
	}
	out := body(layout.Parts(paras(n.said(b.owned(ctx, ch, owner))))[0].Content)
	out["nonce"], out["enforce_nonce"] = fmt.Sprintf("%s%d", n.key, ch.ID%1e18), true
	return b.again(ctx, func() error {
		return b.api.Do(ctx, http.MethodPost, "/channels/"+channel.String()+"/messages", out, nil)
	})
}

// privateChannel is the channel of direct messages of a person.
func (b *Bot) privateChannel(ctx context.Context, person string) (wire.Snowflake, error) {
	var dm struct {
		ID wire.Snowflake `json:"id"`
	}
	err := b.api.Do(ctx, http.MethodPost, "/users/@me/channels", map[string]any{"recipient_id": person}, &dm)
	return dm.ID, err
}

// greeted compares the servers of a fresh session with those we know: one that
// is missing has sent the bot away while it was not looking.
func (b *Bot) greeted(ctx context.Context, raw json.RawMessage) {
	var ready struct {
		Guilds []wire.GuildEvent  `json:"guilds"`
		Shard  wire.Soft[[]int64] `json:"shard"`
	}
	if json.Unmarshal(raw, &ready) != nil || ready.Guilds == nil {
		return // rather one too many than all lost
	}
	here := map[int64]bool{}
	for _, g := range ready.Guilds {
		here[int64(g.ID)] = true
		_, err := b.Store.SeeGuild(ctx, int64(g.ID))
		b.note(ctx, "a server", err)
	}
	known, err := b.Store.ActiveGuilds(ctx)
	b.note(ctx, "the servers", err)
	for _, g := range known {
		// https://discord.com/developers/docs/events/gateway#sharding
		if shard := ready.Shard.V; here[g] || len(shard) == 2 && shard[1] > 1 && (g>>22)%shard[1] != shard[0] {
			continue
		}
		b.note(ctx, "a server", b.Store.LoseGuild(ctx, g, "the bot was removed from the server"))
	}
}

// mend starts stopped channels again that can be posted to: one channel, or
// all of a server (channel 0), or all (guild 0).
func (b *Bot) mend(ctx context.Context, guild, channel int64) error {
	chs, err := b.Store.GuildChannels(ctx, guild)
	if err != nil {
		return err
	}
	for _, ch := range chs {
		dm := ch.Kind == state.ChannelDM // whether a person takes messages can be seen nowhere
		if ch.State != state.ChannelPaused || dm || channel != 0 && ch.DiscordID != channel {
			continue
		}
		spot, err := b.look(ctx, ch.DiscordID)
		if err != nil || spot.lacks() != "" || spot.wantsTag() {
			continue // still closed
		}
		changed, err := b.Store.SetChannel(ctx, ch.ID, state.ChannelActive, "")
		if err != nil {
			return err
		}
		b.Log.Info("a channel works again", "channel", ch.DiscordID, "guild", ch.GuildID)
		switch {
		case !changed:
		case strings.Contains(ch.Reason, lackWords):
			b.works(ctx, ch)
		default: // a reason that permissions do not show: the next post proves it
			b.proving.Store(ch.ID, ch)
		}
	}
	return nil
}

// Mend looks at every stopped channel again: a stage of the program, for what
// no event tells.
func (b *Bot) Mend(ctx context.Context) (int, error) {
	if err := b.Identify(ctx); err != nil {
		return 0, err
	}
	return 0, b.mend(ctx, 0, 0)
}
