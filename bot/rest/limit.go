package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// requests a second, evenly spaced; Discord allows 50 in any second, and they arrive less evenly than they leave
	globalRate   = 47
	invalidMost  = 5_000            // of the 10,000 refused requests in 10 minutes after which Discord bans an address
	invalidSpan  = 10 * time.Minute //
	bucketMost   = 10_000           // buckets remembered; the idle ones are forgotten beyond
	replyMost    = 4 << 20          // bytes of a reply that are read
	waitMost     = 10 * time.Second // a request that would wait longer fails with what Discord said
	retriesOf429 = 3
)

var (
	// errLate says that a request did not leave before its deadline: nothing was sent.
	errLate = errors.New("the request did not leave in time")
	// errStopped says that too many requests were refused lately.
	errStopped = errors.New("too many requests were refused by Discord in the last ten minutes; waiting, so that it does not ban this " +
		"address")
)

// limiter is a transport that keeps Discord's rate limits: per bucket by the
// reply's headers, 50 a second in all, scheduled posts after everything else,
// and a guard against the ban for invalid requests.
type limiter struct {
	next   http.RoundTripper
	global *rate.Limiter
	low    chan struct{} // one scheduled post at a time queues for the global limit

	mu      sync.Mutex
	names   map[string]string // route to bucket
	buckets map[string]*bucket
	pause   time.Time   // nothing leaves before (a global 429)
	invalid []time.Time // of refused requests, oldest first
}

type bucket struct {
	turn  chan struct{} // held while a request of this bucket waits or flies
	left  int           // requests left until reset; -1 unknown
	reset time.Time
}

func newLimiter(next http.RoundTripper) *limiter {
	return &limiter{next: next, global: rate.NewLimiter(globalRate, 1), low: make(chan struct{}, 1), names: map[string]string{},
		buckets: map[string]*bucket{}}
}

type ctxKey int

const (
	lowKey  ctxKey = iota // the request is a scheduled post
	lateKey               // func(now time.Time) bool: whether it may not leave any more
)

// Scheduled marks requests as scheduled posts: they leave after everything else,
// and not at all once late, unless it is nil, says so.
func Scheduled(ctx context.Context, late func(now time.Time) bool) context.Context {
	return context.WithValue(context.WithValue(ctx, lowKey, true), lateKey, late)
}

var (
	apiPath = regexp.MustCompile(`^/api/v\d+`)
	idPart  = regexp.MustCompile(`/\d+`)
)

// route names the bucket a request falls into until Discord says better: its
// method and path, of whose ids only the first, the major one, is kept.
func route(method, path string) (key, major string) {
	path = apiPath.ReplaceAllString(path, "")
	if strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/") {
		return method + path, path // each interaction is its own
	}
	first := true
	key = method + " " + idPart.ReplaceAllStringFunc(path, func(s string) string {
		if first {
			first, major = false, s
		}
		return "/0"
	})
	return key + major, major
}

// RoundTrip sends one request when the limits allow it.
func (l *limiter) RoundTrip(r *http.Request) (*http.Response, error) {
	key, major := route(r.Method, r.URL.Path)
	free := strings.Contains(r.URL.Path, "/interactions/") || strings.Contains(r.URL.Path, "/webhooks/")
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, fmt.Errorf("read the request: %w", err)
		}
		_ = r.Body.Close()
	}
	for try := 1; ; try++ {
		quota, err := l.enter(r.Context(), key, free)
		if err != nil {
			return nil, err
		}
		resp, err := l.send(r, body)
		if err != nil {
			l.leave(quota)
			return nil, err
		}
		wait, again := l.learn(resp, quota, key, major)
		l.leave(quota)
		if !again || try == retriesOf429 || wait > waitMost {
			return resp, nil
		}
		_ = resp.Body.Close()
		if err := Sleep(r.Context(), wait); err != nil {
			return nil, err
		}
	}
}

// send lets one request leave, unless it is too late for it.
func (l *limiter) send(r *http.Request, body []byte) (*http.Response, error) {
	if late, ok := r.Context().Value(lateKey).(func(time.Time) bool); ok && late != nil && late(time.Now()) {
		return nil, errLate
	}
	copied := r.Clone(r.Context())
	if body != nil {
		copied.Body = io.NopCloser(bytes.NewReader(body))
		copied.ContentLength = int64(len(body))
	}
	resp, err := l.next.RoundTrip(copied)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, replyMost))
	_ = resp.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("read Discord's reply: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	return resp, nil
}

