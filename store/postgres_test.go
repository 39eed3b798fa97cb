package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// role makes a user of the test's own on the server of an address, with that
// user's address of the same database. After it the user owns what setup gives it.
func role(t *testing.T, rawURL, options string, setup ...string) string {
	t.Helper()
	u, err := url.Parse(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sql.Open("pgx", rawURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	name := "r" + strings.TrimPrefix(u.Path, "/")
	for _, q := range append([]string{"CREATE ROLE ROLE_NAME LOGIN " + options}, setup...) {
		if _, err := admin.Exec(strings.NewReplacer("ROLE_NAME", name, "DATABASE_NAME", strings.TrimPrefix(u.Path, "/")).Replace(q)); err != nil {
			t.Fatal(err)
		}
	}
	u.User = url.UserPassword(name, "hush-password")
	return u.String()
}

const owns = "ALTER DATABASE DATABASE_NAME OWNER TO ROLE_NAME"

func TestPool_FitsWhatTheServerGives(t *testing.T) {
	raw := role(t, storetest.PostgresURL(t), "CONNECTION LIMIT 3", owns)
	ctx := context.Background()
	first := must[*store.Store](t)(store.Open(ctx, raw))
	defer first.Close()
	second := must[*store.Store](t)(store.Open(ctx, raw)) // another process
	defer second.Close()
	src := must[store.Source](t)(first.OwnSource(ctx, store.Desk, state.SourceFile))
	var busy sync.WaitGroup
	failed := make(chan error, 80)
	for i := range 40 {
		for _, s := range []*store.Store{first, second} {
			busy.Go(func() {
				_, err := s.AddArticles(ctx, []store.Incoming{storetest.Article(src, fmt.Sprint(i), "One", "Text one.", noon)})
				failed <- errors.Join(err, s.Ping(ctx))
			})
		}
	}
	busy.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			t.Errorf("with few connections: %v", err)
		}
	}
}

func TestOpenPostgres_WaitsForAFreeConnection(t *testing.T) {
	raw := role(t, storetest.PostgresURL(t), "CONNECTION LIMIT 1", owns)
	ctx := context.Background()
	holder := must[*sql.DB](t)(sql.Open("pgx", raw))
	defer holder.Close()
	held := must[*sql.Conn](t)(holder.Conn(ctx))
	short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	_, err := store.Open(short, raw)
	if err == nil || !strings.Contains(err.Error(), "has no connection free") || strings.Contains(err.Error(), "password") {
		t.Errorf("while all are taken: %v", err)
	}
	opened := make(chan error, 1)
	go func() {
		s, err := store.Open(ctx, raw)
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	select {
	case err := <-opened:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	if err := errors.Join(held.Close(), holder.Close()); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("after one was given back: %v", err)
	}
}

func TestOpenPostgres_EachRefusalSaysWhatToDo(t *testing.T) {
	raw := storetest.PostgresURL(t)
	plain := role(t, raw, "")
	change := func(raw string, f func(*url.URL)) string {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		f(u)
		return u.String()
	}
	for _, c := range []struct{ name, url, want string }{
		{"no such database", change(plain, func(u *url.URL) { u.Path = "/nowhere" }), "does not exist: create it"},
		{"no such user", change(raw, func(u *url.URL) { u.User = url.UserPassword("nobody_here", "hush-password") }), "refuses this user"},
		{"no such host", change(plain, func(u *url.URL) { u.Host = "nowhere.invalid" }), "host that nobody knows"},
		{"nobody listens", change(plain, func(u *url.URL) { u.Host = "127.0.0.1:1" }), "cannot be reached: check that the server runs"},
		{"no encryption there", change(plain, func(u *url.URL) { u.RawQuery = "sslmode=require" }), "does not encrypt"},
		{"no right to the schema", plain, "GRANT CREATE, USAGE ON SCHEMA public"},
		{"a replica", change(role(t, storetest.PostgresURL(t), "", owns), func(u *url.URL) { u.RawQuery += "&default_transaction_read_only=on" }), "may only be read"},
		{"a malformed address", "postgres://me:hush/password@127.0.0.1:x/db", "cannot be read: write postgres://USER"},
		{"another database", "mysql://me:hush-password@127.0.0.1/db", "neither sqlite:FILE nor postgres"},
		{"words", "host=db password=hush-password", "neither sqlite:FILE nor postgres"},
	} {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		s, err := store.Open(ctx, c.url)
		cancel()
		if err == nil {
			t.Errorf("%s: it opened", c.name)
			_ = s.Close()
			continue
		}
		if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: got %q, want %q and no password", c.name, err, c.want)
		}
	}
}

