// Package state names the states and kinds of rows: what the columns state,
// kind and action of the store's tables hold. The values are in databases: they do not
// change. How a row goes from one state to another stands in package store.
package state

// Source is the state of a source.
type Source string

// The states of a source.
const (
	SourceActive  Source = "active"  // it is read
	SourcePaused  Source = "paused"  // its publisher says it is gone for good and it is tried seldom, or all who chose it have paused it
	SourceRemoved Source = "removed" // nobody chooses it any more, or it has moved to another
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

// Article is the state of an article.
type Article string

// The states of an article.
const (
	ArticleLive     Article = "live"     // it can be told and found
	ArticleEvidence Article = "evidence" // it is too old to be found; what was shown of it is left
	ArticleDropped  Article = "dropped"  // it is too old, and a feed may hold it: what it is recognised by is left
	ArticleRemoved  Article = "removed"  // it was erased, only its row is left
)

// Story is the state of a story.
type Story string

// The states of a story.
const (
	StoryActive Story = "active" // it has articles
	StoryMerged Story = "merged" // another story has its articles
)

// Summary is the state of a summary.
type Summary string

// The states of a summary.
const (
	SummaryWriting Summary = "writing" // somebody writes it, until the lease ends
	SummaryDone    Summary = "done"    // its claims are stored
	SummaryFailed  Summary = "failed"  // it was given up: whoever needs it writes it
)

// Claim is the state of a claim.
type Claim string

// The states of a claim.
const (
	ClaimShown     Claim = "shown"     // it is part of its text
	ClaimCorrected Claim = "corrected" // it was wrong, and is told no more
	ClaimRemoved   Claim = "removed"   // it was taken back, and its words are erased as soon as no message is stored with them
)

// Guild is the state of a guild.
type Guild string

// The states of a guild.
const (
	GuildActive Guild = "active" // the bot is in it, as far as is known
	GuildPaused Guild = "paused" // it has sent the bot away
)

// Channel is the state of a channel.
type Channel string

// The states of a channel.
const (
	ChannelActive Channel = "active" // it may be told things
	ChannelPaused Channel = "paused" // it cannot be posted to, for a reason
)

// ChannelKind says where a channel is.
type ChannelKind string

// The kinds of channels.
const (
	ChannelText     ChannelKind = "text"     // a text channel of a guild
	ChannelThread   ChannelKind = "thread"   // a thread of a guild
	ChannelNews     ChannelKind = "news"     // an announcement channel of a guild
	ChannelForum    ChannelKind = "forum"    // a forum of a guild: what is told stands in a post each, a thread of its own
	ChannelDM       ChannelKind = "dm"       // direct messages with a person
	ChannelTerminal ChannelKind = "terminal" // a name that the command line uses
)

// Schedule is the state of a schedule.
type Schedule string

// The states of a schedule.
const (
	ScheduleActive  Schedule = "active"  // it is planned
	SchedulePaused  Schedule = "paused"  // nothing of it is planned until somebody resumes it
	ScheduleRemoved Schedule = "removed" // somebody has ended it
)

// Slot is the state of a slot.
type Slot string

// The states of a slot, in the order in which they are reached.
const (
	SlotPlanned Slot = "planned" // it is due and nobody has begun, or it was given back
	SlotWriting Slot = "writing" // somebody writes it, until the lease ends
	SlotWritten Slot = "written" // its posts are stored, and at least one waits
	SlotDone    Slot = "done"    // none of its posts waits any more, or it has none
	SlotSkipped Slot = "skipped" // it told nothing, for a reason
)

// Post is the state of a post.
type Post string

// The states of a post.
const (
	PostWaiting  Post = "waiting"  // moderators may look at it until it is due, then it is ready
	PostHeld     Post = "held"     // a moderator has stopped it, until it is released or its time is over
	PostReady    Post = "ready"    // it certainly does not stand in the channel and is to be sent
	PostSending  Post = "sending"  // it is about to leave, or a process died over it
	PostUnknown  Post = "unknown"  // it may have landed: that is being looked at
	PostSent     Post = "sent"     // it stands in the channel
	PostUnproven Post = "unproven" // it may have landed and nobody can look: given up, counts as told
	PostFailed   Post = "failed"   // it was refused for good
	PostExpired  Post = "expired"  // its time was over, or what it belongs to has ended
)

// Follow says what is left to do once a message stands in its channel.
type Follow string

// What may be left to do, and what came of it.
const (
	FollowPublish     Follow = "publish"     // it is to be published to the servers that follow its channel
	FollowPublished   Follow = "published"   // it was
	FollowUnpublished Follow = "unpublished" // it was not, and that was given up
	FollowReview      Follow = "review"      // it says what becomes of a briefing, until that has ended
)

// Recall says how far it is with a post that shows what was taken back.
type Recall string

// The states of a recall.
const (
	RecallRewrite Recall = "rewrite" // what is stored of it shows that still
	RecallEdit    Recall = "edit"    // it is stored anew, and its message is to be edited
	RecallEdited  Recall = "edited"  // the message is as it is stored, or none stands
	RecallGone    Recall = "gone"    // somebody has deleted the message
	RecallFailed  Recall = "failed"  // the message could not be edited, and that was given up
)

// Review says how far moderators are with a slot that they see before it is posted.
type Review string

// The states of a review; "" is a slot that needs none.
const (
	ReviewOpen   Review = "open"   // it is posted at its time unless somebody acts
	ReviewHeld   Review = "held"   // it is not posted before somebody releases it
	ReviewPassed Review = "passed" // somebody lets it be posted at once
)

// PostKind says what a post is.
type PostKind string

// The kinds of posts.
const (
	PostBriefing PostKind = "briefing" // a part of what a slot tells
	PostAlert    PostKind = "alert"    // a story that was told at once
	PostTerminal PostKind = "terminal" // a briefing on the command line
	PostReview   PostKind = "review"   // what moderators see of a slot before it is posted
	PostWatch    PostKind = "watch"    // what a person waited for
)

// Watch is the state of a watch.
type Watch string

// The states of a watch.
const (
	WatchActive Watch = "active" // what is read is held against it
	WatchTold   Watch = "told"   // its one message is stored
)

// Brake is what an operator stops.
type Brake string

// What is stopped.
const (
	BrakeWriting Brake = "writing" // no model is asked, and no briefing or alert is written
	BrakePosting Brake = "posting" // nothing is sent to a channel: what is due waits
	BrakeAsking  Brake = "asking"  // questions are not answered
	BrakeReading Brake = "reading" // a source is not read, and nothing of it is used
	BrakeBlocked Brake = "blocked" // nobody reads a source or adds it; a server is told so, and nothing else
)

// Action is a change of a setting.
type Action string

// The changes of settings.
const (
	ServerChanged   Action = "server-changed"   // what a server has set for all its channels
	ChannelChanged  Action = "channel-changed"  // what a channel has set
	ScheduleAdded   Action = "schedule-added"   // a schedule was made
	ScheduleChanged Action = "schedule-changed" // it has other settings
	ScheduleHeld    Action = "schedule-paused"  // it posts nothing until it is resumed
	ScheduleResumed Action = "schedule-resumed" // it posts again
	ScheduleEnded   Action = "schedule-removed" // it was removed
	SourceAdded     Action = "source-added"     // an owner has chosen a source
	SourceHeld      Action = "source-paused"    // an owner reads nothing of it until it is resumed
	SourceResumed   Action = "source-resumed"   // an owner reads it again
	SourceDropped   Action = "source-removed"   // an owner's choice has ended
	ToldCorrected   Action = "told-corrected"   // something that was told is marked as wrong
	ToldUpheld      Action = "told-upheld"      // moderators found nothing wrong with what members reported
	ToldRemoved     Action = "told-removed"     // something that was told is taken out of the messages
	BrakeSet        Action = "brake-set"        // the operator has stopped something
	BrakeEnded      Action = "brake-ended"      // the operator lets it go on
)
