package bot

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// manyFit is the error of a name that may mean several things, or one that is
// better asked about: the person picks from a menu, and the command goes on.
type manyFit struct {
	path    string // of the command
	ask     string
	choices []choice
}

// Error is the question.
func (e manyFit) Error() string { return e.ask }

// menuMost is how many lines Discord takes in a menu.
const menuMost = 25

func (e manyFit) answer(words *phrases.Words) response {
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: idPick + e.path, Placeholder: words.Say("which_one")}
	for _, x := range e.choices[:min(len(e.choices), menuMost)] {
		label := layout.Cut(strings.Join(strings.Fields(message.Printable(x.Name)), " "), labelMost)
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: label, Value: x.Value})
	}
	reply := said(e.ask)
	reply.rows = row(menu)
	return reply
}

// pickedOne goes on with a command whose name was picked from a menu.
func (b *Bot) pickedOne(c *call, path string) {
	cmd, ok := b.commands[path]
	if chosen := c.in.Data.V.Values.V; ok && len(chosen) == 1 && len(cmd.complete) == 1 {
		for name := range cmd.complete {
			value, err := json.Marshal(chosen[0])
			if err == nil {
				c.path, c.opts = path, map[string]wire.Option{name: {Value: value}}
				b.commanded(c)
				return
			}
		}
	}
	b.respond(c, b.replyForError(c.words, c.path, errOldButton))
}

// apart names things so that two of one name can be told apart: those have
// what is said besides.
func apart(names, besides, values []string) []choice {
	count := map[string]int{}
	for _, name := range names {
		count[strings.ToLower(name)]++
	}
	out := make([]choice, len(names))
	for i, name := range names {
		if count[strings.ToLower(name)] > 1 {
			name = fmt.Sprintf("%s, %s", name, besides[i])
		}
		out[i] = choice{name, values[i]}
	}
	return out
}
