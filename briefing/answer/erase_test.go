package answer_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// The word stands in what is handed in, and in nothing else.
const secretWord = "zyqqorvath"

// handedIn are texts with the word, long and short; the first is asked about.
func handedIn(p *briefingtest.Printer) []feed.Item {
	word := strings.ToUpper(secretWord[:1]) + secretWord[1:]
	items := []feed.Item{briefingtest.Article(secretWord, word+" Gazette", word+" reservoir holds 4,711 barrels of brine",
		"The "+word+" reservoir at Halm holds 4,711 barrels of brine, the warden Quill said. It will be emptied before the winter, the council of Halm said.")}
	for i := range 30 {
		items = append(items, briefingtest.Article(fmt.Sprint(secretWord, i), word+" Gazette", word+fmt.Sprint(i)+" "+p.Words(5),
			strings.Repeat("The "+p.Words(6)+" of "+word+fmt.Sprint(i)+" "+p.Words(8)+". ", 1+i*i%70)))
	}
	return items
}

// repeating is a model that says the same of everything it is asked.
func repeating(t *testing.T, reply string) llm.Generator {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // whoever asks sees what is missing
		w.Header().Set("Content-Type", "text/event-stream")
		said, _ := json.Marshal(reply)
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", said)
	}))
	t.Cleanup(s.Close)
	return briefingtest.Must[*llm.Client](t)(llm.New([]llm.Endpoint{{URL: s.URL + "/v1", Model: "m"}}, llm.Options{}))
}

