package bot

import (
	"encoding/json"
	"strconv"
)

// Events are decoded here and nowhere else. Discord adds fields and component
// types at will and discordgo's types choke on some, so only what is used is
// read, and what has an unexpected form counts as missing.

// snowflake is an id of Discord; 0 is none, or one that cannot be read.
type snowflake int64

// UnmarshalJSON reads a string or a number.
func (s *snowflake) UnmarshalJSON(b []byte) error {
	*s = 0
	if n := len(b); n > 2 && b[0] == '"' {
		b = b[1 : n-1]
	}
	if n, err := strconv.ParseInt(string(b), 10, 64); err == nil && n > 0 {
		*s = snowflake(n)
	}
	return nil
}

// String is the id as it stands in paths.
func (s snowflake) String() string { return strconv.FormatInt(int64(s), 10) }

// soft is a value that is left out when its form is not the expected one.
type soft[T any] struct{ v T }

// UnmarshalJSON never fails.
func (s *soft[T]) UnmarshalJSON(b []byte) error {
	var v T
	if json.Unmarshal(b, &v) == nil {
		s.v = v
	}
	return nil
}

type user struct {
	ID  snowflake  `json:"id"`
	Bot soft[bool] `json:"bot"`
}

// The types of interactions, and of channels, that are told apart.
const (
	typeCommand, typeComponent, typeComplete, typeModal = 2, 3, 4, 5

	channelText, channelDM, channelNews         = 0, 1, 5
	threadNews, threadPublic, threadPrivate     = 10, 11, 12
	optionSub, optionGroup, optionIsChannel     = 1, 2, 7
	flagPrivate, flagNoEmbeds, flagNoPush   int = 64, 4, 1 << 12
)

// interaction is a command, a pressed button, a sent modal, or a half-typed option.
type interaction struct {
	ID        snowflake                `json:"id"`
	AppID     snowflake                `json:"application_id"`
	Type      soft[int]                `json:"type"`
	Token     soft[string]             `json:"token"`
	GuildID   snowflake                `json:"guild_id"`
	Locale    soft[string]             `json:"guild_locale"` // what the server has set, else en-US
	ChannelID snowflake                `json:"channel_id"`
	Channel   soft[channelInfo]        `json:"channel"`
	Member    soft[member]             `json:"member"`
	User      soft[user]               `json:"user"`
	Message   soft[interactionMessage] `json:"message"`
	Data      soft[interactionData]    `json:"data"`
}

type member struct {
	User        user         `json:"user"`
	Permissions soft[string] `json:"permissions"`
}

type interactionMessage struct {
	ID      snowflake    `json:"id"`
	Content soft[string] `json:"content"`
	Author  soft[user]   `json:"author"`
}

type interactionData struct {
	Name       soft[string]       `json:"name"`
	Options    soft[[]option]     `json:"options"`
	CustomID   soft[string]       `json:"custom_id"`
	Values     soft[[]string]     `json:"values"`
	Components soft[[]modalField] `json:"components"`
}

// option is an option of a command, or a subcommand with options of its own.
type option struct {
	Name    soft[string]    `json:"name"`
	Type    soft[int]       `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused soft[bool]      `json:"focused"`
	Options soft[[]option]  `json:"options"`
}

// modalField is a row of a modal, a label around a field, or a field.
type modalField struct {
	CustomID   soft[string]       `json:"custom_id"`
	Value      soft[string]       `json:"value"`
	Components soft[[]modalField] `json:"components"`
	Component  *soft[modalField]  `json:"component"`
}

// field finds a modal's field by its custom id, at most a few levels deep.
func field(rows []modalField, id string, depth int) string {
	for _, r := range rows {
		if r.CustomID.v == id && r.Value.v != "" {
			return r.Value.v
		}
		if depth == 0 {
			continue
		}
		inner := r.Components.v
		if r.Component != nil {
			inner = append(inner, r.Component.v)
		}
		if found := field(inner, id, depth-1); found != "" {
			return found
		}
	}
	return ""
}

// channelInfo is a channel as events and REST give it.
type channelInfo struct {
	ID         snowflake         `json:"id"`
	GuildID    snowflake         `json:"guild_id"`
	Parent     snowflake         `json:"parent_id"`
	Type       soft[int]         `json:"type"`
	Name       soft[string]      `json:"name"`
	Overwrites soft[[]overwrite] `json:"permission_overwrites"`
}

type overwrite struct {
	ID    snowflake    `json:"id"`
	Type  soft[int]    `json:"type"` // 0 role, 1 member
	Allow soft[string] `json:"allow"`
	Deny  soft[string] `json:"deny"`
}

// posted is a message somebody wrote.
type posted struct {
	ID         snowflake           `json:"id"`
	ChannelID  snowflake           `json:"channel_id"`
	GuildID    snowflake           `json:"guild_id"`
	Author     user                `json:"author"`
	Webhook    snowflake           `json:"webhook_id"`
	Content    soft[string]        `json:"content"`
	Type       soft[int]           `json:"type"`
	Mentions   soft[[]user]        `json:"mentions"`
	Roles      soft[[]snowflake]   `json:"mention_roles"`
	Referenced soft[*referencedTo] `json:"referenced_message"`
}

type referencedTo struct {
	ID     snowflake `json:"id"`
	Author user      `json:"author"`
}

type guildEvent struct {
	ID          snowflake  `json:"id"`
	GuildID     snowflake  `json:"guild_id"`
	Unavailable soft[bool] `json:"unavailable"`
}

// permissionBits reads a bit set that Discord writes as a decimal string.
func permissionBits(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
