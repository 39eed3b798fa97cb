package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/deliver"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

// announced is a world with an announcement channel in which messages of ours stand
// that are to be published, and what publishes them.
func announced(t *testing.T, messages int) (*world, []discordtest.Message, func() []state.Follow) {
	t.Helper()
	w := newWorld(t)
	ctx := context.Background()
	news := w.d.AddChannel(w.guild, "announcements", 5)
	if _, err := w.store.SeeGuild(ctx, int64(id(w.guild))); err != nil {
		t.Fatal(err)
	}
	ch, err := w.store.DiscordChannel(ctx, store.Channel{Kind: state.ChannelNews, Name: "announcements", DiscordID: int64(id(news)),
		GuildID: int64(id(w.guild)), Owner: "guild:" + w.guild, SetBy: w.boss})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(-time.Second)
	w.deliverer.Started = now.Add(-time.Minute)
	var posts []int64
	for i := range messages {
		body, err := json.Marshal(message.Payload{Content: fmt.Sprintf("**World %d**", i)})
		if err != nil {
			t.Fatal(err)
		}
		post, err := w.store.AddPost(ctx, store.Post{Key: fmt.Sprint("slot:", i), Channel: ch.ID, Kind: state.PostBriefing, Payload: string(body),
			Marker: fmt.Sprintf("**World %d**", i), State: state.PostReady, Cut: now, Due: now, Expire: now.Add(time.Hour),
			Follow: state.FollowPublish}, nil)
		if err != nil {
			t.Fatal(err)
		}
		posts = append(posts, post.ID)
	}
	w.arrives("the messages", func() bool { return len(w.d.ByBot(news)) == messages })
	follower := &deliver.Follower{Store: w.store, Poster: w.bot, Holder: w.deliverer.Holder, Log: w.deliverer.Log}
	return w, w.d.ByBot(news), func() (out []state.Follow) {
		t.Helper()
		if _, err := follower.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for _, id := range posts {
			post, err := w.store.Post(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, post.Follow)
		}
		return out
	}
}

func TestPublish_SendsABriefingToTheFollowers(t *testing.T) {
	t.Parallel()
	w, messages, follow := announced(t, 2)
	if messages[0].Published() {
		t.Error("published before its time")
	}
	if got := follow(); got[0] != state.FollowPublished || got[1] != state.FollowPublished {
		t.Errorf("got %q", got)
	}
	for _, m := range w.d.ByBot(messages[0].Channel) {
		if !m.Published() {
			t.Errorf("%s is not published", m.Content)
		}
	}
	follow()
	if n := len(w.d.Calls("POST", "/crosspost")); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// That it was published already, by a lost reply or by a person, is as good.
func TestPublish_PublishedBeforeIsDone(t *testing.T) {
	t.Parallel()
	w, messages, follow := announced(t, 1)
	request, err := http.NewRequest(http.MethodPost, w.d.URL+"/api/v9/channels/"+messages[0].Channel+"/messages/"+messages[0].ID+"/crosspost", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bot token")
	reply, err := http.DefaultClient.Do(request)
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", reply, err)
	}
	_ = reply.Body.Close()
	if got := follow(); got[0] != state.FollowPublished {
		t.Errorf("got %q", got)
	}
}

func TestPublish_FailureBlocksNoPost(t *testing.T) {
	t.Parallel()
	w, messages, follow := announced(t, 1)
	w.d.Fail(discordtest.Fault{Method: "POST", Path: "/crosspost", Status: http.StatusBadGateway, HTML: true, Times: -1})
	if got := follow(); got[0] != state.FollowPublish {
		t.Errorf("after trouble: %q", got)
	}
	chs, err := w.store.GuildChannels(context.Background(), int64(id(w.guild)))
	if err != nil || len(chs) != 1 || chs[0].State != state.ChannelActive {
		t.Errorf("channels %+v, %v", chs, err)
	}
	w.text(chs[0], "Sport", 1)
	w.arrives("the next briefing", func() bool { return len(w.d.ByBot(messages[0].Channel)) == 2 })
}
