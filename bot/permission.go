package bot

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"dateline/store"
)

// Permissions, as bits (https://discord.com/developers/docs/topics/permissions).
const (
	permAdministrator = 1 << 3
	permManageGuild   = 1 << 5
	permView          = 1 << 10
	permSend          = 1 << 11
	permHistory       = 1 << 16
	permSendInThreads = 1 << 38
)

// place is a channel with what the bot may do there.
type place struct {
	channelInfo
	perms int64
}

func (p place) thread() bool {
	return p.Type.v == threadNews || p.Type.v == threadPublic || p.Type.v == threadPrivate
}

// kind is how the store calls a type of channel; "" is one that cannot be posted to.
func (p place) kind() store.ChannelKind {
	switch {
	case p.thread():
		return store.ChannelThread
	case p.Type.v == channelText:
		return store.ChannelText
	case p.Type.v == channelNews:
		return store.ChannelNews
	case p.Type.v == channelDM:
		return store.ChannelDM
	}
	return ""
}

// lacks says in Discord's own words which permissions a briefing needs there
// and the bot has not; "" when it has all.
func (p place) lacks() string {
	if p.Type.v == channelDM || p.perms&permAdministrator != 0 {
		return ""
	}
	need := []struct {
		bit  int64
		name string
	}{{permView, "View Channel"}, {permSend, "Send Messages"}, {permHistory, "Read Message History"}}
	if p.thread() {
		need[1].bit, need[1].name = permSendInThreads, "Send Messages in Threads"
	}
	var names []string
	for _, n := range need {
		if p.perms&n.bit == 0 {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, ", ")
}

// channel reads a channel, and nothing of what the bot may do there.
func (b *Bot) channel(ctx context.Context, id int64) (p place, err error) {
	err = b.api.do(ctx, http.MethodGet, fmt.Sprintf("/channels/%d", id), nil, &p.channelInfo)
	return p, err
}

// look reads a channel and works out what the bot may do there, by roles and
// overwrites; a thread takes those of its parent.
func (b *Bot) look(ctx context.Context, id int64) (place, error) {
	spot, err := b.channel(ctx, id)
	if err != nil || spot.GuildID == 0 {
		return spot, err
	}
	rules := spot.channelInfo
	if spot.thread() {
		if err := b.api.do(ctx, http.MethodGet, "/channels/"+spot.Parent.String(), nil, &rules); err != nil {
			rules.Overwrites.v = nil // a parent that cannot be seen: the guild's own permissions hold
		}
	}
	var me struct {
		Roles []snowflake `json:"roles"`
	}
	if err := b.api.do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%s/members/%s", spot.GuildID, b.self()), nil, &me); err != nil {
		return spot, err
	}
	var roles []struct {
		ID          snowflake    `json:"id"`
		Permissions soft[string] `json:"permissions"`
	}
	if err := b.api.do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%s/roles", spot.GuildID), nil, &roles); err != nil {
		return spot, err
	}
	mine := map[snowflake]bool{spot.GuildID: true}
	for _, r := range me.Roles {
		mine[r] = true
	}
	for _, r := range roles {
		if mine[r.ID] {
			spot.perms |= permissionBits(r.Permissions.v)
		}
	}
	spot.perms = overwritten(spot.perms, rules.Overwrites.v, spot.GuildID, mine, b.self())
	return spot, nil
}

// overwritten applies a channel's overwrites in Discord's order: everyone,
// then the roles together, then the member.
func overwritten(perms int64, list []overwrite, everyone snowflake, roles map[snowflake]bool, me snowflake) int64 {
	if perms&permAdministrator != 0 {
		return perms
	}
	var allow, deny int64
	for _, o := range list {
		if o.Type.v == 0 && o.ID == everyone {
			perms = perms&^permissionBits(o.Deny.v) | permissionBits(o.Allow.v)
		} else if o.Type.v == 0 && roles[o.ID] {
			allow, deny = allow|permissionBits(o.Allow.v), deny|permissionBits(o.Deny.v)
		}
	}
	perms = perms&^deny | allow
	for _, o := range list {
		if o.Type.v == 1 && o.ID == me {
			perms = perms&^permissionBits(o.Deny.v) | permissionBits(o.Allow.v)
		}
	}
	return perms
}
