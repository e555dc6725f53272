package asr1kqfp

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// platform is the ASR 1000, ISR 4000 and Catalyst 8000 with a QFP. There is no
// carve: the FIB lives in bytes of QFP memory.
type platform struct{}

func (platform) Family() string { return "asr1k-qfp" }

func (platform) Title() string { return "ASR 1000, ISR 4000, Catalyst 8000 (QFP)" }

func (platform) Match(id fact.Identity) bool {
	for _, p := range []string{"ASR1", "ISR4", "C8", "CSR1000V", "C11", "C1100", "ISRV"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return false
}

func (platform) Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show platform hardware qfp active infrastructure exmem statistics", Why: "bytes of the memory that holds the FIB"},
		{Text: "show platform resources", Why: "memory of route and forwarding processors, with the box's own thresholds", Optional: true},
		{Text: "show platform software status control-processor brief", Why: "memory of the control processors", Optional: true},
		{Text: "show platform", Why: "chassis, processors and their state", Optional: true},
		{Text: "show ip cef summary", Why: "routes, for the forecast"},
		{Text: "show ipv6 cef summary", Why: "routes, for the forecast", Optional: true},
		{Text: "show ip route summary", Why: "routes, for the forecast", Optional: true},
		{Text: "show bootvar", Why: "configuration register and boot image"},
		{Text: "show redundancy", Why: "is a standby processor ready", Optional: true},
		{Text: "show issu state detail", Why: "never reload while an ISSU is under way", Optional: true},
		{Text: "show install summary", Why: "is the running software committed", Optional: true},
		ios.Log("messages about memory"),
	}
}

// Vital: the memory of the QFP that holds the FIB. The memory of the processors is
// judged where it was read, and stands for nothing.
func (platform) Vital(d *fact.Device) []vendors.Vital {
	known := slices.ContainsFunc(d.Tables, func(t fact.Table) bool { return t.Resource == fact.FibMemory && vendors.HasRoom(&t) })
	return []vendors.Vital{{
		Kind: fact.Room, Name: "QFP memory that holds the FIB", Known: known,
		Ask: []string{"show platform hardware qfp active infrastructure exmem statistics", "show platform hardware qfp * infrastructure exmem statistics", "show platform resources", "show platform resources **"},
	}}
}

// Parse makes the ledger of the QFP memory. `show platform resources` shows the
// same memory in kB: it is in the ledger only where exmem was not asked. A
// virtual router makes no claim about capacity.
func (platform) Parse(d *fact.Device) {
	exmem := false
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Resource == fact.FibMemory && t.Unit == fact.UnitBytes {
			t.Pool, t.Ledger = "qfp-dram", !d.Identity.Virtual
			exmem = true
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Resource == fact.FibMemory && t.Scope.Kind == fact.ScopeQFP && t.Unit != fact.UnitBytes {
			t.Pool, t.Ledger = "qfp-dram", !exmem && !d.Identity.Virtual
		}
		if t.Resource == fact.Memory && (t.Name == "DRAM" || t.Name == "control processor memory") {
			t.Ledger = t.Cap.Known() && !d.Identity.Virtual && t.Scope.Kind == fact.ScopeSlot && t.Name == "DRAM"
		}
	}
	if !d.Identity.Virtual {
		thresholds(d)
	}
	iosxe.ResourceTemplate(d)
	// No carve can be configured on these; a Catalyst 8000 has templates of
	// resources (ios:8), and no answer is read that shows one that waits.
	if m := strings.ToUpper(d.Identity.Model); d.PendingKnown == fact.Unknown && (strings.HasPrefix(m, "ASR1") || strings.HasPrefix(m, "ISR4")) {
		d.PendingKnown = fact.No
	}
}

// thresholds takes the state letters of `show platform resources` for the memories:
// W is the device's own warning, C its own critical mark (ios:8).
func thresholds(d *fact.Device) {
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Name != "DRAM" || t.State != "W" && t.State != "C" {
			continue
		}
		e := fact.Exception{Kind: fact.WatermarkBreached, Resource: t.Resource, Scope: t.Scope, Raised: fact.Yes, Severity: "yellow", Text: t.Name + ": state W, " + strings.Join(t.Notes, ", "), Span: t.Used.Span}
		if t.State == "C" {
			e.Kind, e.Severity, e.Text = fact.OutOfResource, "red", t.Name+": state C, "+strings.Join(t.Notes, ", ")
		}
		d.Exceptions = append(d.Exceptions, e)
	}
}
