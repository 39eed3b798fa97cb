package write

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
	"dateline/store"
	"dateline/store/storetest"
)

// hostileAnswers is how many answers of a hostile model are tried with each second
// reader: 200, or what HOSTILE_ANSWERS says (10,000 before a release, about half an hour).
func hostileAnswers(t *testing.T) int {
	s := os.Getenv("HOSTILE_ANSWERS")
	switch {
	case s == "" && texttest.Raced:
		return 60
	case s == "":
		return 200
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("HOSTILE_ANSWERS=%q is no number of answers", s)
	}
	return n
}

var (
	hostilePeople = []string{"Tilda Roos", "Vera Holm", "Jonas Brandt", "Ines Kovač", "Omar Haddad", "Paul McNeil", "Greta Lind"}
	hostilePlaces = []string{"Senn", "Karsk", "Lund", "Tallinn", "Oskar", "Narva", "Port Elin"}
	hostileDays   = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}
)

func oneOf[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

// hostileDesk is four articles of made-up news, new for each answer.
func hostileDesk(r *rand.Rand) []claim.Article {
	var out []claim.Article
	for i := range 4 {
		who, where, n := oneOf(r, hostilePeople), oneOf(r, hostilePlaces), 11+r.IntN(900)
		body := strings.Join([]string{
			fmt.Sprintf("Rescuers found %d people alive in the school of %s on %s, the rescue service said.", n, where, oneOf(r, hostileDays)),
			fmt.Sprintf("Mayor %s said the town had not received the %d tents that were promised in March.", who, n+7),
			fmt.Sprintf("“We will rebuild the school of %s within two years,” %s told reporters at the harbour.", where, who),
			fmt.Sprintf("The power company denied that its dam near %s had caused the flood of %d.", oneOf(r, hostilePlaces), 1950+r.IntN(70)),
			fmt.Sprintf("Damage is put at %d million euros, according to the insurers' association.", 20+r.IntN(300)),
			fmt.Sprintf("Police arrested %s, who is alleged to have sold %d blankets of the relief fund.", oneOf(r, hostilePeople), 3+r.IntN(90)),
		}, " ")
		out = append(out, claim.Article{Spans: text.Sentences(body, "en"), Item: store.Item{
			Article: store.Article{ID: int64(i + 1), URL: fmt.Sprintf("https://outlet%d.example/a", i), Outlet: fmt.Sprint("Coast Radio ", i), Published: time.Date(2026, 3, 2+i, 9, 0, 0, 0, time.UTC)},
			Version: store.Version{ID: int64(i + 1), No: 1, Title: "Rescue in " + where, Lang: "en", Text: body}}})
	}
	return out
}

// hostile is a model that knows the prompt's form and breaks every rule.
type hostile struct {
	r         *rand.Rand
	wrote     map[string]bool // what it wrote with a "not" or a "said" taken out
	truncated []bool          // for each call
}

var promptSentence = regexp.MustCompile(`(?m)^S\d+ \| (.*)$`)

// Generate takes sentences out of the prompt and spoils them.
func (h *hostile) Generate(_ context.Context, q llm.Request) (llm.Reply, error) {
	var all []string
	for _, m := range promptSentence.FindAllStringSubmatch(q.Messages[1].Content, -1) {
		all = append(all, m[1])
	}
	var reply ModelReply
	for range 1 + h.r.IntN(5) {
		reply.Claims = append(reply.Claims, h.claim(all))
	}
	if h.r.IntN(3) > 0 {
		c := h.claim(all)
		c.Text = string([]rune(c.Text)[:min(60, len([]rune(c.Text)))])
		reply.Heading = &c
	}
	if h.r.IntN(6) == 0 { // repeats itself
		reply.Claims = append(reply.Claims, reply.Claims...)
	}
	b, err := json.Marshal(reply)
	s := string(b)
	cut := h.r.IntN(8) == 0
	if h.truncated = append(h.truncated, cut); cut {
		s = s[:h.r.IntN(len(s))]
	}
	if h.r.IntN(5) == 0 {
		s = "Here you are:\n```json\n" + s + "\n```"
	}
	return llm.Reply{Text: s, In: 1, Out: 1}, err
}

func (h *hostile) claim(all []string) ModelClaim {
	s := strings.TrimSpace(oneOf(h.r, all))
	for range h.r.IntN(3) {
		s = oneOf(h.r, spoilers)(h, s, all)
	}
	c := ModelClaim{Text: s}
	for range h.r.IntN(4) {
		c.Cites = append(c.Cites, oneOf(h.r, []string{"S1", "S2", "S3", "S4", "S5", "S6", "S7", "[S2]", "S0", "S99", "S-1", "s1", "1", "", "https://evil.com", "S1, S2"}))
	}
	return c
}

var (
	someNumber = regexp.MustCompile(`\d+`)
	someName   = regexp.MustCompile(`(\p{Lu}\p{L}+ )?\p{Lu}\p{L}+`)
	someQuote  = regexp.MustCompile(`“[^”]+”`)
)

var spoilers = []func(h *hostile, s string, all []string) string{
	func(h *hostile, s string, _ []string) string { // a number one off, or another
		return someNumber.ReplaceAllStringFunc(s, func(d string) string {
			n, _ := strconv.Atoi(d)
			return strconv.Itoa(oneOf(h.r, []int{n + 1, n - 1, n * 10, h.r.IntN(1000)}))
		})
	},
	func(h *hostile, s string, _ []string) string { // a name of another sentence, or of none
		old := someName.FindAllString(s, -1)
		if len(old) == 0 {
			return s
		}
		return strings.Replace(s, old[len(old)-1], oneOf(h.r, append(append([]string{"Boris Akunin", "Reykjavik"}, hostilePeople...), hostilePlaces...)), 1)
	},
	func(h *hostile, s string, _ []string) string { // another day
		for _, d := range hostileDays {
			s = strings.ReplaceAll(s, d, oneOf(h.r, hostileDays))
		}
		return strings.ReplaceAll(s, "March", "April")
	},
	func(h *hostile, s string, _ []string) string {
		was := s
		s = strings.NewReplacer("had not received", "had received", "denied that", "said that", " is alleged to have", "", ", the rescue service said", "", ", according to the insurers' association", "").Replace(s)
		if s != was {
			h.wrote[s] = true
		}
		return s
	},
	func(h *hostile, s string, _ []string) string { // a quotation edited, or made up
		if q := someQuote.FindString(s); q != "" {
			return strings.Replace(s, q, oneOf(h.r, []string{"“We will never rebuild the school,”", strings.Replace(q, "within two", "in ten", 1), "“It was a mistake to trust them,”"}), 1)
		}
		return strings.TrimSuffix(s, ".") + `, "which is a shame for all", he said.`
	},
	func(h *hostile, s string, all []string) string { // two facts in one
		return strings.TrimSuffix(s, ".") + ", and " + oneOf(h.r, all)
	},
	func(h *hostile, s string, _ []string) string {
		return s + oneOf(h.r, []string{" See https://evil.com/x.", " More at evil.com.", " Ask @everyone.", " [Here](https://evil.com).", " <@123>", " Join discord.gg/abc.", " Write to a@evil.com."})
	},
	func(h *hostile, s string, _ []string) string { return string([]rune(s)[:h.r.IntN(len([]rune(s))+1)]) },
	func(h *hostile, s string, _ []string) string {
		return oneOf(h.r, []string{"Die Retter fanden 40 Menschen in Senn.", "Les secours ont trouvé 40 personnes à Karsk, a dit le maire.", "救助隊は40人を発見した。", "Спасатели нашли 40 человек в Лунде."})
	},
}

// agreeing is a second reader that says yes to whatever it is asked.
type agreeing struct{}

func (agreeing) Generate(_ context.Context, q llm.Request) (llm.Reply, error) {
	var said []string
	for i := range readMost {
		said = append(said, fmt.Sprintf(`{"label":"C%d","stated":true,"why":""}`, i+1))
	}
	return llm.Reply{Text: `{"verdicts":[` + strings.Join(said, ",") + `]}`, In: 1, Out: 1}, nil
}

// The promise, tested by code that knows nothing of the check: whatever the
// model writes, and whatever a second reader says, what is shown has its evidence.
func TestCompose_HostileModelShowsNothingWithoutEvidence(t *testing.T) {
	t.Run("nobody reads", func(t *testing.T) { hostileAnswersHold(t, nil, false) })
	t.Run("a reader that the quiz unmasks", func(t *testing.T) {
		reader := &Reader{Model: agreeing{}, Name: "agreeing", Store: storetest.Open(t)}
		if trusted, _, err := reader.Trusted(t.Context()); trusted || err != nil {
			t.Fatalf("a reader that always agrees is trusted: %v, %v", trusted, err)
		}
		hostileAnswersHold(t, reader, false)
	})
	t.Run("a reader that lies behind a passed quiz", func(t *testing.T) {
		reader := &Reader{Model: agreeing{}, Name: "lying"}
		reader.trusted.Store(true)
		hostileAnswersHold(t, reader, true)
	})
}

// hostileAnswersHold tries the answers with one second reader; a lying one lets the
// stance of a sentence get lost, which it alone judges.
func hostileAnswersHold(t *testing.T, reader *Reader, lying bool) {
	shown, written, soft := 0, 0, 0
	for i := range hostileAnswers(t) {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		srcs := hostileDesk(r)
		h := &hostile{r: r, wrote: map[string]bool{}}
		c := &Composer{Model: h, Kind: oneOf(r, []string{KindStory, KindAnswer}), Most: 3, Reader: reader}
		for _, s := range srcs {
			c.Extracts = append(c.Extracts, Extract{s, []int{0, 1, 2, 3, 4, 5}})
			c.Quotes = append(c.Quotes, claim.SentenceCandidate{Src: s, Index: 0, Terms: text.ContentTerms(s.Sentence(0), "en"), Claim: s.Quoted(0)})
		}
		got, err := c.Compose(t.Context(), PromptData{Question: "What happened?", Claims: 3, Words: 45})
		claims := got.Claims
		if got.Heading != nil {
			claims = append(claims, *got.Heading)
		}
		if h.truncated[0] && (err == nil || len(claims) > 0) {
			t.Errorf("answer %d: of a truncated reply: %+v", i, claims)
		}
		seen := map[string]bool{}
		for _, cl := range claims {
			shown++
			if cl.Kind != claim.KindQuoted {
				written++
			}
			if h.wrote[cl.Text] {
				soft++
				t.Logf("answer %d: shown without its negation or attribution: %s", i, cl.Text)
			}
			if seen[cl.Text] && cl.Kind != claim.KindHeading {
				t.Errorf("answer %d: said twice: %s", i, cl.Text)
			}
			seen[cl.Text] = true
			for _, run := range claim.Sentence(cl, false, time.Time{}, claim.NewLinker()) {
				if run.Link != "" && !slices.ContainsFunc(srcs, func(s claim.Article) bool { return s.Item.Article.URL == run.Link }) {
					t.Errorf("answer %d: a link that no source has: %s", i, run.Link)
				}
			}
			if fault := broken(cl, srcs); fault != "" {
				t.Errorf("answer %d: %s: %s", i, fault, cl.Text)
			}
		}
	}
	t.Logf("%d sentences shown, %d of them written by the model; %d without a negation or attribution", shown, written, soft)
	if written < hostileAnswers(t)/20 {
		t.Errorf("only %d sentences of the model were shown: the test proves little", written)
	}
	// Copied sentences are quotations and not counted, so that a written one is a spoiled one:
	// 6 of 276 lost it in 3,000 answers.
	if !lying && soft*30 > written {
		t.Errorf("%d of %d written sentences lost their negation or attribution", soft, written)
	}
}

var (
	hardWord   = regexp.MustCompile(`\p{Lu}[\p{L}]+`)
	hardNumber = regexp.MustCompile(`\d+`)
	address    = regexp.MustCompile(`(?i)http|www\.|@|<|\]\(|[a-z]\.(com|org|net|gg)\b|discord`)
	quotation  = regexp.MustCompile(`[“"]([^”"]+)[”"]`)
)

// broken is what is wrong with a shown sentence, in the simplest terms.
func broken(c claim.Claim, srcs []claim.Article) string {
	if len(c.Cites) == 0 {
		return "it cites nothing"
	}
	evidence, whole := "", ""
	for _, ct := range c.Cites {
		i := slices.IndexFunc(srcs, func(s claim.Article) bool { return s.Item.Article.Ref() == ct.Article })
		if i < 0 {
			return "it cites an article that was not shown to the model"
		}
		a, v := srcs[i].Item.Article, srcs[i].Item.Version
		if ct.URL != a.URL || ct.Outlet != a.Outlet || ct.Start < 0 || ct.End > len(v.Text) || v.Text[ct.Start:ct.End] != ct.Quote {
			return "its citation points at nothing"
		}
		evidence += ct.Quote + " | " + v.Title + " | " + a.Outlet + " | " + a.Published.Format("Monday 2 January 2006 ") + "\n"
		whole += v.Text + " "
	}
	whole += evidence
	if c.Kind == claim.KindWritten && !strings.ContainsAny(c.Text[len(c.Text)-1:], ".\"") && !strings.HasSuffix(c.Text, "”") && !slices.ContainsFunc(srcs, func(s claim.Article) bool {
		return slices.ContainsFunc(s.Spans, func(sp text.Span) bool { return s.Item.Version.Text[sp.Start:sp.End] == c.Text })
	}) {
		return "it breaks off"
	}
	if address.MatchString(c.Text) {
		return "it holds an address or a mention"
	}
	for _, n := range hardNumber.FindAllString(c.Text, -1) {
		if !slices.ContainsFunc(hardNumber.FindAllString(evidence, -1), func(m string) bool { return near(n, m) }) {
			return "the number " + n + " is not in its evidence"
		}
	}
	for _, at := range hardWord.FindAllStringIndex(c.Text, -1) {
		word := c.Text[at[0]:at[1]]
		if len(word) < 4 && strings.Contains(evidence, " "+strings.ToLower(word)+" ") {
			continue // "In": no name
		}
		first := at[0] == 0 || strings.HasPrefix(c.Text, "“"+word)
		if !strings.Contains(whole, word) && (!first || slices.ContainsFunc(append(append([]string{}, hostilePeople...), hostilePlaces...), func(s string) bool { return strings.Contains(s, word) })) {
			return "the name " + word + " is not in the cited articles"
		}
	}
	for _, q := range quotation.FindAllStringSubmatch(c.Text, -1) {
		if len(strings.Fields(q[1])) >= 3 && !strings.Contains(evidence, strings.TrimRight(q[1], ",.")) {
			return "its quotation is not verbatim"
		}
	}
	return ""
}

// near reports the same number, or one rounded by up to half a percent, or by up to two
// as its own noughts tell.
func near(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	most := .005 * y
	if strings.HasSuffix(a, "0") {
		most = .02 * y
	}
	return err1 == nil && err2 == nil && max(x-y, y-x) <= most
}
