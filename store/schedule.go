package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/store/audit"
	"dateline/store/database"
	"dateline/store/recall"
	"dateline/store/state"
)

// ErrExists says that a name is taken.
var ErrExists = errors.New("exists already")

// Schedule says when a channel is told what.
type Schedule struct {
	ID, Channel                      int64
	Name, Rule, Zone, Profile, SetBy string
	State                            state.Schedule
	From                             time.Time // slots before are not its own
	CatchUp                          time.Duration
}

// Slot is one time a schedule is due; its identity is (schedule, local date,
// local time), never an instant.
type Slot struct {
	ID, Schedule   int64
	Date, Time     string
	Due, From, Cut time.Time
	Write          time.Time // from when on it may be written: before it is due where moderators see it first; zero: Due
	State          state.Slot
	Reason, Trace  string
	Review         state.Review
	Reviewer       string  // who acted last on it: Discord's id
	Dropped        []int64 // the stories that moderators took out
	Epoch          int64
}

const scheduleColumns = `h.id, h.channel_id, h.name, h.rule, h.zone, h.from_at, h.catch_up_ms, h.profile, h.state, h.set_by`

func (x *Schedule) scan() ([]any, func()) {
	var from, catch int64
	return []any{&x.ID, &x.Channel, &x.Name, &x.Rule, &x.Zone, &from, &catch, &x.Profile, &x.State, &x.SetBy}, func() {
		x.From, x.CatchUp = fromMS(from), time.Duration(catch)*time.Millisecond
	}
}

const slotColumns = `t.id, t.schedule_id, t.local_date, t.local_time, t.due_at, t.from_at, t.cut_at, t.state, t.reason, t.trace, ` +
	`t.epoch, t.write_at, t.review, t.reviewer, t.dropped`

func (x *Slot) scan() ([]any, func()) {
	var due, from, cut, write int64
	var dropped string
	return []any{&x.ID, &x.Schedule, &x.Date, &x.Time, &due, &from, &cut, &x.State, &x.Reason, &x.Trace, &x.Epoch, &write,
			&x.Review, &x.Reviewer, &dropped}, func() {
			x.Due, x.From, x.Cut, x.Write = fromMS(due), fromMS(from), fromMS(cut), fromMS(write)
			_ = json.Unmarshal([]byte(dropped), &x.Dropped) // ours; "" is none
		}
}

// row is something a query scans into, with what is done after.
type row interface{ scan() ([]any, func()) }

var qualifier = regexp.MustCompile(`\b[a-z]\.`)

// bare is a list of columns without the table's letter: SQLite's RETURNING
// knows no alias.
func bare(columns string) string { return qualifier.ReplaceAllString(columns, "") }

func scan(r interface{ Scan(...any) error }, rows ...row) error {
	var dest []any
	var after []func()
	for _, x := range rows {
		targets, finish := x.scan()
		dest, after = append(dest, targets...), append(after, finish)
	}
	err := r.Scan(dest...)
	for _, finish := range after {
		finish()
	}
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// AddSchedule makes a schedule; its name must be free in its channel.
func (s *Store) AddSchedule(ctx context.Context, x Schedule) (Schedule, error) {
	x.ID, x.State = randomID(), state.ScheduleActive
	changes := append([]audit.Change{audit.Of("rule", "", x.Rule), audit.Of("zone", "", x.Zone)}, audit.Diff("{}", x.Profile)...)
	err := s.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `INSERT INTO schedules(id, channel_id, name, rule, zone, from_at, catch_up_ms, profile, rev, set_by)
			VALUES($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)
			ON CONFLICT(channel_id, name) DO UPDATE SET rule = excluded.rule, zone = excluded.zone, from_at = excluded.from_at,
			catch_up_ms = excluded.catch_up_ms, profile = excluded.profile, rev = schedules.rev + 1, state = 'active',
			set_by = excluded.set_by WHERE schedules.state = 'removed'
			RETURNING id`, x.ID, x.Channel, x.Name, x.Rule, x.Zone, ms(x.From), x.CatchUp.Milliseconds(), x.Profile, x.SetBy).Scan(&x.ID)
		if err != nil {
			return err
		}
		return s.noteSchedule(ctx, tx, x.ID, audit.Line{Actor: x.SetBy, Action: state.ScheduleAdded,
			Detail: audit.Detail{Changes: changes}})
	})
	if errors.Is(err, sql.ErrNoRows) {
		return x, ErrExists
	}
	return x, err
}

