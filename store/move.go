package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// MoveSource gives a claimed source the address to which it has moved, and
// gives the claim back. Where another source has that address already, whoever
// chose the one chooses the other, which then carries its articles too; the one
// that moved is removed. ErrLost when another process has claimed it meanwhile.
func (s *Store) MoveSource(ctx context.Context, x Source, to string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var other int64
		err := tx.QueryRowContext(ctx, `SELECT id FROM sources WHERE domain = $1 AND url = $2 AND id <> $3`, x.Domain, to, x.ID).
			Scan(&other)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			result, err := tx.ExecContext(ctx, `UPDATE sources SET url = $3, moved_from = url, moved_to = '', moved_at = 0, etag = '',
				modified = '', reason = '', fails = 0,
				next_at = $4, lease_until = 0 WHERE id = $1 AND epoch = $2`, x.ID, x.Epoch, to, ms(s.now()))
			if err != nil {
				return err
			}
			return one(result)
		case err != nil:
			return fmt.Errorf("look for a source at %s: %w", to, err)
		}
		result, err := tx.ExecContext(ctx, `UPDATE sources SET state = 'removed', reason = $3, lease_until = 0 WHERE id = $1
			AND epoch = $2`, x.ID, x.Epoch, "moved to "+to)
		if err == nil {
			err = one(result)
		}
		if err != nil {
			return err
		}
		if err := joinSource(ctx, tx, x.ID, other); err != nil {
			return fmt.Errorf("join source %d to %d: %w", x.ID, other, err)
		}
		return bump(ctx, tx, "revision", "moved")
	})
}

// joinSource gives one source's subscribers and articles to another.
func joinSource(ctx context.Context, tx *sql.Tx, from, into int64) error {
	for _, q := range []string{
		fmt.Sprintf(`INSERT INTO subscriptions(owner, source_id, added_at, added_by, paused_at)
			SELECT owner, %d, added_at, added_by, paused_at FROM subscriptions WHERE source_id = %d AND removed_at IS NULL
			ON CONFLICT(owner, source_id) DO UPDATE SET removed_at = NULL, paused_at = excluded.paused_at, added_at = excluded.added_at,
			added_by = excluded.added_by WHERE subscriptions.removed_at IS NOT NULL`, into, from),
		fmt.Sprintf(`DELETE FROM subscriptions WHERE source_id = %d`, from),
		fmt.Sprintf(`INSERT INTO article_sources(article_id, source_id, guid, seen_at)
			SELECT article_id, %d, guid, seen_at FROM article_sources WHERE source_id = %d ON CONFLICT DO NOTHING`, into, from),
		fmt.Sprintf(`UPDATE sources SET state = 'active', reason = '' WHERE id = %[1]d AND state <> 'active'
			AND EXISTS (SELECT 1 FROM subscriptions WHERE source_id = %[1]d AND removed_at IS NULL AND paused_at IS NULL)`, into),
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
