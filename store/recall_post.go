package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dateline/store/recall"
	"dateline/store/watching"
)

// shows is the condition that post p, or another part of its text, shows or speaks of
// what retraction $1 takes back, where that holds.
func (s *Store) shows() string {
	return `EXISTS (SELECT 1 FROM channels c JOIN retractions x ON x.id = $1 WHERE c.id = p.channel_id AND x.owner IN ('', c.owner))
		AND (p.key IN (SELECT o.key FROM retracted r JOIN post_claims k ON k.claim_id = r.claim_id JOIN posts o ON o.id = k.post_id
		WHERE r.retraction_id = $1)
		OR p.key IN (SELECT o.key FROM retracted r JOIN post_mentions k ON k.claim_id = r.claim_id JOIN posts o ON o.id = k.post_id
		WHERE r.retraction_id = $1))`
}

// writeAnew takes back what shows it and certainly has not left: a slot is written
// anew, an alert is forgotten. What a channel was told stays as it is.
func (s *Store) writeAnew(ctx context.Context, tx *sql.Tx, t *recall.Work, out *recall.Effect) error {
	const untouched = `NOT EXISTS (SELECT 1 FROM posts o WHERE o.key = p.key
		AND (o.state NOT IN ('waiting', 'held', 'ready') OR o.first_at IS NOT NULL))`
	slots, err := s.ids(ctx, tx, `UPDATE slots SET state = 'planned', epoch = epoch + 1, lease_until = 0 WHERE `+unfinished+`
		AND state = 'written' AND id IN (SELECT p.slot_id FROM posts p WHERE p.kind = 'briefing' AND `+untouched+` AND `+s.shows()+`)
		RETURNING id`, t.ID)
	if err != nil {
		return err
	}
	for _, slot := range slots {
		const own = `slot_id = $1 AND kind = 'briefing'`
		if err := erase(ctx, tx, slot, `DELETE FROM post_claims WHERE post_id IN (SELECT id FROM posts WHERE `+own+`)`,
			`DELETE FROM posts WHERE `+own); err != nil {
			return err
		}
		if err := s.wakeReview(ctx, tx, "slot_id", slot); err != nil {
			return err
		}
	}
	alerts, err := s.ids(ctx, tx, `SELECT p.id FROM posts p WHERE p.kind = 'alert' AND `+untouched+` AND `+s.shows(), t.ID)
	if err != nil {
		return err
	}
	out.Anew = len(slots)
	return s.inChunks(alerts, func(list string) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM post_claims WHERE post_id IN (`+list+`)`); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM posts WHERE id IN (`+list+`)`)
		return err
	})
}

// markPosts marks the posts that show it, in whatever state, and what moderators saw
// of their slots.
func (s *Store) markPosts(ctx context.Context, tx *sql.Tx, t *recall.Work, out *recall.Effect) error {
	err := s.mark(ctx, tx, `SELECT p.id FROM posts p WHERE `+s.shows()+` OR p.kind = 'review' AND EXISTS (SELECT 1 FROM retractions x
		WHERE x.id = $1) AND p.slot_id IN (SELECT p.slot_id FROM posts p WHERE p.slot_id IS NOT NULL AND `+s.shows()+`)`, t.ID)
	if err != nil {
		return err
	}
	return tx.QueryRowContext(ctx, `SELECT count(*), count(DISTINCT q.place) FROM (SELECT coalesce(c.discord_id, -c.id) AS place
		FROM posts p JOIN channels c ON c.id = p.channel_id
		WHERE p.kind <> 'review' AND p.state IN ('sent', 'unproven', 'sending', 'unknown', 'ready')
		AND `+s.shows()+` UNION ALL SELECT a.channel_id FROM answers a WHERE a.retraction_id = $1) AS q`, t.ID).Scan(&out.Messages,
		&out.Channels)
}

