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

const roomWindow = 5 * time.Second

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
	if method != http.MethodPost || !strings.HasPrefix(path, "/channels/") || !strings.HasSuffix(path, "/messages") {
		return 0, false
	}
	if s.limits.rooms == nil {
		s.limits.rooms = map[string]window{}
	}
	limit := s.limits.rooms[path]
	if now.Sub(limit.start) >= roomWindow {
		limit = window{start: now}
	}
	limit.n++
	s.limits.rooms[path] = limit
	left := limit.start.Add(roomWindow).Sub(now)
	if out.w != nil {
		header := out.w.Header()
		header.Set("X-RateLimit-Bucket", "messages")
		header.Set("X-RateLimit-Limit", strconv.Itoa(s.o.ChannelMax))
		header.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, s.o.ChannelMax-limit.n)))
		header.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(now.Add(left).UnixMilli())/1000, 'f', 3, 64))
		header.Set("X-RateLimit-Reset-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
	}
	if limit.n > s.o.ChannelMax {
		return left, false
	}
	return 0, false
}
