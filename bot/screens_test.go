package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/bot/discordtest/picture"
	"dateline/bot/follow"
	"dateline/briefing/briefingtest"
	"dateline/briefing/export"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
)

// tour is a visit to everything that a person can call up, in one language: it notes
// what a screen reader says of each answer.
type tour struct {
	*world
	locale string
	words  *phrases.Words
	seen   map[string]bool // commands that were used
	said   strings.Builder
}

// linear is what a screen reader says of a body of Discord.
func (v *tour) linear(body any) string {
	v.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		v.t.Fatal(err)
	}
	m, err := picture.Parse(raw)
	if err != nil {
		v.t.Fatal(err)
	}
	return picture.Linear(m, time.UTC)
}

// do sends an interaction and notes what comes back.
func (v *tour) do(what string, in discordtest.Interaction) *discordtest.Reply {
	v.t.Helper()
	in.Locale = v.locale
	v.seen[in.Name] = true
	reply := v.interact(in)
	said := ""
	if form := reply.Modal(); form != nil {
		said = v.linear(form)
	} else if m := reply.Message(); m != nil {
		said = v.linear(map[string]any{"content": reply.Text(), "components": m.Components, "flags": m.Flags})
	}
	v.note(what, said)
	return reply
}

func (v *tour) note(what, said string) {
	v.t.Helper()
	if strings.TrimSpace(said) == "" {
		v.t.Errorf("%s: nothing is said", what)
	}
	fmt.Fprintf(&v.said, "== %s\n%s", what, said)
}

// slash types a command of the server as its admin.
func (v *tour) slash(name string, options map[string]any) *discordtest.Reply {
	v.t.Helper()
	given, err := json.Marshal(options)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(strings.TrimSuffix("/"+name+" "+string(given), " null"), discordtest.Interaction{Name: name, Options: options})
}

func (v *tour) empty() {
	dm := v.d.DM(v.boss)
	for _, name := range []string{"help", "status", "sources", "source list", "schedule list", "alerts list", "alerts off", "why", "brief", "catchup", "search", "gone"} {
		v.slash(name, nil)
	}
	for _, typed := range []string{"1", "chess"} {
		v.slash("watch stop", map[string]any{"watch": typed})
	}
	v.slash("watch list", nil)
	v.slash("ask", map[string]any{"question": " "})
	v.slash("ask", map[string]any{"question": "Who won?"})
	v.slash("ask", map[string]any{"question": "Thanks"})
	for _, given := range []string{"not a url", "https://u:p@a.example/f", "http://10.0.0.1/", strings.TrimSuffix(v.press.URL, "feed") + "nothing"} {
		v.slash("source add", map[string]any{"sources": given})
	}
	v.slash("source add", nil)
	for _, name := range []string{"source remove", "source pause", "source resume"} {
		v.slash(name, map[string]any{"source": "x"})
	}
	for _, name := range []string{"schedule remove", "schedule pause", "schedule resume", "schedule preview", "schedule now"} {
		v.slash(name, map[string]any{"schedule": "x"})
	}
	v.slash("schedule edit", map[string]any{"schedule": "x", "stories": 3})
	v.slash("schedule add", map[string]any{"when": "sometimes", "city": "Berlin"})
	v.slash("schedule add", map[string]any{"when": "daily 07:30"})
	v.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Atlantis"})
	for _, name := range []string{"help", "status", "privacy", "source list", "sources", "catchup", "new", "forget"} {
		v.do("/"+name+" in direct messages", discordtest.Interaction{Channel: dm, Name: name})
	}
	v.do("/schedule list in direct messages", discordtest.Interaction{Channel: dm, Name: "schedule list"})
	for _, name := range []string{"help", "source list", "schedule list", "status"} {
		v.do("/"+name+" as a member", discordtest.Interaction{User: v.member, Name: name})
	}
	moderator := v.d.AddUser("mia")
	v.d.Join(v.guild, moderator, discordtest.ManageMessages)
	for _, name := range []string{"help", "setup", "sources", "why", "brief", "alerts list"} {
		v.do("/"+name+" as a moderator", discordtest.Interaction{User: moderator, Name: name})
	}
	v.d.Deny(v.channel, discordtest.SendMessages|discordtest.ReadHistory)
	v.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Europe/Berlin"})
	v.d.Deny(v.channel, discordtest.ViewChannel)
	v.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Europe/Berlin"})
	v.d.Deny(v.channel, 0)
}

