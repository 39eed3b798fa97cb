package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"dateline/bot/gateway"
)

// Finding is one thing that the doctor looked at; Do says what to do about it.
type Finding struct {
	Check, Detail, Do string
	OK                bool
}

// intentFlags are the application's flags that say whether message contents
// may be read (full, or limited to small bots).
const intentFlags = 1<<18 | 1<<19

// Diagnose checks the token, the intents, and every configured channel, for
// the doctor: one request after another, nothing is changed.
func (b *Bot) Diagnose(ctx context.Context) []Finding {
	if err := b.Identify(ctx); err != nil {
		finding := Finding{Check: "Discord", Detail: err.Error()}
		if !errors.As(err, new(gateway.FatalError)) {
			finding.Do = "Look at the network, at DISCORD_API_URL, and at https://discordstatus.com."
		}
		return []Finding{finding}
	}
	var app struct {
		Flags int `json:"flags"`
	}
	if err := b.api.Do(ctx, http.MethodGet, "/applications/@me", nil, &app); err != nil {
		return []Finding{{Check: "Discord", Detail: err.Error(), Do: "Try again; if it stays, look at https://discordstatus.com."}}
	}
	out := []Finding{{Check: "Discord token", OK: true, Detail: "works"}}
	switch {
	case b.MessageContent && app.Flags&intentFlags == 0:
		out = append(out, Finding{Check: "Discord intents", Detail: "DISCORD_MESSAGE_CONTENT=true, but the portal does not allow it",
			Do: "Switch on \"Message Content Intent\" on the page \"Bot\" at " + gateway.Portal +
				", or set DISCORD_MESSAGE_CONTENT=false."})
	default:
		out = append(out, Finding{Check: "Discord intents", OK: true, Detail: "none that need permission are missing"})
	}
	out = append(out, b.checkCommands(ctx))
	chs, err := b.Store.GuildChannels(ctx, 0)
	if err != nil {
		return append(out, Finding{Check: "Discord channels", Detail: err.Error(), Do: "Look at the database."})
	}
	good := 0
	for _, ch := range chs {
		spot, err := b.look(ctx, ch.DiscordID)
		switch {
		case err != nil:
			out = append(out, Finding{Check: "#" + ch.Name, Detail: b.missing(ctx, ch), Do: "Invite the bot again, " +
				"or give its role View Channel there."})
		case spot.lacks() != "":
			out = append(out, Finding{Check: "#" + ch.Name, Detail: "the bot lacks: " + spot.lacks(), Do: "Allow it for the bot's role " +
				"in the channel's settings, page Permissions."})
		default:
			good++
		}
	}
	return append(out, Finding{Check: "Discord channels", OK: true, Detail: fmt.Sprintf("%d of %d configured channels can be posted to",
		good, len(chs))})
}
