package deliver

import (
	"fmt"
	"regexp"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/state"
)

// reviewText is the message in which moderators see a slot, as it stands now.
type reviewText struct {
	layout  func([]message.Block) []message.Part
	words   *phrases.Words
	review  message.Review
	slot    store.Slot
	posts   []store.Post // of the slot
	channel store.Channel
}

// titleMosts are the characters of a story's title in the list: the first of them
// with which the message fits is taken.
var titleMosts = []int{120, 90, 60, 40}

// draw is the message, and what can be done about it.
func (t reviewText) draw() (string, message.Stage) {
	stage := t.stage()
	var content string
	for _, most := range titleMosts {
		parts := t.layout(t.blocks(stage, most))
		if content = parts[0].Content; len(parts) == 1 {
			break
		}
	}
	return content, stage
}

// marker is what the message begins with, whatever it says: the briefing, and the
// channel it is for.
func (t reviewText) marker() string {
	title := t.title(message.StageOpen)
	for i, run := range title.Runs {
		if run.Ref != "" {
			title.Runs = title.Runs[:i+1]
			break
		}
	}
	return t.layout([]message.Block{title})[0].Content
}

func (t reviewText) stage() message.Stage {
	switch {
	case t.slot.State == state.SlotDone, t.slot.State == state.SlotSkipped, t.slot.Review == state.ReviewPassed:
		return message.StageOver
	case t.slot.Review == state.ReviewHeld:
		return message.StageHeld
	}
	return message.StageOpen
}

func (t reviewText) blocks(stage message.Stage, titleMost int) []message.Block {
	out := []message.Block{t.title(stage)}
	for i, s := range t.review.Stories {
		out = append(out, message.Block{Kind: message.Item, No: i + 1, Runs: message.Plain(clip(s.Title, titleMost) + t.note(s))})
	}
	if len(t.review.Stories) == 0 {
		out = append(out, message.Block{Kind: message.Para, Runs: message.Plain(t.words.Say("review_no_story"))})
	}
	switch {
	case stage == message.StageOpen && !t.unwritten():
		out = append(out, t.line("review_nobody", message.Run{Time: time.UnixMilli(t.review.Due)}), t.small("review_how"))
	case stage == message.StageHeld:
		out = append(out, t.line("review_until"), t.small("review_how_held"))
	case t.told().MessageID != 0:
		told := t.told()
		told.Thread = t.posts[0].MessageID
		out = append(out, message.Block{Kind: message.Para, Runs: []message.Run{{Text: t.words.Say("review_there"),
			Link: brief.MessageLink(t.channel, told)}}})
	}
	if n := len(t.slot.Dropped); n > 0 {
		out = append(out, message.Block{Kind: message.Small, Runs: message.Plain(t.words.Count(n, "review_dropped"))})
	}
	if t.slot.Reviewer != "" {
		out = append(out, t.small("review_by", t.person()))
	}
	return out
}

// title is the first line: which briefing, for which channel, and how it stands.
func (t reviewText) title(stage message.Stage) message.Block {
	key, args := "review_waiting", []any{message.Run{Ref: fmt.Sprintf("#%d", t.review.Channel)}}
	switch {
	case t.slot.State == state.SlotDone && t.told().State == state.PostUnproven:
		key = "review_unproven"
	case t.slot.State == state.SlotDone && t.told().ID == 0:
		key = "review_nothing"
	case t.slot.State == state.SlotDone:
		key = "review_posted"
	case t.slot.State == state.SlotSkipped:
		key = "review_unposted"
	case stage == message.StageOver:
		key, args = "review_passed", append(args, t.person())
	case stage == message.StageHeld:
		key, args = "review_held", append(args, t.person())
	case t.unwritten():
		key = "review_again"
	default:
		args = append(args, message.Run{Time: time.UnixMilli(t.review.Due), Ago: true})
	}
	runs := append([]message.Run{{Text: t.review.Heading, Bold: true}, {Text: " "}}, message.Say(t.words, key, args...)...)
	return message.Block{Kind: message.Title, Lang: t.words.Lang(), Runs: runs}
}

// unwritten reports a briefing that is written anew just now.
func (t reviewText) unwritten() bool {
	return t.slot.State == state.SlotPlanned || t.slot.State == state.SlotWriting
}

// told is the first message that arrived.
func (t reviewText) told() store.Post {
	for _, p := range t.posts {
		if p.State == state.PostSent || p.State == state.PostUnproven {
			return p
		}
	}
	return store.Post{}
}

// note says on how many reports a story rests.
func (t reviewText) note(s message.ReviewStory) string {
	switch {
	case s.Reports > 1:
		return " (" + t.words.Count(s.Reports, "review_reports") + ")"
	case s.Reports == 1 && s.Outlets > 1:
		return " (" + t.words.Count(s.Outlets, "one_report_brief") + ")"
	case s.Reports == 1:
		return " (" + t.words.Say("one_source_brief") + ")"
	}
	return ""
}

// discordID is an id of Discord; others who act have names, or had what was kept of them
// erased.
var discordID = regexp.MustCompile(`^[0-9]{1,20}$`)

func (t reviewText) person() message.Run {
	switch {
	case discordID.MatchString(t.slot.Reviewer):
		return message.Run{Ref: "@" + t.slot.Reviewer}
	case t.slot.Reviewer == "":
		return message.Run{Text: t.words.Say("audit_someone")}
	}
	return message.Run{Text: t.slot.Reviewer}
}

func (t reviewText) line(key string, args ...any) message.Block {
	return message.Block{Kind: message.Para, Runs: message.Say(t.words, key, args...)}
}

func (t reviewText) small(key string, args ...any) message.Block {
	return message.Block{Kind: message.Small, Runs: message.Say(t.words, key, args...)}
}

// clip shortens a title to n characters.
func clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return s
}
