// Command dateline-eval runs the evaluation sets and prints their tables, our
// figures beside the ones to beat. It is not part of the product's binary, and
// reads the sets where they lie.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strings"
)

// sets are the evaluations by name.
var sets = map[string]func(ctx context.Context, dir string) (table, error){
	"realtimeqa": evalRealtimeQA,
	"clustering": evalClustering,
	"extraction": evalExtraction,
	"feeds":      evalFeeds,
	"dates":      evalDates,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	names := make([]string, 0, len(sets))
	for n := range sets {
		names = append(names, n)
	}
	sort.Strings(names)
	dir := os.Getenv("DATELINE_EVAL")
	if len(args) == 2 {
		dir = args[1]
	}
	if len(args) < 1 || len(args) > 2 || sets[args[0]] == nil && args[0] != "all" {
		fmt.Fprintf(os.Stderr, "usage: dateline-eval %s|all [DIR]\n", strings.Join(names, "|"))
		return 2
	}
	if _, err := os.Stat(dir); dir == "" || err != nil {
		fmt.Fprintf(os.Stderr, "dateline-eval: the folder of evaluation sets %q is not there: name it, or set DATELINE_EVAL\n", dir)
		return 2
	}
	if args[0] != "all" {
		names = args[:1]
	}
	for _, n := range names {
		t, err := sets[n](ctx, dir)
		if err != nil {
			fmt.Fprintf(os.Stderr, "dateline-eval: %s: %v\n", n, err)
			return 1
		}
		t.print(os.Stdout)
	}
	return 0
}
