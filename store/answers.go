package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
	"dateline/store/recall"
	"dateline/store/retain"
	"dateline/store/state"
)

// AnswersStand notes that answers stand in Discord, and on which sentences they
// rest. One of them that was taken back since an answer was found has it edited at once.
func (s *Store) AnswersStand(ctx context.Context, answers ...recall.Answer) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.recalling(ctx, tx, false); err != nil {
			return err
		}
		for _, a := range answers {
			if err := s.answerStands(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note that answers stand: %w", err)
	}
	return nil
}

// answerStands notes one answer; a message that rests on nothing any more is none.
func (s *Store) answerStands(ctx context.Context, tx *sql.Tx, a recall.Answer) error {
	if len(a.Rests) == 0 {
		_, err := tx.ExecContext(ctx, `DELETE FROM answers WHERE message_id = $1`, a.Message)
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO answers(message_id, channel_id, owner, lang, said_at) VALUES($1, $2, $3, $4, $5)
			ON CONFLICT(message_id) DO UPDATE SET lang = excluded.lang, said_at = excluded.said_at, state = '', retraction_id = NULL`,
		a.Message, a.Channel, a.Owner, a.Lang, ms(s.now()))
	if err == nil { // a message may be written anew, as a page is turned
		_, err = tx.ExecContext(ctx, `DELETE FROM answer_rests WHERE message_id = $1`, a.Message)
	}
	if err != nil {
		return err
	}
	for no, x := range a.Rests {
		prints := recall.PrintsOf(x.Text)
		if len(prints) == 0 {
			prints = []int64{0}
		}
		for _, print := range prints {
			if _, err := tx.ExecContext(ctx, `INSERT INTO answer_rests(message_id, no, article_id, print) VALUES($1, $2, $3, $4)
					ON CONFLICT DO NOTHING`, a.Message, no, x.Article, print); err != nil {
				return err
			}
		}
	}
	return s.markNewAnswer(ctx, tx, a)
}

// resting is the beginning of a query for the answers a, with the retraction x, of which
// a sentence r is withheld: all of its pieces are.
func (s *Store) resting() string {
	return `SELECT r.message_id, x.id FROM retractions x JOIN withheld w ON w.retraction_id = x.id
		JOIN answer_rests r ON r.print = w.print
		JOIN answers a ON a.message_id = r.message_id WHERE x.owner IN ('', a.owner) AND NOT EXISTS (SELECT 1 FROM answer_rests o
		WHERE o.message_id = r.message_id AND o.no = r.no AND o.print NOT IN (SELECT h.print FROM withheld h WHERE h.retraction_id = x.id))`
}

// markNewAnswer marks an answer that rests on what was taken back since it was found.
func (s *Store) markNewAnswer(ctx context.Context, tx *sql.Tx, a recall.Answer) error {
	return s.markAnswers(ctx, tx, s.resting()+` AND r.message_id = $1 AND x.at >= $2
		UNION SELECT r.message_id, max(x.id) FROM answer_rests r JOIN articles g ON g.id = r.article_id JOIN retractions x
		ON x.action = $3 AND x.owner = '' WHERE r.message_id = $1 AND g.state = 'removed' GROUP BY r.message_id`, a.Message, ms(a.Found),
		recall.Removed)
}

// answered finds out whether answers that stand rest on articles that are taken back and of
// which no claim was told, and whether that was done before.
func (s *Store) answered(ctx context.Context, tx *sql.Tx, t *recall.Work) error {
	if len(t.Claims)+len(t.Articles) > 0 || len(t.On) == 0 {
		return nil
	}
	var known bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM answer_rests r JOIN answers n ON n.message_id = r.message_id
		WHERE r.article_id IN (`+ints(t.On)+`) AND n.state = '' AND (CAST($5 AS TEXT) = '' OR n.owner = $5)),
		EXISTS (SELECT 1 FROM retractions WHERE target = $1 AND owner = '' AND action = $2 AND words = $3 AND why = $4)`, t.Target,
		t.Action, t.Words, t.Why, t.Owner).Scan(&t.Answered, &known)
	t.Known = t.Known || known
	return err
}

// printsOf are the fingerprints of the sentences of articles on which answers rest, and of
// all that an outlet has withdrawn.
func (s *Store) printsOf(ctx context.Context, tx *sql.Tx, t *recall.Work) (recall.Prints, error) {
	out := recall.Prints{}
	err := s.inChunks(t.On, func(list string) error {
		return each(ctx, tx, func(r *sql.Rows) error {
			var print int64
			err := r.Scan(&print)
			out[print] = true
			return err
		}, `SELECT print FROM answer_rests WHERE print <> 0 AND article_id IN (`+list+`)`)
	})
	if err != nil || t.Actor != recall.Outlet || t.Kind != recall.Article {
		return out, err
	}
	return out, each(ctx, tx, func(r *sql.Rows) error {
		var title, body string
		err := r.Scan(&title, &body)
		for _, print := range recall.PrintsOf(title + "\n" + body) {
			out[print] = true
		}
		return err
	}, `SELECT title, text FROM versions WHERE article_id = $1`, t.Number)
}

