package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
)

// named fills the places of what a check must show: {wanted|…} is the setting that the
// reload brings, {runs|…} the one of now, {sizes|…} the sizes and {lines|…} the lines
// of what waits; the words behind the bar stand where that is not known.
func named(w *work, expect string) string {
	for what, value := range map[string]string{"wanted": wanted(w), "runs": w.v.Device.Carve.Active.Text, "sizes": sizes(w), "lines": lines(w)} {
		before, rest, found := strings.Cut(expect, "{"+what+"|")
		otherwise, after, closed := strings.Cut(rest, "}")
		if found && closed {
			expect = before + cmp.Or(value, otherwise) + after
		}
	}
	return expect
}

// wanted is the name of the setting that the device must have after the reload: of
// the change, or what it says itself; "" = not known.
func wanted(w *work) string {
	switch {
	case w.changes() && w.v.Proposal != nil:
		return w.v.Proposal.Name
	case w.v.Device.Carve.AfterReload.Known():
		return w.v.Device.Carve.AfterReload.Text
	}
	return ""
}

// sizes words the sizes that wait, as the device prints them where its way is known.
func sizes(w *work) string {
	var out []string
	if w.changes() && w.v.Proposal != nil {
		for _, line := range w.v.Proposal.Predict {
			// Blocks of the chip (bits) another command prints.
			if strings.Contains(line, "size = ") || strings.Contains(line, " - ") && !strings.Contains(line, " bits ") {
				out = append(out, line)
			}
		}
		return strings.Join(out, "; ")
	}
	for _, p := range w.v.Device.Pending {
		if _, err := strconv.ParseFloat(p.To, 64); err == nil {
			out = extend(out, sized(p))
		}
	}
	return strings.Join(out, "; ")
}

// sized words one size that waits; the regions of a carve are counted in k.
func sized(p fact.Change) string {
	name, carve := strings.CutSuffix(p.What, " carve")
	if n, _ := strconv.Atoi(p.To); carve && n > 0 && n%1024 == 0 {
		return fmt.Sprintf("%s - %dk", name, n/1024)
	}
	return p.What + " " + p.To
}

// lines are the lines of the configuration that wait: those of the change, or those
// that were seen to wait; "" = not known.
func lines(w *work) string {
	var out []string
	if w.changes() && w.v.Proposal != nil {
		for _, line := range w.v.Proposal.Commands {
			if full := w.expand(line); !frame(line) {
				out = extend(out, quoted(full)...)
			}
		}
		return strings.Join(out, ", ")
	}
	out = extend(out, quoted(w.s.Waiting)...)
	for _, p := range w.v.Device.Pending {
		for _, line := range []string{strings.Trim(p.What, "`"), p.To, p.What + " " + p.To} {
			if entered(line) {
				out = extend(out, quoted([]string{line})...)
			}
		}
	}
	return strings.Join(out, ", ")
}

// entered reports whether what waits is told by its line of the configuration.
func entered(line string) bool {
	line = strings.TrimPrefix(line, "no ")
	words := len(strings.Fields(line))
	return slices.ContainsFunc([]string{"hw-module fib ", "hw-module tcam ", "hw-module profile ", "system routing template", "system urpf disable", "hardware ", "chassis "}, func(word string) bool {
		return strings.HasPrefix(line, word) && (words > 3 || !strings.HasPrefix(line, "hw-module "))
	})
}

func quoted(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		out = append(out, "`"+l+"`")
	}
	return out
}

// cure is how the registers of the route and the switch processor of one supervisor
// are made alike. Whoever stops half-way, or reloads there, has a box that ignores
// its configuration: it is one step (lines-ios:2.2 [log: winfred.nl]).
func cure(w *work) {
	if !slices.ContainsFunc(w.v.Findings, registersOfOneDiffer) {
		return
	}
	w.add(Step{
		Phase: Do, Source: "lines-ios:2.2 [log: winfred.nl; not found at Cisco]",
		Why: "from one operator's log, not found at Cisco: to make the registers of one supervisor alike, in one go and without a reload in between (0x2142 ignores the configuration): `configure terminal`, `config-register 0x2142`, `end`, " +
			"`configure terminal`, `config-register 0x2102`, `end`, `copy running-config startup-config`; then `show bootvar` and `remote command switch show bootvar` must both say 0x2102, otherwise do not reload",
	})
}

func registersOfOneDiffer(f audit.Finding) bool {
	return f.Rule == "reload/config-register" && strings.HasPrefix(f.Message, "configuration registers differ") && strings.Contains(f.Message, " on the switch processor;")
}
