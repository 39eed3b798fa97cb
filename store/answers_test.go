package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/recall"
	"dateline/store/retain"
	"dateline/store/state"
	"dateline/store/storetest"
)

// stands notes that an answer stands that rests on sentences of an article.
func (d *recallDesk) stands(message int64, owner string, article int, sentences ...string) {
	d.t.Helper()
	a := recall.Answer{Message: message, Channel: 80, Owner: owner, Lang: "en", Found: d.found}
	for _, x := range sentences {
		a.Rests = append(a.Rests, recall.Quote{Article: d.articles[article].Article, Text: x})
	}
	if err := d.s.AnswersStand(context.Background(), a); err != nil {
		d.t.Fatal(err)
	}
}

// edited settles the edits of all answers that are to be edited, and lists their messages.
func (d *recallDesk) edited(end state.Recall) (out []int64) {
	d.t.Helper()
	for {
		a, x, err := d.s.ClaimAnswer(context.Background(), time.Minute)
		if errors.Is(err, store.ErrNotFound) {
			slices.Sort(out)
			return out
		}
		if err == nil {
			err = d.s.SettleAnswer(context.Background(), a, end, "", 0)
		}
		if err != nil || x.ID != a.Retraction || x.At.IsZero() {
			d.t.Fatal(a, x, err)
		}
		out = append(out, a.Message)
	}
}

func (d *recallDesk) edits(what string, want ...int64) {
	d.t.Helper()
	if got := d.edited(state.RecallEdited); !slices.Equal(got, want) {
		d.t.Errorf("%s: edited %v, want %v", what, got, want)
	}
}

const bridgeClosed, lorriesWait, levyReviewed = "The bridge closed on Thursday.", "Lorries wait.", "The levy is reviewed in 2030."

func TestAnswersStand_IsEditedForWhatItRestsOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newRecallDesk(t, s)
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		d.stands(1, "guild:8", 0, bridgeClosed)
		d.stands(2, "guild:9", 0, lorriesWait, "“The bridge closed on Thursday”")
		d.stands(3, "user:5", 1, bridgeClosed) // the same sentence elsewhere
		d.stands(4, "user:6", 0, lorriesWait, "The bridge closed on Thursday, and on Friday it opened.")
		d.stands(5, "user:6", 0, "…")
		order := claimOrder(one, recall.Removed)
		order.Owner, order.Actor = "guild:8", "77"
		if effect := d.retract(order); effect.Messages != 1 || effect.Channels != 1 {
			t.Errorf("a server took back %+v", effect)
		}
		d.edits("by a server", 1)
		d.stands(1, "guild:8", 0, lorriesWait) // it was written anew
		d.stands(6, "guild:9", 0, bridgeClosed)
		d.edits("nothing")
		d.stands(10, "user:5", 0, bridgeClosed)
		d.stands(10, "user:5", 0) // it was written anew and rests on nothing
		if effect := d.retract(claimOrder(one, recall.Corrected)); effect.Messages != 3 {
			t.Errorf("the operator took back %+v", effect)
		}
		d.edits("by the operator", 2, 3, 6)
		d.retract(claimOrder(d.claim(0, "translated", "story", "Sie schloss am Donnerstag."), recall.Corrected))
		d.edits("what says so already")
		d.stands(7, "guild:9", 0, bridgeClosed)
		d.edits("found before it was taken back", 7)
		d.found = time.Now().Add(time.Hour)
		d.stands(9, "guild:9", 0, bridgeClosed)
		d.edits("found since")
		d.found = time.Now().Add(-30 * 24 * time.Hour) // a private answer that is shown to all much later
		d.stands(9, "guild:9", 0, bridgeClosed)
		d.edits("found long before", 9)
		d.retract(recall.Order{Target: fmt.Sprint("article:", d.articles[0].Article), Action: recall.Removed, Why: "withdrawn", Actor: "command line"})
		d.edits("with its article", 1, 2, 4, 5, 6, 7, 9)
		d.stands(8, "guild:9", 0, "…")
		d.edits("begun before its article went", 8)
	})
}

// What no channel was told may stand in an answer: it is taken back once.
func TestRetract_WhatOnlyAnswersRestOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		levy := d.articles[1].Article
		order := recall.Order{Target: fmt.Sprint("article:", levy), Action: recall.Corrected, Why: "withdrawn", Actor: recall.Outlet}
		if _, err := s.Retract(ctx, order); !errors.Is(err, recall.ErrNothing) {
			t.Errorf("nothing was told: %v", err)
		}
		d.stands(1, "guild:8", 1, levyReviewed)
		if got := must[[]int64](t)(s.Shown(ctx, []int64{d.articles[0].Article, levy})); !slices.Equal(got, []int64{levy}) {
			t.Errorf("shown: %v", got)
		}
		if effect := d.retract(order); effect.Messages != 1 || effect.Again {
			t.Errorf("took back %+v", effect)
		}
		d.edits("withdrawn", 1)
		if effect := d.retract(order); !effect.Again {
			t.Errorf("again: %+v", effect)
		}
		d.edits("again")
		if got := must[[]int64](t)(s.Shown(ctx, []int64{levy})); len(got) > 0 {
			t.Errorf("shown afterwards: %v", got)
		}
		if held := must[recall.Prints](t)(s.Withheld(ctx, "guild:8")); !held.Hold(levyReviewed) || held.Hold(bridgeClosed) {
			t.Error("the sentences of what was withdrawn may be told again")
		}
		d.stands(2, "guild:8", 1, "The levy was told of in other words.") // all the same
		if effect := d.retract(order); effect.Again || effect.Messages == 0 {
			t.Errorf("an answer that stands since: %+v", effect)
		}
		d.edits("since", 2)
	})
}

