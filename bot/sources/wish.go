// Package sources reads what people type, choose and send who add sources, and
// words what came of it: outcomes, lists, why a source could not be read. It
// fetches nothing and stores nothing.
package sources

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/catalogue"
	"dateline/briefing/feed"
	"dateline/briefing/phrases"
	"dateline/store"
)

// What is pressed and filled in: custom ids begin with Press, then what to do, then
// behind a point a source or a page.
const (
	Press     = "sources:"
	DoForm    = "form"   // the form of /source add
	DoPage    = "page"   // + number: a page of the list
	DoOne     = "one"    // the menu of a page; its value is a source
	DoTry     = "try"    // + source, as those that follow
	DoPause   = "pause"  //
	DoResume  = "resume" //
	DoRemove  = "remove" //
	DoRestore = "again"  //
	DoExport  = "export" // all of them
	FieldWhat = "what"   // in the form
	FieldPack = "pack"   //
	FieldFile = "file"   //
)

// Most is how many sources a server or a person may have.
const Most = 200

// Wish is one source that somebody wants.
type Wish struct {
	Name string // of the catalogue or of a list; "" where only the address is known
	Ours bool   // the name is the catalogue's: others may be shown it
	URL  string
	Fits []catalogue.Source // where it is no address and no name: what it may mean
	Lack string             // key of the reason why it cannot be one; "" for an address
}

// wishesRead is how many of them are read from what is typed.
const wishesRead = 500

var (
	segments = regexp.MustCompile(`[,;\n\r]+`)
	scheme   = regexp.MustCompile(`^[a-z][a-z0-9+.-]*:\S`)
	hostLike = regexp.MustCompile(`^[^\s/@:]+\.[^\s/@:.]{2,}(:\d+)?(/\S*)?$`)
)

// Typed reads addresses and names as people type them: one a line, or with commas
// between them; addresses also with blanks between them. Of two equal ones the
// first stays.
func Typed(text string, words *phrases.Words) []Wish {
	var out []Wish
	for _, segment := range segments.Split(text, wishesRead) {
		segment = strings.TrimSpace(segment)
		if segment == "" {
			continue
		}
		if source, ok := catalogue.Named(segment); ok {
			out = append(out, ofCatalogue(source))
			continue
		}
		parts := strings.Fields(segment)
		if !slices.ContainsFunc(parts, isAddress) {
			out = append(out, meant(segment, words))
			continue
		}
		for _, part := range parts {
			out = append(out, typedAddress(strings.Trim(part, "<>()[]\"'")))
		}
	}
	return unique(out)
}

func isAddress(part string) bool {
	return strings.Contains(part, "://") || scheme.MatchString(part) || hostLike.MatchString(strings.Trim(part, "<>()[]\"'"))
}

// typedAddress is an address as it was typed; without a scheme https is meant.
func typedAddress(typed string) Wish {
	address := typed
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if lack := lackOf(address); lack != "" {
		return Wish{URL: typed, Lack: lack}
	}
	return Wish{URL: address}
}

// lackOf is why an address can be that of no source; "" when it can.
func lackOf(address string) string {
	parsed, err := url.Parse(address)
	switch {
	case err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https":
		return "source_no_address"
	case parsed.User != nil:
		return "source_password"
	case len(address) > store.AddressLongest:
		return "source_long"
	}
	return ""
}

// meant is a name that is not exactly one of the catalogue: the one it can only
// mean, else what it may mean.
func meant(typed string, words *phrases.Words) Wish {
	const shown = 3
	fits := catalogue.Find(typed, words, shown)
	if len(fits) == 1 {
		return ofCatalogue(fits[0])
	}
	lack := "source_unknown"
	if len(fits) > 0 {
		lack = "source_near"
	}
	return Wish{Name: typed, Fits: fits, Lack: lack}
}

func ofCatalogue(source catalogue.Source) Wish {
	return Wish{Name: source.Name, URL: source.URL, Ours: true}
}

// Title is what the source is called from now on, for all who read it; "" leaves it
// to the feed. What one server's list calls it is shown to no other.
func (w Wish) Title() string {
	if w.Ours {
		return w.Name
	}
	return ""
}

// OfPack are the sources of a pack; false when none has the key.
func OfPack(key string) ([]Wish, bool) {
	pack, ok := catalogue.PackOf(key)
	var out []Wish
	for _, source := range pack.Sources {
		out = append(out, ofCatalogue(source))
	}
	return out, ok
}

// OfList are the feeds of a list that was sent.
func OfList(feeds []feed.Feed) []Wish {
	var out []Wish
	for _, listed := range feeds {
		out = append(out, Wish{Name: listed.Title, URL: listed.URL, Lack: lackOf(listed.URL)})
	}
	return out
}

// Merge puts lists of wishes behind one another, each address once.
func Merge(lists ...[]Wish) []Wish { return unique(slices.Concat(lists...)) }

func unique(wishes []Wish) []Wish {
	seen := map[string]bool{}
	var out []Wish
	for _, wish := range wishes {
		key := wish.URL
		if key == "" {
			key = "\x00" + wish.Name
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, wish)
		}
	}
	return out
}

// Shown is what a wish is called: its name, else its host, else what was typed.
func (w Wish) Shown() string {
	if w.Name != "" {
		return w.Name
	}
	if parsed, err := url.Parse(w.URL); err == nil && parsed.Host != "" {
		return parsed.Host
	}
	return w.URL
}

// Why says what hinders a wish, in a language; "" for nothing.
func (w Wish) Why(words *phrases.Words) string {
	switch w.Lack {
	case "":
		return ""
	case "source_near":
		var names []string
		for _, source := range w.Fits {
			names = append(names, source.Name)
		}
		return words.Say(w.Lack, words.List(names))
	case "source_long":
		return words.Say(w.Lack, words.Thousands(store.AddressLongest))
	case "source_full":
		return words.Say(w.Lack, words.Thousands(Most))
	}
	return words.Say(w.Lack)
}
