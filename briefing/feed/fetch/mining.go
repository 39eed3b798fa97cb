package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"dateline/briefing/feed"
	"dateline/briefing/rights"
)

// Reserved is what the site of an address reserves of it in its tdmrep.json (W3C
// Community Group, TDM Reservation Protocol, 2024); a site without one reserves nothing.
// known is false while that cannot be read: said is then what is to be taken for it of
// what is new, all where its server answers, nothing where nobody does. It is asked for
// once a day, like a robots.txt.
func (f *Fetcher) Reserved(ctx context.Context, raw string) (said rights.Rights, known bool) {
	parsed, err := url.Parse(raw)
	if err != nil || checkURL(parsed) != nil {
		return said, false
	}
	policy, err := f.mining.asked(ctx, siteOf(parsed), f.now, f.askReserved)
	if err != nil {
		return said, false
	}
	return rights.Rights{Reserved: policy.reserves(parsed)}, !policy.down
}

// ReservedKnown reports whether Reserved would answer without a request.
func (f *Fetcher) ReservedKnown(raw string) bool {
	parsed, err := url.Parse(raw)
	return err == nil && f.mining.of(siteOf(parsed), f.now()) != nil
}

// askReserved asks a site for its tdmrep.json; an error when ctx ends before.
func (f *Fetcher) askReserved(ctx context.Context, site string) (*robots, error) {
	reply, err := f.get(ctx, site+"/.well-known/tdmrep.json", Known{}, robotsMost)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	cut := errors.Is(err, feed.ErrTooBig)
	policy := &robots{until: f.now().Add(robotsRetry), down: true}
	switch {
	case err == nil || cut && len(reply.body) > 0:
		policy = &robots{rules: parseReserved(reply.body, cut || reply.truncated), until: f.now().Add(robotsKept)}
	case reply.status >= 400 && reply.status < 500:
		policy = &robots{until: f.now().Add(robotsKept)}
	case reply.status > 0:
		policy.rules = []rule{{path: "/"}}
	}
	return policy, nil
}

// parseReserved reads a tdmrep.json: rules of which those that allow reserve nothing. One
// that begins as such and goes on otherwise, or further than is read, reserves
// everything beside; what is no list of rules, like a page, says nothing.
func parseReserved(b []byte, cut bool) []rule {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\ufeff")))
	decoder := json.NewDecoder(bytes.NewReader(b))
	if bytes.HasPrefix(b, []byte("[")) {
		_, _ = decoder.Token() // it stands there
	} else if !bytes.HasPrefix(b, []byte("{")) {
		return nil
	}
	var out []rule
	for decoder.More() {
		var entry any
		if err := decoder.Decode(&entry); err != nil {
			return append(out, rule{path: "/"})
		}
		if fields, ok := entry.(map[string]any); ok && fields["tdm-reservation"] != nil {
			said := rights.OfMeta("tdm-reservation", fmt.Sprint(fields["tdm-reservation"]))
			out = append(out, rule{allow: !said.Reserved, path: locationOf(fields["location"])})
		}
	}
	if _, err := decoder.Token(); err != nil && !errors.Is(err, io.EOF) || cut {
		out = append(out, rule{path: "/"})
	}
	return out
}

// locationOf is the path of a rule, with * and $ as in a robots.txt; all of the site
// when there is none.
func locationOf(v any) string {
	location, _ := v.(string)
	if parsed, err := url.Parse(location); err == nil && parsed.Host != "" {
		location = strings.NewReplacer("%2A", "*", "%24", "$").Replace(parsed.EscapedPath())
	}
	if location = normalPath(strings.TrimSpace(location)); !strings.HasPrefix(location, "*") {
		location = "/" + strings.TrimPrefix(location, "/")
	}
	return location
}

// reserves takes the longest matching rule; of two as long the one that reserves.
func (r *robots) reserves(u *url.URL) bool {
	path, best, reserved := comparable(u), -1, false
	for _, x := range r.rules {
		if matches(x.path, path) && (len(x.path) > best || len(x.path) == best && !x.allow) {
			best, reserved = len(x.path), !x.allow
		}
	}
	return reserved
}
