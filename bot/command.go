package bot

import (
	"context"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/write"
)

// command is what a slash command does.
type command struct {
	server   bool // not in direct messages
	manage   bool // in a server only for those who may manage it
	quick    bool // answered at once: no work that could take long
	run      func(ctx context.Context, c *call) (response, error)
	complete map[string]func(ctx context.Context, c *call, typed string) ([]choice, error) // by option
}

// choice is one suggestion of an autocomplete.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type completer = map[string]func(ctx context.Context, c *call, typed string) ([]choice, error)

// table is every command by its path.
func (b *Bot) table() map[string]command {
	return map[string]command{
		"ask":              {run: b.askCommand},
		"brief":            {run: b.briefCommand},
		"source add":       {manage: true, run: b.sourceAdd},
		"source list":      {manage: true, run: b.sourceList},
		"source remove":    {manage: true, run: b.sourceRemove, complete: completer{"source": b.completeSource}},
		"source pause":     {manage: true, run: b.sourcePause, complete: completer{"source": b.completeSource}},
		"source resume":    {manage: true, run: b.sourceResume, complete: completer{"source": b.completeSource}},
		"schedule add":     {server: true, manage: true, run: b.scheduleAdd, complete: completer{"city": b.completeCity}},
		"schedule list":    {server: true, manage: true, run: b.scheduleList},
		"schedule remove":  {server: true, manage: true, run: b.scheduleRemove, complete: completer{"schedule": b.completeSchedule}},
		"schedule words":   {server: true, manage: true, run: b.scheduleWords},
		"schedule preview": {server: true, manage: true, run: b.schedulePreview, complete: completer{"schedule": b.completeSchedule}},
		"status":           {manage: true, run: b.statusCommand},
		"why":              {server: true, run: b.whyCommand, complete: completer{"story": b.completeStory}},
		"help":             {quick: true, run: b.helpCommand},
		"privacy":          {run: b.privacy},
		"forget":           {run: b.forget},
		"new":              {run: b.fresh},
	}
}

var (
	manageServer int64 = wire.PermManageGuild
	everywhere         = []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	inServers          = []discordgo.InteractionContextType{discordgo.InteractionContextGuild}
	asGuildApp         = []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
)

func text(name, description string, required bool) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionString, Name: name, Description: description,
		Required: required, MaxLength: 500}
}

func picked(name, description string) *discordgo.ApplicationCommandOption {
	given := text(name, description, true)
	given.Autocomplete = true
	return given
}

func number(name, description string, least, most float64) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionInteger, Name: name, Description: description,
		MinValue: &least, MaxValue: most}
}

func length() *discordgo.ApplicationCommandOption {
	given := text("length", "How much stands below each heading", false)
	for _, l := range []string{"short", "normal", "long"} {
		given.Choices = append(given.Choices, &discordgo.ApplicationCommandOptionChoice{Name: l, Value: l})
	}
	return given
}

func where() *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionChannel, Name: "channel",
		Description: "Where to; here if left out", ChannelTypes: []discordgo.ChannelType{wire.ChannelText, wire.ChannelNews,
			wire.ThreadNews, wire.ThreadPublic, wire.ThreadPrivate}}
}

func wordsAction() *discordgo.ApplicationCommandOption {
	given := text("action", "What is done with a story that holds one (spoiler)", false)
	for _, a := range []string{message.Spoiler, message.LeaveOut} {
		given.Choices = append(given.Choices, &discordgo.ApplicationCommandOptionChoice{Name: a, Value: a})
	}
	return given
}

// languageOption offers the languages that are told apart in articles.
func languageOption() *discordgo.ApplicationCommandOption {
	given := text("language", "What it is told in when a language model is set; else in the sources’ languages", false)
	for _, l := range write.Languages() {
		given.Choices = append(given.Choices, &discordgo.ApplicationCommandOptionChoice{Name: write.LanguageName(l), Value: l})
	}
	return given
}

func sub(name, description string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionSubCommand, Name: name, Description: description,
		Options: options}
}

func slash(name, description string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{Name: name, Description: description, Options: options, Contexts: &everywhere,
		IntegrationTypes: &asGuildApp}
}

// definitions is what Discord is told of the commands.
func definitions() []*discordgo.ApplicationCommand {
	source := slash("source", "What I read",
		sub("add", "Read a feed, or the feed of a site", text("url", "Address of the feed or the site", true)),
		sub("list", "What is read, and what cannot be read"),
		sub("remove", "Read a source no more", picked("source", "Which one")),
		sub("pause", "Leave a source out for a while", picked("source", "Which one")),
		sub("resume", "Read it again", picked("source", "Which one")))
	city := text("city", "Whose time: type a city and pick; needed once", false)
	city.Autocomplete = true
	schedule := slash("schedule", "When I post briefings",
		sub("add", "A briefing at set times", text("when", "daily 07:30, mondays and thursdays 9 am, every 3 hours", true), where(),
			city, text("name", "First words of each briefing, like World", false), number("stories", "How many stories at most (5)", 1,
				15), length(), languageOption(), text("topic", "Only stories about these words", false),
			&discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionBoolean, Name: "quiet",
				Description: "Stay silent when there is nothing new"}),
		sub("list", "All schedules of this server"),
		sub("remove", "End a schedule", picked("schedule", "Which one")),
		sub("words", "Words that a channel hides or leaves out", text("words", "With commas between them; suicid* takes all that begin "+
			"so; - ends the list", true), wordsAction(), where()),
		sub("preview", "How it looks, with what was read in the last 24 hours; only you see it", picked("schedule", "Which one")))
	schedule.Contexts = &inServers
	story := text("story", "Words of a story of the last 7 days; all of the newest briefing if left out", false)
	story.Autocomplete = true
	why := slash("why", "Why something was posted here, or not", story)
	why.Contexts = &inServers
	status := slash("status", "What works, what does not, and what to do about it")
	for _, m := range []*discordgo.ApplicationCommand{source, schedule, status} {
		m.DefaultMemberPermissions = &manageServer
	}
	return []*discordgo.ApplicationCommand{
		slash("ask", "Ask about the news I have read", text("question", "Your question; only you see the answer", true)),
		slash("brief", "What is new, for you alone", text("topic", "Only stories about these words", false),
			number("hours", "How far back (24)", 1, 168), number("stories", "How many stories at most (5)", 1, 15), length()),
		source, schedule, status, why,
		slash("help", "What I can do"), slash("privacy", "What I keep of you"), slash("forget", "Erase what I keep of you"), slash("new",
			"Start our conversation afresh"),
	}
}

// completed answers an autocomplete. Who may not use the command gets nothing.
func (b *Bot) completed(c *call) {
	choices := []choice{}
	if complete := b.commands[c.path].complete[c.focus]; complete != nil && b.commands[c.path].may(c) == nil {
		ctx, cancel := context.WithTimeout(context.Background(), completeTime)
		defer cancel()
		got, err := complete(ctx, c, c.text(c.focus))
		if err != nil {
			b.Log.Warn("an autocomplete failed", "command", c.path, "err", err)
		}
		for _, x := range got[:min(len(got), 25)] {
			choices = append(choices, choice{layout.Clip(x.Name, 100), x.Value})
		}
		choices = slices.DeleteFunc(choices, func(x choice) bool { return x.Name == "" || x.Value == "" || len(x.Value) > 100 })
	}
	if err := b.callback(c, 8, map[string]any{"choices": choices}); err != nil {
		b.Log.Debug("an autocomplete was not answered", "err", err)
	}
}

// completeTime is what a look into the database may take before the three
// seconds of an acknowledgement are over.
const completeTime = 1500 * time.Millisecond
