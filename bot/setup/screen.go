package setup

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/setting"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/write"
)

// What can be pressed and filled in. A custom id is Press with the draft's random
// id and one of these.
const (
	PickChannel  = "channel"
	PickLanguage = "language"
	PickSources  = "sources"
	PickPack     = "pack"
	PressSave    = "save"
	PressTime    = "time"   // also the form that it opens
	PressAdd     = "add"    // also the form
	PressServer  = "server" // also the form of what is set for the whole server
	PressAgain   = "again"

	FieldWhen, FieldCity, FieldNames = "when", "city", "names"
	FieldAsking, FieldRoom           = "asking", "room"
)

// Opens reports whether what was pressed opens a form.
func Opens(press string) bool { return press == PressTime || press == PressAdd || press == PressServer }

// askedHow is a way in which questions are answered: as it is stored, as a menu
// carries it, and the key of the sentence that says it.
type askedHow struct{ asking, value, key string }

var answers = []askedHow{{profile.AskPrivately, "private", "setup_asking"}, {profile.AskOpenly, profile.AskOpenly, "setup_asking_open"},
	{profile.AskNever, profile.AskNever, "setup_asking_off"}}

// languagesMost is how many a menu can offer.
const languagesMost = 25

// Languages are those that briefings can be told in, the bot's own first.
func Languages() []string {
	out := phrases.Languages()
	for _, lang := range write.Languages() {
		if !slices.Contains(out, lang) && len(out) < languagesMost {
			out = append(out, lang)
		}
	}
	return out
}

// Screen draws drafts in a language.
type Screen struct {
	Words *phrases.Words
	ID    func(press string) string // the custom id of a button
	Model bool                      // a language model is set
}

// Blocks are what stands on the screen, with as much of the preview as one message
// holds.
func (s Screen) Blocks(d *Draft) []message.Block {
	head := s.head(d)
	p := d.Preview
	switch {
	case p.Reading:
		return append(head, small(s.Words.Say("setup_reading")))
	case p.Failed:
		return append(head, small(s.Words.Say("setup_undrawn")))
	case p.Drawn.Items == 0:
		return append(head, small(s.Words.Say("setup_silent")))
	}
	var tail []message.Block
	if len(p.Drawn.Unread) > 0 {
		tail = append(tail, small(s.Words.Say("setup_unread", s.list(names(p.Drawn.Unread)))))
	}
	if s.Model {
		tail = append(tail, small(s.Words.Say("setup_model", s.Words.Language(d.Lang))))
	}
	return fitting(head, p.Drawn.Briefing, tail, s.Words)
}

// fitting is the screen with as many stories as one message holds.
func fitting(head []message.Block, b brief.Briefing, tail []message.Block, words *phrases.Words) []message.Block {
	stories, full := b.Stories, b.Blocks()
	for shown := len(stories); ; shown-- {
		b.Stories = stories[:shown]
		drawn := b.Blocks()
		drawn[0] = full[0] // which says how many there are
		if shown < len(stories) {
			drawn = append(drawn[:len(drawn)-1:len(drawn)-1], small(words.Count(len(stories)-shown, "setup_more")), drawn[len(drawn)-1])
		}
		out := slices.Concat(head, drawn, tail)
		if len(layout.Parts(out)) == 1 {
			return out
		}
		if shown <= 1 {
			return append(head, small(words.Count(len(stories), "setup_more")))
		}
	}
}

// head says what is chosen.
func (s Screen) head(d *Draft) []message.Block {
	w := s.Words
	title := w.Say("setup_ready")
	if d.Schedule != 0 {
		title = w.Say("setup_set", d.Name)
	}
	out := []message.Block{{Kind: message.Title, Lang: w.Lang(), Runs: []message.Run{{Text: title, Bold: true}}}}
	post, spoken := "setup_post", d.Lang
	if !s.Model { // it translates nothing: only what the program says itself is in a language
		post, spoken = "setup_post_own", phrases.In(d.Lang).Lang()
	}
	out = append(out, item(w.Say(post, d.Channel.Name, d.Rule.Say(w), setting.City(d.Zone), w.Count(d.Stories, "setup_stories"),
		w.Language(spoken))))
	var chosen []string
	for _, source := range d.Chosen() {
		chosen = append(chosen, outlet(source.Name))
	}
	read := w.Say("setup_sources", s.list(names(chosen)))
	if d.Beyond > 0 {
		read += " " + w.Count(d.Beyond, "setup_beyond")
	}
	out = append(out, item(read), item(s.rest(d)))
	if d.Moderators != 0 {
		out = append(out, message.Block{Kind: message.Item,
			Runs: message.Say(w, "setup_reports", message.Run{Ref: "#" + wire.Snowflake(d.Moderators).String()})})
	}
	if len(d.Others) > 0 {
		out = append(out, item(w.Say("setup_besides", w.Clauses(others(d.Others)))))
	}
	if len(d.Unknown) > 0 {
		out = append(out, para(w.Say("setup_unknown", s.list(names(d.Unknown)))))
	}
	if d.Channel.Bar != "" {
		out = append(out, para(d.Channel.Bar))
	}
	return append(out, para(w.Say("setup_preview")))
}

// rest says what is set elsewhere: who may ask, alerts, pings.
func (s Screen) rest(d *Draft) string {
	keys := []string{"setup_asking", "setup_alerts_off", "setup_pings_never"}
	for _, a := range answers {
		if a.asking == d.Asking {
			keys[0] = a.key
		}
	}
	if d.Alerts {
		keys[1] = "setup_alerts_on"
	}
	if d.Pings {
		keys[2] = "setup_pings_role"
	}
	for i, key := range keys {
		keys[i] = s.Words.Say(key)
	}
	return strings.Join(keys, " ")
}

