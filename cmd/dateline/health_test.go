package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestHealth_SaysThatNothingIsRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		at := time.Now().Truncate(time.Millisecond)
		s.Now = func() time.Time { return at }
		h := health{reading: s.SourceHealth, started: at.Add(-24 * time.Hour), now: s.Now}
		says := func(what, want string) {
			t.Helper()
			if got := h.unread(ctx); got != want && (want == "" || !strings.Contains(got, want)) {
				t.Errorf("%s: got %q, want %q", what, got, want)
			}
		}
		says("no sources", "")
		for _, url := range []string{"https://a.example/feed", "https://b.example/feed"} {
			if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: url, Kind: state.SourceFeed, Next: at}, store.Desk, "test"); err != nil {
				t.Fatal(err)
			}
		}
		at = at.Add(unreadMost - time.Minute)
		says("not for long", "")
		at = at.Add(2 * time.Minute)
		h.started = at.Add(-time.Minute)
		says("a process that has just begun", "")
		h.started = at.Add(-24 * time.Hour)
		at = at.Add(time.Hour)
		says("nobody visits them", "2 of 2 sources have been due")
		claimed, err := s.ClaimSources(ctx, 2, time.Minute)
		if err != nil || len(claimed) != 2 {
			t.Fatalf("%d sources, %v", len(claimed), err)
		}
		for _, x := range claimed {
			x.Fails, x.Reason, x.Next = 3, "no answer", at.Add(time.Hour)
			if err := s.FinishSource(ctx, x); err != nil {
				t.Fatal(err)
			}
		}
		says("all fail", "none of 2 sources can be read")
	})
}

func TestHealth_SaysWhichStageFailsAgainAndAgainAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &loops{stages: []stage{{name: "index"}, {name: "read sources"}}, now: time.Now}
		l.begin()
		fault := errors.New("save https://reader:hush@a.example/private?key=hush: no")
		for range failsMost {
			l.failed(l.stages[1], fault)
		}
		if got := l.broken(); got != "" {
			t.Errorf("at once: %q", got)
		}
		time.Sleep(failsLast)
		h := health{ping: func(context.Context) error { return nil }, late: l.late, broken: l.broken, redact: newRedactor(Config{}).redact}
		if got, want := h.fault(t.Context()), `the stage "read sources" has failed 10 times in a row: save https://a.example: no`; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		l.passed(l.stages[1])
		if got := l.broken(); got != "" {
			t.Errorf("after a good pass: %q", got)
		}
	})
}
