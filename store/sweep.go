package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"dateline/store/database"
	"dateline/store/retain"
)

// What is too old is found by a query that holds nothing up, and dropped in small
// transactions that look again: between two of them others write.

// due are ids that a query finds.
func (s *Store) due(ctx context.Context, query string, args ...any) ([]int64, error) {
	var out []int64
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("look for what is too old: %w", database.Explain(err))
	}
	return out, nil
}

// drop runs statements over a list of ids, which stands in them as %s.
func (s *Store) drop(ctx context.Context, ids []int64, queries ...string) error {
	if len(ids) == 0 {
		return nil
	}
	list := ints(ids)
	err := s.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range queries {
			if _, err := tx.ExecContext(ctx, fmt.Sprintf(q, list)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("drop what is too old: %w", err)
	}
	return nil
}

// SweepPosts drops posts that are over: those that told something at the end of the
// time for evidence, the others with the archive.
func (s *Store) SweepPosts(ctx context.Context, age retain.Age) (int, error) {
	ids, err := s.due(ctx, `SELECT p.id FROM posts p WHERE p.due_at < $1 AND p.state IN ('failed', 'expired')
		OR p.due_at < $2 AND p.state IN ('sent', 'unproven') ORDER BY p.due_at LIMIT $3`, ms(age.Archive), ms(age.Evidence), age.Most)
	if err != nil {
		return 0, err
	}
	return len(ids), s.drop(ctx, ids, `DELETE FROM post_claims WHERE post_id IN (%s)`, `DELETE FROM posts WHERE id IN (%s)`)
}

// SweepSlots drops slots that have ended and told nothing that is kept; the newest of a
// schedule stays, for the next one begins where it ends.
func (s *Store) SweepSlots(ctx context.Context, age retain.Age) (int, error) {
	ids, err := s.due(ctx, `SELECT t.id FROM slots t WHERE t.due_at < $1 AND t.state IN ('done', 'skipped')
		AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = t.id)
		AND EXISTS (SELECT 1 FROM slots n WHERE n.schedule_id = t.schedule_id AND n.due_at > t.due_at) ORDER BY t.due_at LIMIT $2`,
		ms(age.Archive), age.Most)
	if err != nil {
		return 0, err
	}
	return len(ids), s.drop(ctx, ids, `DELETE FROM slots WHERE id IN (%s)
		AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = slots.id)`)
}

// SweepSummaries drops texts that nobody was shown, and those that were at the end of
// the time for evidence, with their claims. What is left of their articles goes by
// SweepEvidence.
func (s *Store) SweepSummaries(ctx context.Context, age retain.Age) (int, error) {
	const unshown = `NOT EXISTS (SELECT 1 FROM claims c JOIN post_claims x ON x.claim_id = c.id WHERE c.summary_id = m.id)`
	ids, err := s.due(ctx, `SELECT m.id FROM summaries m WHERE m.made_at < $1 AND m.lease_until < $1
		AND (m.kind <> $3 OR m.made_at < $2) AND `+unshown+` ORDER BY m.made_at LIMIT $4`, ms(age.Archive), ms(age.Evidence),
		age.Answers, age.Most)
	if err != nil {
		return 0, err
	}
	return len(ids), s.drop(ctx, ids, `UPDATE turns SET summary_id = NULL WHERE summary_id IN (%s)`,
		`DELETE FROM summaries AS m WHERE m.id IN (%s) AND `+unshown)
}

// SweepEvidence are the ids of articles of which only what was shown is left, of those that
// were taken out before the time of the archive and that no feed has held since, and of
// those that were dropped and that no feed can hold any more: it has brought something new
// long after it held them, or it was not read before the time of the archive. No claim
// cites them any more and no segment holds them; 1,000 at most.
func (s *Store) SweepEvidence(ctx context.Context, age retain.Age) ([]int64, error) {
	const idle = `AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.article_id = a.id AND (v.segment_id > 0
		OR EXISTS (SELECT 1 FROM cites t WHERE t.version_id = v.id)))`
	return s.due(ctx, `SELECT a.id FROM articles a WHERE a.state = 'evidence' `+idle+`
		UNION ALL SELECT a.id FROM articles a WHERE a.state = 'removed' AND a.seen_at < $1 `+idle+`
		UNION ALL SELECT a.id FROM articles a WHERE a.state = 'dropped' AND (a.seen_at < $1
		OR a.seen_at < $2 AND NOT EXISTS (SELECT 1 FROM article_sources x JOIN sources f ON f.id = x.source_id WHERE x.article_id = a.id
		AND f.kind = 'feed' AND NOT EXISTS (SELECT 1 FROM article_sources y WHERE y.source_id = f.id AND y.seen_at > a.seen_at + $3)))
		LIMIT 1000`, ms(age.Archive), ms(s.now().Add(-retain.HeldNoted)), retain.HeldNoted.Milliseconds())
}

// SweepStories drops stories that have no article left. Of two that were merged both
// ids are kept as long as what was shown.
func (s *Store) SweepStories(ctx context.Context, age retain.Age) (int, error) {
	const empty = `NOT EXISTS (SELECT 1 FROM articles a WHERE a.story_id = t.id)
		AND NOT EXISTS (SELECT 1 FROM stories o WHERE o.merged_into = t.id)`
	ids, err := s.due(ctx, `SELECT t.id FROM stories t WHERE t.last_at < $1 AND (t.merged_into IS NULL OR t.last_at < $2)
		AND `+empty+` ORDER BY t.last_at LIMIT $3`, ms(age.Archive), ms(age.Evidence), age.Most)
	if err != nil {
		return 0, err
	}
	return len(ids), s.drop(ctx, ids, `DELETE FROM mutes WHERE story_id IN (%s)`, `DELETE FROM stories AS t WHERE t.id IN (%s) AND `+empty)
}

// SweepWords drops spellings that no article has had for longer than texts are kept.
func (s *Store) SweepWords(ctx context.Context, age retain.Age) (int, error) {
	var n int64
	err := s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM spellings WHERE (key, spelling) IN (SELECT key, spelling FROM spellings
			WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)`, ms(age.Archive.Add(-retain.SpellingNoted)), age.Most)
		if err == nil {
			n, err = result.RowsAffected()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("drop words that are too old: %w", err)
	}
	return int(n), nil
}

// SweepArticles are live articles that were stored before the time of the archive and
// have not changed since: the ids of those that no claim cites, and the texts of the others,
// a megabyte of text or one article at a time.
func (s *Store) SweepArticles(ctx context.Context, age retain.Age) (unshown []int64, shown []retain.Text, err error) {
	ids, err := s.due(ctx, `SELECT z.id FROM (SELECT y.id, sum(y.size) OVER (ORDER BY y.seen_at, y.id) - y.size AS before
		FROM (SELECT a.id, a.seen_at, (SELECT coalesce(sum(octet_length(w.text)), 0) FROM versions w WHERE w.article_id = a.id) AS size
		FROM articles a WHERE a.state = 'live' AND a.ident <> '' AND a.seen_at < $1 AND NOT EXISTS (SELECT 1 FROM versions w
		WHERE w.article_id = a.id AND w.seen_at >= $1) ORDER BY a.seen_at, a.id LIMIT $2) y) z WHERE z.before < 1048576 ORDER BY z.before`,
		ms(age.Archive), age.Most)
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	at := map[int64]int{}
	err = each(ctx, s.read, func(r *sql.Rows) error {
		var x retain.Text
		err := r.Scan(&x.Article, &x.Version, &x.Lang, &x.Text, &x.Spans)
		at[x.Version] = len(shown)
		shown = append(shown, x)
		return err
	}, `SELECT v.article_id, v.id, v.lang, v.text, v.spans FROM versions v WHERE v.article_id IN (`+ints(ids)+`)
		AND EXISTS (SELECT 1 FROM cites t WHERE t.version_id = v.id) ORDER BY v.id`)
	if err != nil {
		return nil, nil, fmt.Errorf("read what was shown: %w", err)
	}
	var versions []int64
	cited := map[int64]bool{}
	for _, x := range shown {
		versions, cited[x.Article] = append(versions, x.Version), true
	}
	err = s.citesOf(ctx, s.read, versions, func(version int64, c retain.Cited) {
		x := &shown[at[version]]
		x.Cites = append(x.Cites, c)
	})
	return slices.DeleteFunc(ids, func(id int64) bool { return cited[id] }), shown, err
}

// citesOf reads the places that claims cite of texts, not of titles.
func (s *Store) citesOf(ctx context.Context, q database.Querier, versions []int64, found func(version int64, c retain.Cited)) error {
	return each(ctx, q, func(r *sql.Rows) error {
		var version int64
		var c retain.Cited
		err := r.Scan(&version, &c.Claim, &c.No, &c.Start, &c.End)
		found(version, c)
		return err
	}, `SELECT version_id, claim_id, no, start_byte, end_byte FROM cites WHERE field = 'text' AND version_id IN (`+ints(versions)+`)
		ORDER BY version_id, claim_id, no`)
}

// DropArticles drops articles that no claim cites by now, with their texts, vectors and
// sources. Of those that a feed may still hold what they are recognised by stays. The
// revision stays: whoever still has them in mind does not get them, and to look at
// everything anew for each few that go would hold every search up.
func (s *Store) DropArticles(ctx context.Context, ids []int64) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		gone, held, err := s.uncited(ctx, tx, ids)
		if err != nil {
			return err
		}
		if err := s.forgetTexts(ctx, tx, held); err != nil || len(gone) == 0 {
			return err
		}
		list := ints(gone)
		for _, q := range []string{`DELETE FROM embeddings WHERE article_id IN (`, `DELETE FROM article_sources WHERE article_id IN (`,
			`DELETE FROM versions WHERE article_id IN (`, `DELETE FROM articles WHERE id IN (`} {
			if _, err := tx.ExecContext(ctx, q+list+`)`); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("drop articles: %w", err)
	}
	return nil
}

// forgetTexts leaves of articles that a feed may hold what they are recognised by: their
// identity, the id and the time that the feed gave them, fingerprints of their newest words.
func (s *Store) forgetTexts(ctx context.Context, tx *sql.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	list, now := ints(ids), ms(s.now())
	for _, q := range []struct {
		text string
		args []any
	}{
		{`DELETE FROM embeddings WHERE article_id IN (` + list + `)`, nil},
		// a row of its own: SQLite keeps the page of one that shrinks. 0 is no segment: what is pending is looked for by NULL
		{`INSERT INTO versions(article_id, no, seen_at, hash, title, lang, text, spans, sketch, clustered_at, segment_id, rights)
			SELECT v.article_id, v.no + 1, v.seen_at, v.hash, '', v.lang, '', $1, $1, $2, 0, v.rights FROM versions v
			WHERE v.article_id IN (` + list + `) AND v.no = (SELECT max(w.no) FROM versions w WHERE w.article_id = v.article_id)`,
			[]any{[]byte{}, now}},
		{`DELETE FROM versions WHERE article_id IN (` + list + `) AND no < (SELECT max(w.no) FROM versions w
			WHERE w.article_id = versions.article_id)`, nil},
		{`UPDATE articles SET state = 'dropped', url = '', outlet = '', story_id = NULL, seen_at = $1 WHERE id IN (` + list + `)`,
			[]any{now}},
	} {
		if _, err := tx.ExecContext(ctx, q.text, q.args...); err != nil {
			return err
		}
	}
	return nil
}

// uncited are those of some articles that no claim cites: those that go, and those that a
// feed may hold. Whether one may is counted: of an EXISTS, PostgreSQL would read the sources
// of all articles first.
func (s *Store) uncited(ctx context.Context, tx *sql.Tx, ids []int64) (gone, held []int64, err error) {
	err = each(ctx, tx, func(r *sql.Rows) error {
		var id int64
		var feed bool
		if err := r.Scan(&id, &feed); err != nil {
			return err
		}
		if feed {
			held = append(held, id)
		} else {
			gone = append(gone, id)
		}
		return nil
	}, `SELECT a.id, a.domain = 'public' AND a.state IN ('live', 'evidence') AND (SELECT count(CASE f.kind WHEN 'feed' THEN 1 END)
		FROM article_sources x JOIN sources f ON f.id = x.source_id WHERE x.article_id = a.id) > 0
		FROM articles a WHERE a.id IN (`+ints(ids)+`)
		AND NOT EXISTS (SELECT 1 FROM versions v JOIN cites t ON t.version_id = v.id WHERE v.article_id = a.id)`)
	return gone, held, err
}

// Shrink leaves of the versions of one article what claims cite of them: the texts, and
// the citations at their new places. Its other versions are dropped, and nobody finds it
// any more (the revision stays, as with DropArticles). ErrLost when something else is cited by now.
func (s *Store) Shrink(ctx context.Context, article int64, texts []retain.Shrunk) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE articles SET state = 'evidence' WHERE id = $1 AND state = 'live'`, article)
		if err == nil {
			err = one(result)
		}
		if err != nil {
			return err
		}
		var kept []int64
		for _, x := range texts {
			if err := s.shrink(ctx, tx, x); err != nil {
				return err
			}
			kept = append(kept, x.Version)
		}
		for _, q := range []string{`DELETE FROM embeddings WHERE article_id = $1`,
			`DELETE FROM versions WHERE article_id = $1 AND id NOT IN (` + ints(kept) + `)`} { // a reference to one of them fails it
			if _, err := tx.ExecContext(ctx, q, article); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("shrink article %d: %w", article, err)
	}
	return nil
}

func (s *Store) shrink(ctx context.Context, tx *sql.Tx, x retain.Shrunk) error {
	var now []retain.Cited
	err := s.citesOf(ctx, tx, []int64{x.Version}, func(_ int64, c retain.Cited) { now = append(now, c) })
	if err == nil && !slices.Equal(now, x.Cites) {
		err = ErrLost
	}
	if err != nil {
		return err
	}
	for i, c := range x.Moved {
		if c == x.Cites[i] {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE cites SET start_byte = $3, end_byte = $4 WHERE claim_id = $1 AND no = $2`, c.Claim, c.No,
			c.Start, c.End); err != nil {
			return err
		}
	}
	// 0 is no segment: what is pending is looked for by NULL
	_, err = tx.ExecContext(ctx, `UPDATE versions SET text = $2, spans = $3, sketch = $4, segment_id = 0,
		clustered_at = coalesce(clustered_at, $5) WHERE id = $1`, x.Version, x.Left, bytes(x.LeftSpans), []byte{}, ms(s.now()))
	return err
}
