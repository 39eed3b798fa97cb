package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"

	"dateline/store/state"
)

const (
	Public = "public" // the domain of what was fetched without credentials
	Desk   = "desk"   // the owner of the terminal's sources
	All    = "all"    // the operator's view
)

// Scope is what a reader may see: articles of the private Domains, and public
// articles that one of Sources carries. The zero Scope sees nothing.
type Scope struct {
	Domains    []string
	Sources    []int64
	Everything bool // the operator
	TakenBack  bool // with the sentences that were taken back: to see what was told
}

var ownerForm = regexp.MustCompile(`^(guild|user):[0-9]{1,20}$`)

// ParseOwner checks the name of an owner: desk, guild:ID, user:ID, or all.
func ParseOwner(s string) (string, error) {
	if s == "" {
		return Desk, nil
	}
	if s == Desk || s == All || ownerForm.MatchString(s) {
		return s, nil
	}
	return "", fmt.Errorf("scope %q is none of desk, guild:ID, user:ID, all", s)
}

// ScopeOf is what owners see together: their own domains, the sources they
// chose, and desk's sources while none of them has chosen any (handing in
// files is not choosing).
func (s *Store) ScopeOf(ctx context.Context, owners ...string) (Scope, error) {
	var sc Scope
	chosen := false
	load := func(who string) error {
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var id int64
			var kind state.SourceKind
			var paused bool
			if err := r.Scan(&id, &kind, &paused); err != nil {
				return err
			}
			if !paused {
				sc.Sources = append(sc.Sources, id)
			}
			chosen = chosen || !kind.HandedIn()
			return nil
		}, `SELECT s.id, s.kind, u.paused_at IS NOT NULL OR `+s.unused("s.id")+` FROM subscriptions u JOIN sources s ON s.id = u.source_id
			WHERE u.owner = $1 AND u.removed_at IS NULL ORDER BY s.id`, who)
		if err != nil {
			return fmt.Errorf("read the sources of %s: %w", who, err)
		}
		return nil
	}
	for _, owner := range owners {
		switch owner {
		case All:
			return Scope{Everything: true}, nil
		case Desk:
			chosen = true
		default:
			sc.Domains = append(sc.Domains, owner)
		}
		if err := load(owner); err != nil {
			return Scope{}, err
		}
	}
	if len(owners) > 0 && !chosen {
		if err := load(Desk); err != nil {
			return Scope{}, err
		}
	}
	return sc, nil
}

// where is the condition that article a is visible, with its arguments
// numbered from $from on. The domain is an expression: by the index of the bare
// column SQLite would read every article of it, and not those of a query's ids or times.
// "IS TRUE" does the same for PostgreSQL, which would else make a join of the test and,
// while it knows no better of tables that just grew, read every article of a source.
func (sc Scope) where(from int) (string, []any) {
	if sc.Everything {
		return "1 = 1", nil
	}
	var parts []string
	var args []any
	if len(sc.Domains) > 0 {
		for _, d := range sc.Domains {
			args = append(args, d)
		}
		parts = append(parts, `a.domain <> 'public' AND a.domain || '' IN (`+holders(from, len(args))+`)`)
	}
	if len(sc.Sources) > 0 {
		parts = append(parts, `a.domain || '' = 'public' AND EXISTS (SELECT 1 FROM article_sources v WHERE v.article_id = a.id
			AND v.source_id IN (`+ints(sc.Sources)+`)) IS TRUE`)
	}
	if len(parts) == 0 {
		return "1 = 0", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// Narrow reports whether some server reads a source that the scope does not:
// of what it holds, it tells nothing.
func (s *Store) Narrow(ctx context.Context, sc Scope) (bool, error) {
	if sc.Everything {
		return false, nil
	}
	var narrow bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS(SELECT 1 FROM subscriptions u WHERE u.owner LIKE 'guild:%' AND u.removed_at IS NULL
		AND u.paused_at IS NULL AND u.source_id NOT IN (`+ints(append([]int64{0}, sc.Sources...))+`))`).Scan(&narrow)
	if err != nil {
		return false, fmt.Errorf("look for sources of servers: %w", err)
	}
	return narrow, nil
}
