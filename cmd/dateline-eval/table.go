package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// table is what an evaluation prints.
type table struct {
	Title string
	Head  []string
	Rows  [][]string
	Notes []string
}

func (t table) print(w io.Writer) {
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
}
