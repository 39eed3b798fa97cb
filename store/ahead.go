package store

import (
	"context"
	"database/sql"
	"fmt"
)

// aheadOf is the condition that a time lies further ahead than any clock that
// is right could have written it: an hour, as for leases.
func (s *Store) aheadOf(column string) string {
	return fmt.Sprintf("%s > %s + %d", column, s.stamp(), leaseMost.Milliseconds())
}

// DropAhead forgets the slots that were planned by a clock that was ahead and
// has been set back, under the planner's lease: slots are planned when they are
// due, so one of tomorrow would keep tomorrow's from being written. What was
// posted of one is told, and stays.
func (s *Store) DropAhead(ctx context.Context, l Lease) error {
	var some bool // looked for first: a planner that wrote at each look would wear out a disk
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM schedules h WHERE EXISTS
		(SELECT 1 FROM slots t WHERE t.schedule_id = h.id AND `+s.aheadOf("t.due_at")+` AND `+unposted("t.id")+`))`).Scan(&some)
	if err != nil || !some {
		return err
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM slots WHERE `+s.aheadOf("due_at")+` AND `+unposted("slots.id"))
		return err
	})
}

// unposted is the condition that nothing was made of a slot.
func unposted(slot string) string {
	return `NOT EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = ` + slot + `)`
}
