package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// A table that has just grown has no statistics yet.
func TestItems_ReadsTheWantedById(t *testing.T) {
	ctx := context.Background()
	s := must[*store.Store](t)(store.Open(ctx, storetest.PostgresURL(t)))
	defer s.Close()
	src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	in := make([]store.Incoming, 1000)
	for i := range in {
		in[i] = storetest.Article(src, fmt.Sprint(i), "Title", strings.Repeat("A sentence of news. ", 100), noon)
	}
	var ids []int64
	for _, o := range must[[]store.Outcome](t)(s.AddArticles(ctx, in))[:30] {
		ids = append(ids, o.Version)
	}
	plan := store.PlanOfItems(t, s, must[store.Scope](t)(s.ScopeOf(ctx, store.Desk)), ids)
	byID := strings.Contains(plan, "versions_pkey") || strings.Contains(plan, "Seq Scan on versions v") // of a thousand rows both are quick
	if !strings.Contains(plan, "SubPlan") || !byID {
		t.Errorf("the versions wanted are not read by id, and tested one by one:\n%s", plan)
	}
}
