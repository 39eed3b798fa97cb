package bot

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/bot/rest"
)

// commandsRoute is a part of the path under which commands are registered.
const commandsRoute = "/applications/" + discordtest.AppID + "/commands"

// registered reports whether Discord has taken the commands.
func (r *registration) registered() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done
}

func TestRegister_ARefusalDelaysNoConnection(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]discordtest.Fault{
		"30034 as 400":  {Status: 400, Code: 30034},
		"30034 as 429":  {Status: 429, Code: 30034, Wait: 6 * time.Hour, Unscoped: true},
		"a shared 429":  {Status: 429, Wait: time.Hour, Shared: true},
		"500":           {Status: 500},
		"a page":        {Status: 502, HTML: true},
		"a 403 page":    {Status: 403, HTML: true},
		"no answer":     {Until: t.Context().Done()},
		"a cut":         {Drop: true},
		"no permission": {Status: 403, Code: 50001},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(_ *Options, o *discordtest.Options) {
				fault.Method, fault.Path, fault.Times = "PUT", commandsRoute, -1
				o.Faults = []discordtest.Fault{fault}
			})
			dm := w.d.DM(w.boss)
			w.d.Say(w.boss, dm, "Who won?", false, nil)
			w.await("it answers", func() bool { return len(w.d.ByBot(dm)) == 1 })
			if fault.Until == nil {
				w.await("the log says it", func() bool { return strings.Contains(w.logged(), "the commands are not registered") })
			}
			if strings.Contains(w.logged(), "msg=\"Discord") {
				t.Errorf("the log says that Discord cannot be reached:\n%s", w.logged())
			}
		})
	}
}

func TestRegister_IsTriedAgainAndSaidToTheOperator(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *Options, do *discordtest.Options) {
		do.Faults = []discordtest.Fault{{Method: "PUT", Path: commandsRoute, Status: 400, Code: 30034}}
	})
	w.bot.Operators = []int64{int64(id(w.boss))}
	dm := w.d.DM(w.boss)
	status := func() string {
		return w.interact(discordtest.Interaction{Channel: dm, Name: "status"}).Text()
	}
	w.await("registered in the end", func() bool { return len(w.d.Commands()) == len(command.Definitions()) })
	w.await("it is known", func() bool { return w.bot.registration.registered() })
	wants(t, "/status", status(), "**Commands:** registered with Discord.")
	w.bot.registration.note(&rest.Error{Status: 400, Code: 30034, Message: "Max number of daily application command creates has been reached (200)"}, time.Now().Add(time.Hour))
	wants(t, "/status when refused", status(), "**Commands:** not registered: Discord said 400 Max number of daily", "It is tried again <t:")
	puts := len(w.d.Calls("PUT", commandsRoute))
	if err := w.bot.register(context.Background()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.d.Calls("PUT", commandsRoute)); n != puts {
		t.Error("commands that have not changed are registered again")
	}
}

func TestRegister_OnlyWhatHasChanged(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	a, err := rest.New(d.URL, "token")
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{api: a}
	ctx := context.Background()
	puts := func() int { return len(d.Calls("PUT", commandsRoute)) }
	for range 3 {
		if err := b.register(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if n := puts(); n != 1 {
		t.Errorf("%d times registered, want 1", n)
	}
	older := command.Definitions()
	older[0].Description = "As it was"
	other := slices.Clone(command.Definitions()[1:])
	longer := command.Definitions()
	longer[1].Options = longer[1].Options[:1]
	for name, list := range map[string]any{"another description": older, "one missing": other, "another option": longer} {
		if err := a.Do(ctx, http.MethodPut, commandsRoute, list, nil); err != nil {
			t.Fatal(err)
		}
		before := puts()
		if err := b.register(ctx); err != nil || puts() != before+1 {
			t.Errorf("%s: registered %d times, %v", name, puts()-before, err)
		}
	}
}

func TestRun_NeedsNothingThatMayBeMissing(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{"who the bot is": "/users/@me", "which commands there are": commandsRoute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(_ *Options, o *discordtest.Options) {
				o.Faults = []discordtest.Fault{{Method: "GET", Path: path, Status: 503, HTML: true, Times: -1}}
			})
			w.d.Say(w.member, w.channel, "<@"+discordtest.AppID+"> Who won?", true, nil)
			w.await("it answers", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
		})
	}
}

func TestDiagnose_SaysHowTheCommandsStand(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *Options, o *discordtest.Options) {
		o.Faults = []discordtest.Fault{{Method: "PUT", Path: commandsRoute, Status: 400, Code: 30034, Times: -1}}
	})
	finding := func() Finding {
		t.Helper()
		for _, f := range w.bot.Diagnose(context.Background()) {
			if f.Check == "Discord commands" {
				return f
			}
		}
		t.Fatal("no word on the commands")
		return Finding{}
	}
	if f := finding(); f.OK || !strings.Contains(f.Detail, "has not taken the commands") {
		t.Errorf("refused: %+v", f)
	}
	w.d.Heal()
	w.await("registered", func() bool { return w.bot.registration.registered() })
	if f := finding(); !f.OK || f.Detail != "registered" {
		t.Errorf("registered: %+v", f)
	}
}
