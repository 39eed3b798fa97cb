package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"dateline/bot/discordtest/rules"
)

// Kinds of channels (https://discord.com/developers/docs/resources/channel#channel-object-channel-types).
const (
	kindGroup      = 3
	kindCategory   = 4
	kindNews       = 5
	kindNewsThread = 10
	kindThread     = 11
	kindPrivate    = 12
	kindForum      = 15
	kindMedia      = 16
)

const (
	flagRequireTag = 1 << 4 // of a forum: a post must have a tag
	tagsMost       = 5      // that a post may have
	nameMost       = 100    // characters of a post's title
)

// isThread reports a thread of any kind, a forum's posts among them.
func (c *channel) isThread() bool { return c.kind >= kindNewsThread && c.kind <= kindPrivate }

// tag is what posts of a forum are sorted by.
type tag struct {
	id, name  string
	moderated bool // only moderators may set it
}

// AddForum makes a forum with tags, and gives their ids by their names; with
// required, each post must have one.
func (s *Server) AddForum(guild, name string, required bool, tags ...string) (forum string, ids map[string]string) {
	forum = s.AddChannel(guild, name, kindForum)
	s.mu.Lock()
	defer s.mu.Unlock()
	room := s.channels[forum]
	ids = map[string]string{}
	if required {
		room.flags = flagRequireTag
	}
	for _, name := range tags {
		id := s.id()
		room.tags = append(room.tags, tag{id: id, name: name})
		ids[name] = id
	}
	return forum, ids
}

// Moderate leaves a forum's tags to its moderators.
func (s *Server) Moderate(forum string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.channels[forum].tags {
		s.channels[forum].tags[i].moderated = true
	}
}

// AddThread makes a public thread in a channel.
func (s *Server) AddThread(channel, name string) string {
	s.mu.Lock()
	guild := s.channels[channel].guild
	s.mu.Unlock()
	id := s.AddChannel(guild, name, kindThread)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[id].parent, s.channels[id].created = channel, s.now()
	return id
}

// Archive archives a thread, and locks it if wanted, and tells the bot.
func (s *Server) Archive(thread string, locked bool) {
	s.mu.Lock()
	room := s.channels[thread]
	room.archived, room.locked = s.now(), locked
	shape := s.channelShape(room)
	s.mu.Unlock()
	s.dispatch("THREAD_UPDATE", intentGuilds, shape)
}

// Threads lists the threads of a channel, oldest first, with their names and tags.
func (s *Server) Threads(parent string) []Thread {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Thread
	for _, room := range s.channels {
		if room.parent == parent && !room.deleted {
			out = append(out, Thread{room.id, room.name, slices.Clone(room.applied)})
		}
	}
	slices.SortFunc(out, func(x, y Thread) int { return newerID(x.ID, y.ID) })
	return out
}

// Thread is a thread or a forum's post; its messages are those of the channel ID.
type Thread struct {
	ID, Name string
	Tags     []string
}

// newerID compares snowflakes.
func newerID(x, y string) int {
	first, _ := strconv.ParseInt(x, 10, 64)
	second, _ := strconv.ParseInt(y, 10, 64)
	return int(min(max(first-second, -1), 1))
}

// postKnown are the parts of a forum's post that the stand-in understands.
var postKnown = map[string]bool{"name": true, "message": true, "applied_tags": true, "auto_archive_duration": true,
	"rate_limit_per_user": true}

// startPost opens a post in a forum: a thread with its first message, which
// bears the thread's id. It takes no nonce.
func (s *Server) startPost(r *request) (int, any) {
	if len(r.sent) > 0 {
		return s.reject("forum post", rules.Bad("the stand-in takes no files with a forum post"))
	}
	message, err := postFault(r.body)
	if err != nil {
		return s.reject("forum post", err)
	}
	s.mu.Lock()
	forum, ref := s.reach(r.args[0], SendMessages)
	if ref == nil && forum.kind != kindForum && forum.kind != kindMedia {
		ref = &rules.WrongKind
	}
	var applied []string
	if ref == nil {
		applied, ref = forum.tagsFault(r.body)
	}
	if ref != nil {
		s.mu.Unlock()
		return refuse(*ref)
	}
	first := s.land("", AppID, message)
	name, _ := r.body["name"].(string)
	thread := &channel{id: first.ID, guild: forum.guild, name: name, kind: kindThread, parent: forum.id, created: s.now(), applied: applied}
	first.Channel = thread.id
	s.channels[thread.id] = thread
	s.messages[thread.id] = []*Message{first}
	shape := s.channelShape(thread)
	shape["message"] = first.shape(s)
	event := s.channelShape(thread)
	event["newly_created"] = true
	landed := *first
	s.mu.Unlock()
	s.dispatch("THREAD_CREATE", intentGuilds, event)
	s.announce(landed, false)
	return 201, shape
}