func (v *tour) furnished() {
	v.press.Publish("Rescuers find 40 alive in Senn", senn)
	v.slash("source add", map[string]any{"sources": v.press.URL})
	v.settle()
	for _, name := range []string{"source list", "sources"} {
		v.slash(name, nil)
	}
	v.slash("brief", nil)
	for _, words := range []string{"Senn", "Senn since yesterday", "Reykjavik"} {
		v.slash("search", map[string]any{"words": words})
	}
	// None of them is clearly English: what is said around an answer is then in the reader's language.
	for i, question := range []string{"People found alive, Senn?", "Chess championship, Reykjavik?",
		"Will mayor Roos win?", "Should we?", "Is Tilda Roos guilty?"} {
		asker := []string{v.boss, v.member}[i%2] // nobody asks too much
		v.do("/ask "+question, discordtest.Interaction{User: asker, Name: "ask", Options: map[string]any{"question": question}})
	}
	for _, said := range []string{"50 people were found alive in the school of Senn", "rescuers found 40 people alive in Senn"} {
		v.rested()
		written := v.d.Say(v.member, v.channel, said, false, nil)
		v.do("a message checked: "+said, discordtest.Interaction{Name: command.CheckMenu(), Message: &written})
	}
	v.slash("story", map[string]any{"story": "zeppelin"})
	card := v.do("/story Senn", discordtest.Interaction{User: v.member, Name: "story", Options: map[string]any{"story": "Senn"}})
	for _, button := range buttons(card.Message()) {
		next := v.do("its button "+button[0], discordtest.Interaction{User: v.member, Press: button[1], Message: card.Message()})
		if form := next.Modal(); form != nil {
			v.do("its form", discordtest.Interaction{User: v.member, Form: form, Fields: map[string]string{fieldAsk: "Who reached Senn?"}})
		}
		if next.Message() != nil {
			for _, id := range next.Message().CustomIDs() {
				v.do("what is under it", discordtest.Interaction{User: v.member, Press: id, Message: next.Message()})
			}
		}
	}
	shown := v.do("an answer", discordtest.Interaction{User: v.member, Name: "ask", Options: map[string]any{"question": "Who reached Senn?"}})
	for _, id := range shown.Message().CustomIDs() {
		if strings.HasPrefix(id, export.Press) {
			v.do("the answer as files", discordtest.Interaction{User: v.member, Press: id, Message: shown.Message()})
		}
	}
	v.do("the answer for all", discordtest.Interaction{User: v.member, Press: shown.Message().CustomIDs()[0], Message: shown.Message()})
}

// waited is what somebody who waits for something is shown.
func (v *tour) waited() {
	refused := v.do("a refusal", discordtest.Interaction{User: v.member, Name: "ask", Options: map[string]any{"question": "When reopens Karsk harbour?"}})
	offer := discordtest.Interaction{User: v.member, Press: refused.Message().CustomIDs()[0], Message: refused.Message()}
	v.do("its button, before a first direct message", offer)
	other := offer
	other.User = v.boss
	v.do("its button, pressed by another", other)
	if err := v.store.SawDM(context.Background(), int64(id(v.member)), int64(id(v.d.DM(v.member))), time.Now()); err != nil {
		v.t.Fatal(err)
	}
	v.do("its button", offer)
	v.do("its button again", offer)
	v.do("/watch list", discordtest.Interaction{User: v.member, Name: "watch list"})
	v.press.Publish("Karsk harbour opens again", reopens)
	v.readAgain()
	v.settle()
	v.staged(v.bot.Watch)
	told := v.d.ByBot(v.d.DM(v.member))
	m := told[len(told)-1]
	v.note("what was waited for", v.linear(map[string]any{"content": m.Content, "components": m.Components, "flags": m.Flags}))
	for _, pressed := range []int{1, 0} {
		v.do("its button", discordtest.Interaction{User: v.member, Channel: v.d.DM(v.member), Press: m.CustomIDs()[pressed], Message: &m})
	}
	v.do("/watch stop", discordtest.Interaction{User: v.member, Name: "watch stop", Options: map[string]any{"watch": "1"}})
	v.followed(v.d.DM(v.member))
}

