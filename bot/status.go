package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"dateline/bot/gateway"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/state"
)

// Finding is one thing that was looked at; Do says what to do about it.
type Finding struct {
	Check, Detail, Do string
	OK                bool

	runs []message.Run // Detail as it is drawn in Discord, where it holds times
}

func (f Finding) block() message.Block {
	detail := f.runs
	if detail == nil {
		detail = []message.Run{{Text: f.Detail}}
	}
	runs := append([]message.Run{{Text: f.Check + ": ", Bold: true}}, detail...)
	if f.Do != "" {
		runs = append(runs, message.Run{Text: " " + f.Do})
	}
	return message.Block{Kind: message.Item, Runs: runs}
}

// statusCommand is /status: what works for this server (or person), what does
// not, and what to do.
func (b *Bot) statusCommand(ctx context.Context, c *call) (response, error) {
	found := []Finding{b.checkGateway()}
	var err error
	if c.guild != 0 {
		var chs []Finding
		if chs, err = b.checkChannels(ctx, c.guild); err != nil {
			return response{}, err
		}
		found = append(found, chs...)
	}
	src, err := b.checkSources(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	found = append(found, src...)
	found = append(found, b.checkModel(ctx, c))
	if c.guild == 0 && slices.Contains(b.Operators, c.user) {
		all, err := b.checkAll(ctx)
		if err != nil {
			return response{}, err
		}
		found = append(found, all...)
	}
	return response{blocks: statusBlocks(found)}, nil
}

// statusBlocks is what was found, as it is read: first how many things need a look.
func statusBlocks(found []Finding) []message.Block {
	problems := 0
	var out []message.Block
	for _, f := range found {
		if !f.OK {
			problems++
		}
		out = append(out, f.block())
	}
	first := "Everything works"
	if problems > 0 {
		first = english.Plural(problems, "thing needs", "things need") + " a look"
	}
	return append([]message.Block{{Kind: message.Title, Runs: []message.Run{{Text: first, Bold: true}}}}, out...)
}

func (b *Bot) checkGateway() Finding {
	if !b.Connected() {
		return Finding{Check: "Discord", Detail: "not connected at the moment; trying again by itself."}
	}
	return Finding{Check: "Discord", OK: true, runs: []message.Run{{Text: "connected since "}, {Time: time.Unix(b.since.Load(), 0)},
		{Text: "."}}}
}

// checkChannels looks at every configured channel of a server as it is now.
func (b *Bot) checkChannels(ctx context.Context, guild int64) ([]Finding, error) {
	all, err := b.Store.Schedules(ctx, guild)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return []Finding{{Check: "Schedules", OK: true, Detail: "none.", Do: "/schedule add makes one."}}, nil
	}
	var out []Finding
	for _, x := range all {
		finding, err := b.checkSchedule(ctx, x)
		if err != nil {
			return nil, err
		}
		out = append(out, finding)
	}
	return out, nil
}

// checkSchedule looks at one schedule and its channel as it is now.
func (b *Bot) checkSchedule(ctx context.Context, x store.Planned) (Finding, error) {
	active := x.Channel.State == state.ChannelActive
	finding := Finding{Check: "#" + x.Channel.Name, OK: active, runs: append([]message.Run{{Text: x.Schedule.Name + ", "}},
		b.speaker(nil).Settings(x)...)}
	if !active && x.Channel.Reason == deleted {
		finding.runs = append(finding.runs, message.Run{Text: "."})
		return finding, nil
	}
	spot, err := b.look(ctx, x.Channel.DiscordID)
	switch {
	case err != nil && rest.Closed(err):
		finding.OK, finding.Do = false, b.missing(ctx, x.Channel)+". Give my role View Channel there, or remove the schedule."
	case err != nil:
		finding.OK, finding.Do = false, "It could not be looked at just now: Discord does not answer."
	case spot.lacks() != "":
		finding.OK, finding.Do = false, "Allow it for my role in the channel's settings, page Permissions."
		if !strings.Contains(x.Channel.Reason, spot.lacks()) {
			finding.Do = "I lack: " + spot.lacks() + ". " + finding.Do
		}
	case !active:
		finding.Do = "It can be posted to again and starts within ten minutes."
	}
	last, err := b.lastSlot(ctx, x)
	finding.runs = append(finding.runs, message.Run{Text: "."})
	finding.runs = append(finding.runs, last...)
	if err != nil {
		return finding, err
	}
	short, err := b.fallsShort(ctx, phrases.In("en"), x)
	for _, s := range short {
		finding.OK = false
		finding.runs = append(finding.runs, message.Run{Text: " " + s})
	}
	return finding, err
}

