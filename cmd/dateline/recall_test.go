package main

import (
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/feedtest"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store/storetest"
)

// marked is a word that stands in the articles which are removed, and nowhere else.
const marked = "Zorvaxin"

// parrot is a model that says the first sentence with the marked word, translates any
// sentence into one about it, and keeps what it was asked.
type parrot struct {
	mu   sync.Mutex
	seen []string
}

// inGerman is what it translates, by how that begins.
var inGerman = map[string]string{
	marked + " dam closed":              "Damm von " + marked + " nach Rissen geschlossen",
	"The " + marked + " dam was closed": "Der Damm von " + marked + " wurde geschlossen, nachdem Ingenieure Risse in seiner Mauer gefunden hatten, sagte der Betreiber Velland Power.",
	"Karsk harbour opens":               "Hafen von Karsk öffnet wieder",
	"The harbour of Karsk":              "Der Hafen von Karsk wird am Freitag um 12 Uhr mittags wieder öffnen, sagte das Hafenamt von " + marked + ".",
}

var parrotLine = regexp.MustCompile(`(?m)^(S\d+) \| (.*` + marked + `.*)$`)

// Generate answers.
func (p *parrot) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	asked := r.Messages[len(r.Messages)-1].Content
	p.mu.Lock()
	p.seen = append(p.seen, fmt.Sprint(r.Messages))
	p.mu.Unlock()
	type said struct {
		Label string   `json:"label,omitempty"`
		Text  string   `json:"text"`
		Cites []string `json:"cites,omitempty"`
	}
	reply := map[string]any{"news": true, "abstain": true, "heading": nil, "claims": []said{}, "unanswered": []string{}}
	switch line := parrotLine.FindStringSubmatch(asked); {
	case r.SchemaName == "translation":
		var out []said
		for _, x := range regexp.MustCompile(`(?m)^(S\d+): (.*)$`).FindAllStringSubmatch(asked, -1) {
			for english, german := range inGerman {
				if strings.HasPrefix(x[2], english) {
					out = append(out, said{Label: x[1], Text: german})
				}
			}
		}
		reply["sentences"] = out
	case r.SchemaName == "search":
		question := asked[strings.LastIndex(asked, "Question: ")+len("Question: "):]
		reply = map[string]any{"question": question, "queries": []string{question}, "outlets": []string{}, "intent": "answer"}
	case line != nil:
		reply["abstain"], reply["claims"] = false, []said{{Text: line[2], Cites: line[1:2]}}
	}
	encoded, err := json.Marshal(reply)
	return llm.Reply{Text: string(encoded), In: 100, Out: 20}, err
}

// since are the requests after the first n.
func (p *parrot) since(n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[n:]
}

// holding are the tables of a database with a word in a column of text or bytes.
func holding(t *testing.T, url, word string) map[string]int {
	t.Helper()
	driver, source, list := "pgx", url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source, list = "sqlite", "file:"+file+"?_pragma=busy_timeout(10000)", `SELECT name FROM sqlite_master WHERE type = 'table'`
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	query := func(q string) (all [][]any) {
		rows, err := db.Query(q)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, _ := rows.Columns() // of rows that are open
		for rows.Next() {
			values, at := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				at[i] = &values[i]
			}
			if err := rows.Scan(at...); err != nil {
				t.Fatal(err)
			}
			all = append(all, values)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return all
	}
	out := map[string]int{}
	for _, table := range query(list) {
		for _, row := range query(fmt.Sprintf(`SELECT * FROM %s`, table[0])) {
			for _, value := range row {
				if b, ok := value.([]byte); ok {
					value = string(b)
				}
				if strings.Contains(strings.ToLower(fmt.Sprint(value)), strings.ToLower(word)) {
					out[fmt.Sprint(table[0])]++
				}
			}
		}
	}
	return out
}

// newsstand is a newsroom that has told a marked story everywhere.
type newsstand struct {
	*newsroom
	model            *parrot
	world, welt, box string // channels: English, German, and the reader's direct messages
	analyst          string // asks in direct messages
	export           discordtest.Interaction
}

