package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/audit"
	"dateline/store/database"
	"dateline/store/state"
)

// ChangeSchedule gives a schedule that was not removed the settings that change
// makes of those it has: channel, name, rule, zone, from, catch-up time, profile.
// What is due already is told as it was planned. ErrExists when another schedule
// of the channel has the name.
func (s *Store) ChangeSchedule(ctx context.Context, id int64, change func(Schedule) (Schedule, error)) (Schedule, error) {
	var after Schedule
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var before Schedule
		err := scan(tx.QueryRowContext(ctx, `UPDATE schedules AS h SET rev = h.rev + 1 WHERE h.id = $1 AND h.state <> 'removed'
			RETURNING `+bare(scheduleColumns), id), &before)
		if err != nil {
			return err
		}
		if after, err = change(before); err != nil {
			return err
		}
		// a removed schedule keeps its name as long as nobody else wants it
		if _, err := tx.ExecContext(ctx, `UPDATE schedules SET name = name || ' ' || id WHERE channel_id = $1 AND name = $2
			AND state = 'removed'`, after.Channel, after.Name); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE schedules SET channel_id = $2, name = $3, rule = $4, zone = $5, from_at = $6, catch_up_ms = $7,
			profile = $8, set_by = $9 WHERE id = $1`, id, after.Channel, after.Name, after.Rule, after.Zone, ms(after.From),
			after.CatchUp.Milliseconds(), after.Profile, after.SetBy)
		if database.Duplicate(err) {
			return ErrExists
		}
		if err != nil {
			return err
		}
		return s.noteChange(ctx, tx, before, after)
	})
	return after, err
}

// noteChange notes what was changed of a schedule, if anything was.
func (s *Store) noteChange(ctx context.Context, tx *sql.Tx, before, after Schedule) error {
	line := audit.Line{Actor: after.SetBy, Action: state.ScheduleChanged}
	for _, x := range []audit.Change{audit.Of("name", before.Name, after.Name), audit.Of("rule", before.Rule, after.Rule),
		audit.Of("zone", before.Zone, after.Zone)} {
		if x.Before != x.After {
			line.Detail.Changes = append(line.Detail.Changes, x)
		}
	}
	if before.Channel != after.Channel {
		var from, to string
		if err := tx.QueryRowContext(ctx, `SELECT a.name, b.name FROM channels a, channels b WHERE a.id = $1 AND b.id = $2`, before.Channel,
			after.Channel).Scan(&from, &to); err != nil {
			return fmt.Errorf("read where schedule %d was and is: %w", after.ID, err)
		}
		line.Detail.Changes = append(line.Detail.Changes, audit.Of("channel", from, to))
	}
	line.Detail.Changes = append(line.Detail.Changes, audit.Diff(before.Profile, after.Profile)...)
	if len(line.Detail.Changes) == 0 {
		return nil
	}
	return s.noteSchedule(ctx, tx, after.ID, line)
}

// RemoveSchedule ends a schedule: its planned slots are skipped, and what was
// not sent yet is not sent.
func (s *Store) RemoveSchedule(ctx context.Context, id int64) error {
	return s.stopSchedule(ctx, id, state.ScheduleRemoved, audit.Line{Action: state.ScheduleEnded})
}

// PauseSchedule stops a schedule until it is resumed: its planned slots are
// skipped, and what was not sent yet is not sent.
func (s *Store) PauseSchedule(ctx context.Context, id int64) error {
	return s.stopSchedule(ctx, id, state.SchedulePaused, audit.Line{Action: state.ScheduleHeld})
}

// stopReason is why nothing came of the slots of a schedule that was stopped.
func (s *Store) stopReason(to state.Schedule) string { return "the schedule was " + string(to) }

func (s *Store) stopSchedule(ctx context.Context, id int64, to state.Schedule, line audit.Line) error {
	reason := s.stopReason(to)
	return s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE schedules SET state = $2, rev = rev + 1 WHERE id = $1
			AND state NOT IN ('removed', $2)`, id, to)
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrNotFound
		}
		if err := s.noteSchedule(ctx, tx, id, line); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE slots SET state = 'skipped', reason = $2, epoch = epoch + 1
			WHERE schedule_id = $1 AND state IN ('planned', 'writing')`, id, reason); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE posts SET state = 'expired', error = $2, epoch = epoch + 1
			WHERE schedule_id = $1 AND state IN ('ready', 'waiting', 'held')`, id, reason)
		if err != nil {
			return err
		}
		if err := s.wakeReview(ctx, tx, "schedule_id", id); err != nil {
			return err
		}
		return endSlots(ctx, tx, "schedule_id", id, reason)
	})
}

