package inventory_test

import (
	"testing"

	"github.com/headroom-audit/headroom/inventory"
)

func TestCheckHost(t *testing.T) {
	for host, ok := range map[string]bool{
		"192.0.2.1": true, "2001:db8::1": true, "fe80::1%eth0": true, "edge1.example.net": true,
		"fe80::1%;reload": false, "fe80::1%$(reboot)": false, "edge1;reload": false, "edge 1": false, "-oProxyCommand=x": false, "edge\n1": false, "": false,
	} {
		if err := inventory.CheckHost(host); (err == nil) != ok {
			t.Errorf("%q: %v", host, err)
		}
	}
}
