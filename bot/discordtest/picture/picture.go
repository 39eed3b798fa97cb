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

// Golden reads the messages of a golden file of texts: each part behind a line
// that begins with "===", the name of the part.
func Golden(text string) []Message {
	var out []Message
	for part := range strings.SplitSeq("\n"+text, "\n===") {
		if _, content, ok := strings.Cut(part, "\n"); ok && strings.TrimSpace(content) != "" {
			out = append(out, Message{Content: strings.TrimSuffix(content, "\n")})
		}
	}
	return out
}

func (c Component) menu() bool {
	return c.Type == typeMenu || c.Type > typeInput && c.Type <= typeMenuEnd
}

// chosen are the labels of a menu's lines that are chosen.
func (c Component) chosen() []string {
	var out []string
	for _, option := range c.Options {
		if option.Default {
			out = append(out, option.Label)
		}
	}
	return out
}
