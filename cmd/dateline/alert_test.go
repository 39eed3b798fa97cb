package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/feedtest"
	"dateline/store/storetest"
)

// Five feeds report one event within an hour: one alert, no second, also after a
// restart, and then one line with a link in the briefing.
func TestRun_AlertInDiscord(t *testing.T) {
	t.Parallel()
	for name, db := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "alert.db") },
		"postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, db(t))
			n.start()
			var feeds []*feedtest.Feed
			for i, it := range briefingtest.Dam {
				feed := feedtest.New(t, it.Outlet)
				feed.Now = n.now
				feed.Publish(fmt.Sprintf("Shops in district %d open later", i), fmt.Sprintf("The shops of district %d open an hour later from Monday, the council said.", i))
				n.editorTypes("source add", map[string]any{"sources": feed.URL}, it.Outlet)
				feeds = append(feeds, feed)
			}
			n.editorTypes("alerts on", map[string]any{"city": "UTC"}, "4 independent reports")
			n.wait(time.Minute)
			for i, feed := range feeds {
				feed.Publish(briefingtest.Dam[i].Title, briefingtest.Dam[i].Text)
			}
			n.wait(55 * time.Minute)
			alert := n.posted(0)
			if !strings.HasPrefix(alert, "**Alert, ") || !strings.Contains(alert, " independent reports in ") || !strings.Contains(alert, "dam") ||
				!strings.HasSuffix(alert, "\n-# Not in a briefing yet. No more alerts on this story for 3 hours.") {
				t.Fatalf("the alert:\n%s", alert)
			}
			n.opens()
			n.passes("read sources", "place stories", "write alerts", "deliver") // a second one would come now
			if err := n.stop(); err != nil {
				t.Fatal(err)
			}
			n.wait(2 * time.Minute)
			n.start()
			n.passes("write alerts", "deliver")
			if got := n.metric("dateline_alerts_total"); got != 0 {
				t.Errorf("%d alerts after the restart", got)
			}
			n.editorTypes("schedule add", map[string]any{"when": "daily " + n.now().UTC().Add(2*time.Minute).Format("15:04"), "city": "UTC", "name": "World"}, "Saved.")
			n.wait(3 * time.Minute)
			got := n.posted(1)
			link := "(<https://discord.com/channels/" + n.guild + "/" + n.news + "/" + n.d.ByBot(n.news)[0].ID + ">)"
			if !strings.HasPrefix(got, "**World, ") || strings.Count(got, link) != 1 || !strings.Contains(got, "Told here before") {
				t.Errorf("the briefing does not name the alert in one line with %s:\n%s", link, got)
			}
			if all := n.d.ByBot(n.news); len(all) != 2 {
				t.Errorf("%d posts", len(all))
			}
		})
	}
}

// opens presses what stands under the alert: its story, why it came, a question.
func (n *newsroom) opens() {
	n.t.Helper()
	post, pressed := n.d.ByBot(n.news)[0], 0
	for _, id := range post.CustomIDs() {
		in := discordtest.Interaction{User: n.reader, Press: id, Message: &post}
		want := "when 4 independent reports of a story come within an hour"
		switch verb, _, _ := strings.Cut(id, ":"); verb {
		case "open":
			in.Values, want = []string{"0"}, "5 articles"
		case "ask", "report":
			continue // open a form
		}
		if got := n.interact(in); !got.Private() || !strings.Contains(got.Text(), want) {
			n.t.Errorf("%s: %q is not in:\n%s", id, want, got.Text())
		}
		pressed++
	}
	if pressed != 2 {
		n.t.Errorf("pressed %d of %q, want the menu and why", pressed, post.CustomIDs())
	}
}
