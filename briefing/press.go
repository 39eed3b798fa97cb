package briefing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dateline/briefing/schedule"
	"dateline/store"
)

const (
	slotLease  = 5 * time.Minute  // longer than any briefing takes to write
	modelTime  = 90 * time.Second // after this a scheduled briefing is written without the model
	lateAfter  = 5 * time.Minute  // a briefing written later than this after its time says so
	firstCover = 24 * time.Hour   // the first briefing covers this much before its schedule was made
)

// Profile is what a schedule tells. The zero value is up to 5 stories of
// normal length on everything.
type Profile struct {
	Stories int    `json:"stories,omitempty"`
	Length  string `json:"length,omitempty"`
	Topic   string `json:"topic,omitempty"`
	Quiet   bool   `json:"quiet,omitempty"` // an empty day is not posted
}

// ParseProfile reads a profile and fills in the defaults.
func ParseProfile(s string) Profile {
	var p Profile
	_ = json.Unmarshal([]byte(s), &p) // ours; what cannot be read is the default
	if p.Stories <= 0 {
		p.Stories = 5
	}
	if p.Length == "" {
		p.Length = "normal"
	}
	return p
}

// PostStory is how a post remembers a story it told.
type PostStory struct {
	Story int64  `json:"story"`
	Title string `json:"title"`
}

// Payload is a post's content: the text as it is sent, the stories it tells,
// and under the last part the menu of all.
type Payload struct {
	Content string      `json:"content,omitempty"`
	Silent  bool        `json:"silent,omitempty"`
	Stories []PostStory `json:"stories,omitempty"`
	Menu    []PostStory `json:"menu,omitempty"`
	Last    bool        `json:"last,omitempty"`
}

// Press writes the slots that are due into posts. Any process may: a slot is
// leased. Run does one pass.
type Press struct {
	Store  *store.Store
	Writer *Writer
	Layout func([]Block) []Part
	Now    func() time.Time
	Log    *slog.Logger
	Step   func(point string)
}

// Run writes every slot that is due and returns how many.
func (p *Press) Run(ctx context.Context) (int, error) {
	for n := 0; ; n++ {
		slot, x, err := p.Store.ClaimSlot(ctx, slotLease)
		if errors.Is(err, store.ErrNotFound) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("claim a slot: %w", err)
		}
		step(p.Step, "press: slot claimed")
		if err := p.write(ctx, slot, x); err != nil && !errors.Is(err, store.ErrLost) {
			p.giveBack(ctx, slot, err)
			return n, fmt.Errorf("write slot %d: %w", slot.ID, err)
		}
		step(p.Step, "press: slot written")
	}
}

// giveBack lets another try, after a while, what failed here.
func (p *Press) giveBack(ctx context.Context, slot store.Slot, cause error) {
	if err := p.Store.DropSlot(context.WithoutCancel(ctx), slot, "planned", cause.Error()); err != nil && !errors.Is(err, store.ErrLost) {
		p.Log.Error("a slot was not given back", "slot", slot.ID, "err", err)
	}
}

// write turns one slot into posts with their claims.
func (p *Press) write(ctx context.Context, slot store.Slot, x store.Planned) error {
	b, err := p.brief(ctx, slot, x)
	if err != nil {
		return err
	}
	step(p.Step, "press: briefing made")
	trace, err := json.Marshal(b.Trace)
	if err != nil {
		return err
	}
	slot.From, slot.Cut, slot.Trace, slot.Reason = b.From, b.At, string(trace), ""
	if len(b.Stories) == 0 && !b.Blind() && ParseProfile(x.Schedule.Profile).Quiet {
		slot.Reason = "nothing new"
		return p.Store.FinishSlot(ctx, slot, nil)
	}
	posts, err := p.posts(slot, x, b)
	if err != nil {
		return err
	}
	return p.Store.FinishSlot(ctx, slot, posts)
}

// brief writes the briefing of a slot.
func (p *Press) brief(ctx context.Context, slot store.Slot, x store.Planned) (Briefing, error) {
	req, err := p.request(ctx, x)
	if err != nil {
		return Briefing{}, err
	}
	now := nowFunc(p.Now)
	late := now.Sub(slot.Due) > lateAfter
	req.At = slot.Due
	if late {
		req.At = now
	}
	req.ModelTime = modelTime
	b, err := p.Writer.Write(ctx, req)
	if err != nil {
		return b, err
	}
	b.Label, b.Late = slotLabel(slot), late
	return b, p.context(ctx, &b, slot, x, now)
}

