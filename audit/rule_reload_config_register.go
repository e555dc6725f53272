package audit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// Bits of the configuration register of classic IOS. Source: domain/ios.md 1
// "Reload pre-check rules", 0.9; both registers alike: 2.4 (winfred.nl, 53bits).
const (
	regIgnoreStartup = 0x0040
	regBootField     = 0x000f
)

// reloadConfigRegister finds a register with which the next reload does not
// come back as it should: it ignores the startup configuration and with it the
// carve, stops in the loader, or differs between the two processors, which made
// boxes reload every five minutes for ever (domain/operators.md 3.3 b).
func reloadConfigRegister() Rule {
	return Rule{
		ID:    "reload/config-register",
		Title: "with this configuration register a reload does not come back as it should",
		Check: func(c *Case) []Finding {
			b := c.Device.Boot
			next := b.RegisterNext.Or(b.Register)
			if os := c.Device.Identity.OS; !next.Known() || os == fact.IOSXR || os == fact.NXOS {
				return nil // the bits are those of IOS
			}
			var out []Finding
			for _, wrong := range registerFaults(next.Text) {
				out = append(out, Finding{
					Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: wrong.unsafe, Evidence: c.proof(next.Span),
					Message: fmt.Sprintf("configuration register %s: %s", next.Text, wrong.why),
				})
			}
			return append(out, c.registersDiffer(next)...)
		},
	}
}

// registersDiffer compares what the two processors come up with. Where the
// standby does not say what it will have, equal registers of today are enough.
func (c *Case) registersDiffer(next fact.Setting) []Finding {
	b := c.Device.Boot
	other := b.StandbyNext.Or(b.Standby)
	if !other.Known() || sameRegister(other.Text, next.Text) {
		return nil
	}
	if !b.StandbyNext.Known() && b.Register.Known() && sameRegister(b.Standby.Text, b.Register.Text) {
		return nil
	}
	return []Finding{{
		Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: true, Evidence: c.proof(next.Span, other.Span),
		Message: fmt.Sprintf("configuration registers differ: %s here, %s on the standby or switch processor; make them alike before any reload", next.Text, other.Text),
	}}
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
}

// registerFaults says what is wrong with a register, nothing where it can not
// be read.
func registerFaults(text string) []fault {
	v, ok := register(text)
	if !ok {
		return nil
	}
	var out []fault
	if v&regIgnoreStartup != 0 {
		out = append(out, fault{"the next reload ignores the startup configuration, and with it the carve", true})
	}
	switch v & regBootField {
	case 0:
		out = append(out, fault{"the next reload stops in the loader (ROMMON) and waits for somebody at the console", true})
	case 1:
		out = append(out, fault{"the next reload starts the boot helper or the first image it finds", false})
	}
	return out
}
