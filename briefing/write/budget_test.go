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

// Vectors are counted, and are the first to go without.
func TestBudget_VectorsCountAsSpare(t *testing.T) {
	texts := []string{"Who was found in the school?", "Rescuers found 40 people."}
	cost := llm.EmbedTokens(texts)
	for name, c := range map[string]struct {
		daily, used int
		fault       error
		after       int
		asked       bool
	}{
		"no limit":         {0, 0, nil, cost, true},
		"within":           {10 * cost, 0, nil, cost, true},
		"above 80 percent": {10 * cost, 8 * cost, nil, 8 * cost, false},
		"they fail":        {10 * cost, 0, errors.New("down"), cost, true},
	} {
		vectors := &llm.FakeEmbedder{Err: c.fault}
		b := &Budget{Store: storetest.Open(t), Daily: c.daily, Price: Price{In: 100, Out: 100, Vectors: 3}}
		day, _ := b.day()
		if c.used > 0 {
			call, err := b.Store.ReserveCall(t.Context(), day, store.Cost{Tokens: c.used}, store.Share{Owner: store.All})
			if err == nil {
				err = b.Store.SettleCall(t.Context(), call, store.Cost{Tokens: c.used}, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		var tally llm.Tally
		_, err := b.OverVectors(vectors).Embed(tally.Under(t.Context()), texts)
		if asked := len(vectors.Asked()) == 1; asked != c.asked || asked && !errors.Is(err, c.fault) || !asked && !errors.Is(err, store.ErrSpent) {
			t.Errorf("%s: asked %v, %v", name, asked, err)
		}
		spent, err := b.Store.Spent(t.Context(), day, store.All)
		if money := int64(3 * (c.after - c.used)); err != nil || spent.Used != c.after || spent.Reserved != 0 || spent.Micros != money || tally.Steps()[llm.Vectors].In != c.after-c.used {
			t.Errorf("%s: %+v, %+v, %v", name, spent, tally.Steps(), err)
		}
	}
}
