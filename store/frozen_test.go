package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestOpen_ReadsAFrozenDatabase(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(storetest.Dir(t), "d.db")
	s := must[*store.Store](t)(store.Open(ctx, "sqlite:"+file))
	src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// What a folder without the right to write does also to root: the file
	// that WAL shares between processes cannot be made.
	if err := os.Symlink(filepath.Join(file+".none", "shm"), file+"-shm"); err != nil {
		t.Fatal(err)
	}
	s = must[*store.Store](t)(store.Open(ctx, "sqlite:"+file))
	if got := must[[]store.Source](t)(s.Chosen(ctx, store.Desk)); len(got) != 1 || got[0].ID != src.ID {
		t.Errorf("got %+v, want the source", got)
	}
	if _, err := s.TerminalChannel(ctx, store.Desk, "x"); err == nil || !strings.Contains(err.Error(), "may not be written") {
		t.Errorf("a write says %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// A log beside it: the file alone is not the whole database.
	if err := os.WriteFile(file+"-wal", []byte("log"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, "sqlite:"+file); err == nil || !strings.Contains(err.Error(), "may not be written") {
		t.Errorf("with a log beside it: %v", err)
	}
}
