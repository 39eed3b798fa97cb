package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dateline/store/database"
)

// backupTables in an order that restores references after what they refer to.
var backupTables = []string{"meta", "sources", "subscriptions", "stories", "articles", "article_sources", "versions", "segments",
	"segment_origins", "postings", "spellings", "embeddings",
	"summaries", "claims", "cites", "claim_facts", "channels", "schedules", "slots", "posts", "post_claims", "guilds", "users",
	"user_guilds", "catchups", "inbound", "turns", "drawn",
	"watches", "watch_reads", "mutes", "brakes", "reports", "report_reasons",
	"spend", "calls", "replies", "retractions", "retracted", "withheld", "answers", "answer_rests",
	"post_mentions", "post_recalls", "recalls",
	"audit"}

// keyColumns hold foreign text in an index. Older programs stored it as long as
// it came.
var keyColumns = map[string][]string{"sources": {"url"}, "articles": {"ident"}, "postings": {"term"}, "spellings": {"key", "spelling"},
	"channels":  {"name"},
	"schedules": {"name"}, "posts": {"key"}, "inbound": {"id"}, "watches": {"question"}, "brakes": {"what"}}

// identityTables have ids that the database counts.
var identityTables = []string{"sources", "articles", "versions", "stories", "segments", "summaries", "claims", "slots", "turns",
	"calls", "retractions", "audit"}

// backupHead is the first line of a backup.
type backupHead struct {
	Dateline int `json:"dateline_backup"`
	Schema   int `json:"schema"`
}

// backupRow is every other line: a table's columns, or one row of it. Blobs
// are base64 under "b".
type backupRow struct {
	Table   string   `json:"t"`
	Columns []string `json:"c,omitempty"`
	Row     []any    `json:"r,omitempty"`
}

// blob marks bytes in a backup.
type blob struct {
	B []byte `json:"b"`
}

// Backup writes the whole database as gzip'd JSON lines, the same for both
// databases, as of one moment.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil && s.db.Kind == "sqlite" {
		tx, err = s.read.BeginTx(ctx, nil) // SQLite's readers see one moment anyway
	}
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	zipped := gzip.NewWriter(w)
	encoder := json.NewEncoder(zipped)
	n, err := database.SchemaNumber(ctx, tx)
	if err != nil {
		return err
	}
	if err := encoder.Encode(backupHead{1, n}); err != nil {
		return err
	}
	for _, t := range backupTables {
		if err := backupTable(ctx, tx, encoder, t); err != nil {
			return fmt.Errorf("back up %s: %w", t, err)
		}
	}
	return zipped.Close()
}

