package bot

import (
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/briefing/write"
)

func TestSmalltalkKind_HelloThanksAndWho(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hi": "hello", "Hello there!": "hello", "HEY DATELINE": "hello", "?": "hello", "???": "hello", "👋": "hello", "<:wave:123456>": "hello", ":wave:": "hello", "": "hello", "hi bot, how are you?": "hello",
		"Thanks!": "thanks", "thank you so much": "thanks", "👍 ok": "thanks", "merci beaucoup": "thanks", "Danke schön": "thanks", "ありがとうございます": "thanks", "شكرًا": "thanks",
		"Who are you?": "who", "hi, what can you do?": "who", "Wer bist du?": "who", "¿Quién eres?": "who", "你是谁？": "who", "תודה, מי אתה?": "who", "तुम कौन हो?": "who", "누구세요?": "who", "Кто ты?": "who", "Хто ти?": "who",
	} {
		if got, ok := smalltalkKind(text); !ok || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"Senn?", "Who are you going to vote for?", "Thanks, Obama", "Hello Kitty", "Good Friday agreement", "help for Sudan", "what is this strike about", "42", "https://example.org", "Wer bist du, Scholz?", "news", "nice attack",
		strings.Repeat("hi ", 100),
	} {
		if got, ok := smalltalkKind(text); ok {
			t.Errorf("%q is taken for small talk (%s)", text, got)
		}
	}
}

func TestSmalltalkKind_EveryLanguageHasPhrases(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for line := range strings.Lines(smalltalkTable) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 {
			t.Fatalf("a line of %d fields: %q", len(fields), line)
		}
		have[fields[0]+" "+fields[1]] = true
	}
	for _, lang := range write.Languages() {
		for _, kind := range []string{"hello", "thanks", "who"} {
			if !have[lang+" "+kind] {
				t.Errorf("no phrases for %s in %q", kind, lang)
			}
		}
	}
}

func TestChat_AnswersUnsearchedAndUncounted(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	dm := w.d.DM(w.boss)
	for i, text := range []string{"hi", "?", "👋", "danke", "Who are you?"} {
		w.d.Say(w.boss, dm, text, false, nil)
		w.await("a reply to "+text, func() bool { return len(w.d.ByBot(dm)) == i+1 })
		got := w.d.ByBot(dm)[i].Content
		wants(t, text, got, "Ask me about the news in a sentence", "/help")
		if strings.Contains(got, "I have read nothing") {
			t.Errorf("%s is refused: %s", text, got)
		}
	}
	for range questionsMost {
		got := w.interact(discordtest.Interaction{Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}}).Text()
		wants(t, "a question after all that", got, "found 40 people alive")
	}
	wants(t, "/ask hi", w.interact(discordtest.Interaction{Name: "ask", Options: map[string]any{"question": "hi"}}).Text(), "Hello. Ask me about the news")
	w.d.Say(w.member, w.channel, "<@"+discordtest.AppID+"> thanks", true, nil)
	w.await("an answer to thanks in a channel", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
	wants(t, "thanks", w.d.ByBot(w.channel)[0].Content, "You are welcome.")
}
