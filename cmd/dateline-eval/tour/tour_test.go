package tour

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
)

const news = `{"id":"a1","url":"https://coast.example/1","title":"40 alive in Senn","text":"Rescuers reached the village of Senn on Sunday. They found 40 people alive in its school, the rescue service said. Mayor Tilda Roos thanked the helpers of Senn.","published":"2025-02-26T08:00:00Z","outlet":"Coast Radio"}
{"id":"a2","url":"https://ledger.example/2","title":"Karsk keeps its levy","text":"Parliament in Karsk voted to keep the coal levy until 2030. The levy brings 80 million crowns a year, the treasury said.","published":"2025-02-26T09:00:00Z","outlet":"The Ledger"}
`

const asks = `{"id":"d1","kind":"plain","question":"How many people were found alive in the school of Senn?","at":"2025-03-02T12:00:00Z","gold":["a1"],"answer_any":["40"],"answerable":true}
{"id":"d2","kind":"unanswerable","question":"Who painted the ceiling of the opera in Lysk?","at":"2025-03-02T12:00:00Z","gold":[],"answer_any":[],"answerable":false}
`

const talks = `{"id":"g1","at":"2025-03-02T12:00:00Z","turns":[{"question":"Until when does Karsk keep the coal levy?","answer_any":["2030"],"gold":["a2"],"answerable":true},{"question":"and how much does it bring?","answer_any":["80 million"],"gold":["a2"],"answerable":true}]}
`

// sets writes small sets of our own, laid out as the real ones.
func sets(t *testing.T) set.Options {
	t.Helper()
	dir := t.TempDir()
	var zipped bytes.Buffer
	writer := gzip.NewWriter(&zipped)
	if _, err := writer.Write([]byte(news)); err != nil || writer.Close() != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"realtimeqa/corpus-2025.jsonl.gz": zipped.String(), "tour/questions-2025.jsonl": asks, "tour/dialogues-2025.jsonl": talks} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return set.Options{Dir: dir, Cache: filepath.Join(dir, "cache"), Log: filepath.Join(dir, "notes.jsonl")}
}

