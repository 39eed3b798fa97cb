package write

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/storetest"
)

// ferry is an article of seven sentences.
func ferry() claim.Article {
	body := "The ferry Barbie left Karsk on Monday. It carried 120 people. " +
		"A court ruled that Tilda Roos of the harbour office had acted lawfully. The union criticised the minister. " +
		"No one was hurt, the captain said. Fares rise by 4 euros in May. The line runs until 2030."
	return claim.Article{Spans: text.Sentences(body, "en"), Item: store.Item{
		Article: store.Article{ID: 1, URL: "https://coast.example/a", Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)},
		Version: store.Version{ID: 1, No: 1, Title: "Ferry leaves late", Lang: "en", Text: body}}}
}

// judge is a second reader that denies the claims in which one of the words stands.
type judge struct {
	deny  []string
	err   error
	asked []llm.Request
}

func (j *judge) Generate(_ context.Context, q llm.Request) (llm.Reply, error) {
	j.asked = append(j.asked, q)
	type verdict struct {
		Label  string `json:"label"`
		Stated bool   `json:"stated"`
		Why    string `json:"why"`
	}
	var out struct {
		Verdicts []verdict `json:"verdicts"`
	}
	for line := range strings.Lines(q.Messages[len(q.Messages)-1].Content) {
		label, said, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok || !strings.HasPrefix(label, "C") {
			continue
		}
		v := verdict{Label: label, Stated: true}
		if slices.ContainsFunc(j.deny, func(w string) bool { return strings.Contains(said, w) }) {
			v.Stated, v.Why = false, "roles"
		}
		out.Verdicts = append(out.Verdicts, v)
	}
	encoded, err := json.Marshal(out)
	return llm.Reply{Text: string(encoded), In: 1, Out: 1}, errors.Join(j.err, err)
}

func trustedReader(model llm.Generator) *Reader {
	reader := &Reader{Model: model, Name: "judge"}
	reader.trusted.Store(true)
	return reader
}

// written are the texts of claims with the words that each cites.
func written(claims []claim.Claim) (out []string) {
	for _, c := range claims {
		line := c.Kind + ": " + c.Text
		for _, cite := range c.Cites {
			line += " [" + cite.Quote + "]"
		}
		out = append(out, line)
	}
	return out
}

