package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// A table that has just grown has no statistics yet. Its texts are such as do not shrink to
// nothing: of a thousand that do, all fit into so few pages that it is right to read them all.
func TestItems_ReadsTheWantedById(t *testing.T) {
	ctx := context.Background()
	s := must[*store.Store](t)(store.Open(ctx, storetest.PostgresURL(t)))
	defer s.Close()
	src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	in, rng := make([]store.Incoming, 1000), rand.New(rand.NewPCG(1, 1))
	for i := range in {
		var body strings.Builder
		for range 100 {
			fmt.Fprintf(&body, "A sentence of %x. ", rng.Uint32())
		}
		in[i] = storetest.Article(src, fmt.Sprint(i), "Title", body.String(), noon)
	}
	var ids []int64
	for _, o := range must[[]store.Outcome](t)(s.AddArticles(ctx, in))[:30] {
		ids = append(ids, o.Version)
	}
	plan := store.PlanOfItems(t, s, must[store.Scope](t)(s.ScopeOf(ctx, store.Desk)), ids)
	if !strings.Contains(plan, "SubPlan") || !strings.Contains(plan, "versions_pkey") {
		t.Errorf("the versions wanted are not read by id, and tested one by one:\n%s", plan)
	}
}
