package sshconfig

import "strings"

// Glob reports whether name matches a pattern of OpenSSH: * stands for any
// characters, also none, and ? for exactly one (ssh_config(5), PATTERNS).
func Glob(pattern, name string) bool {
	for pattern != "" {
		switch {
		case pattern[0] == '*':
			rest := strings.TrimLeft(pattern, "*")
			for i := 0; i <= len(name); i++ {
				if Glob(rest, name[i:]) {
					return true
				}
			}
			return false
		case name == "" || pattern[0] != '?' && pattern[0] != name[0]:
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return name == ""
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
