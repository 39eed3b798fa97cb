package finding

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/llm"
	"dateline/cmd/dateline-eval/set"
)

// tourQuestion is a question as a reader types it.
type tourQuestion struct {
	ID         string    `json:"id"`
	Kind       string    `json:"kind"`
	Question   string    `json:"question"`
	At         time.Time `json:"at"`
	Gold       []string  `json:"gold"`
	AnswerAny  []string  `json:"answer_any"`
	Answerable bool      `json:"answerable"`
}

// tourDialogue is a conversation.
type tourDialogue struct {
	ID    string         `json:"id"`
	At    time.Time      `json:"at"`
	Turns []tourQuestion `json:"turns"`
}

// tourKinds are the kinds of questions in the order of the table.
var tourKinds = []string{"plain", "short", "spelling", "time", "twopart", "compare", "premise", "unanswerable", "dialogue"}

// tourMode is a way to answer: by the closest passages, a reader that copies the
// sentence with the answer out of its prompt, the ceiling of every model, or the
// model that OPENAI_BASE_URL and OPENAI_MODEL name.
type tourMode struct {
	name  string
	model func(q tourQuestion) llm.Generator // nil: none
}

// tourScore counts the questions of one kind.
type tourScore struct{ right, wrong, missed, gold, answerable int }

// Tour asks the questions of a folder (of DIR/tour without one): is the
// answer in what is shown?
func Tour(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "tour", Head: []string{"answered by", "kind", "right", "wrong", "missed", "gold in what is shown"}}
	opened, err := set.OpenCorpus(ctx, o, filepath.Join(o.Dir, "realtimeqa", "corpus-2025.jsonl.gz"))
	if err != nil {
		return report, err
	}
	defer opened.Close()
	talks, err := tourTalks(filepath.Join(o.Dir, "tour"))
	if err != nil {
		return report, err
	}
	modes, err := tourModes(os.Getenv)
	if err != nil {
		return report, err
	}
	for _, m := range modes {
		scores := map[string]*tourScore{}
		for _, k := range tourKinds {
			scores[k] = &tourScore{}
		}
		for _, talk := range talks {
			if err := m.ask(ctx, opened, talk, scores); err != nil {
				return report, fmt.Errorf("%s: %w", talk.ID, err)
			}
		}
		report.Rows = append(report.Rows, tourRows(m.name, scores)...)
	}
	return report, nil
}

// tourModes are the ways to answer that can be measured here.
func tourModes(getenv func(string) string) ([]tourMode, error) {
	out := []tourMode{{name: "passages"}, {"reader", func(q tourQuestion) llm.Generator { return tourReader(q.AnswerAny) }}}
	url, model := getenv("OPENAI_BASE_URL"), getenv("OPENAI_MODEL")
	if url == "" || model == "" {
		return out, nil
	}
	client, err := llm.New([]llm.Endpoint{{URL: url, Model: model, Key: getenv("OPENAI_API_KEY")}}, llm.Options{})
	if err != nil {
		return nil, err
	}
	return append(out, tourMode{model, func(tourQuestion) llm.Generator { return client }}), nil
}

// tourTalks are the single questions, each a conversation of its own, and the
// dialogues.
func tourTalks(dir string) ([]tourDialogue, error) {
	questions, err := set.ReadFile[tourQuestion](filepath.Join(dir, "questions-2025.jsonl"))
	if err != nil {
		return nil, err
	}
	var out []tourDialogue
	for _, q := range questions {
		out = append(out, tourDialogue{ID: q.ID, At: q.At, Turns: []tourQuestion{q}})
	}
	dialogues, err := set.ReadFile[tourDialogue](filepath.Join(dir, "dialogues-2025.jsonl"))
	for _, d := range dialogues {
		for i := range d.Turns {
			d.Turns[i].Kind = "dialogue"
		}
		out = append(out, d)
	}
	return out, err
}

