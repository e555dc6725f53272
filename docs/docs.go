// Package docs carries the pages of the rules into the program, so that
// `headroom explain` says offline what the site says.
//
// What goes in: the files under docs/rules. What comes out: their text. The
// package imports nothing of headroom.
package docs

import "embed"

//go:embed rules/*/*.md
var pages embed.FS

// Rule gives the page of a rule by its id, group/name; "" = there is none.
func Rule(id string) string {
	raw, err := pages.ReadFile("rules/" + id + ".md")
	if err != nil {
		return ""
	}
	return string(raw)
}
