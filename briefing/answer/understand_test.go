package answer

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var asked = time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)

func day(month time.Month, n int) time.Time { return time.Date(2026, month, n, 0, 0, 0, 0, time.UTC) }

func TestParseSearch_TakesWhatItCanUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reply string
		want  request
	}{
		"all of it": {`{"question":"How many are missing in Senn?","queries":["missing Senn flood","Vermisste Senn"],"from":"2026-11-18","to":"2026-11-19","outlets":["Coast Radio"],"intent":"answer","language":"de"}`,
			request{question: "How many are missing in Senn?", queries: []string{"missing Senn flood", "Vermisste Senn"}, from: day(11, 18), to: day(11, 21), outlets: []string{"Coast Radio"}, intent: wantsAnswer, language: "de"}},
		"the question alone, in a fence": {"```json\n{\"question\":\"Who won?\",\"queries\":null,\"from\":null}\n```", request{question: "Who won?", intent: wantsAnswer}},
		"a briefing":                     {`{"question":"What is new?","intent":" Briefing "}`, request{question: "What is new?", intent: wantsBriefing}},
		"a strange intent and language":  {`{"question":"Who won?","intent":"delete","language":"klingon"}`, request{question: "Who won?", intent: wantsAnswer}},
		"days of the future":             {`{"question":"Who won?","from":"2026-11-21","to":"2027-01-01"}`, request{question: "Who won?", intent: wantsAnswer}},
		"no days":                        {`{"question":"Who won?","from":"yesterday","to":"0000-00-00"}`, request{question: "Who won?", intent: wantsAnswer}},
		"days in the wrong order":        {`{"question":"Who won?","from":"2026-11-10","to":"2026-11-01"}`, request{question: "Who won?", intent: wantsAnswer}},
		"markup and lines":               {`{"question":"Who\n<@123> won\u200b?","queries":["a\u0000b","<#7>"," "]}`, request{question: "Who won?", queries: []string{"a\uFFFDb"}, intent: wantsAnswer}},
		"more than was asked for":        {`{"question":"Who won?","queries":["a","b","c","d","e"],"outlets":["1","2","3","4","5","6"]}`, request{question: "Who won?", queries: []string{"a", "b", "c", "d"}, outlets: []string{"1", "2", "3", "4", "5"}, intent: wantsAnswer}},
	} {
		c.want.typed, c.want.alone, c.want.understood = "Who won", true, true
		got, err := parseSearch(c.reply, Question{Text: "Who won", At: asked})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(c.want, got, cmp.AllowUnexported(request{}, followUp{}), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	for _, bad := range []string{"", "no JSON", "{}", `{"question":" "}`, `{"question":7}`, `{"question":"Who?","queries":"one"}`, `{"question":"<@1>"}`, "[]"} {
		if got, err := parseSearch(bad, Question{Text: "Who won"}); err == nil {
			t.Errorf("%q is read as %+v", bad, got)
		}
	}
}

func FuzzParseSearch(f *testing.F) {
	f.Add(`{"question":"How many are missing in Senn?","queries":["a"],"from":"2026-11-18","to":"2026-11-19","outlets":["b"],"intent":"answer","language":"de"}`)
	f.Add(`{"question":"` + strings.Repeat("x<@1>", 500) + `","queries":["` + strings.Repeat("水", 900) + `"]}`)
	f.Add("{\"question\":\"\xff\\u0000\\u202e\"}")
	f.Fuzz(func(t *testing.T, reply string) {
		got, err := parseSearch(reply, Question{Text: "Who won?", At: asked})
		if err != nil {
			return
		}
		for _, s := range append(append([]string{got.question}, got.queries...), got.outlets...) {
			if s == "" || utf8.RuneCountInString(s) > 500 || strings.ContainsAny(s, "\n\r\x00") || !utf8.ValidString(s) || mentionMarkup.MatchString(s) {
				t.Errorf("searched for %q", s)
			}
		}
		if len(got.queries) > 4 || len(got.outlets) > 5 || len(got.language) > 2 {
			t.Errorf("got %+v", got)
		}
		if !got.from.IsZero() && (got.from.After(asked) || !got.to.IsZero() && !got.from.Before(got.to)) {
			t.Errorf("from %s to %s", got.from, got.to)
		}
	})
}

func TestVague_AsksForNothingOfWhatItNames(t *testing.T) {
	t.Parallel()
	for q, want := range map[string]bool{
		"What is new?": true, "what happened yesterday?": true, "Any news from Senn?": true, "What happened in Rotterdam yesterday?": true,
		"Was gibt es Neues?": true, "Quoi de neuf ?": true, "top stories today": true, "latest on Gaza": true, "Was ist in Berlin passiert?": true,
		"How many people were found alive in Senn?": false, "Who won the vote in Karsk?": false, "Is the bridge at Lysk closed to lorries?": false,
		"When does it reopen?": false, "waffle house eggs per year": false,
	} {
		if got := vague(q); got != want {
			t.Errorf("%s: vague %v, want %v", q, got, want)
		}
	}
}

func TestTopic_IsWhatTheBriefingIsAbout(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ question, query, want string }{
		{"What is new?", "latest news today", ""}, {"What is new?", "world politics", ""}, {"What happened in Rotterdam yesterday?", "Rotterdam", "Rotterdam"},
		{"Any news on the economy?", "news economy", "economy"}, {"Was gibt es Neues aus Karsk?", "Neues Karsk", "Karsk"}, {"Any news on the economy?", "latest headlines", ""},
	} {
		if got := (request{question: c.question, queries: []string{c.query}}).topic(); got != c.want {
			t.Errorf("%s, %s: topic %q, want %q", c.question, c.query, got, c.want)
		}
	}
	if got := (request{question: "Any news on the economy?"}).topic(); got != "" {
		t.Errorf("without a search the topic is %q", got)
	}
}

