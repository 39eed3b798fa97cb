package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"dateline/store/database"
	"dateline/store/report"
	"dateline/store/retain"
)

// Sweep deletes what has expired, some rows at a time: events seen more than a day ago,
// questions, watches, hidden stories, what was used of a model, changes of settings a year
// ago, vectors of articles that were removed meanwhile.
func (s *Store) Sweep(ctx context.Context) error {
	now := s.now()
	ago := func(d time.Duration) int64 { return ms(now.Add(-d)) }
	const shared = `owner <> '` + All + `' AND `
	personal := false
	for _, x := range []struct {
		table, key, old string
		since           any
	}{
		{"inbound", "id", "at < $1", ago(24 * time.Hour)},
		{"turns", "id", "expire_at <= $1", ago(0)},
		{"drawn", "conversation", "expire_at <= $1", ago(0)},
		{"watches", "id", "expire_at <= $1", ago(0)},
		{"mutes", "owner, story_id", "until_at <= $1", ago(0)},
		{"catchups", "user_id, channel_id", "until_at < $1", ago(retain.CatchUpKept)},
		{"reports", "id", "at < $1", ago(report.Kept)},
		{"calls", "id", "at < $1", ago(callsKept)},
		{"calls", "id", shared + "at < $1", ago(ownersKept)},
		{"spend", "day, owner", shared + "day < $1", now.UTC().Add(-ownersKept).Format(time.DateOnly)},
		{"replies", "text_key, request", "at < $1", ago(repliesKept)},
		{"audit", "id", "at < $1", ago(retain.AuditKept)},
	} {
		gone, err := s.expire(ctx, x.table, x.key, x.old, x.since)
		if err != nil {
			return err
		}
		personal = personal || gone && slices.Contains([]string{"turns", "drawn", "watches"}, x.table)
	}
	if err := forgetEmbeddings(ctx, s.write); err != nil {
		return database.Explain(err)
	}
	const most = 5000 // questions and what watches read: to write 10,000 anew held others up for .2 s
	rows := 0
	if personal {
		err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM drawn)
			+ (SELECT count(*) FROM watch_reads)`).Scan(&rows)
		if err != nil {
			return fmt.Errorf("count questions: %w", database.Explain(err))
		}
	}
	if personal && rows <= most {
		return s.scrub(ctx, false)
	}
	return s.cutLog(ctx)
}

// expire drops rows of a table, by their key, that are over since a time; whether there are
// any is asked where it holds nobody up.
func (s *Store) expire(ctx context.Context, table, key, over string, since any) (gone bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+` WHERE `+over+`)`, since).Scan(&gone)
	some := fmt.Sprintf(`DELETE FROM %[1]s WHERE (%[2]s) IN (SELECT %[2]s FROM %[1]s WHERE %[3]s LIMIT %[4]d)`, table, key, over, listsStep)
	for n := int64(listsStep); err == nil && gone && n == listsStep; {
		err = s.tx(ctx, func(tx *sql.Tx) error {
			result, err := tx.ExecContext(ctx, some, since)
			if err == nil {
				n, err = result.RowsAffected()
			}
			return err
		})
	}
	if err != nil {
		return gone, fmt.Errorf("drop what is over of %s: %w", table, database.Explain(err))
	}
	return gone, nil
}
