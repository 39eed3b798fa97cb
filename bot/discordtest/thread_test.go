package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
)

func forumPost(name string, more ...m) m {
	out := m{"name": name, "message": text("first")}
	for _, x := range more {
		for k, v := range x {
			out[k] = v
		}
	}
	return out
}

func TestForum_PostIsAThreadWithItsFirstMessage(t *testing.T) {
	r := newRig(t, discordtest.Options{})
	forum, tags := r.AddForum(r.guild, "briefings", false, "World")
	g, _ := r.join(guilds | rooms)
	made := r.call("POST", "/channels/"+forum+"/threads", forumPost("Monday", m{"applied_tags": []string{tags["World"]}}))
	made.is(t, "a post", 201, 0)
	first, _ := made.body["message"].(m)
	if first["id"] != made.id() || first["channel_id"] != made.id() || made.body["parent_id"] != forum {
		t.Errorf("the post %s holds %v", made.id(), first)
	}
	if e := g.hear(0, "THREAD_CREATE").data(); e["id"] != made.id() || e["newly_created"] != true {
		t.Errorf("the bot is told of %v", e)
	}
	if e := g.hear(0, "MESSAGE_CREATE").data(); e["channel_id"] != made.id() || e["guild_id"] != r.guild {
		t.Errorf("the bot is told of %v", e)
	}
	r.call("POST", "/channels/"+made.id()+"/messages", text("second")).is(t, "a message in the post", 200, 0)
	var contents []string
	for _, message := range r.ByBot(made.id()) {
		contents = append(contents, message.Content)
	}
	want := []discordtest.Thread{{ID: made.id(), Name: "Monday", Tags: []string{tags["World"]}}}
	if diff := cmp.Diff(want, r.Threads(forum)) + cmp.Diff([]string{"first", "second"}, contents); diff != "" {
		t.Error(diff)
	}
	r.call("GET", "/channels/"+forum, nil).is(t, "the forum", 200, 0)
	r.call("POST", "/channels/"+forum+"/messages", text("x")).is(t, "a message to the forum itself", 400, 50008)
	r.call("POST", "/channels/"+r.channel+"/threads", forumPost("x")).is(t, "a post in a text channel", 400, 50024)
}

func TestForum_RefusesPosts(t *testing.T) {
	r := newQuick(t, discordtest.Options{GlobalMax: 1000})
	free, _ := r.AddForum(r.guild, "free", false)
	strict, tags := r.AddForum(r.guild, "strict", true, "World", "Local", "a", "b", "c", "d")
	closed, _ := r.AddForum(r.guild, "closed", true, "World")
	r.Moderate(closed)
	silent, _ := r.AddForum(r.guild, "silent", false)
	r.Deny(silent, discordtest.SendMessages)
	var all []string
	for _, id := range tags {
		all = append(all, id)
	}
	for name, c := range map[string]struct {
		forum        string
		body         m
		status, code int
	}{
		"no title":                    {free, forumPost(""), 400, 50035},
		"a title of 101 characters":   {free, forumPost(strings.Repeat("t", 101)), 400, 50035},
		"an empty message":            {free, forumPost("x", m{"message": text("")}), 400, 50006},
		"no message":                  {free, m{"name": "x"}, 400, 50035},
		"a nonce":                     {free, forumPost("x", m{"message": text("x", m{"nonce": "n", "enforce_nonce": true})}), 400, 50035},
		"a key nobody knows":          {free, forumPost("x", m{"title": "y"}), 400, 50035},
		"a tag that is not there":     {free, forumPost("x", m{"applied_tags": []string{"1"}}), 404, 10087},
		"six tags":                    {strict, forumPost("x", m{"applied_tags": all}), 400, 50035},
		"no tag where one must be":    {strict, forumPost("x"), 400, 40067},
		"no tag that may be set":      {closed, forumPost("x"), 400, 40066},
		"a forum that is closed":      {silent, forumPost("x"), 403, 50013},
		"a forum that does not exist": {"1", forumPost("x"), 404, 10003},
	} {
		r.call("POST", "/channels/"+c.forum+"/threads", c.body).is(t, name, c.status, c.code)
		if n := len(r.Threads(c.forum)); n != 0 {
			t.Fatalf("%s: %d posts", name, n)
		}
	}
	r.call("POST", "/channels/"+strict+"/threads", forumPost("x", m{"applied_tags": all[:5]})).is(t, "five tags", 201, 0)
}

