package discordtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
)

// TestServeHTTP_RepliesHaveDiscordsShape calls each endpoint and each refusal once;
// New fails the test when a reply or a request breaks the official file.
func TestServeHTTP_RepliesHaveDiscordsShape(t *testing.T) {
	if os.Getenv("DISCORD_OPENAPI") == "" {
		t.Skip(discordtest.Unchecked)
	}
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{GlobalMax: 1000, ChannelMax: 2, AckWithin: time.Minute})
	r := &rig{Server: s, t: t, user: s.AddUser("ann"), guild: s.AddGuild("Newsroom")}
	r.channel = s.AddChannel(r.guild, "news", 0)
	s.Join(r.guild, r.user, 0)
	x := r.ask()
	r.ack(x, 5, m{"flags": 64}).is(t, "ack", 204, 0)
	r.original(x, text("x")).is(t, "answer", 200, 0)
	r.follow(x, text("x", m{"components": []any{row(menu(2)), row(button("a"))}})).is(t, "follow-up", 200, 0)
	first := r.post(text("x", m{"nonce": "n", "enforce_nonce": true, "components": []any{row(menu(25)), row(button("a"))}}))
	first.is(t, "message", 200, 0)
	r.post(text("x", m{"message_reference": m{"message_id": first.id()}})).is(t, "answer to a message", 200, 0)
	thread, dm := s.AddChannel(r.guild, "thread", 11), s.DM(r.user)
	for _, c := range []struct {
		method, path string
		body         any
		status, code int
	}{
		{"GET", "/gateway", nil, 200, 0},
		{"GET", "/gateway/bot", nil, 200, 0},
		{"GET", "/users/@me", nil, 200, 0},
		{"GET", "/applications/@me", nil, 200, 0},
		{"PUT", "/applications/" + discordtest.AppID + "/commands", []any{m{"name": "ask", "description": "Ask", "type": 1, "default_member_permissions": "32"}}, 200, 0},
		{"GET", "/guilds/" + r.guild + "/roles", nil, 200, 0},
		{"GET", "/guilds/1/roles", nil, 404, 10004},
		{"GET", "/guilds/" + r.guild + "/channels", nil, 200, 0},
		{"GET", "/guilds/1/channels", nil, 404, 10004},
		{"GET", "/guilds/" + r.guild + "/members/" + r.user, nil, 200, 0},
		{"GET", "/guilds/" + r.guild + "/members/" + discordtest.AppID, nil, 200, 0},
		{"GET", "/guilds/" + r.guild + "/members/1", nil, 404, 10007},
		{"GET", "/channels/" + r.channel, nil, 200, 0},
		{"GET", "/channels/" + thread, nil, 200, 0},
		{"GET", "/channels/" + dm, nil, 200, 0},
		{"GET", "/channels/1", nil, 404, 10003},
		{"POST", "/users/@me/channels", m{"recipient_id": r.user}, 200, 0},
		{"POST", "/users/@me/channels", m{"recipient_id": "1"}, 400, 50033},
		{"POST", "/channels/" + thread + "/messages", text("x"), 200, 0},
		{"POST", "/channels/" + dm + "/messages", text("x"), 200, 0},
		{"GET", "/channels/" + r.channel + "/messages?limit=10", nil, 200, 0},
		{"PATCH", "/channels/" + r.channel + "/messages/" + first.id(), text("y"), 200, 0},
		{"PATCH", "/channels/" + r.channel + "/messages/1", text("y"), 404, 10008},
		{"POST", "/channels/" + r.channel + "/typing", nil, 204, 0},
		{"POST", "/interactions/1/x/callback", m{"type": 5}, 404, 10062},
		{"PATCH", "/webhooks/" + discordtest.AppID + "/x/messages/@original", text("x"), 404, 10015},
	} {
		r.call(c.method, c.path, c.body).is(t, c.method+" "+c.path, c.status, c.code)
	}
	r.channel = s.AddChannel(r.guild, "busy", 0)
	for range 2 {
		r.post(text("x"))
	}
	r.post(text("x")).is(t, "one too many", 429, 0)
}

func TestWrong_NotesRequestsOutsideTheOfficialFile(t *testing.T) {
	if os.Getenv("DISCORD_OPENAPI") == "" {
		t.Skip(discordtest.Unchecked)
	}
	r := newRig(t, discordtest.Options{})
	r.post(text("x", m{"components": "none"})).is(t, "components that are no list", 400, 50035)
	if w := r.Wrong(); len(w) != 1 || !strings.Contains(w[0], "POST /channels/") {
		t.Errorf("noted: %q", w)
	}
}

func TestLoadSpec_SaysWhatIsNoOpenAPI(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "x.json")
	if err := os.WriteFile(bad, []byte("<"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{bad: "parse the OpenAPI file", bad + "x": "read the OpenAPI file"} {
		if _, err := discordtest.LoadSpec(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", file, err, want)
		}
	}
}

// TestUnchecked is run by the next test in a process of its own.
func TestUnchecked(t *testing.T) {
	for range 3 {
		discordtest.New(t, discordtest.Options{})
	}
}

func TestNew_OneLineWithoutTheOfficialFile(t *testing.T) {
	t.Parallel()
	want := map[string]int{"": 1}
	if file := os.Getenv("DISCORD_OPENAPI"); file != "" {
		want[file] = 0
	}
	for file, n := range want {
		c := exec.Command(os.Args[0], "-test.run=^TestUnchecked$")
		c.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "DISCORD_OPENAPI=") })
		c.Env = append(c.Env, "DISCORD_OPENAPI="+file)
		out, err := c.CombinedOutput()
		if got := strings.Count(string(out), discordtest.Unchecked); err != nil || got != n {
			t.Errorf("DISCORD_OPENAPI=%s: the line comes %d times, want %d; %v\n%s", file, got, n, err, out)
		}
	}
}
