package tour

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"dateline/cmd/dateline-eval/set"
)

// ground is what all ways to answer share: the articles, and the file of notes.
type ground struct {
	from  *set.Corpus
	notes *set.Notes
	modes []mode // those that are measured
}

// open opens the articles of 2025 for the modes that options choose of all.
func open(ctx context.Context, o set.Options, all func(*set.Model) []mode) (*ground, error) {
	model, err := set.NewModel(os.Getenv)
	if err != nil {
		return nil, err
	}
	out := &ground{modes: chosen(all(model), o.ModelOnly)}
	if out.from, err = set.OpenScratch(ctx, o, filepath.Join(o.Dir, "realtimeqa", "corpus-2025.jsonl.gz")); err != nil {
		return nil, err
	}
	if out.notes, err = set.OpenNotes(o.Log); err != nil {
		return nil, out.close(err)
	}
	return out, nil
}

// close closes both, and returns what went wrong before with what goes wrong then.
func (g *ground) close(before error) error {
	g.from.Close()
	return errors.Join(before, g.notes.Close())
}