// enter waits for the turn of a request: in its bucket, after a pause, and
// under the global limit, of which interactions are free.
func (l *limiter) enter(ctx context.Context, key string, free bool) (*bucket, error) {
	l.mu.Lock()
	quota := l.bucket(key)
	stopped := l.refusals() >= invalidMost
	l.mu.Unlock()
	if stopped && !free {
		return nil, errStopped
	}
	select {
	case quota.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	l.mu.Lock()
	until := time.Time{}
	if quota.left == 0 {
		until = quota.reset
	}
	if l.pause.After(until) && !free {
		until = l.pause
	}
	l.mu.Unlock()
	err := Sleep(ctx, time.Until(until))
	if err == nil && !free {
		err = l.share(ctx)
	}
	if err != nil {
		l.leave(quota)
		return nil, err
	}
	return quota, nil
}

// share waits for a place among the requests of a second; of scheduled posts
// only one queues at a time, so that anything else goes before the others.
func (l *limiter) share(ctx context.Context) error {
	if ctx.Value(lowKey) != nil {
		select {
		case l.low <- struct{}{}:
			defer func() { <-l.low }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return l.global.Wait(ctx)
}

// bucket finds a route's bucket. The caller holds mu.
func (l *limiter) bucket(key string) *bucket {
	if name, ok := l.names[key]; ok {
		key = name
	}
	quota := l.buckets[key]
	if quota == nil {
		if len(l.buckets) > bucketMost {
			l.forget()
		}
		quota = &bucket{turn: make(chan struct{}, 1), left: -1}
		l.buckets[key] = quota
	}
	return quota
}

// forget drops what nobody waits for and no limit holds. The caller holds mu.
func (l *limiter) forget() {
	now := time.Now()
	for k, b := range l.buckets {
		if len(b.turn) == 0 && b.reset.Before(now) {
			delete(l.buckets, k)
		}
	}
	if len(l.names) > bucketMost {
		l.names = map[string]string{}
	}
}

func (l *limiter) leave(b *bucket) { <-b.turn }

// learn reads the limits a reply tells; true when the request may be sent
// again after the wait.
func (l *limiter) learn(resp *http.Response, b *bucket, key, major string) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	header := resp.Header
	if name := header.Get("X-RateLimit-Bucket"); name != "" && major != "" {
		if name += major; l.buckets[name] == nil {
			l.buckets[name] = b
		}
		l.names[key] = name
	}
	if left, err := strconv.Atoi(header.Get("X-RateLimit-Remaining")); err == nil {
		after, _ := strconv.ParseFloat(header.Get("X-RateLimit-Reset-After"), 64)
		b.left, b.reset = left, time.Now().Add(time.Duration(after*float64(time.Second)))
	}
	scope := header.Get("X-RateLimit-Scope")
	if answered := resp.StatusCode; answered == 401 || answered == 403 || answered == 429 && scope != "shared" {
		l.invalid = append(l.invalid, time.Now())
	}
	if resp.StatusCode != http.StatusTooManyRequests {
		return 0, false
	}
	wait := retryAfter(resp)
	if header.Get("X-RateLimit-Global") != "" || scope == "global" || scope == "" && !ofDiscords(resp) { // Cloudflare's is for all
		l.pause = time.Now().Add(wait)
	} else {
		b.left, b.reset = 0, time.Now().Add(wait)
	}
	return wait, true
}

// refusals counts the refused requests of the last ten minutes. The caller holds mu.
func (l *limiter) refusals() int {
	old := 0
	for old < len(l.invalid) && time.Since(l.invalid[old]) > invalidSpan {
		old++
	}
	l.invalid = l.invalid[old:]
	return len(l.invalid)
}

// retryAfter reads a 429: the body's seconds where it has them (the header may
// be far too low: discord-api-docs #6109), else the header's.
func retryAfter(resp *http.Response) time.Duration {
	raw, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	var body struct {
		After float64 `json:"retry_after"`
	}
	if json.Unmarshal(raw, &body) != nil || body.After <= 0 {
		body.After, _ = strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
	}
	body.After = min(max(body.After, .05), 24*3600)
	return time.Duration(body.After * float64(time.Second))
}

// ofDiscords reports whether a 429 is Discord's own and for one route: some,
// like that of the commands of a day, come without the header of their scope.
func ofDiscords(resp *http.Response) bool {
	raw, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	var body struct {
		Message string `json:"message"`
		Global  bool   `json:"global"`
	}
	return json.Unmarshal(raw, &body) == nil && body.Message != "" && !body.Global
}

// Sleep waits; the error is that of a ctx that ended before.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
