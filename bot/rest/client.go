// Package rest sends requests to Discord within its rate limits, and says what a
// refusal means and whether anything was sent.
package rest

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
	"strings"
	"time"
)

// Client is Discord's REST interface. discordgo's own requests are not used: they
// wait under a lock that knows no context, all edits of all replies share one
// bucket, and a 429 in HTML loses its status.
type Client struct {
	base  *url.URL
	token string
	HTTP  *http.Client     // keeps the rate limits, and refuses other hosts
	files *http.Client     // for what people uploaded: no token, no redirect
	Meter func(status int) // is told of each reply, 0 without one; nil: nobody counts
}

// Deadline is what one request may take.
const Deadline = 20 * time.Second

const (
	discordURL = "https://discord.com"
	apiRoot    = "/api/v9"
	userAgent  = "DiscordBot (https://github.com/dateline, 1)"
)

// New makes a client of the server at base; "" is Discord's own.
func New(base, token string) (*Client, error) {
	if base == "" {
		base = discordURL
	}
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return nil, errors.New("DISCORD_API_URL is no http(s) URL: write it like https://discord.com")
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxConnsPerHost = 64, 64
	files := &http.Client{Transport: transport, Timeout: Deadline,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Client{base: address, token: token, files: files,
		HTTP: &http.Client{Transport: redirect{address, newLimiter(newMount(address.Path, transport))}, Timeout: Deadline}}, nil
}

// Error is what Discord, or the way to it, answered instead of success.
type Error struct {
	Status, Code int
	Message      string
	Wait         time.Duration // of a 429
	Unsent       bool          // the request certainly had no effect
	Foreign      bool          // the reply is not in Discord's form: Cloudflare's or a proxy's
	cause        error
}

// Error is a sentence for the log and for operators.
func (e *Error) Error() string {
	switch {
	case e.cause != nil:
		return e.Message + ": " + e.cause.Error()
	case e.Code != 0:
		return fmt.Sprintf("Discord said %d %s (code %d)", e.Status, e.Message, e.Code)
	}
	return fmt.Sprintf("Discord said %d %s", e.Status, e.Message)
}

// Unwrap is what hindered the request; nil for a reply of Discord's.
func (e *Error) Unwrap() error { return e.cause }

// Do sends one request, with files where the body is an Upload, and decodes the
// reply into out, unless that is nil.
func (c *Client) Do(ctx context.Context, method, path string, body, out any) error {
	var rd io.Reader
	var kind string
	if body != nil {
		encoded, as, err := encode(body)
		if err != nil {
			return fmt.Errorf("encode a request: %w", err)
		}
		rd, kind = bytes.NewReader(encoded), as
	}
	request, err := http.NewRequestWithContext(ctx, method, discordURL+apiRoot+path, rd)
	if err != nil {
		return fmt.Errorf("make a request: %w", err)
	}
	request.Header.Set("User-Agent", userAgent)
	if body != nil {
		request.Header.Set("Content-Type", kind)
	}
	if !strings.HasPrefix(path, "/interactions/") && !strings.HasPrefix(path, "/webhooks/") {
		request.Header.Set("Authorization", "Bot "+c.token)
	}
	resp, err := c.HTTP.Do(request)
	if c.Meter != nil {
		if err != nil {
			c.Meter(0)
		} else {
			c.Meter(resp.StatusCode)
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
		return &Error{Status: resp.StatusCode, Message: "Discord's reply cannot be read", cause: err}
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
	return &Error{Message: "Discord cannot be reached", Unsent: unsent, cause: err}
}

// refused is an error reply. A 4xx had no effect; a 5xx may have had one.
func refused(resp *http.Response, raw []byte) error {
	refusal := &Error{Status: resp.StatusCode, Message: http.StatusText(resp.StatusCode), Unsent: resp.StatusCode/100 == 4}
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

// Code is Discord's code of an error; 0 without one.
func Code(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// Status is the HTTP status of an error; 0 without one.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}
