package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Switch is what the room of a family of Nexus switches says of it.
type Switch struct {
	Family, Title string
	// Match recognises the family; Commands are its questions.
	Match    func(id fact.Identity) bool
	Commands func(id fact.Identity) []vendors.Command
	// Parse completes the device with what only the family knows.
	Parse func(d *fact.Device, f *catalog.Family)
	// Vital is what must be known of it; nil = nothing.
	Vital func(d *fact.Device) []vendors.Vital
}

// Platform is the family with what all switches share.
func (s Switch) Platform() vendors.Platform { return &platform{s} }

type platform struct{ of Switch }

func (p *platform) Family() string                              { return p.of.Family }
func (p *platform) Title() string                               { return p.of.Title }
func (p *platform) Match(id fact.Identity) bool                 { return p.of.Match(id) }
func (p *platform) Commands(id fact.Identity) []vendors.Command { return p.of.Commands(id) }

// Parse completes the device: what all families share, then the family's own.
// Of a software switch nothing is claimed: it has no forwarding memory.
func (p *platform) Parse(d *fact.Device) {
	f := vendors.Catalog().Family(p.of.Family)
	identityFromParts(d)
	engines(d, f)
	configuredMode(d)
	differentModes(d)
	savedConfig(d)
	notRunning(d)
	fromSlots(d)
	if d.Identity.Virtual {
		return
	}
	p.of.Parse(d, f)
	waits(d)
}

// Vital gives what must be known of the device.
func (p *platform) Vital(d *fact.Device) []vendors.Vital {
	if p.of.Vital == nil || d.Identity.Virtual {
		return nil
	}
	if _, idle := d.Said(fact.FlagIdle); idle {
		return nil
	}
	return append(p.of.Vital(d), rollbackVital(d)...)
}

// notRunning flags modules that are in the chassis and do not run: they answer
// nothing of their memory, so they are not assessed, which is not the same as
// fine [nxos:1.1].
func notRunning(d *fact.Device) {
	for _, p := range d.Identity.Parts {
		state, _, _ := strings.Cut(p.State, ",")
		switch state, _, _ = strings.Cut(strings.TrimSpace(state), " "); state {
		case "", "ok", "active", "standby", "ha-standby", "present":
		default:
			d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagCardDown, Value: strings.TrimSpace(p.Slot+" "+p.PID) + ": " + p.State, Span: p.Span})
		}
	}
}

// identityFromParts takes the exact part number of the chassis where the
// inventory gave it: `show version` prints a name only.
func identityFromParts(d *fact.Device) {
	for _, p := range d.Identity.Parts {
		if p.Name == "Chassis" && p.PID != "" {
			d.Identity.Model = p.PID
			if d.Identity.Serial == "" {
				d.Identity.Serial = p.Serial
			}
			setSpan(&d.Identity, "chassis", p.Span)
			return
		}
	}
}

// engines names the forwarding engine of each module that the catalog knows;
// `show module` and `show inventory` name the same modules. Where neither was
// read, a fixed switch has the engine of its chassis.
func engines(d *fact.Device, f *catalog.Family) {
	seen := map[string]bool{}
	for _, p := range d.Identity.Parts {
		e, ok := f.Engine(p.PID)
		if !ok || !e.Grade.Confirmed() || p.Slot == "" || seen[p.Slot] {
			continue
		}
		seen[p.Slot] = true
		d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: p.Slot, PID: p.PID, Generation: e.Generation, XL: e.XL, Span: p.Span})
	}
	name := PID(d.Identity.Model)
	if e, ok := f.Engine(name); ok && e.Grade.Confirmed() && len(d.Identity.Engines) == 0 {
		d.Identity.Engines = []fact.Engine{{PID: name, Generation: e.Generation, XL: e.XL, Span: d.Identity.Spans["model"]}}
	}
}

// configuredMode fills Carve.Configured from the running configuration where
// the device was not asked for its mode.
func configuredMode(d *fact.Device) {
	run, ok := d.Said(fact.FlagModeRunning)
	if ok && !d.Carve.Configured.Known() && !d.Carve.Active.Known() {
		d.Carve.Configured = fact.Setting{Text: Text(run.Value), Grade: fact.Reported, Span: run.Span}
	}
}

