// Package reach reads an inventory with all that it needs of this host: the sources that
// it names, its ssh_config and .cloginrc files, and the providers of its secrets.
//
// What goes in: the path of a file. What comes out: devices that can be visited, or an
// error that a person can act on.
package reach

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/host"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/live"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/sshconfig"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/cloginrc"
	"github.com/headroom-audit/headroom/secret/providers"
)

// Host is this host and who sits at it.
type Host struct {
	In  io.Reader                                              // what the path - stands for
	Ask func(ctx context.Context, what string) ([]byte, error) // nil = nobody is there
}

// Secrets are the providers, set up as an inventory says; to be closed.
func (h Host) Secrets(s inventory.Secrets) secret.Set {
	return providers.All(secret.Local{Ask: h.Ask}, s)
}

// Load reads a file and the sources that it names, as by says.
func (h Host) Load(ctx context.Context, path string, by live.Reader) (*inventory.Inventory, error) {
	here := h.Here(nil)
	here.Live = func(s inventory.LiveSource, from inventory.Secrets) (*inventory.Inventory, error) {
		set := h.Secrets(from)
		defer set.Close()
		r := by
		r.Find, r.Here = sources.Find, h.Here(set)
		if r.Now == nil {
			r.Now = time.Now
		}
		if dir, err := host.StateDir(); err == nil && r.Dir == "" {
			r.Dir = filepath.Join(dir, "sources")
		}
		return r.Read(ctx, s)
	}
	return sources.File().Read(ctx, inventory.Query{Place: path}, here)
}

// Apply fills in what the ssh_config and .cloginrc files say that an inventory names.
func Apply(inv *inventory.Inventory) error {
	if err := sshconfig.Apply(inv, Person()); err != nil {
		return err
	}
	return cloginrc.Expand(inv)
}

// Here is what a source may know of this host; from gets its token.
func (h Host) Here(from secret.Set) inventory.Here {
	return inventory.Here{
		Open: func(path string) ([]byte, error) { return host.Read(h.In, path) },
		Secret: func(ctx context.Context, r inventory.Ref) ([]byte, error) {
			return from.Get(ctx, secret.Request{Ref: r, What: "token"})
		},
		Run:    runProgram,
		Person: Person(),
	}
}

// Person is who runs headroom.
func Person() inventory.Person {
	home, _ := os.UserHomeDir() // without one, ~ stays as it is and is not found
	return inventory.Person{Home: home, User: sshconfig.LocalUser(), Agent: os.Getenv("SSH_AUTH_SOCK") != ""}
}

// programTime is how long a program that a source runs may take.
const programTime = 2 * time.Minute

// runProgram gives what a program prints. What it says of its errors may hold what a
// file holds: it is not shown.
func runProgram(ctx context.Context, program string, args ...string) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, programTime)
	defer stop()
	if _, err := exec.LookPath(program); err != nil {
		return nil, fmt.Errorf("there is no program %s here", program)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = time.Second
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "HEADROOM_") && !strings.HasSuffix(name, "_TOKEN") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s failed (%w): run it by hand to see why", program, err)
	}
	return out, nil
}
