package write

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/brake"
	"dateline/store/state"
)

const (
	spareShare     = 80              // per cent of a day's tokens above which spare calls are not made
	settleCallTime = 5 * time.Second // a call is settled although its caller has gone
	spendersNamed  = 3               // servers that an operator sees by their use
)

// errUncounted stands in the last line of a text; the reason is logged.
var errUncounted = errors.New("today's use of it cannot be counted")

// Price is dollars for a million tokens of a prompt, of a reply, and of what is turned
// into vectors; zero is not known.
type Price struct{ In, Out, Vectors float64 }

// micros is the money of a call in millionths of a dollar.
func (p Price) micros(in, out int) int64 { return int64(p.In*float64(in) + p.Out*float64(out) + .5) }

// Budget is how many tokens of the language model may be used a day: by the
// whole installation, by each server, by each person. Every call is counted in
// the store, so it holds across processes and restarts. A day is one of UTC, so
// that processes in different zones agree on it.
type Budget struct {
	Store  *store.Store
	Daily  int // tokens of the installation; 0 is no limit, here and below
	Guild  int // of each server
	Person int // of each person, in servers too
	Price  Price
	Now    func() time.Time
	Log    *slog.Logger // nil: silent

	steps llm.Tally // of this process
}

// SpentError says that a day's share is used up; it is a store.ErrSpent.
type SpentError struct {
	Owner string    // whose share: store.All, guild:ID, user:ID
	Until time.Time // when the next day's share begins
	Spare bool      // something is left, but not for what can do without
}

// Error is worded for the last line of a briefing.
func (e *SpentError) Error() string {
	share := "today's share of AI answers"
	switch {
	case strings.HasPrefix(e.Owner, guildOwner):
		share = "this server's share of today's AI answers"
	case strings.HasPrefix(e.Owner, userOwner):
		share = "your share of today's AI answers"
	}
	until := e.Until.Format("15:04 MST")
	if e.Spare {
		return fmt.Sprintf("%d %% of %s is used up, so updates go without until %s", spareShare, share, until)
	}
	return share + " is used up until " + until
}

// Unwrap makes it a store.ErrSpent.
func (e *SpentError) Unwrap() error { return store.ErrSpent }

const guildOwner, userOwner = "guild:", "user:"

type payers struct{}

// Paid returns a context whose model calls are charged to owners ("guild:1",
// "user:2") as well as to the installation. A text that others share is paid for
// by whoever needed it first.
func Paid(ctx context.Context, owners ...string) context.Context {
	return context.WithValue(ctx, payers{}, owners)
}

// PaidBy adds an owner, unless it is said already who pays.
func PaidBy(ctx context.Context, owner string) context.Context {
	if ctx.Value(payers{}) != nil {
		return ctx
	}
	return Paid(ctx, owner)
}

// shares are the budgets a call is counted against, the installation's first.
func (b *Budget) shares(ctx context.Context) []store.Share {
	out := []store.Share{{Owner: store.All, Limit: b.Daily}}
	owners, _ := ctx.Value(payers{}).([]string)
	for _, prefix := range []string{guildOwner, userOwner} {
		for _, o := range owners {
			if share := (store.Share{Owner: o, Limit: b.limit(o)}); strings.HasPrefix(o, prefix) && !slices.Contains(out, share) {
				out = append(out, share)
			}
		}
	}
	return out
}

func (b *Budget) limit(owner string) int {
	switch {
	case strings.HasPrefix(owner, guildOwner):
		return b.Guild
	case strings.HasPrefix(owner, userOwner):
		return b.Person
	}
	return b.Daily
}

// Over is a model whose calls are counted, and made only while every budget lasts.
func (b *Budget) Over(model llm.Generator) llm.Generator { return budgeted{b, model} }

type budgeted struct {
	b     *Budget
	model llm.Generator
}

// Unwrap is the model itself.
func (g budgeted) Unwrap() llm.Generator { return g.model }

