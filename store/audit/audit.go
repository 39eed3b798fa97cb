// Package audit says who changed which setting, as a line: who, when, what, with
// the values before and after, in short. It neither stores lines nor words them.
package audit

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/store/state"
)

// Line is one change of a setting.
type Line struct {
	ID     int64
	At     time.Time
	Owner  string // whose setting it is: desk, guild:ID, user:ID
	Actor  string // who changed it: a person's id in Discord, "command line"; "" is nobody who is known
	Action state.Action
	Detail Detail
}

// Detail is what was changed.
type Detail struct {
	Name    string   `json:"name,omitempty"`  // of the schedule, source, channel
	Place   string   `json:"place,omitempty"` // the name of the channel in which the schedule is
	Changes []Change `json:"changes,omitempty"`
}

// Change is one value, before and after; "" is none.
type Change struct {
	Field  string `json:"field"` // as it is stored: "stories", "alerts.on"
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

const (
	valueMost   = 100 // bytes of a value that are kept
	changesMost = 30  // of one line
)

// own are fields that the program keeps for itself.
var own = []string{"greeted", "since"}

type actorKey struct{}

// By is a context in which settings are changed by an actor.
func By(ctx context.Context, actor string) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// Actor is who changes settings in a context, "" where that is not known.
func Actor(ctx context.Context) string {
	actor, _ := ctx.Value(actorKey{}).(string)
	return actor
}

// Diff are the values in which two JSON objects differ, by field; what is inside
// an object has its name behind a dot. What is no object has no fields.
func Diff(before, after string) []Change {
	old, fresh := map[string]string{}, map[string]string{}
	flatten(old, "", before)
	flatten(fresh, "", after)
	var out []Change
	for field, value := range fresh {
		if old[field] != value {
			out = append(out, Of(field, old[field], value))
		}
	}
	for field, value := range old {
		if _, ok := fresh[field]; !ok && value != "" {
			out = append(out, Of(field, value, ""))
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.Field, b.Field) })
	return out[:min(len(out), changesMost)]
}

// Of is a change of one field, with its values cut to what a line keeps.
func Of(field, before, after string) Change { return Change{cut(field), cut(before), cut(after)} }

func flatten(into map[string]string, prefix, text string) {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &fields) != nil {
		return
	}
	for name, raw := range fields {
		if slices.Contains(own, name) {
			continue
		}
		var word string
		switch {
		case json.Unmarshal(raw, &word) == nil: // null too, which is no value
			into[prefix+name] = word
		case raw[0] == '{' && prefix == "":
			flatten(into, name+".", string(raw))
		default:
			into[prefix+name] = string(raw)
		}
	}
}

func cut(s string) string {
	if len(s) <= valueMost {
		return s
	}
	s = s[:valueMost]
	for !utf8.ValidString(s) && len(s) > valueMost-utf8.UTFMax {
		s = s[:len(s)-1]
	}
	return strings.TrimSpace(s) + "…"
}
