package junos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// The default of an ACX7000 is only told where the box says that none is configured:
// an empty answer does not say so, the line of the log about the default does. What
// is configured and what runs must agree, since the commit itself acts.
func TestProfileOfACX(t *testing.T) {
	const (
		version = "noc@agg4> show version\nHostname: agg4\nModel: acx7100-48l\nJunos: 22.4R2.8-EVO\n\n"
		ask     = "noc@agg4> show configuration system packet-forwarding-options | display inheritance\n"
		pfe     = "noc@agg4> start shell pfe network fpc0\nnoc@agg4:pfe> show evo-pfemand resource terse-usage\nUNIT 0 MDB Profile: custom_cloud_metro_jnpr\nResource        Usage           Capacity        size\nKAPS            211000          1531904         0\nLEM             9000            3014656         30\n\nnoc@agg4:pfe> exit\n"
		logged  = "noc@agg4> show log messages | match MDB_PROFILE\nNov 20 03:02:11  agg4 evo-pfemand[12876]: EVO_PFEMAND_MDB_PROFILE: Default MDB profile configured to \"cloud-metro\"\n\n"
	)
	for _, tt := range []struct {
		name       string
		log        string
		configured string
		settled    fact.Answer
	}{
		{"the log tells the default", version + ask + "\n" + pfe + logged, "balanced", fact.Answered},
		{"an empty answer", version + ask + "\n" + pfe, "", fact.Answered},
		{"shown, none of it", version + ask + "no-ip-tos-rewrite;\n\n" + pfe, "balanced", fact.Answered},
		{"configured and running", version + ask + "hw-db-profile {\n    balanced;\n}\n\n" + pfe, "balanced", fact.Answered},
		{"with a parameter", version + ask + "hw-db-profile {\n    lpm-distribution 2;\n    balanced;\n}\n\n" + pfe, "balanced", fact.Answered},
		{"configured, another runs", version + ask + "hw-db-profile {\n    l3-xl;\n}\n\n" + pfe, "l3-xl", fact.Contradicted},
		{"denied", version + ask + "/* ACCESS-DENIED */;\n\n" + pfe, "", fact.NotRead},
		{"committed since: what was read is old", version + ask + "no-ip-tos-rewrite;\n\n" + pfe + "noc@agg4> configure\nEntering configuration mode\n\n[edit]\nnoc@agg4# set system packet-forwarding-options hw-db-profile l3-xl\n\n[edit]\nnoc@agg4# commit\ncommit complete\n\n[edit]\nnoc@agg4# exit\nExiting configuration mode\n\n", "l3-xl", fact.Answered},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := vendortest.Device(t, withRooms(), tt.log+"noc@agg4> \n")
			if got := d.Carve.Configured.Text; got != tt.configured {
				t.Errorf("configured is %q, want %q", got, tt.configured)
			}
			if got := worst(d, fact.Settled); got != tt.settled {
				t.Errorf("settled: %s, want %s", got, tt.settled)
			}
			old := tt.name == "committed since: what was read is old"
			if got := worst(d, fact.Room); (got == fact.Answered) == old {
				t.Errorf("room: %s", got)
			}
		})
	}
}
