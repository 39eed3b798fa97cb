package command_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/command"
	"dateline/briefing/phrases"
)

// node is a command, an option or a choice as Discord is told of it.
type node struct {
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations"`
	Type         int               `json:"type"`
	Options      []node            `json:"options"`
	Choices      []node            `json:"choices"`
	Value        any               `json:"value"`
}

func told(t *testing.T) []node {
	t.Helper()
	body, err := json.Marshal(command.Definitions())
	if err != nil {
		t.Fatal(err)
	}
	var all []node
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// locales are Discord's for the languages that people read, besides English.
var locales = []string{"ar", "de", "es-419", "es-ES", "fr", "pt-BR"}

// menu is the type of an entry in the menu of messages.
const menu = 3

// name is what Discord takes (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming).
var name = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

func length(s string) int { return len([]rune(s)) }

// check looks at a list of siblings and says how many characters Discord counts.
func check(t *testing.T, path string, siblings []node) (total int) {
	t.Helper()
	seen := map[string]map[string]bool{}
	for _, n := range siblings {
		at := path + " " + n.Name
		if got := slices.Sorted(maps.Keys(n.Names)); !slices.Equal(got, locales) {
			t.Errorf("%s is named in %v, want %v", at, got, locales)
		}
		longestName, longest := length(n.Name), length(n.Description)
		all := maps.Clone(n.Names)
		all["en"] = n.Name
		for locale, said := range all {
			if seen[locale] == nil {
				seen[locale] = map[string]bool{}
			}
			if seen[locale][said] {
				t.Errorf("%s: two are called %q in %s", at, said, locale)
			}
			seen[locale][said] = true
			longestName = max(longestName, length(said))
			if n.Value != nil {
				if length(said) > 100 || said == "" || strings.HasPrefix(said, "%!") {
					t.Errorf("%s: the choice is called %q in %s", at, said, locale)
				}
				continue
			}
			if n.Type == menu && path == "" {
				if length(said) > 32 || strings.HasPrefix(said, "%!") || strings.TrimSpace(said) == "" {
					t.Errorf("%s: Discord does not take the name %q in %s", at, said, locale)
				}
				continue
			}
			if !name.MatchString(said) || said != strings.ToLower(said) {
				t.Errorf("%s: Discord does not take the name %q in %s", at, said, locale)
			}
		}
		if n.Type == menu && path == "" && n.Description+fmt.Sprint(n.Descriptions) != "map[]" {
			t.Errorf("%s is described, which Discord refuses", at)
		}
		if n.Value == nil && (n.Type != menu || path != "") {
			says := maps.Clone(n.Descriptions)
			says["en"] = n.Description
			for locale, said := range says {
				longest = max(longest, length(said))
				if length(said) > 100 || strings.HasPrefix(said, "%!") || said == "" {
					t.Errorf("%s: the description in %s has %d characters: %q", at, locale, length(said), said)
				}
			}
			if len(says) != len(locales)+1 {
				t.Errorf("%s is described in %d languages", at, len(says))
			}
		}
		own := longestName + longest + check(t, at, n.Options) + check(t, at, n.Choices)
		if value, ok := n.Value.(string); ok {
			own += length(value)
		}
		if path == "" && own > 8000 {
			t.Errorf("%s has %d characters in all, Discord takes 8,000", at, own)
		}
		total += own
	}
	return total
}

func TestDefinitions_AreWhatDiscordTakesInEveryLanguage(t *testing.T) {
	check(t, "", told(t))
}

// In the pseudo-language, which is 40 % longer, a description still fits: another
// language may be added.
func TestDefinitions_LeaveRoomForALongerLanguage(t *testing.T) {
	w := phrases.In(phrases.Pseudo)
	for _, key := range keys(t) {
		if said := w.Say(key); strings.HasSuffix(key, ":") && length(said) > 100+2 {
			t.Errorf("%s has %d characters in the pseudo-language: %q", key, length(said), said)
		}
	}
}

// keys are those of the catalogue's area.
func keys(t *testing.T) (out []string) {
	t.Helper()
	body, err := os.ReadFile("../../briefing/phrases/en/command.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(body)) {
		if key, _, ok := strings.Cut(line, " = "); ok {
			out = append(out, key)
		}
	}
	return out
}

func TestDefinitions_UseEveryText(t *testing.T) {
	used := map[string]bool{}
	known := keys(t)
	var walk func(path string, list []node)
	walk = func(path string, list []node) {
		for _, n := range list {
			if n.Type == menu && path == "" {
				continue // it is called as a text of another area says
			}
			key := strings.TrimSpace(path + " " + n.Name)
			if path == "" {
				key = "/" + n.Name
			}
			if n.Type > 2 && path != "" && !slices.Contains(known, key) {
				key = "option " + n.Name
			}
			used[key], used[key+":"] = true, true
			for _, c := range n.Choices {
				if n.Name != "language" {
					used["choice "+c.Value.(string)] = true
				}
			}
			walk(key, n.Options)
		}
	}
	walk("", told(t))
	want := slices.Sorted(slices.Values(known))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(used))); diff != "" {
		t.Errorf("(-written +used):\n%s", diff)
	}
}

func TestDefinitions_LanguagesAreCalledAsEachLanguageDoes(t *testing.T) {
	for _, c := range told(t) {
		for _, s := range c.Options {
			for _, o := range s.Options {
				if o.Name != "language" {
					continue
				}
				i := slices.IndexFunc(o.Choices, func(n node) bool { return n.Value == "de" })
				got := o.Choices[i].Name + o.Choices[i].Names["de"] + o.Choices[i].Names["es-419"] + o.Choices[i].Names["ar"]
				if got != "GermanDeutschalemánالألمانية" {
					t.Errorf("got %s", got)
				}
				return
			}
		}
	}
	t.Error("no command asks for a language")
}

// Arabic has no capitals and joins its letters; a vowel sign is no letter to Discord.
func TestDefinitions_ArabicNamesAreLetters(t *testing.T) {
	for _, key := range keys(t) {
		if strings.HasSuffix(key, ":") || strings.HasPrefix(key, "choice ") {
			continue
		}
		for _, r := range phrases.In("ar").Say(key) {
			if !unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.M, r) {
				t.Errorf("%s is called %s, with %q", key, phrases.In("ar").Say(key), r)
			}
		}
	}
}
