// Package words writes numbers as people read them.
//
// What goes in: a number, a noun. What comes out: "1,048,576", "2 entries". It
// imports nothing of headroom.
package words

import (
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
)

// Thousands writes a number with separators: 1,048,576.
func Thousands(v float64) string { return humanize.Commaf(v) }

// Plural writes "1 line", "2 lines", "2,000 entries".
func Plural(n int, one string) string {
	return humanize.Comma(int64(n)) + " " + english.PluralWord(n, one, "")
}

// Join is strings.Join of words that have a type of their own.
func Join[W ~string](list []W, sep string) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, sep)
}
