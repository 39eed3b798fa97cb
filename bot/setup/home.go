package setup

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"dateline/briefing/schedule"
)

// Home is where a server is, as far as it can be guessed.
type Home struct {
	Lang    string // ISO 639-1
	Zone    *time.Location
	Country string // ISO 3166; "" is not known
}

// unset is the locale of a server that has set none, and of those that have set
// American English.
const unset = "en-US"

//go:embed homes.tsv
var homeLines string

// homes are zone and country by Discord's locale.
var homes = sync.OnceValue(func() map[string][2]string {
	out := map[string][2]string{}
	for line := range strings.Lines(homeLines) {
		if fields := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(fields) == 3 {
			out[fields[0]] = [2]string{fields[1], fields[2]}
		}
	}
	return out
})

// HomeOf guesses where a server is. zone is what the server has set, server its
// locale, and person that of whoever sets the bot up: it says where a server is
// that has set no locale, but not which language it speaks.
func HomeOf(zone, server, person string) Home {
	if _, known := homes()[server]; !known {
		server = unset
	}
	at := homes()[server]
	if guess, known := homes()[person]; known && server == unset && person != unset {
		at[0] = guess[0]
	}
	home := Home{Country: at[1]}
	home.Lang, _, _ = strings.Cut(server, "-")
	var err error
	for _, name := range []string{zone, at[0], "UTC"} {
		if home.Zone, err = schedule.Load(name); err == nil {
			break
		}
	}
	return home
}
