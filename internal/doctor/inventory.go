package doctor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/providers"
)

// examineInventory looks at an inventory, and at what its devices need.
func (s Site) examineInventory(ctx context.Context) []Check {
	a := Check{Name: "inventory", Status: "ok"}
	inv, err := s.Inventory()
	if err != nil {
		a.Status, a.Text = "bad", err.Error()
		return []Check{a}
	}
	a.Text = fmt.Sprintf("%s: %d devices", s.Path, len(inv.Devices))
	found := append([]Check{a}, examineCredentials(ctx, inv)...)
	return append(found, examineWays(inv)...)
}

// examineCredentials looks at every reference of the credentials that a scan
// would use.
func examineCredentials(ctx context.Context, inv *inventory.Inventory) []Check {
	var local secret.Local
	if tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		_ = tty.Close()
		local.Ask = func(context.Context, string) ([]byte, error) { return nil, errors.New("doctor asks nobody") }
	}
	set := providers.All(local, inv.Secrets)
	defer set.Close()
	vault := collect.NewVault(inv.Credentials, collect.Sources{Providers: set})
	defer vault.Close()
	var found []Check
	for _, name := range inUse(inv) {
		c := inv.Credentials[name]
		a := Check{Name: "credential", Status: "ok", Text: name + ":"}
		bad := func(err error, hint string) {
			if a.Status == "ok" {
				a.Status, a.Text, a.Hint = "bad", name+": "+err.Error(), hint
			}
		}
		for _, ref := range []inventory.Ref{c.Password, c.Key, c.Passphrase} {
			if err := vault.Check(ctx, ref); err != nil {
				bad(named(ref, err), "the devices of this credential would not be read")
			}
			if ref.Kind != "" && a.Status == "ok" {
				a.Text += " " + ref.String()
			}
		}
		if c.Agent || c.Key.Kind == "agent" {
			switch n, err := agentKeys(ctx); {
			case err != nil:
				bad(fmt.Errorf("ssh-agent: %w", err), "start ssh-agent")
			case n == 0 && c.Password.IsZero() && c.Key.IsZero():
				bad(errors.New("the ssh-agent holds no key"), "ssh-add")
			case a.Status == "ok":
				a.Text += " agent"
			}
		}
		found = append(found, a)
	}
	return found
}

// named puts the reference before an error that does not have it.
func named(ref inventory.Ref, err error) error {
	if strings.HasPrefix(err.Error(), ref.String()) {
		return err
	}
	return fmt.Errorf("%s: %w", ref, err)
}

// inUse are the credentials of the devices that are scanned and of their jump
// hosts, sorted.
func inUse(inv *inventory.Inventory) []string {
	names := map[string]bool{}
	for i := range inv.Devices {
		dev := &inv.Devices[i]
		if dev.Skip {
			continue
		}
		names[dev.Credential], names[dev.Enable] = true, true
		for _, j := range dev.Jump {
			names[inv.Jumps[j].Credential] = true
		}
	}
	delete(names, "")
	return slices.Sorted(maps.Keys(names))
}

// examineWays looks for the programs that devices are reached by.
func examineWays(inv *inventory.Inventory) []Check {
	lacks := map[string]string{} // what is wrong -> the first device
	for i := range inv.Devices {
		dev := &inv.Devices[i]
		if dev.Skip {
			continue
		}
		var err error
		lines := []string{dev.ProxyCommand}
		for _, j := range dev.Jump {
			lines = append(lines, inv.Jumps[j].ProxyCommand)
		}
		for _, line := range lines {
			if line != "" && err == nil {
				err = secret.CheckProgram(line)
			}
		}
		if dev.Transport == inventory.OpenSSH && err == nil {
			_, err = exec.LookPath("ssh")
		}
		if err != nil && lacks[err.Error()] == "" {
			lacks[err.Error()] = dev.Name
		}
	}
	var found []Check
	for _, why := range slices.Sorted(maps.Keys(lacks)) {
		found = append(found, Check{"way", "bad", lacks[why] + ": " + why, "install it, or change proxy_command or transport in the inventory"})
	}
	return found
}
