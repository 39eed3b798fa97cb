package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dateline/briefing/text"
	"dateline/store"
)

// Shrink takes out of the index what cannot be found any more: segments that hold words
// of removed articles, and those most of which is gone, are written anew without them. It
// returns how many these were. Spellings that only removed articles had go too.
func (ix *Indexer) Shrink(ctx context.Context) (int, error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	lease, err := ix.Store.TakeLease(ctx, "index", ix.Holder, store.LeaseTime)
	if errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, err
	}
	defer func() { _ = ix.Store.ReleaseLease(context.WithoutCancel(ctx), lease) }()
	rows, err := ix.Store.Segments(ctx)
	if err != nil {
		return 0, fmt.Errorf("list segments: %w", err)
	}
	tainted, err := ix.Store.TaintedSegments(ctx)
	if err != nil {
		return 0, err
	}
	done, lost := 0, map[string]bool{}
	for _, row := range rows {
		part, err := ix.load(ctx, []store.SegmentRow{row})
		if errors.Is(err, store.ErrNotFound) {
			continue // it was erased meanwhile
		}
		if err != nil {
			return done, err
		}
		removed := slices.Contains(tainted, row.ID)
		if all := part.segs[0].Docs(); !removed && 2*len(part.gone) <= all {
			continue
		}
		if removed {
			part.lost = lost
		}
		if err := ix.rewrite(ctx, &lease, part, row.Level); err != nil {
			return done, err
		}
		done++
	}
	if _, err := ix.Store.SweepPostings(ctx, lease); err != nil {
		return done, err
	}
	return done, ix.forgetSpellings(ctx, lost)
}

// forgetSpellings drops the spellings of which terms are lost and none is left in any
// language.
func (ix *Indexer) forgetSpellings(ctx context.Context, lost map[string]bool) error {
	if len(lost) == 0 {
		return nil
	}
	words, err := ix.Store.SpelledWords(ctx)
	if err != nil {
		return err
	}
	terms, all := map[string][]string{}, []string(nil)
	for _, w := range words {
		var of []string
		for _, lang := range append(text.Languages(), "") {
			of = append(of, text.Terms(w, lang)...)
		}
		if slices.ContainsFunc(of, func(t string) bool { return lost[t] }) {
			terms[w], all = of, append(all, of...)
		}
	}
	held, err := ix.Store.HeldTerms(ctx, all)
	if err != nil {
		return err
	}
	maps.DeleteFunc(terms, func(_ string, of []string) bool {
		return slices.ContainsFunc(of, func(t string) bool { return held[t] })
	})
	return ix.Store.DropSpellings(ctx, slices.Collect(maps.Keys(terms)))
}
