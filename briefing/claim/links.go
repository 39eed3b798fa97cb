package claim

import (
	"net/netip"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"
)

// What a model may never bring to a reader: links, addresses, mentions,
// invitations, markup. Discord is told to ping nobody and markup is escaped
// all the same; this keeps out what a person would type off.

// markup is Discord's: mentions, emoji, code, links with a text, bold, spoilers.
var markup = regexp.MustCompile("[`@]|<[^ ]|\\]\\s*\\(|\\*\\*|__|~~|\\|\\||^(#{1,3}|-#|>{1,3}|-|\\*) ")

// schemes of addresses, also those written so that no program knows them; all
// patterns are for small letters.
var schemes = regexp.MustCompile(`//|\b(https?|hxxps?|www)\b|h\*\*p|\b(mailto|javascript|data|tel|file|discord|magnet):\S|%2[ef]|%3a`)

// invites are Discord's invitations however they are broken up.
var invites = regexp.MustCompile(`\bdisc[o0]rd(app)?[^\p{L}\p{N}]{0,4}(gg|com|invite|new|gift|me|io|li)\b|\bd(sc` +
	`|is)[^\p{L}\p{N}]{1,4}gg\b|\bgg\s*/\s*\w|\binvite\s*(code|link|/)`)

// spelledDot is a dot in words or brackets between two parts of a name.
var spelledDot = regexp.MustCompile(`\s*[\[({<]+\s*(\.|dot|point|punkt|punto|ponto)\s*[\])}>]+\s*|\s+(\.|dot)\s+`)

// spelledPoint is the same in words that news uses too: only before the most
// usual endings.
var spelledPoint = regexp.MustCompile(`\s(point|punkt|punto|ponto)\s(com|org|xyz|gg)\b`)

// stopInside is the ideographic full stop inside a Latin name, which browsers
// take for a dot.
var stopInside = regexp.MustCompile(`([a-z0-9])。([a-z0-9])`)

// hostLike is what may be a host: labels with dots between them.
var hostLike = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*(\.[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)+`)

// addressLike is what may be an IPv6 address.
var addressLike = regexp.MustCompile(`[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}`)

// localHost is a host without a dot.
var localHost = regexp.MustCompile(`\blocalhost\b|[\p{L}-]{2,}:\d{2,5}/`)

// hostOfAny is a host under whatever suffix, also one that no registry knows yet, or
// one that was cut short at the end of a reply.
var hostOfAny = regexp.MustCompile(`\p{L}{2}\.\p{L}{2}|\p{L}{3}\.\p{L}$`)

// Forbidden reports whether a model's text holds a link, a mention, markup or an
// invitation, which it may not.
func Forbidden(s string) bool {
	return addressed(s) || hostOfAny.MatchString(plainDots(lowerVisible(s)))
}

// addressed reports text with anything of that in it which works.
func addressed(s string) bool {
	s = stopInside.ReplaceAllString(plainDots(lowerVisible(s)), "$1.$2")
	switch {
	case linking(s),
		containsAny(s, " com", " org", " xyz", " gg") && spelledPoint.MatchString(s),
		containsAny(s, "localhost", ":") && localHost.MatchString(s),
		mixedScript(s):
		return true
	}
	for _, a := range addresses(s) {
		if _, err := netip.ParseAddr(a); err == nil && strings.ContainsAny(a, "0123456789abcdef") {
			return true
		}
	}
	return namesHost(s) || containsAny(s, "dot", " . ", "[", "(", "{", "<") && namesHost(spelledDot.ReplaceAllString(s, "."))
}

func addresses(s string) []string {
	if strings.Count(s, ":") < 2 {
		return nil
	}
	return addressLike.FindAllString(s, -1)
}

// linking reports what a program may turn into a link, a ping or an
// invitation. (A bare host is none, and outlets are named by it in headlines:
// "Booking.com is fined".)
func linking(s string) bool {
	// The patterns are slow: each is tried where a part of it stands.
	return strings.ContainsAny(s, "`@<]*_~|#>-") && markup.MatchString(s) ||
		containsAny(s, "/", ":", "www", "http", "hxx", "h**p", "%") && schemes.MatchString(s) ||
		containsAny(s, "gg", "disc", "invite") && invites.MatchString(s)
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// lowerVisible is a text without what is not seen, each letter in its plain form.
func lowerVisible(s string) string { return strings.ToLower(norm.NFKC.String(Visible(s))) }

// plainDots writes everything that looks like a full stop, or is taken for one
// in a host's name (UTS 46), as one.
func plainDots(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '․', '‧', '·', '•', '∙', '⋅', '・', '۔', '܁', '܂', '᎐', 'ꓸ':
			return '.'
		case '∕', '⁄', '⧸':
			return '/'
		}
		return r
	}, s)
}

// labelsMost is more dots in a row than any word of news has.
const labelsMost = 20

// namesHost reports a host's name under a suffix that a registry sells, or an
// IP address.
func namesHost(s string) bool {
	for _, h := range hostLike.FindAllString(s, -1) {
		if _, err := netip.ParseAddr(h); err == nil {
			return true
		}
		ascii, err := idna.ToASCII(h)
		if err != nil {
			continue
		}
		// Every beginning counts: a sentence's last word may touch the next.
		labels := strings.Split(ascii, ".")
		if len(labels) > labelsMost {
			return true
		}
		for n := 2; n <= len(labels); n++ {
			suffix, icann := publicsuffix.PublicSuffix(strings.Join(labels[:n], "."))
			if (icann || strings.Contains(suffix, ".")) && !allDigits(labels[n-2]) {
				return true
			}
		}
	}
	return false
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// mixedScript reports a word in letters of two alphabets that look alike.
func mixedScript(s string) bool {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		seen := 0
		for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee} {
			if strings.IndexFunc(w, func(r rune) bool { return unicode.Is(script, r) }) >= 0 {
				seen++
			}
		}
		if seen > 1 {
			return true
		}
	}
	return false
}

// Tidy is one line of what a model or a source wrote, as it is shown.
func Tidy(s string) string {
	return strings.Join(strings.Fields(Visible(unticked.Replace(s))), " ")
}

// unticked writes the quotation marks of old typewriters as others do: a
// backtick is markup.
var unticked = strings.NewReplacer("``", `"`, "''", `"`, "`", "'")

// Visible leaves out characters that people do not see and models do, which
// can hide instructions: zero-width, bidirectional, tags, variation selectors,
// fillers and control characters.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point),
			r == '\u180e':
			return -1
		}
		return r
	}, s)
}

// OneLine is a text on one line, without characters that cannot be seen.
func OneLine(s string) string { return strings.Join(strings.Fields(Visible(s)), " ") }
