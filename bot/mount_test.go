package bot

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/store/storetest"
)

// A proxy may stand anywhere in front of Discord: under a path that it takes
// away, or under Discord's own.
func TestMount_KeepsThePath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ path, taken string }{
		{"", ""}, {"/discord", "/discord"}, {"/a/b/", "/a/b"}, {"/api", "/api"}, {"/api", ""}, {"/api/v10", ""}, {"/under/api", "/under"},
	} {
		t.Run(strings.Trim(c.path+" without "+c.taken, "/"), func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Options{AckWithin: hang})
			behind, err := url.Parse(d.URL)
			if err != nil {
				t.Fatal(err)
			}
			forward := httputil.NewSingleHostReverseProxy(behind)
			proxy := httptest.NewServer(http.StripPrefix(c.taken, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(r.URL.Path, "/api/v") {
					http.NotFound(w, r)
					return
				}
				forward.ServeHTTP(w, r)
			})))
			t.Cleanup(proxy.Close)
			st := storetest.Open(t)
			b, err := New(Options{Token: "token", Holder: "test", APIURL: proxy.URL + c.path, Store: st, Log: slog.New(slog.DiscardHandler),
				Answerer: &answer.Answerer{Store: st, Archive: &archive.Archive{Store: st}}})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(context.Background())
			end := make(chan error, 1)
			go func() { end <- b.Run(ctx) }()
			t.Cleanup(func() {
				cancel()
				if err := <-end; err != nil {
					t.Error(err)
				}
			})
			guild := d.AddGuild("Newsroom")
			channel, ann := d.AddChannel(guild, "news", 0), d.AddUser("ann")
			d.Join(guild, ann, 0)
			await := func(what string, f func() bool) {
				t.Helper()
				for end := time.Now().Add(hang); !f(); time.Sleep(5 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("waited in vain: %s", what)
					}
				}
			}
			await("connected", func() bool { return d.Connected() == 1 && b.Connected() })
			d.Say(ann, channel, "<@"+discordtest.AppID+"> What happened in Senn?", true, nil)
			await("a reply", func() bool { return len(d.ByBot(channel)) == 1 })
		})
	}
}
