package fetch

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"dateline/briefing/feed"
)

const (
	// robotsMost is how much of a robots.txt is read, 500 KiB (RFC 9309, 2.5);
	// what stands behind it is as if it were not there.
	robotsMost = 500 << 10
	// robotsKept is how long rules are believed, 24 hours at most (RFC 9309, 2.4).
	robotsKept = 24 * time.Hour
	// robotsRetry is how long a robots.txt that could not be reached forbids
	// everything before it is asked for again.
	robotsRetry = 30 * time.Minute
)

// rule allows or disallows paths.
type rule struct {
	allow bool
	path  string
}

// robots are the rules of one host for us, and until when they hold.
type robots struct {
	rules []rule
	until time.Time
	down  bool // it could not be reached: they forbid everything for now
}

// rulesKept is how many rules of all hosts together are remembered: those of
// 2,000 sites with 50 each. Whoever has a domain has hosts without number.
const rulesKept = 100_000

// rulebook remembers the rules of hosts. The zero value is ready.
type rulebook struct {
	asking hostLocks
	mu     sync.Mutex
	bySite *simplelru.LRU[string, *robots] // by scheme and host; nil before the first
	rules  int                             // of all of them, and one for each
}

// of are the rules of a site that still hold, nil when they must be asked for.
func (k *rulebook) of(site string, now time.Time) *robots {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bySite == nil {
		return nil
	}
	if policy, ok := k.bySite.Get(site); ok && now.Before(policy.until) {
		return policy
	}
	return nil
}

// asked are the rules of a site that hold, which it is asked for where they must be: once,
// whoever wants them meanwhile. An error when ctx ends before.
func (k *rulebook) asked(ctx context.Context, site string, now func() time.Time,
	ask func(ctx context.Context, site string) (*robots, error)) (*robots, error) {
	if policy := k.of(site, now()); policy != nil {
		return policy, nil
	}
	done, err := k.asking.lock(ctx, site)
	if err != nil {
		return nil, err
	}
	defer done()
	if policy := k.of(site, now()); policy != nil { // another has asked
		return policy, nil
	}
	policy, err := ask(ctx, site)
	if err == nil {
		k.keep(site, policy)
	}
	return policy, err
}

// keep remembers a site's rules; when there are too many, those that were not
// used for longest are asked for again.
func (k *rulebook) keep(site string, r *robots) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bySite == nil { // bounded by rules below, not by number
		k.bySite, _ = simplelru.NewLRU(math.MaxInt, func(_ string, old *robots) { k.rules -= len(old.rules) + 1 })
	}
	k.bySite.Remove(site)
	k.bySite.Add(site, r)
	for k.rules += len(r.rules) + 1; k.rules > rulesKept; {
		k.bySite.RemoveOldest()
	}
}

// forbidden disallows everything.
var forbidden = []rule{{allow: false, path: "/"}}

// MayRead says why a page may not be read, nil where it may: its host's robots.txt is
// asked. Without one everything may be read; while it cannot be reached, nothing (RFC
// 9309, 2.3.1.3 and 2.3.1.4), which is ErrUnasked.
func (f *Fetcher) MayRead(ctx context.Context, raw string) error {
	parsed, err := url.Parse(raw)
	if err != nil {
		return err
	}
	policy, err := f.robots.asked(ctx, siteOf(parsed), f.now, f.askRobots)
	if err != nil {
		return err
	}
	switch {
	case policy.allowed(parsed):
		return nil
	case policy.down:
		return ErrUnasked
	}
	return errors.New("its robots.txt asks programs not to read it")
}

// askRobots asks a site for its robots.txt; an error when ctx ends before.
func (f *Fetcher) askRobots(ctx context.Context, site string) (*robots, error) {
	reply, err := f.get(ctx, site+"/robots.txt", Known{}, robotsMost)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	policy := &robots{rules: forbidden, until: f.now().Add(robotsRetry), down: true}
	switch {
	case err == nil, errors.Is(err, feed.ErrTooBig) && len(reply.body) > 0:
		policy = &robots{rules: parseRobots(reply.body, agentName), until: f.now().Add(robotsKept)}
	case reply.status >= 400 && reply.status < 500: // it says that there is none
		policy = &robots{until: f.now().Add(robotsKept)}
	}
	return policy, nil
}

