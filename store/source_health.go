package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/health"
	"dateline/store/state"
)

// SourceFigures are those of the sources of an owner, by id, over the last days
// until now. A text of at least fullText bytes counts as a full one. A source
// without anything new is left out.
func (s *Store) SourceFigures(ctx context.Context, owner string, days int) (map[int64]health.Figures, error) {
	const fullText = 500 // a shorter one is a teaser to whoever reads the page behind it
	now := s.now()
	from := now.AddDate(0, 0, -days)
	out := map[int64]health.Figures{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id, added int64
		var items, full int
		var stated string
		err := r.Scan(&id, &added, &stated, &items, &full)
		span := min(float64(days), max(1, now.Sub(fromMS(added)).Hours()/24))
		of := out[id]
		fulls := of.Full*float64(of.Items) + float64(full)
		of.Items += items
		of.ADay, of.Full = float64(of.Items)/span, fulls/float64(max(of.Items, 1))
		if stated != "" {
			if of.Rights == nil {
				of.Rights = map[string]int{}
			}
			of.Rights[stated] = items
		}
		out[id] = of
		return err
	}, `SELECT u.source_id, u.added_at, v.rights, count(*), sum(CASE WHEN octet_length(v.text) >= $3 THEN 1 ELSE 0 END) FROM subscriptions u
		JOIN article_sources x ON x.source_id = u.source_id AND x.seen_at >= $2
		JOIN versions v ON v.article_id = x.article_id AND v.no = (SELECT max(no) FROM versions WHERE article_id = x.article_id)
		WHERE u.owner = $1 AND u.removed_at IS NULL GROUP BY u.source_id, u.added_at, v.rights`, owner, ms(from), fullText)
	if err != nil {
		return nil, fmt.Errorf("count what the sources of %s bring: %w", owner, err)
	}
	return out, nil
}

// SourceNotices claims up to n notices for a while: of sources that have failed for
// longer than after, or have ended, and of those that work again, of which their
// owner was told that they fail. Whoever tells one settles it.
func (s *Store) SourceNotices(ctx context.Context, after, lease time.Duration, n int) ([]health.Notice, error) {
	const failing = `(s.state = 'active' AND s.fails > 0 AND s.failing_at > 0 AND s.tried_at - $2 >= s.failing_at
		AND s.tried_at - $2 >= u.added_at OR s.state = 'paused' AND s.reason <> '` + byHand + `')`
	const working = `(s.state = 'active' AND s.fails = 0 AND s.read_at > 0)`
	var out []health.Notice
	err := s.tx(ctx, func(tx *sql.Tx) error {
		out = nil
		err := each(ctx, tx, func(r *sql.Rows) error {
			var x health.Notice
			var since, until int64
			var standing state.Source
			err := r.Scan(&x.Source, &x.Owner, &x.By, &x.Title, &x.URL, &x.Outlet, &x.Reason, &since, &standing, &until,
				&x.Works)
			x.Since, x.PerhapsToldBefore, x.Ended = fromMS(since), until != 0, standing == state.SourcePaused
			out = append(out, x)
			return err
		}, `SELECT s.id, u.owner, u.added_by, s.title, s.url, s.outlet, s.reason, s.failing_at, s.state, u.notice_until,
			u.told_at > 0 FROM subscriptions u JOIN sources s ON s.id = u.source_id
			WHERE u.removed_at IS NULL AND u.paused_at IS NULL AND u.notice_until <= $1 AND u.owner <> '`+Desk+`'
			AND s.kind NOT IN ('file', 'page') AND NOT `+s.unused("s.id")+`
			AND (u.told_at = 0 AND `+failing+` OR u.told_at > 0 AND `+working+`)
			ORDER BY s.id, u.owner LIMIT $3`+s.skip(), ms(s.now()), after.Milliseconds(), n)
		for _, x := range out {
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `UPDATE subscriptions SET notice_until = $3 WHERE owner = $1 AND source_id = $2`,
				x.Owner, x.Source, ms(s.now().Add(lease)))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for sources whose owners are to be told: %w", err)
	}
	return out, nil
}

// SettleSourceNotice notes that a notice was told.
func (s *Store) SettleSourceNotice(ctx context.Context, x health.Notice) error {
	told := ms(s.now())
	if x.Works {
		told = 0
	}
	_, err := s.write.ExecContext(ctx, `UPDATE subscriptions SET told_at = $3, notice_until = 0 WHERE owner = $1 AND source_id = $2`,
		x.Owner, x.Source, told)
	if err != nil {
		return fmt.Errorf("note what an owner was told of a source: %w", err)
	}
	return nil
}

// ClaimSource leases one source of an owner, due or not, to be read at once;
// ErrNotFound when the owner has not chosen it or has paused it, or the operator has stopped it, ErrLost while it is
// being read. One whose publisher said that it will not come back is tried too.
func (s *Store) ClaimSource(ctx context.Context, owner string, id int64, lease time.Duration) (Source, error) {
	now := s.stamp()
	var out Source
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var chosen int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM subscriptions u JOIN sources s ON s.id = u.source_id WHERE u.owner = $1
			AND s.id = $2 AND u.removed_at IS NULL AND u.paused_at IS NULL AND s.kind NOT IN ('file', 'page') AND NOT `+
			s.unused("s.id"), owner, id).Scan(&chosen)
		if err != nil {
			return err
		}
		if chosen == 0 {
			return ErrNotFound
		}
		out, err = scanSource(tx.QueryRowContext(ctx, `UPDATE sources SET lease_until = `+now+` + $1, epoch = epoch + 1,
			reason = CASE WHEN state = 'active' THEN reason ELSE '' END, state = 'active' WHERE id = $2 AND `+s.free("lease_until")+`
			RETURNING `+bare(sourceColumns), lease.Milliseconds(), id))
		if errors.Is(err, ErrNotFound) {
			return ErrLost
		}
		return err
	})
	return out, err
}
