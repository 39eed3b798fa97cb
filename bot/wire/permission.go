package wire

import "strconv"

// Permissions, as bits (https://discord.com/developers/docs/topics/permissions).
const (
	PermAdministrator  = 1 << 3
	PermManageChannel  = 1 << 4
	PermManageGuild    = 1 << 5
	PermView           = 1 << 10
	PermSend           = 1 << 11
	PermManageMessages = 1 << 13
	PermHistory        = 1 << 16
	PermMentionAll     = 1 << 17 // everyone, and every role
	PermSendInThreads  = 1 << 38
	PermModerate       = 1 << 40
)

// PermissionBits reads a bit set that Discord writes as a decimal string.
func PermissionBits(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Overwritten applies a channel's overwrites in Discord's order: everyone,
// then the roles together, then the member.
func Overwritten(perms int64, list []Overwrite, everyone Snowflake, roles map[Snowflake]bool, me Snowflake) int64 {
	if perms&PermAdministrator != 0 {
		return perms
	}
	var allow, deny int64
	for _, o := range list {
		if o.Type.V == 0 && o.ID == everyone {
			perms = perms&^PermissionBits(o.Deny.V) | PermissionBits(o.Allow.V)
		} else if o.Type.V == 0 && roles[o.ID] {
			allow, deny = allow|PermissionBits(o.Allow.V), deny|PermissionBits(o.Deny.V)
		}
	}
	perms = perms&^deny | allow
	for _, o := range list {
		if o.Type.V == 1 && o.ID == me {
			perms = perms&^PermissionBits(o.Deny.V) | PermissionBits(o.Allow.V)
		}
	}
	return perms
}
