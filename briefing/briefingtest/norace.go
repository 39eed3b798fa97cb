//go:build !race

package briefingtest

const Raced = false
