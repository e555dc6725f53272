package replay

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// join puts the captures of one device together in the order of their time: what
// was said later stands behind what was said before.
func join(parts []capture) *transcript.Transcript {
	if len(parts) == 1 {
		return parts[0].t
	}
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b capture) int {
		return cmp.Or(a.t.Recorded.Compare(b.t.Recorded), strings.Compare(a.file, b.file))
	})
	out := *parts[len(parts)-1].t // what the newest says of the session holds
	out.Records = nil
	if unordered := sameTime(parts); len(unordered) > 0 {
		out.Session = maps.Clone(out.Session)
		if out.Session == nil {
			out.Session = map[string]string{}
		}
		out.Session[transcript.Unordered] = strings.Join(unordered, "\n")
	}
	for _, p := range parts {
		for _, r := range p.t.Records {
			r.File = p.file
			if r.Start.IsZero() {
				r.Start = p.t.Recorded
			}
			out.Records = append(out.Records, r)
		}
		out.OS = cmp.Or(out.OS, p.t.OS)
	}
	return &out
}

// together is how near the times of two files are that were written at once, by a
// checkout or an unpacked archive: they do not say which is newer.
const together = 2 * time.Second

// sameTime names the files of which no clock inside them and no time of theirs tells
// which was captured first.
func sameTime(parts []capture) []string {
	var out []string
	for i := 1; i < len(parts); i++ {
		a, b := parts[i-1].t, parts[i].t
		if ownClock(a) && ownClock(b) || b.Recorded.Sub(a.Recorded) >= together {
			continue
		}
		for _, file := range []string{parts[i-1].file, parts[i].file} {
			if !slices.Contains(out, file) {
				out = append(out, file)
			}
		}
	}
	return out
}

func ownClock(t *transcript.Transcript) bool {
	return !t.Recorded.IsZero() && t.Session["clock"] != transcript.ByFileTime
}

// capture is what one file holds of one device.
type capture struct {
	file string
	t    *transcript.Transcript
}

// factory are host names that routers have before somebody names them: two of
// them are not the same.
var factory = lazyregexp.New(`(?i)^(router|switch|ios|localhost|amnesiac|)$`)

var engineName = lazyregexp.New(`[-.]re[01]$`)

// keyOf is what captures of one device have in common: its name, without the
// routing engine that answered. "" = it has none of its own.
func keyOf(t *transcript.Transcript) string {
	if factory.MatchString(t.Device) {
		return ""
	}
	return engineName.ReplaceAllString(strings.ToLower(t.Device), "")
}

// marks are what cannot differ between two captures of one device.
var marks = []*lazyregexp.Regexp{
	lazyregexp.New(`(?m)^Processor [Bb]oard ID (\S+)`),
	lazyregexp.New(`(?m)^[Cc]isco (\S+) \([^)]*\) processor`),
	lazyregexp.New(`(?m)^Model: (\S+)\s*$`),
}

// identity gives the marks of a capture, "" for those it does not show.
func identity(t *transcript.Transcript) (out [3]string) {
	for i := range t.Records {
		r := &t.Records[i]
		if r.Kind != transcript.Command || !strings.Contains(r.Command, "ver") {
			continue
		}
		for k, re := range marks {
			if m := re.FindSubmatch(r.Raw); m != nil && out[k] == "" {
				out[k] = string(m[1])
			}
		}
	}
	return out
}

// contradict reports whether two captures are of different devices that bear one
// name.
func contradict(a, b [3]string) bool {
	for k := range a {
		if a[k] != "" && b[k] != "" && a[k] != b[k] {
			return true
		}
	}
	return false
}
