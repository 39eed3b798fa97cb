package archive

import (
	"fmt"
	"testing"

	"dateline/briefing/search"
	"dateline/briefing/text"
)

// A document over which the index panics is entered without words; the others
// are found.
func TestIndexer_APanicIsOneVersions(t *testing.T) {
	docs := make([]search.Doc, 3)
	for i := range docs {
		body := fmt.Sprintf("Word%d stands here.", i)
		docs[i] = search.Doc{Version: int64(i + 1), Article: int64(i + 1), Lang: "en", Text: body, Spans: []text.Span{{Start: 0, End: len(body)}}}
	}
	docs[1].Spans[0].End = 9000
	var seg *search.Segment
	var lists map[string][]byte
	err := buildSparing(nil, docs, func(docs []search.Doc) error {
		seg, lists = search.Build(docs)
		return nil
	})
	if err != nil || seg.Docs() != 3 || lists["word0"] == nil || lists["word1"] != nil || lists["word2"] == nil {
		t.Errorf("%v; %d documents with lists of %d terms, want 3 and the words of the first and last", err, seg.Docs(), len(lists))
	}
}
