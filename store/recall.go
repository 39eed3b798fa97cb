package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/store/audit"
	"dateline/store/recall"
	"dateline/store/state"
)

// Retract takes back what was told, in one transaction: the claims that are meant,
// with every other row of the same sentence, are told no more, nor are the sentences
// on which they rest; the posts that show one are to be rewritten and edited; a
// briefing that has not left is written anew. With an article or a source that is
// removed the texts go too. What was taken back before in the same way is left as it
// is (Effect.Again). Errors: recall.ErrTarget, ErrNotFound, recall.ErrNothing.
func (s *Store) Retract(ctx context.Context, o recall.Order) (recall.Effect, error) {
	kind, id, err := o.Parse()
	if shared := kind == recall.Article || kind == recall.Source; shared && o.Owner != "" {
		err = fmt.Errorf("%s takes back %s %d: %w", o.Owner, kind, id, ErrNotFound)
	}
	if err != nil {
		return recall.Effect{}, err
	}
	o = o.Cut()
	var out recall.Effect
	err = s.tx(ctx, func(tx *sql.Tx) error {
		out = recall.Effect{}
		if err := s.recalling(ctx, tx, true); err != nil {
			return err
		}
		t := recall.Work{Order: o, Kind: kind, Number: id}
		if err := s.meant(ctx, tx, &t); err != nil {
			return err
		}
		return s.takenBack(ctx, tx, &t, &out)
	})
	if err != nil {
		return out, fmt.Errorf("take back %s: %w", o.Target, err)
	}
	if !o.Together && (out.Articles > 0 || out.Claims > 0 && o.Action == recall.Removed) {
		err = s.scrub(ctx, out.Articles > 0)
	}
	return out, err
}

// recalling lets whoever takes something back, and whoever stores claims or posts,
// wait for one another: no claim is stored beside one that takes it back. SQLite has
// one writer anyway.
func (s *Store) recalling(ctx context.Context, tx *sql.Tx, alone bool) error {
	if s.db.Kind != "postgres" {
		return nil
	}
	const lock = 0x6461_7465_7265_6361 // the number only has to be ours
	query := `SELECT pg_advisory_xact_lock_shared($1)`
	if alone {
		query = `SELECT pg_advisory_xact_lock($1)`
	}
	_, err := tx.ExecContext(ctx, query, int64(lock))
	return err
}

// meant fills in the claims and articles that an order is about.
func (s *Store) meant(ctx context.Context, tx *sql.Tx, t *recall.Work) error {
	found, err := s.ids(ctx, tx, map[string]string{
		recall.Claim:   `SELECT id FROM claims WHERE id = $1`,
		recall.Story:   `SELECT id FROM stories WHERE id = $1`,
		recall.Article: `SELECT id FROM articles WHERE id = $1 UNION SELECT article_id FROM answer_rests WHERE article_id = $1`,
		recall.Source:  `SELECT id FROM sources WHERE id = $1`,
	}[t.Kind], t.Number)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return ErrNotFound
	}
	switch t.Kind {
	case recall.Claim:
		t.Claims = found
	case recall.Story:
		t.Claims, err = s.ofStory(ctx, tx, t.Number)
	case recall.Article:
		t.On = found
	case recall.Source:
		t.On, err = s.ids(ctx, tx, `SELECT x.article_id FROM article_sources x WHERE x.source_id = $1 AND NOT EXISTS (SELECT 1
			FROM article_sources o WHERE o.article_id = x.article_id AND o.source_id <> x.source_id) ORDER BY x.article_id`, t.Number)
	}
	if err != nil {
		return err
	}
	if len(t.On) > 0 {
		t.Claims, err = s.ids(ctx, tx, `SELECT DISTINCT t.claim_id FROM cites t JOIN versions v ON v.id = t.version_id
			WHERE v.article_id IN (`+ints(t.On)+`) ORDER BY t.claim_id`)
	} else if t.Claims, err = s.same(ctx, tx, t.Claims); err != nil {
		return err
	}
	return errors.Join(err, s.fresh(ctx, tx, t))
}

// ofStory are the claims of a story and of those that were merged with it: of texts
// written about it, and those that rest on its articles.
func (s *Store) ofStory(ctx context.Context, tx *sql.Tx, story int64) ([]int64, error) {
	return s.ids(ctx, tx, s.family(`id = $1`)+` SELECT c.id FROM claims c JOIN summaries m ON m.id = c.summary_id
		WHERE m.story_id IN (SELECT id FROM family)
		UNION SELECT t.claim_id FROM articles a JOIN versions v ON v.article_id = a.id JOIN cites t ON t.version_id = v.id
		WHERE a.story_id IN (SELECT id FROM family) ORDER BY 1`, story)
}

