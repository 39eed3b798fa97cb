package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/briefing/feed/feedtest"
)

// rested lets everybody ask again.
func (w *world) rested() {
	w.bot.limits.mu.Lock()
	defer w.bot.limits.mu.Unlock()
	w.bot.limits.asked.Purge()
}

func TestMay_OnlyManagersChangeSettings(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	m := w.tell("World")
	var open []string
	for name, handled := range w.bot.commands {
		if !handled.manage {
			open = append(open, name)
			continue
		}
		r := w.interact(discordtest.Interaction{User: w.member, Name: name, Options: map[string]any{"sources": w.press.URL, "source": "1", "schedule": "World", "when": "hourly", "city": "UTC"}})
		wants(t, name, r.Text(), "Only members who may manage this server")
	}
	slices.Sort(open)
	if want := []string{command.CheckMenu(), command.WhyMenu(), "ask", "brief", "catchup", "follow list", "follow stop", "follow topic", "forget", "help", "new", "privacy", "search", "sources", "story", "watch list", "watch stop", "why"}; !slices.Equal(open, want) {
		t.Errorf("members may use %v, want %v", open, want)
	}
	for name, focus := range map[string]string{"source remove": "source", "schedule remove": "schedule", "schedule add": "city"} {
		if r := w.interact(discordtest.Interaction{User: w.member, Name: name, Options: map[string]any{focus: ""}, Focus: focus}); len(r.Choices()) > 0 {
			t.Errorf("%s: a member is shown %v", name, r.Choices())
		}
		if r := w.interact(discordtest.Interaction{Name: name, Options: map[string]any{focus: ""}, Focus: focus}); len(r.Choices()) == 0 {
			t.Errorf("%s: a manager is shown nothing", name)
		}
	}
	undo := w.interact(discordtest.Interaction{User: w.member, Press: idUndo + "1", Message: &m})
	wants(t, "undo", undo.Text(), "Only members who may manage this server")
	wants(t, "the sources", w.slash("source list", nil), "1 source", "Coast Radio")
	wants(t, "undo by a manager", w.interact(discordtest.Interaction{Press: idUndo + "1", Message: &m}).Text(), "is read no more")
}

func TestBot_ReachesNoOtherServersRows(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	m := w.tell("World")
	ctx := context.Background()
	other := w.d.AddGuild("Elsewhere")
	there := w.d.AddChannel(other, "talk", 0)
	spy := w.d.AddUser("spy")
	w.d.Join(other, spy, discordtest.ManageGuild)
	all, err := w.store.Schedules(ctx, int64(id(w.guild)))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	for name, in := range map[string]discordtest.Interaction{
		"ask":              {Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}},
		"brief":            {Name: "brief"},
		"source list":      {Name: "source list"},
		"source remove":    {Name: "source remove", Options: map[string]any{"source": "1"}},
		"schedule list":    {Name: "schedule list"},
		"schedule remove":  {Name: "schedule remove", Options: map[string]any{"schedule": fmt.Sprint(all[0].Schedule.ID)}},
		"schedule preview": {Name: "schedule preview", Options: map[string]any{"schedule": fmt.Sprint(all[0].Schedule.ID)}},
		"schedule add":     {Name: "schedule add", Options: map[string]any{"when": "hourly", "city": "UTC", "channel": w.channel}},
		"status":           {Name: "status"},
		"why":              {Name: "why"},
		"open":             {Press: m.CustomIDs()[0], Values: []string{"0"}, Message: &m},
		"ask button":       {Press: m.CustomIDs()[1], Message: &m},
		"why button":       {Press: m.CustomIDs()[2], Message: &m},
		"undo":             {Press: idUndo + "1", Message: &m},
	} {
		in.User, in.Channel = spy, there
		r := w.interact(in)
		if s := r.Text(); strings.Contains(s, "Senn") || strings.Contains(s, "Coast") || strings.Contains(s, "#news") || strings.HasPrefix(s, "Saved") || r.Modal() != nil {
			t.Errorf("%s in another server: %s", name, s)
		}
	}
	for name, focus := range map[string]string{"source remove": "source", "schedule remove": "schedule", "why": "story"} {
		if r := w.interact(discordtest.Interaction{User: spy, Channel: there, Name: name, Options: map[string]any{focus: ""}, Focus: focus}); len(r.Choices()) > 0 {
			t.Errorf("%s in another server suggests %v", name, r.Choices())
		}
	}
	wants(t, "the source is still there", w.slash("source list", nil), "Coast Radio")
	wants(t, "the schedule is still there", w.slash("schedule list", nil), "World")
}

