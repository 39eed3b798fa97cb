package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

// forum is a world with a forum, and its channel in the store.
func forum(t *testing.T, required bool) (*world, string, store.Channel) {
	t.Helper()
	w := newWorld(t)
	forum, _ := w.d.AddForum(w.guild, "briefings", required, "news")
	ch, err := w.store.DiscordChannel(context.Background(), store.Channel{Kind: state.ChannelForum, Name: "briefings",
		DiscordID: int64(id(forum)), GuildID: int64(id(w.guild)), Owner: "guild:" + w.guild, SetBy: w.boss})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.SeeGuild(context.Background(), int64(id(w.guild))); err != nil {
		t.Fatal(err)
	}
	w.deliverer.Settle, w.deliverer.Started = 50*time.Millisecond, time.Now().Add(-time.Minute)
	return w, forum, ch
}

// text stores a text of some parts that is due now.
func (w *world) text(ch store.Channel, name string, parts int) {
	w.t.Helper()
	now := time.Now().Add(-time.Second)
	for i := range parts {
		marker := fmt.Sprintf("**%s, Mon 23 Nov, 07:30**", name)
		content := marker + fmt.Sprintf(" (%d stories)\n\nTold.", 3*parts)
		if i > 0 {
			marker = fmt.Sprintf("-# %s, Mon 23 Nov, 07:30, continued, %d of %d", name, i+1, parts)
			content = marker + "\nMore."
		}
		body, err := json.Marshal(message.Payload{Content: content, Silent: i > 0, Last: i == parts-1})
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := w.store.AddPost(context.Background(), store.Post{Key: "slot:" + name, Part: i, Channel: ch.ID,
			Kind: state.PostBriefing, Payload: string(body), Marker: marker, State: state.PostReady, Cut: now, Due: now,
			Expire: now.Add(time.Hour)}, nil); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) arrives(what string, f func() bool) {
	w.t.Helper()
	w.await(what, func() bool { w.deliver(); return f() })
}

func TestPost_ForumBriefingIsOneThread(t *testing.T) {
	t.Parallel()
	w, forum, ch := forum(t, false)
	w.text(ch, "World", 3)
	w.arrives("three parts", func() bool {
		threads := w.d.Threads(forum)
		return len(threads) == 1 && len(w.d.ByBot(threads[0].ID)) == 3
	})
	thread := w.d.Threads(forum)[0]
	if want := "World, Mon 23 Nov, 07:30 (9 stories)"; thread.Name != want {
		t.Errorf("the thread is called %q, want %q", thread.Name, want)
	}
	all := w.d.ByBot(thread.ID)
	wants(t, "the first message", all[0].Content, "**World, Mon 23 Nov, 07:30** (9 stories)")
	wants(t, "the last", all[2].Content, "continued, 3 of 3")
	if len(all[2].CustomIDs()) == 0 {
		t.Error("nothing stands under the last part")
	}
	long := strings.Repeat("Weltgeschehen ", 5)
	w.text(ch, long, 1)
	w.arrives("another thread", func() bool { return len(w.d.Threads(forum)) == 2 })
	if got, want := w.d.Threads(forum)[1].Name, strings.TrimSpace(long)+" , Mon 23 Nov, 07:30"; got != want {
		t.Errorf("a long name is %q, want %q", got, want)
	}
}

// A thread whose creation was not answered is found, wherever it is by then.
func TestFind_ThreadOfALostReplyIsNotMadeAgain(t *testing.T) {
	for name, meanwhile := range map[string]func(w *world, thread string){
		"in use":               func(*world, string) {},
		"archived":             func(w *world, thread string) { w.d.Archive(thread, false) },
		"called otherwise":     func(w *world, thread string) { w.d.Rename(thread, "Morning news") },
		"renamed and archived": func(w *world, thread string) { w.d.Rename(thread, "x"); w.d.Archive(thread, false) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, forum, ch := forum(t, false)
			w.d.Fail(discordtest.Fault{Method: "POST", Path: "/threads", Drop: true, Commit: true})
			w.text(ch, "World", 2)
			w.deliver()
			threads := w.d.Threads(forum)
			if len(threads) != 1 {
				t.Fatalf("%d threads after the lost reply", len(threads))
			}
			meanwhile(w, threads[0].ID)
			w.arrives("the second part", func() bool { return len(w.d.ByBot(threads[0].ID)) == 2 })
			if n := len(w.d.Threads(forum)); n != 1 {
				t.Errorf("%d threads", n)
			}
		})
	}
}

func TestFind_ThreadThatNeverCameIsMade(t *testing.T) {
	t.Parallel()
	w, forum, ch := forum(t, false)
	w.d.Fail(discordtest.Fault{Method: "POST", Path: "/threads", Drop: true})
	w.text(ch, "World", 1)
	w.deliver()
	if n := len(w.d.Threads(forum)); n != 0 {
		t.Fatalf("%d threads though the request was lost", n)
	}
	w.arrives("the thread", func() bool { return len(w.d.Threads(forum)) == 1 })
	w.deliver()
	if n := len(w.d.Threads(forum)); n != 1 {
		t.Errorf("%d threads", n)
	}
}

func TestPost_ForumThatWantsATagIsStoppedWithTheReason(t *testing.T) {
	t.Parallel()
	w, forum, ch := forum(t, true)
	w.text(ch, "World", 1)
	w.deliver()
	if at, reason := w.channelState(); at != state.ChannelPaused || !strings.Contains(reason, "wants a tag on every post") {
		t.Errorf("the forum is %s: %s", at, reason)
	}
	wants(t, "/schedule add", w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "channel": forum}),
		"#briefings wants a tag on every post and I set none.")
	if err := w.bot.mend(context.Background(), 0, 0); err != nil {
		t.Fatal(err)
	}
	if at, _ := w.channelState(); at != state.ChannelPaused {
		t.Error("the forum works again though it still wants a tag")
	}
	w.d.FreeTags(forum)
	w.await("it works again", func() bool { at, _ := w.channelState(); return at == state.ChannelActive })
	w.arrives("what waited", func() bool { return len(w.d.Threads(forum)) == 1 })
}

func TestSchedule_NamesTheForumsPermissions(t *testing.T) {
	t.Parallel()
	w, forum, _ := forum(t, false)
	add := func() string {
		return w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "channel": forum})
	}
	w.d.Deny(forum, discordtest.SendMessages|discordtest.SendInThreads|discordtest.ReadHistory)
	wants(t, "without permissions", add(), "In #briefings I lack: Create Posts, Read Message History, Send Messages in Posts.")
	w.d.Deny(forum, 0)
	wants(t, "with them", add(), "Saved.", "in #briefings: every day at 07:30")
}