// request is what a schedule asks of the writer; At is the caller's.
func (p *Press) request(ctx context.Context, x store.Planned) (BriefRequest, error) {
	sc, err := p.Store.ScopeOf(ctx, x.Channel.Owner)
	if err != nil {
		return BriefRequest{}, err
	}
	zone, err := schedule.Load(x.Schedule.Zone)
	if err != nil {
		return BriefRequest{}, err
	}
	prof := ParseProfile(x.Schedule.Profile)
	return BriefRequest{Name: x.Schedule.Name, Scope: sc, From: x.Schedule.From.Add(-firstCover), Live: true, Zone: zone, Topic: prof.Topic, Length: prof.Length, Stories: prof.Stories, Channel: x.Channel, Schedule: x.Schedule.ID}, nil
}

// context adds what a reader of the channel must know beside the stories.
func (p *Press) context(ctx context.Context, b *Briefing, slot store.Slot, x store.Planned, now time.Time) error {
	b.Where = "Moderators: /status says why."
	if rule, err := schedule.Parse(x.Schedule.Rule); err == nil {
		if next, ok := rule.Next(b.zone(), now); ok {
			b.Next = next.Due
		}
	}
	before, err := p.Store.Slots(ctx, x.Schedule.ID, 10)
	if err != nil {
		return fmt.Errorf("read earlier slots: %w", err)
	}
	for _, s := range before {
		if s.ID == slot.ID || s.Due.After(slot.Due) {
			continue
		}
		if s.State != "skipped" {
			break
		}
		if len(b.Skipped) < 3 {
			b.Skipped = append([]string{slotLabel(s)}, b.Skipped...)
		}
	}
	last, err := p.Store.LastPost(ctx, x.Channel.ID, x.Schedule.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && last.State != "unproven" {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := p.Store.Slot(ctx, last.Slot)
	b.Missing = slotLabel(s)
	return err
}

// posts lays a briefing out. What does not fit three messages is left out,
// counts as not told, and the last line says so.
func (p *Press) posts(slot store.Slot, x store.Planned, b Briefing) ([]store.NewPost, error) {
	parts := p.Layout(b.Blocks())
	for toldIn(parts) < len(b.Stories) {
		b.Stories, b.More = b.Stories[:len(b.Stories)-1], b.More+1
		parts = p.Layout(b.Blocks())
	}
	var menu []PostStory
	byID := map[int64]Story{}
	for _, s := range b.Stories {
		menu, byID[s.ID] = append(menu, PostStory{s.ID, s.Title}), s
	}
	out := make([]store.NewPost, len(parts))
	for i, part := range parts {
		pay := Payload{Content: part.Content, Silent: i > 0, Last: i == len(parts)-1}
		for _, id := range part.Stories {
			pay.Stories = append(pay.Stories, PostStory{id, byID[id].Title})
			for _, c := range byID[id].Claims {
				out[i].Claims = append(out[i].Claims, c.id)
			}
		}
		if pay.Last {
			pay.Menu = menu
		}
		body, err := json.Marshal(pay)
		if err != nil {
			return nil, err
		}
		out[i].Post = store.Post{Key: fmt.Sprintf("slot:%d:%sT%s", slot.Schedule, slot.Date, slot.Time), Part: i, Channel: x.Channel.ID, Schedule: slot.Schedule, Slot: slot.ID,
			Kind: "briefing", Payload: string(body), Marker: part.Marker, State: "ready", Cut: b.At, Due: slot.Due, Expire: slot.Due.Add(max(x.Schedule.CatchUp, time.Hour))}
	}
	return out, nil
}

func toldIn(parts []Part) int {
	n := 0
	for _, p := range parts {
		n += len(p.Stories)
	}
	return n
}

// Preview is what a schedule would post now. It is told to nobody.
func (p *Press) Preview(ctx context.Context, x store.Planned) (Briefing, error) {
	req, err := p.request(ctx, x)
	if err != nil {
		return Briefing{}, err
	}
	req.At, req.ModelTime = nowFunc(p.Now), modelTime
	b, err := p.Writer.Write(ctx, req)
	b.Where = "/status says why."
	return b, err
}
