// Package follow draws what one person alone is told: what he or she waits for, topics
// and a briefing in direct messages, with the buttons to it. It asks neither Discord nor
// the database, and does not know who may press.
package follow

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/watching"
)

// Watch begins the custom ids of all that belongs to watches; what is done follows, and
// what to.
const Watch = "watch:"

// What is done by a button: its custom id is Watch, one of these, and the id of a watch, or
// of Ask the key of a question.
const (
	DoAsk    = "ask:"    // a question is watched for
	DoFine   = "fine:"   // its answer is one
	DoAgain  = "on:"     // it is none
	DoStop   = "stop:"   // a watch is ended
	DoResume = "resume:" // direct messages are tried again
)

// QuestionKept is how many characters of a question a conversation keeps.
const QuestionKept = 500

// Key is what stands for a question under its refusal: the question itself is not read
// from a custom id, which anybody may send.
func Key(question string) string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(question)) // never fails
	return strconv.FormatUint(hash.Sum64(), 36)
}

// Offer is the button under a refusal.
func Offer(words *phrases.Words, question string) discordgo.Button {
	return component.Button(words.Say("watch_button"), Watch+DoAsk+Key(question))
}

// Answered are the buttons under the message of a watch.
func Answered(words *phrases.Words, watch int64) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{component.Row(component.Button(words.Say("watch_fine"), watchID(DoFine, watch)),
		component.Button(words.Say("watch_on"), watchID(DoAgain, watch)))}
}

// Resume is the button that has direct messages tried again.
func Resume(words *phrases.Words) discordgo.Button {
	return component.Primary(words.Say("resume_button"), Watch+DoResume)
}

func watchID(do string, watch int64) string { return fmt.Sprint(Watch, do, watch) }

// List is what a person waits for, with a button to end each.
func List(words *phrases.Words, all []watching.Watch, now time.Time) ([]message.Block, []discordgo.MessageComponent) {
	if len(all) == 0 {
		return []message.Block{{Kind: message.Para, Runs: message.Say(words, "watch_none")}}, nil
	}
	blocks := []message.Block{{Kind: message.Para, Runs: message.Say(words, "watch_list")}}
	var row []discordgo.MessageComponent
	for i, x := range all[:min(len(all), watching.Most)] {
		line := words.Say("watch_line", i+1, message.Printable(x.Label(words.Say("recall_removed"))), words.Day(x.Expire, now))
		blocks = append(blocks, message.Block{Kind: message.Item, Runs: message.Plain(line)})
		row = append(row, component.Button(words.Say("watch_stop", i+1), watchID(DoStop, x.ID)))
	}
	return blocks, []discordgo.MessageComponent{component.Row(row...)}
}

// Pick finds the watch that is meant by its id, its number in the list, or its words.
func Pick(all []watching.Watch, typed string) (watching.Watch, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	n, err := strconv.ParseInt(typed, 10, 64)
	at := slices.IndexFunc(all, func(x watching.Watch) bool { return err == nil && x.ID == n || strings.ToLower(x.Question) == typed })
	if at < 0 && err == nil && n >= 1 && n <= int64(len(all)) {
		at = int(n) - 1
	}
	if at < 0 {
		return watching.Watch{}, false
	}
	return all[at], true
}
