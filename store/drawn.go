package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/store/database"
	"dateline/store/retain"
)

// Drawn is what a conversation has shown of articles by now, as package rights writes it;
// "" of nothing.
func (s *Store) Drawn(ctx context.Context, conversation string) (shown string, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT shown FROM drawn WHERE conversation = $1 AND expire_at > $2`, conversation,
		ms(s.now())).Scan(&shown)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read what a conversation has shown: %w", database.Explain(err))
	}
	return shown, nil
}

// Draw keeps what a conversation has shown of articles.
func (s *Store) Draw(ctx context.Context, d retain.Drawn) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO drawn(conversation, owner, user_id, shown, expire_at) VALUES($1, $2, $3, $4, $5)
		ON CONFLICT(conversation) DO UPDATE SET shown = excluded.shown, expire_at = excluded.expire_at`,
		d.Conversation, d.Owner, d.User, d.Shown, ms(d.Expire))
	if err != nil {
		return fmt.Errorf("keep what a conversation has shown: %w", database.Explain(err))
	}
	return nil
}