// followed is what somebody who follows a topic is shown.
func (v *tour) followed(dm string) {
	typed := func(what string, in discordtest.Interaction) *discordtest.Reply {
		v.t.Helper()
		in.User, in.Channel = v.member, dm
		return v.do(what, in)
	}
	typed("/follow list", discordtest.Interaction{Name: "follow list"})
	for range 2 {
		screen := typed("/follow topic", discordtest.Interaction{Name: "follow topic", Options: map[string]any{"topic": "Senn", "when": "daily 07:30", "city": "Berlin"}})
		typed("its form", discordtest.Interaction{Press: screen.Message().CustomIDs()[1], Message: screen.Message()})
		typed("its button", discordtest.Interaction{Press: screen.Message().CustomIDs()[0], Message: screen.Message()})
	}
	typed("an old screen", discordtest.Interaction{Press: follow.Topic + follow.DoSave + "x", Message: &discordtest.Message{}})
	list := typed("/follow list", discordtest.Interaction{Name: "follow list"})
	all, err := v.store.Follows(context.Background(), int64(id(v.member)))
	if err != nil || len(all) != 1 {
		v.t.Fatal(all, err)
	}
	for _, m := range v.personal(dm, all[0]) {
		v.note("what is followed", v.linear(map[string]any{"content": m.Content, "components": m.Components, "flags": m.Flags}))
	}
	typed("its button", discordtest.Interaction{Press: list.Message().CustomIDs()[0], Message: list.Message()})
	typed("/follow stop", discordtest.Interaction{Name: "follow stop", Options: map[string]any{"follow": "1"}})
}

func (v *tour) scheduled() {
	v.slash("schedule words", map[string]any{"words": "suicid*, gore"})
	v.slash("schedule words", map[string]any{"words": "-"})
	v.slash("alerts on", map[string]any{"city": "Berlin"})
	v.slash("alerts list", nil)
	v.slash("alerts off", nil)
	v.slash("schedule add", map[string]any{"when": "weekdays 08:00", "name": "Digest", "topic": "Rotterdam strike", "length": "short", "quiet": true, "stories": 3, "city": "UTC"})
	v.slash("schedule edit", map[string]any{"schedule": "Digest", "stories": 4})
	for _, name := range []string{"schedule pause", "schedule resume", "schedule preview", "schedule now", "schedule remove"} {
		v.slash(name, map[string]any{"schedule": "Digest"})
	}
	v.slash("source pause", map[string]any{"source": "Coast Radio"})
	v.slash("source resume", map[string]any{"source": "Coast Radio"})
	v.slash("schedule list", nil)
}

func (v *tour) posted() {
	if err := v.bot.changeServer(context.Background(), int64(id(v.guild)), func(set *profile.Server) { set.Lang = v.words.Lang() }); err != nil {
		v.t.Fatal(err)
	}
	m := v.tell("World")
	v.note("the post", v.linear(map[string]any{"content": m.Content, "components": m.Components, "flags": m.Flags}))
	v.do("its menu", discordtest.Interaction{User: v.member, Press: m.CustomIDs()[0], Values: []string{"0"}, Message: &m})
	for _, id := range m.CustomIDs()[1:] {
		v.do("its button", discordtest.Interaction{User: v.member, Press: id, Message: &m})
	}
	v.do("the menu of the post", discordtest.Interaction{User: v.member, Name: command.WhyMenu(), Message: &m})
	v.do("an old button", discordtest.Interaction{User: v.member, Press: "open:99", Values: []string{"0"}, Message: &m})
	for _, name := range []string{"catchup", "catchup"} {
		v.do("/"+name, discordtest.Interaction{User: v.member, Name: name})
	}
	for _, name := range []string{"why", "status", "help"} {
		v.slash(name, nil)
	}
	v.slash("why", map[string]any{"story": "Senn"})
	v.slash("why", map[string]any{"story": "chess"})
	v.do("/privacy", discordtest.Interaction{User: v.member, Name: "privacy"})
	v.slash("schedule remove", map[string]any{"schedule": "World"})
}

