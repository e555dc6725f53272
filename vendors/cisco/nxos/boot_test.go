package nxos_test

import (
	"strings"
	"testing"
)

// TestBoot reads a synthetic answer in the form of Cisco's NX-OS forensic guide and of
// genieparser ShowBoot: what counts is the next reload, per supervisor.
func TestBoot(t *testing.T) {
	const text = `Current Boot Variables:

sup-1
NXOS variable = bootflash:/nxos.9.3.8.bin
Boot POAP Disabled

Boot Variables on next reload:

sup-1
NXOS variable = bootflash:/nxos64-cs.10.3.4.M.bin
Boot POAP Disabled
sup-2
kickstart variable = bootflash:/n7000-s2-kickstart.8.1.1.bin
system variable = bootflash:/n7000-s2-dk9.8.1.1.bin
Boot POAP Disabled
No module boot variable set
`
	r, _, _ := whole().ReadOutput("show boot", text, 0, false)
	var got []string
	for _, p := range r.Boot.Processors {
		got = append(got, p.Name+" "+p.Variable.Text)
	}
	if want := "sup-1 bootflash:/nxos64-cs.10.3.4.M.bin; sup-2 bootflash:/n7000-s2-dk9.8.1.1.bin"; !r.Recognised || strings.Join(got, "; ") != want {
		t.Errorf("%v %q, want %q", r.Recognised, got, want)
	}
	if r, _, _ := whole().ReadOutput("show boot", "% Invalid command\n", 0, false); r.Recognised {
		t.Error("an error is taken for an answer")
	}
}
