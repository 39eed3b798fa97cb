package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// hostile makes texts of what databases stumble over.
func hostile(rng *rand.Rand) func() string {
	parts := []string{"\x00", "\xff", "\xed\xa0\x80", "é", "洪", "😀", "\u202e", "\ufeff", "\\", "'", `"`, "%", "\n", "\r", "\t", "$1", "a", "B", " ", "{}", "\u0301", "\x1b"}
	return func() string {
		var b strings.Builder
		for range 1 + rng.IntN(20)*rng.IntN(200) { // mostly short, up to 4,000 parts
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		return b.String()
	}
}

func TestBackup_HostileTextInEveryColumnGoesIntoTheOtherDatabase(t *testing.T) {
	ctx := context.Background()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	open := map[string]func() *store.Store{
		"sqlite":   func() *store.Store { return storetest.Open(t) },
		"postgres": func() *store.Store { return storetest.OpenPostgres(t) },
	}
	for from, to := range map[string]string{"sqlite": "postgres", "postgres": "sqlite"} {
		a, b := open[from](), open[to]()
		store.FillEveryTable(t, a, 6, hostile(rand.New(rand.NewPCG(seed, 1))))
		var file bytes.Buffer
		if err := a.Backup(ctx, &file); err != nil {
			t.Fatal(err)
		}
		if err := b.Restore(ctx, &file); err != nil {
			t.Fatalf("from %s to %s: %v", from, to, err)
		}
		if d := cmp.Diff(store.Dump(t, a), store.Dump(t, b)); d != "" {
			t.Errorf("from %s to %s:\n%.4000s", from, to, d)
		}
	}
}

// The segments with the highest ids may be gone when a backup is made.
func TestRestore_NewSegmentsHaveIDsThatNoneHasHad(t *testing.T) {
	ctx := context.Background()
	a, b := storetest.Open(t), storetest.OpenPostgres(t)
	ids := map[int64]bool{}
	save := func(s *store.Store) {
		t.Helper()
		l := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
		id := must[int64](t)(s.SaveSegment(ctx, l, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1}}))
		if ids[id] {
			t.Errorf("%d is given again", id)
		}
		ids[id] = true
	}
	for range 4 {
		save(a)
	}
	for id := range ids {
		if err := a.DropSegment(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	must[int](t)(a.SweepPostings(ctx, must[store.Lease](t)(a.TakeLease(ctx, "index", "test", time.Minute))))
	var file bytes.Buffer
	if err := a.Backup(ctx, &file); err != nil {
		t.Fatal(err)
	}
	if err := b.Restore(ctx, &file); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		save(b)
	}
}

// Older programs let SQLite store what PostgreSQL cannot hold.
func TestBackup_WhatAnOlderProgramStoredGoesIntoPostgreSQL(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(storetest.Dir(t), "old.db")
	s := must[*store.Store](t)(store.Open(ctx, "sqlite:"+file))
	defer s.Close()
	src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "a", "One", "Text one.", noon)}))
	raw := must[*sql.DB](t)(sql.Open("sqlite", file))
	defer raw.Close()
	long := make([]byte, 12000)
	for i := range long {
		long[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[rand.IntN(36)]
	}
	for _, q := range []string{`UPDATE articles SET ident = $1, ext_id = $1, url = $1, outlet = $1`, `INSERT INTO spellings(key, spelling) VALUES($1, $1)`, `UPDATE sources SET title = $1, reason = $1, etag = $1`} {
		if _, err := raw.Exec(q, "nul\x00 \xff"+string(long)); err != nil {
			t.Fatal(err)
		}
	}
	var backup bytes.Buffer
	if err := s.Backup(ctx, &backup); err != nil {
		t.Fatal(err)
	}
	if err := storetest.OpenPostgres(t).Restore(ctx, &backup); err != nil {
		t.Error(err)
	}
}

// Whatever a database holds already, a backup is not restored over it.
func TestRestore_OnlyIntoADatabaseThatHoldsNothing(t *testing.T) {
	ctx := context.Background()
	var b bytes.Buffer
	if err := storetest.Open(t).Backup(ctx, &b); err != nil {
		t.Fatal(err)
	}
	for what, fill := range map[string]func(s *store.Store) error{
		"a server": func(s *store.Store) error { _, err := s.SeeGuild(ctx, 7); return err },
		"a person": func(s *store.Store) error { return s.Reads(ctx, 5, "de") },
		"a question": func(s *store.Store) error {
			return s.AddTurn(ctx, store.Turn{Conversation: "dm:5", Owner: "user:5", User: 5, Expire: noon})
		},
		"nothing": func(*store.Store) error { return nil },
	} {
		s := storetest.Open(t)
		if err := fill(s); err != nil {
			t.Fatal(err)
		}
		err := s.Restore(ctx, bytes.NewReader(b.Bytes()))
		if refused := err != nil && strings.Contains(err.Error(), "not empty"); refused != (what != "nothing") {
			t.Errorf("over %s: %v", what, err)
		}
	}
}
