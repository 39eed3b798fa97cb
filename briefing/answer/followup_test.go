package answer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/storetest"
)

// coast is a small archive: a flood, the bridge it closed, and far away a
// strike and a vote in a town that has its own missing.
var coast = []feed.Item{
	briefingtest.Article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said. At least 12 people are still missing in the lower streets, said Ada Brandt of the rescue service. Boats went on looking for them in the night."),
	briefingtest.Article("bridge", "Coast Radio", "Bridge at Lysk closed after the flood of Senn", "The bridge at Lysk was closed on Friday because the flood of Senn had damaged two pillars. The bridge will reopen on 4 December, the road office of Lysk said. Drivers must go by the old road until then."),
	briefingtest.Article("strike", "North Wire", "Port strike in Karsk enters its second week", "Dock workers in Karsk went on with their strike in the port on Friday, the union said. Two fishermen are missing off Karsk since a storm on Thursday, the harbour master Olaf Reen said. Ships wait outside the harbour."),
	briefingtest.Article("vote", "North Wire", "Mira Tal wins the vote in Karsk", "Mira Tal won the vote for mayor in Karsk with 54 percent, the election office said. The loser congratulated her in the evening."),
}

// talk asks the questions of one conversation, each with those before it.
type talk struct {
	t      *testing.T
	ask    *answer.Answerer
	scope  store.Scope
	before []string
}

func newTalk(d *briefingtest.Desk, model llm.Generator) *talk {
	d.Read(coast...)
	return &talk{t: d.T, ask: &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: model, Name: "fake"}, scope: d.Scope}
}

func (c *talk) once(q string, before ...string) answer.Answer {
	c.t.Helper()
	ans, err := c.ask.Ask(context.Background(), answer.Question{Text: q, Scope: c.scope, At: briefingtest.Noon.Add(time.Hour), Turns: turnsOf(before...)})
	if err != nil {
		c.t.Fatal(err)
	}
	return ans
}

func (c *talk) next(q string) answer.Answer {
	c.t.Helper()
	ans := c.once(q, c.before...)
	c.before = append(c.before, q)
	return ans
}

func TestCarry_NamesOfTheQuestionBefore(t *testing.T) {
	type turn struct{ q, want, continuing string }
	for name, turns := range map[string][]turn{
		"English": {
			{"How many people were found alive in Senn?", "found 40 people alive", ""},
			{"And how many are missing?", "12 people are still missing", "Senn"},
			{"Who said so?", "said Ada Brandt", "Senn"},
			{"What about the bridge?", "The bridge at Lysk was closed", "Senn"},
			{"When will it reopen?", "4 December", "Senn"},
			{"Who won the vote in Karsk?", "Mira Tal won", ""},
			{"And how many are missing?", "Two fishermen are missing", "Karsk"},
		},
		"another place": {
			{"How many are missing in Senn?", "12 people are still missing", ""},
			{"And in Karsk?", "Two fishermen are missing", "missing"},
			{"Who said so?", "master Olaf Reen said", "missing"},
		},
		"lower case": {
			{"is the bridge closed after the flood in senn?", "The bridge at Lysk was closed", ""},
			{"when will it reopen?", "4 December", "closed, senn, bridge"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				c := newTalk(briefingtest.NewDesk(t, s), nil)
				for _, turn := range turns {
					ans := c.next(turn.q)
					if text := briefingtest.Say(ans.Blocks()); !strings.Contains(text, turn.want) {
						t.Errorf("%s: %q is not in:\n%s", turn.q, turn.want, text)
					}
					if ans.Continuing != turn.continuing {
						t.Errorf("%s: continuing %q, want %q", turn.q, ans.Continuing, turn.continuing)
					}
				}
			})
		})
	}
}

func TestCarry_NothingIntoAWholeQuestion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newTalk(briefingtest.NewDesk(t, s), nil)
		for _, q := range []string{"Who won the vote in Karsk?", "How many people were found alive in Senn?", "Which bridge was closed because of the flood?", "Who is Mira Tal?", "Is there a strike in the port this week?", "Did Olaf Reen say that?"} {
			want := c.once(q)
			got := c.once(q, "How many people were found alive in Senn?", "What about the bridge at Lysk?")
			if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(claim.Claim{}, claim.Cite{})); d != "" {
				t.Errorf("%s (-alone +in a conversation):\n%s", q, d)
			}
		}
	})
}

func TestCarry_NotWhereItFindsSomethingElse(t *testing.T) {
	t.Parallel()
	c := newTalk(briefingtest.NewDesk(t, storetest.Open(t)), nil)
	for _, q := range []string{"What about the strike?", "strike", "And dock workers?", "And when does the strike end?"} {
		ans := c.once(q, "How many people were found alive in Senn?")
		if len(ans.Passages) == 0 || ans.Passages[0].Cites[0].Article != "strike" || ans.Continuing != "" {
			t.Errorf("%s: continuing %q:\n%s", q, ans.Continuing, briefingtest.Say(ans.Blocks()))
		}
	}
	if ans := c.once("How many are missing?", "Is there a strike in Karsk?"); ans.Continuing != "Karsk" {
		t.Errorf("continuing %q:\n%s", ans.Continuing, briefingtest.Say(ans.Blocks()))
	}
}

func TestAsk_SmallTalkIsMet(t *testing.T) {
	t.Parallel()
	c := newTalk(briefingtest.NewDesk(t, storetest.Open(t)), nil)
	for q, want := range map[string]string{"danke": "You are welcome.", "What can you do?": "I answer questions from the news", "help": "I answer questions from the news"} {
		ans := c.once(q, "How many people were found alive in Senn?")
		if said := briefingtest.Say(ans.Blocks()); !ans.Chat || !ans.Abstained || len(ans.Passages) > 0 || !strings.HasPrefix(said, want) {
			t.Errorf("%s: %s", q, said)
		}
	}
}