// A feed of one server that claims another outlet's address changes nothing of
// what those read who follow that outlet.
func TestSourceAdd_CannotRewriteAnotherOutletsArticle(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	evil := feedtest.New(t, "Evil")
	evil.Link = strings.TrimSuffix(w.press.URL, "/feed") + "/0"
	evil.Publish("Mayor of Senn arrested", "The mayor of Senn was arrested for fraud, the police of Senn said on Monday.")
	other := w.d.AddGuild("Elsewhere")
	there, spy := w.d.AddChannel(other, "talk", 0), w.d.AddUser("spy")
	w.d.Join(other, spy, discordtest.ManageGuild)
	wants(t, "the evil source", w.interact(discordtest.Interaction{User: spy, Channel: there, Name: "source add", Options: map[string]any{"sources": evil.URL}}).Text(), "Mayor of Senn arrested")
	w.settle()
	got := w.interact(discordtest.Interaction{Name: "ask", Options: map[string]any{"question": "Who was arrested in Senn?"}}).Text() + w.slash("brief", nil)
	if strings.Contains(got, "arrested") || !strings.Contains(got, "40 alive in Senn") {
		t.Errorf("the other server reads:\n%s", got)
	}
}

func TestAskCommand_QuestionsAndAnswersStayPrivate(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Is the school of Senn dangerous?"}})
	before := len(w.d.ByBot(w.channel))
	w.d.Say(w.member, w.channel, "<@"+discordtest.AppID+"> And how many were found alive there?", true, nil)
	w.await("a reply", func() bool { return len(w.d.ByBot(w.channel)) > before })
	if got := w.d.ByBot(w.channel)[before].Content; strings.Contains(got, "Continuing") {
		t.Errorf("the public reply continues a private question:\n%s", got)
	}
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	w.d.Deny(w.channel, 0)
	w.d.Join(w.guild, w.member, 0)
	shown := r.Message()
	shown.Content += " Continuing: Mayor Crook. /new starts afresh."
	before = len(w.d.ByBot(w.channel))
	show := shown.CustomIDs()[0]
	w.interact(discordtest.Interaction{User: w.member, Press: show, Message: shown})
	again := w.interact(discordtest.Interaction{User: w.member, Press: show, Message: shown})
	wants(t, "the second press", again.Text(), "It is shown already.")
	all := w.d.ByBot(w.channel)[before:]
	if len(all) != 1 || strings.Contains(all[0].Content, "Crook") {
		t.Errorf("shown %d times: %+v", len(all), all)
	}
}

func TestScope_EndsWithMembership(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Senn?"}})
	w.d.Leave(w.guild, w.member)
	r := w.interact(discordtest.Interaction{User: w.member, Channel: w.d.DM(w.member), Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	if strings.Contains(r.Text(), "40") {
		t.Errorf("told to one who left: %s", r.Text())
	}
}

// In a random graph of servers, people and sources nobody is shown a word of
// a source that neither the place nor, in direct messages, a server of his or
// hers chose.
func TestScope_NoForeignTextInRandomGraphs(t *testing.T) {
	t.Parallel()
	const guilds, people, asks = 5, 6, 60
	w := newWorld(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	type tenant struct{ guild, channel string }
	var tenants []tenant
	boss := w.d.AddUser("root")
	for i := range guilds {
		g := w.d.AddGuild(fmt.Sprint("G", i))
		tn := tenant{g, w.d.AddChannel(g, "talk", 0)}
		tenants = append(tenants, tn)
		w.d.Join(g, boss, discordtest.ManageGuild)
		p := feedtest.New(t, fmt.Sprintf("Outlet %d", i))
		p.Publish(fmt.Sprintf("Harbour of Karsk closes, canary%d says", i), fmt.Sprintf("The harbour of Karsk closes on Friday, the office canary%d said on Monday in the town hall of Karsk.", i))
		if r := w.interact(discordtest.Interaction{User: boss, Channel: tn.channel, Name: "source add", Options: map[string]any{"sources": p.URL}}); !strings.Contains(r.Text(), "canary") {
			t.Fatal(r.Text())
		}
	}
	w.settle()
	member := map[string]map[int]bool{}
	var users []string
	for i := range people {
		u := w.d.AddUser(fmt.Sprint("u", i))
		users, member[u] = append(users, u), map[int]bool{}
		for g := range tenants {
			if rnd.IntN(3) == 0 {
				w.d.Join(tenants[g].guild, u, 0)
				member[u][g] = true
			}
		}
	}
	shown := 0
	for range asks {
		w.rested()
		u, g := users[rnd.IntN(people)], rnd.IntN(guilds)
		in := discordtest.Interaction{User: u, Channel: tenants[g].channel, Name: "ask", Options: map[string]any{"question": "When does the harbour of Karsk close?"}}
		allowed := map[int]bool{g: true}
		switch {
		case rnd.IntN(3) == 0:
			in.Channel, allowed = w.d.DM(u), member[u]
		case !member[u][g]:
			continue // Discord lets nobody type there
		case rnd.IntN(2) == 0:
			in.Name, in.Options = "brief", nil
		case rnd.IntN(2) == 0:
			in.Name, in.Options = "sources", nil
		case rnd.IntN(2) == 0:
			in.Name, in.Options = "why", map[string]any{"story": "harbour of Karsk"}
		}
		text := w.interact(in).Text()
		for i := range guilds {
			if strings.Contains(text, fmt.Sprint("canary", i)) {
				shown++
				if !allowed[i] {
					t.Errorf("%+v: a word of server %d, may see %v:\n%s", in, i, allowed, text)
				}
			}
		}
	}
	if shown < asks/6 {
		t.Errorf("only %d answers held anything", shown)
	}
}