// lastSlot says how the newest slot of a schedule ended, if not well.
func (b *Bot) lastSlot(ctx context.Context, x store.Planned) ([]message.Run, error) {
	slots, err := b.Store.Slots(ctx, x.Schedule.ID, 1)
	if err != nil || len(slots) == 0 {
		return nil, err
	}
	slot := slots[0]
	ended := func(before, after string) []message.Run {
		return []message.Run{{Text: before + "the briefing of "}, {Time: slot.Due}, {Text: " " + after + "."}}
	}
	if slot.State == state.SlotSkipped {
		return ended(" Last: ", "was not posted: "+slot.Reason), nil
	}
	posts, err := b.Store.SlotPosts(ctx, slot.ID)
	for _, p := range posts {
		switch p.State {
		case state.PostUnproven:
			return ended(" Whether ", "arrived could not be proved"), err
		case state.PostFailed, state.PostExpired:
			return ended(" Last: ", "was not posted: "+p.Error), err
		case state.PostUnknown, state.PostSending:
			return ended(" Whether ", "arrived is being looked at"), err
		}
	}
	return nil, err
}

func (b *Bot) checkSources(ctx context.Context, owner string) ([]Finding, error) {
	srcs, err := b.Store.Chosen(ctx, owner)
	if err != nil {
		return nil, err
	}
	own, err := b.chosen(ctx, owner)
	if err != nil {
		return nil, err
	}
	finding := Finding{Check: "Sources", OK: true, Detail: english.Plural(len(srcs), "source", "sources") + "."}
	switch {
	case len(srcs) == 0:
		finding.OK, finding.Detail, finding.Do = false, "none.", "/source add adds one; nothing can be told before."
	case len(own) == 0:
		finding.Detail = english.Plural(len(srcs), "source", "sources") + " of the operator's, because none is chosen here."
		finding.Do = "/source add chooses your own."
	}
	out := []Finding{finding}
	for _, s := range srcs {
		if state := sourceState(s); state != "" {
			out = append(out, Finding{Check: sourceName(s), OK: s.Paused || s.Fails == 0 && !s.Ended(),
				Detail: layout.Clip(state, 200) + ".", Do: doAbout(s)})
		}
	}
	return out[:min(len(out), 25)], nil
}

func doAbout(s store.Source) string {
	if s.Paused {
		return "/source resume takes it up again."
	}
	if s.Ended() {
		return "/source remove takes it off the list; if it has moved, /source add takes its new address."
	}
	if s.Fails == 0 {
		return ""
	}
	return "It is tried again by itself; if it has moved, add the new address and remove this one."
}

// checkModel says which model writes, and what this server (or person) has used of it today.
func (b *Bot) checkModel(ctx context.Context, c *call) Finding {
	if b.Model == "" {
		return Finding{Check: "Model", OK: true, Detail: "none; the sources' own sentences are used."}
	}
	finding := Finding{Check: "Model", OK: true, Detail: b.Model + "; it sees questions and short extracts."}
	if b.Budget != nil {
		who := "This server: "
		if c.guild == 0 {
			who = "You: "
		}
		finding.Detail += " " + who + b.Budget(ctx, c.owner())
	}
	return finding
}