// family is the beginning of a query with a table "family": the stories that a condition
// names, with all that were merged with them.
func (s *Store) family(which string) string {
	return `WITH RECURSIVE up(id, next) AS (SELECT id, merged_into FROM stories WHERE ` + which + `
		UNION SELECT s.id, s.merged_into FROM stories s JOIN up ON s.id = up.next),
		family(id) AS (SELECT id FROM up WHERE next IS NULL UNION SELECT s.id FROM stories s JOIN family f ON s.merged_into = f.id)`
}

// same adds to claims the rows of equal sentences and their translations.
func (s *Store) same(ctx context.Context, tx *sql.Tx, claims []int64) ([]int64, error) {
	var rows []recall.Row
	at := map[int64]int{}
	err := each(ctx, tx, func(r *sql.Rows) error {
		var x recall.Row
		var kind, text string
		err := r.Scan(&x.ID, &x.Text, &kind, &text)
		x.Heading, x.Translated = strings.HasPrefix(kind, "head"), text == "translation"
		at[x.ID] = len(rows)
		rows = append(rows, x)
		return err
	}, `SELECT c.id, c.text, c.kind, m.kind FROM claims c JOIN summaries m ON m.id = c.summary_id WHERE c.id IN (`+ints(claims)+`)
		OR c.id IN (SELECT o.claim_id FROM cites t JOIN cites o ON o.version_id = t.version_id AND o.start_byte = t.start_byte
		AND o.field = t.field WHERE t.claim_id IN (`+ints(claims)+`)) ORDER BY c.id`)
	if err != nil {
		return nil, err
	}
	var all []int64
	for id := range at {
		all = append(all, id)
	}
	err = each(ctx, tx, func(r *sql.Rows) error {
		var id, version, from, to int64
		var field string
		err := r.Scan(&id, &version, &field, &from, &to)
		x := &rows[at[id]]
		x.Cites += fmt.Sprintf("%d %s %d-%d ", version, field, from, to)
		return err
	}, `SELECT claim_id, version_id, field, start_byte, end_byte FROM cites WHERE claim_id IN (`+ints(all)+`)
		ORDER BY claim_id, version_id, field, start_byte, end_byte`)
	return recall.Same(claims, rows), err
}

// fresh leaves in an order the claims and articles that were not taken back so
// before: by the same owner or for all, with the same words, or for good. An outlet does
// with its report what each channel finds in it, for which reason does not matter.
func (s *Store) fresh(ctx context.Context, tx *sql.Tx, t *recall.Work) error {
	done, err := s.ids(ctx, tx, `SELECT DISTINCT r.claim_id FROM retracted r JOIN retractions x ON x.id = r.retraction_id
		WHERE x.owner IN ('', $1) AND (x.action = $2 OR x.action = $3 AND x.words = $4 AND x.action = $6
		AND (x.why = $5 OR x.actor = $7 AND x.actor = '`+recall.Outlet+`')) AND r.claim_id IN (`+ints(t.Claims)+`)`, t.Owner,
		recall.Removed, recall.Corrected, t.Words, t.Why, t.Action, t.Actor)
	if err != nil {
		return err
	}
	if t.Action != recall.Removed {
		t.Fresh(done, nil)
		return s.answered(ctx, tx, t)
	}
	gone, err := s.ids(ctx, tx, `SELECT id FROM articles WHERE state = 'removed' AND id IN (`+ints(t.On)+`)`)
	if err == nil { // of one that is too old there is nothing to remove, but answers may rest on it
		t.Articles, err = s.ids(ctx, tx, `SELECT id FROM articles WHERE state <> 'dropped' AND id IN (`+ints(t.On)+`)`)
	}
	if err != nil {
		return err
	}
	t.Fresh(done, gone)
	return s.answered(ctx, tx, t)
}

