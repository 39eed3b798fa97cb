package setting

import (
	"slices"
	"strings"

	"dateline/briefing/feed/outlet"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
)

// listMost is how many names a list of an option may have.
const listMost = 25

// Names are what is listed with commas between, each once.
func Names(typed string) []string {
	var out []string
	for _, name := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",;،؛\n", r) }) {
		name = strings.Join(strings.Fields(name), " ")
		if name != "" && !slices.ContainsFunc(out, func(have string) bool { return strings.EqualFold(have, name) }) {
			out = append(out, name)
		}
	}
	return out[:min(len(out), listMost)]
}

// Outlets reads a list of outlets of those that are known, by their names, or by
// sites ("example.org"). strange is the first that is neither.
func Outlets(typed string, known []string) (found []string, strange string) {
	for _, name := range Names(typed) {
		i := slices.IndexFunc(known, func(have string) bool {
			return outlet.SameName(have, name) || outlet.SameName(outlet.WithoutHost(have), name)
		})
		switch {
		case i >= 0:
			name = outlet.WithoutHost(known[i])
		case !strings.Contains(name, ".") || strings.ContainsAny(name, " /:"):
			return nil, name
		}
		found = append(found, name)
	}
	return found, ""
}

// Languages reads a list of languages, by their codes or by their names in one of
// the languages that the bot speaks. strange is the first that is none of those
// offered.
func Languages(typed string, offered []string) (found []string, strange string) {
	for _, name := range Names(typed) {
		i := slices.IndexFunc(offered, func(code string) bool {
			return strings.EqualFold(code, name) || slices.ContainsFunc(phrases.Languages(), func(in string) bool {
				return strings.EqualFold(phrases.In(in).Language(code), name)
			})
		})
		if i < 0 {
			return nil, name
		}
		if !slices.Contains(found, offered[i]) {
			found = append(found, offered[i])
		}
	}
	return found, ""
}

// Clear puts a setting back to the usual. Quiet hours belong to the rule, not here.
func Clear(set *profile.Schedule, name string) {
	switch name {
	case "topic":
		set.Topic = ""
	case "outlets":
		set.Only = nil
	case "without":
		set.Without = nil
	case "reports":
		set.Reports = 0
	case "languages":
		set.Languages = nil
	case "language":
		set.Lang = ""
	case "ping":
		set.Ping = 0
	case "review":
		set.Review, set.ReviewFor = 0, 0
	}
}
