package reload_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/reload"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	audittest.Rules(t, reload.Rules(),
		audittest.Fires("reload/config-register", "bit 6", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2142", Span: audittest.Span(2)} }), audit.Warn, policy.Warn, "", "ignores the startup configuration"),
		audittest.Fires("reload/config-register", "boot field 0", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2100"} }), audit.Warn, policy.Warn, "", "ROMMON"),
		audittest.Quiet("reload/config-register", "mended for the next reload", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2102"}
		})),
		audittest.Fires("reload/config-register", "the processors differ", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.Standby = fact.Setting{Text: "0x2102"}, fact.Setting{Text: "0x2142"}
		}), audit.Warn, policy.Warn, "", "configuration registers differ"),
		audittest.Quiet("reload/config-register", "the bits are those of IOS", audittest.Device(func(d *fact.Device) { d.Identity.OS, d.Boot.Register = fact.IOSXR, fact.Setting{Text: "0x1"} })),
		audittest.Quiet("reload/config-register", "both are mended for the next reload", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x1"}, fact.Setting{Text: "0x2102"}
			d.Boot.Standby, d.Boot.StandbyNext = fact.Setting{Text: "0x1"}, fact.Setting{Text: "0x2102"}
		})),
		audittest.Fires("reload/config-register", "only one is mended for the next reload", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2102"}
			d.Boot.Standby, d.Boot.StandbyNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2142"}
		}), audit.Warn, policy.Warn, "", "0x2102 here, 0x2142 on the standby"),
		audittest.Fires("reload/config-register", "the switch processor of a Sup720 differs", audittest.Device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Name: "switch processor", Register: fact.Setting{Text: "0x2101"}}}
		}), audit.Warn, policy.Warn, "", "0x2102 here, 0x2101 on the switch processor"),
		audittest.Fires("reload/config-register", "the worst of two answers rules", audittest.Device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Register: fact.Setting{Text: "0x2142"}}}
		}), audit.Warn, policy.Warn, "", "ignores the startup configuration"),
		audittest.Quiet("reload/config-register", "what will be stands above what is", audittest.Device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2142"}}, {Register: fact.Setting{Text: "0x2142"}, Next: fact.Setting{Text: "0x2102"}}}
		})),
		audittest.Quiet("reload/config-register", "a software router does not stop in a loader", audittest.Device(func(d *fact.Device) {
			d.Identity.Virtual, d.Boot.Register = true, fact.Setting{Text: "0x0"}
		})),
		audittest.Fires("reload/config-register", "a software router ignores its configuration as others do", audittest.Device(func(d *fact.Device) {
			d.Identity.Virtual, d.Boot.Register = true, fact.Setting{Text: "0x40"}
		}), audit.Warn, policy.Warn, "", "ignores the startup configuration"),
		audittest.Quiet("reload/config-register", "0xF is normal on small switches", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0xF"} })),
		audittest.Quiet("reload/config-register", "not a register", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "unknown"} })),
		audittest.Fires("reload/manual-boot", "yes", audittest.Device(func(d *fact.Device) { d.Boot.Manual = fact.Yes }), audit.Warn, policy.Warn, "", "waits in its loader"),
		audittest.Quiet("reload/manual-boot", "unknown", audittest.Device(nil)),
		audittest.Fires("reload/standby", "not ready", audittest.Device(func(d *fact.Device) {
			d.Redundancy.Ready, d.Redundancy.Standby = fact.No, fact.Setting{Text: "DISABLED"}
		}), audit.OK, policy.Warn, "", "DISABLED"),
		audittest.Quiet("reload/standby", "none is known", audittest.Device(nil)),
		audittest.Fires("reload/unsaved", "not saved", audittest.Device(func(d *fact.Device) { d.Boot.Unsaved = fact.Yes }), audit.OK, policy.Warn, "", "loses what was changed"),
		audittest.Quiet("reload/unsaved", "unknown", audittest.Device(nil)),
		audittest.Fires("reload/shrinks", "labels forgotten", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(16, 3) }, audittest.Row(fact.CapCarve, 40, 100)), audit.Warn, policy.Crit, solve.Investigate, "40 in use, and only 16 after the reload"),
		audittest.Quiet("reload/shrinks", "it fits", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(60, 3) }, audittest.Row(fact.CapCarve, 40, 100))),
		audittest.Fires("reload/install", "not committed", audittest.Device(audittest.Flag(fact.FlagInstallUncommitted, true)), audit.Warn, policy.Warn, "", "not committed"),
		audittest.Quiet("reload/install", "no upgrade", audittest.Device(audittest.Flag(fact.FlagISSU, false))),
		audittest.Fires("reload/stack-member", "not ready", audittest.Device(audittest.Flag(fact.FlagBlocksReload, "stack member not Ready")), audit.Warn, policy.Warn, "", "stack member not Ready"),
		audittest.Quiet("reload/stack-member", "ready", audittest.Device(nil)),
		audittest.Fires("reload/boot-image", "another file", audittest.Device(func(d *fact.Device) {
			d.Identity.Image, d.Boot.Variable.Text = "flash:/a.122-1.bin", "flash:b.122-2.bin,12;flash:a.122-1.bin,12"
		}), audit.OK, policy.Warn, solve.None, "runs a.122-1.bin, and the next reload starts b.122-2.bin"),
		audittest.Fires("reload/install", "an answer in words that nobody has shown", audittest.Device(func(d *fact.Device) {
			d.Identity.OS, d.Outputs[0].Command, d.Outputs[0].Parser = fact.IOSXR, "show install request", ""
		}), audit.OK, policy.Warn, "", "whether software is being installed is not known"),
		audittest.Quiet("reload/install", "an answer that was understood", audittest.Device(func(d *fact.Device) { d.Identity.OS, d.Outputs[0].Command = fact.IOSXR, "show install request" })),
		audittest.Fires("reload/boot-image", "another file of a Nexus", audittest.Device(func(d *fact.Device) {
			d.Identity.OS, d.Identity.Image = fact.NXOS, "bootflash:///nxos.9.3.8.bin"
			d.Boot.Processors = []fact.Processor{{Name: "sup-1", Variable: fact.Setting{Text: "bootflash:/nxos.10.3.4.bin"}}}
		}), audit.OK, policy.Warn, solve.None, "the next reload starts nxos.10.3.4.bin on the sup-1"),
		audittest.Quiet("reload/boot-image", "the same file", audittest.Device(func(d *fact.Device) {
			d.Identity.Image, d.Boot.Variable.Text = "disk0:a.bin", "disk0:a.bin,1;"
		})),
	)
}
