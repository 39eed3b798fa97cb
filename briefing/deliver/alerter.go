package deliver

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/state"
)

const (
	alertsMost      = 4                   // of a channel on one day of its server
	alertExpiry     = time.Hour           // what could not be posted by then is no alert any more
	alertModelTime  = 45 * time.Second    // after this an alert is written without the model
	alertReportsMin = 2                   // fewer independent reports are no reason for one, whatever is set
	alertsKnown     = 24 * time.Hour * 30 // of this time a story's alerts are counted for the key of the next
)

// Alerter tells channels at once of a story that many outlets report within an hour.
// It is the one holder of the lease "alert"; Run does one pass. What it tells are posts
// of their own kind, which a Deliverer sends and the ledger counts as told.
type Alerter struct {
	Store  *store.Store
	Writer *brief.Writer
	Layout func([]message.Block) []message.Part
	Holder string
	Now    func() time.Time
	Log    *slog.Logger       // nil: silent
	Step   func(point string) // nil; tests stop the process here
}

// Run writes the alerts that are due and returns how many. A channel that fails holds
// up no other.
func (a *Alerter) Run(ctx context.Context) (int, error) {
	if _, err := a.lease(ctx); errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, err
	}
	step(a.Step, "alert: lease taken")
	now := guard.Now(a.Now)
	stories, err := a.Store.Bursts(ctx, store.Range{From: now.Add(-brief.AlertWithin), To: now}, alertReportsMin)
	if err != nil {
		return 0, fmt.Errorf("look for stories that many report: %w", err)
	}
	channels, err := a.Store.GuildChannels(ctx, 0)
	if err != nil {
		return 0, fmt.Errorf("read channels: %w", err)
	}
	added := 0
	var failed []error
	for _, channel := range channels {
		if !mayTell(profile.ParseChannel(channel.Profile).Alerts, stories) {
			continue
		}
		step(a.Step, "alert: looking")
		ok, err := a.channel(ctx, channel, stories)
		switch {
		case ctx.Err() != nil:
			return added, ctx.Err()
		case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrLost): // a later pass, or another process
		case err != nil:
			failed = append(failed, fmt.Errorf("alert channel %d: %w", channel.ID, err))
		case ok:
			added++
		}
	}
	return added, errors.Join(failed...)
}

// mayTell reports whether a channel may have an alert now: of stories that have come in,
// or of what its quiet hours held back.
func mayTell(set profile.Alerts, stories []int64) bool {
	return set.On && (len(stories) > 0 || set.Quiet != "")
}

// lease takes or renews the lease under which alerts are stored.
func (a *Alerter) lease(ctx context.Context) (store.Lease, error) {
	return a.Store.TakeLease(ctx, "alert", a.Holder, store.LeaseTime)
}

// channel writes the alert that is due in a channel, if one is. A panic is an error.
func (a *Alerter) channel(ctx context.Context, ch store.Channel, stories []int64) (ok bool, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			ok, err = false, guard.Caught(panicked)
		}
	}()
	set := profile.ParseChannel(ch.Profile)
	server, err := serverOf(ctx, a.Store, ch)
	if err != nil {
		return false, err
	}
	zone := zoneOf(server)
	now := guard.Now(a.Now)
	if quietHours(set.Alerts, zone)(now) {
		return false, nil
	}
	idle, err := a.Store.Idle(ctx, ch.ID)
	if err != nil || !idle {
		return false, err
	}
	before, err := a.Store.Alerts(ctx, ch.ID, now.Add(-alertsKnown))
	if err != nil || full(before, now.In(zone)) {
		return false, err
	}
	alert, ok, err := a.write(ctx, brief.Request{From: now.Add(-brief.AlertWithin), At: now, Zone: zone, Topic: set.Alerts.Topic,
		Reports: max(set.Alerts.Reports, alertReportsMin), In: set.Lang, Channel: ch, Words: set.WordList,
		Speak: cmp.Or(set.Lang, server.Lang), ModelTime: alertModelTime}, stories, before)
	if err == nil && !ok {
		alert, ok, err = a.withheld(ctx, ch, server, before)
	}
	if err != nil || !ok {
		return false, err
	}
	step(a.Step, "alert: written")
	post, err := a.post(ch, alert, before)
	if err != nil {
		return false, err
	}
	lease, err := a.lease(ctx) // again: a slow model writes for longer than it lasts
	if err != nil {
		return false, err
	}
	if err := a.Store.AddAlert(ctx, lease, post); err != nil {
		return false, err
	}
	step(a.Step, "alert: stored")
	return true, nil
}

// write writes an alert on the best of some stories, if one is due.
func (a *Alerter) write(ctx context.Context, req brief.Request, stories []int64, before []store.Post) (brief.Alert, bool, error) {
	stories, err := a.welcome(ctx, stories, before)
	if err != nil || len(stories) == 0 {
		return brief.Alert{}, false, err
	}
	req.From = brief.LaterOf(req.From, profile.ParseChannel(req.Channel.Profile).Alerts.Since)
	return a.Writer.Alert(ctx, req, stories)
}

