package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/store"
	"dateline/store/state"
)

// publisher is a room with an announcement channel in which messages stand that are
// to be published.
type publisher struct {
	*briefingtest.Room
	news  store.Channel
	posts []store.Post
	out   *deliver.Follower
}

func publishes(t *testing.T, messages int, f func(p *publisher)) {
	t.Helper()
	delivers(t, func(r *briefingtest.Room) {
		p := &publisher{Room: r, news: r.ChannelOf(state.ChannelNews, 72)}
		for i := range messages {
			p.posts = append(p.posts, r.PostFollowed(fmt.Sprint("news ", i), p.news, state.FollowPublish))
		}
		p.out = &deliver.Follower{Store: r.S, Poster: r.D, Holder: r.Out.Holder, Now: r.Clock.Now}
		r.After(time.Second, p.posts, slices.Repeat([]state.Post{state.PostSent}, messages)...)
		f(p)
	})
}

// after moves the clock, runs one pass, and compares how many messages are to be
// published, are published, and are given up.
func (p *publisher) after(wait time.Duration, want ...int) {
	p.T.Helper()
	p.Clock.Add(wait)
	if _, err := p.out.Run(context.Background()); err != nil {
		p.T.Fatal(err)
	}
	got := make([]int, 3)
	for _, x := range p.posts {
		now := briefingtest.Must[store.Post](p.T)(p.S.Post(context.Background(), x.ID))
		got[slices.Index([]state.Follow{state.FollowPublish, state.FollowPublished, state.FollowUnpublished}, now.Follow)]++
		if (now.Follow == state.FollowPublished) != (p.D.Published[now.MessageID] == 1) {
			p.T.Errorf("message %d is %s and was published %d times", now.MessageID, now.Follow, p.D.Published[now.MessageID])
		}
		if now.State != state.PostSent || now.Follow == state.FollowUnpublished && now.Error == "" {
			p.T.Errorf("post %s is %s, %s: %q", now.Key, now.State, now.Follow, now.Error)
		}
	}
	if !slices.Equal(got, want) {
		p.T.Errorf("after %v: %v are to be published, are, and are not any more; want %v", wait, got, want)
	}
}

func TestFollower_PublishesTenAnHourAndChannel(t *testing.T) {
	publishes(t, 13, func(p *publisher) {
		other := p.PostFollowed("elsewhere", p.ChannelOf(state.ChannelNews, 73), state.FollowPublish)
		p.After(time.Second, []store.Post{other}, state.PostSent)
		p.posts = append(p.posts, other)
		p.after(0, 3, 11, 0)
		p.after(58*time.Minute, 3, 11, 0)
		p.after(3*time.Minute, 0, 11, 3) // they are an hour old by now
		if ch := briefingtest.Must[store.Channel](t)(p.S.Channel(context.Background(), p.news.ID)); ch.State != state.ChannelActive {
			t.Errorf("the channel is %s", ch.State)
		}
	})
}

// What was published an hour ago counts no more.
func TestFollower_BudgetComesBackByTheHour(t *testing.T) {
	publishes(t, 10, func(p *publisher) {
		p.after(0, 0, 10, 0)
		p.Clock.Add(30 * time.Minute)
		late := p.PostFollowed("late", p.news, state.FollowPublish)
		p.After(0, []store.Post{late}, state.PostSent)
		p.posts = append(p.posts, late)
		p.after(0, 1, 10, 0)
		p.after(31*time.Minute, 0, 11, 0)
	})
}

func TestFollower_TriesAgainForAnHour(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		wait time.Duration
		want []int
		asks int
	}{
		"trouble":              {errors.New("no reply came"), 2 * time.Minute, []int{1, 0, 0}, 2},
		"it mends":             {nil, 2 * time.Minute, []int{0, 1, 0}, 2},
		"an hour of trouble":   {errors.New("no reply came"), 61 * time.Minute, []int{0, 0, 1}, 1},
		"refused for good":     {&deliver.SendError{Kind: deliver.Rejected, Reason: "it is gone"}, 0, []int{0, 0, 1}, 1},
		"closed for a while":   {&deliver.SendError{Kind: deliver.Closed, Reason: "I may not write"}, 2 * time.Minute, []int{1, 0, 0}, 2},
		"to wait is too long":  {&deliver.SendError{Kind: deliver.Unsent, Reason: "429", Wait: 70 * time.Minute}, 0, []int{0, 0, 1}, 1},
		"to wait is all right": {&deliver.SendError{Kind: deliver.Unsent, Reason: "429", Wait: 30 * time.Minute}, 29 * time.Minute, []int{1, 0, 0}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			publishes(t, 1, func(p *publisher) {
				asked := 0
				p.D.Refuse = func(n int, _ store.Channel) error {
					asked++
					if n == 1 && c.err == nil {
						return errors.New("no reply came")
					}
					return c.err
				}
				if _, err := p.out.Run(context.Background()); err != nil {
					t.Fatal(err)
				}
				p.after(c.wait, c.want...)
				if asked != c.asks {
					t.Errorf("asked %d times, want %d", asked, c.asks)
				}
			})
		})
	}
}

// Where Discord wants to be left alone, the channel's other messages wait too.
func TestFollower_ALimitedChannelWaitsAsOne(t *testing.T) {
	publishes(t, 3, func(p *publisher) {
		asked := 0
		p.D.Refuse = func(n int, _ store.Channel) error {
			if asked++; n == 1 {
				return &deliver.SendError{Kind: deliver.Unsent, Reason: "429", Wait: 20 * time.Minute}
			}
			return nil
		}
		p.after(0, 3, 0, 0)
		p.after(10*time.Minute, 3, 0, 0)
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		p.after(11*time.Minute, 0, 3, 0)
	})
}
