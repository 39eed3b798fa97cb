// Package wire has the objects that Discord sends, decoded defensively. Discord
// adds fields and component types at will and discordgo's types choke on some, so
// only what is used is read, and what has an unexpected form counts as missing.
package wire

import (
	"encoding/json"
	"slices"
	"time"
)

// Soft is a value that is left out when its form is not the expected one.
type Soft[T any] struct{ V T }

// UnmarshalJSON never fails.
func (s *Soft[T]) UnmarshalJSON(b []byte) error {
	var v T
	if json.Unmarshal(b, &v) == nil {
		s.V = v
	}
	return nil
}

// User is an account, of a person or of a bot.
type User struct {
	ID  Snowflake  `json:"id"`
	Bot Soft[bool] `json:"bot"`
}

// The types of interactions, of answers to them, channels and options that are told
// apart, and the flags of messages. An answer in place changes the message whose
// button was pressed.
const (
	TypeCommand, TypeComponent, TypeComplete, TypeModal = 2, 3, 4, 5
	AnswerNow, AnswerLater, AnswerLaterInPlace          = 4, 5, 6
	AnswerChoices, AnswerForm                           = 8, 9

	ChannelText, ChannelDM, ChannelNews         = 0, 1, 5
	ChannelForum                                = 15
	ThreadNews, ThreadPublic, ThreadPrivate     = 10, 11, 12
	OptionSub, OptionGroup                      = 1, 2
	FlagPrivate, FlagNoEmbeds, FlagNoPush   int = 64, 4, 1 << 12
)

// Interaction is a command, a pressed button, a sent modal, or a half-typed option.
type Interaction struct {
	ID        Snowflake                `json:"id"`
	AppID     Snowflake                `json:"application_id"`
	Type      Soft[int]                `json:"type"`
	Token     Soft[string]             `json:"token"`
	GuildID   Snowflake                `json:"guild_id"`
	Locale    Soft[string]             `json:"locale"`       // of the person
	Home      Soft[string]             `json:"guild_locale"` // what the server has set, else en-US
	ChannelID Snowflake                `json:"channel_id"`
	Channel   Soft[ChannelInfo]        `json:"channel"`
	Member    Soft[Member]             `json:"member"`
	User      Soft[User]               `json:"user"`
	Message   Soft[InteractionMessage] `json:"message"`
	Data      Soft[InteractionData]    `json:"data"`

	Context Soft[int]                  `json:"context"`                        // ContextPrivate among others
	Owners  Soft[map[string]Snowflake] `json:"authorizing_integration_owners"` // by InstalledInGuild among others
}

// Where an interaction was done, and by whose installation of the bot
// (https://discord.com/developers/docs/interactions/receiving-and-responding).
const (
	ContextPrivate   = 2   // between people, without the bot
	InstalledInGuild = "0" // the server has it
)

// Away reports an interaction in a place where the bot is not: a person who has installed
// it calls it there.
func (in *Interaction) Away() bool {
	if in.GuildID == 0 {
		return in.Context.V == ContextPrivate
	}
	return len(in.Owners.V) > 0 && in.Owners.V[InstalledInGuild] == 0
}

// Member is a user in a server, with the permissions that hold in the channel.
type Member struct {
	User        User         `json:"user"`
	Permissions Soft[string] `json:"permissions"`
}

// InteractionMessage is the message on which a button was pressed.
type InteractionMessage struct {
	ID      Snowflake    `json:"id"`
	Content Soft[string] `json:"content"`
	Author  Soft[User]   `json:"author"`
}

// InteractionData is what was called, pressed or sent.
type InteractionData struct {
	Name       Soft[string]       `json:"name"`
	Target     Snowflake          `json:"target_id"` // the message in whose menu the command was chosen
	Options    Soft[[]Option]     `json:"options"`
	CustomID   Soft[string]       `json:"custom_id"`
	Values     Soft[[]string]     `json:"values"`
	Components Soft[[]ModalField] `json:"components"`
	Resolved   Soft[Resolved]     `json:"resolved"`
}

// Resolved are the objects that the values of an interaction name, by id.
type Resolved struct {
	Channels    Soft[map[string]ResolvedChannel] `json:"channels"`
	Attachments Soft[map[string]Attachment]      `json:"attachments"`
	Messages    Soft[map[string]Written]         `json:"messages"`
}

// Written is what somebody wrote, or forwarded: then it stands in the snapshots, whole
// and without its writer (https://discord.com/developers/docs/resources/message#message-snapshot-object).
type Written struct {
	Content   Soft[string]     `json:"content"`
	Snapshots Soft[[]Snapshot] `json:"message_snapshots"`
}

// Snapshot is a forwarded message as it stood when it was forwarded.
type Snapshot struct {
	Message Soft[struct {
		Content Soft[string] `json:"content"`
	}] `json:"message"`
}

// snapshotsRead is how many forwarded messages of one are read: Discord sends one.
const snapshotsRead = 3

