// Package component builds what people press and fill in: buttons, menus, and
// forms with labels, texts, menus and files, which discordgo does not have, and
// reads what a form brings back. Texts are cut to Discord's limits here. It knows
// nothing of what a form is for, and answers nobody.
package component

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/layout"
)

// Discord's limits, in UTF-16 units (https://discord.com/developers/docs/components/reference).
const (
	titleMost       = 45 // of a form, and of a label in it
	helpMost        = 100
	inputHintMost   = 100
	menuHintMost    = 150
	buttonMost      = 80
	optionMost      = 100 // an option's label and its description
	optionsMost     = 25
	inputMost       = 4000
	uploadMost      = 10
	fieldsMost      = 5 // labels in a form
	typeLabel       = 18
	typeUpload      = 19
	styleShort      = 1
	styleParagraph  = 2
	channelDefaults = "channel"
	roleDefaults    = "role"
)

// OwnData is the id of the button with which a person gets what is kept of him or her.
const OwnData = "own:"

// Button is a grey button with an id of ours.
func Button(label, id string) discordgo.Button {
	return discordgo.Button{Label: layout.Cut(label, buttonMost), Style: discordgo.SecondaryButton, CustomID: id}
}

// Primary is the button that is meant to be pressed.
func Primary(label, id string) discordgo.Button {
	button := Button(label, id)
	button.Style = discordgo.PrimaryButton
	return button
}

// Danger is the button of what takes something away.
func Danger(label, id string) discordgo.Button {
	button := Button(label, id)
	button.Style = discordgo.DangerButton
	return button
}

// Row is one line of components: up to five buttons, or one menu.
func Row(list ...discordgo.MessageComponent) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: list}
}

// Option is a line of a menu of texts.
type Option struct{ Label, Value, Help string }

// Menu is a menu, of texts when it has Options, else of the server's channels
// or roles.
type Menu struct {
	ID, Hint string // Hint stands in it while nothing is chosen
	Options  []Option
	Roles    bool     // of roles; without it and Options, of channels
	Types    []int    // of the channels that are shown; nil is all
	Chosen   []string // values of options, or ids
	Optional bool     // nothing may be chosen
	Most     int      // values that may be chosen; default 1
}

// Type is the component's number.
func (m Menu) Type() discordgo.ComponentType {
	switch {
	case m.Options != nil:
		return discordgo.SelectMenuComponent
	case m.Roles:
		return discordgo.RoleSelectMenuComponent
	}
	return discordgo.ChannelSelectMenuComponent
}

// MarshalJSON is the menu as a message has it.
func (m Menu) MarshalJSON() ([]byte, error) { return json.Marshal(m.fields()) }

func (m Menu) fields() map[string]any {
	least, most := 1, max(m.Most, 1)
	if m.Optional {
		least = 0
	}
	out := map[string]any{"type": m.Type(), "custom_id": m.ID, "min_values": least}
	if hint := layout.Cut(m.Hint, menuHintMost); hint != "" {
		out["placeholder"] = hint
	}
	switch {
	case m.Options != nil:
		options := m.lines(most)
		out["options"], most = options, min(most, len(options))
	case len(m.Types) > 0 && !m.Roles:
		out["channel_types"] = m.Types
	}
	if defaults := m.defaults(most); len(defaults) > 0 {
		out["default_values"] = defaults
	}
	out["max_values"] = most
	return out
}

// lines are the options, as many as Discord takes and each value once.
func (m Menu) lines(most int) []map[string]any {
	chosen, seen := map[string]bool{}, map[string]bool{}
	for _, value := range m.Chosen[:min(len(m.Chosen), most)] {
		chosen[value] = true
	}
	var out []map[string]any
	for _, option := range m.Options {
		if seen[option.Value] || len(out) == optionsMost {
			continue
		}
		seen[option.Value] = true
		label := layout.Cut(cmp.Or(strings.TrimSpace(option.Label), option.Value), optionMost)
		line := map[string]any{"label": label, "value": option.Value}
		if option.Help != "" {
			line["description"] = layout.Cut(option.Help, optionMost)
		}
		if chosen[option.Value] {
			line["default"] = true
		}
		out = append(out, line)
	}
	return out
}

// defaults are the channels or roles that are chosen beforehand.
func (m Menu) defaults(most int) []map[string]any {
	if m.Options != nil {
		return nil
	}
	kind := channelDefaults
	if m.Roles {
		kind = roleDefaults
	}
	var out []map[string]any
	for _, id := range m.Chosen[:min(len(m.Chosen), most)] {
		out = append(out, map[string]any{"id": id, "type": kind})
	}
	return out
}
