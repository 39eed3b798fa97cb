package tour

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
)

// mode is a way to answer.
type mode struct {
	name       string
	model      func(q question) llm.Generator // nil: the closest passages are shown
	reader     llm.Generator                  // of the second reading; nil: none
	readerName string
	note       string
	remote     bool // it is the model of the environment
}

// chosen are the modes, or those of the environment alone.
func chosen(all []mode, remote bool) []mode {
	return slices.DeleteFunc(all, func(m mode) bool { return remote && !m.remote })
}

const readerNote = "copies the first sentence of its prompt that holds the answer, the ceiling of every model; it writes no search, so " +
	"that the rules stand in, and its second reading agrees with everything."

// copying is the reader that knows the answers.
func copying() mode {
	return mode{name: "reader", note: readerNote, readerName: "reader", reader: estimated{&write.FakeReader{}},
		model: func(q question) llm.Generator { return estimated{copier{answers: q.AnswerAny}} }}
}

// retelling is the same reader, where each sentence has to be read a second time.
func retelling() mode {
	return mode{name: "reader, in other words", note: "puts \"It is reported that\" before the sentence, so that it is no quotation.",
		readerName: "reader", reader: estimated{&write.FakeReader{}},
		model: func(q question) llm.Generator { return estimated{copier{answers: q.AnswerAny, anew: true}} }}
}

// asked is the model of the environment.
func asked(m *set.Model) mode {
	return mode{name: m.Name, remote: true, reader: m.Reader, readerName: m.ReaderName,
		model: func(question) llm.Generator { return m.Writer }}
}

func plainModes(m *set.Model) []mode {
	return withModel([]mode{{name: "passages"}, copying(), retelling()}, m)
}

// withModel are modes and that of the environment, if it names a model.
func withModel(modes []mode, m *set.Model) []mode {
	if m == nil {
		return modes
	}
	return append(modes, asked(m))
}

// second is the reader of the second reading, nil for none, and how many answers of
// its quiz were right. What the quiz costs is not counted.
func (m mode) second(ctx context.Context, from *set.Corpus) (reader *write.Reader, right int, err error) {
	if m.reader == nil {
		return nil, 0, nil
	}
	reader = &write.Reader{Model: m.reader, Name: m.readerName, Store: from.Store}
	var apart llm.Tally
	if right, _, err = reader.Quiz(apart.Under(ctx), false); err != nil {
		return nil, 0, fmt.Errorf("ask %s the quiz of the second reading: %w", m.readerName, err)
	}
	return reader, right, nil
}

const (
	smallContext = 4096 // what a model in the house takes
	windows      = 2800 // leaves about what eight windows of three sentences need
)

// ablations take one mechanism away. What a copying reader does not need, or does
// not see, is taken from models alone.
var ablations = []struct {
	name   string
	reader bool // the reader without it too
	apply  func(m *mode)
}{
	{"", true, func(*mode) {}},
	{"without understanding", false, func(m *mode) { m.over(func(g llm.Generator) llm.Generator { return searchless{g} }) }},
	{"a context of 4,096", true, func(m *mode) { m.over(func(g llm.Generator) llm.Generator { return narrow{g, smallContext} }) }},
	{"a context of 2,800: eight windows", true, func(m *mode) {
		m.over(func(g llm.Generator) llm.Generator { return narrow{g, windows} })
	}},
	{"without a second reading", false, func(m *mode) { m.reader = nil }},
	{"best last", false, func(m *mode) { m.over(func(g llm.Generator) llm.Generator { return lastFirst{g} }) }},
}

func ablatedModes(m *set.Model) []mode {
	var out []mode
	without := func(whole mode, a int) {
		taken := ablations[a]
		taken.apply(&whole)
		if taken.name != "" {
			whole.name, whole.note = whole.name+", "+taken.name, ""
		}
		out = append(out, whole)
	}
	for i, a := range ablations {
		if a.reader {
			without(copying(), i)
		}
	}
	for i := range ablations {
		if m != nil {
			without(asked(m), i)
		}
	}
	return out
}

// over puts a wrapper over the models of all questions.
func (m *mode) over(wrap func(llm.Generator) llm.Generator) {
	inner := m.model
	m.model = func(q question) llm.Generator { return wrap(inner(q)) }
}

// searchless writes no search.
type searchless struct{ llm.Generator }

// Unwrap is the model itself.
func (s searchless) Unwrap() llm.Generator { return s.Generator }

func (s searchless) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if r.SchemaName == "search" {
		return llm.Reply{}, llm.ErrUnusable
	}
	return s.Generator.Generate(ctx, r)
}

// narrow takes prompts with their replies of so many tokens.
type narrow struct {
	llm.Generator
	size int
}

// Unwrap is the model itself.
func (n narrow) Unwrap() llm.Generator { return n.Generator }

// Context is the size.
func (n narrow) Context() int { return n.size }

// lastFirst is shown the best article last.
type lastFirst struct{ llm.Generator }

// Unwrap is the model itself.
func (l lastFirst) Unwrap() llm.Generator { return l.Generator }

func (l lastFirst) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	r.Messages = slices.Clone(r.Messages)
	for i, m := range r.Messages {
		if m.Role == "user" {
			r.Messages[i].Content = turned(m.Content)
		}
	}
	return l.Generator.Generate(ctx, r)
}

var articleStart = regexp.MustCompile(`(?m)^### `)

// turned is a prompt with its articles in the opposite order. Their labels stay.
func turned(prompt string) string {
	var starts []int
	for _, at := range articleStart.FindAllStringIndex(prompt, -1) {
		starts = append(starts, at[0])
	}
	end := strings.LastIndex(prompt, "\n\n") + 2
	if len(starts) == 0 || end < starts[len(starts)-1] {
		return prompt
	}
	var b strings.Builder
	b.WriteString(prompt[:starts[0]])
	for i := len(starts) - 1; i >= 0; i-- {
		b.WriteString(prompt[starts[i]:append(starts, end)[i+1]])
	}
	b.WriteString(prompt[end:])
	return b.String()
}