func TestMeasure_NotesEveryQuestionAndLeavesTheCorpusAlone(t *testing.T) {
	for _, name := range []string{"OPENAI_BASE_URL", "OPENAI_MODEL"} {
		t.Setenv(name, "")
	}
	o := sets(t)
	report, err := Measure(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Rows {
		if r[0] != "passages" && r[1] != "the 1 answerable" && (r[3] != "0" || r[4] != "0") {
			t.Errorf("the reader misses: %q", r)
		}
	}
	if len(report.Rows) != 3*4 || len(report.Also) != 1 || report.Also[0].Rows[0][1] != "answer" {
		t.Errorf("%q and %+v", report.Rows, report.Also)
	}
	data, err := os.ReadFile(o.Log)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := set.ReadLines[noted](bytes.NewReader(data))
	if err != nil || len(lines) != 12 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	last := lines[7] // of the reader; those of the reader in other words follow
	if lines[11].Steps["verdicts"].Requests != 1 || last.Steps["verdicts"].Requests != 0 {
		t.Errorf("read a second time: %v, %v", lines[11].Steps, last.Steps)
	}
	if last.By != "reader" || last.ID != "g1.2" || last.Result != right || !strings.Contains(last.Shown, "80 million") || last.Claims[0].Cites[0].Article != "a2" {
		t.Errorf("noted %+v", last)
	}
	if last.In == 0 || last.Out == 0 || last.Requests < 1 || last.Steps["answer"].Requests != 1 {
		t.Errorf("it cost %d, %d: %v", last.In, last.Out, last.Steps)
	}
	kept, err := set.OpenCorpus(t.Context(), o, filepath.Join(o.Dir, "realtimeqa", "corpus-2025.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	var zipped bytes.Buffer
	if err := kept.Store.Backup(t.Context(), &zipped); err != nil {
		t.Fatal(err)
	}
	unzipped, err := gzip.NewReader(&zipped)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := io.ReadAll(unzipped)
	if err != nil || !bytes.Contains(rows, []byte("Karsk keeps its levy")) || bytes.Contains(rows, []byte("reader d1")) {
		t.Errorf("a text of the reader stands in the kept database, or no article: %v", err)
	}
}

// served is a model behind an address.
func served(t *testing.T, model llm.Generator) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Messages []llm.Message
			Format   struct {
				Schema struct{ Name string } `json:"json_schema"`
			} `json:"response_format"`
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		reply, err := model.Generate(r.Context(), llm.Request{Messages: asked.Messages, SchemaName: asked.Format.Schema.Name})
		if err != nil {
			http.Error(w, `{"error":{"message":"no"}}`, http.StatusBadRequest)
			return
		}
		answer := map[string]any{"choices": []any{map[string]any{"message": llm.Message{Role: "assistant", Content: reply.Text}, "finish_reason": "stop"}}, "usage": map[string]int{"prompt_tokens": 900, "completion_tokens": 20}}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestMeasure_AsksTheModelOfTheEnvironment(t *testing.T) {
	model := &write.FakeReader{Model: copier{answers: []string{"40", "2030", "80 million"}, anew: true}, Judge: func(claim, _ string) write.Verdict {
		return write.Verdict{Stated: !strings.Contains(claim, "2030"), Why: "roles"}
	}}
	for name, value := range map[string]string{"OPENAI_BASE_URL": served(t, model), "OPENAI_MODEL": "paper", "OPENAI_API_KEY": "k", "OPENAI_VERIFIER_MODEL": "", "OPENAI_EXTRA": "", "LLM_CONTEXT": "16000"} {
		t.Setenv(name, value)
	}
	o := sets(t)
	report, err := Measure(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := report.Notes[len(report.Notes)-1]; !strings.Contains(got, "paper: ") || !strings.Contains(got, "24 of 24 pairs") {
		t.Errorf("noted %q", got)
	}
	data, err := os.ReadFile(o.Log)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := set.ReadLines[noted](bytes.NewReader(data))
	if err != nil || len(lines) != 16 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	o.ModelOnly = true
	if alone, err := Measure(t.Context(), o); err != nil || len(alone.Rows) != 4 || alone.Rows[0][0] != "paper" {
		t.Errorf("alone: %q, %v", alone.Rows, err)
	}
	first, levy := lines[12], lines[14]
	if first.By != "paper" || first.ID != "d1" || first.Result != right || first.In != 1800 || first.Out != 40 || len(first.Stopped) != 0 {
		t.Errorf("noted %+v", first)
	}
	if levy.ID != "g1.1" || len(levy.Stopped) == 0 || !strings.Contains(levy.Stopped[0].Said, "2030") || !strings.Contains(levy.Stopped[0].Why, "who did what to whom") {
		t.Errorf("noted %+v", levy)
	}
}

func TestBriefings_TellWhatTheyCost(t *testing.T) {
	for _, name := range []string{"OPENAI_BASE_URL", "OPENAI_MODEL"} {
		t.Setenv(name, "")
	}
	o := sets(t)
	report, err := Briefings(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(report.Rows[0][1:], " "); got != "20 2 2 5 0 0" {
		t.Errorf("got %s", got)
	}
	if rows := report.Also[0].Rows; len(rows) != 3 || rows[0][1] != "story" || rows[0][2] != "0.10" || rows[1][1] != "verdicts" {
		t.Errorf("it cost %q", rows)
	}
}

func TestJudge_CountsWholeWordsOfWhatIsShown(t *testing.T) {
	said := func(text string) answer.Answer { return answer.Answer{Claims: []claim.Claim{{Text: text}}} }
	asked := question{Answerable: true, AnswerAny: []string{"60", "$5 million"}, AnswerAll: [][]string{{"60"}, {"Senn"}}}
	for name, c := range map[string]struct {
		q     question
		ans   answer.Answer
		want  string
		whole bool
	}{
		"in other case and marks": {asked, said("It was 5-million in SENN."), right, false}, "every part": {asked, said("60 in Senn."), right, true},
		"inside another number": {asked, said("It was 6,000 or 160."), wrong, false}, "nothing shown": {asked, answer.Answer{}, missed, false},
		"rightly nothing": {question{}, answer.Answer{}, right, true}, "shown without an answer": {question{}, said("Something near."), wrong, true},
		"shown with what is not there": {question{}, answer.Answer{Claims: said("Something near.").Claims, Gaps: []string{"who"}}, right, true},
	} {
		if got := judge(c.q, c.ans, false); got.result != c.want || got.whole != c.whole {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTurned_TheBestArticleStandsLast(t *testing.T) {
	const prompt = "### A, 2025: x\nS1 | one\n…\nS2 | two\n\n### B, 2025: y\nS3 | three\n\nToday is Monday.\nQuestion: ### who?"
	const want = "### B, 2025: y\nS3 | three\n\n### A, 2025: x\nS1 | one\n…\nS2 | two\n\nToday is Monday.\nQuestion: ### who?"
	if got := turned(prompt); got != want {
		t.Errorf("got %s", got)
	}
	if got := turned("no articles\n\nat all"); got != "no articles\n\nat all" {
		t.Errorf("got %s", got)
	}
}

func TestAblations_TakeOneThingAway(t *testing.T) {
	shown := ""
	reader := estimated{&write.FakeReader{}}
	for _, m := range ablatedModes(&set.Model{Name: "m", Writer: estimated{copier{answers: []string{"two"}}}, Reader: reader, ReaderName: "m"}) {
		model := m.model(question{AnswerAny: []string{"two"}})
		r, err := model.Generate(t.Context(), llm.Request{SchemaName: "answer", Messages: []llm.Message{{Role: "user", Content: "### A\nS1 | two of A\n\n### B\nS2 | two of B\n\nQuestion: how many?"}}})
		if err != nil {
			t.Fatal(err)
		}
		var reply struct{ Claims []struct{ Text string } }
		if err := json.Unmarshal([]byte(r.Text), &reply); err != nil || len(reply.Claims) != 1 {
			t.Fatalf("%s, %v", r.Text, err)
		}
		_, searchErr := model.Generate(t.Context(), llm.Request{SchemaName: "search"})
		shown += strings.Join([]string{m.name, reply.Claims[0].Text, map[bool]string{true: "searches", false: "no search"}[searchErr == nil],
			map[bool]string{true: "read", false: "unread"}[m.reader != nil]}, "; ") + "\n"
		if size := llm.ContextOf(model); (size == copierContext) == strings.Contains(m.name, "context") {
			t.Errorf("%s: a context of %d", m.name, size)
		}
	}
	want := `reader; two of A; searches; read
reader, a context of 4,096; two of A; searches; read
reader, a context of 2,800: eight windows; two of A; searches; read
m; two of A; searches; read
m, without understanding; two of A; no search; read
m, a context of 4,096; two of A; searches; read
m, a context of 2,800: eight windows; two of A; searches; read
m, without a second reading; two of A; searches; unread
m, best last; two of B; searches; read
`
	if shown != want {
		t.Errorf("got\n%swant\n%s", shown, want)
	}
}

func TestCost_IsTheMeanOfAllQuestions(t *testing.T) {
	var c cost
	c.add(map[string]llm.Use{"answer": {Requests: 1, In: 3000, Out: 100}})
	c.add(map[string]llm.Use{"answer": {Requests: 1, In: 5000, Out: 100}, "verdicts": {Requests: 1, In: 1000, Out: 100}})
	got := ""
	for _, row := range c.rows("m") {
		got += strings.Join(row, " ") + "\n"
	}
	const want = "m answer 1.00 4000 100 0.00044 0.00264 0.01350\nm verdicts 0.50 500 50 0.00007 0.00042 0.00225\nm all 1.50 4500 150 0.00051 0.00306 0.01575\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
