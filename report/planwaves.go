package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/plan"
)

// waveTime says when a wave is, in the time zone of its window.
func waveTime(w *plan.Wave) string {
	if w.From == nil || w.To == nil {
		return "no maintenance window in the inventory: schedule manually"
	}
	from, to := *w.From, *w.To
	if loc, err := time.LoadLocation(w.Zone); err == nil {
		from, to = from.In(loc), to.In(loc) // a plan that was read from JSON knows offsets only
	}
	return fmt.Sprintf("%s to %s %s", from.Format("Mon 2006-01-02 15:04"), to.Format("Mon 15:04"), w.Zone)
}

func waveKind(w *plan.Wave) string {
	if w.Kind == plan.WaveReload {
		return "reload only"
	}
	return "change and reload"
}

// waitsFor says whom a device of a wave waits for, "" = nobody.
func waitsFor(w *plan.Wave, device string) string {
	var first []string
	for _, a := range w.After {
		if a.Device == device {
			first = append(first, a.First)
		}
	}
	if len(first) == 0 {
		return ""
	}
	return "only after " + strings.Join(first, ", ") + " is verified"
}

// waves writes the waves of a plan as part of the checklist.
func (c *checklist) waves(p *plan.Plan) {
	if len(p.Waves) == 0 && len(p.Unplaced) == 0 {
		return
	}
	c.f("\n## Waves\n\n")
	for i := range p.Waves {
		w := &p.Waves[i]
		c.f("### %s: %s\n\n%s\n\n", Inline(w.Name), waveKind(w), Inline(waveTime(w)))
		for _, d := range w.Devices {
			c.f("- [ ] %s", Inline(d))
			if s := waitsFor(w, d); s != "" {
				c.f(": %s", Inline(s))
			}
			c.f("\n")
		}
		c.f("\n")
	}
	for _, u := range p.Unplaced {
		c.f("- **In no wave:** %s: %s\n", Inline(u.Device), Inline(u.Why))
	}
}
