package write

import (
	"context"
	"errors"
	"testing"

	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
)

// failing gives a reply beside an error.
type failing struct {
	reply llm.Reply
	err   error
}

func (b failing) Generate(context.Context, llm.Request) (llm.Reply, error) { return b.reply, b.err }

func TestBudget_WhatAFailedCallCost(t *testing.T) {
	request := llm.Request{Messages: []llm.Message{{Role: "user", Content: "Who?"}}, SchemaName: KindAnswer, MaxTokens: 500}
	for name, c := range map[string]struct {
		reply llm.Reply
		want  int
	}{
		"as a server said": {llm.Reply{In: 5000, Out: 300}, 5300},
		"nobody said":      {llm.Reply{}, request.Most()},
	} {
		b := &Budget{Store: storetest.Open(t), Daily: 100_000}
		if _, err := b.Over(failing{c.reply, errors.New("down")}).Generate(t.Context(), request); err == nil {
			t.Fatal("it did not fail")
		}
		day, _ := b.day()
		spent, err := b.Store.Spent(t.Context(), day, store.All)
		if err != nil || spent.Used != c.want || b.steps.Steps()[KindAnswer].In != c.reply.In {
			t.Errorf("%s: %+v, %+v, %v", name, spent, b.steps.Steps(), err)
		}
	}
}
