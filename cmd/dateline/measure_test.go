package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"dateline/briefing/llm"
	"dateline/briefing/write"
)

// clerk is a model that answers what the doctor asks: it spoils every spoils-th
// claim, knows only prompts of so many tokens, and fails after so many calls.
type clerk struct {
	spoils, knows int
	refuses       bool // prompts that are longer
	err           error
	after         int
	calls         int
	needed        int // calls that are not spare
	read          int // tokens of the last prompt
}

func (c *clerk) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	c.calls++
	q := r.Messages[0].Content
	c.read = llm.Tokens(q)
	if !r.Spare {
		c.needed++
	}
	if c.err != nil && c.calls > c.after {
		return llm.Reply{}, c.err
	}
	if c.refuses && c.read > c.knows {
		return llm.Reply{}, fmt.Errorf("the model at h: %w (status 400)", llm.ErrRefused)
	}
	reply := llm.Reply{Text: "I do not know.", In: c.read, Out: 20}
	switch {
	case len(r.Schema) > 0 && (c.spoils == 0 || c.calls%c.spoils > 0):
		reply.Text = "```json\n{\"claims\":[{\"text\":\"Rescuers found people in Town1.\",\"cites\":[\"S1\"]}]}\n```"
	case len(r.Schema) == 0 && c.read <= c.knows:
		reply.Text = "Kingfisher."
	}
	return reply, nil
}

func TestMeasureModel_SaysWhatItIsGoodFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		m        clerk
		want, do string
		most     int // calls
	}{
		"a good one":           {clerk{knows: 9000}, "20 of 20 replies could be used, about", "", 21},
		"its verdict":          {clerk{knows: 9000}, "first line of a prompt of 4096 tokens: good for briefings and answers", "", 21},
		"one that fails often": {clerk{knows: 9000, spoils: 3}, "14 of 20 replies could be used", "", 21},
		"its verdict too":      {clerk{knows: 9000, spoils: 3}, "usable, the sources' own sentences stand in", "", 21},
		"a weak one":           {clerk{knows: 9000, spoils: 1}, "0 of 20 replies", "name a larger model", 21},
		"a cut prompt":         {clerk{knows: 2048}, "good for", "set LLM_CONTEXT=", 26},
		"a refused prompt":     {clerk{knows: 2048, refuses: true}, "good for", "set LLM_CONTEXT=2048", 26},
		"one of no use":        {clerk{err: llm.ErrUnusable}, "0 of 20 replies", "set LLM_CONTEXT=1024", 26},
	} {
		f := measureModel(t.Context(), &c.m, 4096).finding(4096)
		if !f.OK || !strings.Contains(f.Detail, c.want) || !strings.Contains(f.Do, c.do) || c.do == "" && f.Do != "" || c.m.calls > c.most || c.m.needed > 0 {
			t.Errorf("%s: %d calls, %+v", name, c.m.calls, f)
		}
	}
}

func TestMeasureModel_ForgivesWhatIsNotItsFault(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"the budget is spent": &write.SpentError{Spare: true}, "the line broke": io.ErrUnexpectedEOF} {
		for after, want := range map[int]string{0: "0 of 0", 2: "2 of 2", measureCalls: "20 of 20", measureCalls + 1: "20 of 20"} {
			c := &clerk{knows: 600, err: err, after: after}
			f := measureModel(t.Context(), c, 4096).finding(4096)
			if !strings.Contains(f.Detail, want) || !strings.Contains(f.Detail, oneLine(err)) || strings.Contains(f.Detail, "weak") || strings.Contains(f.Do, "LLM_CONTEXT") || strings.Contains(f.Do, "larger") || c.calls != after+1 {
				t.Errorf("%s after %d: %d calls, %+v", name, after, c.calls, f)
			}
		}
	}
}

// It takes a second when the prompt is counted once, hours by each of its lines.
func TestMeasureModel_PromptOfMillionsIsFast(t *testing.T) {
	t.Parallel()
	const most = 2_000_000
	c := &clerk{knows: most}
	if m := measureModel(t.Context(), c, most); m.longest != most || c.read < most*99/100 || c.read > most-answerRoom {
		t.Errorf("a prompt of %d tokens, %+v", c.read, m)
	}
}

func TestMeasureModel_LongestPromptByHalves(t *testing.T) {
	t.Parallel()
	for _, knows := range []int{0, 700, 1500, 2048, 3000, 3900, 4000} {
		c := &clerk{knows: knows}
		got := measureModel(t.Context(), c, 4096).longest
		if got > knows+100 || got < knows-2*promptLeast || c.calls > measureCalls+1+bisectCalls {
			t.Errorf("it knows %d: found %d in %d calls", knows, got, c.calls)
		}
	}
}

func TestMeasureModel_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := &clerk{}
	if m := measureModel(ctx, c, 4096); m.stopped == nil || c.calls > 0 {
		t.Errorf("%d calls, %+v", c.calls, m)
	}
}

func TestMeasureModel_StopsAtAGoneServer(t *testing.T) {
	t.Parallel()
	gone, err := llm.New([]llm.Endpoint{{URL: "http://127.0.0.1:1/v1", Model: "m"}}, llm.Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	m := measureModel(t.Context(), gone, 4096)
	if f := m.finding(4096); m.calls != 0 || !strings.Contains(f.Detail, "not all was measured: the model at 127.0.0.1:1 cannot be reached") {
		t.Errorf("%d calls, %+v", m.calls, f)
	}
}
