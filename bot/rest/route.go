package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// mount puts Discord's paths (/api/v9/…) under the path of the configured
// server. A path that ends in /api may be Discord's own, or that of a proxy which
// takes it away: what answers the first request with anything but 404 is right.
type mount struct {
	next  http.RoundTripper
	mu    sync.Mutex
	roots []string // what stands for /api/v9, the likelier first; one when it is known
}

// ownPath ends a path that is Discord's own.
var ownPath = regexp.MustCompile(`/api(?:/v[0-9]+)?$`)

func newMount(path string, next http.RoundTripper) *mount {
	path = strings.TrimRight(path, "/")
	mounted := &mount{next: next, roots: []string{path + apiRoot}}
	if at := ownPath.FindStringIndex(path); at != nil {
		mounted.roots = []string{path[:at[0]] + apiRoot, path + apiRoot}
	}
	return mounted
}

// RoundTrip sends one request; one with a body is sent once.
func (m *mount) RoundTrip(r *http.Request) (*http.Response, error) {
	m.mu.Lock()
	roots := m.roots
	m.mu.Unlock()
	if r.Body != nil {
		roots = roots[:1]
	}
	for i, root := range roots {
		resp, err := m.next.RoundTrip(under(root, r))
		if err != nil {
			return nil, err
		}
		if resp.StatusCode != http.StatusNotFound && len(roots) > 1 {
			m.mu.Lock()
			m.roots = roots[i : i+1]
			m.mu.Unlock()
		}
		if resp.StatusCode != http.StatusNotFound || i == len(roots)-1 {
			return resp, nil
		}
		_ = resp.Body.Close()
	}
	return nil, errors.New("there is nowhere to send a request to")
}

// under is a request with its path below a root.
func under(root string, r *http.Request) *http.Request {
	at := apiPath.FindStringIndex(r.URL.Path)
	if at == nil || root == apiRoot {
		return r
	}
	out := r.Clone(r.Context())
	out.URL.Path, out.URL.RawPath = root+r.URL.Path[at[1]:], ""
	return out
}

// redirect sends what is meant for discord.com to the configured server, and
// refuses every other host.
type redirect struct {
	base *url.URL
	next http.RoundTripper
}

// RoundTrip sends one request.
func (t redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "discord.com" && r.URL.Host != t.base.Host {
		return nil, fmt.Errorf("refused to send a request to %s", r.URL.Host)
	}
	copied := r.Clone(r.Context())
	copied.URL.Scheme, copied.URL.Host, copied.Host = t.base.Scheme, t.base.Host, t.base.Host
	return t.next.RoundTrip(copied)
}
