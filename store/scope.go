package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
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

// ScopeOf is what an owner sees: its own domain, the sources it chose, and
// desk's sources while it has chosen none (handing in files is not choosing).
func (s *Store) ScopeOf(ctx context.Context, owner string) (Scope, error) {
	if owner == All {
		return Scope{Everything: true}, nil
	}
	var sc Scope
	if owner != Desk {
		sc.Domains = []string{owner}
	}
	chosen := false
	load := func(who string) error {
		return each(ctx, s.read, func(r *sql.Rows) error {
			var id int64
			var kind string
			var paused bool
			if err := r.Scan(&id, &kind, &paused); err != nil {
				return err
			}
			if !paused {
				sc.Sources = append(sc.Sources, id)
			}
			chosen = chosen || kind != "file" && kind != "page"
			return nil
		}, `SELECT s.id, s.kind, u.paused_at IS NOT NULL FROM subscriptions u JOIN sources s ON s.id = u.source_id WHERE u.owner = $1 AND u.removed_at IS NULL ORDER BY s.id`, who)
	}
	if err := load(owner); err != nil {
		return Scope{}, fmt.Errorf("read the sources of %s: %w", owner, err)
	}
	if owner != Desk && !chosen {
		if err := load(Desk); err != nil {
			return Scope{}, fmt.Errorf("read the sources of %s: %w", Desk, err)
		}
	}
	return sc, nil
}

// Join is a scope that sees what both see.
func (sc Scope) Join(o Scope) Scope {
	return Scope{Domains: append(append([]string(nil), sc.Domains...), o.Domains...), Sources: append(append([]int64(nil), sc.Sources...), o.Sources...), Everything: sc.Everything || o.Everything}
}

// where is the condition that article a is visible, with its arguments
// numbered from $from on.
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
		parts = append(parts, `a.domain <> 'public' AND a.domain IN (`+holders(from, len(args))+`)`)
	}
	if len(sc.Sources) > 0 {
		parts = append(parts, `a.domain = 'public' AND EXISTS (SELECT 1 FROM article_sources v WHERE v.article_id = a.id AND v.source_id IN (`+ints(sc.Sources)+`))`)
	}
	if len(parts) == 0 {
		return "1 = 0", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}
