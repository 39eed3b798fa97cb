// Package watching is what a person waits for: the record that the store keeps of it.
// It decides nothing.
package watching

import (
	"fmt"
	"time"

	"dateline/store/state"
)

// Most is how many watches one person has at a time, and Lasts how long each is kept.
const (
	Most  = 5
	Lasts = 30 * 24 * time.Hour
)

// Watch is one thing that a person is told of once, in direct messages.
type Watch struct {
	ID, User     int64
	Question     string // as it was asked; of a story its title
	Story        int64  // 0: it is a question
	Lang         string // in which the person is told (ISO 639-1)
	State        state.Watch
	Made, Expire time.Time
	Seen         time.Time // what was first seen later has not been looked at
}

// Untitled stands where the title of a story did that was removed, by the id of the watch.
func Untitled(watch int64) string { return fmt.Sprint("watch:", watch) }

// Label is what is waited for, in words; removed stands for a title that was.
func (w Watch) Label(removed string) string {
	if w.Question == Untitled(w.ID) {
		return removed
	}
	return w.Question
}

// Fresh is a version of an article that was read since a watch was made.
type Fresh struct {
	Version, Article, Story int64
	Seen                    time.Time
}

// Columns are those of a row, as Scan reads them.
const Columns = `id, user_id, question, story_id, lang, state, made_at, expire_at, seen_at`

// Scan reads a row of Columns.
func (w *Watch) Scan(row interface{ Scan(...any) error }) error {
	var made, expire, seen int64
	err := row.Scan(&w.ID, &w.User, &w.Question, &w.Story, &w.Lang, &w.State, &made, &expire, &seen)
	w.Made, w.Expire, w.Seen = time.UnixMilli(made).UTC(), time.UnixMilli(expire).UTC(), time.UnixMilli(seen).UTC()
	return err
}
