package bot

import (
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/briefing/export"
)

// The button under an answer attaches it as two files, for whoever pressed alone.
func TestExport_AttachesAnAnswerWithItsSources(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	asked := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	press := ""
	for _, id := range asked.Message().CustomIDs() {
		if strings.HasPrefix(id, export.Press) {
			press = id
		}
	}
	if press == "" {
		t.Fatalf("no button: %v", asked.Message().CustomIDs())
	}
	r := w.interact(discordtest.Interaction{User: w.member, Press: press, Message: asked.Message()})
	wants(t, "the export", r.Text(), "as two files")
	if n := len(r.Message().Files); n != 2 || !r.Private() {
		t.Errorf("%d files, private %v", n, r.Private())
	}
	w.rested()
	cut := w.interact(discordtest.Interaction{User: w.member, Press: press + "-m3", Message: asked.Message()})
	wants(t, "an answer that found no room", cut.Text(), "as two files", "3 more sentences of the answer are not in the files")
	for _, bad := range []string{"export:", "export:c99999", "export:v1.0.zzzz", "export:../x"} {
		w.rested()
		if got := w.interact(discordtest.Interaction{User: w.member, Press: bad, Message: asked.Message()}).Text(); strings.Contains(got, "Senn") {
			t.Errorf("%s: %s", bad, got)
		}
	}
}
