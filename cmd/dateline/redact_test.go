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
	"dateline/cmd/dateline/redact"
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
		if got := out.String(); strings.Contains(got, "hush") || !strings.Contains(got, "feeds.example:8443") || !strings.Contains(got, redact.Hidden) || !strings.Contains(got, "connection refused") || strings.Count(got, "\n") != 4 {
			t.Errorf("%s:\n%s", format, got)
		}
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
