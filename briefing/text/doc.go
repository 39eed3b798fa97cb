// Package text reads language: which one a text is in, its sentences and terms,
// common words, fingerprints and sketches. Dates, numbers, names, measures and
// speech have packages of their own below it. It is pure, and everything it
// returns points into the bytes it was given. It knows nothing of articles,
// stories or evidence.
package text
