package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/briefing/message"
)

// call is one interaction being answered.
type call struct {
	in      *interaction
	path    string // "source add"
	opts    map[string]option
	focus   string // the option being typed
	user    int64
	guild   int64 // 0 in direct messages
	manager bool  // may change the server's settings
	began   time.Time
	open    bool // others see the answer too
}

// owner is whose settings a command changes.
func (c *call) owner() string {
	if c.guild != 0 {
		return fmt.Sprintf("guild:%d", c.guild)
	}
	return fmt.Sprintf("user:%d", c.user)
}

// text is a text option, cut to what any of ours may hold.
func (c *call) text(name string) string {
	var s string
	if json.Unmarshal(c.opts[name].Value, &s) != nil {
		return ""
	}
	return clip(strings.TrimSpace(message.Printable(s)), 2000)
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
	var s snowflake
	_ = json.Unmarshal(c.opts[name].Value, &s)
	return int64(s)
}

// response is what is said in return.
type response struct {
	blocks []message.Block
	rows   []discordgo.MessageComponent
	share  *shareable // it may be shown to all
}

// say is an answer of one plain sentence.
func say(format string, args ...any) response {
	return response{blocks: []message.Block{{Kind: message.Para, Runs: []message.Run{{Text: fmt.Sprintf(format, args...)}}}}}
}

// told is an error whose text is meant for the person who asked.
type told struct{ text string }

func (e told) Error() string { return e.text }

func tell(format string, args ...any) error { return told{fmt.Sprintf(format, args...)} }

// spoken turns an error into a calm sentence; what people cannot mend goes to the log.
func (b *Bot) spoken(what string, err error) response {
	var t told
	var many manyFit
	switch {
	case errors.As(err, &many):
		return many.answer()
	case errors.As(err, &t):
		return say("%s", t.text)
	case errors.Is(err, context.Canceled):
		return say("I am being restarted. Please ask again in a minute.")
	case errors.Is(err, context.DeadlineExceeded):
		return say("This took too long, so I stopped. Please try again later.")
	}
	b.Log.Error("a command failed", "command", what, "err", err)
	return say(wentWrong)
}

const wentWrong = "Something went wrong on my side; it is noted. Please try again."

// interacted takes one interaction apart and answers it.
func (b *Bot) interacted(in *interaction) {
	invoked := &call{in: in, guild: int64(in.GuildID), user: int64(in.User.v.ID), began: time.Now()}
	if invoked.guild != 0 {
		invoked.user = int64(in.Member.v.User.ID)
		invoked.manager = permissionBits(in.Member.v.Permissions.v)&(permManageGuild|permAdministrator) != 0
	}
	if in.ID == 0 || in.Token.v == "" || invoked.user == 0 || url.PathEscape(in.Token.v) != in.Token.v {
		return // a token is part of a path
	}
	invoked.path, invoked.opts, invoked.focus = unfold(in.Data.v)
	switch in.Type.v {
	case typeCommand:
		b.commanded(invoked)
	case typeComplete:
		b.completed(invoked)
	case typeComponent, typeModal:
		b.pressed(invoked)
	}
}

// unfold walks down subcommands to the options that were given.
func unfold(d interactionData) (path string, opts map[string]option, focus string) {
	path, opts = d.Name.v, map[string]option{}
	list := d.Options.v
	for range 2 {
		if len(list) != 1 || list[0].Type.v != optionSub && list[0].Type.v != optionGroup {
			break
		}
		path += " " + list[0].Name.v
		list = list[0].Options.v
	}
	for _, o := range list[:min(len(list), 25)] {
		opts[o.Name.v] = o
		if o.Focused.v {
			focus = o.Name.v
		}
	}
	return path, opts, focus
}

func (b *Bot) commanded(c *call) {
	cmd, ok := b.commands[c.path]
	if !ok {
		b.respond(c, say("I do not know this command any more. Type / again: Discord then shows the current ones."))
		return
	}
	if err := cmd.may(c); err != nil {
		b.respond(c, b.spoken(c.path, err))
		return
	}
	if cmd.quick {
		b.respond(c, b.guarded(func() response {
			reply, err := cmd.run(context.Background(), c)
			if err != nil {
				reply = b.spoken(c.path, err)
			}
			return reply
		}))
		return
	}
	b.later(c, func(ctx context.Context) (response, error) { return cmd.run(ctx, c) })
}

// may tests on our side what Discord's own settings should have seen to.
func (m command) may(c *call) error {
	switch {
	case m.server && c.guild == 0:
		return tell("This works in a server's channel, not in direct messages.")
	case m.manage && c.guild != 0 && !c.manager:
		return tell("Only members who may manage this server can do this: it needs the permission Manage Server.")
	}
	return nil
}

// private is the flag of an answer only one person sees.
func (c *call) private() int {
	if c.guild != 0 && !c.open {
		return flagPrivate
	}
	return 0
}

// ackTime is a little more than the three seconds that Discord gives.
const ackTime = 4 * time.Second

// callback sends the first response to an interaction.
func (b *Bot) callback(c *call, kind int, data any) error {
	ctx, cancel := context.WithTimeout(context.Background(), ackTime)
	defer cancel()
	err := b.api.do(ctx, http.MethodPost, fmt.Sprintf("/interactions/%s/%s/callback", c.in.ID, c.in.Token.v),
		map[string]any{"type": kind, "data": data}, nil)
	if err == nil && b.Meter.Acked != nil {
		b.Meter.Acked(kindName(c.in.Type.v), time.Since(c.began))
	}
	return err
}

