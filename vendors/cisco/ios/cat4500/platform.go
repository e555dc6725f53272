package cat4500

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// platform is the Catalyst 4500 and 4900. No real output of its FIB commands is
// known to us (ios:5), so that its forwarding memory stays unknown;
// whether it survives a reload is read.
type platform struct{}

func (platform) Family() string { return "cat4500" }

func (platform) Title() string { return "Catalyst 4500, 4500-X and 4900" }

func (platform) Match(id fact.Identity) bool {
	m := strings.ToUpper(id.Model)
	return strings.HasPrefix(m, "WS-C45") || strings.HasPrefix(m, "WS-C49") || strings.HasPrefix(m, "WS-C400")
}

func (platform) Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show module", Why: "supervisor, and modules that are not Ok"},
		{Text: "show redundancy", Why: "is a standby supervisor ready"},
		{Text: "show bootvar", Why: "configuration register and boot image"},
		{Text: "show issu state detail", Why: "never reload while an ISSU is under way", Optional: true},
		{Text: "show ip cef summary", Why: "routes in software, for the forecast", Optional: true},
		{Text: "show ipv6 cef summary", Why: "routes in software, for the forecast", Optional: true},
		{Text: "show ip route summary", Why: "routes in software, for the forecast", Optional: true},
		ios.Log("messages about full forwarding memory"),
	}
}

// Parse has nothing to complete: what was not read stays unknown.
func (platform) Parse(*fact.Device) {}

// Vital: how full its FIB is cannot be read yet (ios:5, ios:16): it stays
// unknown.
func (platform) Vital(*fact.Device) []vendors.Vital {
	return []vendors.Vital{{Kind: fact.Room, Name: "hardware FIB (its output is not known to headroom yet)", Ask: []string{"show platform hardware ip route summary"}}}
}
