package set

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
)

// Corpus is a database of one corpus, read through the product's own pipeline.
type Corpus struct {
	Store    *store.Store
	Archive  *archive.Archive
	Answerer *answer.Answerer
	Scope    store.Scope
	Note     string // how long reading took
	dir      string // of the database
	temp     string // folder to remove
}

// OpenCorpus opens the database of a corpus: the one kept in the cache folder,
// else a new one. A kept one is as old as the code that read it: delete the
// folder after a change to how articles are read or grouped.
func OpenCorpus(ctx context.Context, o Options, path string) (*Corpus, error) {
	opened := &Corpus{}
	dir := filepath.Join(o.Cache, strings.TrimSuffix(filepath.Base(path), ".jsonl.gz"))
	if _, err := os.Stat(dir); o.Cache == "" || errors.Is(err, fs.ErrNotExist) {
		var err error
		if dir, err = opened.build(ctx, o, path, dir); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	} else {
		opened.Note = "kept database"
	}
	return opened, opened.open(ctx, o, dir)
}

// OpenScratch opens a corpus in which things may be written: a copy of a kept
// database, removed when it is closed.
func OpenScratch(ctx context.Context, o Options, path string) (*Corpus, error) {
	kept, err := OpenCorpus(ctx, o, path)
	if err != nil || kept.temp != "" {
		return kept, err
	}
	kept.Close()
	dir, err := os.MkdirTemp("", "dateline-eval-")
	if err != nil {
		return nil, err
	}
	opened := &Corpus{Note: kept.Note, temp: dir}
	if err = os.CopyFS(dir, os.DirFS(kept.dir)); err == nil {
		err = opened.open(ctx, o, dir)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return opened, nil
}

// open opens the database in a folder.
func (a *Corpus) open(ctx context.Context, o Options, dir string) error {
	database, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "eval.db"))
	if err != nil {
		return err
	}
	a.dir = dir
	a.Store, a.Archive = database, &archive.Archive{Store: database, Weights: o.Weights, Vectors: o.Vectors, Log: slog.Default()}
	if _, err := (&archive.Indexer{Store: database, Holder: "eval"}).Run(ctx); err != nil { // a newer program may have emptied a kept index
		return errors.Join(err, database.Close())
	}
	a.Answerer = &answer.Answerer{Store: database, Archive: a.Archive}
	if a.Scope, err = database.ScopeOf(ctx, store.Desk); err != nil {
		a.Close()
		return err
	}
	return nil
}

// build reads a corpus into a new database, which is moved to its place in
// the cache when it is whole.
func (a *Corpus) build(ctx context.Context, o Options, path, place string) (string, error) {
	if o.Cache != "" {
		if err := os.MkdirAll(o.Cache, 0o755); err != nil {
			return "", err
		}
	}
	dir, err := os.MkdirTemp(o.Cache, "building-")
	if err != nil {
		return "", err
	}
	database, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "eval.db"))
	if err != nil {
		return "", err
	}
	start := time.Now()
	n, err := fill(ctx, database, path)
	if err = errors.Join(err, database.Close()); err != nil {
		return "", err
	}
	took := time.Since(start)
	a.Note = fmt.Sprintf("%d articles ingested in %s (%.0f a second)", n, took.Round(time.Millisecond), float64(n)/took.Seconds())
	if o.Cache == "" {
		a.temp = dir
		return dir, nil
	}
	return place, os.Rename(dir, place)
}

func fill(ctx context.Context, st *store.Store, path string) (int, error) {
	src, err := st.OwnSource(ctx, store.Desk, state.SourceFile)
	if err != nil {
		return 0, err
	}
	reader, closeFile, err := Open(path)
	if err != nil {
		return 0, err
	}
	defer closeFile()
	in := &ingest.Ingester{Store: st}
	n := 0
	var items []feed.Item
	flush := func() error {
		_, err := in.Add(ctx, src, path, items)
		n += len(items)
		items = items[:0]
		return err
	}
	err = feed.JSONL(reader, func(line int, it feed.Item, err error) error {
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, line, err)
		}
		if items = append(items, it); len(items) < 500 {
			return nil
		}
		return flush()
	})
	if err = errors.Join(err, flush()); err != nil {
		return n, err
	}
	if _, err := (&stories.Assigner{Store: st, Holder: "eval"}).Run(ctx); err != nil {
		return n, err
	}
	_, err = (&archive.Indexer{Store: st, Holder: "eval"}).Run(ctx)
	return n, err
}

// Close closes the database, and removes it unless it is kept.
func (a *Corpus) Close() {
	_ = a.Store.Close()
	if a.temp != "" {
		_ = os.RemoveAll(a.temp)
	}
}
