package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"dateline/bot/wire"
)

// ownRoles are the roles that Discord made for the bot, one a server. People
// pick them by mistake: they bear the bot's name. The names of the servers
// come with them.
type ownRoles struct {
	mu    sync.Mutex
	of    map[wire.Snowflake]wire.Snowflake // guild to role
	names map[wire.Snowflake]string         // of guilds
	speak map[wire.Snowflake]string         // the locales that guilds have set
	owner map[wire.Snowflake]wire.Snowflake // guild to the person who owns it

	asked *lru.Cache[wire.Snowflake, time.Time] // when Discord was asked for the roles of a guild that no event told

	looking map[wire.Snowflake]chan struct{} // closed when the roles asked for are known
}

// guildRole is a role as events give it.
type guildRole struct {
	ID   wire.Snowflake `json:"id"`
	Tags wire.Soft[struct {
		Bot wire.Snowflake `json:"bot_id"`
	}] `json:"tags"`
}

// roleEvent is what events say of roles: GUILD_CREATE all of a server, the
// events of roles one.
type roleEvent struct {
	Guild wire.Snowflake         `json:"guild_id"`
	Role  wire.Soft[guildRole]   `json:"role"`
	Gone  wire.Snowflake         `json:"role_id"`
	ID    wire.Snowflake         `json:"id"`
	Roles wire.Soft[[]guildRole] `json:"roles"`
	Name  wire.Soft[string]      `json:"name"`
	Speak wire.Soft[string]      `json:"preferred_locale"`
	Owner wire.Snowflake         `json:"owner_id"`
}

// follow keeps the roles as events tell of them.
func (r *ownRoles) follow(kind string, raw json.RawMessage, self wire.Snowflake) {
	var e roleEvent
	if json.Unmarshal(raw, &e) != nil || self == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of == nil {
		r.of, r.names, r.speak = map[wire.Snowflake]wire.Snowflake{}, map[wire.Snowflake]string{}, map[wire.Snowflake]string{}
		r.owner = map[wire.Snowflake]wire.Snowflake{}
	}
	switch kind {
	case "GUILD_CREATE", "GUILD_UPDATE":
		if e.Name.V != "" {
			r.names[e.ID] = e.Name.V
		}
		if e.Owner != 0 {
			r.owner[e.ID] = e.Owner
		}
		if e.Speak.V != "" {
			r.speak[e.ID] = e.Speak.V
		}
		for _, role := range e.Roles.V {
			if role.Tags.V.Bot == self {
				r.of[e.ID] = role.ID
			}
		}
	case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE":
		if e.Role.V.Tags.V.Bot == self {
			r.of[e.Guild] = e.Role.V.ID
		}
	case "GUILD_ROLE_DELETE":
		if r.of[e.Guild] == e.Gone {
			delete(r.of, e.Guild)
		}
	case "GUILD_DELETE":
		delete(r.of, e.ID) // its name stays, for what is still to be said of it
	}
}

// ask is how to wait for the roles of a server of which none of the bot's is
// known: until done is closed. first is whoever asks Discord and then calls
// looked; others wait. done is nil where the role is known, or was asked for a
// while ago.
func (r *ownRoles) ask(guild wire.Snowflake, now time.Time) (done chan struct{}, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of[guild] != 0 {
		return nil, false
	}
	last, _ := r.asked.Get(guild)
	if done = r.looking[guild]; done != nil || now.Sub(last) < memberKept {
		return done, false
	}
	r.asked.Add(guild, now)
	if r.looking == nil {
		r.looking = map[wire.Snowflake]chan struct{}{}
	}
	r.looking[guild] = make(chan struct{})
	return r.looking[guild], true
}

// looked ends the wait for the roles of a server.
func (r *ownRoles) looked(guild wire.Snowflake) {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.looking[guild])
	delete(r.looking, guild)
}

// learnRoles asks Discord for the roles of a server.
func (b *Bot) learnRoles(ctx context.Context, guild wire.Snowflake) error {
	var roles json.RawMessage
	if err := b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%s/roles", guild), nil, &roles); err != nil {
		return err
	}
	all, err := json.Marshal(map[string]any{"id": guild.String(), "roles": roles})
	if err != nil {
		return err
	}
	b.roles.follow("GUILD_UPDATE", all, b.self())
	return nil
}

// in is the bot's role in a server; 0 is none.
func (r *ownRoles) in(guild wire.Snowflake) wire.Snowflake {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.of[guild]
}

// owns reports whether a person owns a server, as far as events have told.
func (r *ownRoles) owns(person int64, guild wire.Snowflake) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.owner[guild] == wire.Snowflake(person)
}

// name is a server's name, "" where no event told it.
func (r *ownRoles) name(guild int64) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.names[wire.Snowflake(guild)]
}

// locale is the language that a server has set, "" where no event told it.
func (r *ownRoles) locale(guild wire.Snowflake) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.speak[guild]
}
