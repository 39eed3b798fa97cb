package deliver

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/state"
)

const (
	// slots written at the same time: while one waits for the database or the model, others are worked on
	writersMost = 4
	slotLease   = 5 * time.Minute         // longer than any briefing takes to write
	writeAgain  = time.Minute             // a slot that failed is tried again after this, times its tries up to 10
	modelTime   = 90 * time.Second        // after this a scheduled briefing is written without the model
	lastCall    = modelTime + time.Minute // of a slot's catch-up time: the least that is left for writing and sending
	skippedMost = 3                       // slots that were not posted, by name
	lateAfter   = 5 * time.Minute         // a briefing written later than this after its time says so
	firstCover  = 24 * time.Hour          // the first briefing covers this much before its schedule was made
)

// SlotWriter writes the slots that are due into posts. Any process may: a slot is
// leased. Run does one pass.
type SlotWriter struct {
	Store  *store.Store
	Writer *brief.Writer
	Layout func([]message.Block) []message.Part
	Awake  *Awake // since when this process reads the sources; nil: others do
	Now    func() time.Time
	Log    *slog.Logger // nil: silent
	Step   func(point string)

	// what a person may be told now, in direct messages; nil: what he or she chose
	Personal func(ctx context.Context, user int64) (store.Scope, error)
}

// slotResult is what became of one slot: done is true when its posts are stored.
type slotResult struct {
	done bool
	err  error
}

// Run writes every slot that is due, a few at the same time, and returns how
// many. One that cannot be written waits for a later pass and holds up no other.
func (p *SlotWriter) Run(ctx context.Context) (int, error) {
	out := make(chan slotResult, writersMost)
	n, running := 0, 0
	var failed []error
	for more := true; ; {
		if more && running < writersMost {
			slot, planned, err := p.Store.ClaimSlot(ctx, slotLease, store.Reading{Since: p.Awake.Since(guard.Now(p.Now)),
				Most: brief.ReadTime, LastCall: lastCall})
			if err == nil {
				step(p.Step, "press: slot claimed")
				running++
				go func() {
					var made slotResult
					defer func() { out <- made }()
					made = p.writeOrGiveBack(ctx, slot, planned)
				}()
				continue
			}
			if !errors.Is(err, store.ErrNotFound) {
				more = false
				failed = append(failed, fmt.Errorf("claim a slot: %w", err))
			}
		}
		if running == 0 {
			return n, errors.Join(failed...)
		}
		made := <-out
		running--
		switch {
		case made.done:
			n++
		case ctx.Err() != nil:
			more = false
		}
		if made.err != nil {
			failed = append(failed, made.err)
		}
	}
}

// writeOrGiveBack writes one slot. A slot that fails is given back with a wait
// that grows with its tries; a panic is an error.
func (p *SlotWriter) writeOrGiveBack(ctx context.Context, slot store.Slot, x store.Planned) (w slotResult) {
	defer func() {
		if panicked := recover(); panicked != nil {
			w = slotResult{err: guard.Caught(panicked)}
		}
	}()
	switch err := p.write(ctx, slot, x); {
	case err == nil:
		step(p.Step, "press: slot written")
		return slotResult{done: true}
	case errors.Is(err, store.ErrLost): // another process has it, or its schedule is gone
		return slotResult{}
	case ctx.Err() != nil:
		p.giveBack(ctx, slot, "", 0)
		return slotResult{err: ctx.Err()}
	default:
		p.giveBack(ctx, slot, "it could not be written", writeAgain*time.Duration(min(slot.Epoch, 10)))
		return slotResult{err: fmt.Errorf("write slot %d: %w", slot.ID, err)}
	}
}

// giveBack lets another try, after a while, what failed here.
func (p *SlotWriter) giveBack(ctx context.Context, slot store.Slot, reason string, wait time.Duration) {
	if err := p.Store.DropSlot(context.WithoutCancel(ctx), slot, reason, wait); err != nil && !errors.Is(err, store.ErrLost) {
		guard.Logger(p.Log).Error("a slot was not given back", "slot", slot.ID, "err", err)
	}
}

// write turns one slot into posts with their claims.
func (p *SlotWriter) write(ctx context.Context, slot store.Slot, x store.Planned) error {
	began := guard.Now(p.Now)
	briefing, err := p.brief(ctx, slot, x)
	if err != nil {
		return err
	}
	step(p.Step, "press: briefing made")
	slot.From, slot.Cut, slot.Trace, slot.Reason = briefing.From, briefing.At, "", ""
	if len(briefing.Items()) == 0 && !briefing.Blind() && profile.ParseSchedule(x.Schedule.Profile).Quiet {
		slot.Reason = briefing.Nothing()
		if slot.Trace, err = traceJSON(briefing); err != nil {
			return err
		}
		return p.Store.FinishSlot(ctx, slot, nil)
	}
	briefing, parts, err := p.layout(briefing, role(x, briefing))
	if err != nil {
		return err
	}
	if slot.Trace, err = traceJSON(briefing); err != nil {
		return err
	}
	posts, err := posts(slot, x, briefing, parts)
	if err == nil && slot.Review != "" {
		posts, err = p.reviewed(ctx, slot, x, draft{briefing, posts, began})
	}
	if err != nil {
		return err
	}
	return p.Store.FinishSlot(ctx, slot, posts)
}