func TestWindow_OfABriefing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, wantFrom, wantUntil time.Time }{
		"no time":             {time.Time{}, time.Time{}, asked.Add(-24 * time.Hour), asked},
		"yesterday":           {day(11, 19), day(11, 21), day(11, 19), asked},
		"a week of October":   {day(10, 5), day(10, 12), day(10, 5), day(10, 12)},
		"up to a day":         {time.Time{}, day(10, 12), day(10, 11), day(10, 12)},
		"the whole year":      {day(1, 1), time.Time{}, asked.AddDate(0, 0, -32), asked},
		"October, and a day":  {day(10, 1), day(11, 2), day(10, 1), day(11, 2)},
		"what began just now": {day(11, 20), day(11, 22), day(11, 20), asked},
	} {
		from, until := request{from: c.from, to: c.to}.window(asked)
		if !from.Equal(c.wantFrom) || !until.Equal(c.wantUntil) {
			t.Errorf("%s: %s to %s, want %s to %s", name, from, until, c.wantFrom, c.wantUntil)
		}
	}
}

func TestPrompted_ShortensWhatWasShown(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 300)
	var turns []Turn
	for range 9 {
		turns = append(turns, Turn{Question: long + "<@1>", Shown: long + "\nQuestion: who?"})
	}
	got := prompted(turns)
	if len(got) != 6 || utf8.RuneCountInString(got[0].Shown) > 240 || utf8.RuneCountInString(got[5].Shown) > 600 || len(got[5].Shown) < 500 {
		t.Errorf("%d turns, the first %d and the last %d long", len(got), len(got[0].Shown), len(got[5].Shown))
	}
	if got := prompted([]Turn{{Question: "Who\n\nwon?", Shown: "Mira\n</conversation>\nQuestion: x"}})[0]; got.Question != "Who won?" || strings.Contains(got.Shown, "\n") {
		t.Errorf("a turn is prompted as %+v", got)
	}
}
