package set

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Table is what an evaluation prints.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string
	Notes []string
	Also  []Table // printed below
}

// Print writes the table in columns, its notes below it.
func (t Table) Print(w io.Writer) {
	fmt.Fprintf(w, "## %s\n", t.Title)
	writer := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range append([][]string{t.Head}, t.Rows...) {
		fmt.Fprintln(writer, strings.Join(r, "\t"))
	}
	_ = writer.Flush() // the writer below reports nothing either
	for _, n := range t.Notes {
		fmt.Fprintln(w, n)
	}
	fmt.Fprintln(w)
	for _, also := range t.Also {
		also.Print(w)
	}
}

// Share writes a figure; there is none where nothing was counted.
func Share(v float64) string {
	if v != v {
		return "-"
	}
	return fmt.Sprintf("%.3f", v)
}
