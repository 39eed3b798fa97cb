package briefingtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/deliver"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

// Room is a channel with a deliverer and the place it posts to.
type Room struct {
	T     *testing.T
	S     *store.Store
	Clock *Wall
	D     *Discord
	Out   *deliver.Deliverer
	Ch    store.Channel
	Told  []string // reasons for which the channel was stopped
}

// NewRoom is a channel without posts.
func NewRoom(t *testing.T, s *store.Store) *Room {
	t.Helper()
	room := &Room{T: t, S: s, Clock: &Wall{T: Noon}}
	s.Now = room.Clock.Now
	room.D = NewDiscord(room.Clock)
	room.Ch = room.Channel(70)
	room.Clock.Add(time.Second)
	room.Restart(Noon)
	return room
}

// Channel is a text channel of guild 7 with this Discord id.
func (r *Room) Channel(id int64) store.Channel { return r.ChannelOf(state.ChannelText, id) }

// ChannelOf is a channel of another kind.
func (r *Room) ChannelOf(kind state.ChannelKind, id int64) store.Channel {
	r.T.Helper()
	ctx := context.Background()
	Must[bool](r.T)(r.S.SeeGuild(ctx, 7))
	return Must[store.Channel](r.T)(r.S.DiscordChannel(ctx, store.Channel{Kind: kind, Name: "news", DiscordID: id, GuildID: 7,
		Owner: store.Desk, SetBy: "ann"}))
}

// Direct is the channel of direct messages of a person who has written.
func (r *Room) Direct(user int64) store.Channel {
	r.T.Helper()
	if err := r.S.SawDM(context.Background(), user, 100+user, r.Clock.Now()); err != nil {
		r.T.Fatal(err)
	}
	return Must[store.Channel](r.T)(r.S.Direct(context.Background(), user))
}

// Restart begins another process.
func (r *Room) Restart(started time.Time) {
	r.Out = &deliver.Deliverer{Store: r.S, Poster: r.D, Holder: fmt.Sprint("holder ", started.UnixNano()), Started: started,
		Now:     r.Clock.Now,
		Stopped: func(_ context.Context, _ store.Channel, reason string) { r.Told = append(r.Told, reason) }}
}

// Post stores a text of some parts that is due now and ends in an hour.
func (r *Room) Post(key string, ch store.Channel, parts int) []store.Post {
	r.T.Helper()
	var out []store.Post
	now := r.Clock.Now()
	for i := range parts {
		marker := fmt.Sprintf("%s, part %d", key, i+1)
		body := Must[[]byte](r.T)(json.Marshal(message.Payload{Content: marker + "\ntext"}))
		out = append(out,
			Must[store.Post](r.T)(r.S.AddPost(context.Background(), store.Post{Key: key, Part: i, Channel: ch.ID, Kind: state.PostBriefing,
				Payload: string(body), Marker: marker, State: state.PostReady,
				Cut: now, Due: now, Expire: now.Add(time.Hour)}, nil)))
	}
	r.Clock.Add(10 * time.Millisecond)
	return out
}

// PostFollowed stores a text of one part with which something is left to do once it stands.
func (r *Room) PostFollowed(key string, ch store.Channel, follow state.Follow) store.Post {
	r.T.Helper()
	now := r.Clock.Now()
	body := Must[[]byte](r.T)(json.Marshal(message.Payload{Content: key + "\ntext"}))
	return Must[store.Post](r.T)(r.S.AddPost(context.Background(), store.Post{Key: key, Channel: ch.ID, Kind: state.PostBriefing,
		Payload: string(body), Marker: key, State: state.PostReady, Cut: now, Due: now, Expire: now.Add(time.Hour), Follow: follow}, nil))
}

// After moves the clock, runs one pass, and compares the states of posts.
func (r *Room) After(wait time.Duration, posts []store.Post, want ...state.Post) {
	r.T.Helper()
	r.Clock.Add(wait)
	if _, err := r.Out.Run(context.Background()); err != nil {
		r.T.Fatal(err)
	}
	var got []state.Post
	for _, p := range posts {
		got = append(got, Must[store.Post](r.T)(r.S.Post(context.Background(), p.ID)).State)
	}
	if !slices.Equal(got, want) {
		r.T.Fatalf("after %v: posts are %v, want %v", wait, got, want)
	}
}

// Stands compares what stands in the channel, by its first lines.
func (r *Room) Stands(ch store.Channel, want ...string) {
	r.T.Helper()
	var got []string
	for _, s := range r.D.Texts(ch.ID) {
		got = append(got, strings.SplitN(s, "\n", 2)[0])
	}
	if !slices.Equal(got, want) {
		r.T.Errorf("the channel holds %q, want %q", got, want)
	}
}

// Count fails the test unless Discord was sent so many messages and looked through so often.
func (r *Room) Count(requests, finds int) {
	r.T.Helper()
	if r.D.Requests != requests || r.D.Finds != finds {
		r.T.Errorf("%d requests and %d looks at the history, want %d and %d", r.D.Requests, r.D.Finds, requests, finds)
	}
}