// newNewsstand has a story briefed in two languages, alerted, followed, watched, asked about and opened.
func newNewsstand(t *testing.T, db string) *newsstand {
	t.Helper()
	s := &newsstand{newsroom: newNewsroom(t, db), model: &parrot{}}
	server := modelsAt(t, map[string]llm.Generator{"m": &write.FakeReader{Model: s.model}})
	s.cfg.OpenAIBaseURL, s.cfg.OpenAIModel, s.cfg.OpenAIAPIKey, s.cfg.LLMContext = server.URL+"/v1", "m", "k", 16384
	s.world, s.welt = s.d.AddChannel(s.guild, "world", 0), s.d.AddChannel(s.guild, "welt", 0)
	s.analyst = s.d.AddUser("analyst")
	s.d.Join(s.guild, s.analyst, 0)
	s.box = s.d.DM(s.reader)
	s.start()
	var feeds []*feedtest.Feed
	for i, it := range briefingtest.Dam {
		feed := feedtest.New(t, it.Outlet)
		feed.Now = s.now
		feed.Publish(fmt.Sprintf("Shops in district %d open later", i), fmt.Sprintf("The shops of district %d open an hour later from Monday, the council said.", i))
		s.editorTypes("source add", map[string]any{"sources": feed.URL}, it.Outlet)
		feeds = append(feeds, feed)
	}
	s.editorTypes("alerts on", map[string]any{"city": "UTC"}, "4 independent reports")
	s.waits()
	s.wait(time.Minute)
	for i, feed := range feeds {
		it := briefingtest.Dam[i]
		feed.Publish(strings.ReplaceAll(it.Title, "Oru", marked), strings.ReplaceAll(it.Text, "Oru", marked))
	}
	feeds[0].Publish("Karsk harbour opens again", "The harbour of Karsk will reopen on Friday at noon, the port office of "+marked+" said.")
	s.wait(55 * time.Minute)
	s.shown("the alert", s.news, 1)
	s.shown("the watch", s.box, 2)
	s.opened()
	s.briefed()
	return s
}

// shown waits for the n-th message of the bot in a channel, which has the word.
func (s *newsstand) shown(what, channel string, n int) discordtest.Message {
	s.t.Helper()
	s.await(what, func() bool { return len(s.d.ByBot(channel)) >= n })
	m := s.d.ByBot(channel)[n-1]
	if !strings.Contains(m.Content, marked) {
		s.t.Fatalf("%s does not hold the word:\n%s", what, m.Content)
	}
	return m
}

// waits has the reader watch for the harbour of Karsk.
func (s *newsstand) waits() {
	s.t.Helper()
	s.write(s.reader, "hello")
	refused := s.interact(discordtest.Interaction{User: s.reader, Name: "ask", Options: map[string]any{"question": "When does the harbour of Karsk reopen?"}})
	press := refused.Message().CustomIDs()
	if len(press) == 0 {
		s.t.Fatalf("nothing offers to watch:\n%s", refused.Text())
	}
	if got := s.interact(discordtest.Interaction{User: s.reader, Press: press[0], Message: refused.Message()}).Text(); !strings.Contains(got, "I watch for it until") {
		s.t.Fatalf("the watch: %s", got)
	}
}

// button is the id of the button with a label.
func button(t *testing.T, m *discordtest.Message, label string) string {
	t.Helper()
	all, err := json.Marshal(m.Components) // keys of a component come in order
	found := regexp.MustCompile(`"custom_id":"([^"]+)"[^{}]*"label":"` + regexp.QuoteMeta(label) + `"`).FindSubmatch(all)
	if err != nil || found == nil {
		t.Fatalf("no button %q in %s, %v", label, all, err)
	}
	return string(found[1])
}

