package write

import (
	"context"
	"encoding/json"
	"regexp"

	"dateline/briefing/llm"
)

// FakeReader is a fake Generator that reads claims: it passes the quiz, and of
// every other claim it says what Judge does. It is what a Reader needs in a test.
type FakeReader struct {
	Judge func(claim, sources string) Verdict // nil: every claim is stated
	Err   error                               // instead of verdicts on what is not of the quiz
	Model llm.Generator                       // for requests that are no reading; nil: they fail
}

// readBlock is a claim below its sources, as the prompt has it.
var readBlock = regexp.MustCompile(`(?m)^<sources>\n((?:\{.*\n)*)</sources>\n(C\d+) \| (.*)$`)

// Generate gives a verdict on each claim of a request for verdicts.
func (f *FakeReader) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	switch {
	case r.SchemaName == "verdicts":
	case f.Model == nil:
		return llm.Reply{}, llm.ErrUnusable
	default:
		return f.Model.Generate(ctx, r)
	}
	pairs, err := quizPairs()
	if err != nil {
		return llm.Reply{}, err
	}
	known := map[string]Verdict{}
	for _, pair := range pairs {
		known[pair.Claim] = Verdict{pair.Stated, pair.Why}
	}
	reply := struct {
		Verdicts []verdictReply `json:"verdicts"`
	}{[]verdictReply{}}
	for _, block := range readBlock.FindAllStringSubmatch(r.Messages[len(r.Messages)-1].Content, -1) {
		verdict, ok := known[block[3]]
		switch {
		case ok:
		case f.Err != nil:
			return llm.Reply{}, f.Err
		case f.Judge == nil:
			verdict = Verdict{Stated: true}
		default:
			verdict = f.Judge(block[3], block[1])
		}
		reply.Verdicts = append(reply.Verdicts, verdictReply{block[2], verdict.Stated, verdict.Why})
	}
	encoded, err := json.Marshal(reply)
	return llm.Reply{Text: string(encoded), Model: "fake reader", In: 100, Out: 10}, err
}
