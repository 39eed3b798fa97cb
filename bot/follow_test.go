package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/follow"
	"dateline/briefing/profile"
	"dateline/store"
)

// follows is a world in which the member follows something in direct messages.
func follows(t *testing.T, options map[string]any) (w *world, dm string, all []store.Planned) {
	t.Helper()
	w = furnished(t)
	dm = w.d.DM(w.member)
	w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Senn?"}}) // a member who has used it here
	screen := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow topic", Options: options})
	wants(t, "the screen", screen.Text(), "Ready to follow", "in direct messages")
	saved := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Press: screen.Message().CustomIDs()[0], Message: screen.Message()})
	wants(t, "saved", saved.Text(), "is followed. The first message comes")
	all, err := w.store.Follows(context.Background(), int64(id(w.member)))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return w, dm, all
}

// personal makes what somebody follows due now, and returns what came.
func (w *world) personal(dm string, x store.Planned) []discordtest.Message {
	w.t.Helper()
	ctx := context.Background()
	before := len(w.d.ByBot(dm))
	lease, err := w.store.TakeLease(ctx, "plan", "test", hang)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.AddSlots(ctx, lease, slotNow(x.Schedule.ID, fmt.Sprintf("07:%02d", time.Now().Second()))); err != nil {
		w.t.Fatal(err)
	}
	w.staged(w.bot.Press.Run)
	return w.d.ByBot(dm)[before:]
}

func TestFollow_TopicsComeByDirectMessage(t *testing.T) {
	t.Parallel()
	w, dm, all := follows(t, map[string]any{"topic": "Senn", "when": "weekdays 7 am", "city": "Berlin"})
	if x := all[0]; x.Schedule.Name != "Senn" || x.Schedule.Zone != "Europe/Berlin" || x.Channel.UserID != int64(id(w.member)) {
		t.Errorf("followed is %+v", x)
	}
	got := w.personal(dm, all[0])
	if len(got) != 1 {
		t.Fatalf("came %d messages\n%s", len(got), w.logged())
	}
	wants(t, "the message", got[0].Content, "**Senn, ", "40 alive in Senn", "Coast Radio")
	open := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Press: got[0].CustomIDs()[0], Values: []string{"0"}, Message: &got[0]})
	wants(t, "the opened story", open.Text(), "Rescuers find 40 alive in Senn")
	why := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Press: got[0].CustomIDs()[2], Message: &got[0]})
	wants(t, "why", why.Text(), "1 story weighed, 1 posted")
	for _, i := range []int{0, 2} {
		r := w.interact(discordtest.Interaction{User: w.boss, Channel: w.d.DM(w.boss), Press: got[0].CustomIDs()[i], Values: []string{"0"}, Message: &got[0]})
		wants(t, "of another", r.Text(), "I no longer know what this belongs to")
	}
	list := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow list"})
	wants(t, "the list", list.Text(), "1: **Senn**: Monday to Friday at 07:00 (Berlin)")
	wants(t, "stop of another", w.interact(discordtest.Interaction{User: w.boss, Press: list.Message().CustomIDs()[0], Message: list.Message()}).Text(), "You follow no such topic")
	wants(t, "stop", w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow stop", Options: map[string]any{"follow": "1"}}).Text(), "**Senn** is no longer followed.")
	wants(t, "the list then", w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow list"}).Text(), "You follow nothing.")
	wants(t, "what is kept then", w.slashAs(w.member, "privacy"), "I keep the topics that you follow or followed (1).")
}

// Where a server has a zone, a time without a city is of that zone.
func TestFollow_TimeIsThatOfTheServer(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	if err := w.bot.changeServer(context.Background(), int64(id(w.guild)), func(set *profile.Server) { set.Zone = "Asia/Tokyo" }); err != nil {
		t.Fatal(err)
	}
	wants(t, "in the server", w.interact(discordtest.Interaction{User: w.member, Name: "follow topic"}).Text(), "at 07:30 (Tokyo)")
}

func TestFollow_FormSetsTimeAndPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dm := w.d.DM(w.member)
	screen := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow topic", Locale: "de"})
	wants(t, "what is usual", screen.Text(), "Welt: jeden Tag um 07:30 Uhr (Berlin)")
	form := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Press: screen.Message().CustomIDs()[1], Message: screen.Message()}).Modal()
	set := func(when, city string) string {
		return w.interact(discordtest.Interaction{User: w.member, Channel: dm, Form: form, Message: screen.Message(), Fields: map[string]string{follow.FieldWhen: when, follow.FieldCity: city}}).Text()
	}
	wants(t, "another time", set("weekdays 18:00", "Lisbon"), "18:00 (Lisbon)")
	wants(t, "no time", set("sometimes", ""), "I do not understand")
	wants(t, "no city", set("hourly", "Atlantis"), "I know no city or zone")
	other := w.interact(discordtest.Interaction{User: w.boss, Press: screen.Message().CustomIDs()[0], Message: screen.Message()})
	wants(t, "of another", other.Text(), "somebody else’s")
}

