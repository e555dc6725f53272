package ssh

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// hostile is what somebody may write where a word is expected.
var hostile = []string{
	"x\nreload", "x\r\nreload\r\n", "\x03reload", "x;reload", "x | redirect flash:y", "conf t", "reload", "x\x00reload", "x\x1b[Areload",
	"$(reload)", "`reload`", "x && reload", "-oProxyCommand=reload", "show version\nconf t\n", "write erase",
}

// mustOnlyRead checks every line that arrived in the shells of a server.
func mustOnlyRead(t *testing.T, what string, lines []string) {
	t.Helper()
	for _, l := range lines {
		if err := (collect.Policy{Enable: true}).Check(l); err != nil {
			t.Errorf("%s: %q arrived at the device: %v", what, l, err)
		}
		for _, bad := range []string{"reload", "conf", "write", "erase", "redirect"} {
			if strings.Contains(l, bad) {
				t.Errorf("%s: %q arrived at the device", what, l)
			}
		}
	}
}

// TestNoCommandIsSmuggled: whatever stands in the fields of a device that the
// loader never saw, in the commands, or in a secret, nothing but commands that
// read arrives.
func TestNoCommandIsSmuggled(t *testing.T) {
	fields := map[string]func(*inventory.Device, string){
		"name":      func(d *inventory.Device, s string) { d.Name = s },
		"host":      func(d *inventory.Device, s string) { d.Host = s },
		"site":      func(d *inventory.Device, s string) { d.Site = s },
		"realm":     func(d *inventory.Device, s string) { d.AAARealm = s },
		"jump":      func(d *inventory.Device, s string) { d.Jump = []string{s} },
		"os":        func(d *inventory.Device, s string) { d.OS = "cisco_ios" },
		"host_key":  func(d *inventory.Device, s string) { d.HostKey = s },
		"user":      func(d *inventory.Device, s string) { d.Credential = "user\x00" + s },
		"enable":    func(d *inventory.Device, s string) { d.Enable = "enable\x00" + s },
		"proxy":     func(d *inventory.Device, s string) { d.Host, d.ProxyCommand = s, "true %h %p" },
		"transport": func(d *inventory.Device, s string) { d.Transport = inventory.Transport(s) },
	}
	for field, set := range fields {
		s := serve(t, edKey(t), nil)
		creds := map[string]inventory.Credential{"c": {Name: "c", User: "ops", Password: inventory.Ref{Kind: "env", Value: "PW"}}}
		for _, text := range hostile {
			creds["user\x00"+text] = inventory.Credential{Name: "u", User: text, Password: inventory.Ref{Kind: "env", Value: "PW"}}
			creds["enable\x00"+text] = inventory.Credential{Name: "e", User: "ops", Password: inventory.Ref{Kind: "env", Value: text}}
		}
		v := collect.NewVault(creds, collect.Sources{Env: func(name string) (string, bool) {
			if name == "PW" {
				return "right-Pw-1", true
			}
			return name, true // the enable secret is the hostile text itself
		}})
		c := smuggler(t, v)
		for _, text := range hostile {
			dev := device(s.addr)
			set(&dev, text)
			tr, _ := c.Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
			if tr == nil {
				t.Errorf("%s %q: no transcript", field, text)
			}
		}
		mustOnlyRead(t, field, s.lines())
		if field == "name" && len(s.lines()) < 4*len(hostile) {
			t.Errorf("the test proves nothing: %d lines arrived", len(s.lines()))
		}
		v.Close()
	}
}

// TestNoCommandIsSmuggledByPlatforms: commands come as data from platforms; a
// bad one ends the session before it is written.
func TestNoCommandIsSmuggledByPlatforms(t *testing.T) {
	s := serve(t, edKey(t), nil)
	v := vault(t, "right-Pw-1")
	c := smuggler(t, v)
	for _, text := range hostile {
		for _, cmd := range []collect.Command{{Text: text}, {Text: "show none", Instead: text}, {Text: "show version " + text}, {Text: "show version | include " + text}} {
			asked := false
			_, err := c.Collect(t.Context(), collect.Job{Device: device(s.addr), Next: func(*transcript.Transcript) []collect.Command {
				if asked {
					return nil
				}
				asked = true
				return []collect.Command{{Text: "show version"}, cmd}
			}})
			if (cmd.Text == text || cmd.Instead == text) && causeOf(err) != collect.CauseForbidden {
				t.Errorf("%+v: %v", cmd, err)
			}
		}
	}
	for _, l := range s.lines() {
		if err := (collect.Policy{}).Check(l); err != nil {
			t.Errorf("%q arrived: %v", l, err)
		}
	}
}

// smuggler is a collector without the pause between two logins to one device.
func smuggler(t *testing.T, v *collect.Vault) collect.Collector {
	t.Helper()
	d := New(Config{Vault: v, Timing: collect.Timing{Connect: 500 * time.Millisecond, Handshake: 2 * time.Second}})
	t.Cleanup(func() { _ = d.Close() })
	return &collect.Session{
		Openers: map[inventory.Transport]collect.Opener{inventory.SSH: d},
		Secret:  v.Get,
		Timing:  collect.Timing{FirstPrompt: 2 * time.Second, Idle: time.Second, Leave: 50 * time.Millisecond, Settle: 20 * time.Millisecond},
	}
}
