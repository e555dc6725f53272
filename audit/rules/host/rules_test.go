package host_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/host"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	audittest.Rules(t, host.Rules(),
		audittest.Fires("host/other-name", "another router", audittest.Device(func(d *fact.Device) { d.Name, d.Identity.Hostname = "fra3-edge-01", "ams1-edge-05" }, audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, `"ams1-edge-05" answered, the inventory expects "fra3-edge-01"`),
		audittest.Quiet("host/other-name", "expected so", audittest.Device(func(d *fact.Device) {
			d.Name, d.Expected, d.Identity.Hostname = "fra3-edge-01", "old-name", "old-name-re1.isp.example"
		}, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("host/virtual", "a software router", audittest.Device(func(d *fact.Device) { d.Identity.Virtual = true }), audit.OK, policy.Info, solve.None, "main memory was not judged"),
		audittest.Quiet("host/virtual", "hardware", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("host/not-judged", "a fabric", audittest.Device(audittest.Flag(fact.FlagFabric, true)), audit.Unkn, policy.Info, solve.None, "how full it is stays unknown"),
		audittest.Fires("host/not-judged", "no layer 3", audittest.Device(audittest.Flag(fact.FlagLayer3, false)), audit.OK, policy.Info, solve.None, "routes nothing"),
		audittest.Quiet("host/not-judged", "a router", audittest.Device(nil)),
	)
}