// withheld writes an alert on what quiet hours held back, within an hour after they have
// ended, for a channel that has no briefings which would tell it.
func (a *Alerter) withheld(ctx context.Context, ch store.Channel, server profile.Server, before []store.Post) (brief.Alert, bool, error) {
	set, now, zone := profile.ParseChannel(ch.Profile), guard.Now(a.Now), zoneOf(server)
	rule := alertRule(set.Alerts, server)
	if rule == nil {
		return brief.Alert{}, false, nil
	}
	began := quietBefore(rule.Quiet, now)
	if began.IsZero() {
		return brief.Alert{}, false, nil
	}
	plans, err := a.Store.Schedules(ctx, ch.GuildID)
	told := func(x store.Planned) bool { return x.Channel.ID == ch.ID && x.Schedule.State == state.ScheduleActive }
	if err != nil || slices.ContainsFunc(plans, told) {
		return brief.Alert{}, false, err
	}
	began = began.Add(-brief.AlertWithin) // of reports that came together some may have come before
	stories, err := a.Store.Bursts(ctx, store.Range{From: began, To: now}, alertReportsMin)
	if err != nil {
		return brief.Alert{}, false, fmt.Errorf("look for stories of quiet hours: %w", err)
	}
	return a.write(ctx, brief.Request{From: began, At: now, Zone: zone, Topic: set.Alerts.Topic, Reports: rule.Reports, In: set.Lang,
		Channel: ch, Words: set.WordList, Speak: cmp.Or(set.Lang, server.Lang), ModelTime: alertModelTime, Alerts: rule}, stories, before)
}

// quietBefore is when the quiet hours began that ended within the last hour; zero
// without any. They end on a minute and last for less than a day.
func quietBefore(quiet func(time.Time) bool, now time.Time) time.Time {
	at, ended := now.Truncate(time.Minute), now.Add(-brief.AlertWithin)
	for ; !quiet(at); at = at.Add(-time.Minute) {
		if at.Before(ended) {
			return time.Time{}
		}
	}
	for begin := at.Add(-24 * time.Hour); at.After(begin) && quiet(at); at = at.Add(-time.Minute) {
	}
	return at
}

// full reports whether a channel has no further alert now: it has had those of its day,
// or one in this minute, from which the first line of another would not differ. What
// did not arrive does not count.
func full(before []store.Post, now time.Time) bool {
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	today := 0
	for _, p := range before {
		if now.Sub(p.Cut) < time.Minute && now.Minute() == p.Cut.In(now.Location()).Minute() {
			return true
		}
		if p.State != state.PostExpired && p.State != state.PostFailed && !p.Due.Before(day) {
			today++
		}
	}
	return today >= alertsMost
}

// welcome are those of some stories of which Discord has refused no alert in the
// channel within brief.AlertAgain, as a server's own filter does: it would refuse the
// next one too, once a minute.
func (a *Alerter) welcome(ctx context.Context, stories []int64, before []store.Post) ([]int64, error) {
	for _, p := range before {
		if p.State != state.PostFailed || guard.Now(a.Now).Sub(p.Cut) >= brief.AlertAgain {
			continue
		}
		payload, err := message.ParsePayload(p.Payload)
		if err != nil {
			continue // of what cannot be read nothing is known
		}
		for _, refused := range payload.Stories {
			id, err := a.Store.Resolve(ctx, refused.Story)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, fmt.Errorf("resolve story %d: %w", refused.Story, err)
			}
			stories = slices.DeleteFunc(slices.Clone(stories), func(story int64) bool { return story == id })
		}
	}
	return stories, nil
}

// post is the row of an alert. Its key counts the alerts on one story in its channel:
// of two processes that write the same one, one stores it.
func (a *Alerter) post(ch store.Channel, alert brief.Alert, before []store.Post) (store.NewPost, error) {
	parts := a.Layout(alert.Blocks())
	if len(parts) == 0 || parts[0].Marker == "" {
		return store.NewPost{}, errors.New("lay out an alert: there is no first line")
	}
	story := alert.Stories[0]
	said := message.PostStory{Story: story.ID, Title: story.ShownTitle(), Hidden: alert.Hidden()[story.ID]}
	body, err := json.Marshal(message.Payload{Content: parts[0].Content,
		Stories: []message.PostStory{{Story: story.ID, Title: story.Title}}, Menu: []message.PostStory{said}, Last: true,
		Looked: alert.Looked.UnixMilli(), Lang: alert.Words().Lang(), Shows: parts[0].Shows, Known: alert.Known})
	if err != nil {
		return store.NewPost{}, err
	}
	key := fmt.Sprintf("alert:%d:%s:", ch.ID, alert.First.Ident)
	n := 0
	for _, p := range before {
		if strings.HasPrefix(p.Key, key) {
			n++
		}
	}
	return alert.NewPost(store.Post{Key: fmt.Sprint(key, n), Channel: ch.ID, Kind: state.PostAlert, Payload: string(body),
		Marker: parts[0].Marker, State: state.PostReady, Cut: alert.At, Due: alert.At, Expire: alert.At.Add(alertExpiry)},
		[]int64{story.ID}), nil
}

// quietHours reports whether a channel has no alert at a time. A span that cannot be
// read is none: we wrote it.
func quietHours(set profile.Alerts, zone *time.Location) func(time.Time) bool {
	span, err := schedule.ParseSpan(set.Quiet)
	if set.Quiet == "" || err != nil {
		return func(time.Time) bool { return false }
	}
	return func(at time.Time) bool { return span.Holds(at.In(zone)) }
}

// serverOf is what the server of a channel has set.
func serverOf(ctx context.Context, st *store.Store, ch store.Channel) (profile.Server, error) {
	home, err := st.Guild(ctx, ch.GuildID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return profile.Server{}, err
	}
	return profile.ParseServer(home.Profile), nil
}

// zoneOf is a server's time zone, UTC until it has chosen one.
func zoneOf(server profile.Server) *time.Location {
	if zone, err := schedule.Load(server.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// alertRule is what a briefing must know of its channel's alerts: what was none because
// of quiet hours. nil where there is nothing.
func alertRule(set profile.Alerts, server profile.Server) *brief.AlertRule {
	if !set.On || set.Quiet == "" {
		return nil
	}
	return &brief.AlertRule{Reports: max(set.Reports, alertReportsMin), Topic: set.Topic, Since: set.Since,
		Quiet: quietHours(set, zoneOf(server))}
}