func TestCompose_ReadsTwice(t *testing.T) {
	for name, c := range map[string]struct {
		first, again string   // replies
		deny         []string // by the second reader
		err          error    // of the second reader
		nobody       bool     // no second reader
		requests     int      // limit
		want         []string
		asked, read  int
	}{
		"far paraphrases are the reader's to judge": {
			first: claims("Roos did nothing illegal, judges found.", "S3", "The union attacked the minister.", "S4"),
			want: []string{"written: Roos did nothing illegal, judges found. [A court ruled that Tilda Roos of the harbour office had acted lawfully.]",
				"written: The union attacked the minister. [The union criticised the minister.]"}, asked: 1, read: 1},
		"a name may stand elsewhere in the article": {
			first: claims("The Barbie carried 120 people.", "S2"),
			want:  []string{"written: The Barbie carried 120 people. [It carried 120 people.]"}, asked: 1, read: 1},
		"a number beside the cited sentence widens the citation": {
			first: claims("Fares rise by 4 euros on a line that runs until 2030.", "S6"),
			want:  []string{"written: Fares rise by 4 euros on a line that runs until 2030. [Fares rise by 4 euros in May. The line runs until 2030.]"}, asked: 1, read: 1},
		"a number of no cited sentence is asked for again": {
			first: claims("The ferry carried 130 people.", "S2"), again: claims("The ferry carried 120 people.", "S2"),
			want: []string{"written: The ferry carried 120 people. [It carried 120 people.]"}, asked: 2, read: 1},
		"what the reader denies is asked for again and read again": {
			first: claims("The minister criticised the union.", "S4"), again: claims("The union criticised a minister.", "S4"), deny: []string{"The minister criticised"},
			want: []string{"written: The union criticised a minister. [The union criticised the minister.]"}, asked: 2, read: 2},
		"within three requests it is not asked for again, its sentence is quoted": {
			first: claims("The minister criticised the union and the harbour.", "S4", "The Barbie carried 120 people.", "S2"), deny: []string{"The minister criticised"}, requests: 2,
			want: []string{"written: The Barbie carried 120 people. [It carried 120 people.]"}, asked: 1, read: 1},
		"a copied sentence is a quotation and needs no reader": {
			first: claims("S4 | The union criticised the minister.", "S4"), deny: []string{"union"},
			want: []string{"quoted: The union criticised the minister. [The union criticised the minister.]"}, asked: 1},
		"without a reader the strict rules hold": {
			first: claims("Roos did nothing illegal, judges found.", "S3", "The union criticised the minister on Monday in Karsk.", "S4"), again: claims("The ferry Barbie left on Monday from Karsk.", "S1"), nobody: true,
			want: []string{"written: The ferry Barbie left on Monday from Karsk. [The ferry Barbie left Karsk on Monday.]"}, asked: 2},
		"and where it does not answer": {
			first: claims("Roos did nothing illegal, judges found.", "S3", "The ferry Barbie left on Monday from Karsk.", "S1"), err: errors.New("down"), requests: 2,
			want: []string{"written: The ferry Barbie left on Monday from Karsk. [The ferry Barbie left Karsk on Monday.]"}, asked: 1, read: 1},
	} {
		t.Run(name, func(t *testing.T) {
			model, second := &llm.Fake{Replies: []string{c.first, c.again}}, &judge{deny: c.deny, err: c.err}
			comp := &Composer{Model: model, Kind: KindAnswer, Extracts: []Extract{{ferry(), []int{0, 1, 2, 3, 4, 5, 6}}}, Most: 3, Requests: c.requests}
			if !c.nobody {
				comp.Reader = trustedReader(second)
			}
			got, err := comp.Compose(t.Context(), PromptData{Question: "What happened?"})
			if err != nil || !slices.Equal(written(got.Claims), c.want) {
				t.Errorf("got %q, %v, want %q", written(got.Claims), err, c.want)
			}
			if len(model.Asked()) != c.asked || len(second.asked) != c.read {
				t.Errorf("asked %d times and read %d times, want %d and %d", len(model.Asked()), len(second.asked), c.asked, c.read)
			}
		})
	}
}