// takenBack carries an order out.
func (s *Store) takenBack(ctx context.Context, tx *sql.Tx, t *recall.Work, out *recall.Effect) error {
	switch {
	case len(t.Claims)+len(t.Articles) > 0, t.Answered:
	case !t.Known:
		return recall.ErrNothing
	default:
		out.Again = true
		return tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM retractions WHERE target = $1 AND owner IN ('', $2)`, t.Target,
			t.Owner).Scan(&out.Retraction)
	}
	err := tx.QueryRowContext(ctx, `INSERT INTO retractions(at, actor, target, action, why, owner, words) VALUES(`+s.stamp()+`, $1, $2, $3,
		$4, $5, $6) RETURNING id`, t.Actor, t.Target, t.Action, t.Why, t.Owner, t.Words).Scan(&t.ID)
	if err != nil {
		return err
	}
	out.Retraction, out.Claims, out.Articles = t.ID, len(t.Claims), len(t.Articles)
	for _, step := range []func(context.Context, *sql.Tx, *recall.Work, *recall.Effect) error{
		s.retractClaims, s.withhold, s.removeArticles, s.writeAnew, s.editAnswers, s.markPosts, s.forgetWords,
	} {
		if err := step(ctx, tx, t, out); err != nil {
			return err
		}
	}
	line := audit.Line{Owner: cmp.Or(t.Owner, Desk), Actor: t.Actor, Action: state.ToldCorrected, Detail: audit.Detail{Name: t.Target}}
	if t.Owner == "" { // a server's reason is a report, which its moderators do not know by a number, and which ends
		line.Detail.Changes = []audit.Change{audit.Of("why", "", t.Why)}
	}
	if t.Action == recall.Removed {
		line.Action = state.ToldRemoved
	}
	return s.note(ctx, tx, line)
}

// retractClaims notes which claims are taken back. Those that the operator takes back
// are no part of their texts any more.
func (s *Store) retractClaims(ctx context.Context, tx *sql.Tx, t *recall.Work, _ *recall.Effect) error {
	return s.inChunks(t.Claims, func(list string) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO retracted(retraction_id, claim_id) SELECT $1, id FROM claims WHERE id IN (`+list+`)`,
			t.ID); err != nil || t.Owner != "" {
			return err
		}
		to := state.ClaimCorrected
		if t.Action == recall.Removed {
			to = state.ClaimRemoved
		}
		_, err := tx.ExecContext(ctx, `UPDATE claims SET state = $1 WHERE id IN (`+list+`)`, to)
		return err
	})
}

// withhold keeps the sentences on which the claims rest from being told again, in
// whichever version or copy they stand. Of an article that is removed nothing can be;
// what claims cite beside an article that is meant is not at fault.
func (s *Store) withhold(ctx context.Context, tx *sql.Tx, t *recall.Work, _ *recall.Effect) error {
	if len(t.Articles) > 0 {
		return nil
	}
	at := ""
	switch t.Kind {
	case recall.Article:
		at = ` AND v.article_id = ` + fmt.Sprint(t.Number)
	case recall.Source:
		at = ` AND v.article_id IN (SELECT x.article_id FROM article_sources x WHERE x.source_id = ` + fmt.Sprint(t.Number) + `)`
	}
	prints, err := s.printsOf(ctx, tx, t)
	if err != nil {
		return err
	}
	err = s.inChunks(t.Claims, func(list string) error {
		return each(ctx, tx, func(r *sql.Rows) error {
			var quote string
			err := r.Scan(&quote)
			for _, x := range recall.PrintsOf(quote) {
				prints[x] = true
			}
			return err
		}, `SELECT t.quote FROM cites t JOIN versions v ON v.id = t.version_id WHERE t.claim_id IN (`+list+`)`+at)
	})
	if err != nil {
		return err
	}
	for print := range prints {
		if _, err := tx.ExecContext(ctx, `INSERT INTO withheld(print, retraction_id) VALUES($1, $2)`, print, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// removeArticles erases the texts of articles. Of the rows the numbers stay, and what
// they are recognised by when a source gives them again: their identity, and
// fingerprints of their words.
func (s *Store) removeArticles(ctx context.Context, tx *sql.Tx, t *recall.Work, _ *recall.Effect) error {
	if len(t.Articles) == 0 {
		return nil
	}
	err := s.inChunks(t.Articles, func(list string) error {
		if _, err := tx.ExecContext(ctx, `UPDATE versions SET title = '', byline = '', text = '', spans = $1, sketch = $1
			WHERE article_id IN (`+list+`)`, []byte{}); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE articles SET state = 'removed', url = '' WHERE id IN (`+list+`)`)
		return err
	})
	return errors.Join(err, forgetEmbeddings(ctx, tx), bump(ctx, tx, "revision"))
}

// ids are the numbers that a query gives.
func (s *Store) ids(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]int64, error) {
	var out []int64
	err := each(ctx, tx, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, query, args...)
	return out, err
}

// inChunks does something for lists of ids that a query can hold.
func (s *Store) inChunks(ids []int64, do func(list string) error) error {
	for chunk := range slices.Chunk(ids, 2000) {
		if err := do(ints(chunk)); err != nil {
			return err
		}
	}
	return nil
}