// namesMost is how many names stand in a list, and nameMost how long each is.
const (
	namesMost = 12
	nameMost  = 40
)

// names are those of a list as a screen has room for them, each once.
func names(list []string) []string {
	var out []string
	for _, name := range list {
		name = layout.Cut(message.Printable(name), nameMost)
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) > namesMost {
		out = append(out[:namesMost], "…")
	}
	return out
}

// othersMost is how many other schedules are named, and otherMost how long each is.
const (
	othersMost = 5
	otherMost  = 90
)

// others are schedules as a screen has room for them.
func others(list []string) []string {
	var out []string
	for _, said := range list[:min(len(list), othersMost)] {
		out = append(out, layout.Cut(message.Printable(said), otherMost))
	}
	if len(list) > othersMost {
		out = append(out, "…")
	}
	return out
}

func (s Screen) list(names []string) string { return s.Words.List(names) }

// outlet is the name of a source without its section.
func outlet(name string) string {
	before, _, _ := strings.Cut(name, ": ")
	return before
}

func para(text string) message.Block { return block(message.Para, text) }

func item(text string) message.Block { return block(message.Item, text) }

func small(text string) message.Block { return block(message.Small, text) }

func block(kind message.BlockKind, text string) message.Block {
	return message.Block{Kind: kind, Runs: []message.Run{{Text: text}}}
}

// Rows are the menus and buttons under the screen.
func (s Screen) Rows(d *Draft) []discordgo.MessageComponent {
	w := s.Words
	channel := component.Menu{ID: s.ID(PickChannel), Hint: w.Say("setup_channel"),
		Types: []int{wire.ChannelText, wire.ChannelNews, wire.ChannelForum, wire.ThreadNews, wire.ThreadPublic, wire.ThreadPrivate}}
	if d.Channel.ID != 0 {
		channel.Chosen = []string{wire.Snowflake(d.Channel.ID).String()}
	}
	language := component.Menu{ID: s.ID(PickLanguage), Hint: w.Say("setup_language"), Chosen: []string{d.Lang}}
	for _, lang := range Languages() {
		language.Options = append(language.Options, component.Option{Label: layout.Capital(w.Language(lang)), Value: lang})
	}
	offered := component.Menu{ID: s.ID(PickSources), Hint: w.Say("setup_menu"), Most: len(d.Sources)}
	for _, source := range d.Sources {
		offered.Options = append(offered.Options, component.Option{Label: source.Name, Value: source.Key(), Help: source.Help})
		if source.Chosen {
			offered.Chosen = append(offered.Chosen, source.Key())
		}
	}
	packs := component.Menu{ID: s.ID(PickPack), Hint: w.Say("setup_pack")}
	for _, pack := range sources.SuggestPacks("", w, offeredMost) {
		packs.Options = append(packs.Options, component.Option{Label: layout.Capital(pack.Title), Value: pack.Value, Help: pack.Help})
	}
	rows := []discordgo.MessageComponent{component.Row(channel), component.Row(language)}
	if len(d.Sources) > 0 {
		rows = append(rows, component.Row(offered))
	}
	save := component.Primary(w.Say("setup_save"), s.ID(PressSave))
	save.Disabled = d.Channel.Bar != ""
	return append(rows, component.Row(packs), component.Row(save, component.Button(w.Say("setup_time"), s.ID(PressTime)),
		component.Button(w.Say("setup_add"), s.ID(PressAdd)), component.Button(w.Say("setup_server"), s.ID(PressServer)),
		component.Button(w.Say("setup_again"), s.ID(PressAgain))))
}

// TimeForm asks when and by whose clock.
func (s Screen) TimeForm(d *Draft) component.Form {
	w := s.Words
	when := component.Text{ID: FieldWhen, Value: d.Rule.Say(w), Most: 200}
	city := component.Text{ID: FieldCity, Value: setting.City(d.Zone), Most: 60}
	return component.Form{ID: s.ID(PressTime), Title: w.Say("setup_time_title"), Labels: []component.Label{
		{Text: w.Say("setup_when"), Help: w.Say("setup_when_help"), Field: when},
		{Text: w.Say("setup_city"), Help: w.Say("setup_city_help"), Field: city}}}
}

// ServerForm asks what is set for the whole server.
func (s Screen) ServerForm(d *Draft) component.Form {
	w := s.Words
	asking := component.Menu{ID: FieldAsking}
	for _, a := range answers {
		choice := "setup_choice_" + a.value
		asking.Options = append(asking.Options, component.Option{Label: w.Say(choice), Value: a.value, Help: w.Say(choice + "_help")})
		if a.asking == d.Asking {
			asking.Chosen = []string{a.value}
		}
	}
	room := component.Menu{ID: FieldRoom, Optional: true, Hint: w.Say("setup_room_hint"),
		Types: []int{wire.ChannelText, wire.ThreadPublic, wire.ThreadPrivate}}
	if d.Moderators != 0 {
		room.Chosen = []string{wire.Snowflake(d.Moderators).String()}
	}
	return component.Form{ID: s.ID(PressServer), Title: w.Say("setup_server_title"), Labels: []component.Label{
		{Text: w.Say("setup_ask"), Help: w.Say("setup_ask_help"), Field: asking},
		{Text: w.Say("setup_room"), Help: w.Say("setup_room_help"), Field: room}}}
}

// AddForm asks for sources by name or address.
func (s Screen) AddForm() component.Form {
	w := s.Words
	return component.Form{ID: s.ID(PressAdd), Title: w.Say("setup_add_title"), Labels: []component.Label{{Text: w.Say("setup_names"),
		Help: w.Say("setup_names_help"), Field: component.Text{ID: FieldNames, Hint: w.Say("setup_names_hint"), Long: true, Most: 2000}}}}
}
