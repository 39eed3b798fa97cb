package verdict

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
)

func senn(kind, s string, cited ...int) *trial {
	body := "Rescuers reached the village of Senn on Sunday. They found 40 people alive in its school, the rescue service said. " +
		"Mayor Tilda Roos criticised minister Ada Lund. The dam did not break."
	article := newsArticle{Title: "40 alive in Senn", Text: body, Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	return &trial{kind: kind, s: s, item: article.item(), spans: text.Sentences(body, "en"), cited: cited}
}

// silent passes the quiz and answers nothing else.
type silent struct{ quiz write.FakeReader }

func (s *silent) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if strings.Contains(r.Messages[len(r.Messages)-1].Content, "Roos") {
		return llm.Reply{}, llm.ErrUnusable
	}
	return s.quiz.Generate(ctx, r)
}

func TestHold_SaysWhatStoppedASentence(t *testing.T) {
	denies := &write.FakeReader{Judge: func(claim, sources string) write.Verdict {
		if strings.Contains(claim, "Lund criticised") && strings.Contains(sources, "Roos criticised") {
			return write.Verdict{Why: "roles"}
		}
		return write.Verdict{Stated: true}
	}}
	for name, c := range map[string]struct {
		reader llm.Generator
		want   string
	}{
		"read":         {denies, "copied: ; far: ; number: code; roles: second reading; "},
		"nobody reads": {nil, "copied: ; far: strict rules; number: code; roles: ; "},
		"no answer":    {&silent{}, "copied: ; far: strict rules; number: code; roles: ; "},
	} {
		tried, err := newBench(t.Context(), func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		if c.reader != nil {
			tried.model = &set.Model{Reader: c.reader, ReaderName: "judge"}
		}
		got, err := tried.hold(t.Context(), []*trial{
			senn("copied", "The dam did not break.", 3), senn("far", "Roos attacked Lund over what she had done there.", 2),
			senn("number", "They found 50 people alive in its school, the rescue service said.", 1),
			senn("roles", "Minister Ada Lund criticised mayor Tilda Roos.", 2)}, answerForm)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, h := range got {
			by, why := h.by()
			if (by == "") != (why == "") {
				t.Errorf("%s, %s: stopped by %q because %q", name, h.kind, by, why)
			}
			said += h.kind + ": " + by + "; "
		}
		if said != c.want || (len(tried.faults) > 0) != (name == "no answer") {
			t.Errorf("%s: got %s want %s, faults %q", name, said, c.want, tried.faults)
		}
		if err := tried.close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSampled_SpreadsAndLeavesCopiesOut(t *testing.T) {
	var all []*trial
	for range 5 * sampleEach {
		all = append(all, senn("digit", "x", 0), senn(verbatim, "x", 0))
	}
	all = append(all, senn("date", "x", 0))
	got := sampled(all)
	if len(got) != sampleEach+1 || got[0].kind != "date" || got[1] != all[0] || got[2] != all[10] {
		t.Errorf("%d sampled", len(got))
	}
}
