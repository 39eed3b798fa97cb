// Package text reads language: sentences, terms, names, numbers, dates,
// quotations, fingerprints, sketches. It is pure, and everything it returns
// points into the bytes it was given. It knows nothing of articles, stories or
// evidence.
package text
