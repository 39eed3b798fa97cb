// Package redact keeps secrets out of the log and of errors, whoever wrote them there.
// What a command gives (articles, answers, JSON) does not come here: it stays as it is.
package redact

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Redactor keeps secrets out of what is written.
type Redactor struct {
	long  *strings.Replacer // secrets replaced wherever they stand
	short *regexp.Regexp    // secrets replaced as whole words: "local" is a key that some servers take
}

const (
	Hidden   = "[secret]" // what stands in place of one
	longFrom = 8          // bytes; a shorter secret is also a part of ordinary words
)

// ordinary are words that the program and its libraries say by themselves. Where one is
// also a password, to hide it in a sentence would only show that it is.
var ordinary = []string{"dateline", "database", "password", "postgres", "postgresql", "localhost"}

// Secrets are where secrets are.
type Secrets struct {
	Keys     []string // each a secret
	Services []string // addresses that may hold one
	Database string   // the address of a database, with its password
}

// New knows these secrets.
func New(known Secrets) Redactor {
	secrets := slices.Clone(known.Keys)
	for _, address := range known.Services {
		secrets = append(secrets, inAddress(address)...)
	}
	secrets = append(secrets, passwords(known.Database)...)
	open := slices.Concat(ordinary, openly(append(known.Services, known.Database)))
	secrets = slices.DeleteFunc(secrets, func(s string) bool { return slices.Contains(open, s) })
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) }) // one may begin with another
	var pairs, words []string
	for _, s := range slices.Compact(secrets) {
		switch {
		case len(s) >= longFrom:
			pairs = append(pairs, s, Hidden)
		case s != "":
			words = append(words, regexp.QuoteMeta(s))
		}
	}
	redacted := Redactor{long: strings.NewReplacer(pairs...)}
	if len(words) > 0 {
		redacted.short = regexp.MustCompile(`(^|[^\pL\pN])(?:` + strings.Join(words, "|") + `)($|[^\pL\pN])`)
	}
	return redacted
}

// rawPassword finds a password as it is written: it may be escaped, or hold
// what makes the URL one that cannot be parsed.
var rawPassword = regexp.MustCompile(`://[^:@]*:(.*)@|[?&](?:ssl)?password=([^&#]+)`)

// passwords lists the ways in which a database's password may be written.
func passwords(raw string) []string {
	var out []string
	for _, m := range rawPassword.FindAllStringSubmatch(raw, -1) {
		out = append(out, m[1], m[2])
	}
	if parsed, err := url.Parse(raw); err == nil {
		password, _ := parsed.User.Password()
		out = append(out, password, parsed.Query().Get("password"), parsed.Query().Get("sslpassword"))
	}
	return out
}

// openly lists what is no secret in addresses, for it is said of them: the host, and of a
// database the user and its name.
func openly(addresses []string) []string {
	var out []string
	for _, raw := range addresses {
		parsed, err := url.Parse(raw)
		if err != nil {
			continue
		}
		if out = append(out, parsed.Hostname()); strings.HasPrefix(parsed.Scheme, "postgres") {
			out = append(out, parsed.User.Username(), strings.TrimPrefix(parsed.Path, "/"))
		}
	}
	return out
}

// inAddress lists what may be a secret in the address of a service: who it is
// asked as, and the values behind the question mark, but for the version of Azure's
// interface, which is a date.
func inAddress(raw string) []string {
	_, rest, _ := strings.Cut(raw, "://")
	host, query, _ := strings.Cut(rest, "?")
	var out []string
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		user, password, _ := strings.Cut(host[:i], ":")
		out = append(out, user, password)
	}
	for _, pair := range strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' || r == '#' }) {
		if name, value, _ := strings.Cut(pair, "="); name != "api-version" {
			out = append(out, value)
		}
	}
	for _, s := range slices.Clone(out) {
		if plain, err := url.QueryUnescape(s); err == nil {
			out = append(out, plain)
		}
	}
	return out
}

var (
	// userPart is what stands before the host of a URL in a sentence.
	userPart = regexp.MustCompile("://[^\\s\"<>`]*@")
	// queryPassword is a password behind its question mark.
	queryPassword = regexp.MustCompile("([?&](?:ssl)?password=)[^&#\\s\"<>`]+")
)

// Writer is an output that secrets do not reach. What is written at once is
// looked through at once.
type Writer struct {
	io.Writer
	Hide func(string) string
}

// Write writes b without secrets.
func (g Writer) Write(b []byte) (int, error) {
	if _, err := io.WriteString(g.Writer, g.Hide(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Said is what a person reads of an error: addresses stay, but for who they are
// asked as.
func (r Redactor) Said(s string) string {
	s = userPart.ReplaceAllString(r.long.Replace(s), "://")
	s = queryPassword.ReplaceAllString(s, "$1"+Hidden)
	if r.short != nil {
		s = r.short.ReplaceAllString(s, "$1"+Hidden+"$2")
	}
	return s
}

var (
	// webURL ends where Go's own errors quote it or a sentence goes on.
	webURL = regexp.MustCompile("([A-Za-z][A-Za-z0-9+.-]*)://([^\\s\"<>`]*)")
	// callback is the path of an interaction or webhook, whose second part is its token.
	callback = regexp.MustCompile("((?:webhooks|interactions)/[0-9]+/)[^/?\\s\"<>`]+")
)

// Redact cuts URLs to scheme and host, for a feed's may hold a key, and
// replaces secrets.
func (r Redactor) Redact(s string) string {
	s = r.long.Replace(s)
	s = webURL.ReplaceAllStringFunc(s, origin)
	s = callback.ReplaceAllString(s, "$1"+Hidden)
	if r.short != nil {
		s = r.short.ReplaceAllString(s, "$1"+Hidden+"$2")
	}
	return s
}

// origin is a URL without user, path, query and fragment; the punctuation of
// the sentence around it stays.
func origin(s string) string {
	scheme, rest, _ := strings.Cut(s, "://")
	bare := strings.TrimRight(rest, ".,;:!?)]}'\\")
	after := rest[len(bare):]
	if i := strings.IndexAny(bare, "/?#\\"); i >= 0 {
		bare = bare[:i]
	}
	bare = bare[strings.LastIndexByte(bare, '@')+1:]
	if _, port, ok := strings.Cut(bare, ":"); ok && bare[0] != '[' && strings.Trim(port, "0123456789") != "" {
		bare = Hidden // no host and port, but a user and a password with a / in it
	}
	return scheme + "://" + bare + after
}

// Attr is a slog ReplaceAttr. What is no plain value becomes text first: an
// error, a URL and a struct may all hold a secret.
func (r Redactor) Attr(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(r.Redact(a.Value.String()))
	case slog.KindAny:
		switch value := a.Value.Any().(type) {
		case nil, slog.Level:
		case []byte:
			a.Value = slog.StringValue(r.Redact(string(value)))
		default:
			a.Value = slog.StringValue(r.Redact(fmt.Sprintf("%+v", value)))
		}
	}
	return a
}
