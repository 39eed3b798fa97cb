// Package picture shows what a message of the bot looks like in Discord: as a
// page (HTML) in the width of a screen, and as what a screen reader says of it,
// line by line. It reads bodies as they are sent: messages, first responses to
// interactions, forms. It is for tests, for the pictures of the pages and for
// people who look at what the bot says; it draws what our messages use of
// Discord's Markdown and components, and nothing of embeds.
package picture

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Message is a message, or a form when it has a title.
type Message struct {
	Title      string      `json:"title"` // of a form
	Content    string      `json:"content"`
	Flags      int         `json:"flags"`
	Components []Component `json:"components"`
	Files      []File      `json:"attachments"`
}

// Component is a row, a button, a menu, a label of a form or what it holds.
type Component struct {
	Type        int         `json:"type"`
	Style       int         `json:"style"`
	Label       string      `json:"label"`
	Description string      `json:"description"`
	Placeholder string      `json:"placeholder"`
	Value       string      `json:"value"`
	Content     string      `json:"content"`
	Disabled    bool        `json:"disabled"`
	Required    *bool       `json:"required"` // in a form; left out: it is
	Defaults    []Default   `json:"default_values"`
	Options     []Option    `json:"options"`
	Components  []Component `json:"components"`
	Component   *Component  `json:"component"` // what a label is for
}

// Option is a line of a menu.
type Option struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
}

// Default is a channel, a role or a person that is chosen when a menu opens.
type Default struct {
	Type string `json:"type"`
}

// File is a file under a message.
type File struct {
	Name string `json:"filename"`
}

// The numbers of components
// (https://discord.com/developers/docs/components/reference).
const (
	typeRow     = 1
	typeButton  = 2
	typeMenu    = 3 // of texts; 5 to 8 are of users, roles, both, channels
	typeInput   = 4
	typeMenuEnd = 8
	typeText    = 10
	typeLabel   = 18
	typeUpload  = 19
)

const flagPrivate = 1 << 6 // only one person sees the message

// Parse reads the body of a message, or of a response to an interaction.
func Parse(raw []byte) (Message, error) {
	var sent struct {
		Message
		Data *Message `json:"data"`
	}
	if err := json.Unmarshal(raw, &sent); err != nil {
		return Message{}, fmt.Errorf("read a message's body: %w", err)
	}
	if sent.Data != nil {
		return *sent.Data, nil
	}
	return sent.Message, nil
}

// Golden reads the messages of a golden file: each part behind a line that begins
// with "===", the name of the part, and is a text, or a body as JSON.
func Golden(text string) []Message {
	var out []Message
	for part := range strings.SplitSeq("\n"+text, "\n===") {
		if _, content, ok := strings.Cut(part, "\n"); ok && strings.TrimSpace(content) != "" {
			m, err := Parse([]byte(content))
			if err != nil {
				m = Message{Content: strings.TrimSuffix(content, "\n")}
			}
			out = append(out, m)
		}
	}
	return out
}

func (c Component) menu() bool {
	return c.Type == typeMenu || c.Type > typeInput && c.Type <= typeMenuEnd
}

// needed reports a field of a form without which it cannot be sent.
func (c Component) needed() bool { return c.Required == nil || *c.Required }

// chosen are the labels of a menu's lines that are chosen; of what has no lines, what
// kind it is.
func (c Component) chosen() []string {
	var out []string
	for _, d := range c.Defaults {
		out = append(out, map[string]string{"channel": "#channel", "role": "@role"}[d.Type])
	}
	for _, option := range c.Options {
		if option.Default {
			out = append(out, option.Label)
		}
	}
	return out
}