// columnsWith lists the places of a PostgreSQL database where the word stands.
func columnsWith(t *testing.T, url, word string) (places []string) {
	t.Helper()
	db := briefingtest.Must[*sql.DB](t)(sql.Open("pgx", url))
	defer db.Close()
	rows := briefingtest.Must[*sql.Rows](t)(db.Query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`))
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if len(tables) < 20 {
		t.Fatalf("only %d tables: %v", len(tables), tables)
	}
	for _, name := range tables { // a row as text holds its bytes in hexadecimal digits
		var n int
		q := fmt.Sprintf(`SELECT count(*) FROM %s x WHERE lower(x::text) LIKE '%%%s%%' OR x::text LIKE '%%%x%%'`, name, word, word)
		if err := db.QueryRow(q).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			places = append(places, fmt.Sprintf("%d rows of %s", n, name))
		}
	}
	return places
}

// filesWith lists the files of a folder in which the word stands, and how often.
func filesWith(t *testing.T, dir, word string) (places []string) {
	t.Helper()
	for _, e := range briefingtest.Must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		all := bytes.ToLower(briefingtest.Must[[]byte](t)(os.ReadFile(filepath.Join(dir, e.Name()))))
		if n := bytes.Count(all, []byte(word)); n > 0 {
			at := bytes.Index(all, []byte(word))
			places = append(places, fmt.Sprintf("%s: %d times, first %q", e.Name(), n, all[max(0, at-60):at+60]))
		}
	}
	return places
}

// uses hands texts in for an owner, and has the product make of them whatever it makes.
func uses(n *briefingtest.Newsroom, owner string, ch store.Channel, gen llm.Generator) {
	n.T.Helper()
	ctx := write.Paid(context.Background(), owner)
	p := briefingtest.NewPrinter()
	public := func(pass int) {
		n.Desk.Src = briefingtest.Must[store.Source](n.T)(n.S.OwnSource(ctx, store.Desk, state.SourceFile))
		var items []feed.Item
		for i := range 20 {
			items = append(items, briefingtest.Article(fmt.Sprintf("p%d-%d", pass, i), "Wire", p.Name()+" "+p.Words(5), "The "+p.Words(6)+" of "+p.Name()+" "+p.Words(200)+"."))
		}
		n.Report(items...)
	}
	public(1)
	x := n.Schedule(ch, "World", "hourly")
	n.Desk.Src = briefingtest.Must[store.Source](n.T)(n.S.OwnSource(ctx, owner, state.SourceFile))
	n.Report(handedIn(p)...)
	n.Press.Writer.Model, n.Press.Writer.Name = gen, "m"
	n.At("13:00")
	public(2)
	if got := n.Slots(x); len(got) == 0 || !strings.Contains(got[0], "done") {
		n.T.Fatalf("the slots %v", got)
	}
	scope := briefingtest.Must[store.Scope](n.T)(n.S.ScopeOf(ctx, owner))
	for _, o := range []string{owner, store.All} { // the operator sees it too
		place := briefingtest.Must[store.Channel](n.T)(n.S.TerminalChannel(ctx, o, "terminal"))
		b := briefingtest.Must[brief.Briefing](n.T)(n.Press.Writer.Write(ctx, brief.Request{Name: "World", Channel: place, Scope: scope, From: briefingtest.Noon, At: n.Clock.Now(), Zone: time.UTC, Stories: 5, Length: "normal"}))
		if err := n.Press.Writer.Tell(ctx, b, io.Discard, func(io.Writer) error { return nil }); err != nil {
			n.T.Fatal(err)
		}
	}
	for i := range 8 {
		question := fmt.Sprintf("How many barrels does the %s reservoir at Halm hold, %s?", secretWord, p.Words(i%7))
		a := &answer.Answerer{Store: n.S, Archive: &archive.Archive{Store: n.S}, Model: gen, Name: "m", Now: n.Clock.Now}
		if ans := briefingtest.Must[answer.Answer](n.T)(a.Ask(ctx, answer.Question{Text: question, Scope: scope, At: n.Clock.Now()})); i == 0 && len(ans.Claims)+len(ans.Passages) == 0 {
			n.T.Fatal("it is not known before it is erased")
		}
		if err := n.S.AddTurn(ctx, store.Turn{Conversation: fmt.Sprint("c", i%4), Owner: owner, User: 7, Question: question, Expire: n.Clock.Now().Add(time.Hour)}); err != nil {
			n.T.Fatal(err)
		}
		// Who is in a server asks about its files in direct messages: that conversation is nobody's but his or hers.
		if err := n.S.AddTurn(ctx, store.Turn{Conversation: "dm:8", Owner: "user:8", User: 8, Question: "How much brine is there?", Shown: question, Expire: n.Clock.Now().Add(time.Hour)}); err != nil {
			n.T.Fatal(err)
		}
	}
}

func TestErase_NothingOfWhatWasHandedInIsLeft(t *testing.T) {
	t.Parallel()
	for owner, guild := range map[string]int64{"guild:7": 7, "user:7": 0} {
		for _, kind := range []string{"sqlite", "postgres"} {
			for _, model := range []bool{false, true} {
				t.Run(fmt.Sprint(strings.ReplaceAll(owner, ":", ""), " ", kind, " model ", model), func(t *testing.T) {
					t.Parallel()
					erases(t, owner, guild, kind, model)
				})
			}
		}
	}
}

func erases(t *testing.T, owner string, guild int64, kind string, model bool) {
	ctx := context.Background()
	dir := storetest.Dir(t)
	url := "sqlite:" + filepath.Join(dir, "x.db")
	if kind == "postgres" {
		url = storetest.PostgresURL(t)
	}
	stands := func() []string {
		if kind == "postgres" {
			return columnsWith(t, url, secretWord)
		}
		return filesWith(t, dir, secretWord)
	}
	s := briefingtest.Must[*store.Store](t)(store.Open(ctx, url))
	defer s.Close()
	n := briefingtest.NewNewsroom(t, s)
	var gen llm.Generator
	if model {
		gen = (&write.Budget{Store: s, Daily: 1_000_000, Now: n.Clock.Now}).Over(repeating(t, briefingtest.Reply("Zyqqorvath reservoir holds 4,711 barrels", "The Zyqqorvath reservoir at Halm holds 4,711 barrels of brine, the warden Quill said.")))
	}
	ch := briefingtest.Must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "own", DiscordID: 71, GuildID: guild, UserID: 7 - guild, Owner: owner, SetBy: "7"}))
	uses(n, owner, ch, gen)
	if !slices.ContainsFunc(n.D.Texts(ch.ID), func(text string) bool { return strings.Contains(strings.ToLower(text), secretWord) }) {
		t.Fatal("the channel was not told of it")
	}
	if len(stands()) == 0 {
		t.Fatal("the word stands nowhere before it is erased")
	}
	if guild == 0 {
		briefingtest.Must[int64](t)(s.ErasePerson(ctx, 7))
	} else {
		if err := s.LoseGuild(ctx, guild, "kicked"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseGuilds(ctx, n.Clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if left := stands(); len(left) > 0 {
		t.Errorf("it is left in %s", strings.Join(left, "\n"))
	}
	n.Desk.Src = briefingtest.Must[store.Source](t)(s.OwnSource(ctx, owner, state.SourceFile)) // the same again is new
	n.Report(handedIn(briefingtest.NewPrinter())[0])
	if len(stands()) == 0 {
		t.Error("what was erased cannot be handed in again")
	}
}
