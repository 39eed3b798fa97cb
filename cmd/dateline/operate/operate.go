// Package operate holds the operator's commands: what stops a part of the program,
// what takes something out of its archive, and what erases a person or a server. Each
// is a command of the command line, says what it will do, does it, and says what it
// did. It thinks nothing up: the store does the work.
package operate

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"dateline/cmd/dateline/output"
	"dateline/store"
	"dateline/store/audit"
)

// Actor is who acts, as it is stored.
const Actor = "command line"

// UsageError is a mistake in the command line: exit code 2.
type UsageError struct{ error }

// Usagef words one.
func Usagef(format string, args ...any) error { return UsageError{fmt.Errorf(format, args...)} }

// Shell is what a command works with.
type Shell struct {
	Open func(ctx context.Context) (*store.Store, error)
	output.Printer
	// Purge takes what was removed out of what is stored of messages, and out of the index.
	Purge func(ctx context.Context, st *store.Store) error
}

// With opens the store for one command, which acts as the operator, and closes it after.
func (s Shell) With(ctx context.Context, f func(ctx context.Context, st *store.Store) error) error {
	opened, err := s.Open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(audit.By(ctx, Actor), opened), opened.Close())
}

// purged takes what was removed out of all that is stored, and out of the file.
func (s Shell) purged(ctx context.Context, st *store.Store) error {
	if err := s.Purge(ctx, st); err != nil {
		return err
	}
	return st.Rewrite(ctx)
}

// ended ends what an earlier command may have begun: where nothing is left to be erased, what
// an erasure that was cut short has left behind is taken out all the same, and said with why
// nothing was done.
func (s Shell) ended(end error, nothing error) error {
	if end != nil {
		return fmt.Errorf("%w; what an erasure that was cut short may have left could not be taken out: %w", nothing, end)
	}
	return fmt.Errorf("%w. The file was written anew all the same, so nothing is left of an erasure that was cut short", nothing)
}

// ID is a number of Discord's, or of a source, as it is typed.
type ID int64

// UnmarshalText reads one.
func (i *ID) UnmarshalText(b []byte) error {
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil || n <= 0 {
		return fmt.Errorf("%q is no id, which has digits only: in Discord, with developer mode on, right-click the person or server "+
			"and copy it; \"dateline feeds list --json\" shows those of sources", string(b))
	}
	*i = ID(n)
	return nil
}