// when matches dates and times as a language writes them, and as a reader's own
// Discord does, which is taken to be English.
func when(w *phrases.Words) *regexp.Regexp {
	var days, months []string
	for i := range 12 {
		at := time.Date(2026, time.Month(i+1), 1+i, 0, 0, 0, 0, time.UTC)
		day := at.AddDate(0, -i, 0) // twelve in a row are all days of the week
		days = append(days, strings.Fields(w.Clock(day, true))[0], w.Weekday(day))
		months = append(months, strings.Fields(w.Day(at, at))[1], at.Format("January"), at.Format("Jan"))
	}
	longest := func(words []string) string {
		slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
		words = slices.Compact(words)
		for i := range words {
			words[i] = regexp.QuoteMeta(words[i])
		}
		return "(?:" + strings.Join(words, "|") + ")"
	}
	clock := `\d\d:\d\d`
	return regexp.MustCompile(`(?:` + longest(days) + ` )?(?:\d{1,2}(?:er|º)?\.? \x{2068}?` + longest(months) + `\x{2069}?(?: \d{4})?(?:[,،]? ` + clock + `)?|` + clock + `)|\d{4}-\d\d-\d\d`)
}

// optionsShown is how many lines of a menu are noted.
const optionsShown = 3

// screens is all of a tour, without what differs from day to day.
func (v *tour) screens() string {
	var out []string
	options := 0
	for line := range strings.SplitSeq(v.said.String(), "\n") {
		if options++; !strings.HasPrefix(line, "  option: ") {
			options = 0
		}
		if options <= optionsShown {
			out = append(out, line)
		}
	}
	dated := when(v.words).ReplaceAllString(address.ReplaceAllString(strings.Join(out, "\n"), "HOST"), "WHEN")
	return strings.ReplaceAll(dated, "WHEN.", "WHEN") // some months end with a point, which ends the sentence too
}

func tourIn(t *testing.T, locale string) *tour {
	v := &tour{world: newWorld(t, func(o *Options, _ *discordtest.Options) { o.ModelHost = "api.example.com" }), locale: locale, words: phrases.In(locale), seen: map[string]bool{"setup": true}} // which reads feeds of the world, and has screens of its own
	v.empty()
	v.furnished()
	v.posted()
	v.waited()
	v.scheduled()
	for path := range v.bot.commands {
		if !v.seen[path] {
			t.Errorf("/%s is not looked at", path)
		}
	}
	return v
}

// locales are Discord's names of the languages that the bot speaks.
var locales = map[string]string{"en": "en-US", "de": "de", "es": "es-ES", "fr": "fr", "pt": "pt-BR", "ar": "ar", phrases.Pseudo: phrases.Pseudo}

// languages are those in which whole screens are compared. Under the race detector, which
// words do not concern, they are one from each side.
func languages() []string {
	if briefingtest.Raced {
		return []string{"en", "ar"}
	}
	return phrases.Languages()
}

// Everything that people can call up, as a screen reader says it, in each language.
func TestScreens_ReadAsDesignedInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			v := tourIn(t, locales[lang])
			briefingtest.Golden(t, "screens-"+v.words.Lang(), v.screens())
		})
	}
}

// reopens is what a source writes later.
const reopens = "The harbour of Karsk will reopen on Friday at noon, the port office said."

// own matches a text of the catalogue in the pseudo-language, without those in it.
var own = regexp.MustCompile(`\[[^\[\]]*\]`)

// In the pseudo-language all that the program says is in brackets, and 40 % longer.
// Discord takes every screen of it; and what stands outside of brackets is a name, an
// address, or what a source or a person wrote.
func TestScreens_FitALongerLanguage(t *testing.T) {
	t.Parallel()
	v := tourIn(t, phrases.Pseudo)
	if log := v.logged(); strings.Contains(log, "was not answered") || strings.Contains(log, "was not sent") || strings.Contains(log, "was not opened") {
		t.Errorf("Discord did not take all of it:\n%s", log)
	}
	foreign := strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return ' '
	}, "Rescuers find 40 alive in Senn. "+senn+" "+reopens+" Coast Radio World Digest Berlin only you can see this file field link item button menu label form heading option required Cancel Submit"))
	for line := range strings.SplitSeq(when(nil).ReplaceAllString(address.ReplaceAllString(v.said.String(), ""), ""), "\n") {
		if strings.HasPrefix(line, "== ") || strings.HasPrefix(line, "  option: ") { // of a menu: names of feeds, cut where Discord ends
			continue
		}
		left := line
		for own.MatchString(left) {
			left = own.ReplaceAllString(left, " ")
		}
		for _, word := range regexp.MustCompile(`\pL+`).FindAllString(left, -1) {
			if !slices.Contains(foreign, word) {
				t.Errorf("%q stands outside of brackets in %q", word, line)
			}
		}
	}
}