// differentModes compares the mode that is configured with the one that is applied
// where two answers said them, each behind a filter.
func differentModes(d *fact.Device) {
	c, a := d.Carve.Configured, d.Carve.Active
	shown := func(s fact.Setting) bool {
		return s.Known() && int(s.Span.Output) < len(d.Outputs) && d.Outputs[s.Span.Output].Parser == "show-system-routing-mode"
	}
	if !shown(c) || !shown(a) || c.Span.Output == a.Span.Output || c.Text == a.Text {
		return
	}
	d.Pending = append(d.Pending, fact.Change{What: "system routing mode", From: a.Text, To: c.Text, Span: c.Span})
	d.PendingKnown = fact.Yes
}

// Text is the value of a flag, "" where it is no text.
func Text(v any) string {
	s, _ := v.(string)
	return s
}

// AnyPart reports whether a module or the chassis satisfies f. Parts of fabric
// extenders and transceivers are not the device.
func AnyPart(id fact.Identity, f func(pid string) bool) bool {
	if f(id.Model) {
		return true
	}
	for _, p := range id.Parts {
		if p.PID != "" && !strings.HasPrefix(p.Name, "FEX") && f(p.PID) {
			return true
		}
	}
	return false
}

// ChassisIs reports whether the chassis says which family it is of; the parts are
// only asked where it does not.
func ChassisIs(id fact.Identity, f func(name string) bool) bool {
	if id.Model != "" && !strings.HasPrefix(id.Model, "N2K") {
		return f(id.Model)
	}
	return AnyPart(id, f)
}

// HasAny reports whether t holds one of the marks.
func HasAny(t string, marks ...string) bool {
	for _, m := range marks {
		if strings.Contains(t, m) {
			return true
		}
	}
	return false
}

// Judge makes a row a line of the ledger where its use and its size are known
// and it has a size at all.
func Judge(t *fact.Table) {
	c, ok := t.Cap.Get()
	t.Ledger = ok && c > 0 && t.Used.Known()
}

// JudgeRIBMemory judges the memory of the unicast RIB: a cap that bites before the
// forwarding memory does [nxos:2.8].
func JudgeRIBMemory(d *fact.Device) {
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Resource == ribMem4 || t.Resource == ribMem6 {
			Judge(t)
		}
	}
}

// ReloadPending asks changes pending a reload. It and those below are what several
// families are asked; the table of [nxos:3].
func ReloadPending() vendors.Command {
	return vendors.Command{Text: "show system config reload-pending", Why: "changes pending a reload", Optional: true}
}

// LogEvents asks the log for what ran over.
func LogEvents() vendors.Command {
	return vendors.Command{Text: logQuestion(), Why: "exhaustion of forwarding memory, latched", Optional: true}
}

// logQuestion fetches every message of messages.csv that a log holds.
func logQuestion() string {
	return `show logging logfile | include "IPFIB|UFDM|ACLQOS|ACLMGR|M2FIB|MEMORY_ALERT"`
}

// VDCResources asks for the memory of the RIB.
func VDCResources() vendors.Command {
	return vendors.Command{Text: "show vdc resource detail", Why: "memory of the RIB, a cap of its own", Optional: true}
}

// ConfigLines asks for the lines that divide the memory.
func ConfigLines() vendors.Command {
	return vendors.Command{Text: `show running-config | include "system routing|tcam region|hardware profile|urpf"`, Why: "configured mode and regions", Optional: true}
}

// SavedLines asks for the same lines of startup-config.
func SavedLines() vendors.Command {
	return vendors.Command{Text: `show startup-config | include "system routing|tcam region|hardware profile|urpf"`, Why: "whether a changed mode is saved", Optional: true}
}

// Supervisors asks for the state of the standby.
func Supervisors() vendors.Command {
	return vendors.Command{Text: "show system redundancy status", Why: "whether a standby supervisor is ready", Optional: true}
}

// NothingToJudge says why a device was recognised and no row of it is judged:
// that is not the same as an answer that is missing.
func NothingToJudge(d *fact.Device, why string, span fact.Span) {
	d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagIdle, Value: why, Span: span})
}

// RunsAsN9K knows a Nexus 9000 by its chassis string or part number; one of the
// newest has no N9K- prefix, and Nexus 3000 hardware may run as one [nxos:1.1].
func RunsAsN9K(name string) bool {
	return HasAny(name, "Nexus9", "Nexus 9", "N9K-", "Nexus 9000 Series", "N9324C")
}

// Modular reports whether the chassis has line cards: one instance of one
// module says nothing of the others there.
func Modular(id fact.Identity) bool {
	return AnyPart(id, func(pid string) bool { return HasAny(pid, "N9K-X9", "C9504", "C9508", "C9516", "C9804", "C9808") })
}
