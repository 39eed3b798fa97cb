package briefing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dateline/briefing/llm"
	"dateline/store"
)

const (
	spareShare     = 80              // per cent of a day's tokens above which spare calls are not made
	settleCallTime = 5 * time.Second // a call is settled although its caller has gone
)

// errUncounted stands in the last line of a text; the reason is logged.
var errUncounted = errors.New("today's use of it cannot be counted")

// Budget is how many tokens of the language model the whole installation may
// use a day, counted in the store: it holds across processes and restarts. A
// day is one of UTC, so that processes in different zones agree on it.
type Budget struct {
	Store *store.Store
	Daily int // tokens; 0 is no limit, and nothing is counted
	Now   func() time.Time
	Log   *slog.Logger // nil: silent
}

// SpentError says that the day's share is used up; it is a store.ErrSpent.
type SpentError struct {
	Until time.Time // when the next day's share begins
	Spare bool      // something is left, but not for what can do without
}

// Error is worded for the last line of a briefing.
func (e *SpentError) Error() string {
	until := e.Until.Format("15:04 MST")
	if e.Spare {
		return fmt.Sprintf("%d %% of today's share of AI answers is used up, so updates go without until %s", spareShare, until)
	}
	return "today's share of AI answers is used up until " + until
}

// Unwrap makes it a store.ErrSpent.
func (e *SpentError) Unwrap() error { return store.ErrSpent }

// Over is a model that is asked only while the budget lasts.
func (b *Budget) Over(model llm.Generator) llm.Generator {
	if b.Daily == 0 {
		return model
	}
	return budgeted{b, model}
}

type budgeted struct {
	b     *Budget
	model llm.Generator
}

// Generate reserves the most a call can cost, makes it, and settles what it
// did cost.
func (g budgeted) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	most := r.Most()
	id, err := g.b.reserve(ctx, most, r.Spare)
	if err != nil {
		return llm.Reply{}, err
	}
	reply, err := g.model.Generate(ctx, r)
	used := reply.In + reply.Out
	switch {
	case err != nil && llm.Free(err):
		used = 0
	case used == 0:
		used = most // the server did not say
	}
	done, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleCallTime)
	defer cancel()
	if fault := g.b.Store.SettleCall(done, id, used); fault != nil && g.b.Log != nil {
		g.b.Log.Warn("a call of the model counts as its reservation", "tokens", most, "err", fault)
	}
	return reply, err
}

func (b *Budget) reserve(ctx context.Context, tokens int, spare bool) (int64, error) {
	day, until := b.day()
	call := store.Call{Day: day, Owner: store.All, Tokens: tokens}
	limit := b.Daily
	if spare {
		limit = b.spareLimit()
	}
	id, err := b.Store.ReserveCall(ctx, call, limit)
	switch {
	case errors.Is(err, store.ErrSpent):
		return 0, &SpentError{Until: until, Spare: spare && b.left(ctx, call)}
	case err != nil && ctx.Err() != nil:
		return 0, ctx.Err()
	case err != nil:
		if b.Log != nil {
			b.Log.Error("the model is not asked", "err", err)
		}
		return 0, errUncounted
	}
	return id, nil
}

// left reports whether a call that is not spare could still be made.
func (b *Budget) left(ctx context.Context, c store.Call) bool {
	used, reserved, err := b.Store.Spent(ctx, c.Day, c.Owner)
	return err == nil && used+reserved+c.Tokens <= b.Daily
}

func (b *Budget) spareLimit() int { return int(int64(b.Daily) * spareShare / 100) }

// day is the day's name, and when the next begins.
func (b *Budget) day() (string, time.Time) {
	now := time.Now()
	if b.Now != nil {
		now = b.Now()
	}
	now = now.UTC()
	y, m, d := now.Date()
	return now.Format(time.DateOnly), time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC)
}

// Said is how much of the day's share is used, in a sentence; "" without a
// limit.
func (b *Budget) Said(ctx context.Context) string {
	if b.Daily == 0 {
		return ""
	}
	day, until := b.day()
	used, _, err := b.Store.Spent(ctx, day, store.All)
	if err != nil {
		if b.Log != nil {
			b.Log.Warn("the model's budget cannot be read", "err", err)
		}
		return "How many tokens were used today cannot be read."
	}
	s := fmt.Sprintf("%s of %s tokens used today", thousands(used), thousands(b.Daily))
	if used >= b.spareLimit() {
		s += until.Format("; updates go without the model until 15:04 MST")
	}
	return s + "."
}
