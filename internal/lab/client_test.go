package lab_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory/yaml"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/scrapli"
	collectssh "github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// log makes a transcript of a terminal log.
func log(t testing.TB, text string) *transcript.Transcript {
	t.Helper()
	tr, err := transcript.ParseLog([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// start starts a lab that ends with the test.
func start(t testing.TB, cfg lab.Config) *lab.Lab {
	t.Helper()
	l, err := lab.Start(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// patience is short enough for a test of every fault and long enough for a busy
// machine.
var patience = collect.Timing{
	Connect: 2 * time.Second, Handshake: 2 * time.Second, FirstPrompt: 3 * time.Second, FirstByte: time.Second, Idle: 600 * time.Millisecond, Command: 2 * time.Second,
	Session: 20 * time.Second, Settle: 50 * time.Millisecond, Glued: 30 * time.Millisecond, Late: 200 * time.Millisecond,
	NoEcho: 100 * time.Millisecond, Leave: 200 * time.Millisecond, MaxCommand: 256 << 10,
}

// reach is a collector over the lab's own inventory.
type reach struct {
	inv *inventory.Inventory
	c   collect.Collector
}

// newReach makes it; jump is a device of the lab that others may be reached
// through.
func newReach(t testing.TB, l *lab.Lab, timing collect.Timing, jump ...string) *reach {
	t.Helper()
	inv, err := yaml.Load("lab.yaml", l.Inventory("env:LAB"))
	if err != nil {
		t.Fatal(err)
	}
	vault := collect.NewVault(inv.Credentials, collect.Sources{Env: func(string) (string, bool) { return string(l.Password()), true }})
	jumps := map[string]inventory.Jump{}
	for i := range inv.Devices {
		if d := &inv.Devices[i]; slices.Contains(jump, d.Name) {
			jumps[d.Name] = inventory.Jump{Name: d.Name, Host: d.Host, Port: d.Port, Credential: d.Credential, HostKey: d.HostKey}
		}
	}
	dial := collectssh.New(collectssh.Config{Vault: vault, Timing: timing, Jumps: jumps})
	t.Cleanup(func() { _ = dial.Close(); vault.Close() })
	return &reach{inv, collect.New(collect.Config{
		Openers: map[inventory.Transport]collect.Opener{inventory.SSH: dial, inventory.Telnet: scrapli.Telnet(scrapli.Config{Vault: vault})}, Secrets: vault, Limits: inv.Limits, Jumps: jumps, Timing: timing, NoRetry: true,
	})}
}

// visit asks the device i the commands.
func (r *reach) visit(ctx context.Context, i int, commands ...string) (*transcript.Transcript, error) {
	asked := false
	return r.c.Collect(ctx, collect.Job{Device: r.inv.Devices[i], Next: func(*transcript.Transcript) []collect.Command {
		if asked {
			return nil
		}
		asked = true
		var out []collect.Command
		for _, c := range commands {
			text, optional := strings.CutPrefix(c, optionally)
			out = append(out, collect.Command{Text: text, Optional: optional})
		}
		return out
	}})
}

// optionally stands before a command that a device need not answer.
const optionally = "optional: "

// answers are the records of a transcript that are questions.
func answers(t *transcript.Transcript) []transcript.Record {
	var out []transcript.Record
	for _, r := range t.Records {
		if r.Kind == transcript.Command {
			out = append(out, r)
		}
	}
	return out
}

func causeOf(err error) collect.Cause {
	var e *collect.Error
	if errors.As(err, &e) {
		return e.Cause
	}
	return ""
}
