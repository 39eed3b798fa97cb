package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// api is Discord's REST interface. discordgo's own requests are not used: they
// wait under a lock that knows no context, all edits of all replies share one
// bucket, and a 429 in HTML loses its status.
type api struct {
	base   *url.URL
	token  string
	client *http.Client
	meter  func(status int) // nil: nobody counts
}

const (
	discordURL   = "https://discord.com"
	apiRoot      = "/api/v9"
	restDeadline = 20 * time.Second
	userAgent    = "DiscordBot (https://github.com/dateline, 1)"
)

func newAPI(base, token string) (*api, error) {
	if base == "" {
		base = discordURL
	}
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return nil, errors.New("DISCORD_API_URL is no http(s) URL: write it like https://discord.com")
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxConnsPerHost = 64, 64
	return &api{base: address, token: token,
		client: &http.Client{Transport: redirect{address, newLimiter(newMount(address.Path, transport))}, Timeout: restDeadline}}, nil
}

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

// apiError is what Discord, or the way to it, answered instead of success.
type apiError struct {
	Status, Code int
	Message      string
	Wait         time.Duration // of a 429
	Unsent       bool          // the request certainly had no effect
	Foreign      bool          // the reply is not in Discord's form: Cloudflare's or a proxy's
	cause        error
}

func (e *apiError) Error() string {
	switch {
	case e.cause != nil:
		return e.Message + ": " + e.cause.Error()
	case e.Code != 0:
		return fmt.Sprintf("Discord said %d %s (code %d)", e.Status, e.Message, e.Code)
	}
	return fmt.Sprintf("Discord said %d %s", e.Status, e.Message)
}

func (e *apiError) Unwrap() error { return e.cause }

// do sends one request and decodes the reply into out, unless that is nil.
func (a *api) do(ctx context.Context, method, path string, body, out any) error {
	var rd io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("encode a request: %w", err)
		}
		rd = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, discordURL+apiRoot+path, rd)
	if err != nil {
		return fmt.Errorf("make a request: %w", err)
	}
	request.Header.Set("User-Agent", userAgent)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if !strings.HasPrefix(path, "/interactions/") && !strings.HasPrefix(path, "/webhooks/") {
		request.Header.Set("Authorization", "Bot "+a.token)
	}
	resp, err := a.client.Do(request)
	if a.meter != nil {
		if err != nil {
			a.meter(0)
		} else {
			a.meter(resp.StatusCode)
		}
	}
	if err != nil {
		return lost(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, replyMost))
	if err != nil {
		return lost(err)
	}
	if resp.StatusCode/100 != 2 {
		return refused(resp, raw)
	}
	if out == nil || resp.StatusCode == http.StatusNoContent {
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return &apiError{Status: resp.StatusCode, Message: "Discord's reply cannot be read", cause: err}
	}
	return nil
}

// lost is an error without a reply: unsent when no connection was made.
func lost(err error) error {
	var op *net.OpError
	unsent := errors.Is(err, errLate) || errors.Is(err, errStopped) || errors.As(err, &op) && op.Op == "dial"
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err // the URL may hold an interaction's token
	}
	return &apiError{Message: "Discord cannot be reached", Unsent: unsent, cause: err}
}

// refused is an error reply. A 4xx had no effect; a 5xx may have had one.
func refused(resp *http.Response, raw []byte) error {
	refusal := &apiError{Status: resp.StatusCode, Message: http.StatusText(resp.StatusCode), Unsent: resp.StatusCode/100 == 4}
	var body struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	if json.Unmarshal(raw, &body) == nil {
		refusal.Code = body.Code
		if body.Message != "" {
			refusal.Message = fmt.Sprintf("%.200s", body.Message)
		}
	}
	refusal.Foreign = body.Message == "" && body.Code == 0
	if resp.StatusCode == http.StatusTooManyRequests {
		resp.Body = io.NopCloser(bytes.NewReader(raw))
		refusal.Wait = retryAfter(resp)
	}
	return refusal
}

// code is Discord's code of an error, 0 without one; status likewise.
func code(err error) int {
	var e *apiError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

func status(err error) int {
	var e *apiError
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}