// Generate reserves the most a call can cost, makes it, and settles what it
// did cost, also where it failed and a server has said so. A reply to the same request for a text that was never stored is
// not bought again.
func (g budgeted) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if err := g.b.mayWrite(ctx); err != nil {
		return llm.Reply{}, err
	}
	kept := store.KeptReply{Text: textKey(ctx), Request: requestHash(r)}
	if kept.Text != "" {
		switch old, err := g.b.Store.Reply(ctx, kept.Text, kept.Request); {
		case err == nil:
			return llm.Reply{Text: old}, nil
		case ctx.Err() != nil:
			return llm.Reply{}, ctx.Err()
		}
	}
	most := store.Cost{Tokens: r.Most() + llm.RoomOf(g.model)}
	most.Micros = max(g.b.Price.micros(most.Tokens, 0), g.b.Price.micros(0, most.Tokens))
	call, counted, err := g.b.reserve(ctx, most, r.Spare)
	if err != nil {
		return llm.Reply{}, err
	}
	reply, err := g.model.Generate(ctx, r)
	if err == nil || reply.In+reply.Out > 0 {
		g.b.steps.Add(r, reply)
	}
	if !counted {
		return reply, err
	}
	cost := store.Cost{Tokens: reply.In + reply.Out, Micros: g.b.Price.micros(reply.In, reply.Out)}
	switch {
	case err != nil && llm.Free(err):
		cost = store.Cost{}
	case cost.Tokens == 0:
		cost = most // the server did not say
	}
	var keep *store.KeptReply
	if kept.Reply = reply.Text; err == nil && kept.Text != "" {
		keep = &kept
	}
	g.b.settle(ctx, call, cost, keep)
	return reply, err
}

// settle puts what a call cost in the place of its reservation, although its caller has gone.
func (b *Budget) settle(ctx context.Context, call store.Reservation, cost store.Cost, keep *store.KeptReply) {
	done, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleCallTime)
	defer cancel()
	if err := b.Store.SettleCall(done, call, cost, keep); err != nil && b.Log != nil {
		b.Log.Warn("a call of the model counts as its reservation", "err", err)
	}
}

// mayWrite is brake.ErrModel while the operator has stopped writing, everywhere or in
// the server that pays; a stop that cannot be read may be one.
func (b *Budget) mayWrite(ctx context.Context) error {
	guild := int64(0)
	owners, _ := ctx.Value(payers{}).([]string)
	for _, o := range owners {
		if id, ok := strings.CutPrefix(o, guildOwner); ok {
			guild, _ = strconv.ParseInt(id, 10, 64)
		}
	}
	switch stopped, err := b.Store.Stopped(ctx, state.BrakeWriting, guild); {
	case err != nil && ctx.Err() != nil:
		return err
	case err != nil:
		if b.Log != nil {
			b.Log.Error("a call of the model is not made", "err", err)
		}
		return errors.New("whether the operator has stopped it cannot be read")
	case stopped:
		return brake.ErrModel
	}
	return nil
}

