package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/command"
	"dateline/bot/gateway"
	"dateline/bot/rest"
)

// registerMost is the longest pause between two tries to register the
// commands: what refuses them longest is Discord's limit of 200 new commands a day.
const registerMost = time.Hour

// registration is how far Discord knows our commands.
type registration struct {
	mu      sync.Mutex
	done    bool
	problem error     // of the newest try
	next    time.Time // when it is tried again
}

func (r *registration) note(problem error, next time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done, r.problem, r.next = problem == nil, problem, next
}

// line is what an operator reads of it.
func (r *registration) line(page *statusPage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	said := page.say("status_registered")
	switch {
	case r.problem != nil:
		said = page.say("status_unregistered", r.problem.Error(), r.next)
	case !r.done:
		said = page.say("status_registering")
	}
	page.line(r.done, page.say("status_commands"), said)
}

// keepRegistering registers the commands, beside the connection, which needs
// none of it: it tries until Discord takes them.
func (b *Bot) keepRegistering(ctx context.Context) {
	defer b.survive()
	said := ""
	for wait := gateway.LeastWait; ctx.Err() == nil; wait = min(2*wait, registerMost) {
		err := b.register(ctx)
		if ctx.Err() != nil {
			return
		}
		pause := max(wait, rest.WaitOf(err))
		b.registration.note(err, b.now().Add(pause))
		if err == nil {
			if said != "" {
				b.Log.Info("the commands are registered")
			}
			return
		}
		if err.Error() != said {
			said = err.Error()
			b.Log.Warn("the commands are not registered; trying again beside the work", "err", err)
		}
		_ = rest.Sleep(ctx, pause)
	}
}

// register tells Discord the commands, if it has others.
func (b *Bot) register(ctx context.Context) error {
	if err := b.Identify(ctx); err != nil {
		return err
	}
	same, err := b.registered(ctx)
	status := rest.Status(err)
	unasked := status == http.StatusNotFound || status == http.StatusMethodNotAllowed // a proxy that knows no such request
	if same || err != nil && rest.Meaning(err) == rest.FailedForNow && !unasked {
		return err
	}
	return b.api.Do(ctx, http.MethodPut, b.commandsPath(), command.Definitions(), nil)
}

func (b *Bot) commandsPath() string { return "/applications/" + b.self().String() + "/commands" }

// registered reports whether Discord has our commands as they are now.
func (b *Bot) registered(ctx context.Context) (bool, error) {
	var have []map[string]any
	if err := b.api.Do(ctx, http.MethodGet, b.commandsPath()+"?with_localizations=true", nil, &have); err != nil {
		return false, err
	}
	return sameCommands(have, command.Definitions()), nil
}

// sameCommands compares what Discord has with ours, in whatever order.
func sameCommands(have []map[string]any, ours []*discordgo.ApplicationCommand) bool {
	raw, err := json.Marshal(ours)
	if err != nil {
		return false
	}
	var want []map[string]any
	if json.Unmarshal(raw, &want) != nil || len(have) != len(want) {
		return false
	}
	byName := map[any]any{}
	for _, c := range have {
		byName[c["name"]] = stripped(c)
	}
	for _, c := range want {
		if c["type"] == nil {
			c["type"] = 1.0 // a slash command, where nothing is said
		}
		if !reflect.DeepEqual(byName[c["name"]], stripped(c)) {
			return false
		}
	}
	return true
}

// ofDiscord are the fields of a command that Discord adds.
var ofDiscord = []string{"id", "application_id", "version", "guild_id", "dm_permission", "default_permission", "handler", "name_localized",
	"description_localized"}

// stripped is a command without what Discord adds and without what says
// nothing: Discord leaves out what is false, and discordgo sends it.
func stripped(v any) any {
	switch value := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, y := range value {
			if y = stripped(y); y != nil && !slices.Contains(ofDiscord, k) {
				out[k] = y
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		out := make([]any, 0, len(value))
		for _, y := range value {
			out = append(out, stripped(y))
		}
		slices.SortStableFunc(out, func(a, b any) int { // of numbers the order says nothing; anything else keeps its own
			limit, _ := a.(float64)
			n, _ := b.(float64)
			return cmp.Compare(limit, n)
		})
		if len(out) == 0 {
			return nil
		}
		return out
	case bool:
		if !value {
			return nil
		}
	case string:
		if value == "" {
			return nil
		}
	}
	return v
}

// checkCommands is what the doctor says: beside it the bot may be running, or not yet.
func (b *Bot) checkCommands(ctx context.Context) Finding {
	same, err := b.registered(ctx)
	holder, errHolder := b.Store.LeaseHolder(ctx, gatewayName)
	finding := Finding{Check: "Discord commands", OK: true, Detail: "registered"}
	switch {
	case err != nil:
		finding.OK, finding.Detail, finding.Do = false, err.Error(), "The bot works without; try again in a while."
	case !same && (holder != "" || errHolder != nil):
		finding.OK, finding.Detail = false, "Discord has not taken the commands of this version"
		finding.Do = "The bot tries again by itself; its log and /status say what Discord answers. What was registered before goes on " +
			"working."
	case !same:
		finding.Detail = "not registered yet, or those of an older version: the bot registers them when it runs"
	}
	return finding
}
