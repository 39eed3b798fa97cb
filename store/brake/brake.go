// Package brake says what an operator has stopped: a record of package store, and
// the error of an address that may not be read. It decides nothing.
package brake

import (
	"errors"
	"strings"
	"time"

	"dateline/store/state"
)

// ErrBlocked says that the operator lets nobody read a source.
var ErrBlocked = errors.New("whoever runs this bot has blocked this source")

// ErrModel says that the operator has stopped the language model.
var ErrModel = errors.New("the operator has stopped it")

// Brake is one thing that is stopped: everywhere, or where Guild or Source say so.
type Brake struct {
	What    state.Brake
	Guild   int64     // 0: every server, and direct messages
	Source  int64     // 0: it is no source
	Address string    // of the source, as it was when it was stopped
	At      time.Time // since when
	Actor   string    // who stopped it: "command line"
}

// Same reports whether two addresses are one for whoever blocks it: without scheme,
// "www.", the place in a page, a slash at the end, and in any case of letters.
func Same(a, b string) bool { return bare(a) == bare(b) }

func bare(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	address, _, _ = strings.Cut(address, "#")
	return strings.TrimRight(strings.TrimPrefix(address, "www."), "/")
}
