package bot

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/store"
	"dateline/store/health"
)

// laterBy is a store whose clock is ahead.
func laterBy(ahead *atomic.Int64) func(*Options, *discordtest.Options) {
	return func(o *Options, _ *discordtest.Options) {
		o.Store.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		o.Poller.Now = o.Store.Now
	}
}

func TestTellOfSources_OnceWhenItFailsAndOnceWhenItWorks(t *testing.T) {
	t.Parallel()
	late := &atomic.Int64{}
	w, stand := withNamedFeeds(t, laterBy(late))
	ctx := context.Background()
	w.slash("source add", map[string]any{"sources": "https://one.example/f"})
	dm := w.d.DM(w.boss)
	read := func(status int, after time.Duration) {
		t.Helper()
		late.Store(int64(after))
		stand.answer("one.example", status)
		all, err := w.store.Sources(ctx, "guild:"+w.guild)
		if err != nil {
			t.Fatal(err)
		}
		claimed, err := w.store.ClaimSource(ctx, "guild:"+w.guild, all[0].ID, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.poller.One(ctx, claimed); err != nil {
			t.Fatal(err)
		}
	}
	told := func(want int, last string) {
		t.Helper()
		for range 2 {
			if _, err := w.bot.TellOfSources(ctx); err != nil {
				t.Fatal(err)
			}
		}
		got := w.d.ByBot(dm)
		if len(got) != want {
			t.Fatalf("told %d times, want %d: %v", len(got), want, got)
		}
		if want > 0 {
			wants(t, "the last", got[want-1].Content, last)
		}
	}
	read(http.StatusInternalServerError, time.Minute)
	told(0, "")
	read(http.StatusInternalServerError, 26*time.Hour)
	told(1, "one.example/f could not be read for 24 hours (Newsroom): the server answered with status 500.")
	read(http.StatusInternalServerError, 50*time.Hour)
	told(1, "could not be read")
	read(http.StatusOK, 51*time.Hour)
	told(2, "one.example/f can be read again (Newsroom).")
}

func TestTellOfSources_WhatMayHaveArrivedIsLookedUp(t *testing.T) {
	t.Parallel()
	late := &atomic.Int64{}
	w, _ := withNamedFeeds(t, laterBy(late))
	ctx := context.Background()
	if _, _, err := w.store.AddSource(ctx, store.Source{Domain: store.Public, Kind: "feed", Title: "One", URL: "https://one.example/f"}, "guild:"+w.guild, w.boss); err != nil {
		t.Fatal(err)
	}
	all, err := w.store.Sources(ctx, "guild:"+w.guild)
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{time.Minute, 26 * time.Hour} {
		late.Store(int64(after))
		claimed, err := w.store.ClaimSource(ctx, "guild:"+w.guild, all[0].ID, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		w.poller.Fetcher.Client = &http.Client{Transport: &namedFeeds{sick: map[string]int{"one.example": 500}}}
		if _, err := w.poller.One(ctx, claimed); err != nil {
			t.Fatal(err)
		}
	}
	dm := w.d.DM(w.boss)
	w.d.Fail(discordtest.Fault{Status: http.StatusBadGateway, Commit: true, Times: 1, Method: http.MethodPost, Path: "/channels/" + dm + "/messages"})
	for range 2 {
		if _, err := w.bot.TellOfSources(ctx); err != nil {
			t.Fatal(err)
		}
		late.Add(int64(time.Hour))
	}
	if got := w.d.ByBot(dm); len(got) != 1 {
		t.Errorf("told %d times: %v", len(got), got)
	}
}

// Whether somebody is still there was found out long ago, and Discord does not say now.
func TestTellOfSource_WaitsUntilItIsKnownWhoIsThere(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	x := health.Notice{Owner: "guild:" + w.guild, By: w.boss, URL: "https://one.example/f"}
	w.bot.members.Add([2]int64{int64(id(w.guild)), int64(id(w.boss))}, membership{true, time.Now().Add(-time.Minute)})
	w.d.Fail(discordtest.Fault{Status: http.StatusBadGateway, Times: -1, Path: "/members/" + w.boss})
	if settled, err := w.bot.tellOfSource(context.Background(), x); settled || err != nil {
		t.Errorf("while it is not known: settled %v, %v", settled, err)
	}
	w.d.Heal()
	if settled, err := w.bot.tellOfSource(context.Background(), x); !settled || err != nil {
		t.Errorf("when it is: settled %v, %v", settled, err)
	}
	if got := w.d.ByBot(w.d.DM(w.boss)); len(got) != 1 {
		t.Errorf("told %d times", len(got))
	}
}

// Who chose a source in direct messages is told there, in the language that he or she
// last read, over a restart too.
func TestTellOfSource_OfDirectMessages(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	ctx := context.Background()
	dm := w.d.DM(w.boss)
	w.interact(discordtest.Interaction{Channel: dm, Name: "sources", Locale: "de"})
	w.bot.locales.Remove(int64(id(w.boss)))
	x := health.Notice{Owner: "user:" + w.boss, By: w.boss, URL: "https://one.example/f", Reason: "the server answered with status 500"}
	for i, change := range []func(){func() {}, func() { x.Ended = true }, func() { x.Ended, x.Works = false, true }} {
		change()
		x.Since = time.Unix(int64(i), 0) // another spell of failure
		if settled, err := w.bot.tellOfSource(ctx, x); err != nil || !settled {
			t.Fatalf("settled %v, %v", settled, err)
		}
	}
	got := w.d.ByBot(dm)
	if len(got) < 3 {
		t.Fatalf("told %d times", len(got))
	}
	got = got[len(got)-3:]
	wants(t, "it fails", got[0].Content, "one.example, hier von Ihnen gewählt, war 24 Stunden lang nicht lesbar: der Server antwortete mit Status 500.")
	wants(t, "it ends", got[1].Content, "hier von Ihnen gewählt, ist beendet")
	wants(t, "it works", got[2].Content, "hier von Ihnen gewählt, ist wieder lesbar")
	wants(t, "/privacy", w.interact(discordtest.Interaction{Channel: dm, Name: "privacy"}).Text(), "For notices I know that you read English.")
	w.interact(discordtest.Interaction{Channel: dm, Name: "forget"})
	if person, err := w.store.Person(ctx, int64(id(w.boss))); err != nil || person.Lang != "" {
		t.Errorf("after /forget: %+v, %v", person, err)
	}
}

func TestLearnLanguage_OnlyThoseToWhomNoticesMayGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.interact(discordtest.Interaction{User: w.member, Name: "sources", Locale: "fr"})
	w.interact(discordtest.Interaction{Name: "sources", Locale: "fr"})
	for user, want := range map[string]string{w.member: "", w.boss: "fr"} {
		if person, err := w.store.Person(ctx, int64(id(user))); err != nil || person.Lang != want || person.Known {
			t.Errorf("kept of %s: %+v, %v", user, person, err)
		}
	}
}
