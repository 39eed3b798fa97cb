package bot

import (
	"fmt"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/briefing/feed/feedtest"
)

// Articles that hold some words are listed page by page, for whoever looks for them
// alone, and nothing of the words is said back.
func TestSearch_ListsArticlesPageByPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, town := range []string{"Senn", "Karsk", "Marr", "Lysk", "Hale", "Norde", "Velland"} {
		w.press.Publish("Harbour of "+town+" closes", fmt.Sprintf("The harbour of %s closes for %d days because of the storm, the port office said. Ships wait outside.", town, i+2))
	}
	other := feedtest.New(t, "North Wire")
	other.Publish("Storm reaches the harbour", "The storm reached the harbour of Sel in the night, the weather office said on Monday.")
	for _, address := range []string{w.press.URL, other.URL} {
		w.slash("source add", map[string]any{"sources": address})
	}
	w.settle()
	find := func(in discordtest.Interaction) *discordtest.Reply {
		t.Helper()
		w.rested()
		in.User = w.member
		return w.interact(in)
	}
	first := find(discordtest.Interaction{Name: "search", Options: map[string]any{"words": "harbour storm zebra"}})
	wants(t, "the first page", first.Text(), "8 articles found, 1 to 5", "Coast Radio", "closes for")
	if ids := first.Message().CustomIDs(); !first.Private() || len(ids) != 1 || strings.Contains(first.Text(), "zebra") || strings.Count(first.Text(), "](<") != 5 {
		t.Errorf("private %v, buttons %v\n%s", first.Private(), ids, first.Text())
	}
	second := find(discordtest.Interaction{Press: first.Message().CustomIDs()[0], Message: first.Message()})
	wants(t, "the second page", second.Text(), "8 articles found, 6 to 8")
	back := find(discordtest.Interaction{Press: second.Message().CustomIDs()[0], Message: second.Message()})
	if back.Text() != first.Text() {
		t.Errorf("back:\n%s\nwant:\n%s", back.Text(), first.Text())
	}
	narrow := find(discordtest.Interaction{Name: "search", Options: map[string]any{"words": "harbour according to North Wire"}}).Text()
	if wants(t, "one outlet", narrow, "1 article found", "North Wire"); strings.Contains(narrow, "Coast Radio") {
		t.Error(narrow)
	}
	for words, want := range map[string]string{"harbour since 3 May 2020": "Only from these days: 3 May 2020 on.", "harbour in May 2020": "I have read nothing with these words",
		"harbour of Karsk": "Karsk", " ": "Type the words to look for."} {
		wants(t, words, find(discordtest.Interaction{Name: "search", Options: map[string]any{"words": words}}).Text(), want)
	}
	wants(t, "a button without words", find(discordtest.Interaction{Press: "find:1:", Message: first.Message()}).Text(), "Type the words to look for.")
	wants(t, "a button of nothing", find(discordtest.Interaction{Press: "find:x", Message: first.Message()}).Text(), "I no longer know")
}
