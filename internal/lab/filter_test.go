package lab

import (
	"regexp"
	"testing"
)

// Taken apart, an expression of words matches what it matches as one.
func TestMatcher(t *testing.T) {
	lines := []string{"", "FIB", "x FIB_EXCEPTION y", "CEF MEM", "CEFMEM", "CEF_MEM", "MEM", "CEFCEF.MEM", "nothing", "OOR", "a-b", "CEF_ME"}
	for _, what := range []string{"FIB|CEF.MEM", "OOR|CEF.MEM|a-b", "..|FIB", "FIB|", "CEF.MEM|x"} {
		re, match := regexp.MustCompile(what), matcher(what)
		for _, line := range lines {
			if got := match(line); got != re.MatchString(line) {
				t.Errorf("%q in %q: %v", what, line, got)
			}
		}
	}
}
