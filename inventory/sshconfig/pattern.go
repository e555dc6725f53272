package sshconfig

import "strings"

// Glob reports whether name matches a pattern of OpenSSH: * stands for any
// characters, also none, and ? for exactly one (ssh_config(5), PATTERNS).
func Glob(pattern, name string) bool {
	p, n := 0, 0
	star, from := -1, 0 // the last * and where in name what follows it is sought
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p, n = p+1, n+1
		case star >= 0:
			from++
			p, n = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// matchList reports whether one of the patterns matches name and none of those
// with ! does.
func matchList(patterns []string, name string) bool {
	hit := false
	for _, p := range patterns {
		not, negated := strings.CutPrefix(p, "!")
		switch {
		case negated && Glob(not, name):
			return false
		case !negated && Glob(p, name):
			hit = true
		}
	}
	return hit
}
