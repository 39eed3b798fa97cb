package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
	"dateline/store/report"
)

// AddReport notes that a person says that a sentence is wrong, and why. Of one server
// and one sentence there is one report: more people add their reasons. report.ErrMany
// when the person has reported too much in a day.
func (s *Store) AddReport(ctx context.Context, r report.Report, user int64, reason string) (report.Report, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `INSERT INTO reports(id, guild_id, claim_id, post_id, at) VALUES($1, $2, $3, $4, $5)
			ON CONFLICT(guild_id, claim_id) DO UPDATE SET guild_id = excluded.guild_id RETURNING id`, randomID(), r.Guild, r.Claim,
			null(r.Post), ms(s.now())).Scan(&r.ID)
		if err != nil {
			return err
		}
		var others int
		err = tx.QueryRowContext(ctx, `SELECT count(*) FROM report_reasons WHERE user_id = $1 AND at > $2 AND report_id <> $3`, user,
			ms(s.now().Add(-24*time.Hour)), r.ID).Scan(&others)
		if err == nil && others >= report.ADay {
			err = report.ErrMany
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT INTO report_reasons(report_id, user_id, at, reason) VALUES($1, $2, $3, $4)
				ON CONFLICT(report_id, user_id) DO UPDATE SET reason = excluded.reason`, r.ID, user, ms(s.now()), reason)
		}
		return err
	})
	if err != nil {
		return r, fmt.Errorf("note a report: %w", err)
	}
	return s.Report(ctx, r.ID)
}

// Report reads a report with its reasons.
func (s *Store) Report(ctx context.Context, id int64) (report.Report, error) {
	r := report.Report{ID: id}
	var at, decided int64
	err := s.read.QueryRowContext(ctx, `SELECT guild_id, claim_id, coalesce(post_id, 0), at, coalesce(channel_id, 0),
		coalesce(message_id, 0), decision, words, decided_by, coalesce(decided_at, 0), done <> 0 FROM reports WHERE id = $1`, id).
		Scan(&r.Guild, &r.Claim, &r.Post, &at, &r.Channel, &r.Message, &r.Decision, &r.Words, &r.By, &decided, &r.Done)
	if errors.Is(err, sql.ErrNoRows) {
		return r, ErrNotFound
	}
	if err == nil {
		err = each(ctx, s.read, func(rows *sql.Rows) error {
			var reason string
			err := rows.Scan(&reason)
			r.Reasons = append(r.Reasons, reason)
			return err
		}, `SELECT reason FROM report_reasons WHERE report_id = $1 ORDER BY at, user_id`, id)
	}
	if err != nil {
		return r, fmt.Errorf("read a report: %w", err)
	}
	r.At, r.Decided = fromMS(at), fromMS(decided)
	return r, nil
}

// ReportSent notes which message tells the moderators of a report.
func (s *Store) ReportSent(ctx context.Context, r report.Report) error {
	_, err := s.write.ExecContext(ctx, `UPDATE reports SET channel_id = $2, message_id = $3 WHERE id = $1`, r.ID, r.Channel, r.Message)
	return database.Explain(err)
}

// DecideReport notes what somebody has decided about a report. ErrLost when it was
// decided before.
func (s *Store) DecideReport(ctx context.Context, r report.Report) error {
	result, err := s.write.ExecContext(ctx, `UPDATE reports SET decision = $2, words = $3, decided_by = $4, decided_at = $5
		WHERE id = $1 AND decision = ''`, r.ID, r.Decision, r.Words, r.By, ms(s.now()))
	if err != nil {
		return fmt.Errorf("decide a report: %w", database.Explain(err))
	}
	return one(result)
}

// ReportDone notes that the decision about a report was carried out.
func (s *Store) ReportDone(ctx context.Context, id int64) error {
	_, err := s.write.ExecContext(ctx, `UPDATE reports SET done = 1 WHERE id = $1`, id)
	return database.Explain(err)
}

// SaidInPost lists the sentences that a briefing or an alert tells, in the order of
// its parts, as they are shown now: what was taken back is left out.
func (s *Store) SaidInPost(ctx context.Context, post int64) ([]report.Said, error) {
	return s.said(ctx, `JOIN post_claims x ON x.claim_id = c.id JOIN posts p ON p.id = x.post_id
		WHERE p.key = (SELECT key FROM posts WHERE id = $1)`, `p.part, `, post)
}

// Said is one sentence that was told; ErrNotFound when it was taken back or erased.
func (s *Store) Said(ctx context.Context, claim int64) (report.Said, error) {
	all, err := s.said(ctx, `WHERE c.id = $1`, ``, claim)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return report.Said{}, err
	}
	return all[0], nil
}

func (s *Store) said(ctx context.Context, which, first string, id int64) ([]report.Said, error) {
	var out []report.Said
	at := map[int64]int{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x report.Said
		var from report.Source
		if err := r.Scan(&x.Claim, &x.Text, &x.Kind, &from.Quote, &from.Outlet, &from.URL); err != nil {
			return err
		}
		if _, known := at[x.Claim]; !known {
			at[x.Claim] = len(out)
			out = append(out, x)
		}
		said := &out[at[x.Claim]]
		said.Sources = append(said.Sources, from)
		return nil
	}, `SELECT c.id, c.text, c.kind, t.quote, a.outlet, a.url FROM claims c JOIN cites t ON t.claim_id = c.id
		JOIN versions v ON v.id = t.version_id JOIN articles a ON a.id = v.article_id `+which+` AND c.state = 'shown'
		ORDER BY `+first+`c.summary_id, c.no, t.no`, id)
	if err != nil {
		return nil, fmt.Errorf("read what was told: %w", err)
	}
	return out, nil
}
