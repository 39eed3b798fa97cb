// Package retention lets go of what is old: texts after some months, and what was shown
// after some years. Of an article that was shown the cited sentences stay, at places at
// which their citations find them. It decides what is too old and what is left of a text;
// the store drops it in small steps.
package retention

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/guard"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/retain"
)

// What goes in one transaction at most. It is less where that takes long (retain.Budget):
// a post or a question waits no longer.
const (
	ArticlesStep = 20
	RowsStep     = 100
	PagesStep    = 50 // of 4 KiB, given back
)

// passMost is how long a pass takes: what is left then is for the next.
const passMost = 5 * time.Minute

const leaseName = "sweep"

// Sweeper drops what is too old, as the one holder of the lease "sweep". Run does a pass.
type Sweeper struct {
	Store    *store.Store
	Index    *archive.Indexer
	Holder   string
	Archive  time.Duration // texts are kept so long after they were last read anew; 0: for ever
	Evidence time.Duration // what was shown, after it was; no less than Archive; 0: for ever
	Now      func() time.Time
	Log      *slog.Logger // nil: silent

	longest time.Duration
}

// Longest is how long a transaction of the sweep held others up at most, since the start.
func (w *Sweeper) Longest() time.Duration { return w.longest }

// age is what is too old now: where texts are kept for ever nothing of them is, and what has
// an end of its own goes all the same.
func (w *Sweeper) age() retain.Age {
	now, age := guard.Now(w.Now), retain.Age{Answers: write.KindAnswer}
	if w.Archive <= 0 {
		return age
	}
	if age.Archive = now.Add(-w.Archive); w.Evidence > 0 {
		age.Evidence = now.Add(-max(w.Evidence, w.Archive))
	}
	return age
}

// Run drops what is too old, step by step, until nothing is left or its time is over. It
// returns how many rows went.
func (w *Sweeper) Run(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, passMost)
	defer cancel()
	age, done := w.age(), 0
	for _, step := range []struct {
		most int
		run  func(context.Context, retain.Age) (int, error)
	}{
		{RowsStep, w.Store.SweepPosts}, {RowsStep, w.Store.SweepAnswers}, {RowsStep, w.Store.SweepSlots},
		{RowsStep, w.Store.SweepSummaries},
		{ArticlesStep, w.evidence}, {ArticlesStep, w.articles}, {RowsStep, w.Store.SweepStories}, {RowsStep, w.Store.SweepWords},
		{1, w.index}, {PagesStep, func(ctx context.Context, age retain.Age) (int, error) { return w.space(ctx, age, done) }},
	} {
		n, err := w.all(ctx, age, &retain.Pace{Most: step.most}, step.run)
		if done += n; errors.Is(err, context.DeadlineExceeded) {
			return done, nil // the next pass goes on
		}
		if err != nil {
			return done, err
		}
	}
	if done > 0 {
		guard.Logger(w.Log).Info("old rows were dropped", "rows", done, "longest_ms", w.longest.Milliseconds())
	}
	return done, nil
}

// all repeats a step until it finds nothing.
func (w *Sweeper) all(ctx context.Context, age retain.Age, pace *retain.Pace,
	step func(context.Context, retain.Age) (int, error)) (int, error) {
	measured := retain.WithPace(ctx, pace)
	defer func() { w.longest = max(w.longest, pace.Longest()) }()
	for done := 0; ; {
		if _, err := w.Store.TakeLease(ctx, leaseName, w.Holder, store.LeaseTime); errors.Is(err, store.ErrLost) {
			return done, store.ErrBusy
		} else if err != nil {
			return done, err
		}
		age.Most = pace.Rows()
		n, err := step(measured, age)
		if done += n; err != nil || n == 0 {
			return done, err
		}
	}
}

// evidence drops what is left of articles that were shown or taken out, when no claim
// cites it any more. To look for it takes longer than to drop some, so many are found at once.
func (w *Sweeper) evidence(ctx context.Context, age retain.Age) (int, error) {
	ids, err := w.Store.SweepEvidence(ctx, age)
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(ids, age.Most) {
		if err := w.Store.DropArticles(ctx, some); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// articles drops a few articles that were not shown, and shrinks those that were.
func (w *Sweeper) articles(ctx context.Context, age retain.Age) (int, error) {
	unshown, shown, err := w.Store.SweepArticles(ctx, age)
	if err != nil {
		return 0, err
	}
	done := len(unshown)
	if err := w.Store.DropArticles(ctx, unshown); err != nil {
		return 0, err
	}
	of := map[int64][]retain.Shrunk{}
	for _, x := range shown {
		of[x.Article] = append(of[x.Article], Shrink(x))
	}
	for article, texts := range of {
		switch err := w.Store.Shrink(ctx, article, texts); {
		case errors.Is(err, store.ErrLost): // somebody cites more of it by now: the next pass sees it
		case err != nil:
			return done, err
		default:
			done++
		}
	}
	return done, nil
}

// index shrinks segments once a pass.
func (w *Sweeper) index(ctx context.Context, _ retain.Age) (int, error) {
	err := archive.Reindexed(ctx, w.Store, w.Log, func() error {
		_, err := w.Index.Shrink(ctx)
		return err
	})
	busy := errors.Is(err, store.ErrBusy) || errors.Is(err, store.ErrLost)
	if err != nil && !busy { // who writes the index has the lease; the next pass will do
		return 0, fmt.Errorf("shrink the index: %w", err)
	}
	return 0, nil
}

// space gives space back. PostgreSQL looks through whole tables for it: only when
// something went.
func (w *Sweeper) space(ctx context.Context, age retain.Age, done int) (int, error) {
	if w.Store.Kind() == "postgres" && done == 0 {
		return 0, nil
	}
	return w.Store.GiveBack(ctx, age.Most)
}
