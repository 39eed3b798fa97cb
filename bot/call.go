package bot

import (
	"encoding/json"
	"strings"
	"time"

	"dateline/bot/layout"
	"dateline/bot/ongoing"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/recall"
)

// call is one interaction being answered.
type call struct {
	in      *wire.Interaction
	path    string // "source add"
	opts    map[string]wire.Option
	focus   string // the option being typed
	user    int64
	guild   int64 // 0 in direct messages, and where the bot is not
	away    bool  // the bot is not there: a person has called it, who alone sees the answer
	manager bool  // may change the server's settings
	began   time.Time
	open    bool         // others see the answer too
	patient bool         // the answer says itself that it takes a while
	stays   bool         // the answer takes the place of the message whose button was pressed
	acked   func()       // tells the pool that Discord has been answered
	job     *ongoing.Job // of its work
	words   *phrases.Words

	asked time.Time       // what it shows was found after that
	stood []recall.Answer // messages that were sent and can be taken back
}

// owner is whose settings a command changes.
func (c *call) owner() string { return asking{guild: c.guild, user: c.user}.owner() }

// direct reports direct messages with the bot alone.
func (c *call) direct() bool { return c.guild == 0 && !c.away }

// text is a text option, cut to what any of ours may hold.
func (c *call) text(name string) string {
	var s string
	if json.Unmarshal(c.opts[name].Value, &s) != nil {
		return ""
	}
	return layout.Clip(strings.TrimSpace(message.Printable(s)), 2000)
}

// number is a whole-number option; other where it is left out or absurd.
func (c *call) number(name string, other int) int {
	var n int
	if json.Unmarshal(c.opts[name].Value, &n) != nil || n == 0 {
		return other
	}
	return n
}

func (c *call) id(name string) int64 {
	var s wire.Snowflake
	_ = json.Unmarshal(c.opts[name].Value, &s)
	return int64(s)
}
