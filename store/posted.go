package store

import (
	"context"
	"fmt"
)

// PostedAs is the post that a message of a guild is.
func (s *Store) PostedAs(ctx context.Context, guild, message int64) (Post, Channel, error) {
	var p Post
	var c Channel
	err := scan(s.read.QueryRowContext(ctx, `SELECT `+postColumns+`, `+channelColumns+` FROM posts p JOIN channels c ON c.id = p.channel_id
		WHERE p.message_id = $1 AND c.guild_id = $2 ORDER BY p.id LIMIT 1`, message, guild), &p, &c)
	if err != nil {
		return p, c, fmt.Errorf("look for the post of message %d: %w", message, err)
	}
	return p, c, nil
}
