package ingest

import (
	"context"
	"errors"
	"testing"
)

func TestIngester_NoItemBegunAfterContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	begun := make(chan int, 1000)
	err := (&Ingester{}).each(ctx, make([]string, cap(begun)), func(i int) string {
		begun <- i
		cancel()
		return ""
	})
	if !errors.Is(err, context.Canceled) || len(begun) == cap(begun) {
		t.Errorf("%v after %d items, want %v before all %d", err, len(begun), context.Canceled, cap(begun))
	}
}