func siteOf(u *url.URL) string { return strings.ToLower(u.Scheme + "://" + u.Host) }

// parseRobots reads the groups for an agent, or those for all (RFC 9309, 2.2).
// Groups of one agent count as one; other lines than rules end no group.
func parseRobots(b []byte, agent string) []rule {
	var own, all []rule
	named, ours, everybody, inRules := false, false, false, false
	for line := range robotLines(b) {
		key, val, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		val = strings.TrimSpace(val)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if inRules {
				ours, everybody, inRules = false, false, false
			}
			mine := strings.EqualFold(productToken(val), agent)
			named, ours, everybody = named || mine, ours || mine, everybody || val == "*"
		case "allow", "disallow":
			inRules = true
			if val == "" {
				continue
			}
			entry := rule{strings.EqualFold(strings.TrimSpace(key), "allow"), normalPath(val)}
			if ours {
				own = append(own, entry)
			}
			if everybody {
				all = append(all, entry)
			}
		}
	}
	if named {
		return own
	}
	return all
}

// robotLines are the lines without comments; they end in CR, LF or both. The
// last one may be cut by the limit and is then left out.
func robotLines(b []byte) func(yield func(string) bool) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if len(b) >= robotsMost {
		b = b[:bytes.LastIndexAny(b[:robotsMost], "\r\n")+1]
	}
	return func(yield func(string) bool) {
		for line := range bytes.FieldsFuncSeq(b, func(r rune) bool { return r == '\r' || r == '\n' }) {
			text, _, _ := strings.Cut(string(line), "#")
			if !yield(text) {
				return
			}
		}
	}
}

// productToken is the name at the start of a user-agent line: letters, "-" and
// "_" (RFC 9309, 2.2.1). "Dateline/1.0" is Dateline, "Datelines" is not.
func productToken(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
	if end < 0 || s[end] >= '0' && s[end] <= '9' { // "Dateline2" is another program
		return s
	}
	return s[:end]
}

// normalPath writes percent-encodings of plain characters plainly and the
// others in one way, so that paths can be compared.
func normalPath(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		char := p[i]
		if char == '%' && i+2 < len(p) {
			if plain, err := url.PathUnescape(p[i : i+3]); err == nil && len(plain) == 1 {
				if plainByte(plain[0]) {
					b.WriteByte(plain[0])
				} else {
					b.WriteString(strings.ToUpper(p[i : i+3]))
				}
				i += 2
				continue
			}
		}
		if char >= 0x80 {
			b.WriteString(strings.ToUpper(url.PathEscape(string([]byte{char}))))
			continue
		}
		b.WriteByte(char)
	}
	return b.String()
}

func plainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// literal writes in a path what would be a wildcard in a rule (RFC 9309, 2.2.3).
var literal = strings.NewReplacer("*", "%2A", "$", "%24")

// comparable is the path of an address, with its query, as rules are compared with it.
func comparable(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	return literal.Replace(normalPath(path))
}

// allowed takes the longest matching rule; allow wins a tie.
func (r *robots) allowed(u *url.URL) bool {
	path := comparable(u)
	if path == "/robots.txt" {
		return true
	}
	best, allow := -1, true
	for _, x := range r.rules {
		if matches(x.path, path) && (len(x.path) > best || len(x.path) == best && x.allow) {
			best, allow = len(x.path), x.allow
		}
	}
	return allow
}

// matches tests a pattern with * and a final $ in linear time: the first part
// stands at the start, the last one of a pattern with $ at the end, the others
// between them as early as they can.
func matches(pattern, p string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	p, ok := strings.CutPrefix(p, parts[0])
	if !ok || len(parts) == 1 {
		return ok && (!end || p == "")
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, rest, found := strings.Cut(p, part)
		if !found {
			return false
		}
		p = rest
	}
	if end {
		return strings.HasSuffix(p, parts[last])
	}
	return strings.Contains(p, parts[last])
}