// mark has the posts that a query names rewritten and edited.
func (s *Store) mark(ctx context.Context, tx *sql.Tx, posts string, args ...any) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO recalls(post_id, state, no, at, tries) SELECT n.id, 'rewrite', 1, 0, 0 FROM (`+posts+`) AS n
		WHERE TRUE ON CONFLICT(post_id) DO UPDATE SET state = 'rewrite', no = recalls.no + 1, at = 0, tries = 0, error = ''`, args...)
	if err != nil {
		return fmt.Errorf("mark the posts that show it: %w", err)
	}
	return nil
}

// markNew marks a post that is stored while something it shows is taken back: its
// writer knew the retractions up to p.Known.
func (s *Store) markNew(ctx context.Context, tx *sql.Tx, p *NewPost) error {
	const late = `r.retraction_id > $2 AND x.owner IN ('', c.owner)`
	const from = ` k JOIN retracted r ON r.claim_id = k.claim_id JOIN retractions x ON x.id = r.retraction_id
		JOIN posts p ON p.id = k.post_id JOIN channels c ON c.id = p.channel_id WHERE k.post_id = $1 AND ` + late
	return s.mark(ctx, tx, `SELECT k.post_id AS id FROM post_claims`+from+` UNION SELECT k.post_id FROM post_mentions`+from+
		` AND x.actor <> $3`, p.ID, p.Known, recall.Outlet)
}

// forgetWords erases, of what is removed, what else may hold its words: replies that
// became no text yet, what was shown to questions, and the titles in what briefings
// have weighed and people watch. Of what a server removes only its own go: others may say
// it. Claims keep theirs until no post is stored with them: ForgetRemoved.
func (s *Store) forgetWords(ctx context.Context, tx *sql.Tx, t *recall.Work, _ *recall.Effect) error {
	if t.Action != recall.Removed {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE turns SET shown = '' WHERE shown <> '' AND (CAST($1 AS TEXT) = '' OR owner = $1)`, t.Owner)
	if err == nil && t.Owner == "" {
		_, err = tx.ExecContext(ctx, `DELETE FROM replies`)
	}
	if err != nil {
		return err
	}
	titles, stories, since, err := s.titled(ctx, tx, t)
	if err != nil {
		return err
	}
	whole := t.Kind != recall.Claim // else only the title that is taken back
	gone := func(story int64, title string) bool { return stories[story] && (whole || titles[title]) }
	if t.Owner == "" { // people watch for themselves
		err = s.untitleWatches(ctx, tx, gone)
	}
	return errors.Join(err, s.untitle(ctx, tx, `d.due_at >= `+fmt.Sprint(since)+` AND `+recall.Named("d.trace", stories), t.Owner, gone))
}

// titled are the stories of what is removed, under all their numbers, the titles of
// claims, and when the first of it was read.
func (s *Store) titled(ctx context.Context, tx *sql.Tx, t *recall.Work) (titles map[string]bool, stories map[int64]bool, since int64,
	err error) {
	titles, stories, since = map[string]bool{}, map[int64]bool{}, 1<<62
	read := func(query string) func(list string) error {
		return func(list string) error {
			return each(ctx, tx, func(r *sql.Rows) error {
				var text string
				var story, about, seen int64
				err := r.Scan(&text, &story, &about, &seen)
				titles[text], stories[story], stories[about], since = true, true, true, min(since, seen)
				return err
			}, query+` IN (`+list+`)`)
		}
	}
	err = errors.Join(s.inChunks(t.Claims, read(`SELECT c.text, coalesce(a.story_id, 0), coalesce(m.story_id, 0), a.seen_at FROM claims c
		JOIN summaries m ON m.id = c.summary_id JOIN cites t ON t.claim_id = c.id JOIN versions v ON v.id = t.version_id
		JOIN articles a ON a.id = v.article_id WHERE c.id`)),
		s.inChunks(t.Articles, read(`SELECT '', coalesce(story_id, 0), 0, seen_at FROM articles WHERE id`)))
	if err != nil {
		return nil, nil, 0, err
	}
	all, err := s.ids(ctx, tx, s.family(`id IN (`+ints(slices.Collect(maps.Keys(stories)))+`)`)+` SELECT id FROM family`)
	for _, id := range all {
		stories[id] = true
	}
	return titles, stories, since, err
}

// untitleWatches takes titles that are gone out of what people watch.
func (s *Store) untitleWatches(ctx context.Context, tx *sql.Tx, gone func(story int64, title string) bool) error {
	var ids []int64
	err := each(ctx, tx, func(r *sql.Rows) error {
		var id, story int64
		var title string
		err := r.Scan(&id, &story, &title)
		if gone(story, title) {
			ids = append(ids, id)
		}
		return err
	}, `SELECT id, story_id, question FROM watches WHERE story_id <> 0`)
	for _, id := range ids {
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE watches SET question = $2 WHERE id = $1`, id, watching.Untitled(id))
		}
	}
	return err
}

// untitle erases titles in what some slots weighed, of all channels or of an owner's.
func (s *Store) untitle(ctx context.Context, tx *sql.Tx, which, owner string, gone func(story int64, title string) bool) error {
	traces := map[int64]string{}
	err := each(ctx, tx, func(r *sql.Rows) error {
		var slot int64
		var trace string
		err := r.Scan(&slot, &trace)
		if out, found := recall.Untitled(trace, gone); found {
			traces[slot] = out
		}
		return err
	}, `SELECT d.id, d.trace FROM slots d JOIN schedules h ON h.id = d.schedule_id JOIN channels c ON c.id = h.channel_id
		WHERE d.trace <> '' AND (CAST($1 AS TEXT) = '' OR c.owner = $1) AND `+which, owner)
	for slot, trace := range traces {
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE slots SET trace = $2 WHERE id = $1`, slot, trace)
		}
	}
	if err != nil {
		return fmt.Errorf("erase titles in what briefings weighed: %w", err)
	}
	return nil
}