// brief writes the briefing of a slot.
func (p *SlotWriter) brief(ctx context.Context, slot store.Slot, x store.Planned) (brief.Briefing, error) {
	req, err := p.request(ctx, x)
	if err != nil {
		return brief.Briefing{}, err
	}
	now := guard.Now(p.Now)
	late := now.Sub(slot.Due) > lateAfter
	// what was read for it since it may be written is in it; this very millisecond may not be over
	req.At = brief.LaterOf(slot.Write, now.Add(-time.Millisecond))
	req.ReadBy = brief.LaterOf(slot.Write, p.Awake.Since(now))
	req.ModelTime = max(min(modelTime, expiry(slot, x).Sub(now)/2), time.Second)
	briefing, err := p.writeAgain(ctx, req, slot)
	if err != nil {
		return briefing, err
	}
	briefing.Label, briefing.Late = slotLabel(slot), late
	return briefing, p.context(ctx, &briefing, slot, x, now)
}

// request is what a schedule asks of the writer; At is the caller's.
func (p *SlotWriter) request(ctx context.Context, x store.Planned) (brief.Request, error) {
	scope, err := p.scope(ctx, x.Channel)
	if err != nil {
		return brief.Request{}, err
	}
	zone, err := schedule.Load(x.Schedule.Zone)
	if err != nil {
		return brief.Request{}, err
	}
	prof, channel := profile.ParseSchedule(x.Schedule.Profile), profile.ParseChannel(x.Channel.Profile)
	server, err := serverOf(ctx, p.Store, x.Channel)
	if err != nil {
		return brief.Request{}, err
	}
	muted, err := p.hidden(ctx, x.Channel)
	if err != nil {
		return brief.Request{}, err
	}
	return brief.Request{Name: x.Schedule.Name, Scope: scope, Muted: muted, From: x.Schedule.From.Add(-firstCover), Live: true, Zone: zone,
		Topic: prof.Topic, Only: prof.Only, Without: prof.Without, Reports: prof.Reports, Languages: prof.Languages,
		In: prof.Lang, Length: prof.Length, Stories: prof.Stories, Channel: x.Channel, Schedule: x.Schedule.ID,
		Words: channel.WordList, Speak: cmp.Or(channel.Lang, server.Lang),
		Alerts: alertRule(channel.Alerts, server)}, nil
}

// hidden are the stories that the one reader of a channel does not want to see.
func (p *SlotWriter) hidden(ctx context.Context, ch store.Channel) (map[int64]time.Time, error) {
	if ch.Kind != state.ChannelDM {
		return nil, nil
	}
	return p.Store.Hidden(ctx, ch.Owner, guard.Now(p.Now))
}

// scope is what a channel may be told.
func (p *SlotWriter) scope(ctx context.Context, ch store.Channel) (store.Scope, error) {
	if ch.Kind == state.ChannelDM && p.Personal != nil {
		return p.Personal(ctx, ch.UserID)
	}
	return p.Store.ScopeOf(ctx, ch.Owner)
}

