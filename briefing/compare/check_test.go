package compare

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/storetest"
)

// asked is when the messages are checked.
var asked = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// articles reads testdata/archive.txt.
func articles(t testing.TB) []feed.Item {
	t.Helper()
	body, err := os.ReadFile("testdata/archive.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []feed.Item
	for i, block := range strings.Split(strings.TrimSpace(string(body)), "\n\n")[1:] {
		head, said, _ := strings.Cut(block, "\n")
		part := strings.SplitN(head, " | ", 4)
		published, err := time.Parse("2006-01-02T15:04", part[2])
		if err != nil {
			t.Fatal(err)
		}
		outlet := strings.ReplaceAll(strings.ToLower(text.Fold(part[0])), " ", "-")
		out = append(out, feed.Item{ID: fmt.Sprint("a", i), URL: fmt.Sprintf("https://%s.example/%d", outlet, i), Title: part[3],
			Text: said, Outlet: part[0], Lang: part[1], Published: published, PublishedFrom: "file"})
	}
	return out
}

// desk is a checker over the small archive, which one reader sees.
func desk(t *testing.T, s *store.Store) (Checker, store.Scope) {
	t.Helper()
	d := briefingtest.NewDesk(t, s)
	d.Now = asked
	d.Read(articles(t)...)
	return Checker{Archive: &archive.Archive{Store: s}, Store: s}, d.Scope
}

// verdict is what a result amounts to: reported, otherwise or unknown.
func verdict(r Result) string {
	out := "unknown"
	for _, f := range r.Findings {
		switch {
		case f.Reports.Count > 0:
			return "reported"
		case f.Otherwise.Count > 0:
			out = "otherwise"
		}
	}
	for _, p := range r.Pages {
		if p.Read {
			return "reported"
		}
	}
	return out
}

// messages reads lines of EXPECTED | MESSAGE.
func messages(t testing.TB, file string) (out [][2]string) {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if want, said, ok := strings.Cut(lines.Text(), " | "); ok && !strings.HasPrefix(want, "#") {
			out = append(out, [2]string{want, strings.ReplaceAll(said, `\n`, "\n")})
		}
	}
	return out
}

// verdicts are words that say whether something is so, in the languages of the program.
var verdicts = regexp.MustCompile(`(?i)(?:^|\PL)(?:true|false|fake|hoax|verified|disputed|confirmed|debunked|lie|lies|misinformation|correct|wrong|` +
	`wahr|falsch|gefälscht|bestätigt|widerlegt|umstritten|richtig|lüge|` +
	`verdader[oa]|fals[oa]|verificad[oa]|confirmad[oa]|desmentid[oa]|mentira|bulo|correct[oa]|` +
	`vrai|vraie|faux|fausse|vérifiée?|confirmée?|démentie?|mensonge|exact|` +
	`verdadeir[oa]|corret[oa]|errad[oa]|` +
	`صحيح|صحيحة|خاطئ|كاذب|مزيف|مؤكد|صادق|كذب)(?:\PL|$)`)

// ours is what blocks say without the sources' own words.
func ours(blocks []message.Block) string {
	return regexp.MustCompile(`“[^”]*”`).ReplaceAllString(briefingtest.Say(blocks), "")
}

// Half of the messages were written before the rules, half when these stood.
func TestChecker_MessagesAreHeldAgainstWhatWasRead(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	c, scope := desk(t, storetest.Open(t))
	c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	right, kinds := 0, map[string]int{}
	for file, least := range map[string]int{"messages-first.txt": 28, "messages-second.txt": 27} {
		half := 0
		for _, m := range messages(t, file) {
			kinds[m[0]]++
			r, err := c.Check(context.Background(), Question{Text: m[1], Scope: scope, At: asked})
			if err != nil {
				t.Fatal(err)
			}
			got := verdict(r)
			if got == m[0] {
				half++
			} else if t.Logf("%q is %s, want %s", m[1], got, m[0]); got != "unknown" {
				t.Errorf("%q is taken for %s, it is %s", m[1], got, m[0])
			}
			for _, lang := range phrases.Languages() {
				if said := ours(r.Blocks(asked, phrases.In(lang))); verdicts.MatchString(said) {
					t.Errorf("%q is judged: %q in\n%s", m[1], verdicts.FindString(said), said)
				}
			}
		}
		if half < least {
			t.Errorf("%s: %d are right, want %d", file, half, least)
		}
		right += half
	}
	if diff := cmp.Diff(map[string]int{"reported": 20, "otherwise": 20, "unknown": 20}, kinds); diff != "" || right < 54 {
		t.Errorf("%d of 60 are right; (-want +got):\n%s", right, diff)
	}
	if log.Len() > 0 {
		t.Errorf("the log holds:\n%s", log.String())
	}
}

func TestResult_SaysWhoReportsAndJudgesNothing(t *testing.T) {
	t.Parallel()
	c, scope := desk(t, storetest.Open(t))
	var b strings.Builder
	for _, lang := range phrases.Languages() {
		for _, said := range []string{"40 people were found alive in a school in Senn", "The coal levy runs until 2035",
			"Hale Rovers beat Karsk United 3-1.\nNorvia employs 9,000 people.\nA volcano erupted in Marr.", "A volcano erupted in Marr.",
			"Three people were hurt in a fire at a paper factory in Lysk", "Tilda Crook was charged with fraud", "What a day!",
			"https://coast-radio.example/0 https://nowhere.example/1", "https://the-ledger.example/12"} {
			r, err := c.Check(context.Background(), Question{Text: said, Scope: scope, At: asked})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "--- %s: %q\n%s", lang, said, briefingtest.Say(r.Blocks(asked, phrases.In(lang))))
		}
	}
	briefingtest.Golden(t, "check", b.String())
	for _, lang := range phrases.Languages() {
		for _, key := range phrases.Keys("check_") {
			if said := phrases.In(lang).Say(key); verdicts.MatchString(said) {
				t.Errorf("%s judges in %s: %q", key, lang, said)
			}
		}
	}
}

// What only another reader may see counts for nothing, also behind a link.
func TestChecker_UsesWhatItsReaderMaySee(t *testing.T) {
	t.Parallel()
	c, _ := desk(t, storetest.Open(t))
	for _, said := range []string{"40 people were found alive in a school in Senn", "https://coast-radio.example/0"} {
		r, err := c.Check(context.Background(), Question{Text: said, Scope: store.Scope{Domains: []string{"guild:1"}}, At: asked})
		if err != nil || verdict(r) != "unknown" {
			t.Errorf("%s: %+v, %v", said, r, err)
		}
	}
}
