package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
	"dateline/store/state"
)

// Cite points a claim at verbatim text of a version's field (text or title).
type Cite struct {
	Version    int64
	Field      string
	Start, End int
	Quote      string
}

// Claim is one sentence of a written text, with its evidence and the hashes of
// the facts it states.
type Claim struct {
	ID         int64
	No         int
	Text, Kind string
	State      state.Claim
	Cites      []Cite
	Facts      []int64
}

// Summary is a text written once for its key.
type Summary struct {
	ID                int64
	Key, Kind, Domain string
	Story             int64
	Lang, Model       string
	State             state.Summary
	Epoch             int64
	Claims            []Claim
}

// BeginSummary looks for a text by its key. One that is done is returned with
// its claims, and false. Else true: it is the caller's to write until the
// lease ends. ErrLost when another is writing it.
func (s *Store) BeginSummary(ctx context.Context, x Summary, lease time.Duration) (Summary, bool, error) {
	now := s.stamp()
	mine := false
	err := s.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `INSERT INTO summaries(key, kind, domain, story_id, lang, model, state, made_at, lease_until, epoch)
			VALUES($1, $2, $3, $4, $5, $6, 'writing', `+now+`, `+now+` + $7, 1)
			ON CONFLICT(key) DO UPDATE SET state = 'writing', lease_until = `+now+` + $7, epoch = summaries.epoch + 1
			WHERE summaries.state = 'failed' OR summaries.state = 'writing' AND `+s.free("summaries.lease_until")+` RETURNING id, epoch`,
			x.Key, x.Kind, x.Domain, null(x.Story), x.Lang, x.Model, lease.Milliseconds()).Scan(&x.ID, &x.Epoch)
		if err == nil {
			mine = true
			return nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := tx.QueryRowContext(ctx, `SELECT id, state, epoch FROM summaries WHERE key = $1`, x.Key).Scan(&x.ID, &x.State,
			&x.Epoch); err != nil {
			return err
		}
		if x.State != state.SummaryDone {
			return ErrLost
		}
		x.Claims, err = s.claims(ctx, tx, `SELECT id FROM claims WHERE summary_id = $1`, x.ID)
		return err
	})
	return x, mine, err
}

// RenewSummary lets whoever writes a text write on for the time of a lease. ErrLost when
// it has ended and another writes it.
func (s *Store) RenewSummary(ctx context.Context, x Summary, lease time.Duration) error {
	result, err := s.write.ExecContext(ctx, `UPDATE summaries SET lease_until = `+s.stamp()+` + $3 WHERE id = $1 AND epoch = $2
		AND state = 'writing'`, x.ID, x.Epoch, lease.Milliseconds())
	if err != nil {
		return database.Explain(err)
	}
	return one(result)
}

// Claim reads a claim with its evidence, in whichever state it is.
func (s *Store) Claim(ctx context.Context, id int64) (Claim, error) {
	found, err := s.claims(ctx, s.read, `SELECT id FROM claims WHERE id = $1`, id)
	switch {
	case err != nil:
		return Claim{}, fmt.Errorf("read claim %d: %w", id, database.Explain(err))
	case len(found) == 0:
		return Claim{}, ErrNotFound
	}
	return found[0], nil
}