// editAnswers has the answers edited that rest on what is taken back, and counts them.
func (s *Store) editAnswers(ctx context.Context, tx *sql.Tx, t *recall.Work, _ *recall.Effect) error {
	err := s.markAnswers(ctx, tx, s.resting()+` AND x.id = $1`, t.ID)
	if err != nil {
		return err
	}
	return s.inChunks(t.On, func(list string) error {
		return s.markAnswers(ctx, tx, `SELECT message_id, CAST($1 AS BIGINT) FROM answer_rests WHERE article_id IN (`+list+`)`, t.ID)
	})
}

// markAnswers has the answers edited that a query names, each with a retraction. One that
// says already that it was taken back is written again only where words are removed.
func (s *Store) markAnswers(ctx context.Context, tx *sql.Tx, query string, args ...any) error {
	found := map[int64]int64{} // by message the newest
	err := each(ctx, tx, func(r *sql.Rows) error {
		var message, retraction int64
		err := r.Scan(&message, &retraction)
		found[message] = max(found[message], retraction)
		return err
	}, query, args...)
	if err != nil {
		return fmt.Errorf("look for answers that rest on it: %w", err)
	}
	for message, retraction := range found {
		if _, err := tx.ExecContext(ctx, `UPDATE answers SET state = 'edit', retraction_id = $2, at = 0, tries = 0, error = ''
			WHERE message_id = $1 AND state <> 'gone' AND (retraction_id IS NULL OR
			(SELECT action FROM retractions WHERE id = $2) = $3)`, message, retraction, recall.Removed); err != nil {
			return fmt.Errorf("mark an answer: %w", err)
		}
	}
	return nil
}

// ClaimAnswer leases an answer that is to be edited, with the retraction that it is edited
// for and one sentence that this takes back; ErrNotFound without one.
func (s *Store) ClaimAnswer(ctx context.Context, lease time.Duration) (recall.Answer, recall.Retraction, error) {
	var a recall.Answer
	var x recall.Retraction
	now := s.stamp()
	err := s.write.QueryRowContext(ctx, `UPDATE answers SET at = `+now+` + $1 WHERE message_id = (SELECT n.message_id FROM answers n
		WHERE n.state = 'edit' AND n.retraction_id IS NOT NULL AND n.at <= `+now+` AND NOT EXISTS (SELECT 1 FROM guilds g
		WHERE 'guild:' || g.id = n.owner AND g.state <> 'active') ORDER BY n.at, n.message_id LIMIT 1`+s.skipOf("n")+`)
		RETURNING message_id, channel_id, owner, lang, retraction_id, tries, at`, lease.Milliseconds()).Scan(&a.Message,
		&a.Channel, &a.Owner, &a.Lang, &a.Retraction, &a.Tries, &a.At)
	if errors.Is(err, sql.ErrNoRows) {
		return a, x, ErrNotFound
	}
	if err != nil {
		return a, x, fmt.Errorf("claim an answer to edit: %w", database.Explain(err))
	}
	var at int64
	err = s.read.QueryRowContext(ctx, `SELECT id, at, action, actor, owner, words FROM retractions WHERE id = $1`, a.Retraction).Scan(&x.ID,
		&at, &x.Action, &x.Actor, &x.Owner, &x.Words)
	x.At = fromMS(at)
	if err != nil {
		return a, x, fmt.Errorf("read what the answer %d is edited for: %w", a.Message, database.Explain(err))
	}
	found, err := s.retractions(ctx, `SELECT x.id, x.at, x.action, x.actor, x.owner, x.words, x.why, r.claim_id FROM retractions x
		JOIN retracted r ON r.retraction_id = x.id WHERE x.id = $1 ORDER BY r.claim_id LIMIT 1`, a.Retraction)
	for _, with := range found {
		x.Claims = with.Claims
	}
	return a, x, err
}

// SettleAnswer notes what came of the edit of an answer, as SettleEdit of a post's.
func (s *Store) SettleAnswer(ctx context.Context, a recall.Answer, end state.Recall, why string, wait time.Duration) error {
	result, err := s.write.ExecContext(ctx, `UPDATE answers SET state = $4, error = $5, tries = tries + 1, at = `+s.stamp()+` + $6
		WHERE message_id = $1 AND retraction_id = $2 AND at = $3 AND state = 'edit'`, a.Message, a.Retraction, a.At, end, why,
		wait.Milliseconds())
	if err != nil {
		return fmt.Errorf("settle the edit of the answer %d: %w", a.Message, database.Explain(err))
	}
	return one(result)
}

// SweepAnswers forgets of answers that they stand: those in servers at the end of the time
// for evidence, those in direct messages after retain.AnswersKept.
func (s *Store) SweepAnswers(ctx context.Context, age retain.Age) (int, error) {
	ids, err := s.due(ctx, `SELECT message_id FROM answers WHERE said_at < $2 AND (said_at < $1 OR owner LIKE 'user:%') ORDER BY said_at
		LIMIT $3`, ms(age.Evidence), ms(s.now().Add(-retain.AnswersKept)), age.Most)
	if err != nil {
		return 0, err
	}
	return len(ids), s.drop(ctx, ids, `DELETE FROM answers WHERE message_id IN (%s)`)
}
