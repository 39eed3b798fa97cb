package operate_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // driver "sqlite"

	"dateline/cmd/dateline/operate"
	"dateline/cmd/dateline/output"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// remnant is in the file of a database what an erasure that was cut short left in free pages.
const remnant = "a sentence that was erased and is still there"

// cutShort is a database's file with a remnant, and what its commands print.
func cutShort(t *testing.T) (shell operate.Shell, out *bytes.Buffer, file string) {
	t.Helper()
	file = filepath.Join(storetest.Dir(t), "d.db")
	out = &bytes.Buffer{}
	shell = operate.Shell{Open: func(ctx context.Context) (*store.Store, error) { return store.Open(ctx, "sqlite:"+file) }, Printer: output.Printer{Out: out},
		Purge: func(context.Context, *store.Store) error { out.WriteString("(purged)"); return nil }}
	if err := shell.With(t.Context(), func(context.Context, *store.Store) error { return nil }); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", file+"?_pragma=secure_delete(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, q := range []string{`CREATE TABLE gone(text TEXT)`, `INSERT INTO gone VALUES('` + strings.Repeat(remnant+" ", 1000) + `')`, `DROP TABLE gone`} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	return shell, out, file
}

// An erasure whose second half failed is ended by the same command, though it finds nothing more.
func TestErase_EndsWhatWasCutShort(t *testing.T) {
	for name, run := range map[string]func(context.Context, operate.Shell) error{
		"nothing is kept of person 5": (&operate.PeopleErase{ID: 5}).Run,
		"server 5 is not known here":  (&operate.GuildsErase{ID: 5}).Run,
		"no article stands at":        (&operate.ArticlesRemove{URL: "https://a.example/x"}).Run,
		"no article is of an outlet":  (&operate.ArticlesRemove{Outlet: "Nobody"}).Run,
		"a search prints the ids":     (&operate.Retract{Article: "x", Remove: true, Why: "x"}).Run,
		"there is no story 5":         (&operate.Retract{Story: "5", Remove: true, Why: "x"}).Run,
	} {
		shell, out, file := cutShort(t)
		if body, err := os.ReadFile(file); err != nil || !bytes.Contains(body, []byte(remnant)) {
			t.Fatalf("the file has no remnant: %v", err)
		}
		err := run(t.Context(), shell)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "The file was written anew all the same") {
			t.Errorf("%s: %v", name, err)
		}
		if body, err := os.ReadFile(file); err != nil || bytes.Contains(body, []byte(remnant)) {
			t.Errorf("%s: the remnant stays (%v)", name, err)
		}
		if articles := strings.Contains(name, "article") || strings.Contains(name, "story") || strings.Contains(name, "ids"); strings.Contains(out.String(), "(purged)") != articles {
			t.Errorf("%s: messages and index: %q", name, out)
		}
	}
}

// An article that was taken out is found again under all its names by whoever takes it out.
func TestArticlesRemove_IsEndedUnderEveryName(t *testing.T) {
	const address = "https://a.example/bridge?id=5"
	for _, again := range []func(context.Context, operate.Shell) error{
		(&operate.ArticlesRemove{URL: address}).Run, (&operate.ArticlesRemove{URL: "bridge"}).Run, (&operate.ArticlesRemove{URL: "1"}).Run,
		(&operate.Retract{Article: "bridge", Remove: true, Why: "x"}).Run, (&operate.Retract{Article: "+1", Remove: true, Why: "x"}).Run,
	} {
		shell, out, _ := cutShort(t)
		broken := shell
		broken.Purge = func(context.Context, *store.Store) error { return errors.New("the disk is full") }
		if err := shell.With(t.Context(), func(ctx context.Context, st *store.Store) error {
			src, err := st.OwnSource(ctx, store.Desk, state.SourceFile)
			if err != nil {
				return err
			}
			article := storetest.Article(src, "bridge", "Bridge closed", "It closed on Thursday.", time.Now())
			article.Article.URL, article.Article.Ident = address, "url:"+address
			_, err = st.AddArticles(ctx, []store.Incoming{article})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := (&operate.ArticlesRemove{URL: address}).Run(t.Context(), broken); err == nil || !strings.Contains(err.Error(), "the disk is full") {
			t.Fatalf("the first half: %v", err)
		}
		out.Reset()
		if err := again(t.Context(), shell); err != nil || !strings.HasPrefix(strings.TrimPrefix(out.String(), "Taking out 1 article, with the text, the place in the index, and what was told of it.\n"), "(purged)") || !strings.Contains(out.String(), "before") {
			t.Errorf("%v, said %q", err, out)
		}
	}
}
