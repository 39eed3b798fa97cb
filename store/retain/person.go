// Package retain says what is kept, of whom and for how long: types and tables of
// package store. It reads and deletes nothing.
package retain

import (
	"fmt"
	"slices"
	"strings"
)

// PayersKey is where the installation keeps the key of the names of payers.
const PayersKey = "payers"

// Place is where something of a person is kept: the rows of a table that meet a
// condition, and those of its columns that are of the person.
type Place struct {
	Table, Columns, Where string
	Named                 bool // a server's row that only names the person
}

// Row is one row, by column. Times are Unix milliseconds.
type Row map[string]any

// Kept are the rows of a person, by table.
type Kept map[string][]Row

// Rows counts them.
func (k Kept) Rows() (n int) {
	for _, rows := range k {
		n += len(rows)
	}
	return n
}

// own are the channels of direct messages of a person.
const own = `(SELECT c.id FROM channels c WHERE c.user_id = {id} OR c.owner = '{owner}')`

// named are the messages for moderators that name a person who acted, as JSON writes that.
const named = `kind = 'review' AND payload LIKE '%_u003c@{actor}_u003e%'`

// places are all columns in which a person's id, questions, settings or files can
// stand. Of what belongs to a server only the person's own id is the person's.
var places = []Place{
	{Table: "users", Columns: "*", Where: "id = {id}"},
	{Table: "user_guilds", Columns: "*", Where: "user_id = {id}"},
	{Table: "turns", Columns: "*", Where: "user_id = {id} OR owner = '{owner}'"},
	{Table: "watches", Columns: "*", Where: "user_id = {id} OR owner = '{owner}'"},
	{Table: "watch_reads", Columns: "*", Where: "watch_id IN (SELECT w.id FROM watches w WHERE w.user_id = {id} OR w.owner = '{owner}')"},
	{Table: "catchups", Columns: "*", Where: "user_id = {id}"},
	{Table: "drawn", Columns: "*", Where: "user_id = {id} OR owner = '{owner}'"},
	{Table: "answers", Columns: "*", Where: "owner = '{owner}'"},
	{Table: "answer_rests", Columns: "*", Where: "message_id IN (SELECT n.message_id FROM answers n WHERE n.owner = '{owner}')"},
	{Table: "mutes", Columns: "*", Where: "owner = '{owner}'"},
	{Table: "report_reasons", Columns: "at, reason", Where: "user_id = {id}"},
	{Table: "channels", Columns: "*", Where: "id IN " + own},
	{Table: "schedules", Columns: "*", Where: "channel_id IN " + own},
	{Table: "slots", Columns: "*", Where: "schedule_id IN (SELECT h.id FROM schedules h WHERE h.channel_id IN " + own + ")"},
	{Table: "posts", Columns: "*", Where: "channel_id IN " + own},
	{Table: "subscriptions", Columns: "*", Where: "owner = '{owner}'"},
	{Table: "sources", Columns: "*", Where: "domain = '{owner}'"},
	{Table: "articles", Columns: "*", Where: "domain = '{owner}'"},
	{Table: "versions", Columns: "*", Where: "article_id IN (SELECT a.id FROM articles a WHERE a.domain = '{owner}')"},
	{Table: "stories", Columns: "*", Where: "domain = '{owner}'"},
	{Table: "summaries", Columns: "*", Where: "domain = '{owner}'"},
	{Table: "claims", Columns: "*", Where: "summary_id IN (SELECT m.id FROM summaries m WHERE m.domain = '{owner}')"},
	{Table: "cites", Columns: "*",
		Where: "claim_id IN (SELECT c.id FROM claims c JOIN summaries m ON m.id = c.summary_id WHERE m.domain = '{owner}')"},
	{Table: "article_sources", Columns: "*", Where: "article_id IN (SELECT a.id FROM articles a WHERE a.domain = '{owner}')"},
	{Table: "recalls", Columns: "*", Where: "post_id IN (SELECT p.id FROM posts p WHERE p.channel_id IN " + own + ")"},
	{Table: "segments", Columns: "id, n, min_at, max_at", Where: "domain = '{owner}'"},
	{Table: "spend", Columns: "day, used, reserved, micros", Where: "owner IN ('{owner}', '{payer}')"},
	{Table: "calls", Columns: "day, reserved, used, at", Where: "owner IN ('{owner}', '{payer}')"},
	{Table: "audit", Columns: "*", Where: "owner = '{owner}' OR actor = '{actor}'"},
	{Table: "retractions", Columns: "*", Where: "owner = '{owner}' OR actor = '{actor}'"},
}

// naming are the columns in which a person's id can stand in what belongs to a server.
var naming = []Place{
	{Table: "subscriptions", Columns: "source_id, added_at, added_by", Where: "added_by = '{actor}' AND owner <> '{owner}'"},
	{Table: "channels", Columns: "id, set_by", Where: "set_by = '{actor}' AND id NOT IN " + own},
	{Table: "schedules", Columns: "id, set_by", Where: "set_by = '{actor}' AND channel_id NOT IN " + own},
	{Table: "slots", Columns: "id, reviewer", Where: "reviewer = '{actor}'"},
	{Table: "posts", Columns: "id, kind, slot_id", Where: named},
	{Table: "reports", Columns: "id, decision, words, decided_by, decided_at", Where: "decided_by = '{actor}'"},
}

// Named is the condition of posts that name a person.
func Named(id int64) string { return strings.ReplaceAll(named, "{actor}", fmt.Sprint(id)) }

// Person are the places of a person, whose calls of a model are counted under payer.
func Person(id int64, payer string) []Place {
	fill := strings.NewReplacer("{id}", fmt.Sprint(id), "{owner}", fmt.Sprintf("user:%d", id), "{actor}", fmt.Sprint(id), "{payer}", payer)
	out := slices.Concat(places, naming)
	for i, p := range out {
		p.Named = i >= len(places)
		p.Where = fill.Replace(p.Where)
		out[i] = p
	}
	return out
}