func backupTable(ctx context.Context, tx *sql.Tx, e *json.Encoder, table string) error {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	if err := e.Encode(backupRow{Table: table, Columns: cols}); err != nil {
		return err
	}
	for rows.Next() {
		vals, ptrs := make([]any, len(cols)), make([]any, len(cols))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := rows.Scan(ptrs...); err != nil {
			return err
		}
		for i, v := range vals {
			if data, ok := v.([]byte); ok {
				vals[i] = blob{data}
			}
		}
		if err := e.Encode(backupRow{Table: table, Row: vals}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// backupLine is the longest line of a backup that is read: 256 MiB, a large segment's blob.
const backupLine = 256 << 20

var errBackup = errors.New("it is no backup of Dateline, or it is damaged")

// Restore reads a backup into an empty database, in one transaction.
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		return errBackup
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(make([]byte, 1<<20), backupLine)
	return s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.empty(ctx, tx); err != nil {
			return err
		}
		var head backupHead
		if !lines.Scan() || json.Unmarshal(lines.Bytes(), &head) != nil || head.Dateline != 1 {
			return errBackup
		}
		if n, err := database.SchemaNumber(ctx, tx); err != nil || head.Schema != n {
			return errors.Join(err, fmt.Errorf("the backup was made with schema %d, this program has %d: restore it with the program "+
				"that made it", head.Schema, n))
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM meta`); err != nil {
			return err
		}
		if err := restoreRows(ctx, tx, lines); err != nil {
			return err
		}
		return s.continueIDs(ctx, tx)
	})
}

func (s *Store) empty(ctx context.Context, tx *sql.Tx) error {
	for _, t := range backupTables {
		if t == "meta" { // every database has some
			continue
		}
		var held bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+t+`)`).Scan(&held); err != nil {
			return err
		}
		if held {
			return errors.New("the database is not empty: restore into a new one, so that nothing is overwritten")
		}
	}
	return nil
}

// restoreRows reads the tables of a backup: of each first a line with its
// columns, then one a row.
func restoreRows(ctx context.Context, tx *sql.Tx, sc *bufio.Scanner) error {
	var t restored
	defer func() { t.close() }()
	for sc.Scan() {
		var row backupRow
		decoder := json.NewDecoder(strings.NewReader(sc.Text()))
		decoder.UseNumber()
		if decoder.Decode(&row) != nil || !slices.Contains(backupTables, row.Table) {
			return errBackup
		}
		if row.Columns == nil {
			if err := t.add(ctx, row); err != nil {
				return err
			}
			continue
		}
		t.close()
		var err error
		if t, err = restoredTable(ctx, tx, row); err != nil {
			return err
		}
	}
	return sc.Err()
}

// restored is a table that is read back; the zero value takes no rows.
type restored struct {
	name   string
	keys   []int     // columns that an index holds
	insert *sql.Stmt // nil of the zero value
}

func (t restored) close() {
	if t.insert != nil {
		t.insert.Close()
	}
}

// restoredTable is the table that a line with columns begins.
func restoredTable(ctx context.Context, tx *sql.Tx, row backupRow) (restored, error) {
	rebuilt := restored{name: row.Table}
	for i, c := range row.Columns {
		if strings.Trim(c, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return rebuilt, errBackup
		}
		if slices.Contains(keyColumns[rebuilt.name], c) {
			rebuilt.keys = append(rebuilt.keys, i)
		}
	}
	columns := strings.Join(row.Columns, ", ")
	var err error
	rebuilt.insert, err = tx.PrepareContext(ctx, `INSERT INTO `+rebuilt.name+`(`+columns+`) VALUES(`+holders(1, len(row.Columns))+`)`)
	return rebuilt, err
}

// add stores one row.
func (t restored) add(ctx context.Context, row backupRow) error {
	if t.insert == nil || row.Table != t.name {
		return errBackup
	}
	values := plainValues(row.Row)
	for _, i := range t.keys {
		if i >= len(values) {
			return errBackup
		}
		if text, ok := values[i].(string); ok {
			values[i] = database.Key(text)
		}
	}
	if _, err := t.insert.ExecContext(ctx, values...); err != nil {
		return fmt.Errorf("restore a row of %s: %w", t.name, err)
	}
	return nil
}

// plainValues turns JSON values back into what the database holds.
func plainValues(in []any) []any {
	out := make([]any, len(in))
	for i, v := range in {
		switch value := v.(type) {
		case json.Number:
			n, err := value.Int64()
			if err != nil {
				number, _ := value.Float64()
				out[i] = number
				continue
			}
			out[i] = n
		case map[string]any:
			var b blob
			if raw, err := json.Marshal(value); err == nil && json.Unmarshal(raw, &b) == nil {
				out[i] = bytes(b.B)
			}
		default:
			out[i] = v
		}
	}
	return out
}

// continueIDs lets PostgreSQL count on behind the restored ids; SQLite does by itself.
func (s *Store) continueIDs(ctx context.Context, tx *sql.Tx) error {
	if s.db.Kind != "postgres" {
		return nil
	}
	for _, t := range identityTables {
		if _, err := tx.ExecContext(ctx, `SELECT setval(pg_get_serial_sequence('`+t+`', 'id'), coalesce((SELECT max(id) FROM `+t+
			`), 0) + 1, false)`); err != nil {
			return fmt.Errorf("continue the ids of %s: %w", t, err)
		}
	}
	// a segment that is gone may have had the highest
	_, err := tx.ExecContext(ctx, `SELECT setval(pg_get_serial_sequence($1, 'id'), greatest(1, CAST(value AS BIGINT),
		(SELECT max(id) FROM segments))) FROM meta WHERE key = 'segment'`, "segments")
	if err != nil {
		return fmt.Errorf("continue the ids of segments: %w", err)
	}
	return nil
}