// ask asks a corpus the questions of one conversation.
func (m tourMode) ask(ctx context.Context, from *set.Corpus, talk tourDialogue, scores map[string]*tourScore) error {
	var before []answer.Turn
	for _, q := range talk.Turns {
		asker := answer.Answerer{Store: from.Answerer.Store, Archive: from.Answerer.Archive}
		if m.model != nil {
			asker.Model, asker.Name = m.model(q), m.name+" "+talk.ID+q.Question
		}
		ans, err := asker.Ask(ctx, answer.Question{Text: q.Question, Scope: from.Scope, At: talk.At, Turns: before})
		if err != nil {
			return err
		}
		scores[q.Kind].add(q, ans, m.model == nil)
		before = append(before, answer.Turn{Question: q.Question, Shown: ans.Shown()})
	}
	return nil
}

// add scores an answer. Where passages count they are what is shown, and an
// unanswerable question is right when there are none.
func (s *tourScore) add(q tourQuestion, ans answer.Answer, passages bool) {
	shown := ans.Claims
	if passages {
		shown = ans.Passages
	}
	said := ""
	gold := false
	for _, c := range shown {
		said += " " + c.Text
		for _, ct := range c.Cites {
			gold = gold || slices.Contains(q.Gold, ct.Article)
		}
	}
	if q.Answerable {
		s.answerable++
		if gold {
			s.gold++
		}
	}
	switch holds := tourHolds(said, q.AnswerAny); {
	case q.Answerable && holds, !q.Answerable && (len(shown) == 0 || len(ans.Gaps) > 0):
		s.right++
	case len(shown) > 0:
		s.wrong++
	default:
		s.missed++
	}
}

// tourHolds reports whether a text holds one of the strings as whole words.
func tourHolds(said string, any []string) bool {
	plain := func(s string) string {
		return " " +
			strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }),
				" ") + " "
	}
	said = plain(said)
	return slices.ContainsFunc(any, func(s string) bool { return strings.Contains(said, plain(s)) })
}

func tourRows(name string, scores map[string]*tourScore) [][]string {
	var out [][]string
	var all tourScore
	row := func(kind string, score tourScore) {
		out = append(out, []string{name, kind, fmt.Sprint(score.right), fmt.Sprint(score.wrong), fmt.Sprint(score.missed),
			fmt.Sprintf("%d of %d", score.gold, score.answerable)})
	}
	for _, k := range tourKinds {
		score := *scores[k]
		if k == "unanswerable" {
			row("the 90 answerable", all)
		}
		row(k, score)
		all = tourScore{all.right + score.right, all.wrong + score.wrong, all.missed + score.missed, all.gold + score.gold, all.answerable +
			score.answerable}
	}
	return out
}

// tourReader is a model that knows the answers: it copies the first sentence of
// its prompt that holds one, and abstains when none does.
type tourReader []string

// Context is what the models of services take at least.
func (tourReader) Context() int { return 16_000 }

func (r tourReader) Generate(_ context.Context, req llm.Request) (llm.Reply, error) {
	reply := map[string]any{"abstain": true, "claims": []any{}}
	if sentence, label := r.find(req.Messages[len(req.Messages)-1].Content); label != "" {
		reply = map[string]any{"abstain": false, "claims": []any{map[string]any{"text": sentence, "cites": []string{label}}}}
	}
	encoded, err := json.Marshal(reply)
	return llm.Reply{Text: string(encoded), Model: "reader"}, err
}

var tourSentence = regexp.MustCompile(`(?m)^(S\d+) \| (.*)$`)

// find is the first sentence of a prompt that holds an answer, with its label.
func (r tourReader) find(prompt string) (sentence, label string) {
	for _, m := range tourSentence.FindAllStringSubmatch(prompt, -1) {
		if tourHolds(m[2], r) {
			return m[2], m[1]
		}
	}
	return "", ""
}
