package nxos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/nxos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// said is an exchange of a session that was told apart by its prompts.
func said(part, mode, command, answer string) transcript.Record {
	line := "x# " + command + "\n"
	return transcript.Record{
		Kind: transcript.Command, Command: command, Raw: []byte(line + answer), BodyStart: len(line), BodyEnd: len(line) + len(answer),
		State: transcript.Complete, Context: transcript.Context{Host: "x", Part: part, Mode: mode},
	}
}

func session(records ...transcript.Record) *fact.Device {
	return vendors.Registry{whole()}.Parse(&transcript.Transcript{Device: "x", Source: "log", Records: records}, "")
}

// usage is `show hardware capacity forwarding` of one M1 module.
func usage(module, used string) string {
	return "Module " + module + " usage:\n" +
		"Route Type              Used      %Used      Free      %Free      Total\n" +
		"                     (Log/Phys)            (Log/Phys)           (Log/Phys)\n" +
		"-------------------------------------------------------------------------\n" +
		"IPv4 Unicast:       " + used + "/" + used + "        1   1000/1000     1    65536/65536\n" +
		"IPv6 Unicast:         195/390        1    14141/28282     98    14336/28672\n"
}

const (
	version7k = "Cisco Nexus Operating System (NX-OS) Software\n  system:    version 7.3(2)D1(1)\nHardware\n  cisco Nexus7000 C7010 (10 Slot) Chassis (\"Supervisor Module-2\")\n  Device name: x\n"
	modules7k = "Mod  Ports  Module-Type                         Model              Status\n" +
		"---  -----  ----------------------------------- ------------------ ----------\n" +
		"1    0      Supervisor Module-2                 N7K-SUP2           active *\n" +
		"2    0      Supervisor Module-2                 N7K-SUP2           ha-standby\n" +
		"3    48     1/10 Gbps Ethernet Module           N7K-M132XP-12      ok\n" +
		"4    48     1/10 Gbps Ethernet Module           N7K-M132XP-12      ok\n" +
		"5    48     10 Gbps Ethernet Module             N7K-M108X2-12      powered-dn\n"
)

// answers gives "engine answer" of what must be known of the room of routes.
func answers(d *fact.Device) string {
	var out []string
	for _, v := range d.Coverage {
		if v.Kind == fact.Room {
			out = append(out, v.Engine+" "+string(v.Answer))
		}
	}
	return strings.Join(out, ", ")
}

// A module belongs to the device in whichever VDC it was read; what the VDC says of
// itself is not the device's; one that nobody read stands open, one that is down is
// information.
func TestModulesOfAnotherVDC(t *testing.T) {
	own := said("", "", "show hardware capacity forwarding", usage("3", "60000"))
	peer := said("vdc EDGE", "", "show hardware capacity forwarding", usage("4", "61000"))
	d := session(said("", "", "show version", version7k), said("", "", "show module", modules7k), own,
		said("vdc EDGE", "", "show version", strings.Replace(version7k, "name: x", "name: x-EDGE", 1)), peer)
	if got := answers(d); got != "module 3 answered, module 4 answered, module 5 down" {
		t.Errorf("coverage: %s", got)
	}
	if d.Identity.Hostname != "x" {
		t.Errorf("the device is called %q", d.Identity.Hostname)
	}
	d = session(said("", "", "show version", version7k), said("", "", "show module", modules7k), own)
	if got := answers(d); got != "module 3 answered, module 4 not read, module 5 down" {
		t.Errorf("coverage without the VDC: %s", got)
	}
}

// The restart of a module makes history of what was said of it, and of no other.
func TestARestartedModule(t *testing.T) {
	both := said("", "", "show hardware capacity forwarding", usage("3", "60000")+usage("4", "61000"))
	reload := said("", "", "reload module 4", "This command will reload module 4. Proceed[y/n]?  [n] y\n")
	d := session(said("", "", "show version", version7k), said("", "", "show module", modules7k), both, reload)
	if got := answers(d); got != "module 3 answered, module 4 not read, module 5 down" {
		t.Errorf("coverage: %s", got)
	}
	off := said("", "config", "poweroff module 4", "")
	d = session(said("", "", "show version", version7k), said("", "", "show module", modules7k), both, off)
	if got := answers(d); got != "module 3 answered, module 4 down, module 5 down" {
		t.Errorf("switched off: %s", got)
	}
}

// A 9000 takes "show …" in configuration mode: it is a question there too.
func TestShowInConfigurationMode(t *testing.T) {
	d := session(said("", "", "show version", vendortest.Fixture(t, "show-version-n9k").Text),
		said("", "config", "show system routing mode", vendortest.Fixture(t, "show-system-routing-mode-pending").Text))
	if d.PendingKnown != fact.Yes {
		t.Errorf("pending %s", d.PendingKnown)
	}
}

// What a 9000 must say, and what an answer without it leaves open.
func TestCoverageOfA9000(t *testing.T) {
	device := vendortest.Device(t, whole(), switch9k+utilized+"tor9# \n")
	if got := answers(device); got != "module 1 answered, module 1 answered, module 1 answered, module 1 answered" {
		t.Errorf("coverage: %s", got)
	}
	less := vendortest.Device(t, whole(), switch9k+strings.Replace(utilized, "Percentage utilization of IPv4 TCAM routes", "TCAM of IPv4", 1)+"tor9# \n")
	if got := answers(less); !strings.Contains(got, string(fact.NotRead)) {
		t.Errorf("coverage without a row: %s", got)
	}
	none := vendortest.Device(t, whole(), switch9k+"tor9# \n")
	if got := answers(none); got == "" || strings.Contains(got, " answered") {
		t.Errorf("coverage of nothing: %s", got)
	}
}

func TestRelay(t *testing.T) {
	for command, want := range map[string][2]string{
		"slot 4 show hardware capacity forwarding":          {"module 4", "show hardware capacity forwarding"},
		`slot 4 quoted "show hardware capacity forwarding"`: {"module 4", "show hardware capacity forwarding"},
		"show module 4": {},
	} {
		if part, bare := nxos.RelayOf(command); part != want[0] || bare != want[1] {
			t.Errorf("%q: %q, %q", command, part, bare)
		}
	}
}

// "slot 4 show …" is about module 4.
func TestSlotCommand(t *testing.T) {
	_, answer, _ := strings.Cut(utilized, "\n")
	_, bare, _ := strings.Cut(answer, "\n") // the answer of one slot names no module
	r, _, _ := whole().ReadOutput("slot 4 show hardware internal forwarding table utilization", bare, 0, false)
	if len(r.Tables) == 0 || r.Tables[0].Scope != nxos.ModuleScope("4") {
		t.Errorf("%+v", r.Tables)
	}
}