// What a person follows is told in his or her language, as /brief does; whose Discord is as
// it came has chosen none.
func TestFollow_IsToldInTheLanguageOfThePerson(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{"de": "de", "es-419": "es", "pl": "", "en-GB": "en", "en-US": "", "xx": ""} {
		w := furnished(t)
		dm := w.d.DM(w.member)
		w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "help", Locale: locale})
		screen := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow topic", Locale: locale, Options: map[string]any{"when": "daily 07:30"}})
		w.interact(discordtest.Interaction{User: w.member, Channel: dm, Press: screen.Message().CustomIDs()[0], Message: screen.Message(), Locale: locale})
		all, err := w.store.Follows(context.Background(), int64(id(w.member)))
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %+v, %v\n%s", locale, all, err, screen.Text())
		}
		if set := profile.ParseSchedule(all[0].Schedule.Profile); set.Lang != want {
			t.Errorf("%s: it is told in %q, not %q", locale, set.Lang, want)
		}
	}
}

// Nobody is written to who has not written, and nobody follows without end.
func TestFollow_OnlyWhoHasWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	screen := w.interact(discordtest.Interaction{User: w.member, Name: "follow topic"})
	pressed := w.interact(discordtest.Interaction{User: w.member, Press: screen.Message().CustomIDs()[0], Message: screen.Message()})
	wants(t, "saved from a server", pressed.Text(), "I write to nobody who has not written to me")
}

// Once somebody has left a server, its sources tell him or her nothing more.
func TestFollow_AServerLeftTellsNothing(t *testing.T) {
	t.Parallel()
	w, dm, all := follows(t, nil)
	w.d.Leave(w.guild, w.member)
	w.bot.members.Purge()
	if got := w.personal(dm, all[0]); len(got) != 0 {
		t.Errorf("came %+v", got)
	}
}

func TestForget_ErasesWhatIsFollowed(t *testing.T) {
	t.Parallel()
	w, dm, all := follows(t, nil)
	w.personal(dm, all[0])
	wants(t, "forget", w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "forget"}).Text(), "erased")
	left, err := w.store.Follows(context.Background(), int64(id(w.member)))
	if _, errBox := w.store.Mailbox(context.Background(), int64(id(w.member))); err != nil || len(left) != 0 || !gone(errBox) {
		t.Errorf("left are %+v, %v, %v", left, err, errBox)
	}
}

// Where the bot is not, a person who installed it is answered alone, from his or her own
// scope; nothing is noted of that place.
func TestAway_AnswersPrivatelyFromTheOwnScope(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Senn?"}})
	far := w.d.NewGuild("Elsewhere")
	w.d.Join(far, w.member, discordtest.ManageGuild)
	w.d.Join(far, w.boss, 0)
	for name, place := range map[string]string{"a server": w.d.AddChannel(far, "talk", 0), "a group": w.d.AddPrivate(w.member, w.boss)} {
		r := w.interact(discordtest.Interaction{User: w.member, Channel: place, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
		wants(t, name, r.Text(), "found 40 people alive")
		if !r.Private() || strings.Contains(r.Text(), "I keep your last 10 questions") {
			t.Errorf("%s: private %v: %s", name, r.Private(), r.Text())
		}
		wants(t, name, w.interact(discordtest.Interaction{User: w.member, Channel: place, Name: "source list"}).Text(), "/source add")
		screen := w.interact(discordtest.Interaction{User: w.member, Channel: place, Name: "follow topic"})
		wants(t, name, w.interact(discordtest.Interaction{User: w.member, Channel: place, Press: screen.Message().CustomIDs()[0], Message: screen.Message()}).Text(), "I write to nobody who has not written")
	}
	person, err := w.store.Person(context.Background(), int64(id(w.member)))
	if _, errGuild := w.store.Guild(context.Background(), int64(id(far))); err != nil || person.DM != 0 || !gone(errGuild) {
		t.Errorf("noted are %+v, %v, %v", person, err, errGuild)
	}
}

// Discord counts characters, not bytes: what is typed in any script is suggested.
func TestCompleted_SuggestionsOfAnyScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, letter := range []string{"a", "خ", "報", "é"} {
		typed := strings.Repeat(letter, topicMost)
		got := w.interact(discordtest.Interaction{User: w.member, Name: "follow topic", Focus: "topic", Options: map[string]any{"topic": typed}})
		if !strings.Contains(fmt.Sprint(got.Choices()), typed) {
			t.Errorf("%s: %v", letter, got.Choices())
		}
	}
}
