package recall

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Untitled is the trace of a slot, a list of objects with "story" and "title", without
// the titles that are gone; false when it has none of them. What cannot be read is
// emptied.
func Untitled(trace string, gone func(story int64, title string) bool) (string, bool) {
	var lines []map[string]any
	decoder := json.NewDecoder(strings.NewReader(trace))
	decoder.UseNumber()
	if decoder.Decode(&lines) != nil {
		return "", true
	}
	found := false
	for _, line := range lines {
		number, _ := line["story"].(json.Number)
		story, _ := number.Int64()
		title, _ := line["title"].(string)
		if title != "" && gone(story, title) {
			line["title"], found = "", true
		}
	}
	out, err := json.Marshal(lines)
	if err != nil {
		return "", true
	}
	return string(out), found
}

// Named is the SQL condition that a column with such a trace names one of a few
// stories; of many it is always true.
func Named(column string, stories map[int64]bool) string {
	const most = 50
	if len(stories) > most {
		return "1 = 1"
	}
	parts := []string{"1 = 0"}
	for id := range stories {
		parts = append(parts, fmt.Sprintf(`%s LIKE '%%"story":%d,%%'`, column, id))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}
