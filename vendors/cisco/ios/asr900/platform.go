package asr900

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// platform is the ASR 900 family and the NCS 4200. No real output of its usage
// commands is known to us (ios:9 and ios:16): the template that the
// configuration asks for is read, its size and use stay unknown.
type platform struct{}

func (platform) Family() string { return "asr900" }

func (platform) Title() string { return "ASR 900/920/903/907, NCS 4200" }

func (platform) Match(id fact.Identity) bool {
	for _, p := range []string{"ASR-9", "A900", "A901", "A903", "A907", "ASR901", "NCS42", "NCS-42", "ME-3600", "ME-3800"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return false
}

func (platform) Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show running-config", Why: "the SDM template that was asked for"},
		{Text: "show sdm prefer current", Why: "the template that runs", Optional: true},
		{Text: "show platform", Why: "chassis and route switch processors"},
		{Text: "show redundancy", Why: "a standby with another template reloads", Optional: true},
		{Text: "show bootvar", Why: "configuration register and boot image"},
		{Text: "show ip cef summary", Why: "routes in software, for the forecast", Optional: true},
		{Text: "show ip route summary", Why: "routes in software, for the forecast", Optional: true},
		ios.Log("messages about full forwarding memory"),
	}
}

// Vital: how full its tables are cannot be read yet (ios:9, ios:16): it
// stays unknown.
func (platform) Vital(d *fact.Device) []vendors.Vital {
	return []vendors.Vital{
		{Kind: fact.Room, Name: "forwarding tables (their output is not known to headroom yet)", Ask: []string{"show platform hardware pp active tcam usage"}},
		{Kind: fact.Settled, Name: "changes pending a reload", Ask: []string{"show sdm prefer current", "show running-config"}, Known: d.Carve.Configured.Known() && d.Carve.Active.Known()},
	}
}

// Parse compares the configured template with the active one where both are
// known.
func (platform) Parse(d *fact.Device) {
	ios.Session(d)
	c := &d.Carve
	if !c.Configured.Known() || !c.Active.Known() || strings.EqualFold(c.Configured.Text, c.Active.Text) {
		return
	}
	c.AfterReload = c.AfterReload.Or(c.Configured)
	d.Pending = append(d.Pending, fact.Change{What: "SDM template", From: c.Active.Text, To: c.Configured.Text, Span: c.Configured.Span})
	d.PendingKnown = fact.Yes
}
