package write

import (
	"context"

	"dateline/briefing/llm"
	"dateline/store"
)

// OverVectors is an embedder whose calls are counted, and made as spare ones are: without
// vectors passages are ranked by their words.
func (b *Budget) OverVectors(vectors llm.Embedder) llm.Embedder { return budgetedVectors{b, vectors} }

type budgetedVectors struct {
	b       *Budget
	vectors llm.Embedder
}

// Embed reserves what texts cost, turns them into vectors, and settles what they did cost.
func (g budgetedVectors) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if err := g.b.mayWrite(ctx); err != nil {
		return nil, err
	}
	most := g.b.vectorCost(llm.EmbedTokens(texts))
	call, counted, err := g.b.reserve(ctx, most, true)
	if err != nil {
		return nil, err
	}
	var made llm.Tally
	out, err := g.vectors.Embed(made.Under(ctx), texts)
	used := made.Steps()[llm.Vectors].In
	if used == 0 && (err == nil || !llm.Free(err)) {
		used = most.Tokens // nobody said
	}
	if used > 0 {
		request, reply := llm.Request{SchemaName: llm.Vectors}, llm.Reply{In: used}
		llm.Count(ctx, request, reply)
		g.b.steps.Add(request, reply)
	}
	if counted {
		g.b.settle(ctx, call, g.b.vectorCost(used), nil)
	}
	return out, err
}

// vectorCost is what so many tokens cost that are turned into vectors.
func (b *Budget) vectorCost(tokens int) store.Cost {
	return store.Cost{Tokens: tokens, Micros: int64(b.Price.Vectors*float64(tokens) + .5)}
}
