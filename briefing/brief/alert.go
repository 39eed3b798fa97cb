package brief

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/write"
	"dateline/store"
)

const (
	// AlertWithin is the time in which the reports of an alert are first seen.
	AlertWithin = time.Hour
	// AlertAgain is the time in which a channel has no second alert on a story.
	AlertAgain = 3 * time.Hour

	// What was published longer ago than this is no alert, whenever it was read.
	alertFresh     = 3 * time.Hour
	alertSentences = 2 // besides the heading
)

// Alert is a story that is told at once. It is the one story of its Briefing.
type Alert struct {
	Briefing
	Reports int           // independent ones,
	Within  time.Duration // all first seen in this time
	First   store.Article // the earliest
}

// Alert writes an alert on the best of some stories for the request's channel; false
// when there is none to tell. A story is one when req.Reports independent reports of
// it were first seen since req.From, no briefing has told the channel of it, and no
// alert has within AlertAgain. Told by an alert before that, it needs as many reports
// with something new. With req.Alerts only what was none in quiet hours is one.
func (w *Writer) Alert(ctx context.Context, req Request, stories []int64) (Alert, bool, error) {
	ctx = write.PaidBy(ctx, req.Channel.Owner)
	req.Live, req.Length, req.Stories, req.Schedule = true, "normal", 1, store.AnySchedule
	b := Briefing{From: req.From, At: req.At, Zone: req.Zone, channel: req.Channel, words: req.Words, Lang: req.In, Speak: req.Speak,
		Looked: guard.Now(w.Now)}
	led, err := w.openLedger(ctx, req)
	if err != nil {
		return Alert{}, false, err
	}
	cs, err := w.breaking(ctx, req, led, stories)
	if err != nil {
		return Alert{}, false, err
	}
	ranked, _ := rankStories(cs, req, &w.cache)
	run := &writerRun{w: w, req: req, ledger: led, b: &b}
	if req.ModelTime > 0 {
		run.modelBy = time.Now().Add(req.ModelTime)
	}
	for _, c := range ranked {
		story, ok, err := run.story(ctx, c)
		if err != nil {
			return Alert{}, false, err
		}
		if !ok || story.repeat || c.gaveWay || story.omittedBy(req.Words) {
			continue
		}
		story.Claims, story.Differ = story.Claims[:min(len(story.Claims), 1+alertSentences)], nil
		b.Stories = []Story{story}
		return Alert{b, c.reports, seenWithin(c.members), c.members[0].Item.Article}, true, nil
	}
	return Alert{}, false, nil
}

// breaking are those of some stories that are reason for an alert, before it is known
// what can be told of them.
func (w *Writer) breaking(ctx context.Context, req Request, led *ledger, stories []int64) ([]*candidate, error) {
	told, err := w.Store.ToldStories(ctx, req.Channel.ID, stories)
	if err != nil {
		return nil, fmt.Errorf("read which stories channel %q was told: %w", req.Channel.Name, err)
	}
	stories = slices.DeleteFunc(slices.Clone(stories), func(id int64) bool {
		return slices.ContainsFunc(told[id], func(p store.Post) bool {
			return p.Schedule != 0 || p.Last.After(req.At.Add(-AlertAgain))
		})
	})
	items, err := w.Store.FirstSeen(ctx, req.Channel.Owner, stories, store.Range{From: req.From, To: req.At})
	if err != nil {
		return nil, fmt.Errorf("read what was first seen since %s: %w", req.From.Format(time.RFC3339), err)
	}
	items = slices.DeleteFunc(items, func(it store.Item) bool { return it.Article.PublishedFrom == feed.FromUnread })
	cs := slices.DeleteFunc(groupStories(items, &w.cache), func(c *candidate) bool { return c.reports < req.Reports })
	if err := led.loadHistories(ctx, cs); err != nil {
		return nil, err
	}
	if req.Alerts != nil {
		cs = slices.DeleteFunc(cs, func(c *candidate) bool {
			c.quiet = c.quieted(req.Alerts, &w.cache)
			return !c.quiet
		})
	}
	return slices.DeleteFunc(cs, func(c *candidate) bool {
		if c.history == nil {
			return false
		}
		fresh, _ := c.history.newMembers(c.members)
		_, n := w.cache.Origins(fresh)
		return n < req.Reports
	}), nil
}

// seenWithin is the time in which reports were first seen, a minute at least.
func seenWithin(members []claim.Article) time.Duration {
	first, last := members[0].Item.Article.Seen, members[0].Item.Article.Seen
	for _, m := range members {
		if first.After(m.Item.Article.Seen) {
			first = m.Item.Article.Seen
		}
		last = LaterOf(last, m.Item.Article.Seen)
	}
	return max(last.Sub(first).Round(time.Minute), time.Minute)
}

// Heading is the part of the first line by which an alert is known: it has the date
// and the minute.
func (a Alert) Heading() string {
	return a.Words().Say("alert_line", a.Words().Stamp(a.At.In(a.Location())))
}

// Blocks is the alert as it is read.
func (a Alert) Blocks() []message.Block {
	words, s := a.Words(), a.Stories[0]
	title := []message.Run{{Text: a.Heading(), Bold: true}, {Text: " " + message.TrimStop(s.ShownTitle()), Claim: s.Claims[0].ID}}
	within := words.Count(int(a.Within/time.Minute), "minutes")
	if a.Within > 2*AlertWithin {
		within = words.Count(int(a.Within.Round(time.Hour)/time.Hour), "alert_hours")
	}
	lead := words.Say("alert_reports", words.Count(a.Reports, "independent_reports"), within)
	told := append(message.Plain(lead+" "), a.story(s)[1].Runs...)
	small := words.Say("alert_note")
	switch {
	case a.Model != "" && a.Read:
		small += " " + words.Say("written_read")
	case a.Model != "":
		small += " " + words.Say("written_checked")
	}
	if a.Untranslated != "" {
		small += " " + words.Say(a.Untranslated)
	}
	hidden := a.Hidden()[s.ID]
	out := a.words.Spoil([]message.Block{{Kind: message.Title, Lang: words.Lang(), Runs: title, Story: s.ID},
		{Kind: message.Para, Runs: told, Story: s.ID}, {Kind: message.Small, Runs: message.Plain(small)}},
		func(message.Block) bool { return hidden })
	out[0].Runs[1].Spoiler = hidden && a.words.Action == message.Spoiler
	return out
}
