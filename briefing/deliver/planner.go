package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/state"
)

// slotsMost is how many missed slots of a schedule become rows: a day of an
// hourly one. Older ones are neither written nor said.
const slotsMost = 24

// Planner turns schedules into slot rows when they fall due. It is the one
// holder of the lease "plan"; Run does one pass. Planning twice is harmless:
// a slot is unique by schedule, local date and local time.
type Planner struct {
	Store  *store.Store
	Holder string
	Now    func() time.Time
	Awake  *Awake             // shared with the SlotWriter: Run tells it that time goes on; nil: nobody asks
	Log    *slog.Logger       // nil: silent
	Step   func(point string) // nil; tests stop the process here
}

// sleepLeast is how long nothing ran when the machine is said to have slept:
// passes that tell Awake the time are a second apart.
const sleepLeast = time.Minute

// Awake knows since when a process has run without a gap: since its start, or
// since the machine woke the last time. The zero value begins with its first use.
type Awake struct {
	mu          sync.Mutex
	last, since time.Time
}

// Since notes that the process runs now, and says since when it does.
func (a *Awake) Since(now time.Time) time.Time {
	if a == nil {
		return time.Time{}
	}
	now = now.Round(0) // by the wall clock: the other stands still while the machine sleeps
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last.IsZero() || now.Sub(a.last) >= sleepLeast || now.Before(a.since) {
		a.since = now
	}
	a.last = now
	return a.since
}

// Run plans what is due and returns how many slots are new. Of several missed
// ones only the newest is written, if it is still in its catch-up window: it
// covers what the others would have told.
func (p *Planner) Run(ctx context.Context) (int, error) {
	p.Awake.Since(guard.Now(p.Now))
	lease, err := p.Store.TakeLease(ctx, "plan", p.Holder, store.LeaseTime)
	if errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, err
	}
	step(p.Step, "plan: lease taken")
	if err := p.Store.DropAhead(ctx, lease); errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, fmt.Errorf("forget slots of a clock that was ahead: %w", err)
	}
	all, err := p.Store.ActiveSchedules(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schedules: %w", err)
	}
	now := guard.Now(p.Now)
	added := 0
	for _, x := range all {
		slots, err := due(x, now)
		if err != nil {
			guard.Logger(p.Log).Error("a schedule cannot be planned", "schedule", x.Schedule.ID, "err", err)
			continue
		}
		if len(slots) == 0 {
			continue
		}
		n, err := p.Store.AddSlots(ctx, lease, slots)
		if errors.Is(err, store.ErrLost) {
			return added, store.ErrBusy
		} else if err != nil {
			return added, fmt.Errorf("plan schedule %d: %w", x.Schedule.ID, err)
		}
		step(p.Step, "plan: slots added")
		added += n
	}
	if err := p.Store.SkipLate(ctx); err != nil {
		return added, fmt.Errorf("skip late slots: %w", err)
	}
	step(p.Step, "plan: late ones skipped")
	return added, nil
}

func step(f func(string), point string) {
	if f != nil {
		f(point)
	}
}

// due lists the slots of a schedule up to now that are not planned yet, the
// newest slotsMost of them; those that moderators see first by so much earlier. After a clock was set back it may list some that
// are: the store keeps a slot once.
func due(x store.Planned, now time.Time) ([]store.Slot, error) {
	rule, err := schedule.Parse(x.Schedule.Rule)
	if err != nil {
		return nil, err
	}
	zone, err := schedule.Load(x.Schedule.Zone)
	if err != nil {
		return nil, err
	}
	after := x.Schedule.From
	if x.Last.After(after) {
		after = x.Last
	}
	early, review := reviewTime(x.Schedule)
	found := rule.Between(zone, after, now.Add(early))
	found = found[max(0, len(found)-slotsMost):]
	out := make([]store.Slot, len(found))
	for i, f := range found {
		out[i] = store.Slot{Schedule: x.Schedule.ID, Date: f.Date, Time: f.Time, Due: f.Due, Write: f.Due.Add(-early), Review: review,
			State: state.SlotPlanned}
		switch {
		case i < len(found)-1:
			out[i].State, out[i].Reason = state.SlotSkipped, "missed; the next one covers it"
		case now.Sub(f.Due) > x.Schedule.CatchUp:
			out[i].State, out[i].Reason = state.SlotSkipped, "missed by more than the catch-up time"
		}
	}
	return out, nil
}

// slotLabel is a slot's date and time as people read them: "Mon 23 Nov, 07:30".
func slotLabel(x store.Slot) string {
	parsed, err := time.Parse("2006-01-02 15:04", x.Date+" "+x.Time)
	if err != nil {
		return x.Date + ", " + x.Time
	}
	return parsed.Format("Mon 2 Jan, 15:04")
}
