package smalltalk

import (
	"strings"
	"testing"

	"dateline/briefing/write"
)

func TestKind_HelloThanksAndWho(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hi": "hello", "Hello there!": "hello", "HEY DATELINE": "hello", "?": "hello", "???": "hello", "👋": "hello", "<:wave:123456>": "hello", ":wave:": "hello", "": "hello", "hi bot, how are you?": "hello",
		"Thanks!": "thanks", "thank you so much": "thanks", "👍 ok": "thanks", "merci beaucoup": "thanks", "Danke schön": "thanks", "ありがとうございます": "thanks", "شكرًا": "thanks",
		"Who are you?": "who", "hi, what can you do?": "who", "Wer bist du?": "who", "¿Quién eres?": "who", "你是谁？": "who", "תודה, מי אתה?": "who", "तुम कौन हो?": "who", "누구세요?": "who", "Кто ты?": "who", "Хто ти?": "who",
	} {
		if got, ok := Kind(text); !ok || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"Senn?", "Who are you going to vote for?", "Thanks, Obama", "Hello Kitty", "Good Friday agreement", "help for Sudan", "what is this strike about", "42", "https://example.org", "Wer bist du, Scholz?", "news", "nice attack",
		strings.Repeat("hi ", 100),
	} {
		if got, ok := Kind(text); ok {
			t.Errorf("%q is taken for small talk (%s)", text, got)
		}
	}
}

func TestKind_EveryLanguageHasPhrases(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for line := range strings.Lines(tsv) {
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