// Text is all that a message says, what it forwards behind it.
func (w Written) Text() string {
	said := w.Content.V
	for _, s := range w.Snapshots.V[:min(len(w.Snapshots.V), snapshotsRead)] {
		said += "\n" + s.Message.V.Content.V
	}
	return said
}

// ResolvedChannel is a channel that was chosen.
type ResolvedChannel struct {
	ID     Snowflake    `json:"id"`
	Parent Snowflake    `json:"parent_id"`
	Type   Soft[int]    `json:"type"`
	Name   Soft[string] `json:"name"`
}

// Attachment is a file that somebody sent; it lies at URL.
type Attachment struct {
	ID   Snowflake    `json:"id"`
	Name Soft[string] `json:"filename"`
	Size Soft[int64]  `json:"size"` // bytes
	Type Soft[string] `json:"content_type"`
	URL  Soft[string] `json:"url"`
}

// Option is an option of a command, or a subcommand with options of its own.
type Option struct {
	Name    Soft[string]    `json:"name"`
	Type    Soft[int]       `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused Soft[bool]      `json:"focused"`
	Options Soft[[]Option]  `json:"options"`
}

// ModalField is a row of a modal, a label around a field, or a field.
type ModalField struct {
	CustomID   Soft[string]       `json:"custom_id"`
	Value      Soft[string]       `json:"value"`
	Values     Soft[[]string]     `json:"values"`
	Components Soft[[]ModalField] `json:"components"`
	Component  *Soft[ModalField]  `json:"component"`
}

// ChannelInfo is a channel as events and REST give it.
type ChannelInfo struct {
	ID         Snowflake         `json:"id"`
	GuildID    Snowflake         `json:"guild_id"`
	Parent     Snowflake         `json:"parent_id"`
	Type       Soft[int]         `json:"type"`
	Name       Soft[string]      `json:"name"`
	Position   Soft[int]         `json:"position"`
	Overwrites Soft[[]Overwrite] `json:"permission_overwrites"`
	Flags      Soft[int]         `json:"flags"`
}

// FlagRequireTag is the flag of a forum in which a post must have a tag.
const FlagRequireTag = 1 << 4

// Thread is a thread as lists of them give it.
type Thread struct {
	ID       Snowflake    `json:"id"`
	Parent   Snowflake    `json:"parent_id"`
	Owner    Snowflake    `json:"owner_id"`
	Name     Soft[string] `json:"name"`
	Metadata struct {
		Archived Soft[string] `json:"archive_timestamp"`
	} `json:"thread_metadata"`
}

// ThreadList is a page of threads.
type ThreadList struct {
	Threads []Thread   `json:"threads"`
	More    Soft[bool] `json:"has_more"`
}

// Overwrite allows and denies permissions to a role or a member in one channel.
type Overwrite struct {
	ID    Snowflake    `json:"id"`
	Type  Soft[int]    `json:"type"` // 0 role, 1 member
	Allow Soft[string] `json:"allow"`
	Deny  Soft[string] `json:"deny"`
}

// Message is a message somebody wrote.
type Message struct {
	ID         Snowflake           `json:"id"`
	ChannelID  Snowflake           `json:"channel_id"`
	GuildID    Snowflake           `json:"guild_id"`
	Author     User                `json:"author"`
	Webhook    Snowflake           `json:"webhook_id"`
	Content    Soft[string]        `json:"content"`
	Type       Soft[int]           `json:"type"`
	Mentions   Soft[[]User]        `json:"mentions"`
	Roles      Soft[[]Snowflake]   `json:"mention_roles"`
	Referenced Soft[*ReferencedTo] `json:"referenced_message"`
	Snapshots  Soft[[]Snapshot]    `json:"message_snapshots"` // of what it forwards
}

// ReferencedTo is the message that another replies to.
type ReferencedTo struct {
	ID     Snowflake `json:"id"`
	Author User      `json:"author"`
}

// GuildEvent is an event of a server: it bears the id in one of two fields.
type GuildEvent struct {
	ID          Snowflake  `json:"id"`
	GuildID     Snowflake  `json:"guild_id"`
	Unavailable Soft[bool] `json:"unavailable"`

	Joined  Soft[time.Time] `json:"joined_at"`                 // when the bot did; in GUILD_CREATE
	Updates Snowflake       `json:"public_updates_channel_id"` // where moderators get Discord's updates; 0: no such channel
}

// Readable reports whether a person wrote it, as a message or a reply.
func (m *Message) Readable() bool {
	return m.ID != 0 && m.ChannelID != 0 && m.Author.ID != 0 && !m.Author.Bot.V && m.Webhook == 0 && (m.Type.V == 0 || m.Type.V == 19)
}

// Pings reports whether a message mentions a role.
func (m *Message) Pings(role Snowflake) bool { return role != 0 && slices.Contains(m.Roles.V, role) }

// Landed is a message as Discord gives it back to whoever sent it.
type Landed struct {
	ID        Snowflake `json:"id"`
	ChannelID Snowflake `json:"channel_id"`
}

// Made is what Discord says of the first answer to an interaction.
type Made struct {
	Resource struct {
		Message Landed `json:"message"`
	} `json:"resource"`
}
