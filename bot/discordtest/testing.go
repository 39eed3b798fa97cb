package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/discordtest/rules"
)

var envSpec = sync.OnceValues(func() (*Spec, error) {
	file := os.Getenv("DISCORD_OPENAPI")
	if file == "" {
		return nil, nil
	}
	return LoadSpec(file)
})

// sayUnchecked says it loudly, once per test program.
var sayUnchecked = sync.OnceFunc(func() {
	fmt.Fprintln(os.Stderr, Unchecked)
})

// Unchecked is the line that says that shapes are not checked.
const Unchecked = "!!! NOT CHECKED AGAINST DISCORD'S OPENAPI FILE: set DISCORD_OPENAPI to its path"

// New starts a server that ends with the test. The test fails when a request
// breaks one of Discord's rules; with DISCORD_OPENAPI every request and every
// reply is checked against the official file, without it one line says so.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	spec, err := envSpec()
	if err != nil {
		t.Fatal(err)
	}
	if spec == nil {
		sayUnchecked()
	}
	o.Spec = spec
	server, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		for _, w := range server.Wrong() {
			t.Errorf("Discord's rules: %.600s", w)
		}
	})
	return server
}

// hang is when Do gives up: many times what any answer takes.
const hang = 2 * time.Minute

// Do sends an interaction and waits for the answer. Without one the test
// fails, with what log says.
func (s *Server) Do(t testing.TB, in Interaction, log func() string) *Reply {
	t.Helper()
	response := s.Interact(in)
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	if err := response.Wait(ctx); err != nil {
		t.Fatalf("%+v: %v\nlog:\n%s", in, err, log())
	}
	return response
}

// CheckBody checks one request of the bot without a server: its shape against
// the official file, if DISCORD_OPENAPI is set, and the rules that are not in
// it. Asked is the type of the interaction that a callback answers.
func CheckBody(method, path string, body []byte, asked int) error {
	spec, err := envSpec()
	if err != nil {
		return err
	}
	path = version.ReplaceAllString(path, "")
	posted, err := http.NewRequest(method, path, nil)
	if err != nil {
		return err
	}
	posted.Header.Set("Content-Type", "application/json")
	if _, err := spec.request(posted, path, body); err != nil {
		return err
	}
	var b map[string]any
	if err := json.Unmarshal(body, &b); err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(path, "/interactions/"):
		kind, _ := b["type"].(float64)
		data, _ := b["data"].(map[string]any)
		return rules.Callback(asked, int(kind), data)
	case strings.HasPrefix(path, "/webhooks/"), strings.HasSuffix(path, "/messages"):
		return rules.Message(b, method == http.MethodPatch)
	}
	return nil
}
