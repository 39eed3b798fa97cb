package gateway

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/wire"
)

// Discord says in READY where it wants a session resumed, and cuts those off
// more often that resume elsewhere. discordgo knows one address only, so the
// dialer turns a connection that will resume to the right one.
// https://discord.com/developers/docs/events/gateway#resuming

// begun notes from READY where the session is to be resumed and hands it on.
func (g *Shard) begun(e *discordgo.Event) {
	if e.Type != "READY" {
		return
	}
	if g.Greeted != nil {
		g.Greeted(e.RawData)
	}
	var ready struct {
		Resume wire.Soft[string] `json:"resume_gateway_url"`
	}
	_ = json.Unmarshal(e.RawData, &ready) // without an address the normal gateway resumes
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ready, g.resume = true, resumeAddress(ready.Resume.V, g.home)
}

// afresh is for a session that has not begun: nothing is known of it.
func (g *Shard) afresh() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ready, g.resume = false, nil
}

// goHome has the next connection made at the normal gateway.
func (g *Shard) goHome() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.resume = nil
}

// aim readies a session for its next Open. When a RESUME is refused (op 9)
// discordgo identifies at once and on the same socket: a shard out of bounds
// makes that fail, and a fresh session begins at the normal gateway. A session
// that is connected has its own shard again.
func (g *Shard) aim(s *discordgo.Session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ready {
		s.ShardID, s.ShardCount = max(g.Count, 2), max(g.Count, 2)
	}
}

// dialed turns a connection that resumes to its address, and finds its proxy:
// a websocket.Dialer asks for the proxy before it looks where to connect.
func (g *Shard) dialed(r *http.Request) (*url.URL, error) {
	g.mu.Lock()
	if g.ready && g.resume != nil {
		r.URL.Host, r.Host = g.resume.Host, g.resume.Host
		if g.resume.Path != "" {
			r.URL.Path = g.resume.Path
		}
	} else {
		home := *r.URL
		g.home = &home
	}
	g.mu.Unlock()
	return http.ProxyFromEnvironment(r)
}

// resumeAddress reads the address for resuming. The token is sent there, so it
// must be as secret as the gateway where the session began, and of the same
// house: Discord's, or the stand-in's that was configured. Else it is nil.
func resumeAddress(text string, home *url.URL) *url.URL {
	parsed, err := url.Parse(text)
	if err != nil || home == nil || parsed.Host == "" || parsed.User != nil {
		return nil
	}
	secret := home.Scheme == "https" || home.Scheme == "wss" // a dialer writes the one for the other
	if secret && parsed.Scheme != "wss" || !secret && parsed.Scheme != "ws" {
		return nil
	}
	there, here := parsed.Hostname(), home.Hostname()
	switch {
	case there == here, discordHost(there) && discordHost(here), loopback(there) && loopback(here):
		return parsed
	}
	return nil
}

func discordHost(host string) bool {
	host = strings.ToLower(host)
	return host == "discord.gg" || strings.HasSuffix(host, ".discord.gg")
}

func loopback(host string) bool {
	parsed := net.ParseIP(host)
	return host == "localhost" || parsed != nil && parsed.IsLoopback()
}
