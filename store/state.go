package store

// What the columns state and kind hold. The values are in databases: they do not change.

// SourceState is the state of a source.
type SourceState string

// The states of a source.
const (
	SourceActive  SourceState = "active"  // it is read
	SourcePaused  SourceState = "paused"  // it is gone for good, or all who chose it have paused it
	SourceRemoved SourceState = "removed" // nobody chooses it any more, or it has moved to another
)

// SourceKind says how the articles of a source arrive.
type SourceKind string

// The kinds of sources.
const (
	SourceFeed SourceKind = "feed" // it is visited again and again
	SourceFile SourceKind = "file" // the files an owner has handed in
	SourcePage SourceKind = "page" // the single pages an owner has handed in
)

// HandedIn says that articles are handed in: the source is never visited.
func (k SourceKind) HandedIn() bool { return k == SourceFile || k == SourcePage }

// ArticleState is the state of an article.
type ArticleState string

// The states of an article.
const (
	ArticleLive    ArticleState = "live"    // it can be told and found
	ArticleRemoved ArticleState = "removed" // it was erased, only its row is left
)

// StoryState is the state of a story.
type StoryState string

// The states of a story.
const (
	StoryActive StoryState = "active" // it has articles
	StoryMerged StoryState = "merged" // another story has its articles
)

// SummaryState is the state of a summary.
type SummaryState string

// The states of a summary.
const (
	SummaryWriting SummaryState = "writing" // somebody writes it, until the lease ends
	SummaryDone    SummaryState = "done"    // its claims are stored
	SummaryFailed  SummaryState = "failed"  // it was given up: whoever needs it writes it
)

// ClaimState is the state of a claim.
type ClaimState string

// The one state of a claim.
const (
	ClaimShown ClaimState = "shown" // it is part of its text: every claim
)

// GuildState is the state of a guild.
type GuildState string

// The states of a guild.
const (
	GuildActive GuildState = "active" // the bot is in it, as far as is known
	GuildPaused GuildState = "paused" // it has sent the bot away
)

// ChannelState is the state of a channel.
type ChannelState string

// The states of a channel.
const (
	ChannelActive ChannelState = "active" // it may be told things
	ChannelPaused ChannelState = "paused" // it cannot be posted to, for a reason
)

// ChannelKind says where a channel is.
type ChannelKind string

// The kinds of channels.
const (
	ChannelText     ChannelKind = "text"     // a text channel of a guild
	ChannelThread   ChannelKind = "thread"   // a thread of a guild
	ChannelNews     ChannelKind = "news"     // an announcement channel of a guild
	ChannelDM       ChannelKind = "dm"       // direct messages with a person
	ChannelTerminal ChannelKind = "terminal" // a name that the command line uses
)

// ScheduleState is the state of a schedule.
type ScheduleState string

// The states of a schedule.
const (
	ScheduleActive  ScheduleState = "active"  // it is planned
	ScheduleRemoved ScheduleState = "removed" // somebody has ended it
)

// SlotState is the state of a slot.
type SlotState string

// The states of a slot, in the order in which they are reached.
const (
	SlotPlanned SlotState = "planned" // it is due and nobody has begun, or it was given back
	SlotWriting SlotState = "writing" // somebody writes it, until the lease ends
	SlotWritten SlotState = "written" // its posts are stored, and at least one waits
	SlotDone    SlotState = "done"    // none of its posts waits any more, or it has none
	SlotSkipped SlotState = "skipped" // it told nothing, for a reason
)

// PostState is the state of a post.
type PostState string

// The states of a post.
const (
	PostReady    PostState = "ready"    // it certainly does not stand in the channel and is to be sent
	PostSending  PostState = "sending"  // it is about to leave, or a process died over it
	PostUnknown  PostState = "unknown"  // it may have landed: that is being looked at
	PostSent     PostState = "sent"     // it stands in the channel
	PostUnproven PostState = "unproven" // it may have landed and nobody can look: given up, counts as told
	PostFailed   PostState = "failed"   // it was refused for good
	PostExpired  PostState = "expired"  // its time was over, or what it belongs to has ended
)

// PostKind says what a post is.
type PostKind string

// The kinds of posts.
const (
	PostBriefing PostKind = "briefing" // a part of what a slot tells
	PostTerminal PostKind = "terminal" // a briefing on the command line
)
