// Package retain says what is kept, of whom and for how long: types and tables of
// package store. It reads and deletes nothing.
package retain

import (
	"fmt"
	"strings"
)

// PayersKey is where the installation keeps the key of the names of payers.
const PayersKey = "payers"

// Place is where something of a person is kept: the rows of a table that meet a
// condition, and those of its columns that are of the person.
type Place struct{ Table, Columns, Where string }

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
	{"users", "*", "id = {id}"},
	{"user_guilds", "*", "user_id = {id}"},
	{"turns", "*", "user_id = {id} OR owner = '{owner}'"},
	{"watches", "*", "user_id = {id} OR owner = '{owner}'"},
	{"watch_reads", "*", "watch_id IN (SELECT w.id FROM watches w WHERE w.user_id = {id} OR w.owner = '{owner}')"},
	{"catchups", "*", "user_id = {id}"},
	{"drawn", "*", "user_id = {id} OR owner = '{owner}'"},
	{"answers", "*", "owner = '{owner}'"},
	{"answer_rests", "*", "message_id IN (SELECT n.message_id FROM answers n WHERE n.owner = '{owner}')"},
	{"mutes", "*", "owner = '{owner}'"},
	{"report_reasons", "at, reason", "user_id = {id}"},
	{"channels", "*", "id IN " + own},
	{"schedules", "*", "channel_id IN " + own},
	{"slots", "*", "schedule_id IN (SELECT h.id FROM schedules h WHERE h.channel_id IN " + own + ")"},
	{"posts", "*", "channel_id IN " + own},
	{"subscriptions", "*", "owner = '{owner}'"},
	{"sources", "*", "domain = '{owner}'"},
	{"articles", "*", "domain = '{owner}'"},
	{"versions", "*", "article_id IN (SELECT a.id FROM articles a WHERE a.domain = '{owner}')"},
	{"stories", "*", "domain = '{owner}'"},
	{"summaries", "*", "domain = '{owner}'"},
	{"claims", "*", "summary_id IN (SELECT m.id FROM summaries m WHERE m.domain = '{owner}')"},
	{"cites", "*", "claim_id IN (SELECT c.id FROM claims c JOIN summaries m ON m.id = c.summary_id WHERE m.domain = '{owner}')"},
	{"article_sources", "*", "article_id IN (SELECT a.id FROM articles a WHERE a.domain = '{owner}')"},
	{"recalls", "*", "post_id IN (SELECT p.id FROM posts p WHERE p.channel_id IN " + own + ")"},
	{"segments", "id, n, min_at, max_at", "domain = '{owner}'"},
	{"spend", "day, used, reserved, micros", "owner IN ('{owner}', '{payer}')"},
	{"calls", "day, reserved, used, at", "owner IN ('{owner}', '{payer}')"},
	{"audit", "*", "owner = '{owner}' OR actor = '{actor}'"},
	{"retractions", "*", "owner = '{owner}' OR actor = '{actor}'"},
	{"subscriptions", "source_id, added_at, added_by", "added_by = '{actor}' AND owner <> '{owner}'"},
	{"channels", "id, set_by", "set_by = '{actor}' AND id NOT IN " + own},
	{"schedules", "id, set_by", "set_by = '{actor}' AND channel_id NOT IN " + own},
	{"slots", "id, reviewer", "reviewer = '{actor}'"},
	{"posts", "id, kind, slot_id", named},
	{"reports", "id, decision, words, decided_by, decided_at", "decided_by = '{actor}'"},
}

// Named is the condition of posts that name a person.
func Named(id int64) string { return strings.ReplaceAll(named, "{actor}", fmt.Sprint(id)) }

// Person are the places of a person, whose calls of a model are counted under payer.
func Person(id int64, payer string) []Place {
	fill := strings.NewReplacer("{id}", fmt.Sprint(id), "{owner}", fmt.Sprintf("user:%d", id), "{actor}", fmt.Sprint(id), "{payer}", payer)
	out := make([]Place, len(places))
	for i, p := range places {
		p.Where = fill.Replace(p.Where)
		out[i] = p
	}
	return out
}
