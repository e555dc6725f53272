// Package lazyregexp compiles regular expressions when they are first used, so that a
// program which needs none of them does not pay for all at its start.
//
// What goes in: the source of an expression, a constant of the program. What comes
// out: the methods of package regexp. A test of the house compiles every source. The
// package imports nothing else and does no I/O.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is an expression that may not be compiled yet. It is safe for use by several
// goroutines.
type Regexp struct {
	source string
	once   sync.Once
	re     *regexp.Regexp
}

// New gives the expression of a source, which must compile.
func New(source string) *Regexp { return &Regexp{source: source} }

// Compiled gives the compiled expression.
func (r *Regexp) Compiled() *regexp.Regexp {
	r.once.Do(func() { r.re = regexp.MustCompile(r.source) })
	return r.re
}

// MatchString is that of package regexp.
func (r *Regexp) MatchString(s string) bool { return r.Compiled().MatchString(s) }

// Match is that of package regexp.
func (r *Regexp) Match(b []byte) bool { return r.Compiled().Match(b) }

// FindString is that of package regexp.
func (r *Regexp) FindString(s string) string { return r.Compiled().FindString(s) }

// Find is that of package regexp.
func (r *Regexp) Find(b []byte) []byte { return r.Compiled().Find(b) }

// FindIndex is that of package regexp.
func (r *Regexp) FindIndex(b []byte) []int { return r.Compiled().FindIndex(b) }

// FindStringIndex is that of package regexp.
func (r *Regexp) FindStringIndex(s string) []int { return r.Compiled().FindStringIndex(s) }

// FindSubmatch is that of package regexp.
func (r *Regexp) FindSubmatch(b []byte) [][]byte { return r.Compiled().FindSubmatch(b) }

// FindSubmatchIndex is that of package regexp.
func (r *Regexp) FindSubmatchIndex(b []byte) []int { return r.Compiled().FindSubmatchIndex(b) }

// FindStringSubmatch is that of package regexp.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.Compiled().FindStringSubmatch(s) }

// FindStringSubmatchIndex is that of package regexp.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	return r.Compiled().FindStringSubmatchIndex(s)
}

// FindAllStringSubmatch is that of package regexp.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.Compiled().FindAllStringSubmatch(s, n)
}

// FindAllString is that of package regexp.
func (r *Regexp) FindAllString(s string, n int) []string { return r.Compiled().FindAllString(s, n) }

// FindAllSubmatchIndex is that of package regexp.
func (r *Regexp) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return r.Compiled().FindAllSubmatchIndex(b, n)
}

// FindAllSubmatch is that of package regexp.
func (r *Regexp) FindAllSubmatch(b []byte, n int) [][][]byte {
	return r.Compiled().FindAllSubmatch(b, n)
}

// FindAllStringIndex is that of package regexp.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return r.Compiled().FindAllStringIndex(s, n)
}

// ReplaceAllString is that of package regexp.
func (r *Regexp) ReplaceAllString(s, to string) string { return r.Compiled().ReplaceAllString(s, to) }

// ReplaceAll is that of package regexp.
func (r *Regexp) ReplaceAll(b, to []byte) []byte { return r.Compiled().ReplaceAll(b, to) }
