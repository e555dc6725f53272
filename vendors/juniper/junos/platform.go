package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Router is what the room of a family says of it.
type Router struct {
	Family, Title string
	// Match recognises the family by the model in lower case: what the chassis row
	// prints in brackets where it does, and the routing engine's word where one chassis
	// string stands for two products [junos:1.1].
	Match    func(model string, id fact.Identity) bool
	Commands []vendors.Command
	// Parse completes the device with what only the family knows; nil = nothing.
	Parse func(d *fact.Device, f *catalog.Family)
	// Vital are the questions that the family cannot do without.
	Vital func(d *fact.Device) []vendors.Vital
}

// Platform is the family with what all share.
func (r Router) Platform() vendors.Platform { return &platform{r} }

type platform struct{ of Router }

func (p *platform) Family() string { return p.of.Family }
func (p *platform) Title() string  { return p.of.Title }

// Match asks what runs Junos, or may.
func (p *platform) Match(id fact.Identity) bool {
	if id.OS != fact.Junos && id.OS != fact.UnknownOS {
		return false
	}
	return p.of.Match(ModelName(id), id)
}

// Commands are those of the family.
func (p *platform) Commands(fact.Identity) []vendors.Command { return p.of.Commands }

// Parse completes the device; of a software router no capacity is claimed.
func (p *platform) Parse(d *fact.Device) {
	f := vendors.Catalog().Family(p.of.Family)
	engines(d, f)
	if d.Identity.Virtual {
		for i := range d.Tables {
			d.Tables[i].Ledger = false
		}
		return
	}
	if p.of.Parse != nil {
		p.of.Parse(d, f)
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; strings.HasPrefix(t.Name, "RIB ") && t.Cap.Known() {
			Judge(t) // a limit of the routing table: what is beyond it is in no FIB
		}
	}
}

// Vital are the questions that the family cannot do without.
func (p *platform) Vital(d *fact.Device) []vendors.Vital { return p.of.Vital(d) }

// ModelName is the model in lower case.
func ModelName(id fact.Identity) string {
	m := strings.ToLower(id.Model)
	if i, j := strings.IndexByte(m, '['), strings.IndexByte(m, ']'); i >= 0 && j > i {
		m = m[i+1 : j]
	}
	if strings.HasPrefix(m, "jnp") || m == "" || m == "virtual chassis" {
		for _, p := range id.Parts {
			d := strings.ToLower(p.Descr)
			if re, ok := strings.CutPrefix(d, "re-"); ok && strings.HasPrefix(p.Name, "Routing Engine") && known5k(re) {
				return re
			}
			if strings.HasPrefix(p.Name, "FPC ") && m == "virtual chassis" && d != "" && !strings.HasPrefix(d, "jnp") {
				return d
			}
			if strings.HasPrefix(p.Name, "member ") && p.PID != "" {
				return strings.ToLower(p.PID)
			}
		}
	}
	return m
}

// known5k reports whether the description of a routing engine names the product
// ("RE-QFX5120-48Y-8C"), not the engine ("RE-S-1800x4").
func known5k(re string) bool {
	return strings.HasPrefix(re, "qfx") || strings.HasPrefix(re, "ex") || strings.HasPrefix(re, "acx")
}

// HasPrefix reports whether m starts with one of the words.
func HasPrefix(m string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(m, w) {
			return true
		}
	}
	return false
}

// engines names the forwarding engine of each card that the catalog knows.
func engines(d *fact.Device, f *catalog.Family) {
	for _, p := range d.Identity.Parts {
		if !strings.HasPrefix(p.Name, "FPC ") || p.Descr == "" {
			continue
		}
		if e, ok := f.Engine(p.Descr); ok && e.Grade.Confirmed() {
			d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: p.Slot, PID: p.Descr, Generation: e.Generation, Span: p.Span})
		}
	}
	if e, ok := f.Engine(ModelName(d.Identity)); ok && e.Grade.Confirmed() && len(d.Identity.Engines) == 0 {
		d.Identity.Engines = []fact.Engine{{PID: d.Identity.Model, Generation: e.Generation, Span: d.Identity.Spans["model"]}}
	}
}

// Judge makes a row a line of the ledger where its use and its size are known
// and it has a size at all. The limit of an instance is what somebody configured.
func Judge(t *fact.Table) bool {
	if t.Scope.Kind == fact.ScopeVRF && strings.HasSuffix(t.Name, limitRow) {
		return false
	}
	c, ok := t.Cap.Get()
	t.Ledger = ok && c > 0 && t.Used.Known()
	return t.Ledger
}

// RouteSummary asks for the routes per table. It and those below are what several
// families are asked; the table of [junos:3.1].
func RouteSummary() vendors.Command {
	return vendors.Command{Text: "show route summary", Why: "routes per table and the highest number of FIB routes so far", Optional: true}
}

// KernelRoutes asks what is wanted in the hardware.
func KernelRoutes() vendors.Command {
	return vendors.Command{Text: "show route forwarding-table summary", Why: "what the routing engine wants in the hardware", Optional: true}
}

// Queue asks which routes the PFE has not taken.
func Queue() vendors.Command {
	return vendors.Command{Text: "show krt queue", Why: "routes the PFE has not taken yet", Optional: true}
}

// Alarms asks for those that stand.
func Alarms() vendors.Command {
	return vendors.Command{Text: "show chassis alarms", Why: "alarms, also of a lost standby", Optional: true}
}

// RoutingEngines asks whether there is a standby.
func RoutingEngines() vendors.Command {
	return vendors.Command{Text: "show chassis routing-engine", Why: "whether there is a standby", Optional: true}
}

// Replication asks whether the standby is in step.
func Replication() vendors.Command {
	return vendors.Command{Text: "show task replication", Why: "whether the standby is in step", Optional: true}
}

// Cards asks which cards there are.
func Cards() vendors.Command {
	return vendors.Command{Text: "show chassis fpc", Why: "cards and their heap", Optional: true}
}

// VirtualChassis asks for its members.
func VirtualChassis() vendors.Command {
	return vendors.Command{Text: "show virtual-chassis", Why: "members: on a virtual chassis a profile waits for a reboot", Optional: true}
}

// ConfigOf asks for a part of the configuration.
func ConfigOf(path, why string) vendors.Command {
	return vendors.Command{Text: "show configuration " + path + " | display inheritance", Why: why, Optional: true}
}

// logFilter chooses the log lines that the list of messages knows: it fetches every
// one of them that tells of memory, an update that failed or a limit
// (messages:list).
const logFilter = `"jnh|expr_nh|seg_allocate|RPD_KRT|KRT ADD|_LIMIT|PREFIX_TH|memory available|DFW|RSMON|table full"`

// PFELog asks the log what the forwarding engines complained of.
func PFELog() vendors.Command {
	return vendors.Command{Text: "show log messages | match " + logFilter, Why: "what the forwarding engines and the kernel complained of", Optional: true}
}
