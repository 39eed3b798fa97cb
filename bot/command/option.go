package command

import (
	"github.com/bwmarrin/discordgo"

	"dateline/bot/wire"
	"dateline/briefing/phrases"
)

// textMost is how long a typed option may be.
const textMost = 500

// slash is a command of servers that have the bot.
func slash(name string, options []*discordgo.ApplicationCommandOption,
	where ...discordgo.InteractionContextType) *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{Name: name, Options: options, Contexts: &where,
		IntegrationTypes: &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}}
}

// everywhere is a command of servers and of direct messages; a person who has installed
// the bot has it where the bot is not, too.
func everywhere(name string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	command := slash(name, options, discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM,
		discordgo.InteractionContextPrivateChannel)
	*command.IntegrationTypes = append(*command.IntegrationTypes, discordgo.ApplicationIntegrationUserInstall)
	return command
}

// inServers is a command of servers alone.
func inServers(name string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	return slash(name, options, discordgo.InteractionContextGuild)
}

// onMessages is an entry in the menu of messages, where a command made so is; it is
// called as a text says and has no description.
func onMessages(where func(string, ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand,
	key string) *discordgo.ApplicationCommand {
	command, names := where(phrases.In("en").Say(key)), everyLanguage(key)
	command.Type, command.NameLocalizations = discordgo.MessageApplicationCommand, &names
	return command
}

// managed is a command that Discord shows in a server to those who manage it, as
// long as the server has set nothing else.
func managed(command *discordgo.ApplicationCommand) *discordgo.ApplicationCommand {
	var permission int64 = wire.PermManageGuild
	command.DefaultMemberPermissions = &permission
	return command
}

func sub(name string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionSubCommand, Name: name, Options: options}
}

// form changes an option.
type form func(*discordgo.ApplicationCommandOption)

func required(o *discordgo.ApplicationCommandOption) { o.Required = true }

// completed is for an option with suggestions while it is typed.
func completed(o *discordgo.ApplicationCommandOption) { o.Autocomplete = true }

// choices are the values that an option may have.
func choices(values ...string) form {
	return func(o *discordgo.ApplicationCommandOption) {
		for _, value := range values {
			o.Choices = append(o.Choices, &discordgo.ApplicationCommandOptionChoice{Name: value, Value: value})
		}
	}
}

func option(kind discordgo.ApplicationCommandOptionType, name string, forms []form) *discordgo.ApplicationCommandOption {
	made := &discordgo.ApplicationCommandOption{Type: kind, Name: name}
	for _, change := range forms {
		change(made)
	}
	return made
}

// atMost is for a text that may not be so long as others.
func atMost(characters int) form {
	return func(o *discordgo.ApplicationCommandOption) { o.MaxLength = characters }
}

func text(name string, forms ...form) *discordgo.ApplicationCommandOption {
	return option(discordgo.ApplicationCommandOptionString, name, append([]form{atMost(textMost)}, forms...))
}

// number is a whole number.
func number(name string, least, most float64) *discordgo.ApplicationCommandOption {
	made := option(discordgo.ApplicationCommandOptionInteger, name, nil)
	made.MinValue, made.MaxValue = &least, most
	return made
}

// file is one that a person sends.
func file(name string) *discordgo.ApplicationCommandOption {
	return option(discordgo.ApplicationCommandOptionAttachment, name, nil)
}

// truth is yes or no.
func truth(name string) *discordgo.ApplicationCommandOption {
	return option(discordgo.ApplicationCommandOptionBoolean, name, nil)
}

// channel is one that briefings can be posted to.
func channel() *discordgo.ApplicationCommandOption {
	made := option(discordgo.ApplicationCommandOptionChannel, "channel", nil)
	made.ChannelTypes = []discordgo.ChannelType{wire.ChannelText, wire.ChannelNews, wire.ChannelForum, wire.ThreadNews,
		wire.ThreadPublic, wire.ThreadPrivate}
	return made
}

// role is one of the server's roles.
func role(name string) *discordgo.ApplicationCommandOption {
	return option(discordgo.ApplicationCommandOptionRole, name, nil)
}

// room is a text channel.
func room(name string) *discordgo.ApplicationCommandOption {
	made := option(discordgo.ApplicationCommandOptionChannel, name, nil)
	made.ChannelTypes = []discordgo.ChannelType{wire.ChannelText}
	return made
}
