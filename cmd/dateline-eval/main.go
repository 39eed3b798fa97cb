// Command dateline-eval runs the evaluation sets and prints their tables, our
// figures beside the ones to beat. It is not part of the product's binary, and
// reads the sets where they lie.
package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/llm"
	"dateline/cmd/dateline-eval/finding"
	"dateline/cmd/dateline-eval/grouping"
	"dateline/cmd/dateline-eval/injection"
	"dateline/cmd/dateline-eval/reading"
	"dateline/cmd/dateline-eval/set"
	"dateline/cmd/dateline-eval/tour"
	"dateline/cmd/dateline-eval/verdict"
)

// vectors are what OPENAI_BASE_URL and OPENAI_EMBEDDING_MODEL name, nil
// without them. An evaluation waits for them as long as it takes.
func vectors(getenv func(string) string) (*archive.Vectors, error) {
	url, model := getenv("OPENAI_BASE_URL"), getenv("OPENAI_EMBEDDING_MODEL")
	if url == "" || model == "" {
		return nil, nil
	}
	embedder, err := llm.NewEmbeddings(llm.Endpoint{URL: url, Model: model, Key: getenv("OPENAI_API_KEY")}, llm.Options{})
	if err != nil {
		return nil, err
	}
	return &archive.Vectors{Embedder: embedder, Model: model, Wait: time.Hour}, nil
}

// sets are the evaluations by name.
var sets = map[string]func(ctx context.Context, o set.Options) (set.Table, error){
	"realtimeqa":     finding.RealtimeQA,
	"summhay":        finding.SummHay,
	"ablation":       finding.Ablation,
	"selection":      grouping.Selection,
	"clustering":     grouping.Clustering,
	"extraction":     reading.Extraction,
	"feeds":          reading.Feeds,
	"dates":          reading.Dates,
	"frank":          verdict.Frank,
	"qags":           verdict.Qags,
	"mutations":      verdict.Mutations,
	"mutations-read": verdict.SampledMutations,
	ofFile:           verdict.Careless,
	"injection":      injection.Measure,
	"tour":           tour.Measure,
	"tour-ablation":  tour.Ablation,
	"briefings":      tour.Briefings,
}

// ofFile is the evaluation whose sentences stand in a file of its own.
const ofFile = "careless"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	names := slices.Sorted(maps.Keys(sets))
	chosen := set.Options{Dir: os.Getenv("DATELINE_EVAL")}
	flags := flag.NewFlagSet("dateline-eval", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintf(flags.Output(), "usage: dateline-eval [-cache FOLDER] [-log FILE] [-model] [-retrieval] %s|all [DIR]\n"+
			"       dateline-eval [-cache FOLDER] [-log FILE] %s FILE [DIR]\n", strings.Join(names, "|"), ofFile)
		flags.PrintDefaults()
	}
	flags.StringVar(&chosen.Cache, "cache", "", "keep the database of each corpus in this `folder`, and use it next time")
	flags.StringVar(&chosen.Log, "log", "", "write a line for each question or sentence to this `file`: what was shown, "+
		"what was stopped and why")
	flags.BoolVar(&chosen.ModelOnly, "model", false, "tour, briefings: ask the model of OPENAI_* alone, not the readers in this program")
	flags.BoolVar(&chosen.Retrieval, "retrieval", false, "realtimeqa: measure the search alone")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if args = flags.Args(); len(args) > 1 && args[0] == ofFile {
		chosen.File = args[1]
		args = slices.Delete(args, 1, 2)
	}
	if len(args) == 2 {
		chosen.Dir = args[1]
	}
	if len(args) < 1 || len(args) > 2 || sets[args[0]] == nil && args[0] != "all" {
		flags.Usage()
		return 2
	}
	if _, err := os.Stat(chosen.Dir); chosen.Dir == "" || err != nil {
		fmt.Fprintf(os.Stderr, "dateline-eval: the folder of evaluation sets %q is not there: name it, or set DATELINE_EVAL\n", chosen.Dir)
		return 2
	}
	if args[0] != "all" {
		names = args[:1]
	}
	var err error
	if chosen.Vectors, err = vectors(os.Getenv); err != nil {
		fmt.Fprintf(os.Stderr, "dateline-eval: %v\n", err)
		return 2
	}
	for _, n := range names {
		report, err := sets[n](ctx, chosen)
		if err != nil {
			fmt.Fprintf(os.Stderr, "dateline-eval: %s: %v\n", n, err)
			return 1
		}
		report.Print(os.Stdout)
	}
	return 0
}
