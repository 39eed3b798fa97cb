package bot

import (
	"strings"
	"testing"

	"dateline/bot/discordtest"
)

func TestHear_ThePersonThenTheServerThenEnglish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for locale, want := range map[string]string{
		"de": "Das geht in einem Kanal eines Servers, nicht in Direktnachrichten.", "es-419": "Esto funciona en un canal",
		"pt-BR": "Isso funciona em um canal", "ar": "هذا يعمل في قناة", "it": "This works in a server's channel", "": "This works in a server's channel",
	} {
		reply := w.interact(discordtest.Interaction{User: w.member, Channel: w.d.DM(w.member), Name: "why", Locale: locale})
		if got := reply.Text(); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", locale, got, want)
		}
	}
}
