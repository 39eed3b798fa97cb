package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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
		"a good one":           {clerk{knows: 9000}, "it writes stories and answers: 20 of 20 replies could be used, about", "", 22},
		"its prompts":          {clerk{knows: 9000}, "prompts have up to 4096 tokens; it knew the first line of one of 4096 tokens", "", 22},
		"one that fails often": {clerk{knows: 9000, spoils: 3}, "the sources' own sentences stand in where it fails: 14 of 20 replies could be used", "", 22},
		"a weak one":           {clerk{knows: 9000, spoils: 1}, "it seldom keeps to the form, so the sources' own sentences stand in for most of its texts: 0 of 20 replies", "name a larger model", 22},
		"a cut prompt":         {clerk{knows: 2048}, "it writes stories and answers", "set LLM_CONTEXT=", 27},
		"a refused prompt":     {clerk{knows: 2048, refuses: true}, "it writes stories and answers", "set LLM_CONTEXT=2080", 27},
		"one of no use":        {clerk{err: llm.ErrUnusable}, "0 of 20 replies", "name a larger model", 27},
		"one that reads badly": {clerk{}, "it writes stories and answers: 20 of 20", "", 27},
		"what it knew":         {clerk{}, "it knew the first line of none, not even of short ones", "", 27},
	} {
		f := measureModel(t.Context(), &c.m).finding(true)
		if f.OK == strings.Contains(f.Do, "larger model") || !strings.Contains(f.Detail, c.want) || !strings.Contains(f.Do, c.do) || c.do == "" && f.Do != "" || c.m.calls > c.most || c.m.needed > 0 {
			t.Errorf("%s: %d calls, %+v", name, c.m.calls, f)
		}
	}
}

func TestMeasureModel_ForgivesWhatIsNotItsFault(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"the budget is spent": &write.SpentError{Spare: true}, "the line broke": io.ErrUnexpectedEOF} {
		for after, want := range map[int]string{0: "0 of 0", 2: "2 of 2", measureCalls: "20 of 20", measureCalls + 1: "20 of 20"} {
			c := &clerk{knows: 600, err: err, after: after}
			f := measureModel(t.Context(), c).finding(true)
			if !strings.Contains(f.Detail, want) || !strings.Contains(f.Detail, oneLine(err)) || strings.Contains(f.Detail, "seldom keeps") || strings.Contains(f.Do, "LLM_CONTEXT") || strings.Contains(f.Do, "larger") || c.calls != after+1 {
				t.Errorf("%s after %d: %d calls, %+v", name, after, c.calls, f)
			}
		}
	}
}

// wide is a clerk with another context.
type wide struct {
	*clerk
	context int
}

func (w wide) Context() int { return w.context }

// A slow model's prompts are as long as it reads in a minute.
func TestMeasureModel_SlowOneHasShortPrompts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reads, writes time.Duration // a token
		spoils        int
		fixed         bool
		want, do      string
	}{
		"slow":            {40 * time.Millisecond, 50 * time.Millisecond, 0, false, "it writes short stories slowly, an answer takes more than a minute: 20 of 20", ""},
		"its prompts":     {40 * time.Millisecond, 50 * time.Millisecond, 0, false, "and 24 read; prompts have up to 2048 tokens, what it reads in a minute", ""},
		"its owner":       {40 * time.Millisecond, 50 * time.Millisecond, 0, true, "prompts have up to 4096 tokens, of which it reads 2048 in a minute", "set LLM_CONTEXT=2048, or leave it empty"},
		"slow and weak":   {40 * time.Millisecond, 50 * time.Millisecond, 5, false, "slowly, and the sources' own sentences stand in where it fails: 16 of 20", ""},
		"slow in writing": {time.Millisecond, 300 * time.Millisecond, 0, false, "slowly", ""},
		"fast":            {time.Millisecond, 20 * time.Millisecond, 0, true, "it writes stories and answers: 20 of 20", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := measureModel(t.Context(), &slow{clerk{knows: 9000, spoils: c.spoils}, c.reads, c.writes}).finding(c.fixed)
				if !f.OK || !strings.Contains(f.Detail, c.want) || f.Do != c.do {
					t.Errorf("got %+v", f)
				}
			})
		})
	}
}

// slow is a clerk that takes its time for each token; its 20 claims are short.
type slow struct {
	clerk
	reads, writes time.Duration
}

func (s *slow) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	reply, err := s.clerk.Generate(ctx, r)
	time.Sleep(time.Duration(reply.In)*s.reads + time.Duration(reply.Out)*s.writes)
	return reply, err
}

// It takes a second when the prompt is counted once, hours by each of its lines.
func TestMeasureModel_PromptOfMillionsIsFast(t *testing.T) {
	t.Parallel()
	const most = 2_000_000
	c := &clerk{knows: most}
	if m := measureModel(t.Context(), wide{c, most}); m.longest != most || c.read < most*99/100 || c.read > most-answerRoom {
		t.Errorf("a prompt of %d tokens, %+v", c.read, m)
	}
}

func TestMeasureModel_LongestPromptByHalves(t *testing.T) {
	t.Parallel()
	for _, knows := range []int{0, 700, 1500, 2048, 3000, 3900, 4000} {
		c := &clerk{knows: knows}
		got := measureModel(t.Context(), c).longest
		if got > knows+100 || got < knows-2*promptLeast || c.calls > measureCalls+2+bisectCalls {
			t.Errorf("it knows %d: found %d in %d calls", knows, got, c.calls)
		}
	}
}

func TestMeasureModel_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := &clerk{}
	if m := measureModel(ctx, c); m.stopped == nil || c.calls > 0 {
		t.Errorf("%d calls, %+v", c.calls, m)
	}
}

func TestMeasureModel_StopsAtAGoneServer(t *testing.T) {
	t.Parallel()
	gone, err := llm.New([]llm.Endpoint{{URL: "http://127.0.0.1:1/v1", Model: "m"}}, llm.Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	m := measureModel(t.Context(), gone)
	if f := m.finding(true); m.calls != 0 || !strings.Contains(f.Detail, "not all was measured: the model at 127.0.0.1:1 cannot be reached") {
		t.Errorf("%d calls, %+v", m.calls, f)
	}
}
