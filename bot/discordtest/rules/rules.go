// Package rules is what Discord enforces of the bodies of requests and its
// OpenAPI file does not say, what the house wants of every message, and the
// sentences in which Discord refuses. It knows no server, no person and no time.
package rules

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
)

// Chars counts UTF-16 units: never less than code points, so that a pass here
// is a pass on Discord.
func Chars(s string) int { return len(utf16.Encode([]rune(s))) }

// Blank reports whether Discord would see nothing: it trims.
func Blank(s string) bool { return strings.TrimSpace(s) == "" }

// Within reports whether a value is there and not too long.
func Within(s string, most int) bool { return s != "" && Chars(s) <= most }

// Readable reports the same of what people read.
func Readable(s string, most int) bool { return !Blank(s) && Chars(s) <= most }

// The flags of messages, and limits.
const (
	FlagPublished = 1 << 0 // to the followers of an announcement channel
	FlagPrivate   = 1 << 6 // only one person sees it
	flagNoEmbeds  = 1 << 2
	flagNoPush    = 1 << 12
	nonceMost     = 25
	FilesMost     = 10 // of one message or field
)

// known are the parts of a message that the stand-in understands; Discord
// would ignore a misspelt one in silence.
var known = map[string]bool{
	"content": true, "flags": true, "allowed_mentions": true, "components": true,
	"nonce": true, "enforce_nonce": true, "message_reference": true, "attachments": true,
}

// Message checks the body of a message.
func Message(b map[string]any, edit bool) error {
	for k := range b {
		if !known[k] {
			return Bad("house rule: the stand-in does not know %q", k)
		}
	}
	content, _ := b["content"].(string)
	if Chars(content) > 2000 {
		return Bad("content: must be 2000 or fewer in length, is %d", Chars(content))
	}
	if err := mentionsFault(b["allowed_mentions"]); err != nil {
		return err
	}
	if flags, set := b["flags"].(float64); set || !edit {
		if err := flagsFault(int(flags)); err != nil {
			return err
		}
	}
	if n := b["nonce"]; n != nil && Chars(fmt.Sprint(n)) > nonceMost {
		return Bad("nonce: %d characters", Chars(fmt.Sprint(n)))
	}
	rows, _ := b["components"].([]any)
	files, _ := b["attachments"].([]any)
	if !edit && Blank(content) && len(rows) == 0 && len(files) == 0 {
		return Empty
	}
	if len(files) > FilesMost {
		return Bad("attachments: %d files", len(files))
	}
	return rowsFault(rows)
}

// mentionsFault checks that nobody is mentioned, unless it is a role by its id.
func mentionsFault(allowed any) error {
	mentions, _ := allowed.(map[string]any)
	if mentions["parse"] == nil {
		return Bad("house rule: every message says allowed_mentions parse []")
	}
	if parse, ok := mentions["parse"].([]any); !ok || len(parse) > 0 {
		return Bad("house rule: nobody is mentioned")
	}
	for key := range mentions {
		if key != "parse" && key != "roles" {
			return Bad("house rule: nobody is mentioned, also not by %s", key)
		}
	}
	if roles, _ := mentions["roles"].([]any); len(roles) > 100 {
		return Bad("allowed_mentions: %d roles", len(roles))
	}
	return nil
}

func flagsFault(flags int) error {
	if flags&flagNoEmbeds == 0 {
		return Bad("house rule: every message has SUPPRESS_EMBEDS")
	}
	if flags&^(flagNoEmbeds|FlagPrivate|flagNoPush) != 0 {
		return Bad("flags %d may not be set", flags)
	}
	return nil
}

func rowsFault(rows []any) error {
	if len(rows) > 5 {
		return Bad("components: more than 5 rows")
	}
	seen := map[string]bool{}
	for _, r := range rows {
		row, _ := r.(map[string]any)
		list, _ := row["components"].([]any)
		if kind, _ := row["type"].(float64); kind != 1 || len(list) == 0 || len(list) > 5 {
			return Bad("components: a row of type %v with %d components", row["type"], len(list))
		}
		for _, c := range list {
			if err := componentFault(c, len(list), seen); err != nil {
				return err
			}
		}
	}
	return nil
}

func componentFault(x any, siblings int, seen map[string]bool) error {
	component, _ := x.(map[string]any)
	id, _ := component["custom_id"].(string)
	kind, _ := component["type"].(float64)
	if id != "" && seen[id] {
		return Bad("components: custom_id %s twice", id)
	}
	seen[id] = true
	if Chars(id) > 100 {
		return Bad("custom_id of %d characters", Chars(id))
	}
	switch {
	case kind == TypeButton:
		return buttonFault(component, id)
	case !Selects(int(kind)):
		return Bad("components: the stand-in knows no type %v", kind)
	case siblings > 1:
		return Bad("a menu stands alone in its row")
	case component["required"] != nil:
		return Bad("a menu outside a modal is never required")
	}
	return menuFault(component)
}

func buttonFault(c map[string]any, id string) error {
	style, _ := c["style"].(float64)
	label, _ := c["label"].(string)
	link, _ := c["url"].(string)
	isLink := style == 5
	emoji, hasEmoji := c["emoji"].(map[string]any)
	if name, _ := emoji["name"].(string); hasEmoji && name == "" && emoji["id"] == nil {
		return Bad("button: an emoji without name and id")
	}
	switch {
	case style < 1 || style > 5:
		return Bad("button: style %v", style)
	case (link != "") != isLink || (id != "") == isLink:
		return Bad("button: link buttons take a url, others a custom_id")
	case label == "" && !hasEmoji || Chars(label) > 80:
		return Bad("button: label of %d characters", Chars(label))
	case isLink && !webAddress(link):
		return Bad("button: %q is no link", link)
	}
	return nil
}

// webAddress reports an address that a button may open.
func webAddress(s string) bool {
	parsed, err := url.Parse(s)
	return err == nil && Chars(s) <= 512 && parsed.Host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https")
}

// The types of interactions.
const (
	AskedCommand   = 2
	AskedComponent = 3
	AskedChoices   = 4
	AskedModal     = 5
)

// Callback checks the first response to an interaction of a type.
func Callback(asked, kind int, data map[string]any) error {
	if (asked == AskedChoices) != (kind == ReplyChoices) {
		return Bad("a response of type %d to an interaction of type %d", kind, asked)
	}
	switch kind {
	case ReplyNow:
		return Message(data, false)
	case ReplyUnchanged, ReplyChange:
		switch {
		case asked != AskedComponent && asked != AskedModal:
			return Bad("a response of type %d to an interaction of type %d", kind, asked)
		case kind == ReplyChange:
			return Message(data, true)
		}
	case ReplyLater:
		if flags, _ := data["flags"].(float64); int(flags)&^FlagPrivate != 0 {
			return Bad("a deferral with flags %d", int(flags))
		}
	case ReplyChoices:
		return choicesFault(data)
	case ReplyModal:
		if asked == AskedModal {
			return Bad("a modal in return for a modal")
		}
		return modalFault(data)
	default:
		return Bad("the stand-in knows no response of type %d", kind)
	}
	return nil
}

func choicesFault(data map[string]any) error {
	list, _ := data["choices"].([]any)
	if len(list) > 25 {
		return Bad("%d choices", len(list))
	}
	for _, x := range list {
		choice, _ := x.(map[string]any)
		name, _ := choice["name"].(string)
		value, _ := choice["value"].(string)
		if !Readable(name, 100) || Chars(value) > 100 {
			return Bad("choice %q = %q", name, value)
		}
	}
	return nil
}
