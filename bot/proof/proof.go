// Package proof proves by what stands in a channel whether a message of ours is
// there: in the channel's history, or in a forum at the beginnings of its threads.
// It sends nothing, and knows nothing of what the bot may do there: where it may not
// read, Discord gives an empty list instead of an error, so that is proved before.
package proof

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/deliver"
)

const (
	pagesMost = 20 // of a hundred messages or threads that are read
	// titleMost is how long the title of a forum's post may be
	// (https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel)
	titleMost = 100
)

// errLong says that a channel could not be read to its end.
var errLong = errors.New("so much was written since that the history could not be read to its end")

// Title is the title of the post that a message begins in a forum: its first line,
// or only the marker, which tells it apart, where that is too long.
func Title(content, marker string) string {
	first, _, _ := strings.Cut(content, "\n")
	if name := layout.Plain(first); layout.Units(name) <= titleMost {
		return name
	}
	return layout.Cut(layout.Plain(marker), titleMost)
}

// Search is one look for a message.
type Search struct {
	API            *rest.Client
	Self           wire.Snowflake // the bot
	Guild, Channel int64
	Forum          bool
	After          time.Time // it was sent later
	Marker         string    // what it begins with
}

// Find is the message's id, in a forum also that of its thread. The error is
// deliver.ErrAbsent where it is certainly not there; any other proves nothing.
func (s Search) Find(ctx context.Context) (int64, error) {
	last := wire.SnowflakeAt(s.After)
	if !s.Forum {
		return s.message(ctx, s.Channel, last)
	}
	// the threads in use are read again at the end: one that was archived may have come back to them meanwhile
	for _, look := range []func(context.Context, int64) (int64, error){s.active, s.archived, s.active} {
		if id, err := look(ctx, last); err != nil || id != 0 {
			return id, err
		}
	}
	return 0, deliver.ErrAbsent
}

// message looks among the messages of a channel with an id after last.
func (s Search) message(ctx context.Context, channel, last int64) (int64, error) {
	for range pagesMost {
		var list []wire.Message
		if err := s.API.Do(ctx, http.MethodGet, fmt.Sprintf("/channels/%d/messages?limit=100&after=%d", channel, last), nil,
			&list); err != nil {
			return 0, err
		}
		slices.SortFunc(list, func(a, b wire.Message) int { return cmp.Compare(a.ID, b.ID) })
		for _, m := range list {
			if s.ours(m) {
				return int64(m.ID), nil
			}
			last = int64(m.ID)
		}
		if len(list) < 100 {
			return 0, deliver.ErrAbsent
		}
	}
	return 0, errLong
}

func (s Search) ours(m wire.Message) bool {
	return m.Author.ID == s.Self && strings.HasPrefix(m.Content.V, s.Marker)
}

// active looks through the threads in use, which Discord lists for the whole server.
func (s Search) active(ctx context.Context, last int64) (int64, error) {
	var list wire.ThreadList
	if err := s.API.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%d/threads/active", s.Guild), nil, &list); err != nil {
		return 0, err
	}
	return s.among(ctx, list.Threads, last)
}

// archived looks through the archived threads, the last archived first: none was
// archived before it was made.
func (s Search) archived(ctx context.Context, last int64) (int64, error) {
	path := fmt.Sprintf("/channels/%d/threads/archived/public?limit=100", s.Channel)
	before := ""
	for range pagesMost {
		var list wire.ThreadList
		if err := s.API.Do(ctx, http.MethodGet, path+before, nil, &list); err != nil {
			return 0, err
		}
		if id, err := s.among(ctx, list.Threads, last); err != nil || id != 0 {
			return id, err
		}
		if !list.More.V || len(list.Threads) == 0 {
			return 0, nil
		}
		oldest := list.Threads[len(list.Threads)-1].Metadata.Archived.V
		at, err := time.Parse(time.RFC3339, oldest)
		if err != nil {
			return 0, fmt.Errorf("read when a thread was archived: %w", err)
		}
		if at.Before(wire.Snowflake(last).Time()) {
			return 0, nil
		}
		before = "&before=" + url.QueryEscape(oldest)
	}
	return 0, errLong
}

// among is the id of the thread that is looked for; 0 when it is not there. One
// that somebody gave another title is known by its first message.
func (s Search) among(ctx context.Context, list []wire.Thread, last int64) (int64, error) {
	title := layout.Plain(s.Marker)
	for _, thread := range list {
		if int64(thread.Parent) != s.Channel || thread.Owner != s.Self || int64(thread.ID) <= last {
			continue
		}
		if strings.HasPrefix(thread.Name.V, title) {
			return int64(thread.ID), nil
		}
		var first []wire.Message
		path := fmt.Sprintf("/channels/%s/messages?limit=1&after=%d", thread.ID, thread.ID-1)
		if err := s.API.Do(ctx, http.MethodGet, path, nil, &first); err != nil && rest.Code(err) != rest.CodeNoChannel {
			return 0, err
		}
		if slices.ContainsFunc(first, s.ours) {
			return int64(thread.ID), nil
		}
	}
	return 0, nil
}
