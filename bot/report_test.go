package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/bot/card"
	"dateline/bot/discordtest"
	"dateline/briefing/profile"
	"dateline/store/state"
)

// moderated is a world with a posted briefing whose moderators read in a channel.
func moderated(t *testing.T) (w *world, room string, posted discordtest.Message) {
	t.Helper()
	w = furnished(t)
	room = w.d.AddChannel(w.guild, "moderators", 0)
	posted = w.tell("World")
	if err := w.bot.changeServer(context.Background(), int64(id(w.guild)), func(set *profile.Server) { set.Moderators = int64(id(room)) }); err != nil {
		t.Fatal(err)
	}
	return w, room, posted
}

// reports fills in the form that a button opens, about the n-th sentence.
func (w *world) reports(user string, m *discordtest.Message, n int, reason string) *discordtest.Reply {
	w.t.Helper()
	w.rested()
	form := w.tap(user, m, "Report a mistake").Modal()
	if form == nil {
		w.t.Fatal("no form is opened")
	}
	values := formValues(form)
	picks := map[string][]string{}
	if n < len(values) {
		picks[card.FieldWhich+"0"] = values[n : n+1]
	}
	return w.interact(discordtest.Interaction{User: user, Form: form, Message: m, Picks: picks, Fields: map[string]string{card.FieldReason: reason}})
}

// formValues are those of the first menu of a form.
func formValues(form map[string]any) (out []string) {
	labels, _ := form["components"].([]any)
	for _, label := range labels {
		field, _ := label.(map[string]any)["component"].(map[string]any)
		options, _ := field["options"].([]any)
		for _, o := range options {
			out = append(out, fmt.Sprint(o.(map[string]any)["value"]))
		}
	}
	return out
}

// A channel for moderators that was closed or deleted keeps no report from those who look
// after the briefings.
func TestReport_GoesOnWhereTheModeratorsChannelIsClosed(t *testing.T) {
	t.Parallel()
	for what, shut := range map[string]func(w *world, room string){
		"closed":  func(w *world, room string) { w.d.Deny(room, discordtest.SendMessages) },
		"deleted": func(w *world, room string) { w.d.DeleteChannel(room) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w, room, posted := moderated(t)
			shut(w, room)
			told(t, "thanks", w.reports(w.member, &posted, 1, "It was 14").Text(), "Passed on to those who look after")
			if all := w.d.ByBot(w.d.DM(w.boss)); len(all) != 1 || !strings.Contains(all[0].Content, "A member says this is wrong") {
				t.Errorf("whoever set the schedule up reads %+v", all)
			}
		})
	}
}

func TestReport_ModeratorsReadItOnceAndDecideItOnce(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct{ label, says, action string }{
		"removed": {"Remove", "Removed by <@", string(state.ToldRemoved)},
		"upheld":  {"Nothing wrong", "Nothing is wrong with it, says <@", string(state.ToldUpheld)},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w, room, posted := moderated(t)
			told(t, "thanks", w.reports(w.member, &posted, 1, "It was 14, @everyone").Text(), "Passed on to those who look after")
			other := w.d.AddUser("bob")
			w.d.Join(w.guild, other, 0)
			told(t, "another", w.reports(other, &posted, 1, "No, 39").Text(), "Passed on")
			all := w.d.ByBot(room)
			if len(all) != 1 {
				t.Fatalf("%d messages to moderators", len(all))
			}
			message := all[0]
			told(t, "the report", message.Content, "### 2 members say this is wrong (World, ", "We quoted: “Rescuers reached", "[Coast Radio]", "Reason given: It was 14", "Reason given: No, 39", "!"+w.member, "!ann")
			told(t, "a member presses", w.tapIn(room, w.member, &message, c.label).Text(), "Only members who may manage")
			w.tapIn(room, w.boss, &message, c.label)
			w.await("the decision", func() bool { return strings.Contains(w.d.ByBot(room)[0].Content, c.says) })
			decided := w.d.ByBot(room)[0]
			if len(decided.CustomIDs()) != 0 {
				t.Errorf("buttons stay: %v", decided.CustomIDs())
			}
			w.tapIn(room, w.boss, &message, "Remove") // an old copy of the buttons
			if got := w.d.ByBot(room)[0].Content; !strings.Contains(got, c.says) {
				t.Errorf("decided twice:\n%s", got)
			}
			lines, err := w.store.Audit(context.Background(), "guild:"+w.guild, 0, 20)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, x := range lines {
				if string(x.Action) == c.action && x.Actor == w.boss {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d lines of %s in the log: %+v", n, c.action, lines)
			}
			// What members wrote ends with the report; what was taken back does not.
			if kept, err := w.store.KeptOf(context.Background(), int64(id(w.boss))); err != nil || strings.Contains(fmt.Sprint(lines, kept["retractions"], kept["audit"]), "It was 14") || strings.Contains(fmt.Sprint(lines), "report ") {
				t.Errorf("the reason is kept: %v, %v, %v", lines, kept, err)
			}
			w.reports(w.member, &posted, 0, "again")
			if got := len(w.d.ByBot(room)); what == "upheld" && got > 2 {
				t.Errorf("%d messages", got)
			}
		})
	}
}

