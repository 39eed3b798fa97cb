package operate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/recall"
)

// People is what is done about a person.
type People struct {
	Erase PeopleErase `cmd:"" help:"Erase everything that is kept of a person, as /forget does."`
}

// PeopleErase erases a person.
type PeopleErase struct {
	ID ID `arg:"" name:"ID" help:"Discord's id of the person."`
}

// erased is what an erasure did, for scripts.
type erased struct {
	Person string         `json:"person,omitempty"`
	Guild  string         `json:"guild,omitempty"`
	Rows   map[string]int `json:"rows,omitempty"` // by table, as they were before
}

// Run erases a person.
func (c *PeopleErase) Run(ctx context.Context, s Shell) error {
	return s.With(ctx, func(ctx context.Context, st *store.Store) error {
		kept, err := st.KeptOf(ctx, int64(c.ID))
		if err != nil {
			return err
		}
		if kept.Rows() == 0 {
			return s.ended(st.Rewrite(ctx), fmt.Errorf("nothing is kept of person %d: the id has digits only; in Discord, with developer "+
				"mode on, right-click the person and copy it", c.ID))
		}
		line, said := erased{Person: fmt.Sprint(c.ID), Rows: map[string]int{}}, []string(nil)
		for table, rows := range kept {
			line.Rows[table] = len(rows)
			said = append(said, fmt.Sprintf("%s %d", table, len(rows)))
		}
		slices.Sort(said)
		if err := s.Say(nil, "Kept of person %d, in rows of each table: %s. All of it is being erased; settings of servers stay, without "+
			"the id.", c.ID, strings.Join(said, ", ")); err != nil {
			return err
		}
		if _, err := st.ErasePerson(ctx, int64(c.ID)); err != nil {
			return err
		}
		if err := st.Rewrite(ctx); err != nil {
			return err
		}
		return s.Say(line, "Person %d is erased, in every table and in the file. Your backups keep what they hold.", c.ID)
	})
}

// Guilds is what is done about a server.
type Guilds struct {
	Erase GuildsErase `cmd:"" help:"Erase a server's settings, posts, files and questions."`
}

// GuildsErase erases a server.
type GuildsErase struct {
	ID ID `arg:"" name:"ID" help:"Discord's id of the server."`
}

// Run erases a server.
func (c *GuildsErase) Run(ctx context.Context, s Shell) error {
	return s.With(ctx, func(ctx context.Context, st *store.Store) error {
		err := st.EraseGuild(ctx, int64(c.ID))
		if errors.Is(err, store.ErrNotFound) {
			return s.ended(st.Rewrite(ctx), fmt.Errorf("server %d is not known here: in Discord, with developer mode on, right-click "+
				"the server and copy its id", c.ID))
		}
		if err == nil {
			err = st.Rewrite(ctx)
		}
		if err != nil {
			return err
		}
		return s.Say(erased{Guild: fmt.Sprint(c.ID)}, "Server %d is erased: its settings, schedules, posts, files and "+
			"questions, in every table and in the file. Where the bot is still in it, it "+
			"begins anew; \"dateline block --guild %d\" shuts it out. Your backups keep what they hold.", c.ID, c.ID)
	})
}

// Articles is what is done about articles.
type Articles struct {
	Remove ArticlesRemove `cmd:"" help:"Take articles out: text, sentences, index, and the messages that show them."`
}

// ArticlesRemove takes articles out.
type ArticlesRemove struct {
	URL    string `arg:"" optional:"" name:"URL" help:"The article's address, or its id."`
	Outlet string `help:"All articles of an outlet, by its name." placeholder:"NAME"`
	Why    string `help:"Why: kept in the log." default:"taken out by the operator" placeholder:"TEXT"`
}

// takenOut is what became of articles, for scripts.
type takenOut struct {
	Articles int `json:"articles"`
	Claims   int `json:"claims"`
	Messages int `json:"messages"`
}

// Run takes articles out.
func (c *ArticlesRemove) Run(ctx context.Context, s Shell) error {
	if (c.URL == "") == (c.Outlet == "") {
		return Usagef("name one: the URL of an article, or --outlet NAME")
	}
	if len(c.Why) > recall.WordsMost {
		return Usagef("--why has %d bytes, %d are allowed", len(c.Why), recall.WordsMost)
	}
	return s.With(ctx, func(ctx context.Context, st *store.Store) error {
		ids, err := c.find(ctx, st)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return s.ended(s.purged(ctx, st), c.nothing())
		}
		if err := s.Say(nil, "Taking out %s, with the text, the place in the index, and what was told of it.",
			many(len(ids), "article")); err != nil {
			return err
		}
		var sum takenOut
		for _, id := range ids {
			done, err := st.Retract(ctx, recall.Order{Target: fmt.Sprintf("%s:%d", recall.Article, id), Action: recall.Removed, Why: c.Why,
				Actor: Actor, Together: true})
			if err != nil {
				return err
			}
			sum.Articles, sum.Claims, sum.Messages = sum.Articles+done.Articles, sum.Claims+done.Claims, sum.Messages+done.Messages
		}
		if err := s.purged(ctx, st); err != nil {
			return err
		}
		if sum.Articles+sum.Claims == 0 {
			return s.Say(sum, "They were taken out before. What a removal that was cut short may have left of them is gone too.")
		}
		return s.Say(sum, "Out: %s, and %s that rested on them. To be edited while the bot runs: %s. "+
			"A feed that still holds one does not bring it back.", many(sum.Articles, "article"), many(sum.Claims, "sentence"),
			many(sum.Messages, "message"))
	})
}

// find are the articles that are meant, also those that were taken out before: where that
// was cut short, it is ended.
func (c *ArticlesRemove) find(ctx context.Context, st *store.Store) ([]int64, error) {
	ids, err := st.ArticlesAt(ctx, c.URL, c.Outlet)
	if err != nil || len(ids) > 0 || c.URL == "" {
		return ids, err
	}
	ids, err = removable(ctx, st, c.URL)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return ids, err
}

// nothing says that none is meant.
func (c *ArticlesRemove) nothing() error {
	if c.Outlet != "" {
		return fmt.Errorf("no article is of an outlet called %q: \"dateline feeds list --scope all\" shows the names", c.Outlet)
	}
	return fmt.Errorf("no article stands at %q: give its address as it is shown, or its id", c.URL)
}

// removable are the articles of an id or number, else those that were taken out before and had
// it, or this address.
func removable(ctx context.Context, st *store.Store, ref string) ([]int64, error) {
	article, err := st.Article(ctx, store.Scope{Everything: true}, ref)
	if err == nil {
		return []int64{article.ID}, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	gone, failed := st.RemovedArticles(ctx, ref, ingest.Idents(ref))
	if failed != nil || len(gone) > 0 {
		return gone, failed
	}
	return nil, err
}
