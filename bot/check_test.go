package bot

import (
	"log/slog"
	"strings"
	"testing"

	"dateline/bot/command"
	"dateline/bot/discordtest"
)

// Who asks about a message is told who reports it, alone; the message is in no log, no
// table and before no model, and nothing says whether it is so.
func TestCheck_OfAMessageTellsTheAskerWhoReportsIt(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.bot.Log = slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for said, part := range map[string]string{
		"Wow, rescuers found 40 people alive in the school of Senn, zebras too": "One source reports it:",
		"50 people were found alive in its school in Senn":                      "One source reports otherwise:",
		"The mayor of Zebratown resigned over the zebras":                       "I do not guess about people.",
		"A comet fell on Zebratown":                                             "I have read nothing on this that I can compare.",
		"what do zebras eat?":                                                   "I compare statements; questions, opinions and jokes make none.",
		w.press.URL + "/zebra":                                                  "I have not read the page behind the link.",
	} {
		written := w.d.Say(w.member, w.channel, said, false, nil)
		w.rested()
		r := w.interact(discordtest.Interaction{User: w.member, Name: command.CheckMenu(), Message: &written})
		if got := r.Text(); !r.Private() || !strings.Contains(got, part) || strings.Contains(got, "ebra") {
			t.Errorf("%q: private %v\n%s", said, r.Private(), got)
		}
	}
	if log := w.logged(); strings.Contains(log, "ebra") {
		t.Errorf("the log holds it:\n%s", log)
	}
	if kept, err := w.store.CountsOf(t.Context(), int64(id(w.member))); kept["turns"] != 0 || err != nil {
		t.Errorf("%v is kept, %v", kept, err)
	}
}

// What is forwarded in a direct message is held against what the person's servers read.
func TestCheck_OfAForwardedMessage(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("help", nil)
	dm := w.d.DM(w.member)
	w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "Who was found in Senn?"}})
	w.rested()
	w.d.Forward(w.member, dm, "50 people were found alive in its school in Senn")
	w.await("a reply", func() bool { return len(w.d.ByBot(dm)) > 0 })
	all := w.d.ByBot(dm)
	wants(t, "the reply", all[len(all)-1].Content, "One source reports otherwise:", "found 40 people alive", "The message is not kept.")
}