// Planned is a schedule with its channel.
type Planned struct {
	Schedule Schedule
	Channel  Channel
	Last     time.Time // due time of the newest of its slots that may be written by now; zero without one
}

func (s *Store) planned(ctx context.Context, cond string, args ...any) ([]Planned, error) {
	var out []Planned
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x Planned
		var last int64
		err := scan(and{r, []any{&last}}, &x.Schedule, &x.Channel)
		x.Last = fromMS(last)
		out = append(out, x)
		return err
	}, `SELECT `+scheduleColumns+`, `+channelColumns+`, coalesce((SELECT max(t.due_at) FROM slots t WHERE t.schedule_id = h.id
		AND t.write_at <= `+s.stamp()+`), 0)
		FROM schedules h JOIN channels c ON c.id = h.channel_id WHERE h.state <> 'removed' AND `+cond+` ORDER BY h.id`, args...)
	return out, err
}

// Schedules lists the schedules of a guild by the names of channels and schedules:
// ids are random, and say nothing to people.
func (s *Store) Schedules(ctx context.Context, guild int64) ([]Planned, error) {
	all, err := s.planned(ctx, `c.guild_id = $1`, guild)
	slices.SortFunc(all, func(x, y Planned) int {
		return cmp.Or(x.Channel.compare(y.Channel), strings.Compare(strings.ToLower(x.Schedule.Name), strings.ToLower(y.Schedule.Name)),
			cmp.Compare(x.Schedule.ID, y.Schedule.ID))
	})
	return all, err
}

// guildOpen: the channel's guild has not sent the bot away; open: it may be told things.
const (
	guildOpen = `(c.guild_id IS NULL OR NOT EXISTS (SELECT 1 FROM guilds g WHERE g.id = c.guild_id AND g.state <> 'active'))`
	open      = `(c.state = 'active' AND ` + guildOpen + `)`
)

// ActiveSchedules lists what the planner plans.
func (s *Store) ActiveSchedules(ctx context.Context) ([]Planned, error) {
	return s.planned(ctx, `h.state = 'active' AND `+guildOpen)
}