// requestHash names what was asked, whoever asked.
func requestHash(r llm.Request) string {
	r.Spare = false
	body, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// reserve counts a call before it is made. Without any limit one that cannot
// be counted is made all the same.
func (b *Budget) reserve(ctx context.Context, most store.Cost, spare bool) (call store.Reservation, counted bool, err error) {
	day, until := b.day()
	shares, limited := b.shares(ctx), false
	lowered := make([]store.Share, len(shares))
	for i, x := range shares {
		limited = limited || x.Limit > 0
		if lowered[i] = x; spare {
			lowered[i].Limit = spareLimit(x.Limit)
		}
	}
	call, err = b.Store.ReserveCall(ctx, day, most, lowered...)
	var over *store.OverError
	switch {
	case err == nil:
		return call, true, nil
	case errors.As(err, &over):
		return call, false, &SpentError{Owner: over.Owner, Until: until, Spare: spare && b.left(ctx, day, most, shares)}
	case ctx.Err() != nil:
		return call, false, ctx.Err()
	}
	if b.Log != nil {
		b.Log.Error("a call of the model cannot be counted", "made", !limited, "err", err)
	}
	if limited {
		return call, false, errUncounted
	}
	return call, false, nil
}

// left reports whether a call that is not spare could still be made.
func (b *Budget) left(ctx context.Context, day string, most store.Cost, shares []store.Share) bool {
	for _, x := range shares {
		if x.Limit == 0 {
			continue
		}
		spent, err := b.Store.Spent(ctx, day, x.Owner)
		if err != nil || spent.Used+spent.Reserved+most.Tokens > x.Limit {
			return false
		}
	}
	return true
}

// spareLimit is what of a limit spare calls may use; no limit stays none.
func spareLimit(limit int) int { return max(min(limit, 1), int(int64(limit)*spareShare/100)) }

// day is the day's name, and when the next begins.
func (b *Budget) day() (string, time.Time) {
	now := guard.Now(b.Now).UTC()
	year, month, date := now.Date()
	return now.Format(time.DateOnly), time.Date(year, month, date+1, 0, 0, 0, 0, time.UTC)
}

// Said is how much of the day's share an owner has used, in sentences;
// store.All is the whole installation, with the servers that used most.
func (b *Budget) Said(ctx context.Context, words *phrases.Words, owner string) []message.Run {
	day, _ := b.day()
	own, err := b.Store.Spent(ctx, day, owner)
	if err != nil {
		return b.unread(words, err)
	}
	said := b.used(words, own)
	if owner != store.All {
		all, err := b.Store.Spent(ctx, day, store.All)
		if err != nil {
			return b.unread(words, err)
		}
		if b.Daily > 0 {
			said = append(said, message.Run{Text: " " + words.Say("budget_all", percent(all.Used, b.Daily))})
		}
		return said
	}
	most, err := b.Store.Spenders(ctx, day, spendersNamed)
	if err != nil {
		return b.unread(words, err)
	}
	var named []string
	for _, s := range most {
		named = append(named, strings.TrimPrefix(s.Owner, guildOwner)+" "+words.Thousands(s.Used))
	}
	if len(named) > 0 {
		said = append(said, message.Run{Text: " " + words.Say("budget_most", strings.Join(named, ", "))})
	}
	return append(said, b.bySteps(words)...)
}

// bySteps says what this process used, by what for.
func (b *Budget) bySteps(words *phrases.Words) []message.Run {
	var named []string
	steps := b.steps.Steps()
	for _, step := range llm.Steps[:len(llm.Steps)-1] { // not the last: a try of whether it answers
		if use := steps[step]; use.Requests > 0 {
			tokens := words.Thousands(use.In + use.Out)
			named = append(named, words.Say("budget_step", step, tokens, words.Count(use.Requests, "budget_requests")))
		}
	}
	if len(named) == 0 {
		return nil
	}
	return message.Plain(" " + words.Say("budget_steps", strings.Join(named, ", ")))
}

// used is one owner's day: "30 of 60 tokens (50 %) used today, $0.0021."
func (b *Budget) used(words *phrases.Words, s store.Spending) []message.Run {
	limit, used := b.limit(s.Owner), words.Thousands(s.Used)
	said := words.Say("budget_used", used)
	if limit > 0 {
		said = words.Say("budget_of", used, words.Thousands(limit), percent(s.Used, limit))
	}
	if b.Price != (Price{}) {
		said = words.Say("budget_price", said, dollars(s.Micros))
	}
	runs := message.Plain(said)
	if limit > 0 && s.Used >= spareLimit(limit) {
		_, until := b.day()
		runs = message.Say(words, "budget_spare", said, until)
	}
	return append(runs, message.Run{Text: "."})
}

func (b *Budget) unread(words *phrases.Words, err error) []message.Run {
	if b.Log != nil {
		b.Log.Warn("the model's budget cannot be read", "err", err)
	}
	return message.Plain(words.Say("budget_unread"))
}

// percent is a share, as it is written.
func percent(n, of int) string { return fmt.Sprintf("%d %%", int64(n)*100/int64(of)) }

// dollars writes millionths: cents, or more digits of what is less than one.
func dollars(micros int64) string {
	amount := float64(micros) / 1e6
	if amount > 0 && amount < .1 {
		return fmt.Sprintf("$%.4f", amount)
	}
	return fmt.Sprintf("$%.2f", amount)
}
