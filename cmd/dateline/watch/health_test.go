package watch

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/cmd/dateline/redact"
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
		h := Health{Reading: s.SourceHealth, Started: at.Add(-24 * time.Hour), Now: s.Now}
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
		h.Started = at.Add(-time.Minute)
		says("a process that has just begun", "")
		h.Started = at.Add(-24 * time.Hour)
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

func TestHealth_NamesTheStageThatHangs(t *testing.T) {
	h := Health{Ping: func(context.Context) error { return nil }, Late: func() (string, time.Duration, bool) { return "place stories", 361 * time.Second, true }, Broken: func() string { return "" }}
	if got, want := h.fault(t.Context()), `the stage "place stories" has not passed well for 6m1s`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	synctest.Test(t, func(t *testing.T) {
		h.Ping = func(ctx context.Context) error {
			<-ctx.Done()
			return errors.New("postgres://u:s3cret@db/x: " + ctx.Err().Error())
		}
		start := time.Now()
		if got := h.fault(t.Context()); got != "the database does not answer" || time.Since(start) != pingTime {
			t.Errorf("a database that hangs: got %q after %s", got, time.Since(start))
		}
	})
}

func TestHealth_SaysTheCauseInOneLineWithoutAddresses(t *testing.T) {
	h := Health{Ping: func(context.Context) error { return nil }, Late: func() (string, time.Duration, bool) { return "", 0, false },
		Broken: func() string {
			return "the stage fails: save https://reader:hush@a.example/private?key=hush:\n\tno " + strings.Repeat("x", 300)
		},
		Redact: redact.New(redact.Secrets{}).Redact}
	got, want := h.fault(t.Context()), "the stage fails: save https://a.example: no xxx"
	if !strings.HasPrefix(got, want) || len([]rune(got)) != causeMost || !strings.HasSuffix(got, "…") {
		t.Errorf("got %q, want %q and what of the cause has room", got, want)
	}
}