// AddSlots inserts slots that are not there yet, under the planner's lease, and
// makes the sources due of which those that are to be written tell.
func (s *Store) AddSlots(ctx context.Context, l Lease, slots []Slot) (added int, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		added = 0
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		for _, x := range slots {
			result, err := tx.ExecContext(ctx, `INSERT INTO slots(schedule_id, local_date, local_time, due_at, from_at, cut_at, state,
				reason, write_at, review) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
				x.Schedule, x.Date, x.Time, ms(x.Due), ms(x.From), ms(x.Cut), x.State, x.Reason, cmp.Or(ms(x.Write), ms(x.Due)), x.Review)
			if err != nil {
				return err
			}
			if one(result) != nil {
				continue
			}
			if added++; x.State == state.SlotPlanned {
				if err := s.pull(ctx, tx, x.Schedule); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return added, err
}

// pending are the states of a post that is not settled.
const pending = `('ready', 'sending', 'unknown')`

// unfinished is the condition of the index slots_due, word for word: SQLite
// uses a partial index only for a query that repeats it, and without it walks
// through every slot there ever was.
const unfinished = `state IN ('planned', 'writing', 'written')`

// ClaimSlot leases one slot that may be written, is not and is not too late, of an
// active channel in which nothing else waits to be sent and whose sources have
// been read; ErrNotFound without one.
func (s *Store) ClaimSlot(ctx context.Context, lease time.Duration, reading Reading) (Slot, Planned, error) {
	now := s.stamp()
	var x Slot
	var p Planned
	err := s.tx(ctx, func(tx *sql.Tx) error {
		x, p = Slot{}, Planned{}
		err := scan(tx.QueryRowContext(ctx, `UPDATE slots AS t SET state = 'writing', lease_until = `+now+` + $1, epoch = t.epoch + 1
			WHERE t.id = (
			SELECT d.id FROM slots d JOIN schedules h ON h.id = d.schedule_id JOIN channels c ON c.id = h.channel_id
			WHERE d.`+unfinished+` AND d.state IN ('planned', 'writing') AND `+s.free("d.lease_until")+` AND d.write_at <= `+now+
			` AND d.due_at + h.catch_up_ms >= `+now+` AND h.state = 'active' AND `+open+`
			AND NOT `+s.stopped(state.BrakePosting, "c.guild_id")+` AND NOT `+s.stopped(state.BrakeWriting, "c.guild_id")+`
			AND NOT `+s.waiting("c.id", "d.schedule_id")+` AND NOT `+s.writingIn("c.id", "d.id")+`
			AND `+s.hasRead(reading)+`
			ORDER BY d.due_at, d.id LIMIT 1`+s.skipOf("d, c")+`) RETURNING `+bare(slotColumns), lease.Milliseconds()), &x)
		if err != nil {
			return err
		}
		err = scan(tx.QueryRowContext(ctx, `SELECT `+scheduleColumns+`, `+channelColumns+` FROM schedules h JOIN channels c ON c.id = `+
			`h.channel_id WHERE h.id = $1`, x.Schedule), &p.Schedule, &p.Channel)
		if err != nil {
			return err
		}
		// On PostgreSQL another may have claimed a slot of the channel, or stored an alert, after this statement began; its row is
		// locked until then.
		var twice bool
		err = tx.QueryRowContext(ctx, `SELECT `+s.writingIn("$1", "$2")+` OR `+s.waiting("$1", "$3"), p.Channel.ID, x.ID,
			x.Schedule).Scan(&twice)
		if err != nil || !twice {
			return err
		}
		return ErrNotFound
	})
	return x, p, err
}

// waiting is the condition that a channel has a briefing or an alert that is not
// settled, one that moderators let through, or that the schedule has a briefing that
// they see: those of others need not wait for moderators.
func (s *Store) waiting(channel, schedule string) string {
	return `EXISTS (SELECT 1 FROM posts p WHERE p.channel_id = ` + channel + ` AND p.kind IN ('briefing', 'alert')
		AND (p.state IN ` + pending + ` OR p.state IN ('waiting', 'held') AND (p.schedule_id = ` + schedule + `
		OR p.state = 'waiting' AND p.due_at <= ` + s.stamp() + `)))`
}

// writingIn is the condition that a slot of the channel other than this is being written.
func (s *Store) writingIn(channel, slot string) string {
	return `EXISTS (SELECT 1 FROM slots o JOIN schedules k ON k.id = o.schedule_id WHERE k.channel_id = ` + channel + ` AND o.id <> ` +
		slot + ` AND o.state = 'writing' AND NOT ` + s.free("o.lease_until") + `)`
}

// skipOf is skip for some tables of a join.
func (s *Store) skipOf(tables string) string {
	if s.db.Kind == "postgres" {
		return " FOR NO KEY UPDATE OF " + tables + " SKIP LOCKED"
	}
	return ""
}

// NewPost is a post to be stored with the claims it tells, those of earlier posts that
// it speaks of, and the retractions that it tells. Known is the newest retraction that
// its writer knew.
type NewPost struct {
	Post
	Claims, Mentions, Recalls []int64
	Known                     int64
}

// FinishSlot stores what a slot tells: its posts with their claims, the cut
// and the trace, in one transaction. Without posts the slot is done. Where
// moderators see it first its posts wait for their time, or for them. ErrLost
// when another process has claimed the slot meanwhile.
func (s *Store) FinishSlot(ctx context.Context, x Slot, posts []NewPost) error {
	end := state.SlotWritten
	if len(posts) == 0 {
		end = state.SlotDone
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		var review state.Review
		var removing bool
		err := s.recalling(ctx, tx, false)
		if err == nil {
			err = tx.QueryRowContext(ctx, `SELECT `+s.removing(`(SELECT c.owner FROM slots d JOIN schedules h ON h.id = d.schedule_id
				JOIN channels c ON c.id = h.channel_id WHERE d.id = $1)`), x.ID).Scan(&removing)
		}
		if err != nil {
			return err
		}
		if removing {
			x.Trace, _ = recall.Untitled(x.Trace, func(int64, string) bool { return true })
		}
		err = tx.QueryRowContext(ctx, `UPDATE slots SET state = $3, from_at = $4, cut_at = $5, reason = $6, trace = $7, lease_until = 0
			WHERE id = $1 AND epoch = $2 AND state = 'writing' RETURNING review`,
			x.ID, x.Epoch, end, ms(x.From), ms(x.Cut), x.Reason, x.Trace).Scan(&review)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil {
			return err
		}
		for _, p := range posts {
			if err := s.addReviewed(ctx, tx, review, p); err != nil {
				return err
			}
		}
		return s.wakeReview(ctx, tx, "slot_id", x.ID)
	})
}

// DropSlot gives a claimed slot back, to be claimed again after a while, with
// the reason why it was not written.
func (s *Store) DropSlot(ctx context.Context, x Slot, reason string, wait time.Duration) error {
	result, err := s.write.ExecContext(ctx, `UPDATE slots SET state = 'planned', reason = $3, lease_until = `+s.stamp()+
		` + $4 WHERE id = $1 AND epoch = $2 AND state = 'writing'`, x.ID, x.Epoch, reason, wait.Milliseconds())
	if err != nil {
		return database.Explain(err)
	}
	return one(result)
}

// SkipLate skips the slots that nobody could write before their catch-up
// window ended, and those that a newer one of their schedule covers.
func (s *Store) SkipLate(ctx context.Context) error {
	now := s.stamp()
	const late = "it could not be posted in time"
	return s.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{
			`UPDATE slots SET state = 'skipped', reason = CASE WHEN reason = '' THEN '` + late + `' ELSE '` + late +
				`: ' || reason END, epoch = epoch + 1
				WHERE ` + unfinished + ` AND (state = 'planned' OR state = 'writing' AND ` + s.free("lease_until") +
				`) AND due_at + (SELECT h.catch_up_ms FROM schedules h WHERE h.id = slots.schedule_id) < ` + now,
			`UPDATE slots SET state = 'skipped', reason = 'missed; the next one covers it', epoch = epoch + 1
				WHERE ` + unfinished + ` AND (state = 'planned' OR state = 'writing' AND ` + s.free("lease_until") + `)
				AND EXISTS (SELECT 1 FROM slots n WHERE n.schedule_id = slots.schedule_id AND n.due_at > slots.due_at
				AND n.write_at <= ` + now + ` AND n.state <> 'skipped')`,
			s.supersedeHeld(), s.endHeld(),
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}

// Slots lists a schedule's newest slots, newest first.
func (s *Store) Slots(ctx context.Context, schedule int64, n int) ([]Slot, error) {
	var out []Slot
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x Slot
		err := scan(r, &x)
		out = append(out, x)
		return err
	}, `SELECT `+slotColumns+` FROM slots t WHERE t.schedule_id = $1 ORDER BY t.due_at DESC LIMIT $2`, schedule, n)
	return out, err
}

// Slot reads one slot.
func (s *Store) Slot(ctx context.Context, id int64) (Slot, error) {
	var x Slot
	err := scan(s.read.QueryRowContext(ctx, `SELECT `+slotColumns+` FROM slots t WHERE t.id = $1`, id), &x)
	if err != nil {
		return x, fmt.Errorf("slot %d: %w", id, err)
	}
	return x, nil
}
