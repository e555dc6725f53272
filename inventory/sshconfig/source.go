package sshconfig

import (
	"context"
	"fmt"

	"github.com/headroom-audit/headroom/inventory"
)

// Source is an ssh_config file as a source of devices.
type Source struct{}

// Name is what it is called.
func (Source) Name() string { return "ssh_config" }

// Title says what it reads.
func (Source) Title() string { return "the hosts of an ssh_config file" }

// About says what stays where it is.
func (Source) About() string {
	return `Prints an inventory with every host that the file names without a pattern. How each is
reached (host name, port, user, keys, jump hosts) stays in that file, which every scan
reads; a jump host that others are reached through is left out.`
}

// Preset is where ssh has it.
func (Source) Preset() string { return "~/.ssh/config" }

// Takes are what it reads of a query: nothing.
func (Source) Takes() []inventory.Want { return nil }

// Read gives the hosts that a file names. How each is reached stays in that file:
// Apply fills it in at every scan.
func (Source) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	place := q.Place
	conf, err := Load(place, here.Home)
	if err != nil {
		return nil, err
	}
	inv := &inventory.Inventory{Path: place, Credentials: map[string]inventory.Credential{}, Jumps: map[string]inventory.Jump{}}
	for _, name := range conf.Hosts() {
		inv.Devices = append(inv.Devices, inventory.Device{Name: name, Host: name, Port: 22, Transport: inventory.SSH, HostKeys: inventory.TOFU, SSHConfig: place, From: place})
	}
	if len(inv.Devices) == 0 {
		return nil, fmt.Errorf("%s: no Host line names a host without a pattern", place)
	}
	return inv, nil
}
