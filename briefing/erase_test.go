package briefing_test

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

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
)

// The word stands in what is handed in, and in nothing else.
const secretWord = "zyqqorvath"

// handedIn are texts with the word, long and short; the first is asked about.
func handedIn(p *printer) []feed.Item {
	word := strings.ToUpper(secretWord[:1]) + secretWord[1:]
	items := []feed.Item{article(secretWord, word+" Gazette", word+" reservoir holds 4,711 barrels of brine",
		"The "+word+" reservoir at Halm holds 4,711 barrels of brine, the warden Quill said. It will be emptied before the winter, the council of Halm said.")}
	for i := range 30 {
		items = append(items, article(fmt.Sprint(secretWord, i), word+" Gazette", word+fmt.Sprint(i)+" "+p.words(5),
			strings.Repeat("The "+p.words(6)+" of "+word+fmt.Sprint(i)+" "+p.words(8)+". ", 1+i*i%70)))
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
	return must[*llm.Client](t)(llm.New([]llm.Endpoint{{URL: s.URL + "/v1", Model: "m"}}, llm.Options{}))
}

// columnsWith lists the places of a PostgreSQL database where the word stands.
func columnsWith(t *testing.T, url, word string) (places []string) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("pgx", url))
	defer db.Close()
	rows := must[*sql.Rows](t)(db.Query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`))
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
	for _, e := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		all := bytes.ToLower(must[[]byte](t)(os.ReadFile(filepath.Join(dir, e.Name()))))
		if n := bytes.Count(all, []byte(word)); n > 0 {
			at := bytes.Index(all, []byte(word))
			places = append(places, fmt.Sprintf("%s: %d times, first %q", e.Name(), n, all[max(0, at-60):at+60]))
		}
	}
	return places
}

// uses hands texts in for an owner, and has the product make of them whatever it makes.
func uses(n *newsroom, owner string, ch store.Channel, gen llm.Generator) {
	n.t.Helper()
	ctx := briefing.Paid(context.Background(), owner)
	p := newPrinter()
	public := func(pass int) {
		n.desk.src = must[store.Source](n.t)(n.s.OwnSource(ctx, store.Desk, store.SourceFile))
		var items []feed.Item
		for i := range 20 {
			items = append(items, article(fmt.Sprintf("p%d-%d", pass, i), "Wire", p.name()+" "+p.words(5), "The "+p.words(6)+" of "+p.name()+" "+p.words(200)+"."))
		}
		n.report(items...)
	}
	public(1)
	x := n.schedule(ch, "World", "hourly")
	n.desk.src = must[store.Source](n.t)(n.s.OwnSource(ctx, owner, store.SourceFile))
	n.report(handedIn(p)...)
	n.press.Writer.Model, n.press.Writer.Name = gen, "m"
	n.at("13:00")
	public(2)
	if got := n.slots(x); len(got) == 0 || !strings.Contains(got[0], "done") {
		n.t.Fatalf("the slots %v", got)
	}
	scope := must[store.Scope](n.t)(n.s.ScopeOf(ctx, owner))
	for _, o := range []string{owner, store.All} { // the operator sees it too
		place := must[store.Channel](n.t)(n.s.TerminalChannel(ctx, o, "terminal"))
		b := must[briefing.Briefing](n.t)(n.press.Writer.Write(ctx, briefing.BriefRequest{Name: "World", Channel: place, Scope: scope, From: noon, At: n.clock.now(), Zone: time.UTC, Stories: 5, Length: "normal"}))
		if err := n.press.Writer.Tell(ctx, b, io.Discard, func(io.Writer) error { return nil }); err != nil {
			n.t.Fatal(err)
		}
	}
	for i := range 8 {
		question := fmt.Sprintf("How many barrels does the %s reservoir at Halm hold, %s?", secretWord, p.words(i%7))
		a := &briefing.Answerer{Store: n.s, Archive: &briefing.Archive{Store: n.s}, Model: gen, Name: "m", Now: n.clock.now}
		if ans := must[briefing.Answer](n.t)(a.Ask(ctx, briefing.Question{Text: question, Scope: scope, At: n.clock.now()})); i == 0 && len(ans.Claims)+len(ans.Passages) == 0 {
			n.t.Fatal("it is not known before it is erased")
		}
		if err := n.s.AddTurn(ctx, store.Turn{Conversation: fmt.Sprint("c", i%4), Owner: owner, User: 7, Question: question, Expire: n.clock.now().Add(time.Hour)}); err != nil {
			n.t.Fatal(err)
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
	dir := t.TempDir()
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
	s := must[*store.Store](t)(store.Open(ctx, url))
	defer s.Close()
	n := newNewsroom(t, s)
	var gen llm.Generator
	if model {
		gen = (&briefing.Budget{Store: s, Daily: 1_000_000, Now: n.clock.now}).Over(repeating(t, reply("Zyqqorvath reservoir holds 4,711 barrels", "The Zyqqorvath reservoir at Halm holds 4,711 barrels of brine, the warden Quill said.")))
	}
	ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: store.ChannelText, Name: "own", DiscordID: 71, GuildID: guild, UserID: 7 - guild, Owner: owner, SetBy: "7"}))
	uses(n, owner, ch, gen)
	if !slices.ContainsFunc(n.d.texts(ch.ID), func(text string) bool { return strings.Contains(strings.ToLower(text), secretWord) }) {
		t.Fatal("the channel was not told of it")
	}
	if len(stands()) == 0 {
		t.Fatal("the word stands nowhere before it is erased")
	}
	if guild == 0 {
		must[int64](t)(s.ErasePerson(ctx, 7))
	} else {
		if err := s.LoseGuild(ctx, guild, "kicked"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseGuilds(ctx, n.clock.now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if left := stands(); len(left) > 0 {
		t.Errorf("it is left in %s", strings.Join(left, "\n"))
	}
	n.desk.src = must[store.Source](t)(s.OwnSource(ctx, owner, store.SourceFile)) // the same again is new
	n.report(handedIn(newPrinter())[0])
	if len(stands()) == 0 {
		t.Error("what was erased cannot be handed in again")
	}
}