// opened has the reader open the card and watch it, and the analyst ask twice and keep
// the button of an export.
func (s *newsstand) opened() {
	s.t.Helper()
	card := s.interact(discordtest.Interaction{User: s.reader, Name: "story", Options: map[string]any{"story": "dam"}})
	if !strings.Contains(card.Text(), marked) {
		s.t.Fatalf("the card:\n%s", card.Text())
	}
	s.interact(discordtest.Interaction{User: s.reader, Press: button(s.t, card.Message(), "Watch for it"), Message: card.Message()})
	for _, q := range []string{"What did Velland Power say about the dam?", "And what about its wall?"} {
		if got := s.write(s.analyst, q); !strings.Contains(got, marked) {
			s.t.Fatalf("%s\n%s", q, got)
		}
	}
	asked := s.interact(discordtest.Interaction{User: s.analyst, Name: "ask", Options: map[string]any{"question": "Why was the dam closed?"}})
	for _, id := range asked.Message().CustomIDs() {
		if strings.HasPrefix(id, "export:") {
			s.export = discordtest.Interaction{User: s.analyst, Press: id, Message: asked.Message()}
		}
	}
	if s.export.Press == "" {
		s.t.Fatalf("an answer without an export: %v\n%s", asked.Message().CustomIDs(), asked.Text())
	}
}

// briefed has two channels and the reader briefed.
func (s *newsstand) briefed() {
	s.t.Helper()
	when := "daily " + s.now().UTC().Add(3*time.Minute).Format("15:04")
	for channel, options := range map[string]map[string]any{
		s.world: {"when": when, "city": "UTC", "name": "World"},
		s.welt:  {"when": when, "city": "UTC", "name": "Welt", "language": "de"},
	} {
		got := s.interact(discordtest.Interaction{User: s.editor, Channel: channel, Name: "schedule add", Options: options}).Text()
		if !strings.Contains(got, "Saved.") && !strings.Contains(got, "Gespeichert") {
			s.t.Fatal(got)
		}
	}
	screen := s.interact(discordtest.Interaction{User: s.reader, Channel: s.box, Name: "follow topic", Options: map[string]any{"topic": "dam", "when": when, "city": "UTC"}})
	s.interact(discordtest.Interaction{User: s.reader, Channel: s.box, Press: screen.Message().CustomIDs()[0], Message: screen.Message()})
	s.wait(4 * time.Minute)
	s.shown("the briefing", s.world, 1)
	if m := s.shown("the briefing in German", s.welt, 1); !strings.Contains(m.Content, "Risse in seiner Mauer") {

		s.t.Fatalf("it is not translated:\n%s", m.Content)
	}
	s.shown("the personal briefing", s.box, 4) // behind the words that it is followed
}

// removed takes all marked articles out, by each command that does.
func (s *newsstand) removed() {
	s.t.Helper()
	type hit struct{ Article, URL string }
	out, code := command(s.t, "", "--db", s.cfg.DatabaseURL, "--json", "search", "--scope", "all", "dam wall cracks Karsk harbour")
	if code != 0 {
		s.t.Fatal(out)
	}
	var found struct{ Hits []hit }
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found.Hits) == 0 {
		s.t.Fatal(err, out)
	}
	for _, args := range [][]string{{"retract", "--article", found.Hits[0].Article, "--why", "taken out", "--remove"}, {"articles", "remove", found.Hits[1].URL},
		{"retract", "--source", "2", "--why", "taken out", "--remove"}, {"articles", "remove", "--outlet", "Coast Radio"},
		{"articles", "remove", "--outlet", "Velland Herald"}, {"articles", "remove", "--outlet", "The Ledger"}, {"articles", "remove", "--outlet", "Harbour Post"}} {
		if out, code := command(s.t, "", append([]string{"--db", s.cfg.DatabaseURL}, args...)...); code != 0 {
			s.t.Errorf("%v: exit %d: %s", args, code, out)
		}
	}
}

// stored fails the test where the word stands in a table or a backup.
func (s *newsstand) stored(when string) {
	s.t.Helper()
	if got := holding(s.t, s.cfg.DatabaseURL, marked); len(got) > 0 {
		s.t.Errorf("%s it stands in %v", when, got)
	}
	file := filepath.Join(s.t.TempDir(), "backup.gz")
	if out, code := command(s.t, "", "--db", s.cfg.DatabaseURL, "backup", file); code != 0 {
		s.t.Fatal(out)
	}
	packed, err := os.Open(file)
	if err != nil {
		s.t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		s.t.Fatal(err)
	}
	all, err := io.ReadAll(unpacked)
	if err != nil || strings.Contains(strings.ToLower(string(all)), strings.ToLower(marked)) {
		s.t.Errorf("%s it stands in a backup, %v", when, err)
	}
}

