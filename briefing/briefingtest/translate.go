package briefingtest

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store"
)

// Interpreter writes with one model and translates with a table: the German of
// a sentence that holds the key.
type Interpreter struct {
	Writer llm.Generator // nil: it fails to write
	German map[string]string
	Err    error
	Judge  func(claim, sources string) write.Verdict // of its reader; nil: all is stated

	mu    sync.Mutex
	Asked int
}

// Generate translates what it knows, and lets Writer write the rest.
func (f *Interpreter) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if r.SchemaName != "translation" {
		return f.Writer.Generate(ctx, r)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.Asked++; f.Err != nil {
		return llm.Reply{}, f.Err
	}
	type sentence struct {
		Label string `json:"label"`
		Text  string `json:"text"`
	}
	var out struct {
		Sentences []sentence `json:"sentences"`
	}
	for _, line := range strings.Split(r.Messages[1].Content, "\n") {
		label, said, _ := strings.Cut(line, ": ")
		for key, german := range f.German {
			if strings.Contains(said, key) {
				out.Sentences = append(out.Sentences, sentence{label, german})
			}
		}
	}
	encoded, err := json.Marshal(out)
	return llm.Reply{Text: string(encoded), In: 50, Out: 20}, err
}

// German is a briefing in German.
func (d *Desk) German(model llm.Generator) brief.Briefing {
	d.T.Helper()
	writer := &brief.Writer{Store: d.Store, Model: model, Name: "fake", Reader: ReaderBeside(d.Store, model)}
	briefing, err := writer.Write(context.Background(), brief.Request{Name: "Welt", Scope: d.Scope, From: Noon.Add(-time.Hour),
		At: Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal", In: "de"})
	if err != nil || len(briefing.Stories) != 1 {
		d.T.Fatalf("%d stories, %v", len(briefing.Stories), err)
	}
	return briefing
}

// ReaderBeside is a trusted reader beside a model that writes: an interpreter says
// what it judges.
func ReaderBeside(st *store.Store, model llm.Generator) *write.Reader {
	reader := &write.FakeReader{}
	if interpreter, ok := model.(*Interpreter); ok {
		reader.Judge = interpreter.Judge
	}
	return &write.Reader{Model: reader, Name: "fake reader", Store: st}
}

// States is a writer that always states the same.
func States(s string) llm.Generator { return &llm.Fake{Replies: []string{Reply("", s)}} }

// Arrests answers an English question from a German report of 40 arrests.
func (d *Desk) Arrests() answer.Answer {
	d.T.Helper()
	const said = "Die Polizei hat in Senn am Freitag 40 Menschen festgenommen, teilte ein Sprecher mit."
	model := &Interpreter{Writer: States(said), German: map[string]string{"40 Menschen": "Police arrested 40 people in Senn on Friday, " +
		"a spokesman said."}}
	answerer := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: model, Name: "fake",
		Reader: ReaderBeside(d.Store, model)}
	ans, err := answerer.Ask(d.T.Context(), answer.Question{Text: "What did the police say in Senn?", Scope: d.Scope,
		At: Noon.Add(time.Hour)})
	if err != nil {
		d.T.Fatal(err)
	}
	return ans
}