// ResumeSchedule plans a guild's schedule that was paused, or brings one back that
// was removed. What fell due before from is not made up for; what was written before it is
// due, for moderators, and is not due yet is written anew.
func (s *Store) ResumeSchedule(ctx context.Context, guild, id int64, from time.Time) (Planned, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE schedules SET state = 'active', from_at = $3, rev = rev + 1 WHERE id = $1
			AND state IN ('paused', 'removed') AND channel_id IN (SELECT c.id FROM channels c WHERE c.guild_id = $2)`, id, guild, ms(from))
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrNotFound
		}
		if err := s.revive(ctx, tx, id, from); err != nil {
			return err
		}
		return s.noteSchedule(ctx, tx, id, audit.Line{Action: state.ScheduleResumed})
	})
	if err != nil {
		return Planned{}, err
	}
	found, err := s.planned(ctx, `h.id = $1`, id)
	if err != nil || len(found) == 0 {
		return Planned{}, errors.Join(err, ErrNotFound)
	}
	return found[0], nil
}

// revive gives back to be written anew the slots of a schedule that ended with it and are
// not due yet, if nothing of them has left. The message for moderators says so again.
func (s *Store) revive(ctx context.Context, tx *sql.Tx, schedule int64, from time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE slots SET state = 'planned', reason = '', epoch = epoch + 1, lease_until = 0
		WHERE schedule_id = $1 AND state = 'skipped' AND due_at > $2 AND reason IN ($3, $4) AND NOT EXISTS (SELECT 1 FROM posts p
		WHERE p.slot_id = slots.id AND p.kind <> 'review' AND p.first_at IS NOT NULL)`, schedule, ms(from),
		s.stopReason(state.SchedulePaused), s.stopReason(state.ScheduleRemoved))
	if err != nil {
		return fmt.Errorf("give back the slots of schedule %d: %w", schedule, err)
	}
	const slots = `slot_id IN (SELECT t.id FROM slots t WHERE t.schedule_id = $1 AND t.state = 'planned')`
	const unsent = slots + ` AND state = 'expired' AND first_at IS NULL`
	return erase(ctx, tx, schedule, `DELETE FROM post_claims WHERE post_id IN (SELECT id FROM posts WHERE `+unsent+`)`,
		`DELETE FROM posts WHERE `+unsent,
		`UPDATE posts SET follow = 'review', follow_at = 0 WHERE kind = 'review' AND state = 'sent' AND `+slots)
}

// AddSlotNow inserts a slot of an active schedule that is due at once, with the
// local date and time of now, and that nobody reviews: whoever asks for it now wants
// it now; ErrExists while another one of the schedule is not
// told yet, or when this minute has had one.
func (s *Store) AddSlotNow(ctx context.Context, schedule int64, date, clock string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		// the row is locked: two who press at once insert one after the other
		result, err := tx.ExecContext(ctx, `UPDATE schedules SET rev = rev + 1 WHERE id = $1 AND state = 'active'`, schedule)
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrNotFound
		}
		result, err = tx.ExecContext(ctx, `INSERT INTO slots(schedule_id, local_date, local_time, due_at, from_at, cut_at, state,
			write_at) SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), `+s.stamp()+`, 0, 0, 'planned', `+s.stamp()+`
			WHERE NOT EXISTS (SELECT 1 FROM slots WHERE schedule_id = $1 AND `+unfinished+`)
			ON CONFLICT DO NOTHING`, schedule, date, clock)
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrExists
		}
		return s.pull(ctx, tx, schedule)
	})
}