func kindName(t int) string {
	switch t {
	case typeCommand:
		return "command"
	case typeComplete:
		return "autocomplete"
	case typeModal:
		return "modal"
	}
	return "component"
}

// respond answers at once, without a deferral.
func (b *Bot) respond(c *call, a response) {
	first := b.draw(a)[0]
	first["flags"] = flagNoEmbeds | c.private()
	if err := b.callback(c, 4, first); err != nil {
		b.Log.Warn("an interaction was not answered", "err", err)
	}
}

// later acknowledges at once and answers when the work is done. The same
// event may come twice, after a RESUME or to two processes: inbound lets one
// of them go on.
func (b *Bot) later(c *call, f func(context.Context) (response, error)) {
	release, err := b.limits.fly(c.user)
	if err != nil {
		b.respond(c, b.spoken(c.path, err))
		return
	}
	ctx, left, ok := b.bench.reserve()
	if !ok {
		release()
		b.respond(c, say("I have too much to do at the moment. Please try again in a few minutes."))
		return
	}
	done := func() { left(); release() }
	mine := make(chan bool, 1)
	go func() {
		first := true // without the database: rather twice than never
		defer func() { mine <- first }()
		defer b.survive()
		fresh, err := b.Store.Arrived(ctx, "i"+c.in.ID.String())
		first = fresh || err != nil
	}()
	err = b.callback(c, 5, map[string]any{"flags": c.private()})
	if err != nil {
		b.Log.Warn("an interaction may not be acknowledged", "err", err)
	}
	if !<-mine || refusedForGood(err) {
		done()
		return
	}
	go func() {
		defer done()
		defer b.survive()
		reply := b.spoken(c.path, context.Canceled)
		b.turn(ctx, func(ctx context.Context) {
			reply = b.guarded(func() response { return b.worked(ctx, c, f) })
		})
		b.finish(c, reply)
	}()
}

// refusedForGood reports that an acknowledgement certainly did not land, and
// that none did before: there is nothing to fill in later.
func refusedForGood(err error) bool {
	var e *apiError
	return errors.As(err, &e) && e.Unsent && e.Code != codeAcknowledged
}

// worked does the work of one call in the time that its token lives.
func (b *Bot) worked(ctx context.Context, c *call, f func(context.Context) (response, error)) response {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	defer b.slow(ctx, c)()
	if c.guild != 0 { // whoever types here proves that the bot is here
		if _, err := b.Store.SeeGuild(ctx, c.guild); err != nil {
			return b.spoken(c.path, err)
		}
	}
	reply, err := f(ctx)
	if err != nil {
		return b.spoken(c.path, err)
	}
	return reply
}

// slow says once, after ten seconds, that an answer takes a while; stop ends it.
func (b *Bot) slow(ctx context.Context, c *call) (stop func()) {
	if b.Model == "" {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer b.survive()
		if sleep(ctx, 10*time.Second) == nil {
			b.edit(ctx, c, b.draw(say("This takes a while; I am still at it."))[0])
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

const (
	codeAcknowledged = 40060 // the interaction was acknowledged before
	codeMissing      = 50013
	codeNoAccess     = 50001
	codeNoChannel    = 10003
	codeNoReply      = 160002 // a message may be answered only by who may read the history
)

// draw lays an answer out as bodies of messages, buttons under the last.
func (b *Bot) draw(a response) []map[string]any {
	return drawn(b.laid(a.blocks), a.rows)
}

// drawn are parts as bodies of messages, buttons under the last.
func drawn(parts []message.Part, rows []discordgo.MessageComponent) []map[string]any {
	out := make([]map[string]any, len(parts))
	for i, p := range parts {
		out[i] = body(p.Content)
	}
	if len(rows) > 0 {
		out[len(out)-1]["components"] = rows
	}
	return out
}

// body is a message as every one of ours leaves: nobody is mentioned, no link
// is unfolded.
func body(content string) map[string]any {
	return map[string]any{"content": content, "flags": flagNoEmbeds, "allowed_mentions": map[string]any{"parse": []string{}}}
}

// finish puts the answer where the deferral stands; more parts follow it. It
// goes out also while the bot shuts down.
func (b *Bot) finish(c *call, a response) {
	ctx, cancel := b.bench.saying(10 * time.Second)
	defer cancel()
	parts := b.laid(a.blocks)
	if a.share != nil {
		b.share(c, &a, parts)
	}
	for i, m := range drawn(parts, a.rows) {
		if i == 0 {
			if !b.edit(ctx, c, m) {
				return
			}
			continue
		}
		m["flags"] = flagNoEmbeds | flagNoPush | c.private()
		if err := b.onceMore(ctx, func() error {
			return b.api.do(ctx, http.MethodPost, fmt.Sprintf("/webhooks/%s/%s", c.in.AppID, c.in.Token.v), m, nil)
		}); err != nil {
			b.Log.Warn("a part of an answer was not sent", "err", err)
			return
		}
	}
}

func (b *Bot) edit(ctx context.Context, c *call, m map[string]any) bool {
	err := b.again(ctx, func() error { // an edit may land twice
		return b.api.do(ctx, http.MethodPatch, fmt.Sprintf("/webhooks/%s/%s/messages/@original", c.in.AppID, c.in.Token.v), m, nil)
	})
	if err != nil && ctx.Err() == nil {
		b.Log.Warn("an answer was not sent", "err", err)
	}
	return err == nil
}