// claims is a reply with claims and a label for each.
func claims(said ...string) string {
	var reply ModelReply
	for i := 0; i < len(said); i += 2 {
		reply.Claims = append(reply.Claims, ModelClaim{said[i], []string{said[i+1]}})
	}
	encoded, err := json.Marshal(reply)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func TestCompose_NoNewsGivesItsPlaceAway(t *testing.T) {
	for reply, abstain := range map[string]bool{
		`{"news":false,"heading":{"text":"","cites":[]},"claims":[]}`: true,
		`{"abstain":true,"claims":[],"unanswered":["who"]}`:           true,
		`{"news":true,"heading":{"text":"Ferry leaves Karsk","cites":["S1"]},"claims":[{"text":"The ferry Barbie left Karsk on Monday.","cites":["S1"]}]}`: false,
	} {
		comp := &Composer{Model: &llm.Fake{Replies: []string{reply}}, Kind: KindStory, Extracts: []Extract{{ferry(), []int{0, 1}}}, Most: 3}
		got, err := comp.Compose(t.Context(), PromptData{})
		if err != nil || got.Abstain != abstain || (got.Heading == nil) != abstain {
			t.Errorf("%s: %+v, %v", reply, got, err)
		}
	}
}

func TestWrite_KeepsWhatOthersMaySee(t *testing.T) {
	for name, c := range map[string]struct {
		composed Composed
		again    bool // it is written once more for the next who asks
	}{
		"read": {Composed{}, false}, "not read by the trusted reader": {Composed{unread: errors.New("down")}, true},
		"with what the asker alone may see": {Composed{Unanswered: []string{"who paid"}}, true},
		"the same, not read":                {Composed{Unanswered: []string{"who paid"}, unread: errors.New("down")}, true},
	} {
		st := storetest.Open(t)
		reader := trustedReader(&judge{})
		m := Memo{Kind: KindAnswer, Prompt: "p", Model: "m", Lang: "en", Question: "Who?"}
		wrote := 0
		for range 2 {
			got, read, err := reader.Write(t.Context(), st, m, nil, func(context.Context) ([]claim.Claim, error) {
				wrote++
				return c.composed.Text([]claim.Claim{{Text: "Senn was found.", Kind: claim.KindWritten}})
			})
			if err != nil || len(got) != 1 || read != (c.composed.unread == nil) {
				t.Fatalf("%s: %v, read %v, %v", name, got, read, err)
			}
		}
		if (wrote == 2) != c.again {
			t.Errorf("%s: written %d times", name, wrote)
		}
		if got, read, err := (*Reader)(nil).Write(t.Context(), st, m, nil, func(context.Context) ([]claim.Claim, error) { return nil, errors.New("anew") }); c.composed.unread != nil && c.composed.Unanswered == nil && (err != nil || len(got) != 1 || read) {
			t.Errorf("%s: it is not kept as a text that nobody read: %v", name, err)
		}
	}
}

func TestExtracts_GrowAroundWhatIsWanted(t *testing.T) {
	src := ferry()
	for _, c := range []struct {
		tokens int
		want   []int
	}{{40, nil}, {80, []int{0, 1}}, {110, []int{0, 1, 5}}, {2000, []int{0, 1, 2, 3, 4, 5, 6}}} {
		got, err := Extracts([]Wanted{{Src: src, Hits: []int{5}}}, c.tokens)
		var long *llm.TooLongError
		if len(c.want) == 0 && len(got) == 0 && errors.As(err, &long) && long.Need > long.Most && long.Most == c.tokens+instructions+replyTokens {
			continue
		}
		if len(got) != 1 || !slices.Equal(got[0].Picks, c.want) {
			t.Errorf("%d tokens: %+v, want %v", c.tokens, got, c.want)
		}
	}
}

func TestCompose_HeadingWithoutWordsIsNone(t *testing.T) {
	for _, reply := range []string{`{"news":true,"heading":{"text":" ","cites":["S2"]},`, `{"news":true,`} {
		model := &llm.Fake{Replies: []string{reply + `"claims":[{"text":"The Barbie carried 120 people.","cites":["S2"]}]}`}}
		comp := &Composer{Model: model, Kind: KindStory, Extracts: []Extract{{ferry(), []int{0, 1}}}, Most: 3, Reader: trustedReader(&judge{})}
		got, err := comp.Compose(t.Context(), PromptData{Claims: 3, Words: 45})
		if err != nil || got.Heading != nil || len(got.Claims) != 1 || !got.Led {
			t.Errorf("%s gave %+v, %v", reply, got, err)
		}
	}
}

// A heading as titles are written is read as a sentence where it does not hold so.
func TestCompose_HeadingInCapitals(t *testing.T) {
	for heading, want := range map[string]string{
		"Union Criticised The Minister": "Union Criticised The Minister",
		"Union Criticises The Minister": "Union criticises the minister",
		"Union Criticised Lena Falk":    "",
	} {
		reply := fmt.Sprintf(`{"news":true,"heading":{"text":%q,"cites":["S3","S4"]},"claims":[{"text":"The ferry Barbie left on Monday from Karsk.","cites":["S1"]}]}`, heading)
		comp := &Composer{Model: &llm.Fake{Replies: []string{reply}}, Kind: KindStory, Extracts: []Extract{{ferry(), []int{0, 1, 2, 3, 4, 5, 6}}}, Most: 3, Requests: 1}
		got, err := comp.Compose(t.Context(), PromptData{})
		said := ""
		if err == nil && got.Heading != nil {
			said = got.Heading.Text
		}
		if said != want {
			t.Errorf("%q: %q, %v, want %q", heading, said, err, want)
		}
	}
}

// A heading whose capitals make names of words is asked for once more as a sentence.
func TestCompose_HeadingInCapitalsIsAskedForAsASentence(t *testing.T) {
	reply := func(heading string) string {
		return fmt.Sprintf(`{"news":true,"heading":{"text":%q,"cites":["S3","S4"]},"claims":[{"text":"The ferry Barbie left on Monday from Karsk.","cites":["S1"]}]}`, heading)
	}
	model := &llm.Fake{Replies: []string{reply("Union Criticised The Minister Harshly"), reply("Union criticised the minister")}}
	comp := &Composer{Model: model, Kind: KindStory, Extracts: []Extract{{ferry(), []int{0, 1, 2, 3, 4, 5, 6}}}, Most: 3, Requests: 2}
	got, err := comp.Compose(t.Context(), PromptData{})
	if err != nil || got.Heading == nil || got.Heading.Text != "Union criticised the minister" {
		t.Errorf("%+v, %v", got.Heading, err)
	}
	if last := model.Asked()[len(model.Asked())-1]; !strings.Contains(last.Messages[len(last.Messages)-1].Content, "capitals only where a sentence has them") {
		t.Errorf("asked %q", last.Messages[len(last.Messages)-1].Content)
	}
}

// Of several sentences in the place of one those that hold are told.
func TestCompose_ClaimOfSeveralSentences(t *testing.T) {
	for said, want := range map[string][]string{
		"The ferry Barbie left on Monday from Karsk. It sank.":                                   {"The ferry Barbie left on Monday from Karsk."},
		"Mark your calendars! The ferry Barbie left on Monday from Karsk.":                       {"The ferry Barbie left on Monday from Karsk."},
		"The ferry carried 130 people. The ferry carried 140 people.":                            nil,
		strings.Repeat("The ferry carried 130 people. ", 9) + "The ferry Barbie left on Monday.": nil, // too far behind
	} {
		comp := &Composer{Model: &llm.Fake{Replies: []string{claims(said, "S1")}}, Kind: KindAnswer, Extracts: []Extract{{ferry(), []int{0, 1}}}, Most: 3, Requests: 1}
		got, _ := comp.Compose(t.Context(), PromptData{Question: "What happened?"})
		var told []string
		for _, c := range got.Claims {
			told = append(told, c.Text)
		}
		if !slices.Equal(told, want) {
			t.Errorf("%q: told %q, want %q", said, told, want)
		}
	}
}

// Of several sentences in the place of one none is told that leans on one which fell, in a
// story neither, and none is told alone of those that accuse.
func TestCompose_ClaimOfSeveralSentencesThatNeedEachOther(t *testing.T) {
	report := func(lang, body string) claim.Article {
		out := ferry()
		out.Spans, out.Item.Version.Lang, out.Item.Version.Text = text.Sentences(body, lang), lang, body
		return out
	}
	for _, c := range []struct{ lang, report, said string }{
		{"en", "Jonas Pell had left. Pell died on Monday in Karsk after a long illness.", "Erik Moss sold 300 boats. He died on Monday in Karsk after a long illness."},
		{"de", "Jonas Pell verließ das Haus. Pell starb am Montag in Karsk nach langer Krankheit.", "Erik Moss verkaufte 300 Boote. Er starb am Montag in Karsk nach langer Krankheit."},
		{"es", "Jonas Pell dejó la casa. Pell murió el lunes en Karsk tras una larga enfermedad.", "Erik Moss vendió 300 barcos. Él murió el lunes en Karsk tras una larga enfermedad."},
		{"fr", "Jonas Pell a quitté la maison. Pell est mort lundi à Karsk après une longue maladie.", "Erik Moss a vendu 300 bateaux. Il est mort lundi à Karsk après une longue maladie."},
		{"en", "Police arrested a man on Monday in Karsk. He is a baker of the town, Erik Moss.", "Police arrested 2 men on Monday in Karsk. The baker of the town is Erik Moss."},
	} {
		for _, kind := range []string{KindAnswer, KindStory} {
			for first, second := range map[string]string{claims(c.said, "S2"): claims(), claims("They were 700.", "S1"): claims(c.said, "S2")} {
				comp := &Composer{Model: &llm.Fake{Replies: []string{first, second}}, Kind: kind, Extracts: []Extract{{report(c.lang, c.report), []int{0, 1}}}, Most: 3, Requests: 2}
				if got, _ := comp.Compose(t.Context(), PromptData{}); slices.ContainsFunc(got.Claims, func(said claim.Claim) bool { return said.Kind == claim.KindWritten }) {
					t.Errorf("%s, %s: told %+v", kind, c.said, got.Claims)
				}
			}
		}
	}
}

func TestCompose_TellsOfEachSentenceThatItStops(t *testing.T) {
	model := &llm.Fake{Replies: []string{claims("The ferry carried 130 people.", "S2", "The minister criticised the union.", "S4", "The Barbie carried 120 people.", "S2"), claims("The ferry carried 140 people.", "S2")}}
	var got []string
	comp := &Composer{Model: model, Kind: KindAnswer, Extracts: []Extract{{ferry(), []int{0, 1, 2, 3, 4, 5, 6}}}, Most: 3, Reader: trustedReader(&judge{deny: []string{"criticised the union"}}),
		Stopped: func(said, why string) { got = append(got, said+" "+why) }}
	if _, err := comp.Compose(t.Context(), PromptData{Question: "What happened?"}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"130 people", "140 people", "The minister criticised the union. " + readReasons["roles"]} {
		if len(got) != 3 || !strings.Contains(got[i], want) {
			t.Errorf("stopped %q, want %q as number %d", got, want, i+1)
		}
	}
}

func TestReports_AllBeginBeforeOneGoesOn(t *testing.T) {
	first, second, third := ferry(), ferry(), ferry()
	second.Item.Version.ID, third.Item.Version.ID = 2, 3
	third.Item.Version.Lang = "xx"
	wanted := []Wanted{{Src: first, Hits: []int{5}, Lead: 2}, {Src: second, Lead: 1}, {Src: third}}
	for _, c := range []struct {
		tokens int
		want   [][]int
	}{{0, nil}, {40, nil}, {100, [][]int{{2, 3}}}, {140, [][]int{{2}, {1}}}, {250, [][]int{{2, 3, 4, 5, 6}, {1, 2}}}, {1000, [][]int{{0, 1, 2, 3, 4, 5, 6}, {0, 1, 2, 3, 4, 5, 6}}}} {
		var got [][]int
		extracts, err := Reports(wanted, c.tokens)
		if (err != nil) != (c.want == nil) {
			t.Errorf("%d tokens: %v", c.tokens, err)
		}
		for _, x := range extracts {
			got = append(got, x.Picks)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%d tokens (-want +got):\n%s", c.tokens, d)
		}
	}
}

// Of what was taken back a prompt shows nothing, and of an article of which nothing is left
// no headline.
func TestExtracts_NothingOfWhatWasTakenBack(t *testing.T) {
	part, all := ferry(), ferry()
	part.Spans, all.Spans = slices.Clone(part.Spans), slices.Clone(all.Spans)
	part.Spans[1].End = part.Spans[1].Start
	for i := range all.Spans {
		all.Spans[i].End = all.Spans[i].Start
	}
	for name, choose := range map[string]func([]Wanted, int) ([]Extract, error){"answer": Extracts, "story": Reports} {
		if _, err := choose([]Wanted{{Src: all, Hits: []int{0}}}, 5000); !errors.Is(err, ErrGone) {
			t.Errorf("%s: of nothing that is left: %v", name, err)
		}
		got, err := choose([]Wanted{{Src: all, Hits: []int{0}}, {Src: part, Hits: []int{1}}}, 5000)
		if err != nil || len(got) != 1 || slices.Contains(got[0].Picks, 1) || len(got[0].Picks) != len(part.Spans)-1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestExtracts_TheBestGrowWhereThereIsLittleRoom(t *testing.T) {
	var all []Wanted
	for id := range int64(8) {
		src := ferry()
		src.Item.Version.ID = id + 1
		all = append(all, Wanted{Src: src, Hits: []int{5}})
	}
	for _, c := range []struct{ tokens, articles, best int }{{400, 2, 7}, {800, 5, 7}, {4000, 8, 7}} {
		got, err := Extracts(all, c.tokens)
		if err != nil || len(got) != c.articles || len(got[0].Picks) != c.best {
			t.Errorf("%d tokens: %d articles, %v of the best", c.tokens, len(got), got[0].Picks)
		}
	}
}
