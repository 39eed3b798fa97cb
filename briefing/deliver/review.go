package deliver

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
)

// reviewMost is how long before its time a briefing is written at most. It is less
// than the hour by which the store tells a clock that was ahead.
const reviewMost = 50 * time.Minute

// reviewTime is how long before they are due the slots of a schedule are written,
// and how their reviews begin.
func reviewTime(x store.Schedule) (time.Duration, state.Review) {
	set := profile.ParseSchedule(x.Profile)
	if set.Review == 0 {
		return 0, ""
	}
	return min(set.ReviewFor, reviewMost), state.ReviewOpen
}

// writeAgain writes the briefing of a slot, or writes it anew without the stories
// that moderators dropped and what its channel was told meanwhile: of what had been
// read the first time, so that nothing else changes in it and what came since is left
// to the next one.
func (p *SlotWriter) writeAgain(ctx context.Context, req brief.Request, slot store.Slot) (brief.Briefing, error) {
	before, shown, err := p.reviewOf(ctx, slot)
	if err != nil {
		return brief.Briefing{}, err
	}
	if !shown {
		return p.Writer.Write(ctx, req)
	}
	req.At, req.SeenBy = slot.Cut, time.UnixMilli(before.Review.Written)
	briefing, err := p.Writer.Write(ctx, req)
	if err != nil {
		return briefing, err
	}
	if looked := time.UnixMilli(before.Looked); looked.Before(briefing.Looked) {
		briefing.Looked = looked
	}
	merged, err := p.Store.Merged(ctx, slot.Dropped)
	if err != nil {
		return briefing, err
	}
	dropped := slices.Clone(slot.Dropped)
	for _, into := range merged {
		dropped = append(dropped, into)
	}
	return briefing.Drop(dropped), nil
}

// reviewOf is what the message is made of in which moderators see a slot; false when
// they were shown none.
func (p *SlotWriter) reviewOf(ctx context.Context, slot store.Slot) (message.Payload, bool, error) {
	if slot.Review == "" {
		return message.Payload{}, false, nil
	}
	post, err := p.Store.ReviewPost(ctx, slot.ID)
	if errors.Is(err, store.ErrNotFound) {
		return message.Payload{}, false, nil
	}
	if err != nil {
		return message.Payload{}, false, fmt.Errorf("read the review of slot %d: %w", slot.ID, err)
	}
	pay, err := message.ParsePayload(post.Payload)
	if err == nil && pay.Review == nil {
		err = fmt.Errorf("the review of slot %d is none", slot.ID)
	}
	return pay, true, err
}

// draft is a briefing with its posts.
type draft struct {
	brief.Briefing
	posts []store.NewPost
	began time.Time // what its channel is told from then on it does not know
}

// reviewed lets the posts of a slot wait for their time, and adds the message in
// which moderators see it.
func (p *SlotWriter) reviewed(ctx context.Context, slot store.Slot, x store.Planned, d draft) ([]store.NewPost, error) {
	room, words, err := p.reviewRoom(ctx, x, d.Words().Lang())
	if err != nil {
		return nil, err
	}
	review, err := p.review(ctx, slot, x, d.Briefing)
	if err != nil {
		return nil, err
	}
	due := time.UnixMilli(review.Due)
	for i := range d.posts {
		d.posts[i].Due = due
	}
	slot.State = state.SlotWritten // as it will be
	text := reviewText{layout: p.Layout, words: words, review: review, slot: slot, channel: x.Channel}
	content, _ := text.draw()
	review.Shown = cmp.Or(review.Shown, content)
	body, err := json.Marshal(message.Payload{Content: content, Review: &review, Looked: d.Looked.UnixMilli(), Lang: words.Lang()})
	if err != nil {
		return nil, err
	}
	now := guard.Now(p.Now)
	post := store.NewPost{Post: store.Post{Key: fmt.Sprintf("review:%d:%sT%s", slot.Schedule, slot.Date, slot.Time), Channel: room.ID,
		Schedule: slot.Schedule, Slot: slot.ID, Kind: state.PostReview, Payload: string(body), Marker: text.marker(),
		State: state.PostReady, Cut: d.began, Due: now, Expire: brief.LaterOf(due, now.Add(time.Minute)),
		Follow: state.FollowReview, FollowAt: due}}
	for _, told := range d.posts {
		post.Claims = append(post.Claims, told.Claims...) // so that it goes with what is erased
	}
	return append(d.posts, post), nil
}

// review is what moderators see of a briefing. It is posted at its time; one that is
// written late leaves them half of the time they have otherwise. Written anew, it
// keeps its times.
func (p *SlotWriter) review(ctx context.Context, slot store.Slot, x store.Planned, b brief.Briefing) (message.Review, error) {
	now := guard.Now(p.Now)
	early, _ := reviewTime(x.Schedule)
	due := brief.LaterOf(slot.Due, now.Add(early/2))
	if last := expiry(slot, x).Add(-time.Minute); due.After(last) {
		due = brief.LaterOf(slot.Due, last)
	}
	review := message.Review{Due: due.UnixMilli(), Written: now.Add(-time.Millisecond).UnixMilli()}
	before, shown, err := p.reviewOf(ctx, slot)
	if err != nil {
		return review, err
	}
	if shown {
		review = message.Review{Due: before.Review.Due, Written: before.Review.Written, Shown: before.Review.Shown,
			Dropped: len(slot.Dropped)}
	}
	review.Heading, review.Channel, review.Stage = b.Heading(), x.Channel.DiscordID, message.StageOpen
	for _, s := range b.Stories {
		told := message.ReviewStory{Story: s.ID, Title: s.ShownTitle(), Reports: s.Sources(), Outlets: len(s.Outlets),
			Text: p.textOf(b, s.ID)}
		if s.Differ != nil {
			told.Reports = 0
		}
		review.Stories = append(review.Stories, told)
	}
	return review, nil
}

// textOf is one story of a briefing as it is posted.
func (p *SlotWriter) textOf(b brief.Briefing, story int64) string {
	blocks := slices.DeleteFunc(b.Blocks(), func(x message.Block) bool { return x.Story != story })
	var out []string
	for _, part := range p.Layout(blocks) {
		out = append(out, part.Content)
	}
	return strings.Join(out, "\n")
}

// reviewRoom is the channel in which moderators see a schedule's briefings, and the
// language spoken there: what is set for the channel, or the server, or that of the
// briefing.
func (p *SlotWriter) reviewRoom(ctx context.Context, x store.Planned, lang string) (store.Channel, *phrases.Words, error) {
	home, err := serverOf(ctx, p.Store, x.Channel)
	if err != nil {
		return store.Channel{}, nil, err
	}
	id := profile.ParseSchedule(x.Schedule.Profile).Review
	if id == 0 { // it was switched off since
		id = cmp.Or(home.Moderators, x.Channel.DiscordID)
	}
	rooms, err := p.Store.GuildChannels(ctx, x.Channel.GuildID)
	if err != nil {
		return store.Channel{}, nil, err
	}
	at := slices.IndexFunc(rooms, func(c store.Channel) bool { return c.DiscordID == id })
	if at < 0 {
		room, err := p.Store.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "moderators", DiscordID: id,
			GuildID: x.Channel.GuildID, Owner: x.Channel.Owner, SetBy: x.Schedule.SetBy})
		return room, phrases.First(home.Lang, lang), err
	}
	return rooms[at], phrases.First(profile.ParseChannel(rooms[at].Profile).Lang, home.Lang, lang), nil
}

func earlierOf(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
