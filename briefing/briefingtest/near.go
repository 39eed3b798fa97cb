package briefingtest

import (
	"fmt"
	"time"

	"dateline/briefing/archive"
)

// Ranked lists the articles found for a question, best first, with coverage.
func (d *Desk) Ranked(ar *archive.Archive, question string) []string {
	d.T.Helper()
	found, err := ar.Search(d.T.Context(), d.Scope, archive.Lookup{Text: question, At: Noon.Add(time.Hour), Limit: 20})
	if err != nil {
		d.T.Fatal(err)
	}
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = fmt.Sprintf("%s@%d %.6f", f.Ref().Article, f.Start, f.Coverage)
	}
	return out
}
