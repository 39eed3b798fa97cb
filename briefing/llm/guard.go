package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// guard stands between go-openai and the network. It puts into a request what its
// types cannot hold, caps replies, translates them, and makes errors of our own
// of what a service refuses.
type guard struct {
	base  http.RoundTripper
	most  int // bytes of a reply
	key   string
	query string // of the address, which go-openai would put a path behind
	azure bool   // the key goes into a header of its own
	extra Extra
}

// fieldsKey is the key of a context's fields: parts of a request's body.
type fieldsKey struct{}

func withFields(ctx context.Context, fields map[string]any) context.Context {
	return context.WithValue(ctx, fieldsKey{}, fields)
}

// errMoved says that a server sends requests to another one.
var errMoved = errors.New("it sends questions on to another server, which is not given them: name that one if you trust it")

// stays follows a redirect within a server alone, and not back to an open line: what is
// asked, and the key, are for nobody else.
func stays(r *http.Request, via []*http.Request) error {
	from := via[0].URL
	switch {
	case r.URL.Hostname() != from.Hostname(), r.URL.Scheme == from.Scheme && r.URL.Host != from.Host,
		from.Scheme == "https" && r.URL.Scheme != "https",
		from.Scheme != "https" && r.URL.Scheme == "https" && r.URL.Port() != "" && r.URL.Port() != "443" && r.URL.Port() != from.Port():
		return errMoved
	case len(via) >= 5:
		return errors.New("it sends questions around in a circle")
	}
	return nil
}

// RoundTrip sends a request; a failed status becomes an error of our own.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	r, err := g.dressed(r)
	if err != nil {
		return nil, err
	}
	resp, err := g.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		body, _ := io.ReadAll(io.LimitReader(resp.Body, refusalMost))
		refused := refusalOf(resp.StatusCode, body, g.key)
		refused.wait = waitOf(resp.Header.Get("Retry-After"), time.Now())
		return nil, refused
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		resp.Body.Close()
		return nil, errPage
	}
	resp.Body = &capped{resp.Body, g.most, g.most}
	if strings.HasSuffix(r.URL.Path, chatPath) {
		resp.Body = newEvents(resp.Body, g.key)
	}
	return resp, nil
}

const (
	refusalMost = 16 << 10 // bytes of an error that are read: some repeat the request
	chatPath    = "/chat/completions"
)

// dressed is a request with the rest of its address, its key and its fields.
func (g *guard) dressed(from *http.Request) (*http.Request, error) {
	r := from.Clone(from.Context())
	r.URL.RawQuery = g.query
	if g.azure {
		r.Header.Del("Authorization")
		r.Header.Set("api-key", g.key)
	}
	fields, _ := r.Context().Value(fieldsKey{}).(map[string]any)
	if fields == nil || r.Body == nil {
		return r, nil
	}
	defer from.Body.Close()
	body := map[string]any{}
	decoder := json.NewDecoder(from.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		return nil, fmt.Errorf("read a request: %w", err)
	}
	maps.Copy(body, fields)
	for name, value := range g.extra {
		if body[name] = value; string(value) == "null" {
			delete(body, name)
		}
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write a request: %w", err)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(encoded)), int64(len(encoded))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(encoded)), nil }
	return r, nil
}

// baseOf is the address that paths are put behind, its query, and whether the
// service is Azure's. It takes the address of a resource, of a deployment and of
// its chat as Azure's pages show them.
func baseOf(address *url.URL, model, key string) (base, query string, azure bool) {
	host, path := address.Hostname(), strings.TrimSuffix(strings.TrimRight(address.Path, "/"), chatPath)
	azure = address.Query().Has("api-version")
	for _, zone := range []string{".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com", ".azure-api.net"} {
		azure = azure || strings.HasSuffix(host, zone)
	}
	if azure && (path == "" || path == "/openai") {
		if path = "/openai/v1"; address.Query().Has("api-version") {
			path = "/openai/deployments/" + model
		}
	}
	short := url.URL{Scheme: address.Scheme, User: address.User, Host: address.Host, Path: path}
	const token = "eyJ" // a token of Entra, not a key
	return short.String(), address.RawQuery, azure && !strings.HasPrefix(key, token)
}

// restMost is the longest a server can ask to be left alone.
const restMost = 10 * time.Minute

// waitOf reads Retry-After: seconds, or a date (RFC 9110, 10.2.3).
func waitOf(s string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		wait = time.Duration(min(max(n, 0), int(restMost/time.Second))) * time.Second
	} else if at, err := http.ParseTime(s); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), restMost)
}

// capped ends a reply that is too large.
type capped struct {
	io.ReadCloser
	left, most int
}

// Read reads until the cap.
func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("%w: it is larger than %d bytes", ErrUnusable, c.most)
	}
	n, err := c.ReadCloser.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}
