package bot

import (
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
)

func TestIsMember_AdmitsWhoNeverUsedTheBot(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	say := func(user string) string {
		t.Helper()
		dm := w.d.DM(user)
		before := len(w.d.ByBot(dm))
		w.d.Say(user, dm, "How many people were found alive in Senn?", false, nil)
		w.await("a reply", func() bool { return len(w.d.ByBot(dm)) > before })
		return w.d.ByBot(dm)[before].Content
	}
	wants(t, "a member", say(w.member), "found 40 people alive")
	looks := len(w.d.Calls("GET", "/members/"+w.member))
	wants(t, "again", say(w.member), "found 40 people alive")
	if n := len(w.d.Calls("GET", "/members/"+w.member)); n != looks || n != 1 {
		t.Errorf("looked for %d times, then %d", looks, n)
	}
	stranger := w.d.AddUser("stranger")
	got := say(stranger)
	wants(t, "a stranger", got, "Use /ask once in the server; then I can answer here from its sources.")
	if strings.Contains(got, "Senn") {
		t.Errorf("a stranger reads: %s", got)
	}
	w.bot.looks.SetBurst(0) // Discord's limits are used up
	late := w.d.AddUser("late")
	w.d.Join(w.guild, late, 0)
	wants(t, "a member who cannot be looked for", say(late), "Use /ask once in the server")
	w.interact(discordtest.Interaction{User: late, Name: "ask", Options: map[string]any{"question": "What happened in Senn?"}})
	wants(t, "after /ask in the server", say(late), "found 40 people alive")
	wants(t, "in the server nobody is sent elsewhere", w.interact(discordtest.Interaction{User: late, Name: "ask", Options: map[string]any{"question": "Who won the chess championship in Reykjavik?"}}).Text(), "I have read nothing near this. I looked in 1 article from 1 outlet, "+time.Now().UTC().Format("2 Jan")+".")
}
