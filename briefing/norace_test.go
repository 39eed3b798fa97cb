//go:build !race

package briefing_test

const raced = false