func TestThreads_ActiveAndArchivedAreListedApart(t *testing.T) {
	c := newClock()
	r := newRig(t, discordtest.Options{Now: c.now, GlobalMax: 1000})
	forum, _ := r.AddForum(r.guild, "briefings", false)
	var ids []string
	for i := range 5 {
		ids = append(ids, r.call("POST", "/channels/"+forum+"/threads", forumPost(fmt.Sprint(i))).id())
		c.pass(time.Minute)
	}
	for _, id := range ids[:3] {
		r.Archive(id, false)
		c.pass(time.Minute)
	}
	list := func(path string) (out []string, more any) {
		got := r.call("GET", path, nil)
		got.is(t, path, 200, 0)
		found, _ := got.body["threads"].([]any)
		for _, x := range found {
			thread, _ := x.(m)
			out = append(out, fmt.Sprint(thread["id"]))
		}
		return out, got.body["has_more"]
	}
	active, _ := list("/guilds/" + r.guild + "/threads/active")
	page, more := list("/channels/" + forum + "/threads/archived/public?limit=2")
	at := r.call("GET", "/channels/"+ids[1], nil).body["thread_metadata"].(m)["archive_timestamp"]
	rest, end := list("/channels/" + forum + "/threads/archived/public?limit=2&before=" + fmt.Sprint(at))
	got := [][]string{active, page, rest}
	if diff := cmp.Diff([][]string{{ids[4], ids[3]}, {ids[2], ids[1]}, {ids[0]}}, got); diff != "" || more != true || end != false {
		t.Errorf("more %v, at the end %v\n%s", more, end, diff)
	}
	r.call("POST", "/channels/"+ids[0]+"/messages", text("x")).is(t, "a message opens a thread again", 200, 0)
	if active, _ := list("/guilds/" + r.guild + "/threads/active"); len(active) != 3 {
		t.Errorf("active: %v", active)
	}
	r.call("PATCH", "/channels/"+ids[1]+"/messages/"+ids[1], text("y")).is(t, "an edit in an archived thread", 400, 50083)
	r.Archive(ids[2], true)
	r.call("POST", "/channels/"+ids[2]+"/messages", text("x")).is(t, "a message to a locked thread", 403, 160005)
	r.Deny(forum, discordtest.ReadHistory)
	r.call("GET", "/channels/"+forum+"/threads/archived/public", nil).is(t, "archived threads without the permission", 403, 50013)
	r.Deny(forum, discordtest.SendInThreads)
	r.call("POST", "/channels/"+ids[0]+"/messages", text("x")).is(t, "the forum's permissions hold in its posts", 403, 50013)
}

func TestCrosspost_OncePerMessageAndTenAnHour(t *testing.T) {
	c := newClock()
	r := newRig(t, discordtest.Options{Now: c.now, GlobalMax: 1000, ChannelMax: 100})
	news := r.AddChannel(r.guild, "announcements", 5)
	path := func(channel, id string) string { return "/channels/" + channel + "/messages/" + id + "/crosspost" }
	plain := r.post(text("x")).id()
	r.call("POST", path(r.channel, plain), nil).is(t, "a channel nobody follows", 400, 50024)
	r.channel = news
	id := r.post(text("x")).id()
	r.call("POST", path(news, id), nil).is(t, "the first time", 200, 0)
	r.call("POST", path(news, id), nil).is(t, "the second", 400, 40033)
	r.call("POST", path(news, "1"), nil).is(t, "no message", 404, 10008)
	theirs := r.Say(r.user, news, "theirs", false, nil)
	r.call("POST", path(news, theirs.ID), nil).is(t, "another's message", 403, 50013)
	r.call("PATCH", "/channels/"+news+"/messages/"+id, text("y")).is(t, "an edit", 200, 0)
	if all := r.ByBot(news); len(all) != 1 || !all[0].Published() || all[0].Content != "y" {
		t.Errorf("got %+v", all)
	}
	for range 6 {
		r.call("POST", path(news, r.post(text("x")).id()), nil).is(t, "up to ten", 200, 0)
	}
	late := r.post(text("x")).id()
	limited := r.call("POST", path(news, late), nil)
	limited.is(t, "one more within the hour", 429, 0)
	if wait, _ := limited.body["retry_after"].(float64); wait < 3500 {
		t.Errorf("it shall wait %v seconds", wait)
	}
	c.pass(time.Hour)
	r.call("POST", path(news, late), nil).is(t, "after the hour", 200, 0)
}

func TestPinged_OnlyRolesThatAreAllowedByTheirID(t *testing.T) {
	r := newRig(t, discordtest.Options{ChannelMax: 100})
	open, closed := r.AddRole(r.guild), r.AddRole(r.guild)
	r.CloseRole(r.guild, closed)
	allow := func(ids ...string) m { return m{"allowed_mentions": m{"parse": []string{}, "roles": ids}} }
	both := "<@&" + open + "> <@&" + closed + ">"
	r.post(text(both)).is(t, "a mention that is not allowed", 200, 0)
	r.post(text(both, allow(open, closed))).is(t, "both allowed", 200, 0)
	r.post(text("x", allow(open))).is(t, "allowed, not mentioned", 200, 0)
	r.Grant(r.guild, discordtest.Ordinary|discordtest.MentionEveryone)
	r.post(text(both, allow(closed))).is(t, "with the permission", 200, 0)
	r.post(text("x", m{"allowed_mentions": m{"parse": []string{}, "users": []string{"1"}}})).is(t, "a person", 400, 50035)
	var got [][]string
	for _, message := range r.ByBot(r.channel) {
		got = append(got, message.Pinged)
	}
	if diff := cmp.Diff([][]string{nil, {open}, nil, {closed}}, got); diff != "" {
		t.Error(diff)
	}
}
