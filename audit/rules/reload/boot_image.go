package reload

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// reloadBootImage finds devices that start another image at the next reload than
// the one they run, one from the network, or the first one that is there: the carve would be changed together with the software.
func reloadBootImage() audit.Rule {
	return audit.Rule{
		ID:    "reload/boot-image",
		Title: "the next reload starts another image than the one that runs",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			image := c.Loader.Image
			if image == nil || image(d.Identity.Image) == "" {
				return nil
			}
			now := image(d.Identity.Image)
			var out []audit.Finding
			tell := func(says string, spans ...fact.Span) {
				out = append(out, audit.Finding{Severity: policy.Warn, State: audit.OK, Action: solve.None, Evidence: c.Proof(spans...), Message: says})
			}
			for _, b := range images(c) {
				then, of := image(b.Variable.Text), ""
				if b.Name != "" {
					of = " on the " + b.Name
				}
				switch {
				case c.Loader.Network != nil && c.Loader.Network(b.Variable.Text):
					tell("the next reload fetches its image over the network"+of+": "+b.Variable.Text, b.Variable.Span)
				case then != "" && !strings.EqualFold(now, then):
					tell(fmt.Sprintf("runs %s, and the next reload starts %s%s: two changes in one reload", now, then, of), b.Variable.Span, d.Identity.Spans["image"])
				}
			}
			for _, f := range c.Flags(fact.FlagBootEmpty) {
				tell("BOOT names no image: the next reload starts the first one that it finds, which need not be "+now, f.Span)
			}
			return out
		},
	}
}

// images gives what each processor and each member starts next; of the one that
// answers, what it says of the next reload stands above its variable.
func images(c *audit.Case) []fact.Processor {
	out := []fact.Processor{{Variable: c.Device.Boot.Variable}}
	for _, f := range c.Flags(fact.FlagBootNext) {
		if text, ok := f.Value.(string); ok {
			out[0].Variable = fact.Setting{Text: text, Span: f.Span}
		}
	}
	for _, p := range c.Device.Boot.Processors {
		if p.Name != "" && p.Variable.Known() {
			out = append(out, p)
		}
	}
	return out
}
