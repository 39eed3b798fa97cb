package rules

import "fmt"

// Refusal is an error reply of Discord: the HTTP status, its own code and sentence.
type Refusal struct {
	Status, Code int
	Message      string
}

// Error is Discord's sentence.
func (r Refusal) Error() string { return r.Message }

// Body is the reply's body.
func (r Refusal) Body() map[string]any { return map[string]any{"code": r.Code, "message": r.Message} }

// Bad refuses a body.
func Bad(format string, args ...any) error {
	return Refusal{400, 50035, fmt.Sprintf("Invalid Form Body: "+format, args...)}
}

// Discord's refusals (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
var (
	Empty         = Refusal{400, 50006, "Cannot send an empty message"}
	NoMessage     = Refusal{404, 10008, "Unknown Message"}
	NoChannel     = Refusal{404, 10003, "Unknown Channel"}
	NoGuild       = Refusal{404, 10004, "Unknown Guild"}
	NoMember      = Refusal{404, 10007, "Unknown Member"}
	NoInteraction = Refusal{404, 10062, "Unknown interaction"}
	NoWebhook     = Refusal{404, 10015, "Unknown Webhook"}
	Answered      = Refusal{400, 40060, "Interaction has already been acknowledged."}
	NoAccess      = Refusal{403, 50001, "Missing Access"}
	NoPermission  = Refusal{403, 50013, "Missing Permissions"}
	NotOurs       = Refusal{403, 50005, "Cannot edit a message authored by another user"}
	NoReply       = Refusal{400, 160002, "Cannot reply without permission to read message history"}
	NoReference   = Refusal{400, 50035, "Invalid Form Body: message_reference: Unknown message"}
	WrongKind     = Refusal{400, 50024, "Cannot execute action on this channel type"}
	NotText       = Refusal{400, 50008, "Cannot send messages in a non-text channel"}
	NoTag         = Refusal{404, 10087, "Unknown tag"}
	OnlyModerated = Refusal{400, 40066, "There are no tags available that can be set by non-moderators"}
	WantsTag      = Refusal{400, 40067, "A tag is required to create a forum post in this channel"}
	Crossposted   = Refusal{400, 40033, "This message has already been crossposted"}
	LockedThread  = Refusal{403, 160005, "Thread is locked"}

	TooManyFollow  = Refusal{400, 40094, "This interaction has reached the maximum number of follow up messages"}
	ArchivedThread = Refusal{400, 50083, "Thread is archived"}

	Unauthorized = Refusal{401, 0, "401: Unauthorized"}
)

// How the bot may answer an interaction first.
const (
	ReplyNow       = 4
	ReplyLater     = 5
	ReplyUnchanged = 6 // the message of the component, to be changed later
	ReplyChange    = 7 // or at once
	ReplyChoices   = 8
	ReplyModal     = 9
)
