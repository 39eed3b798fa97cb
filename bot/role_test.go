package bot

import "testing"

func TestOnRoleMessage_OnlyTheBotsOwnIsAnswered(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	ask := func(mention string) {
		t.Helper()
		w.d.Say(w.member, w.channel, mention+" How many people were found alive in Senn?", false, nil)
	}
	// What is not meant for the bot comes first: the answer to the last message
	// proves that all before were looked at, for a session's events come in order.
	silent := []string{"<@&" + w.d.AddRole(w.guild) + ">", "@everyone", "@here", ""}
	for _, mention := range silent {
		ask(mention)
	}
	before := len(w.d.ByBot(w.channel))
	ask("<@&" + w.d.OwnRole(w.guild) + ">")
	w.await("an answer to the role", func() bool { return len(w.d.ByBot(w.channel)) > before })
	wants(t, "the reply", w.d.ByBot(w.channel)[before].Content, "found 40 people alive")
	old := w.d.OwnRole(w.guild)
	renewed := w.d.NewOwnRole(w.guild)
	w.await("the new role is known", func() bool { return w.bot.roles.in(id(w.guild)) == id(renewed) })
	ask("<@&" + old + ">")
	ask("<@&" + renewed + ">")
	w.await("an answer to the new role", func() bool { return len(w.d.ByBot(w.channel)) == before+2 })
	w.d.Say(w.member, w.d.DM(w.member), "Senn?", false, nil)
	w.await("all is done", func() bool { return len(w.d.ByBot(w.d.DM(w.member))) == 1 })
	if n := len(w.d.ByBot(w.channel)); n != before+2 {
		t.Errorf("%d answers to 2 of %d messages", n-before, len(silent)+3)
	}
}

func TestOnRoleMessage_WithoutTextSaysHowToAsk(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.d.Raw("MESSAGE_CREATE", map[string]any{"id": "9001", "channel_id": w.channel, "guild_id": w.guild, "content": "", "type": 0, "author": map[string]any{"id": w.member}, "mentions": []any{}, "mention_roles": []any{w.d.OwnRole(w.guild)}})
	w.await("a reply", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
	wants(t, "the reply", w.d.ByBot(w.channel)[0].Content, "Choose me, the app, when you type @")
}

func TestOwnRoles_UnknownRoleIsLookedUpOnce(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.await("the role is known from events", func() bool { return w.bot.roles.in(id(w.guild)) != 0 })
	w.bot.roles.mu.Lock()
	clear(w.bot.roles.of)
	w.bot.roles.mu.Unlock()
	for range 3 { // of a role that is not the bot's: asked once
		w.d.Say(w.member, w.channel, "<@&77> hello", false, nil)
	}
	w.await("the role is known", func() bool { return w.bot.roles.in(id(w.guild)) != 0 })
	w.d.Say(w.member, w.channel, "<@&"+w.d.OwnRole(w.guild)+"> How many people were found alive in Senn?", false, nil)
	w.await("an answer", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
	if n := len(w.d.Calls("GET", "/guilds/"+w.guild+"/roles")); n != 1 {
		t.Errorf("the roles were asked for %d times", n)
	}
}

func TestOnRoleMessage_DuringTheLookupIsAnswered(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.await("the role is known from events", func() bool { return w.bot.roles.in(id(w.guild)) != 0 })
	w.bot.roles.mu.Lock()
	clear(w.bot.roles.of)
	w.bot.roles.mu.Unlock()
	w.d.Say(w.member, w.channel, "<@&77> hello", false, nil)
	w.d.Say(w.member, w.channel, "<@&"+w.d.OwnRole(w.guild)+"> How many people were found alive in Senn?", false, nil)
	w.await("an answer", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
	if n := len(w.d.Calls("GET", "/guilds/"+w.guild+"/roles")); n != 1 {
		t.Errorf("the roles were asked for %d times", n)
	}
}
