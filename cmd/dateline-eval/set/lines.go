package set

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"
)

// ReadWhole reads all of a file that Open opens.
func ReadWhole(path string) ([]byte, error) {
	file, closeFile, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer closeFile()
	return io.ReadAll(file)
}

// Open opens a file, compressed if its name ends on .gz; the function closes it.
func Open(path string) (io.Reader, func(), error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	closeFile := func() { _ = file.Close() }
	if filepath.Ext(path) != ".gz" {
		return file, closeFile, nil
	}
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		closeFile()
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return unzipped, closeFile, nil
}

// ReadLines reads one JSON value a line.
func ReadLines[T any](r io.Reader) ([]T, error) {
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

// Each runs f for 0..n-1 on all cores and returns the first error.
func Each(n int, f func(i int) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error { return f(i) })
	}
	return group.Wait()
}

// ReadFile reads one JSON value a line of a file that Open opens.
func ReadFile[T any](path string) ([]T, error) {
	file, closeFile, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer closeFile()
	out, err := ReadLines[T](file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// EndOfDay is when a question is asked: what was published on its date is known.
func EndOfDay(date string) (time.Time, error) {
	at, err := time.Parse(time.DateOnly, date)
	return at.AddDate(0, 0, 1).Add(-time.Millisecond), err
}