// rowsRead is how many rows and entries of indexes the server has read of a table, once it
// has seen so many changes of rows of another: a connection that is closed tells what it did.
func rowsRead(t *testing.T, rawURL, table, changed string, changes int) (read int) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("pgx", rawURL))
	defer db.Close()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var n int
		err := db.QueryRow(`SELECT (SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables WHERE relname = $2),
			(SELECT t.seq_tup_read + sum(i.idx_tup_read) FROM pg_stat_user_tables t JOIN pg_stat_user_indexes i ON i.relid = t.relid
			WHERE t.relname = $1 GROUP BY t.seq_tup_read)`, table, changed).Scan(&n, &read)
		if err != nil {
			t.Fatal(err)
		}
		if n >= changes {
			return read
		}
	}
	t.Fatalf("the server does not say that %d rows of %s have changed", changes, changed)
	return 0
}

// What goes is looked up by its ids: however many articles stay, none of their sources is
// read while a transaction of the sweep lasts.
func TestDropArticles_ReadsTheSourcesOfNoOthers(t *testing.T) {
	const stay = 1000
	ctx, raw := context.Background(), storetest.PostgresURL(t)
	s := must[*store.Store](t)(store.Open(ctx, raw))
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed}, store.Desk, "ann")
	if err != nil {
		t.Fatal(err)
	}
	var in []store.Incoming
	for i := range stay {
		in = append(in, storetest.Article(src, fmt.Sprint(i), "One", "Text one.", noon))
	}
	outs := must[[]store.Outcome](t)(s.AddArticles(ctx, in))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := rowsRead(t, raw, "article_sources", "articles", stay)
	s = must[*store.Store](t)(store.Open(ctx, raw))
	if err := errors.Join(s.DropArticles(ctx, []int64{outs[3].Article, outs[7].Article, outs[11].Article}), s.Close()); err != nil {
		t.Fatal(err)
	}
	if n := rowsRead(t, raw, "article_sources", "articles", stay+3) - before; n > 30 {
		t.Errorf("%d rows of sources were read to drop three articles", n)
	}
}

// The lists of a hidden segment are read some times each, not once for each step before
// theirs, while somebody reads who may still see them all.
func TestSweepPostings_ReadsNoListAgainForEachStep(t *testing.T) {
	const lists = 10_000
	ctx, raw := context.Background(), storetest.PostgresURL(t)
	s := must[*store.Store](t)(store.Open(ctx, raw))
	l := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
	segment := store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1}}
	for i := range lists {
		segment.Postings = append(segment.Postings, store.Posting{Term: fmt.Sprint("t", i), DF: 1, List: []byte{1}})
	}
	first := must[int64](t)(s.SaveSegment(ctx, l, segment))
	must[int64](t)(s.SaveSegment(ctx, l, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public}, Replaces: []int64{first}}))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := rowsRead(t, raw, "postings", "postings", lists)
	reader := must[*sql.DB](t)(sql.Open("pgx", raw))
	defer reader.Close()
	tx := must[*sql.Tx](t)(reader.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead}))
	defer tx.Rollback() //nolint:errcheck // it wrote nothing
	if _, err := tx.Exec(`SELECT count(*) FROM segments`); err != nil {
		t.Fatal(err)
	}
	s = must[*store.Store](t)(store.Open(ctx, raw))
	n, err := s.SweepPostings(ctx, l)
	if err := errors.Join(err, s.Close()); err != nil || n != lists+1 {
		t.Fatalf("%d rows went, %v", n, err)
	}
	if n := rowsRead(t, raw, "postings", "postings", 2*lists) - before; n > 5*lists {
		t.Errorf("%d lists were read to take %d out", n, lists)
	}
}
