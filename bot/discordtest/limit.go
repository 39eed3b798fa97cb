package discordtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// limits count requests as Discord does: so many in any one second, the
// strictest reading of its global limit, and per channel new messages in
// windows of five seconds.
type limits struct {
	recent []time.Time // when the last requests were let in, oldest first
	rooms  map[string]window
}

type window struct {
	start time.Time
	n     int
}

// bucket is a limit of one route and channel: so many requests in a window.
type bucket struct {
	name string
	most int
	span time.Duration
}

// bucketOf is the limit of a route, beside the one of the whole bot; false
// where the stand-in knows none. That of crossposts is not documented: ten an
// hour were counted (discord.js #4956).
func (s *Server) bucketOf(method, path string) (bucket, bool) {
	switch {
	case method != http.MethodPost || !strings.HasPrefix(path, "/channels/"):
	case strings.HasSuffix(path, "/messages"):
		return bucket{"messages", s.o.ChannelMax, 5 * time.Second}, true
	case strings.HasSuffix(path, "/crosspost"):
		return bucket{"crosspost", 10, time.Hour}, true
	}
	return bucket{}, false
}

// limited reports how long a request must wait, and sets the headers of its bucket.
func (s *Server) limited(method, path string, anonymous bool, out *reply) (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if !anonymous {
		rates := &s.limits
		for len(rates.recent) > 0 && now.Sub(rates.recent[0]) >= time.Second {
			rates.recent = rates.recent[1:]
		}
		if len(rates.recent) >= s.o.GlobalMax {
			return time.Second - now.Sub(rates.recent[0]), true
		}
		rates.recent = append(rates.recent, now)
	}
	limit, ok := s.bucketOf(method, path)
	if !ok {
		return 0, false
	}
	if s.limits.rooms == nil {
		s.limits.rooms = map[string]window{}
	}
	key := limit.name + " " + strings.Split(path, "/")[2]
	used := s.limits.rooms[key]
	if now.Sub(used.start) >= limit.span {
		used = window{start: now}
	}
	used.n++
	s.limits.rooms[key] = used
	left := used.start.Add(limit.span).Sub(now)
	if out.w != nil {
		header := out.w.Header()
		header.Set("X-RateLimit-Bucket", limit.name)
		header.Set("X-RateLimit-Limit", strconv.Itoa(limit.most))
		header.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, limit.most-used.n)))
		header.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(now.Add(left).UnixMilli())/1000, 'f', 3, 64))
		header.Set("X-RateLimit-Reset-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
	}
	if used.n > limit.most {
		return left, false
	}
	return 0, false
}
