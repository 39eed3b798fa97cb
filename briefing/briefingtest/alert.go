package briefingtest

import (
	"context"
	"time"

	"dateline/briefing/deliver"
	"dateline/briefing/feed"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
)

// Dam are five outlets' reports of one event.
var Dam = []feed.Item{
	Article("dam1", "Coast Radio", "Oru dam closed after cracks found", "The Oru dam was closed after engineers found cracks in "+
		"its wall, the operator Velland Power said. The valley below the dam is being cleared."),
	Article("dam2", "North Wire", "Cracks found in Oru dam, valley is cleared", "Engineers found cracks in the wall of the Oru "+
		"dam, which was closed at once. Villages in the valley are being cleared, said its operator, Velland Power."),
	Article("dam3", "Velland Herald", "Oru dam shut as engineers find cracks", "Velland Power has shut the Oru dam: its engineers "+
		"saw cracks in the wall. Police asked the people of the valley below to leave their houses."),
	Article("dam4", "The Ledger", "Oru dam closed, cracks in its wall", "Cracks in its wall have closed the Oru dam, Velland "+
		"Power told reporters. Buses take the people out of the valley under the dam."),
	Article("dam5", "Harbour Post", "Velland Power closes Oru dam over cracks", "The power company of Velland closed the Oru dam "+
		"when cracks were found in the wall. All roads into the valley of the Oru are blocked by police."),
}

// Alerter makes the desk read a feed, sets the alerts of the newsroom's channel, and is
// what writes them.
func (n *Newsroom) Alerter(set profile.Alerts) *deliver.Alerter {
	n.T.Helper()
	ctx := context.Background()
	src, _, err := n.S.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://feeds.example/all", Kind: state.SourceFeed,
		Interval: time.Hour, Next: n.Clock.Now().Add(1000 * time.Hour)}, store.Desk, "test")
	if err != nil {
		n.T.Fatal(err)
	}
	n.Desk.Src = src
	n.SetAlerts(n.Ch, set)
	n.Clock.Add(time.Second) // what is reported comes after
	return &deliver.Alerter{Store: n.S, Writer: n.Press.Writer, Layout: OneEach, Holder: "alerter", Now: n.Clock.Now}
}

// SetAlerts sets a channel's alerts.
func (n *Newsroom) SetAlerts(ch store.Channel, set profile.Alerts) {
	n.T.Helper()
	stored := profile.Channel{Alerts: set}.String()
	if err := n.S.ChangeChannel(context.Background(), ch.ID, func(string) string { return stored }); err != nil {
		n.T.Fatal(err)
	}
}
