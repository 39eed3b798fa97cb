// Package outlet names who publishes at an address, and says whether a name is
// believed from there.
package outlet

import (
	"cmp"
	_ "embed"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

//go:embed outlets.tsv
var outletsFile string

// wellKnown is an outlet that people know by its name.
type wellKnown struct {
	name  string
	hosts []string // each with all below it
	kind  string   // agency, aggregator or nothing
}

// directory is the list of well-known outlets.
type directory struct {
	byName   map[string][]*wellKnown // several outlets may share a name
	byHost   map[string]*wellKnown   // the first of those that share a host
	agencies [][]string              // words of their names
}

// outlets reads the list once.
var outlets = sync.OnceValue(func() directory {
	known := directory{byName: map[string][]*wellKnown{}, byHost: map[string]*wellKnown{}}
	for line := range strings.Lines(outletsFile) {
		col := append(strings.Split(strings.TrimRight(line, "\n"), "\t"), "", "")
		if strings.HasPrefix(line, "#") || len(col) < 5 {
			continue
		}
		outlet := &wellKnown{name: col[0], hosts: strings.Fields(col[2]), kind: col[3]}
		for _, h := range outlet.hosts {
			if known.byHost[h] == nil {
				known.byHost[h] = outlet
			}
		}
		for _, name := range append(strings.Split(col[1], "; "), outlet.name) {
			words := nameWords(name)
			key := strings.Join(words, "")
			if key == "" || slices.Contains(known.byName[key], outlet) {
				continue
			}
			known.byName[key] = append(known.byName[key], outlet)
			if outlet.kind == "agency" && len(key) >= agencyLeast {
				known.agencies = append(known.agencies, words)
			}
		}
	}
	return known
})

// agencyLeast is how many letters an agency's name has that counts within a
// longer name: "Reuters Top Stories". Shorter ones are other words too often.
const agencyLeast = 6

func (o *wellKnown) owns(host string) bool {
	return slices.ContainsFunc(o.hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

// ofHost is the outlet a host belongs to, nil if it is none that is known.
func ofHost(host string) *wellKnown {
	for rest := host; rest != ""; {
		if outlet := outlets().byHost[rest]; outlet != nil {
			return outlet
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return nil
}

// ofName are the outlets a name claims to be: as a whole, without the words that
// name a part of an outlet ("BBC News - World"), or, for an agency, within it.
func ofName(called string) []*wellKnown {
	words := nameWords(called)
	if found := outlets().byName[strings.Join(words, "")]; found != nil {
		return found
	}
	rest := words
	for len(rest) > 1 && (sections[rest[len(rest)-1]] || sections[rest[0]]) {
		if sections[rest[len(rest)-1]] {
			rest = rest[:len(rest)-1]
		} else {
			rest = rest[1:]
		}
		if found := outlets().byName[strings.Join(rest, "")]; found != nil {
			return found
		}
	}
	for _, agency := range outlets().agencies {
		for i := 0; i+len(agency) <= len(words); i++ {
			if slices.Equal(words[i:i+len(agency)], agency) {
				return outlets().byName[strings.Join(agency, "")]
			}
		}
	}
	return outlets().byName[strings.Join(nameWords(name.OutletKey(called)), "")] // "Guardian of Truth" would be counted as the Guardian
}

// sections are words around an outlet's name that name a part of it.
var sections = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range lexicon.All("outlets.sections", "words") {
		out[strings.Join(nameWords(w), "")] = true
	}
	return out
}()

// alike are letters of other alphabets, and figures, that look like Latin ones
// (Unicode's confusables, as far as they are used in names).
var alike = func() map[rune]rune {
	out := map[rune]rune{}
	for latin, others := range map[rune]string{'a': "аαɑ", 'b': "вβьƅ", 'c': "сϲ", 'd': "ԁđ", 'e': "еεё", 'g': "ɡ", 'h': "нһ",
		'i': "іιıl1ӏłїɩ", 'j': "јϳ", 'k': "кκ", 'm': "мμ", 'n': "ηո", 'o': "оο0øօσ", 'p': "рρ", 'q': "ԛ",
		'r': "г", 's': "ѕꜱ5", 't': "тτ", 'u': "υսᴜ", 'v': "νѵ", 'w': "ԝω", 'x': "хχ", 'y': "уγү", 'z': "ζ"} {
		for _, r := range others {
			out[r] = latin
		}
	}
	return out
}()

// nameWords are the words of a name, written so that names that look the same
// are the same: "RЕUTЕRS" with Cyrillic letters, "Ｒｅｕｔｅｒｓ", "R\u200beuters".
func nameWords(name string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			plain := strings.ReplaceAll(strings.ReplaceAll(string(word), "rn", "m"), "vv", "w")
			out, word = append(out, plain), nil
		}
	}
	for _, r := range norm.NFD.String(strings.ToLower(norm.NFKC.String(name))) {
		switch {
		case unicode.Is(unicode.Inherited, r), unicode.Is(unicode.Cf, r), r == '\'', r == '’', r == '.' && len(word) == 1: // "F.A.Z."
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if same, ok := alike[r]; ok {
				r = same
			}
			word = append(word, r)
		default:
			end()
		}
	}
	end()
	return out
}

// SameName reports names that look the same, or mean one well-known outlet.
func SameName(a, b string) bool {
	if strings.Join(nameWords(a), "") == strings.Join(nameWords(b), "") {
		return strings.TrimSpace(a) != ""
	}
	first, second := ofName(a), ofName(b)
	return len(first) > 0 && len(second) > 0 && first[0] == second[0]
}

// Attributed is an outlet's name as it may be shown for what was read from an
// address: a well-known name from a host that is none of its own has that host
// behind it, "Reuters (evil.example)". What has no address somebody handed in,
// who is believed.
func Attributed(name, address string) string {
	name = text.OneLine(fmt.Sprintf("%.*s", nameMost, name))
	host := Host(address)
	if host == "" || name == "" {
		return name
	}
	bare := text.OneLine(hostBehind.ReplaceAllString(strings.TrimSuffix(name, " ("+host+")"), " "))
	known := ofName(bare)
	switch {
	case len(known) == 0 && bare != name && !strings.HasSuffix(name, " ("+host+")"):
		return cmp.Or(bare, host) // only we write hosts in brackets
	case len(known) == 0:
		return name
	case slices.ContainsFunc(known, func(o *wellKnown) bool { return o.owns(host) }):
		return cmp.Or(bare, name)
	}
	return Located(bare, address)
}

// nameMost is how many characters of an outlet's name are read: a stored one has far fewer.
const nameMost = 500

// Located is the name of an outlet with the host of its address behind it, for
// where two have one name.
func Located(name, address string) string {
	host := Host(address)
	if host == "" || name == "" || strings.HasSuffix(name, " ("+host+")") {
		return name
	}
	return name + " (" + host + ")"
}

// WithoutHost is the name without a host behind it.
func WithoutHost(name string) string { return text.OneLine(hostEnd.ReplaceAllString(name, "")) }

// hostEnd is a host as Located and Attributed write it.
var hostEnd = regexp.MustCompile(` \([^() ]*[.:][^() ]*\)$`)

// hostBehind is a host in brackets within a name.
var hostBehind = regexp.MustCompile(`[(\[（][^()\[\]（）]*\pL\.\pL{2,}[^()\[\]（）]*[)\]）]`)

// Host is the host of an address without "www.", with its port where it is a
// number.
func Host(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return parsed.Host
	}
	return strings.TrimPrefix(host, "www.")
}

// carriers are hosts at which outlets have their feeds kept; anybody may have
// one there, so that what counts is where an item leads.
var carriers = map[string]bool{"feedburner.com": true, "feedblitz.com": true, "feedpress.me": true, "feedpress.com": true, "rss.app": true,
	"fetchrss.com": true, "feed43.com": true, "rsshub.app": true}

// Carried reports an address at which a site has its feed kept by somebody else.
func Carried(address string) bool { return carriers[Site(address)] }

// Credits reports an address that is believed when it names other outlets: a
// known aggregator, or one in a private network, where the operator has put it.
func Credits(address string) bool {
	host := Host(address)
	known := ofHost(host)
	return known != nil && known.kind == "aggregator" || ownNetwork(host)
}

// ownNetwork reports a host of a private network or of this machine.
func ownNetwork(host string) bool {
	if parsed, err := netip.ParseAddrPort(host); err == nil {
		host = parsed.Addr().String()
	}
	parsed, err := netip.ParseAddr(host)
	return err == nil && (parsed.IsLoopback() || parsed.IsPrivate()) || host == "localhost"
}

// titleCuts stand between an outlet and a part of it in the title of a feed.
var titleCuts = regexp.MustCompile(`\s+[|\-–—»›•·:/~]+\s+|:\s|\s::`)

// Name is a human name of the outlet at a URL: the title it gives itself
// when that is short, else one made of its host.
func Name(raw, title string) string { return Attributed(Stated(raw, title), raw) }

// Stated is Name before anybody asks whether it is believed. Of a title
// with several parts ("World | The Guardian") it is the part that is a
// well-known outlet's or the host's name, else the first.
func Stated(raw, title string) string {
	host := Host(raw)
	label := siteLabel(host)
	best := ""
	for _, part := range titleCuts.Split(text.OneLine(title), -1) {
		if n := utf8.RuneCountInString(part); n < 2 || n > outletLetters {
			continue
		}
		known := ofName(part)
		switch {
		case slices.ContainsFunc(known, func(outlet *wellKnown) bool { return outlet.owns(host) }), label != "" &&
			strings.Join(nameWords(part), "") == strings.Join(nameWords(label), ""):
			return part
		case best == "" || len(known) > 0 && len(ofName(best)) == 0:
			best = part
		}
	}
	if best != "" {
		return best
	}
	if outlet := ofHost(host); outlet != nil {
		return outlet.name
	}
	words := strings.FieldsFunc(label, func(r rune) bool { return r == '-' || r == '_' })
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToTitle(first)) + w[size:]
	}
	return cmp.Or(strings.Join(words, " "), host)
}

// outletLetters is the longest title that is a name, in letters.
const outletLetters = 40

// secondLevel are labels that stand before a country: bbc.co.uk.
var secondLevel = map[string]bool{"co": true, "com": true, "org": true, "net": true, "gov": true, "ac": true, "go": true}

// siteLabel is the part of a host that names its owner: bbc of feeds.bbc.co.uk.
// Names in other alphabets are decoded. "" for a number.
func siteLabel(host string) string {
	if host == "" || strings.ContainsAny(host, ":") || host[len(host)-1] >= '0' && host[len(host)-1] <= '9' {
		return ""
	}
	parts := strings.Split(host, ".")
	i := len(parts) - 2
	if i > 0 && secondLevel[parts[i]] && len(parts[len(parts)-1]) == 2 {
		i--
	}
	if i < 0 {
		return ""
	}
	if plain, err := idna.ToUnicode(parts[i]); err == nil {
		return plain
	}
	return parts[i]
}
