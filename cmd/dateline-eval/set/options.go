// Package set is what all evaluations share: the options they are given, the
// files of a set, a corpus read through the product's own pipeline, and the table
// that is printed.
package set

import (
	"dateline/briefing/archive"
	"dateline/briefing/search"
)

// Options are what an evaluation is told.
type Options struct {
	Dir       string          // folder of the sets
	Cache     string          // folder that keeps the databases of corpora, "" keeps none
	Retrieval bool            // realtimeqa: search only
	Log       string          // file that is told of every question and sentence, "" is none
	ModelOnly bool            // the model of OPENAI_* alone, no stand-in for one
	File      string          // careless: the sentences
	Weights   *search.Weights // of the search; nil: the product's
	Vectors   *archive.Vectors
}
