package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/storetest"
)

// nobodys are the tables that hold nothing of a person or a server, with why.
var nobodys = map[string]string{
	"meta":      "values of the installation",
	"spellings": "words of names in public articles",
	"inbound":   "numbers that Discord gives to events, for a day",
	"brakes":    "what the operator has stopped; that a server is blocked outlives it",
	"replies":   "what a model replied, deleted as a whole",
}

// marked are the tables with a row that holds one of these words.
func marked(t *testing.T, s *store.Store, words ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for table, rows := range store.Dump(t, s) {
		for _, row := range rows {
			if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(row, w) }) && nobodys[table] == "" {
				out[table] = row
			}
		}
	}
	return out
}

// Every column of every table is filled with an id: after an erasure it stands in none,
// and before it a person is shown every table in which it stood.
func TestErase_TheIDStandsInNoTable(t *testing.T) {
	const id = 7770001234567
	mark := fmt.Sprint(id)
	for owner, erase := range map[string]func(*store.Store) error{
		"user:" + mark:  func(s *store.Store) error { _, err := s.ErasePerson(context.Background(), id); return err },
		"guild:" + mark: func(s *store.Store) error { return s.EraseGuild(context.Background(), id) },
	} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			store.FillOwned(t, s, 1, owner, mark)
			store.FillOwned(t, s, 2, "guild:8", "other")
			if strings.HasPrefix(owner, "guild:") {
				store.Exec(t, s, `DELETE FROM users WHERE id = 1`)
			}
			if strings.HasPrefix(owner, "user:") { // servers are not a person's; what a person did in a server
				store.Exec(t, s, `DELETE FROM guilds WHERE id = 1`)
				for _, set := range []string{"subscriptions SET added_by", "channels SET set_by", "schedules SET set_by", "slots SET reviewer", "reports SET decided_by", "audit SET actor", "retractions SET actor"} {
					store.Exec(t, s, `UPDATE `+set+` = $1 WHERE `+strings.Fields(set)[2]+` = 'other'`, mark)
				}
				body := must[[]byte](t)(json.Marshal(message.Payload{Content: "Last to act: <@" + mark + ">", Review: &message.Review{Shown: "held by <@" + mark + ">, <@" + mark + ">"}}))
				store.Exec(t, s, `UPDATE posts SET kind = 'review', payload = $1 WHERE id = 2`, string(body))
			}
			before := marked(t, s, mark)
			for _, table := range store.Holds(t, s, id) {
				before[table] = mark
			}
			if len(before) < 25 {
				t.Fatalf("%s stands in %d tables only", owner, len(before))
			}
			if strings.HasPrefix(owner, "user:") {
				shown(t, s, id, before)
			}
			if err := erase(s); err != nil {
				t.Fatal(err)
			}
			for table, row := range marked(t, s, mark) {
				t.Errorf("%s stands in %s after it was erased: %s", owner, table, row)
			}
			if got := store.Holds(t, s, id); len(got) > 0 {
				t.Errorf("the number of %s stands in %v after it was erased", owner, got)
			}
			if got := marked(t, s, "other", "guild:8"); len(got) < 20 {
				t.Errorf("of another only %d tables are left", len(got))
			}
		})
	}
}

// shown proves that a person is shown each of some tables but those that are computed.
func shown(t *testing.T, s *store.Store, id int64, tables map[string]string) {
	t.Helper()
	computed := []string{"postings", "embeddings"}
	kept, err := s.KeptOf(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	for table := range tables {
		if !slices.Contains(computed, table) && len(kept[table]) == 0 {
			t.Errorf("a person is not shown what is kept in %s: %s", table, tables[table])
		}
	}
}

// Neither as text nor as a number is the id in the database's file or its log.
func TestErase_TheIDStandsInNoFile(t *testing.T) {
	const id = 0x0706_1514_2322
	ctx, dir := context.Background(), storetest.Dir(t)
	s := must[*store.Store](t)(store.Open(ctx, "sqlite:"+filepath.Join(dir, "d.db")))
	defer s.Close()
	store.FillOwned(t, s, 1, fmt.Sprint("user:", id), fmt.Sprint(id))
	for _, table := range []string{"meta", "spellings", "inbound", "guilds", "brakes"} { // nobody's
		store.Exec(t, s, `DELETE FROM `+table)
	}
	for i := range 300 { // pages are split and merged
		if err := s.SawIn(ctx, id, int64(1000+i*7919%300)); err != nil {
			t.Fatal(err)
		}
	}
	for _, form := range []string{fmt.Sprint(id), "\x07\x06\x15\x14\x23\x22"} {
		if len(holds(t, dir, form)) == 0 {
			t.Fatalf("%q is in no file before", form)
		}
	}
	must[int64](t)(s.ErasePerson(ctx, id))
	for _, form := range []string{fmt.Sprint(id), "\x07\x06\x15\x14\x23\x22"} {
		if got := holds(t, dir, form); len(got) > 0 {
			t.Errorf("%q stands in %v", form, got)
		}
	}
}
