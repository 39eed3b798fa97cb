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
