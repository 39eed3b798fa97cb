package set

import (
	"fmt"
	"strconv"
	"time"

	"dateline/briefing/llm"
)

// Model is what OPENAI_* names.
type Model struct {
	Name       string
	Writer     llm.Generator
	Reader     llm.Generator // of the second reading; nil: none
	ReaderName string
}

// modelWait is how long an evaluation waits for a token: as long as it takes.
const modelWait = 6 * time.Hour

// NewModel is the model of OPENAI_BASE_URL and OPENAI_MODEL, nil without them, with
// the second reader that the product would take: OPENAI_VERIFIER_MODEL, by default
// the model itself; "none" is none.
func NewModel(getenv func(string) string) (*Model, error) {
	name, reader := getenv("OPENAI_MODEL"), getenv("OPENAI_VERIFIER_MODEL")
	if getenv("OPENAI_BASE_URL") == "" || name == "" {
		return nil, nil
	}
	out := &Model{Name: name}
	var err error
	if out.Writer, err = client(getenv, name); err != nil {
		return nil, err
	}
	switch reader {
	case "none":
	case "", name:
		out.Reader, out.ReaderName = out.Writer, name
	default:
		out.ReaderName = reader
		out.Reader, err = client(getenv, reader)
	}
	return out, err
}

// client asks one model as the product does, but waits longer.
func client(getenv func(string) string, model string) (llm.Generator, error) {
	options := llm.Options{First: modelWait, Next: modelWait}
	var err error
	if size := getenv("LLM_CONTEXT"); size != "" {
		if options.Context, err = strconv.Atoi(size); err != nil {
			return nil, fmt.Errorf("LLM_CONTEXT %q is no number of tokens", size)
		}
	}
	if options.Extra, err = llm.ParseExtra(getenv("OPENAI_EXTRA")); err != nil {
		return nil, err
	}
	return llm.New([]llm.Endpoint{{URL: getenv("OPENAI_BASE_URL"), Model: model, Key: getenv("OPENAI_API_KEY")}}, options)
}
