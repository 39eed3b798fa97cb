package briefingtest

import (
	"context"
	"fmt"
	"time"

	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/state"
)

// Servers are channels in as many servers, each with the same sources and a schedule.
func (n *Newsroom) Servers(from, count int, rule string, src []store.Source) {
	n.T.Helper()
	ctx := context.Background()
	for i := from; i < from+count; i++ {
		guild := int64(1000 + i)
		owner := fmt.Sprint("guild:", guild)
		Must[bool](n.T)(n.S.SeeGuild(ctx, guild))
		channel := Must[store.Channel](n.T)(n.S.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 5000 +
			guild, GuildID: guild, Owner: owner, SetBy: "ann"}))
		n.Schedule(channel, "World", rule)
		for _, x := range src {
			if _, _, err := n.S.AddSource(ctx, x, owner, "ann"); err != nil {
				n.T.Fatal(err)
			}
		}
	}
}

// Publish reads articles as a public feed has them.
func (n *Newsroom) Publish(url string, items ...feed.Item) store.Source {
	n.T.Helper()
	src, _, err := n.S.AddSource(context.Background(), store.Source{Domain: store.Public, URL: url, Kind: state.SourceFeed},
		store.Desk, "ann")
	if err != nil {
		n.T.Fatal(err)
	}
	n.Desk.Src = src
	n.Report(items...)
	return src
}

// Write plans and writes what is due after a while.
func (n *Newsroom) Write(after time.Duration, want int) {
	n.T.Helper()
	n.Clock.Add(after)
	for _, run := range []func(context.Context) (int, error){n.Plan.Run, n.Visit} {
		if _, err := run(n.T.Context()); err != nil {
			n.T.Fatal(err)
		}
	}
	if wrote, err := n.Press.Run(n.T.Context()); err != nil || wrote != want {
		n.T.Fatalf("%d briefings written, %v; want %d", wrote, err, want)
	}
}
