package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

func TestOperator_ReadsAsDesigned(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{PrivacyURL: "https://desk.example/privacy", TermsURL: "https://desk.example/terms", Contact: "desk@example.org"}}
	briefingtest.Golden(t, "operator", spoken(func(w *phrases.Words) []message.Block { return b.operator(w) }))
	if got := (&Bot{}).operator(nil); got != nil {
		t.Errorf("without a variable %v is said", got)
	}
}

// Of two people in a server each gets his or her own questions, and nobody else sees them.
func TestOwnData_IsTheOwnersAloneAndGoesWithForget(t *testing.T) {
	w := furnished(t)
	for user, question := range map[string]string{w.boss: "Who was found in Senn?", w.member: "How many are alive in Senn?"} {
		w.interact(discordtest.Interaction{User: user, Name: "ask", Options: map[string]any{"question": question}})
	}
	page := w.interact(discordtest.Interaction{User: w.member, Name: "privacy"}).Message()
	got := w.tap(w.member, page, "My data as a file").Message()
	wants(t, "the message", got.Content, "Everything I keep of you is in this file, which only you see.")
	if got.Flags&64 == 0 || len(got.Files) != 1 {
		t.Fatalf("flags %d, %d files: want one that only the person sees", got.Flags, len(got.Files))
	}
	var file struct {
		Person string
		Kept   map[string][]map[string]any
	}
	if err := json.Unmarshal(got.Files[0].Content, &file); err != nil {
		t.Fatal(err)
	}
	if whole := string(got.Files[0].Content); file.Person != w.member || len(file.Kept["turns"]) != 1 || !strings.Contains(whole, "How many are alive") || strings.Contains(whole, "Who was found") || strings.Contains(whole, w.boss) {
		t.Errorf("the file of %s holds\n%s", w.member, whole)
	}
	w.interact(discordtest.Interaction{User: w.member, Name: "forget"})
	wants(t, "afterwards", w.tap(w.member, page, "My data as a file").Text(), "I keep nothing of you.")
	if strings.Contains(w.logged(), w.member) {
		t.Errorf("the log holds the id:\n%s", w.logged())
	}
}
