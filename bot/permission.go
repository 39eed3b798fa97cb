package bot

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"dateline/bot/wire"
	"dateline/briefing/phrases"
	"dateline/store/state"
)

// place is a channel with what the bot may do there.
type place struct {
	wire.ChannelInfo
	perms int64
}

func (p place) thread() bool {
	return p.Type.V == wire.ThreadNews || p.Type.V == wire.ThreadPublic || p.Type.V == wire.ThreadPrivate
}

// kind is how the store calls a type of channel; "" is one that cannot be posted to.
func (p place) kind() state.ChannelKind {
	switch {
	case p.thread():
		return state.ChannelThread
	case p.Type.V == wire.ChannelText:
		return state.ChannelText
	case p.Type.V == wire.ChannelNews:
		return state.ChannelNews
	case p.Type.V == wire.ChannelForum:
		return state.ChannelForum
	case p.Type.V == wire.ChannelDM:
		return state.ChannelDM
	}
	return ""
}

// lacks says in Discord's own words which permissions a briefing needs there
// and the bot has not; "" when it has all.
func (p place) lacks() string {
	var names []string
	for _, key := range p.lacking() {
		names = append(names, phrases.In("en").Say(key))
	}
	return strings.Join(names, ", ")
}

// lacking are the keys of the names of those permissions.
func (p place) lacking() []string {
	if p.Type.V == wire.ChannelDM || p.perms&wire.PermAdministrator != 0 {
		return nil
	}
	type permission struct {
		bit int64
		key string
	}
	need := []permission{{wire.PermView, "perm_view"}, {wire.PermSend, "perm_send"}, {wire.PermHistory, "perm_history"}}
	switch p.kind() {
	case state.ChannelThread:
		need[1] = permission{wire.PermSendInThreads, "perm_threads"}
	case state.ChannelForum: // whose page of permissions has other names for them
		need[1].key = "perm_posts"
		need = append(need, permission{wire.PermSendInThreads, "perm_in_posts"})
	}
	var keys []string
	for _, n := range need {
		if p.perms&n.bit == 0 {
			keys = append(keys, n.key)
		}
	}
	return keys
}

// writable reports a channel that messages may be sent to; whether the bot can
// prove them afterwards is another matter.
func (p place) writable() bool {
	const both = wire.PermView | wire.PermSend
	return p.kind() != "" && (p.perms&both == both || p.perms&wire.PermAdministrator != 0)
}

// wantsTag reports a forum in which a post must have a tag: the bot knows none that would fit.
func (p place) wantsTag() bool {
	return p.kind() == state.ChannelForum && p.Flags.V&wire.FlagRequireTag != 0
}

// channel reads a channel, and nothing of what the bot may do there.
func (b *Bot) channel(ctx context.Context, id int64) (p place, err error) {
	err = b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/channels/%d", id), nil, &p.ChannelInfo)
	return p, err
}

// look reads a channel and works out what the bot may do there, by roles and
// overwrites; a thread takes those of its parent.
func (b *Bot) look(ctx context.Context, id int64) (place, error) {
	spot, err := b.channel(ctx, id)
	if err != nil || spot.GuildID == 0 {
		return spot, err
	}
	rules := spot.ChannelInfo
	if spot.thread() {
		if err := b.api.Do(ctx, http.MethodGet, "/channels/"+spot.Parent.String(), nil, &rules); err != nil {
			rules.Overwrites.V = nil // a parent that cannot be seen: the guild's own permissions hold
		}
	}
	mine, err := b.standing(ctx, spot.GuildID)
	if err != nil {
		return spot, err
	}
	spot.perms = mine.in(rules, b.self())
	return spot, nil
}

// standing is what the bot may do in a server by its roles.
type standing struct {
	guild wire.Snowflake
	roles map[wire.Snowflake]bool
	perms int64
}

// in is what it may do in a channel.
func (s standing) in(room wire.ChannelInfo, self wire.Snowflake) int64 {
	return wire.Overwritten(s.perms, room.Overwrites.V, s.guild, s.roles, self)
}

// standing reads what the bot may do in a server.
func (b *Bot) standing(ctx context.Context, guild wire.Snowflake) (standing, error) {
	return b.standingOf(ctx, guild, b.self())
}

// standingOf reads what a member may do in a server by his or her roles.
func (b *Bot) standingOf(ctx context.Context, guild, member wire.Snowflake) (standing, error) {
	out := standing{guild: guild, roles: map[wire.Snowflake]bool{guild: true}}
	var me struct {
		Roles []wire.Snowflake `json:"roles"`
	}
	if err := b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%s/members/%s", guild, member), nil, &me); err != nil {
		return out, err
	}
	var roles []struct {
		ID          wire.Snowflake    `json:"id"`
		Permissions wire.Soft[string] `json:"permissions"`
	}
	if err := b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%s/roles", guild), nil, &roles); err != nil {
		return out, err
	}
	for _, r := range me.Roles {
		out.roles[r] = true
	}
	for _, r := range roles {
		if out.roles[r.ID] {
			out.perms |= wire.PermissionBits(r.Permissions.V)
		}
	}
	return out, nil
}