// An article that is too old is out of the archive, or only recognised; an answer that
// rests on it goes all the same.
func TestRetract_AnswersOnWhatIsTooOld(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		feed, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed, Outlet: "A"}, store.Desk, "test")
		if err != nil {
			t.Fatal(err)
		}
		d.articles = append(d.articles, must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{
			storetest.Article(feed, "port", "Port closed", "The port of Karsk was closed.", noon), storetest.Article(feed, "vote", "Vote", "Mira Tal won the vote.", noon)}))...)
		for i := range 3 {
			d.stands(int64(1+i), "guild:8", 1+i, fmt.Sprintf("Sentence %d of theirs.", 1+i))
		}
		if err := s.DropArticles(ctx, []int64{d.articles[1].Article, d.articles[2].Article, d.articles[3].Article}); err != nil {
			t.Fatal(err)
		}
		for i, target := range []string{fmt.Sprint("article:", d.articles[1].Article), fmt.Sprint("article:", d.articles[2].Article), fmt.Sprint("source:", feed.ID)} {
			order := recall.Order{Target: target, Action: recall.Removed, Why: "wrong", Actor: "command line"}
			if effect := d.retract(order); effect.Messages == 0 || effect.Again {
				t.Errorf("%s: took back %+v", target, effect)
			}
			if got := d.edited(state.RecallEdited); !slices.Contains(got, int64(1+i)) {
				t.Errorf("%s: edited %v", target, got)
			}
			if effect := d.retract(order); !effect.Again {
				t.Errorf("%s again: %+v", target, effect)
			}
		}
	})
}

// In direct messages it is forgotten sooner than in servers.
func TestSweepAnswers_DirectMessagesGoFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		c := &clock{noon}
		s.Now = c.now
		sweep := func(what string, want int) {
			t.Helper()
			if n := must[int](t)(s.SweepAnswers(ctx, retain.Age{Evidence: c.t.Add(-730 * 24 * time.Hour), Most: 10})); n != want {
				t.Errorf("%s: %d went, want %d", what, n, want)
			}
		}
		d.stands(1, "guild:8", 0, bridgeClosed)
		d.stands(2, "user:5", 0, bridgeClosed)
		for at, want := range map[int64]int{5: 1, 8: 0} {
			if n := must[map[string]int](t)(s.CountsOf(ctx, at))["answers"]; n != want {
				t.Errorf("person %d has %d", at, n)
			}
		}
		c.t = c.t.Add(retain.AnswersKept - time.Minute)
		sweep("before 30 days", 0)
		c.t = c.t.Add(2 * time.Minute)
		sweep("after 30 days", 1)
		c.t = c.t.Add(730 * 24 * time.Hour)
		sweep("after two years", 1)
	})
}

// A message that is gone is left alone; one that failed is tried again for what is taken
// back next.
func TestSettleAnswer_GoneAndFailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newRecallDesk(t, s)
		one, two := d.claim(0, "written", "story", "It closed."), d.claim(0, "written", "again", "It closed then.")
		d.stands(1, "guild:8", 0, bridgeClosed)
		d.retract(claimOrder(one, recall.Corrected))
		a, _, err := s.ClaimAnswer(context.Background(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.ClaimAnswer(context.Background(), time.Minute); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("it is leased twice: %v", err)
		}
		d.retract(claimOrder(two, recall.Removed))
		if err := s.SettleAnswer(context.Background(), a, state.RecallEdited, "", 0); !errors.Is(err, store.ErrLost) {
			t.Errorf("settled for what is taken back since: %v", err)
		}
		if got := d.edited(state.RecallFailed); !slices.Equal(got, []int64{1}) {
			t.Errorf("edited %v", got)
		}
		d.retract(claimOrder(d.claim(0, "written", "third", "It closed early."), recall.Removed))
		if got := d.edited(state.RecallGone); !slices.Equal(got, []int64{1}) {
			t.Errorf("after a failure: edited %v", got)
		}
		d.retract(claimOrder(d.claim(0, "written", "fourth", "It closed late."), recall.Removed))
		d.edits("gone")
	})
}

// Forgetting a question holds nobody up by the sentences on which answers rest: they hold
// no word of anybody.
func TestForget_LeavesMuchOnWhichAnswersRest(t *testing.T) {
	ctx, s := context.Background(), storetest.Open(t)
	store.Exec(t, s, `INSERT INTO answers(message_id, channel_id, owner, lang, said_at) VALUES(1, 2, 'guild:8', 'en', 3)`)
	store.Exec(t, s, `INSERT INTO answer_rests(message_id, no, article_id, print) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
		SELECT 1, i, 1, i FROM n`)
	before := store.Number(t, s, `SELECT total_changes()`)
	if err := s.Forget(ctx, "dm:5"); err != nil {
		t.Fatal(err)
	}
	if wrote := store.Number(t, s, `SELECT total_changes()`) - before; wrote > 100 {
		t.Errorf("%d rows were written", wrote)
	}
}