// checkAll is the operator's view: how much there is, and what waits.
func (b *Bot) checkAll(ctx context.Context) ([]Finding, error) {
	n, oldest, err := b.Store.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	finding := Finding{Check: "Posts waiting", OK: true, Detail: fmt.Sprint(n) + "."}
	if n > 0 && b.now().Sub(oldest) > 10*time.Minute {
		finding.OK, finding.runs = false, []message.Run{{Text: fmt.Sprintf("%d, the oldest since ", n)}, {Time: oldest}, {Text: "."}}
	}
	out := []Finding{b.registration.finding(), finding}
	if b.Budget != nil {
		out = append(out, Finding{Check: "Model, all together", OK: true, Detail: b.Budget(ctx, store.All)})
	}
	if b.ModelFault != nil {
		if why, at := b.ModelFault(); why != "" {
			out = append(out, Finding{Check: "Model, last failure", runs: []message.Run{{Time: at}, {Text: ": " + why + "."}},
				Do: "Until it answers, the sources' own sentences are used."})
		}
	}
	for _, table := range []string{"guilds", "channels", "sources"} {
		counts, err := b.Store.Counts(ctx, table)
		if err != nil {
			return nil, err
		}
		kept := Finding{Check: "All " + table, OK: true}
		for _, state := range []string{string(state.ChannelActive), string(state.ChannelPaused)} {
			kept.Detail += fmt.Sprintf("%d %s, ", counts[state], state)
		}
		kept.Detail = kept.Detail[:len(kept.Detail)-2] + "."
		out = append(out, kept)
	}
	return out, nil
}

// intentFlags are the application's flags that say whether message contents
// may be read (full, or limited to small bots).
const intentFlags = 1<<18 | 1<<19

// Diagnose checks the token, the intents, and every configured channel, for
// the doctor: one request after another, nothing is changed.
func (b *Bot) Diagnose(ctx context.Context) []Finding {
	if err := b.Identify(ctx); err != nil {
		finding := Finding{Check: "Discord", Detail: err.Error()}
		if !errors.As(err, new(gateway.FatalError)) {
			finding.Do = "Look at the network, at DISCORD_API_URL, and at https://discordstatus.com."
		}
		return []Finding{finding}
	}
	var app struct {
		Flags int `json:"flags"`
	}
	if err := b.api.Do(ctx, http.MethodGet, "/applications/@me", nil, &app); err != nil {
		return []Finding{{Check: "Discord", Detail: err.Error(), Do: "Try again; if it stays, look at https://discordstatus.com."}}
	}
	out := []Finding{{Check: "Discord token", OK: true, Detail: "works"}}
	switch {
	case b.MessageContent && app.Flags&intentFlags == 0:
		out = append(out, Finding{Check: "Discord intents", Detail: "DISCORD_MESSAGE_CONTENT=true, but the portal does not allow it",
			Do: "Switch on \"Message Content Intent\" on the page \"Bot\" at " + gateway.Portal +
				", or set DISCORD_MESSAGE_CONTENT=false."})
	default:
		out = append(out, Finding{Check: "Discord intents", OK: true, Detail: "none that need permission are missing"})
	}
	out = append(out, b.checkCommands(ctx))
	chs, err := b.Store.GuildChannels(ctx, 0)
	if err != nil {
		return append(out, Finding{Check: "Discord channels", Detail: err.Error(), Do: "Look at the database."})
	}
	good := 0
	for _, ch := range chs {
		spot, err := b.look(ctx, ch.DiscordID)
		switch {
		case err != nil:
			out = append(out, Finding{Check: "#" + ch.Name, Detail: b.missing(ctx, ch), Do: "Invite the bot again, " +
				"or give its role View Channel there."})
		case spot.lacks() != "":
			out = append(out, Finding{Check: "#" + ch.Name, Detail: "the bot lacks: " + spot.lacks(), Do: "Allow it for the bot's role " +
				"in the channel's settings, page Permissions."})
		default:
			good++
		}
	}
	return append(out, Finding{Check: "Discord channels", OK: true, Detail: fmt.Sprintf("%d of %d configured channels can be posted to",
		good, len(chs))})
}
