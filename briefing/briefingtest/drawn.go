package briefingtest

import (
	"fmt"
	"strings"

	"dateline/briefing/feed"
)

// LongReport is a report of 90 sentences, of 15 words each, no five of which in a row
// stand in it twice.
func LongReport() feed.Item {
	things := strings.Fields("crane pier barge tug warehouse lighthouse rope anchor buoy " +
		"ferry dock canal gate winch pump cable tower bridge")
	people := strings.Fields("Anna Boris Clara David Emma Felix Greta Hugo Ida Jonas Karla Ludwig Maria Nils Olga Paul Rita Sven")
	var b strings.Builder
	for i := range 90 {
		fmt.Fprintf(&b, "%s Holm%d of office %d said that %s %d of Karsk harbour cost %d crowns by noon. ",
			people[i%len(people)], i, 300+i, things[(i*5+i/18)%len(things)], 100+i, 7000+13*i)
		if i%6 == 5 {
			b.WriteString("\n\n")
		}
	}
	return Article("harbour", "Karsk Post", "Karsk counts what its harbour cost", b.String())
}

// DrawnWords counts the words of a text that were shown: those that stand in five or more
// in a row in one of the texts shown.
func DrawnWords(body string, shown []string) int {
	words := func(s string) []string {
		const letters = "abcdefghijklmnopqrstuvwxyz0123456789%"
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !strings.ContainsRune(letters, r) })
	}
	at, all := map[string][]int{}, words(body)
	for i := range len(all) - 4 {
		key := strings.Join(all[i:i+5], " ")
		at[key] = append(at[key], i)
	}
	marked := map[int]bool{}
	for _, s := range shown {
		said := words(s)
		for i := range max(0, len(said)-4) {
			for _, from := range at[strings.Join(said[i:i+5], " ")] {
				for k := range 5 {
					marked[from+k] = true
				}
			}
		}
	}
	return len(marked)
}
