package lab

import "strings"

// covering makes the answer to a command that was not recorded as it stands,
// from recorded ones that hold it: the same command for one location where all
// are asked for (`location all`, `resources all`), or a wider one of which the
// asked one shows a part (`show platform hardware capacity` for `… capacity
// forwarding`, `| i hw` for `| include hw-module`). ok is false where nothing
// recorded does.
func (s *script) covering(typed string) (text string, ok bool) {
	bare, pattern := piped(normal(typed))
	_, f, _ := cut(normal(typed))
	want := words(bare)
	var parts []string
	for i := range s.answers {
		a := &s.answers[i]
		recorded, wider := piped(a.command)
		have := words(recorded)
		place, covers := covered(want, have)
		if !covers || wider != "" && (pattern == "" || !strings.Contains(pattern, wider)) {
			continue
		}
		parts = append(parts, heading(have, place)+f.of(a.texts[0]))
	}
	return strings.Join(parts, ""), len(parts) > 0
}

// piped splits off what a command is filtered for: "" where it is not.
func piped(command string) (bare, pattern string) {
	bare, filter, _ := strings.Cut(command, "|")
	_, pattern, _ = strings.Cut(strings.TrimSpace(filter), " ")
	return strings.TrimSpace(bare), strings.Trim(strings.TrimSpace(pattern), `"`)
}

// covered reports whether a recorded command holds the asked one; place is the
// location that stands for "all", "" where none does.
func covered(want, have []string) (place string, ok bool) {
	const least = 3 // words that must be there: `show platform` holds no other command
	if len(have) < least || len(have) > len(want) {
		return "", false
	}
	for i, w := range have {
		switch {
		case sameWord(w, want[i]):
		case want[i] == "all":
			if i > 0 && want[i-1] == "location" {
				place = w
			}
		default:
			return "", false
		}
	}
	return place, true
}

// heading is what IOS XR prints before the answer of each location where all
// are asked for (xr:3.1).
func heading(have []string, place string) string {
	if place == "" || len(have) < 3 || !sameWord(have[1], "controllers") || !sameWord(have[2], "npu") {
		return ""
	}
	parts := strings.Split(place, "/")
	parts[len(parts)-1] = strings.ToUpper(parts[len(parts)-1])
	return "HW Resource Information For Location: " + strings.ToUpper(strings.Join(parts, "/")) + "\n"
}