// context adds what a reader of the channel must know beside the stories.
func (p *SlotWriter) context(ctx context.Context, b *brief.Briefing, slot store.Slot, x store.Planned, now time.Time) error {
	b.StatusHint, b.AddHint = "moderators_status", "add_managers"
	if x.Channel.Kind == state.ChannelDM {
		b.StatusHint, b.AddHint = "see_status", "add_source"
	}
	rule, err := schedule.Parse(x.Schedule.Rule)
	if err == nil {
		if next, ok := rule.Next(b.Location(), brief.LaterOf(now, slot.Due)); ok {
			b.Next = next.Due
		}
	}
	if b.Skipped, err = p.skipped(ctx, b.Words(), slot, x); err != nil {
		return err
	}
	last, err := p.Store.LastPost(ctx, x.Channel.ID, x.Schedule.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && last.State != state.PostUnproven {
		return nil
	}
	if err != nil {
		return err
	}
	earlier, err := p.Store.Slot(ctx, last.Slot)
	b.Missing = slotLabel(earlier)
	return err
}

// skipped names the slots that were not posted since the last briefing, oldest
// first: the newest by name, older ones by number.
func (p *SlotWriter) skipped(ctx context.Context, words *phrases.Words, slot store.Slot, x store.Planned) ([]string, error) {
	before, err := p.Store.Slots(ctx, x.Schedule.ID, 2*slotsMost)
	if err != nil {
		return nil, fmt.Errorf("read earlier slots: %w", err)
	}
	var names []string
	older := 0
	for _, s := range before {
		if s.ID == slot.ID || s.Due.After(slot.Due) {
			continue
		}
		if s.State != state.SlotSkipped || s.Due.Before(x.Schedule.From) {
			break
		}
		if len(names) < skippedMost {
			names = append(names, slotLabel(s))
		} else {
			older++
		}
	}
	if older > 0 {
		names = append(names, words.Count(older, "earlier_ones"))
	}
	slices.Reverse(names)
	return names, nil
}

func traceJSON(b brief.Briefing) (string, error) {
	trace, err := json.Marshal(b.Trace)
	return string(trace), err
}

// role is whom a briefing calls: nobody where there is nothing to tell.
func role(x store.Planned, b brief.Briefing) int64 {
	if len(b.Items()) == 0 {
		return 0
	}
	return profile.ParseSchedule(x.Schedule.Profile).Ping
}

// layout lays a briefing out, with the role that its first line calls; 0 is none.
// Stories that do not fit the messages are taken out of it: they count as not told,
// and the last line says so.
func (p *SlotWriter) layout(b brief.Briefing, role int64) (brief.Briefing, []message.Part, error) {
	for {
		blocks := b.Blocks()
		if role != 0 {
			blocks[0].Runs = append(blocks[0].Runs, message.Run{Text: " "}, message.Run{Ref: fmt.Sprintf("@&%d", role)})
		}
		parts := p.Layout(blocks)
		if len(parts) == 0 || parts[0].Marker == "" {
			return b, nil, errors.New("lay out the briefing: there is no first line")
		}
		told := storiesIn(parts)
		kept := b.Only(told)
		kept.More += len(b.Stories) - len(kept.Stories)
		switch {
		case len(b.Items()) == len(kept.Items()):
			return b, parts, nil
		case len(kept.Items()) == 0:
			return b, nil, errors.New("lay out the briefing: no story fits a message")
		}
		b = kept
		b.Trace = slices.Clone(b.Trace)
		for i, t := range b.Trace {
			if t.Outcome == brief.Posted && !told[t.Story] {
				b.Trace[i].Outcome = brief.Unfit
			}
		}
	}
}

func storiesIn(parts []message.Part) map[int64]bool {
	told := map[int64]bool{}
	for _, p := range parts {
		for _, id := range p.Stories {
			told[id] = true
		}
	}
	return told
}

// posts makes the rows of a briefing's messages, each with the claims it tells.
func posts(slot store.Slot, x store.Planned, b brief.Briefing, parts []message.Part) ([]store.NewPost, error) {
	var menu []message.PostStory
	hidden, follow := b.Hidden(), state.Follow("")
	if x.Channel.Kind == state.ChannelNews && profile.ParseSchedule(x.Schedule.Profile).Publish {
		follow = state.FollowPublish
	}
	for _, s := range b.Stories {
		menu = append(menu, message.PostStory{Story: s.ID, Title: s.ShownTitle(), Hidden: hidden[s.ID]})
	}
	byID := map[int64]brief.Item{}
	for _, x := range b.Items() {
		byID[x.ID] = x
	}
	out, ping := make([]store.NewPost, len(parts)), role(x, b)
	for i, part := range parts {
		pay := message.Payload{Content: part.Content, Silent: i > 0, Last: i == len(parts)-1, Waits: b.Waits,
			Looked: b.Looked.UnixMilli(), Lang: b.Words().Lang(), Shows: part.Shows, Known: b.Known}
		for _, id := range part.Stories {
			pay.Stories = append(pay.Stories, message.PostStory{Story: id, Title: byID[id].Title})
		}
		if pay.Last {
			pay.Menu = menu
		}
		if i == 0 {
			pay.Ping = ping
		}
		body, err := json.Marshal(pay)
		if err != nil {
			return nil, err
		}
		post := store.Post{Key: fmt.Sprintf("slot:%d:%sT%s", slot.Schedule, slot.Date, slot.Time), Part: i, Channel: x.Channel.ID,
			Schedule: slot.Schedule, Slot: slot.ID,
			Kind: state.PostBriefing, Payload: string(body), Marker: part.Marker, State: state.PostReady, Cut: b.At, Due: slot.Due,
			Expire: expiry(slot, x), Follow: follow}
		out[i] = b.NewPost(post, part.Stories)
	}
	return out, nil
}

// expiry is when the posts of a slot are no longer sent.
func expiry(slot store.Slot, x store.Planned) time.Time {
	return slot.Due.Add(max(x.Schedule.CatchUp, time.Hour))
}

// previewSpan is what a preview shows: a day, as a first briefing covers.
const previewSpan = 24 * time.Hour

// Preview is how a schedule's briefing looks with its settings of now: of all
// that was read in the last day, whatever the channel was told of it. It is
// told to nobody, and is written for no channel, so nothing remembers it.
func (p *SlotWriter) Preview(ctx context.Context, x store.Planned) (brief.Briefing, error) {
	req, err := p.request(ctx, x)
	if err != nil {
		return brief.Briefing{}, err
	}
	req.At, req.ModelTime = guard.Now(p.Now), modelTime
	req.From, req.Schedule, req.Channel = req.At.Add(-previewSpan), 0, store.Channel{Owner: x.Channel.Owner}
	briefing, err := p.Writer.Write(ctx, req)
	briefing.StatusHint, briefing.AddHint = "see_status", "add_setup"
	return briefing, err
}
