package discordtest

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
)

// What Discord enforces and its OpenAPI file does not say, and what the house
// wants of every message.

// chars counts UTF-16 units: never less than code points, so that a pass here
// is a pass on Discord.
func chars(s string) int { return len(utf16.Encode([]rune(s))) }

// blank reports whether Discord would see nothing: it trims.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

// within reports whether a value is there and not too long.
func within(s string, most int) bool { return s != "" && chars(s) <= most }

// readable reports the same of what people read.
func readable(s string, most int) bool { return !blank(s) && chars(s) <= most }

const (
	flagPublished = 1 << 0 // to the followers of an announcement channel
	flagNoEmbeds  = 1 << 2
	flagNoPush    = 1 << 12
	nonceMost     = 25
)

// known are the parts of a message that the stand-in understands; Discord
// would ignore a misspelt one in silence.
var known = map[string]bool{
	"content": true, "flags": true, "allowed_mentions": true, "components": true,
	"nonce": true, "enforce_nonce": true, "message_reference": true, "attachments": true,
}

// messageFault checks the body of a message.
func messageFault(b map[string]any, edit bool) error {
	for k := range b {
		if !known[k] {
			return bad("house rule: the stand-in does not know %q", k)
		}
	}
	content, _ := b["content"].(string)
	if chars(content) > 2000 {
		return bad("content: must be 2000 or fewer in length, is %d", chars(content))
	}
	if err := mentionsFault(b["allowed_mentions"]); err != nil {
		return err
	}
	if flags, set := b["flags"].(float64); set || !edit {
		if err := flagsFault(int(flags)); err != nil {
			return err
		}
	}
	if n := b["nonce"]; n != nil && chars(fmt.Sprint(n)) > nonceMost {
		return bad("nonce: %d characters", chars(fmt.Sprint(n)))
	}
	rows, _ := b["components"].([]any)
	files, _ := b["attachments"].([]any)
	if !edit && blank(content) && len(rows) == 0 && len(files) == 0 {
		return empty
	}
	if len(files) > filesMost {
		return bad("attachments: %d files", len(files))
	}
	return rowsFault(rows)
}

// mentionsFault checks that nobody is mentioned, unless it is a role by its id.
func mentionsFault(allowed any) error {
	mentions, _ := allowed.(map[string]any)
	if mentions["parse"] == nil {
		return bad("house rule: every message says allowed_mentions parse []")
	}
	if parse, ok := mentions["parse"].([]any); !ok || len(parse) > 0 {
		return bad("house rule: nobody is mentioned")
	}
	for key := range mentions {
		if key != "parse" && key != "roles" {
			return bad("house rule: nobody is mentioned, also not by %s", key)
		}
	}
	if roles, _ := mentions["roles"].([]any); len(roles) > 100 {
		return bad("allowed_mentions: %d roles", len(roles))
	}
	return nil
}

func flagsFault(flags int) error {
	if flags&flagNoEmbeds == 0 {
		return bad("house rule: every message has SUPPRESS_EMBEDS")
	}
	if flags&^(flagNoEmbeds|flagPrivate|flagNoPush) != 0 {
		return bad("flags %d may not be set", flags)
	}
	return nil
}

func rowsFault(rows []any) error {
	if len(rows) > 5 {
		return bad("components: more than 5 rows")
	}
	seen := map[string]bool{}
	for _, r := range rows {
		row, _ := r.(map[string]any)
		list, _ := row["components"].([]any)
		if kind, _ := row["type"].(float64); kind != 1 || len(list) == 0 || len(list) > 5 {
			return bad("components: a row of type %v with %d components", row["type"], len(list))
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
		return bad("components: custom_id %s twice", id)
	}
	seen[id] = true
	if chars(id) > 100 {
		return bad("custom_id of %d characters", chars(id))
	}
	switch {
	case kind == typeButton:
		return buttonFault(component, id)
	case !selects(int(kind)):
		return bad("components: the stand-in knows no type %v", kind)
	case siblings > 1:
		return bad("a menu stands alone in its row")
	case component["required"] != nil:
		return bad("a menu outside a modal is never required")
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
		return bad("button: an emoji without name and id")
	}
	switch {
	case style < 1 || style > 5:
		return bad("button: style %v", style)
	case (link != "") != isLink || (id != "") == isLink:
		return bad("button: link buttons take a url, others a custom_id")
	case label == "" && !hasEmoji || chars(label) > 80:
		return bad("button: label of %d characters", chars(label))
	case isLink && !webAddress(link):
		return bad("button: %q is no link", link)
	}
	return nil
}

// webAddress reports an address that a button may open.
func webAddress(s string) bool {
	parsed, err := url.Parse(s)
	return err == nil && chars(s) <= 512 && parsed.Host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https")
}

// The types of interactions.
const (
	askedCommand   = 2
	askedComponent = 3
	askedChoices   = 4
	askedModal     = 5
)

// callbackFault checks the first response to an interaction of a type.
func callbackFault(asked, kind int, data map[string]any) error {
	if (asked == askedChoices) != (kind == replyChoices) {
		return bad("a response of type %d to an interaction of type %d", kind, asked)
	}
	switch kind {
	case replyNow:
		return messageFault(data, false)
	case replyUnchanged, replyChange:
		switch {
		case asked != askedComponent && asked != askedModal:
			return bad("a response of type %d to an interaction of type %d", kind, asked)
		case kind == replyChange:
			return messageFault(data, true)
		}
	case replyLater:
		if flags, _ := data["flags"].(float64); int(flags)&^flagPrivate != 0 {
			return bad("a deferral with flags %d", int(flags))
		}
	case replyChoices:
		return choicesFault(data)
	case replyModal:
		if asked == askedModal {
			return bad("a modal in return for a modal")
		}
		return modalFault(data)
	default:
		return bad("the stand-in knows no response of type %d", kind)
	}
	return nil
}

func choicesFault(data map[string]any) error {
	list, _ := data["choices"].([]any)
	if len(list) > 25 {
		return bad("%d choices", len(list))
	}
	for _, x := range list {
		choice, _ := x.(map[string]any)
		name, _ := choice["name"].(string)
		value, _ := choice["value"].(string)
		if !readable(name, 100) || chars(value) > 100 {
			return bad("choice %q = %q", name, value)
		}
	}
	return nil
}
