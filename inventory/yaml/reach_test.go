package yaml_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory/yaml"
)

const reachHead = `
credentials: {c: {user: u, password: env:P}}
jumps: {j: {host: j.example, credential: c}}
`

// TestProxyCommand: one way to a device, and none hidden in a file name.
func TestProxyCommand(t *testing.T) {
	inv := load(t, reachHead+`
defaults: {credential: c, proxy_command: "nc %h %p"}
devices: [{name: a}, {name: b, proxy_command: none, jump: j}, {name: c, proxy_command: none}]
`)
	for i, want := range []string{"nc %h %p", "", ""} {
		if d := inv.Devices[i]; d.ProxyCommand != want || !d.Given.Way {
			t.Errorf("%s: %q %+v", d.Name, d.ProxyCommand, d.Given)
		}
	}
	for name, text := range map[string]string{
		"both jump and proxy_command": "defaults: {credential: c, jump: j}\ndevices: [{name: a, proxy_command: nc}]",
		"knows no proxy_command":      "defaults: {credential: c, transport: telnet}\ndevices: [{name: a, proxy_command: nc}]",
		"more than one line":          "defaults: {credential: c}\ndevices: [{name: a, proxy_command: \"nc\\nreboot\"}]",
		"a has no credential":         "devices: [{name: a}]",
		"b has no credential":         "defaults: {credential: c}\ndevices: [{name: b, credential: none}]",
	} {
		if _, err := yaml.Load("x", []byte(reachHead+text)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if inv := load(t, reachHead+"devices: [{name: a, ssh_config: x}]"); inv.Devices[0].Credential != "" {
		t.Error("a device with ssh_config needs no credential")
	}
}
