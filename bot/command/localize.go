package command

import (
	"github.com/bwmarrin/discordgo"

	"dateline/briefing/phrases"
)

// locales are Discord's names of the languages; one that is spoken in several
// places is shown in all that Discord tells apart.
var locales = map[string][]discordgo.Locale{"de": {discordgo.German}, "es": {discordgo.SpanishES, discordgo.SpanishLATAM},
	"fr": {discordgo.French},
	"pt": {discordgo.PortugueseBR}, "ar": {"ar"}}

// localize puts in the texts of a command: the English ones, and beside them those
// of the other languages.
func localize(command *discordgo.ApplicationCommand) {
	path := "/" + command.Name
	command.Description = phrases.In("en").Say(path + ":")
	names, descriptions := everyLanguage(path), everyLanguage(path+":")
	command.NameLocalizations, command.DescriptionLocalizations = &names, &descriptions
	localizeOptions(path, command.Options)
}

func localizeOptions(path string, options []*discordgo.ApplicationCommandOption) {
	for _, o := range options {
		key := path + " " + o.Name
		if o.Type != discordgo.ApplicationCommandOptionSubCommand && !phrases.In("en").Has(key) {
			key = "option " + o.Name
		}
		o.Description = phrases.In("en").Say(key + ":")
		o.NameLocalizations, o.DescriptionLocalizations = everyLanguage(key), everyLanguage(key+":")
		localizeChoices(o)
		localizeOptions(key, o.Options)
	}
}

// localizeChoices names the choices of an option; those of a language are called as
// each language calls it.
func localizeChoices(o *discordgo.ApplicationCommandOption) {
	for _, choice := range o.Choices {
		value, _ := choice.Value.(string)
		if o.Name == "language" {
			choice.Name, choice.NameLocalizations = phrases.In("en").Language(value), map[discordgo.Locale]string{}
			for lang, spoken := range locales {
				for _, locale := range spoken {
					choice.NameLocalizations[locale] = phrases.In(lang).Language(value)
				}
			}
			continue
		}
		choice.Name, choice.NameLocalizations = phrases.In("en").Say("choice "+value), everyLanguage("choice "+value)
	}
}

// everyLanguage is a text by locale, without English.
func everyLanguage(key string) map[discordgo.Locale]string {
	out := map[discordgo.Locale]string{}
	for lang, spoken := range locales {
		for _, locale := range spoken {
			out[locale] = phrases.In(lang).Say(key)
		}
	}
	return out
}
