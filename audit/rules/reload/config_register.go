package reload

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Bits of the configuration register of classic IOS. Source: ios:1
// "Reload pre-check rules", 0.9; both registers alike: 2.4 (winfred.nl, 53bits).
const (
	regIgnoreStartup = 0x0040
	regBootField     = 0x000f
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
			if os := c.Device.Identity.OS; os == fact.IOSXR || os == fact.NXOS {
				return nil // the bits are those of IOS
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
		for _, wrong := range registerFaults(next.Text) {
			if wrong.loader && c.Device.Identity.Virtual {
				continue
			}
			out = append(out, audit.Finding{
				Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: wrong.unsafe, Evidence: c.Proof(next.Span),
				Message: fmt.Sprintf("configuration register%s %s: %s", of, next.Text, wrong.why),
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
		here, there, differ := unlike(own.comesUp(), p.comesUp())
		if _, _, now := unlike(own.now, p.now); !differ || len(p.next) == 0 && len(own.now) > 0 && !now {
			continue
		}
		f := audit.Finding{
			Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Differs: p.name, Evidence: c.Proof(here.Span, there.Span),
			Message: fmt.Sprintf("configuration registers differ: %s here, %s on the %s; make them alike before any reload", here.Text, there.Text, p.name),
		}
		if p.name == "standby" { // lines-ios:2.2
			f.Message += "; a standby takes the register over by itself: see whether auto-sync is off below `redundancy`, and whether the peer is up"
		}
		out = append(out, f)
	}
	return out
}

// unlike gives the first two registers that differ.
func unlike(a, b []fact.Setting) (x, y fact.Setting, differ bool) {
	for _, x := range a {
		for _, y := range b {
			if !sameRegister(x.Text, y.Text) {
				return x, y, true
			}
		}
	}
	return x, y, false
}

// register reads "0x2102"; ok is false for anything else.
func register(text string) (uint64, bool) {
	digits, hex := strings.CutPrefix(strings.ToLower(strings.TrimSpace(text)), "0x")
	v, err := strconv.ParseUint(digits, 16, 32)
	return v, hex && err == nil
}

func sameRegister(a, b string) bool {
	x, ok := register(a)
	y, known := register(b)
	return !ok || !known || x == y
}

// fault is one thing that is wrong with a register.
type fault struct {
	why    string
	unsafe bool
	loader bool // it stops in the loader
}

// registerFaults says what is wrong with a register, nothing where it cannot
// be read.
func registerFaults(text string) []fault {
	v, ok := register(text)
	if !ok {
		return nil
	}
	var out []fault
	if v&regIgnoreStartup != 0 {
		out = append(out, fault{why: "the next reload ignores the startup configuration, and with it the carve", unsafe: true})
	}
	switch v & regBootField {
	case 0:
		out = append(out, fault{why: "the next reload stops in the loader (ROMMON) and waits for somebody at the console", unsafe: true, loader: true})
	case 1:
		out = append(out, fault{why: "the next reload starts the boot helper or the first image it finds"})
	}
	return out
}
