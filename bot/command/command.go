// Package command has the slash commands as Discord is told of them: their names,
// descriptions, options and choices, in every language that people read. It does
// not say what a command does, nor who may use it at the moment it is used.
//
// To add a command, write its shape into [Definitions], and its texts into the
// area "command" of package phrases in every language:
//
//	/source add = add                     its name, as typed in the language
//	/source add: = Read a feed            what it does, at most 100 characters
//	/source add url = url                 an option of it
//	/source add url: = Address of a feed
//	option city = city                    an option of several commands; also "option city:"
//	choice short = short                  a choice that has this value
//
// Names are one word in lower case; a hyphen may stand in it. The handler stands
// in package bot by the path of English names, "source add", and reads options and
// choices by their English names and values. Where another text names a command,
// it is written in English ("/source add") and read as the language has it.
//
// Discord knows all the languages of package phrases, Arabic among them: the
// locales are those of AvailableLocalesEnum in https://github.com/discord/discord-api-spec.
package command

import (
	"github.com/bwmarrin/discordgo"

	"dateline/briefing/listing"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/write"
)

// Definitions is what Discord is told of the commands. Whoever asks may change it.
func Definitions() []*discordgo.ApplicationCommand {
	all := []*discordgo.ApplicationCommand{
		everywhere("ask", text("question", required)),
		everywhere("brief", text("topic"), number("hours", 1, 168), stories(), length()),
		managed(everywhere("source",
			sub("add", text("sources", completed), text("pack", completed), file("file")),
			sub("list"),
			sub("remove", text("source", required, completed)),
			sub("pause", text("source", required, completed)),
			sub("resume", text("source", required, completed)))),
		managed(inServers("schedule",
			sub("add", append([]*discordgo.ApplicationCommandOption{text("when", required)}, briefings()...)...),
			sub("edit", append([]*discordgo.ApplicationCommandOption{text("schedule", required, completed), text("when"),
				text("clear", choices("topic", "outlets", "without", "reports", "languages", "language", "quiet-hours", "ping", "review"))},
				briefings()...)...),
			sub("pause", text("schedule", required, completed)),
			sub("resume", text("schedule", required, completed)),
			sub("list"),
			sub("remove", text("schedule", required, completed)),
			sub("words", text("words", required), text("action", choices(message.Spoiler, message.LeaveOut)), channel()),
			sub("preview", text("schedule", required, completed)),
			sub("now", text("schedule", required, completed)))),
		managed(inServers("alerts",
			sub("on", channel(), number("reports", 2, 10), text("topic"), text("quiet-hours"), text("city", completed)),
			sub("off", channel()),
			sub("list"))),
		managed(inServers("setup")),
		managed(everywhere("status")),
		everywhere("story", text("story", required, completed)),
		inServers("why", text("story", completed)),
		onMessages(inServers, "menu_why"), onMessages(everywhere, "menu_check"),
		everywhere("catchup"), everywhere("search", text("words", required, atMost(listing.QueryMost))),
		everywhere("follow",
			sub("topic", text("topic", completed), text("when"), text("city", completed), stories(), length()),
			sub("list"),
			sub("stop", text("follow", required, completed))),
		everywhere("watch", sub("list"), sub("stop", text("watch", required, completed))),
		everywhere("sources"), everywhere("help"), everywhere("privacy"), everywhere("forget"), everywhere("new"),
	}
	for _, command := range all {
		if command.Type != discordgo.MessageApplicationCommand {
			localize(command)
		}
	}
	return all
}

// WhyMenu is the name of the entry in the menu of messages that asks why one was posted.
func WhyMenu() string { return phrases.In("en").Say("menu_why") }

// CheckMenu is the name of the entry that holds a message against what was read.
func CheckMenu() string { return phrases.In("en").Say("menu_check") }

// briefings are the settings of a schedule.
func briefings() []*discordgo.ApplicationCommandOption {
	return []*discordgo.ApplicationCommandOption{channel(), text("city", completed), text("name"), stories(), length(), language(),
		text("topic"), text("outlets", completed), text("without", completed), number("reports", 1, 10), text("languages"), truth("quiet"),
		text("quiet-hours"), role("ping"), truth("publish"), room("review")}
}

// stories is how many are told at most.
func stories() *discordgo.ApplicationCommandOption { return number("stories", 1, 15) }

// length is how much stands below each heading.
func length() *discordgo.ApplicationCommandOption {
	return text("length", choices("short", "normal", "long"))
}

// language offers the languages that are told apart in articles.
func language() *discordgo.ApplicationCommandOption {
	return text("language", choices(write.Languages()...))
}