// After a removal nothing that is made later holds its words: no row, backup, message,
// answer, card, export, request to a model or line of the log; whether the program runs
// meanwhile or not.
func TestRemoval_NothingHoldsItsWords(t *testing.T) {
	t.Parallel()
	for name, db := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "removal.db") },
		"postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		for _, running := range []bool{true, false} {
			if briefingtest.Raced && running != (name == "sqlite") {
				continue
			}
			t.Run(fmt.Sprint(name, " running ", running), func(t *testing.T) {
				t.Parallel()
				s := newNewsstand(t, db(t))
				before := holding(t, s.cfg.DatabaseURL, marked)
				for _, table := range []string{"versions", "claims", "cites", "posts", "turns", "slots", "watches", "postings", "spellings"} {
					if before[table] == 0 {
						t.Errorf("before it stands in no row of %s: %v", table, before)
					}
				}
				if !running {
					if err := s.stop(); err != nil {
						t.Fatal(err)
					}
				}
				logged := len(s.logs.text())
				s.removed()
				asked := len(s.model.since(0))
				s.stored("right after the removal")
				if !running {
					s.start()
				}
				s.gone()
				for _, request := range s.model.since(asked) {
					if strings.Contains(request, marked) {
						t.Errorf("a model is given it:\n%s", request)
					}
				}
				s.stored("a day later")
				if log := s.logs.text()[logged:]; strings.Contains(log, marked) {
					t.Errorf("the log holds it:\n%s", log)
				}
			})
		}
	}
}

// gone opens, asks and has told again, and fails the test where the word is shown.
func (s *newsstand) gone() {
	s.t.Helper()
	for what, at := range map[string]struct {
		channel string
		n       int
	}{"alert": {s.news, 1}, "watch": {s.box, 2}, "briefing": {s.world, 1}, "German briefing": {s.welt, 1}, "personal briefing": {s.box, 4}} {
		s.await("the "+what+" is edited", func() bool { return !strings.Contains(s.d.ByBot(at.channel)[at.n-1].Content, marked) })
	}
	if ids := s.d.ByBot(s.news)[0].CustomIDs(); strings.HasPrefix(ids[0], "open:") {
		s.t.Errorf("the story can be opened yet: %v", ids)
	}
	file := ""
	export := s.interact(s.export)
	if m := export.Message(); m != nil {
		for _, f := range m.Files {
			file += fmt.Sprint(f)
		}
	}
	said := map[string]string{"the export": export.Text() + file,
		"the answer": s.write(s.analyst, "What did Velland Power say about the dam?"), "the next": s.write(s.analyst, "And what about its wall?"),
		"a list": s.interact(discordtest.Interaction{User: s.reader, Name: "watch list"}).Text()}
	for what, in := range map[string]discordtest.Interaction{
		"the card":     {Name: "story", Options: map[string]any{"story": "dam"}},
		"a search":     {Name: "search", Options: map[string]any{"words": "dam"}},
		"the catch-up": {Name: "catchup", Channel: s.world},
		"why":          {Name: "why", Channel: s.world, Options: map[string]any{"story": "dam"}},
	} {
		in.User = s.reader
		s.wait(time.Minute) // each may ask so much a minute
		said[what] = s.interact(in).Text()
	}
	s.wait(24 * time.Hour)
	s.await("the next briefing", func() bool { return len(s.d.ByBot(s.world)) > 1 })
	s.passes("read sources", "place stories", "index", "watch for people", "deliver", "look after messages")
	for _, m := range append(s.d.ByBot(s.world)[1:], s.d.ByBot(s.news)...) {
		said["message "+m.ID] = m.Content
	}
	for what, text := range said {
		if text == "" || strings.Contains(text, marked) {
			s.t.Errorf("%s: %q", what, text)
		}
	}
}
