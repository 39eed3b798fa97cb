//go:build !race

package texttest

const Raced = false
