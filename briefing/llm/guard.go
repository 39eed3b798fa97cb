package llm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter carries what go-openai drops: how long the server asks to wait.
type retryAfter struct {
	status int
	wait   time.Duration
	body   string
}

func (e *retryAfter) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.body) }

// rejects reports a status that speaks of the request, not of the server.
func (e *retryAfter) rejects() bool {
	return e.status == http.StatusBadRequest || e.status == http.StatusRequestEntityTooLarge || e.status == http.StatusUnprocessableEntity
}

// guard caps replies and keeps Retry-After, which go-openai's errors do not hold.
type guard struct {
	base http.RoundTripper
	most int // bytes of a reply
}

// RoundTrip sends a request; a failed status becomes an error of our own.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := g.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		excerpt, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return nil, &retryAfter{status: resp.StatusCode, body: strings.Join(strings.Fields(string(excerpt)), " "),
			wait: waitOf(resp.Header.Get("Retry-After"), time.Now())}
	}
	kind := resp.Header.Get("Content-Type")
	if strings.HasPrefix(kind, "text/html") {
		resp.Body.Close()
		return nil, fmt.Errorf("%w: the server sent a web page, not a reply: check its address", ErrUnusable)
	}
	resp.Body = &capped{resp.Body, g.most, g.most}
	if strings.HasPrefix(kind, "application/json") && strings.HasSuffix(r.URL.Path, "/chat/completions") {
		return g.whole(resp)
	}
	return resp, nil
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

// whole turns the reply of a server that does not stream into a stream of one
// part, and an error body with status 200 into an error.
func (g *guard) whole(resp *http.Response) (*http.Response, error) {
	defer resp.Body.Close()
	read, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var reply struct {
		Error   json.RawMessage `json:"error"`
		Usage   json.RawMessage `json:"usage,omitempty"`
		Choices []struct {
			Message struct {
				Content string `json:"content"`
			} `json:"message"`
			Finish string `json:"finish_reason"`
		} `json:"choices"`
	}
	switch err := json.Unmarshal(read, &reply); {
	case err != nil:
		return nil, fmt.Errorf("%w: it is not the JSON of a reply", ErrUnusable)
	case len(reply.Error) > 0 && string(reply.Error) != "null":
		return nil, fmt.Errorf("%w: the server sent an error instead", ErrUnusable)
	case len(reply.Choices) == 0:
		return nil, fmt.Errorf("%w: it holds no choice", ErrUnusable)
	}
	part := map[string]any{"choices": []any{map[string]any{"delta": map[string]string{"content": reply.Choices[0].Message.Content},
		"finish_reason": reply.Choices[0].Finish}}}
	if len(reply.Usage) > 0 {
		part["usage"] = reply.Usage
	}
	data, err := json.Marshal(part)
	if err != nil {
		return nil, fmt.Errorf("write a reply as a stream: %w", err)
	}
	resp.Header.Set("Content-Type", "text/event-stream")
	resp.Body = io.NopCloser(bytes.NewReader([]byte("data: " + string(data) + "\n\ndata: [DONE]\n\n")))
	return resp, nil
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