// claims reads the claims whose ids a query gives, with their evidence and facts.
func (s *Store) claims(ctx context.Context, q database.Querier, which string, arg int64) ([]Claim, error) {
	var out []Claim
	byID := map[int64]int{}
	err := each(ctx, q, func(r *sql.Rows) error {
		var c Claim
		err := r.Scan(&c.ID, &c.No, &c.Text, &c.Kind, &c.State)
		byID[c.ID] = len(out)
		out = append(out, c)
		return err
	}, `SELECT id, no, text, kind, state FROM claims WHERE id IN (`+which+`) ORDER BY summary_id, no`, arg)
	if err != nil {
		return nil, err
	}
	err = each(ctx, q, func(r *sql.Rows) error {
		var id, fact int64
		err := r.Scan(&id, &fact)
		if i, ok := byID[id]; ok {
			out[i].Facts = append(out[i].Facts, fact)
		}
		return err
	}, `SELECT f.claim_id, f.fact FROM claim_facts f WHERE f.claim_id IN (`+which+`) ORDER BY f.claim_id, f.fact`, arg)
	if err != nil {
		return nil, err
	}
	err = each(ctx, q, func(r *sql.Rows) error {
		var id int64
		var x Cite
		if err := r.Scan(&id, &x.Version, &x.Field, &x.Start, &x.End, &x.Quote); err != nil {
			return err
		}
		if i, ok := byID[id]; ok {
			out[i].Cites = append(out[i].Cites, x)
		}
		return nil
	}, `SELECT t.claim_id, t.version_id, t.field, t.start_byte, t.end_byte, t.quote FROM cites t WHERE t.claim_id IN (`+which+`)
		ORDER BY t.claim_id, t.no`, arg)
	return out, err
}

// FinishSummary stores the claims of a text that was begun, in one
// transaction; ErrLost when another has taken it over, or what it cites was
// erased or taken back meanwhile. The claims come back with their ids.
func (s *Store) FinishSummary(ctx context.Context, x Summary) (Summary, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.recalling(ctx, tx, false); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE summaries SET state = 'done', lease_until = 0 WHERE id = $1 AND epoch = $2
			AND state = 'writing'`, x.ID, x.Epoch)
		if err != nil {
			return err
		}
		if err := one(result); err != nil {
			return err
		}
		for _, q := range []struct {
			text string
			arg  any
		}{{`DELETE FROM claims WHERE summary_id = $1`, x.ID}, {`DELETE FROM replies WHERE text_key = $1`, x.Key}} {
			if _, err := tx.ExecContext(ctx, q.text, q.arg); err != nil {
				return err
			}
		}
		for i := range x.Claims {
			if err := saveClaim(ctx, tx, x.ID, &x.Claims[i]); err != nil {
				return fmt.Errorf("store claim %d: %w", i, err)
			}
		}
		var erased bool
		err = tx.QueryRowContext(ctx, `SELECT EXISTS(SELECT 1 FROM claims c JOIN cites t ON t.claim_id = c.id
			JOIN versions v ON v.id = t.version_id JOIN articles a ON a.id = v.article_id
			WHERE c.summary_id = $1 AND a.state <> 'live')`, x.ID).Scan(&erased)
		if err == nil && erased {
			err = ErrLost
		}
		if err != nil {
			return err
		}
		return s.untold(ctx, tx, x)
	})
	x.State = state.SummaryDone
	return x, err
}

func saveClaim(ctx context.Context, tx *sql.Tx, summary int64, c *Claim) error {
	err := tx.QueryRowContext(ctx, `INSERT INTO claims(summary_id, no, text, kind) VALUES($1, $2, $3, $4) RETURNING id`, summary, c.No,
		c.Text, c.Kind).Scan(&c.ID)
	if err != nil {
		return err
	}
	for no, t := range c.Cites {
		_, err := tx.ExecContext(ctx, `INSERT INTO cites(claim_id, no, version_id, field, start_byte, end_byte, quote)
			VALUES($1, $2, $3, $4, $5, $6, $7)`, c.ID, no, t.Version, t.Field, t.Start, t.End, t.Quote)
		if err != nil {
			return err
		}
	}
	for _, f := range c.Facts {
		if _, err := tx.ExecContext(ctx, `INSERT INTO claim_facts(fact, claim_id) VALUES($1, $2) ON CONFLICT DO NOTHING`, f,
			c.ID); err != nil {
			return err
		}
	}
	return nil
}

// FailSummary gives a text up, so that the next one who needs it tries again.
func (s *Store) FailSummary(ctx context.Context, x Summary) error {
	result, err := s.write.ExecContext(ctx, `UPDATE summaries SET state = 'failed', lease_until = 0 WHERE id = $1 AND epoch = $2
		AND state = 'writing'`, x.ID, x.Epoch)
	if err != nil {
		return database.Explain(err)
	}
	return one(result)
}
