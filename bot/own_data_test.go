package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/retain"
)

func TestOperator_ReadsAsDesigned(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{PrivacyURL: "https://desk.example/privacy", TermsURL: "https://desk.example/terms", Contact: "desk@example.org"}}
	briefingtest.Golden(t, "operator", spoken(func(w *phrases.Words) []message.Block { return b.operator(w) }))
	if got := (&Bot{}).operator(nil); got != nil {
		t.Errorf("without a variable %v is said", got)
	}
}

// What is kept of a person is said, and nothing is said not to be kept that is: each table
// has its sentence, or follows from another.
func TestPrivacy_NamesEverythingThatIsKept(t *testing.T) {
	t.Parallel()
	words := phrases.In("en")
	follows := map[string]string{"users": "the language and the channel of direct messages", "watch_reads": "watches", "drawn": "the questions of a day", "answer_rests": "answers",
		"channels": "the channel of direct messages", "slots": "schedules", "posts": "schedules", "recalls": "posts", "sources": "subscriptions", "articles": "subscriptions", "versions": "articles",
		"stories": "articles", "summaries": "articles", "claims": "articles", "cites": "articles", "article_sources": "articles", "segments": "articles",
		"spend": "a count of a day", "calls": "a count of a day", "audit": "what was set", "retractions": "articles"}
	none := words.Say("privacy_none")
	for _, place := range retain.Person(1, "") {
		said := keptSaid(words, map[string]int{place.Table: 7})
		if !place.Named && follows[place.Table] == "" && !strings.Contains(said, "7") {
			t.Errorf("of %s it is said %q", place.Table, said)
		}
	}
	for table, want := range map[string]bool{"turns": false, "watches": false, "subscriptions": false, "schedules": true, "catchups": true, "": true} {
		if got := strings.Contains(keptSaid(words, map[string]int{table: 1}), none); got != want {
			t.Errorf("%q: that nothing is kept is said: %v", table, got)
		}
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
