package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
)

// archive is a database of one corpus, read through the product's own pipeline.
type corpus struct {
	store    *store.Store
	archive  *archive.Archive
	answerer *answer.Answerer
	scope    store.Scope
	note     string // how long reading took
	temp     string // folder to remove
}

// openCorpus opens the database of a corpus: the one kept in the cache folder,
// else a new one. A kept one is as old as the code that read it: delete the
// folder after a change to how articles are read or grouped.
func openCorpus(ctx context.Context, o options, path string) (*corpus, error) {
	opened := &corpus{}
	dir := filepath.Join(o.Cache, strings.TrimSuffix(filepath.Base(path), ".jsonl.gz"))
	if _, err := os.Stat(dir); o.Cache == "" || errors.Is(err, fs.ErrNotExist) {
		var err error
		if dir, err = opened.build(ctx, o, path, dir); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	} else {
		opened.note = "kept database"
	}
	database, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "eval.db"))
	if err != nil {
		return nil, err
	}
	opened.store, opened.archive = database, &archive.Archive{Store: database, Weights: o.Weights, Vectors: o.Vectors, Log: slog.Default()}
	if _, err := (&archive.Indexer{Store: database, Holder: "eval"}).Run(ctx); err != nil { // a newer program may have emptied a kept index
		return nil, errors.Join(err, database.Close())
	}
	opened.answerer = &answer.Answerer{Store: database, Archive: opened.archive}
	if opened.scope, err = database.ScopeOf(ctx, store.Desk); err != nil {
		opened.close()
		return nil, err
	}
	return opened, nil
}

// build reads a corpus into a new database, which is moved to its place in
// the cache when it is whole.
func (a *corpus) build(ctx context.Context, o options, path, place string) (string, error) {
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
	a.note = fmt.Sprintf("%d articles ingested in %s (%.0f a second)", n, took.Round(time.Millisecond), float64(n)/took.Seconds())
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
	reader, closeFile, err := openGzip(path)
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

func (a *corpus) close() {
	_ = a.store.Close()
	if a.temp != "" {
		_ = os.RemoveAll(a.temp)
	}
}

func openGzip(path string) (io.Reader, func(), error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		_ = file.Close()
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return unzipped, func() { _ = file.Close() }, nil
}

// readLines reads one JSON value a line.
func readLines[T any](r io.Reader) ([]T, error) {
	var out []T
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 4<<20)
	for scanner.Scan() {
		var v T
		if err := json.Unmarshal(scanner.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(out)+1, err)
		}
		out = append(out, v)
	}
	return out, scanner.Err()
}

// each runs f for 0..n-1 on all cores and returns the first error.
func each(n int, f func(i int) error) error {
	var wg sync.WaitGroup
	next := make(chan int)
	errs := make([]error, n)
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				errs[i] = f(i)
			}
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	return errors.Join(errs...)
}
