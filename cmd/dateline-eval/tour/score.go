package tour

import (
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/answer"
)

// The results of a question.
const (
	right  = "right"  // the answer stands in what is shown, or rightly nothing is
	wrong  = "wrong"  // shown and not right
	missed = "missed" // nothing is shown
)

// got is what came of a question.
type got struct {
	result string
	shown  string
	gold   bool // an article that holds the answer is cited
	whole  bool // every part is answered
	gap    bool // what is not there is said
}

// judge scores an answer. Where passages count they are what is shown, and an
// unanswerable question is right when there are none.
func judge(q question, ans answer.Answer, passages bool) got {
	shown := ans.Claims
	if passages {
		shown = ans.Passages
	}
	var out got
	var said []string
	for _, c := range shown {
		said = append(said, c.Text)
		for _, ct := range c.Cites {
			out.gold = out.gold || slices.Contains(q.Gold, ct.Article)
		}
	}
	out.shown, out.gap = strings.Join(said, " "), len(ans.Gaps) > 0
	out.whole = !slices.ContainsFunc(q.AnswerAll, func(any []string) bool { return !holds(out.shown, any) })
	switch {
	case q.Answerable && holds(out.shown, q.AnswerAny), !q.Answerable && (len(shown) == 0 || out.gap):
		out.result = right
	case len(shown) > 0:
		out.result = wrong
	default:
		out.result = missed
	}
	return out
}

// holds reports whether a text holds one of the strings as whole words.
func holds(said string, any []string) bool {
	said = plain(said)
	return slices.ContainsFunc(any, func(s string) bool { return strings.Contains(said, plain(s)) })
}

// plain is a text as lower-case words and figures between single spaces.
func plain(s string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), " ") + " "
}

// score counts the questions of one kind.
type score struct {
	right, wrong, missed, gold, answerable int
	whole, wholes                          int // of the questions with several parts
	gaps, gapped                           int // of those with a part that no article answers
}

// scores are the scores by kind.
type scores map[string]*score

func (s scores) add(q question, g got) {
	if s[q.Kind] == nil {
		s[q.Kind] = &score{}
	}
	of := s[q.Kind]
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&of.right, g.result == right)
	count(&of.wrong, g.result == wrong)
	count(&of.missed, g.result == missed)
	count(&of.answerable, q.Answerable)
	count(&of.gold, q.Answerable && g.gold)
	count(&of.wholes, len(q.AnswerAll) > 0)
	count(&of.whole, len(q.AnswerAll) > 0 && g.whole)
	count(&of.gapped, q.Gap != "")
	count(&of.gaps, q.Gap != "" && g.gap)
}

var scoreHead = []string{"answered by", "kind", "right", "wrong", "missed", "gold in what is shown"}

// rows are the kinds, the answerable single questions together behind theirs.
func (s scores) rows(name string) [][]string {
	var out [][]string
	var all score
	row := func(kind string, of score) {
		out = append(out, []string{name, kind, fmt.Sprint(of.right), fmt.Sprint(of.wrong), fmt.Sprint(of.missed),
			fmt.Sprintf("%d of %d", of.gold, of.answerable)})
	}
	for _, k := range kinds {
		if k == kindUnanswerable && all.answerable > 0 {
			row(fmt.Sprintf("the %d answerable", all.answerable), all)
		}
		if s[k] == nil {
			continue
		}
		row(k, *s[k])
		all.right, all.wrong, all.missed = all.right+s[k].right, all.wrong+s[k].wrong, all.missed+s[k].missed
		all.gold, all.answerable = all.gold+s[k].gold, all.answerable+s[k].answerable
	}
	return out
}
