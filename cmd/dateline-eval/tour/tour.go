// Package tour asks the questions that readers type, alone and in conversations,
// and says of each whether its answer stands in what is shown, what the check
// stopped, and what it cost.
package tour

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/brief"
	"dateline/briefing/llm"
	"dateline/briefing/rights"
	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
)

// question is a question as a reader types it.
type question struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind"`
	Question   string     `json:"question"`
	At         time.Time  `json:"at"`
	Gold       []string   `json:"gold"`
	AnswerAny  []string   `json:"answer_any"`
	AnswerAll  [][]string `json:"answer_all"` // one of each list in a whole answer
	Gap        string     `json:"gap"`        // the part that no article answers
	Answerable bool       `json:"answerable"`
}

// dialogue is a conversation.
type dialogue struct {
	ID    string     `json:"id"`
	At    time.Time  `json:"at"`
	Turns []question `json:"turns"`
}

const (
	kindUnanswerable = "unanswerable"
	kindTurn         = "dialogue"
	kindDeadTurn     = "dialogue, unanswerable"
)

// searchTime is how long an evaluation waits for a search: as long as it takes.
const searchTime = 6 * time.Hour

// kinds are the kinds of questions in the order of the table; kindsTogether have a
// row for all of them too.
var (
	kindsTogether = []string{"plain", "short", "spelling", "time", "twopart", "compare", "premise"}
	kinds         = slices.Concat(kindsTogether, []string{kindUnanswerable, kindTurn, kindDeadTurn})
)

// Measure asks the questions of DIR/tour of every way to answer that can be
// measured here: the closest passages, the copying reader, and the model that
// OPENAI_* names.
func Measure(ctx context.Context, o set.Options) (set.Table, error) {
	return measure(ctx, o, "tour", plainModes)
}

// Ablation asks them with one mechanism taken away at a time.
func Ablation(ctx context.Context, o set.Options) (set.Table, error) {
	report, err := measure(ctx, o, "tour, with one mechanism taken away", ablatedModes)
	report.Rows = slices.DeleteFunc(report.Rows, func(row []string) bool { return slices.Contains(kindsTogether, row[1]) })
	return report, err
}

func measure(ctx context.Context, o set.Options, title string, modesOf func(*set.Model) []mode) (set.Table, error) {
	report := set.Table{Title: title, Head: scoreHead}
	talks, err := readTalks(filepath.Join(o.Dir, "tour"))
	if err != nil {
		return report, err
	}
	on, err := open(ctx, o, modesOf)
	if err != nil {
		return report, err
	}
	spent := set.Table{Title: title + ": tokens of a question", Head: costHead("question")}
	for _, m := range on.modes {
		asked, err := (&run{mode: m, ground: on}).all(ctx, talks)
		if err != nil {
			return report, on.close(err)
		}
		report.Rows = append(report.Rows, asked.scores.rows(m.name)...)
		spent.Rows = append(spent.Rows, asked.cost.rows(m.name)...)
		report.Notes = append(report.Notes, asked.notesOf(m)...)
	}
	if len(spent.Rows) > 0 {
		spent.Notes = []string{costNote}
		report.Also = []set.Table{spent}
	}
	return report, on.close(nil)
}

// readTalks are the single questions, each a conversation of its own, and the
// dialogues.
func readTalks(dir string) ([]dialogue, error) {
	questions, err := set.ReadFile[question](filepath.Join(dir, "questions-2025.jsonl"))
	if err != nil {
		return nil, err
	}
	var out []dialogue
	for _, q := range questions {
		out = append(out, dialogue{ID: q.ID, At: q.At, Turns: []question{q}})
	}
	dialogues, err := set.ReadFile[dialogue](filepath.Join(dir, "dialogues-2025.jsonl"))
	for _, d := range dialogues {
		for i := range d.Turns {
			d.Turns[i].ID, d.Turns[i].Kind = fmt.Sprintf("%s.%d", d.ID, i+1), kindTurn
			if !d.Turns[i].Answerable {
				d.Turns[i].Kind = kindDeadTurn
			}
		}
		out = append(out, d)
	}
	return out, err
}

// run asks all questions in one way.
type run struct {
	mode
	*ground
	scores scores
	cost   cost
	quiz   int // right answers of the second reader
}

// all asks the questions of all conversations.
func (r *run) all(ctx context.Context, talks []dialogue) (*run, error) {
	r.scores = scores{}
	second, right, err := r.second(ctx, r.from)
	if err != nil {
		return r, err
	}
	r.quiz = right
	for _, talk := range talks {
		if err := r.talk(ctx, second, talk); err != nil {
			return r, fmt.Errorf("%s: %w", talk.ID, err)
		}
	}
	return r, nil
}

// talk asks the questions of one conversation.
func (r *run) talk(ctx context.Context, second *write.Reader, talk dialogue) error {
	var before []answer.Turn
	drawn := rights.Together.Tally()
	for _, q := range talk.Turns {
		stopped := []stop{}
		asker := answer.Answerer{Store: r.from.Store, Archive: r.from.Archive, Reader: second,
			SearchTime: searchTime,
			Stopped:    func(said, why string) { stopped = append(stopped, stop{said, why}) }}
		if r.model != nil {
			asker.Model, asker.Name = r.model(q), r.name+" "+q.ID // no text written for another is taken for this one
			asker.Brief = briefer(&brief.Writer{Store: r.from.Store, Model: asker.Model, Name: asker.Name, Reader: second,
				Stopped: asker.Stopped})
		}
		var spent llm.Tally
		ans, err := asker.Ask(spent.Under(ctx), answer.Question{Text: q.Question, Scope: r.from.Scope, At: talk.At, Turns: before,
			Talk: drawn})
		if err != nil {
			return err
		}
		got := judge(q, ans, r.model == nil)
		r.scores.add(q, got)
		if r.model != nil {
			r.cost.add(spent.Steps())
		}
		line := noteOf(q, ans, got)
		line.By, line.Stopped = r.name, stopped
		line.spent(spent.Steps())
		if err := r.notes.Write(line); err != nil {
			return err
		}
		before = append(before, answer.Turn{Question: q.Question, Shown: ans.Shown()})
	}
	return nil
}

// notesOf says what a reader of the table must know.
func (r *run) notesOf(m mode) []string {
	var out []string
	if m.note != "" {
		out = append(out, m.name+": "+m.note)
	}
	whole, wholes, gaps, gapped := 0, 0, 0, 0
	for _, s := range r.scores {
		whole, wholes, gaps, gapped = whole+s.whole, wholes+s.wholes, gaps+s.gaps, gapped+s.gapped
	}
	said := fmt.Sprintf("%s: every part answered in %d of %d, the missing part said in %d of %d", m.name, whole, wholes, gaps, gapped)
	if m.reader != nil {
		said += fmt.Sprintf("; the second reader got %d of %d pairs of its quiz right", r.quiz, write.QuizPairs)
	}
	return slices.Concat(out, []string{said + "."})
}
