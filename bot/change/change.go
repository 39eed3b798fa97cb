// Package change says in words who changed which setting: a line of package audit
// in the language of whoever reads it. It knows what each setting is called and how
// its values are said. It looks nothing up.
package change

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/schedule"
	"dateline/store/audit"
)

// Line is a change as it is read: when, who, what, and the values.
func Line(x audit.Line, w *phrases.Words) message.Block {
	runs := message.Say(w, "audit_line", x.At, actor(x.Actor, w), what(x, w))
	for _, c := range x.Detail.Changes {
		runs = append(append(runs, message.Run{Text: " "}), change(c, w)...)
	}
	return message.Block{Kind: message.Item, Runs: runs}
}

var person = regexp.MustCompile(`^[0-9]{1,20}$`)

// actor names who made a change; whoever had the bot erase what it kept is somebody.
func actor(by string, w *phrases.Words) message.Run {
	switch {
	case person.MatchString(by):
		return message.Run{Ref: "@" + by}
	case by == "":
		return message.Run{Text: w.Say("audit_someone")}
	}
	return message.Run{Text: w.Say("audit_operator")}
}

// what names the setting that was changed.
func what(x audit.Line, w *phrases.Words) string {
	key, of := "audit_"+strings.ReplaceAll(string(x.Action), "-", "_"), x.Detail
	kind, _, _ := strings.Cut(string(x.Action), "-")
	switch {
	case !w.Has(key):
		return string(x.Action)
	case kind == "schedule":
		return w.Say(key, of.Name, of.Place)
	case kind == "server", kind == "told":
		return w.Say(key)
	case kind == "brake":
		return w.Say(key, w.Say("brake_"+of.Name))
	}
	return w.Say(key, of.Name)
}

// change is one setting with its value, and the one before.
func change(c audit.Change, w *phrases.Words) []message.Run {
	label := c.Field
	if key := "field_" + c.Field; w.Has(key) {
		label = w.Say(key)
	}
	if c.After == "" && c.Before == "true" {
		c.After = "false"
	}
	if c.Before == "" {
		return message.Say(w, "audit_now", label, value(c.Field, c.After, w))
	}
	return message.Say(w, "audit_was", label, value(c.Field, c.After, w), value(c.Field, c.Before, w))
}

// value is a stored value in words. One that was cut to be kept is said as it is.
func value(field, stored string, w *phrases.Words) message.Run {
	switch field {
	case "moderators", "review":
		if person.MatchString(stored) && stored != "0" {
			return message.Run{Ref: "#" + stored}
		}
	case "ping":
		if person.MatchString(stored) && stored != "0" {
			return message.Run{Ref: "@&" + stored}
		}
	}
	return message.Run{Text: words(field, stored, w)}
}

func words(field, stored string, w *phrases.Words) string {
	var list []string
	switch {
	case stored == "" || stored == "0" || stored == "null":
		return w.Say("audit_nothing")
	case stored == "true":
		return w.Say("audit_yes")
	case stored == "false":
		return w.Say("audit_no")
	case json.Unmarshal([]byte(stored), &list) == nil:
		for i, x := range list {
			list[i] = words(strings.TrimSuffix(field, "s"), x, w)
		}
		return w.List(list)
	}
	return ofField(field, stored, w)
}

// ofField says a value that its field gives a meaning.
func ofField(field, stored string, w *phrases.Words) string {
	switch field {
	case "rule":
		if rule, err := schedule.Parse(stored); err == nil {
			return rule.Say(w)
		}
	case "lang", "language":
		return w.Language(stored)
	case "review_for":
		if span, err := strconv.ParseInt(stored, 10, 64); err == nil {
			return w.Count(int(time.Duration(span).Minutes()), "audit_minutes")
		}
	case "length", "words_action", "asking":
		for _, key := range []string{"choice " + stored, "field_" + stored} {
			if w.Has(key) {
				return w.Say(key)
			}
		}
	}
	return stored
}
