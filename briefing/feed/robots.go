package feed

import (
	"bufio"
	"bytes"
	"context"
	"net/url"
	"strings"
)

// robotsMost is how much of a robots.txt is read, 500 KiB (RFC 9309, 2.5).
const robotsMost = 500 << 10

// rule allows or disallows paths.
type rule struct {
	allow bool
	path  string
}

// robots are the rules of one host for us.
type robots struct{ rules []rule }

// mayRead asks the host's robots.txt; without one everything may be read.
func (f *Fetcher) mayRead(ctx context.Context, raw string) (bool, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return false, err
	}
	if r, ok := f.robots.Load(u.Host); ok {
		return r.(*robots).allowed(u), nil
	}
	reply, err := f.get(ctx, u.Scheme+"://"+u.Host+"/robots.txt", Known{}, robotsMost)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	r := &robots{}
	switch {
	case err == nil:
		r = parseRobots(reply.body, agentName)
	case reply.status >= 500:
		return false, nil // RFC 9309, 2.3.1.4: unreachable means complete disallow
	}
	f.robots.Store(u.Host, r)
	return r.allowed(u), nil
}

// parseRobots reads the group for an agent, or the one for all (RFC 9309).
func parseRobots(b []byte, agent string) *robots {
	groups := map[string][]rule{}
	var current []string
	inRules := false
	sc := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	sc.Buffer(nil, robotsMost+1)
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		key, val, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, val = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(val)
		switch key {
		case "user-agent":
			if inRules {
				current, inRules = nil, false
			}
			name := strings.ToLower(val)
			if i := strings.IndexAny(name, "/ "); i > 0 {
				name = name[:i]
			}
			current = append(current, name)
			if _, ok := groups[name]; !ok {
				groups[name] = []rule{}
			}
		case "allow", "disallow":
			inRules = true
			if val == "" {
				continue
			}
			for _, a := range current {
				groups[a] = append(groups[a], rule{key == "allow", normalPath(val)})
			}
		}
	}
	if g, ok := groups[strings.ToLower(agent)]; ok {
		return &robots{g}
	}
	return &robots{groups["*"]}
}

// normalPath writes percent-encodings of plain characters plainly and the
// others in one way, so that paths can be compared.
func normalPath(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		c := p[i]
		if c == '%' && i+2 < len(p) {
			if d, err := url.PathUnescape(p[i : i+3]); err == nil && len(d) == 1 {
				if plainByte(d[0]) {
					b.WriteByte(d[0])
				} else {
					b.WriteString(strings.ToUpper(p[i : i+3]))
				}
				i += 2
				continue
			}
		}
		if c >= 0x80 {
			b.WriteString(strings.ToUpper(url.PathEscape(string([]byte{c}))))
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func plainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// allowed takes the longest matching rule; allow wins a tie.
func (r *robots) allowed(u *url.URL) bool {
	p := u.EscapedPath()
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	if p == "" {
		p = "/"
	}
	p = normalPath(p)
	if p == "/robots.txt" {
		return true
	}
	best, allow := -1, true
	for _, x := range r.rules {
		if matches(x.path, p) && (len(x.path) > best || len(x.path) == best && x.allow) {
			best, allow = len(x.path), x.allow
		}
	}
	return allow
}

// matches tests a pattern with * and a final $ in linear time.
func matches(pattern, p string) bool {
	end := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	if !strings.HasPrefix(p, parts[0]) {
		return false
	}
	p = p[len(parts[0]):]
	for i, part := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(p, part)
		}
		j := strings.Index(p, part)
		if j < 0 {
			return false
		}
		p = p[j+len(part):]
	}
	return !end || p == ""
}
