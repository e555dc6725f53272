package junos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// A message is about the same PFE wherever it stands: in the log that was asked for,
// and on the console between two prompts. Synthetic, after [junos:6].
func TestAMessageIsOfTheSamePFEWhereverItStands(t *testing.T) {
	const line = "Nov 24 10:00:01  mx9 fpc3 JPRDS_NH: jprds_nh_alloc(),651: JNH[1] failed to grab new region for NH\n"
	const version = "noc@mx9> show version\nHostname: mx9\nModel: mx480\nJunos: 20.4R3.8\n\n"
	for name, log := range map[string]string{
		"the log":     version + "noc@mx9> show log messages\n" + line + "\nnoc@mx9> \n",
		"the console": version + "noc@mx9> \n" + line + "noc@mx9> show system uptime\nCurrent time: 2026-11-24 10:01:00 UTC\n\nnoc@mx9> \n",
		"an answer":   version + "noc@mx9> show system uptime\n" + line + "Current time: 2026-11-24 10:01:00 UTC\n\nnoc@mx9> \n",
	} {
		d := vendortest.Device(t, withRooms(), log)
		if len(d.Exceptions) != 1 || d.Exceptions[0].Scope != (fact.Scope{Kind: "pfe", Node: "fpc3", Index: "1"}) {
			t.Errorf("%s: %+v", name, d.Exceptions)
		}
	}
}
