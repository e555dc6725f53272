package reload

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// reloadConfigRegister finds a register with which the next reload does not
// come back as it should: it ignores the startup configuration and with it the
// carve, stops in the loader, or differs between the two processors, which made
// boxes reload every five minutes for ever (operators:3.3 b).
func reloadConfigRegister() audit.Rule {
	return audit.Rule{
		ID:    "reload/config-register",
		Title: "with this configuration register a reload does not come back as it should",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			if c.Loader.Register == nil {
				return nil
			}
			list := processors(c)
			out := registersDiffer(c, list)
			for _, p := range list {
				out = append(out, badRegisters(c, p)...)
			}
			return out
		},
	}
}

// booting is how one processor comes up: the registers that answers say it will
// have, more than one where they contradict each other.
type booting struct {
	name      string
	now, next []fact.Setting
}

// processors gathers what was said of each processor. "Will be 0x2102 at next
// reload" stands above a register that is merely shown.
func processors(c *audit.Case) []booting {
	b := &c.Device.Boot
	var out []booting
	for _, p := range append([]fact.Processor{{Register: b.Register, Next: b.RegisterNext}, {Name: "standby", Register: b.Standby, Next: b.StandbyNext}}, b.Processors...) {
		at := slices.IndexFunc(out, func(o booting) bool { return o.name == p.Name })
		if at < 0 {
			out, at = append(out, booting{name: p.Name}), len(out)
		}
		out[at].now, out[at].next = another(out[at].now, p.Register), another(out[at].next, p.Next)
	}
	return slices.DeleteFunc(out, func(o booting) bool { return len(o.now)+len(o.next) == 0 })
}

// another adds a setting that is known and not there yet.
func another(list []fact.Setting, s fact.Setting) []fact.Setting {
	if !s.Known() || slices.ContainsFunc(list, func(o fact.Setting) bool { return strings.EqualFold(o.Text, s.Text) }) {
		return list
	}
	return append(list, s)
}

// comesUp gives the registers of the next reload.
func (b booting) comesUp() []fact.Setting {
	if len(b.next) > 0 {
		return b.next
	}
	return b.now
}

// badRegisters finds the faults of one processor's register. A software router
// has no loader to stop in: all public ones show 0x0 and reload.
func badRegisters(c *audit.Case, p booting) []audit.Finding {
	of := ""
	if p.name != "" {
		of = " of the " + p.name
	}
	var out []audit.Finding
	for _, next := range p.comesUp() {
		for _, wrong := range c.Loader.Register(next.Text) {
			if wrong.Stops && c.Device.Identity.Virtual {
				continue
			}
			out = append(out, audit.Finding{
				Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: wrong.Unsafe, Evidence: c.Proof(next.Span),
				Message: fmt.Sprintf("configuration register%s %s: %s", of, next.Text, wrong.Says),
			})
		}
	}
	return out
}

// registersDiffer compares what the processors come up with, with the one that
// answers. Where another does not say what it will have, equal registers of today
// are enough.
func registersDiffer(c *audit.Case, list []booting) []audit.Finding {
	var out []audit.Finding
	if len(list) == 0 || list[0].name != "" {
		return nil
	}
	own := list[0]
	for _, p := range list[1:] {
		here, there, differ := unlike(c, own.comesUp(), p.comesUp())
		if _, _, now := unlike(c, own.now, p.now); !differ || len(p.next) == 0 && len(own.now) > 0 && !now {
			continue
		}
		f := audit.Finding{
			Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Differs: p.name, Evidence: c.Proof(here.Span, there.Span),
			Message: fmt.Sprintf("configuration registers differ: %s here, %s on the %s; make them alike before any reload", here.Text, there.Text, p.name),
		}
		if p.name == "standby" && c.Loader.Standby != "" {
			f.Message += "; " + c.Loader.Standby
		}
		out = append(out, f)
	}
	return out
}

// unlike gives the first two registers that differ.
func unlike(c *audit.Case, a, b []fact.Setting) (x, y fact.Setting, differ bool) {
	for _, x := range a {
		for _, y := range b {
			if c.Loader.SameRegister != nil && !c.Loader.SameRegister(x.Text, y.Text) {
				return x, y, true
			}
		}
	}
	return x, y, false
}