func TestCarry_NotIntoAnotherStory(t *testing.T) {
	c := newTalk(briefingtest.NewDesk(t, storetest.Open(t)), nil)
	ans := c.once("When does it end?", "Is there a strike in Senn?")
	for _, cl := range ans.Passages {
		if cl.Cites[0].Article == "strike" {
			t.Errorf("the strike of Karsk answers for Senn: %s", cl.Text)
		}
	}
	if ans := c.once("And how many are missing?", "Who won the chess championship in Reykjavik?"); len(ans.Passages) > 0 {
		t.Errorf("the missing of the coast answer for Reykjavik: %s", briefingtest.Say(ans.Blocks()))
	}
}

func TestAsk_FollowUpRepeatsNoUnsourcedWord(t *testing.T) {
	c := newTalk(briefingtest.NewDesk(t, storetest.Open(t)), nil)
	for _, before := range []string{"Is Tilda Crook a murderer in Senn?", "Did Mayor Crook poison Senn?", "Is Reykjavik burning?", "Is the arsonist caught?"} {
		for _, q := range []string{"And how many are missing?", "When will it reopen?", "Why?"} {
			ans := c.once(q, before)
			text := briefingtest.Say(ans.Blocks())
			for _, bad := range []string{"Crook", "murderer", "poison", "Reykjavik", "arsonist"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s after %s: %q is shown:\n%s", q, before, bad, text)
				}
			}
		}
	}
}

func TestContinuing_IsSaidInTheLastLine(t *testing.T) {
	c := newTalk(briefingtest.NewDesk(t, storetest.Open(t)), nil)
	ans := c.once("And how many are missing?", "How many people were found alive in Senn?")
	blocks := ans.Blocks()
	if last := briefingtest.Say(blocks[len(blocks)-1:]); !strings.HasSuffix(last, " Continuing: Senn. /new starts afresh.\n") {
		t.Errorf("an answer ends with %q", last)
	}
	ans = c.once("And how many drowned?", "Who closed the bridge at Lysk after the flood of Senn?")
	if !ans.Abstained || len(ans.Passages) == 0 {
		t.Fatalf("got %s", briefingtest.Say(ans.Blocks()))
	}
	blocks = ans.Blocks()
	if last := briefingtest.Say(blocks[len(blocks)-1:]); blocks[len(blocks)-1].Kind != message.Small || !strings.HasSuffix(last, " Continuing: Lysk, Senn. /new starts afresh.\n") {
		t.Errorf("a refusal ends with %q", last)
	}
}

func TestCarry_InOtherLanguages(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	c := newTalk(d, nil)
	d.Read(
		briefingtest.Article("de", "Küstenfunk", "Zwölf Vermisste nach der Flut in Oru", "In Oru werden nach der Flut noch 12 Menschen vermisst, sagte der Rettungsdienst am Freitag. Die Feuerwehr suchte die ganze Nacht mit Booten nach ihnen."),
		briefingtest.Article("es", "Radio Costa", "El puente de Talo sigue cerrado", "Talo reabrirá su puente el 4 de diciembre, dijo el ministerio de carreteras este viernes. Los camiones deben usar la carretera vieja hasta entonces."),
		briefingtest.Article("fr", "Radio Côte", "Le port de Brell reste fermé", "Le port de Brell va rouvrir le 4 décembre, a annoncé vendredi la préfecture. Les navires attendent au large depuis la tempête."))
	for _, q := range []struct{ before, q, want, continuing string }{
		{"Was ist in Oru passiert?", "Und wie viele werden dort vermisst?", "12 Menschen vermisst", "Oru"},
		{"¿Qué pasa con el puente de Talo?", "¿Y cuándo reabrirá?", "4 de diciembre", "Talo"},
		{"Qu'est-ce qui se passe au port de Brell ?", "Et quand va-t-il rouvrir ?", "4 décembre", "Brell"},
	} {
		ans := c.once(q.q, q.before)
		if text := briefingtest.Say(ans.Blocks()); !strings.Contains(text, q.want) || ans.Continuing != q.continuing {
			t.Errorf("%s: continuing %q, got %s", q.q, ans.Continuing, text)
		}
	}
}

func TestAsk_ModelGetsTheResolvedQuestion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		fake := &briefingtest.Kinds{Replies: map[string][]string{"search": {"{}"}, "": {briefingtest.Reply("", "At least 12 people are still missing in the lower streets, said Ada Brandt of the rescue service.")}}}
		c := newTalk(briefingtest.NewDesk(t, s), fake)
		ask := func(before string) string {
			t.Helper()
			n := len(fake.Prompts(""))
			c.once("And how many are missing?", before)
			if asked := fake.Prompts("")[n:]; len(asked) > 1 {
				return asked[1]
			}
			return ""
		}
		if got := ask("How many people were found alive in Senn?"); !strings.Contains(got, "Question: And how many are missing? (continuing: Senn)") {
			t.Errorf("the model was asked %q", got)
		}
		if got := ask("Who reached the village of Senn?"); got != "" {
			t.Error("the same resolved question was written twice")
		}
		if got := ask("Who is Ada Brandt of Senn?"); !strings.Contains(got, "(continuing: Ada Brandt of Senn)") {
			t.Errorf("another resolved question was not written anew: %q", got)
		}
	})
}
