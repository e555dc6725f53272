package iosxr

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// lore adds what holds for every family.
func lore(v *ledger.View, l *ledger.Lore) {
	l.Ignored, l.Installing = noEffect(v), installing(v.Device)
}

// installing are answers to the question whether software is being installed, in words
// that nobody has shown.
func installing(d *fact.Device) []ledger.Note {
	var out []ledger.Note
	for i := range d.Outputs {
		o := &d.Outputs[i]
		asks := strings.HasPrefix(strings.TrimPrefix(o.Command, "admin "), "show install request")
		if asks && o.Parser == "" && o.State != "rejected" && o.Current() && strings.TrimSpace(o.Text) != "" {
			out = append(out, ledger.Note{
				Says:  "the answer to `" + o.Command + "` was not understood",
				Spans: []fact.Span{{Output: int32(i), Line: 1}},
			})
		}
	}
	return out
}

// noEffect are configured lines that the software does not carry out.
func noEffect(v *ledger.View) []ledger.Note {
	var out []ledger.Note
	for _, f := range v.Flags(fact.FlagHwModule) {
		text, _ := f.Value.(string)
		for _, line := range strings.Split(text, "; ") {
			if since := ignoredSince(v, line); since != "" {
				out = append(out, ledger.Note{
					Says:  fmt.Sprintf("`%s` is configured, and IOS-XR ignores it since %s (this is %s)", strings.TrimSpace(line), since, v.Device.Identity.Version),
					Spans: []fact.Span{f.Span},
				})
			}
		}
	}
	return out
}

// ignoredSince gives the release from which line has no effect, "" where it has
// one or the release is not known to be that new. `hw-module fib ipv4 scale
// internet-optimized` is ignored without a word from IOS-XR 7.3.1 on, its IPv6 form
// from 7.4.1, and the running configuration still shows it (xr:0.8 [V]).
func ignoredSince(v *ledger.View, line string) string {
	words := strings.Fields(line)
	if len(words) == 0 || words[len(words)-1] != "internet-optimized" {
		return ""
	}
	since := ""
	switch {
	case strings.Contains(line, "fib ipv4 scale"):
		since = "7.3.1"
	case strings.Contains(line, "fib ipv6 scale"):
		since = "7.4.1"
	}
	if since == "" || !ledger.AtLeast(v.Device.Identity.Version, since) {
		return ""
	}
	return since
}