func TestReport_ACorrectionSaysWhatIsRight(t *testing.T) {
	t.Parallel()
	w, room, posted := moderated(t)
	w.reports(w.member, &posted, 1, "It was 14")
	message := w.d.ByBot(room)[0]
	form := w.tapIn(room, w.boss, &message, "Mark as corrected").Modal()
	if form == nil {
		t.Fatal("no form is opened")
	}
	w.interact(discordtest.Interaction{User: w.boss, Channel: room, Form: form, Message: &message, Fields: map[string]string{card.FieldRight: "Fourteen people were found."}})
	w.await("the decision", func() bool {
		return strings.Contains(w.d.ByBot(room)[0].Content, "What is right: Fourteen people were found.")
	})
}

func TestReport_OnePersonReportsThreeADay(t *testing.T) {
	t.Parallel()
	w, room, _ := moderated(t)
	for i, town := range []string{"Lysk", "Karsk", "Hale", "Marr"} {
		w.reads("Council of "+town+" mends its school", fmt.Sprintf("The council of %s mends the roof of its school for %d crowns before the winter, it said.", town, 1000+i))
	}
	report := func(town string) string {
		t.Helper()
		w.rested()
		opened := w.interact(discordtest.Interaction{User: w.member, Name: "story", Options: map[string]any{"story": town}})
		return w.reports(w.member, opened.Message(), 0, "The roof of "+town).Text()
	}
	for _, town := range []string{"Lysk", "Karsk", "Hale"} {
		told(t, town, report(town), "Passed on")
	}
	told(t, "the fourth", report("Marr"), "You have reported 3 mistakes in 24 hours")
	if n := len(w.d.ByBot(room)); n != 3 {
		t.Errorf("%d messages to moderators", n)
	}
}

func TestReport_WithoutAChannelItGoesToWhoeverSetTheScheduleUp(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	posted := w.tell("World")
	told(t, "thanks", w.reports(w.member, &posted, 0, "wrong").Text(), "Passed on")
	dm := w.d.DM(w.boss)
	all := w.d.ByBot(dm)
	if len(all) != 1 {
		t.Fatalf("%d direct messages", len(all))
	}
	told(t, "the report", all[0].Content, "A member says this is wrong (World")
	told(t, "another's copy", w.tapIn(w.d.DM(w.member), w.member, &all[0], "Remove").Text(), "I no longer know what this belongs to")
	told(t, "the boss decides", w.tapIn(dm, w.boss, &all[0], "Nothing wrong").Text(), "Nothing is wrong with it, says")
	w.await("the decision", func() bool { return strings.Contains(w.d.ByBot(dm)[0].Content, "Nothing is wrong with it, says") })
}

// tapIn presses a button in another channel than the world's own.
func (w *world) tapIn(channel, user string, m *discordtest.Message, label string) *discordtest.Reply {
	w.t.Helper()
	for _, button := range buttons(m) {
		if button[0] == label {
			return w.interact(discordtest.Interaction{Channel: channel, User: user, Press: button[1], Message: m})
		}
	}
	w.t.Fatalf("no button %q under %q", label, m.Content)
	return nil
}