// postFault checks the body of a forum's post and gives its message.
func postFault(body map[string]any) (map[string]any, error) {
	for key := range body {
		if !postKnown[key] {
			return nil, rules.Bad("house rule: the stand-in does not know %q in a forum post", key)
		}
	}
	name, _ := body["name"].(string)
	message, _ := body["message"].(map[string]any)
	switch {
	case !rules.Readable(name, nameMost):
		return nil, rules.Bad("name: must be between 1 and %d in length, is %d", nameMost, rules.Chars(name))
	case message["nonce"] != nil || message["enforce_nonce"] != nil || message["message_reference"] != nil:
		return nil, rules.Bad("house rule: a forum post takes no nonce and answers nothing")
	}
	return message, rules.Message(message, false)
}

// tagsFault checks the tags of a post.
func (c *channel) tagsFault(body map[string]any) ([]string, *rules.Refusal) {
	var applied []string
	list, _ := body["applied_tags"].([]any)
	for _, x := range list {
		at := slices.IndexFunc(c.tags, func(t tag) bool { return t.id == x })
		if at < 0 {
			return nil, &rules.NoTag
		}
		if !c.tags[at].moderated { // others' are left away in silence
			applied = append(applied, c.tags[at].id)
		}
	}
	free := slices.ContainsFunc(c.tags, func(t tag) bool { return !t.moderated })
	switch {
	case len(list) > tagsMost:
		message := fmt.Sprintf("Invalid Form Body: applied_tags: must be %d or fewer in length", tagsMost)
		return nil, &rules.Refusal{Status: 400, Code: 50035, Message: message}
	case c.flags&flagRequireTag == 0 || len(applied) > 0:
		return applied, nil
	case !free:
		return nil, &rules.OnlyModerated
	}
	return nil, &rules.WantsTag
}

// activeThreads lists the threads of a guild that are not archived and that the
// bot may see.
func (s *Server) activeThreads(r *request) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inGuild(r.args[0]) == nil {
		return refuse(rules.NoGuild)
	}
	list := s.threads(func(c *channel) bool { return c.guild == r.args[0] && c.archived.IsZero() })
	slices.SortFunc(list, func(x, y *channel) int { return newerID(y.id, x.id) })
	return 200, s.threadList(list, false)
}

// archivedThreads lists the archived threads of a channel, the last archived first.
func (s *Server) archivedThreads(r *request) (int, any) {
	limit, before, query := 50, s.now().Add(time.Hour), r.URL.Query()
	if query.Has("limit") {
		limit, _ = strconv.Atoi(query.Get("limit")) // the official file has the bounds
	}
	if query.Has("before") {
		at, err := time.Parse(time.RFC3339, query.Get("before"))
		if err != nil {
			return s.reject("archived threads", rules.Bad("before: %v", err))
		}
		before = at
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ref := s.reach(r.args[0], ReadHistory)
	if ref != nil {
		return refuse(*ref)
	}
	list := s.threads(func(c *channel) bool {
		return c.parent == room.id && !c.archived.IsZero() && c.archived.Before(before)
	})
	slices.SortFunc(list, func(x, y *channel) int { return y.archived.Compare(x.archived) })
	more := len(list) > limit
	return 200, s.threadList(list[:min(len(list), limit)], more)
}

// threads are those that pass and that the bot may see. The caller holds mu.
func (s *Server) threads(pass func(*channel) bool) []*channel {
	var out []*channel
	for _, room := range s.channels {
		if room.isThread() && !room.deleted && pass(room) && s.permissions(room)&ViewChannel != 0 {
			out = append(out, room)
		}
	}
	return out
}

func (s *Server) threadList(list []*channel, more bool) map[string]any {
	shapes := []any{}
	for _, room := range list {
		shapes = append(shapes, s.channelShape(room))
	}
	return map[string]any{"threads": shapes, "members": []any{}, "has_more": more}
}

// threadShape is what a thread has and other channels do not.
func (c *channel) threadShape(out map[string]any) {
	for _, key := range []string{"position", "permission_overwrites", "topic", "nsfw"} {
		delete(out, key)
	}
	if c.parent != "" {
		out["parent_id"] = c.parent
	}
	at := c.archived
	if at.IsZero() {
		at = c.created
	}
	if at.IsZero() {
		at = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	out["owner_id"], out["message_count"], out["member_count"], out["total_message_sent"] = AppID, 0, 1, 0
	out["thread_metadata"] = map[string]any{"archived": !c.archived.IsZero(), "archive_timestamp": at.UTC().Format(time.RFC3339Nano),
		"auto_archive_duration": 1440, "locked": c.locked}
	if len(c.applied) > 0 {
		out["applied_tags"] = c.applied
	}
}

// forumShape is what a forum has and other channels do not.
func (c *channel) forumShape(out map[string]any) {
	list := []any{}
	for _, t := range c.tags {
		list = append(list, map[string]any{"id": t.id, "name": t.name, "moderated": t.moderated, "emoji_id": nil, "emoji_name": nil})
	}
	out["available_tags"], out["flags"] = list, c.flags
	out["default_reaction_emoji"], out["default_sort_order"], out["default_forum_layout"] = nil, nil, 0
}
