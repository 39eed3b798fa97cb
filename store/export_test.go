package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline/store/database"
)

// PretendNewer makes the database look like one of a later program.
func PretendNewer(t *testing.T, s *Store) {
	t.Helper()
	if _, err := s.write.Exec(`INSERT INTO schema_files(no, name, sha256) VALUES(99, 'later', 'x')`); err != nil {
		t.Fatal(err)
	}
}

// PretendOlder makes the database look like one that has not seen the last of our migrations.
func PretendOlder(t *testing.T, s *Store) {
	t.Helper()
	if _, err := s.write.Exec(`DELETE FROM schema_files WHERE no = (SELECT max(no) FROM schema_files)`); err != nil {
		t.Fatal(err)
	}
}

// PretendGap makes the database look like one of a program that had not yet the n-th of
// our migrations, but those behind it. Seen lists what it has seen then.
func PretendGap(t *testing.T, s *Store, n int) (seen func() string) {
	t.Helper()
	for _, q := range []string{`DELETE FROM schema_files WHERE no = %d`, `UPDATE schema_files SET no = -no WHERE no > %d`,
		`UPDATE schema_files SET no = -no - 1 WHERE no < -%d`} {
		if _, err := s.write.Exec(fmt.Sprintf(q, n)); err != nil {
			t.Fatal(err)
		}
	}
	return func() (names string) {
		t.Helper()
		err := each(t.Context(), s.read, func(r *sql.Rows) error {
			var no int
			var name string
			err := r.Scan(&no, &name)
			names += fmt.Sprint(no, " ", name, "\n")
			return err
		}, `SELECT no, name FROM schema_files ORDER BY no`)
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
}

// PlanOfItems is how the database would read versions by id for a scope.
func PlanOfItems(t *testing.T, s *Store, sc Scope, versions []int64) string {
	t.Helper()
	cond, args := sc.where(1)
	rows, err := s.read.Query(`EXPLAIN SELECT v.text FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.id IN (`+ints(versions)+`) AND a.state = 'live' AND `+cond, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

// ours are the indexed columns that hold nothing foreign: hashes, days, and names
// that the program makes.
var ours = []string{"domain", "owner", "key", "hash", "model", "day", "text_key", "request", "conversation", "local_date", "local_time", "kind", "state"}

// FillEveryTable puts rows of hostile text into every text column of every table
// that a backup holds; row i refers to rows i of other tables.
func FillEveryTable(t *testing.T, s *Store, rows int, text func() string) {
	t.Helper()
	for _, table := range backupTables {
		columns, err := s.read.Query(`SELECT * FROM ` + table + ` LIMIT 0`)
		if err != nil {
			t.Fatal(err)
		}
		types, err := columns.ColumnTypes()
		if err != nil || columns.Close() != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range types {
			names = append(names, c.Name())
		}
		for i := 1; i <= rows; i++ {
			var values []any
			for _, c := range types {
				switch kind := strings.ToUpper(c.DatabaseTypeName()); kind {
				case "TEXT":
					value := text()
					if slices.Contains(keyColumns[table], c.Name()) {
						value = database.Key(value)
					}
					if slices.Contains(ours, c.Name()) && !slices.Contains(keyColumns[table], c.Name()) {
						value = "ours" + strconv.Itoa(i)
					}
					values = append(values, value)
				case "BLOB", "BYTEA":
					values = append(values, []byte{0, byte(i), 0xff})
				default:
					values = append(values, i)
				}
			}
			if _, err := s.write.Exec(`INSERT INTO `+table+`(`+strings.Join(names, ", ")+`) VALUES(`+holders(1, len(names))+`)`, values...); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
		}
	}
}

// Dump reads every table that a backup holds, as text, in one order.
func Dump(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, table := range backupTables {
		rows, err := s.read.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, at := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				at[i] = &values[i]
			}
			if err := rows.Scan(at...); err != nil {
				t.Fatal(err)
			}
			out[table] = append(out[table], fmt.Sprintf("%q", values))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(out[table])
	}
	return out
}

// FillAudit stores many old lines of an owner.
func FillAudit(t *testing.T, s *Store, owner string, n int) {
	t.Helper()
	if _, err := s.write.Exec(`INSERT INTO audit(at, owner, actor, action, detail) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
		SELECT 1, $1, '', '', '{}' FROM n`, owner, n); err != nil {
		t.Fatal(err)
	}
}

// plainColumns hold words of the program alone, whoever the row belongs to.
var plainColumns = []string{"kind", "state", "lang", "genre", "published_from", "field", "model", "action", "follow", "review", "rule", "zone", "local_date", "local_time",
	"day", "what", "rights", "target"}

// FillOwned puts a row that belongs to an owner, with a mark in every text column that
// foreign text can stand in, into every table that a backup holds. Row i refers to rows i.
func FillOwned(t *testing.T, s *Store, i int, owner, mark string) {
	t.Helper()
	kind, number, _ := strings.Cut(owner, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range backupTables {
		columns, err := s.read.Query(`SELECT * FROM ` + table + ` LIMIT 0`)
		if err != nil {
			t.Fatal(err)
		}
		types, err := columns.ColumnTypes()
		if err != nil || columns.Close() != nil {
			t.Fatal(err)
		}
		var names []string
		var values []any
		for _, c := range types {
			name, value := c.Name(), any(i)
			switch strings.ToUpper(c.DatabaseTypeName()) {
			case "TEXT":
				switch {
				case slices.Contains(plainColumns, name):
					value = fmt.Sprint("plain", i)
				case name == "owner" || name == "domain":
					value = owner
				case slices.Contains([]string{"added_by", "set_by", "actor", "reviewer", "decided_by"}, name):
					value = mark
				default:
					value = fmt.Sprintf("%s of %s", mark, name)
				}
			case "BLOB", "BYTEA":
				value = []byte{0, byte(i), 0xff}
			default:
				if name == kind+"_id" || table == kind+"s" && name == "id" {
					value = id
				}
			}
			names, values = append(names, name), append(values, value)
		}
		if _, err := s.write.Exec(`INSERT INTO `+table+`(`+strings.Join(names, ", ")+`) VALUES(`+holders(1, len(names))+`)`, values...); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
}

// Holds are the tables with a row that holds a number, in whichever column.
func Holds(t *testing.T, s *Store, number int64) (tables []string) {
	t.Helper()
	for _, table := range backupTables {
		rows, err := s.read.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		held := false
		for rows.Next() {
			row, err := s.row(rows)
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range row {
				held = held || value == number
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		if held {
			tables = append(tables, table)
		}
	}
	return tables
}

// Exec runs a statement.
func Exec(t *testing.T, s *Store, query string, args ...any) {
	t.Helper()
	if _, err := s.write.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// BackupTables are those of a backup.
var BackupTables = backupTables

// TablesOf lists the tables of a database.
func TablesOf(t *testing.T, s *Store) (names []string) {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
	if s.db.Kind == "postgres" {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	err := each(t.Context(), s.read, func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		names = append(names, name)
		return err
	}, query)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Number reads one number, where SQLite counts what it wrote.
func Number(t *testing.T, s *Store, query string) (n int) {
	t.Helper()
	if err := s.write.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
