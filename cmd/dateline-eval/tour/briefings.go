package tour

import (
	"context"
	"fmt"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/brief"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/cmd/dateline-eval/set"
)

// Twenty weeks of 2025, sixteen days apart, are told as a channel would be that
// reads all the outlets of the corpus.
const (
	weeks        = 20
	weeksApart   = 16 * 24 * time.Hour
	weekLong     = 7 * 24 * time.Hour
	weekStories  = 5
	firstWeekEnd = "2025-01-10"
)

// Briefings tells weeks and says what each costs, and what became of the model's sentences.
func Briefings(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "briefings", Head: []string{"told by", "briefings", "stories", "headings written", "sentences written",
		"sentences quoted", "sentences stopped"}}
	on, err := open(ctx, o, func(model *set.Model) []mode { return withModel([]mode{retelling()}, model) })
	if err != nil {
		return report, err
	}
	spent := set.Table{Title: "briefings: tokens of one", Head: costHead("briefing"), Notes: []string{costNote}}
	for _, m := range on.modes {
		told := &telling{mode: m, ground: on}
		if err := told.all(ctx); err != nil {
			return report, on.close(err)
		}
		report.Rows = append(report.Rows, told.row())
		spent.Rows = append(spent.Rows, told.cost.rows(m.name)...)
	}
	report.Also = []set.Table{spent}
	report.Notes = []string{fmt.Sprintf("%d weeks of 2025, five stories each.", weeks)}
	return report, on.close(nil)
}

// briefer tells a small briefing to who asks for one, as the product does.
func briefer(writer *brief.Writer) func(context.Context, answer.BriefRequest) (answer.Briefed, error) {
	return func(ctx context.Context, req answer.BriefRequest) (answer.Briefed, error) {
		told, err := writer.Write(ctx, brief.Request{Name: "Your briefing", Scope: req.Scope, From: req.From, At: req.At, Zone: time.UTC,
			Topic: req.Topic, In: req.Lang, Length: "normal", Stories: weekStories, Talk: req.Talk})
		out := answer.Briefed{Blocks: told.Blocks(), Model: told.Model, Tokens: told.Tokens}
		for _, s := range told.Stories {
			out.Claims = append(out.Claims, s.Claims...)
		}
		return out, err
	}
}

// telling tells all weeks in one way.
type telling struct {
	mode
	*ground
	cost cost

	stories, headings, written, quoted, stopped int
}

func (t *telling) all(ctx context.Context) error {
	writer := &brief.Writer{Store: t.from.Store, Model: t.model(question{}), Name: t.name}
	var err error
	if writer.Reader, _, err = t.second(ctx, t.from); err != nil {
		return err
	}
	at, err := set.EndOfDay(firstWeekEnd)
	if err != nil {
		return err
	}
	for range weeks {
		if err := t.week(ctx, writer, at); err != nil {
			return err
		}
		at = at.Add(weeksApart)
	}
	return nil
}

// notedStory is the line of a story in the file of notes.
type notedStory struct {
	By     string       `json:"by"`
	Until  string       `json:"until"`
	Claims []notedClaim `json:"claims"`
}

// notedWeek is the line of a briefing, behind those of its stories.
type notedWeek struct {
	By      string             `json:"by"`
	Until   string             `json:"until"`
	Why     []string           `json:"why"` // the model was not used for all
	Stopped []stop             `json:"stopped"`
	Steps   map[string]llm.Use `json:"steps"`
}

// week tells one week.
func (t *telling) week(ctx context.Context, writer *brief.Writer, at time.Time) error {
	stopped := []stop{}
	writer.Stopped = func(said, why string) { stopped = append(stopped, stop{said, why}) }
	var spent llm.Tally
	told, err := writer.Write(spent.Under(ctx), brief.Request{Name: "Week", Scope: t.from.Scope, From: at.Add(-weekLong), At: at,
		Zone: time.UTC, Length: "normal", Stories: weekStories})
	if err != nil {
		return err
	}
	t.cost.add(spent.Steps())
	t.stopped += len(stopped)
	day := at.Format(time.DateOnly)
	for _, story := range told.Stories {
		t.count(story)
		if err := t.notes.Write(notedStory{t.name, day, notedClaims(story.Claims)}); err != nil {
			return err
		}
	}
	why := []string{told.Fallback, told.Spared, told.Unheld}
	return t.notes.Write(notedWeek{t.name, day, why, stopped, spent.Steps()})
}

func (t *telling) count(story brief.Story) {
	t.stories++
	for i, c := range story.Claims {
		switch {
		case i == 0 && c.Kind == claim.KindHeading:
			t.headings++
		case i == 0:
		case c.Kind == claim.KindWritten:
			t.written++
		default:
			t.quoted++
		}
	}
}

func (t *telling) row() []string {
	out := []string{t.name}
	for _, n := range []int{weeks, t.stories, t.headings, t.written, t.quoted, t.stopped} {
		out = append(out, fmt.Sprint(n))
	}
	return out
}
