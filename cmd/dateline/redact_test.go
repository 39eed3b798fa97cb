package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/briefing/llm"
)

// secretive is a configuration all of whose secrets hold the word hush, but for the short ones.
var secretive = Config{DiscordToken: "MTA.hush.token", OpenAIAPIKey: "sk-hush-1", LLMFallbacks: []llm.Endpoint{{URL: "http://localhost:8080/v1", Key: "sk-hush-1-longer"}, {Key: "local"}},
	DatabaseURL: "postgres://desk:hush%2Fp%40ss@db.example/news?sslpassword=hush-file", LogLevel: "debug"}

// url1 is a feed with a key of its own, which no configuration knows.
const url1 = "https://reader:hush@feeds.example:8443/private/hush.xml?key=hush#hush"

type opaque struct{ Where *url.URL }

func TestNewLogger_LogsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		c := secretive
		c.LogFormat = format
		log, err := newLogger(&out, c)
		if err != nil {
			t.Fatal(err)
		}
		feed, err := url.Parse(url1)
		if err != nil {
			t.Fatal(err)
		}
		dial := &url.Error{Op: "Get", URL: url1, Err: errors.New("connection refused")}
		log = log.With("token", "Bot MTA.hush.token")
		log.Info("kept MTA.hush.token in the message", "key", "sk-hush-1-longer", "password", "hush/p@ss", "escaped", "hush%2Fp%40ss", "file", "hush-file")
		log.WithGroup("g").Error("fetch", "err", fmt.Errorf("read feed: %w", dial), "joined", errors.Join(dial, errors.New("sk-hush-1")))
		log.Warn("values", "feed", feed, "struct", opaque{feed}, "bytes", []byte(url1), "list", []string{url1, "sk-hush-1"}, slog.Group("in", "db", c.DatabaseURL), "cause", error(nil), "typed", (*url.Error)(nil))
		log.Debug("Discord", "path", "/webhooks/80351110224678912/aW50ZXJhY3Rpb246hush/messages/@original", "err", errors.New("POST interactions/12/hush.hush/callback"))
		if got := out.String(); strings.Contains(got, "hush") || !strings.Contains(got, "feeds.example:8443") || !strings.Contains(got, hidden) || !strings.Contains(got, "connection refused") || strings.Count(got, "\n") != 4 {
			t.Errorf("%s:\n%s", format, got)
		}
	}
}

func TestRedact_KeepsWhatIsNoSecret(t *testing.T) {
	t.Parallel()
	r := newRedactor(secretive)
	for in, want := range map[string]string{
		"":                                     "",
		"read 3 feeds: 12:30, a/b, local.":     "read 3 feeds: 12:30, a/b, [secret].", // the key of a local server
		"localhost is locally known":           "localhost is locally known",
		"see https://a.example/x/y.":           "see https://a.example.",
		"(https://a.example), https://b.c/?q:": "(https://a.example), https://b.c:",
		`Get "https://a.example/x?k=v": EOF`:   `Get "https://a.example": EOF`,
		"HTTP://u:p@[::1]:80/x":                "HTTP://[::1]:80",
		"https://a.example?k=v@w":              "https://a.example",
		"https://u:a?b@c.example/":             "https://[secret]",
		"sqlite:desk.db":                       "sqlite:desk.db",
		"no_scheme://":                         "no_scheme://",
	} {
		if got := r.redact(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	broken := Config{DatabaseURL: "postgres://u:12/long?pass@db/news"}
	if got, want := newRedactor(broken).redact("cannot parse "+broken.DatabaseURL), "cannot parse postgres://db"; got != want {
		t.Errorf("a URL that cannot be parsed: got %q, want %q", got, want)
	}
	if got, in := newRedactor(Config{}).redact("nothing is secret here"), "nothing is secret here"; got != in {
		t.Errorf("without secrets: got %q", got)
	}
}

func TestNewLogger_PlainValuesStay(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log, err := newLogger(&out, Config{LogLevel: "info", LogFormat: "json", OpenAIAPIKey: "7"})
	if err != nil {
		t.Fatal(err)
	}
	log.Info("done", "n", 7, "ok", true, "took", time.Second)
	for _, want := range []string{`"level":"INFO"`, `"msg":"done"`, `"n":7`, `"ok":true`, `"took":1000000000`, `"time":"20`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
}
