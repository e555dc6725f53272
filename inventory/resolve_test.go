package inventory_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
)

func layers() inventory.Layers {
	off := true
	return inventory.Layers{
		Defaults: inventory.Settings{
			Credential: "noc", Jump: []string{"bastion"}, Tags: []string{"all"}, Window: "sunday", Enable: "secret",
			Timeouts: inventory.Timeouts{Login: time.Minute, Idle: time.Second}, HostKeys: inventory.Strict,
		},
		Groups: map[string]inventory.Group{
			"edge": {Settings: inventory.Settings{Role: "edge", Site: "fra", Tags: []string{"edge", "all"}, Skip: &off}},
			"old": {
				Settings: inventory.Settings{Role: "old", Transport: inventory.Telnet, Legacy: []inventory.Legacy{inventory.LegacyCBC}, Enable: inventory.None},
				Groups:   []string{"edge"},
			},
		},
		Jumps: map[string]inventory.Jump{
			"bastion": {Name: "bastion", Via: "gate"},
			"gate":    {Name: "gate", Port: 2222, HostKeys: inventory.Off},
		},
	}
}

// A device inherits from defaults, then from its groups, parents first, then it
// stands for itself; tags and timeouts add up, and none takes a value back.
func TestDeviceInherits(t *testing.T) {
	r, circles := inventory.NewResolver(layers())
	if circles != nil {
		t.Fatal(circles)
	}
	on := false
	got := r.Device(inventory.Entry{
		Name: "r1", From: "f:1", Groups: []string{"old", "gone"},
		Settings: inventory.Settings{OS: fact.IOS, Skip: &on, Legacy: []inventory.Legacy{}, Timeouts: inventory.Timeouts{Idle: time.Hour}, Window: inventory.None},
	})
	want := inventory.Device{
		Name: "r1", Host: "r1", From: "f:1", Groups: []string{"edge", "old"}, Port: 23, OS: fact.IOS, Site: "fra", Role: "old",
		Tags: []string{"all", "edge"}, Credential: "noc", Jump: []string{"gate", "bastion"}, Transport: inventory.Telnet, HostKeys: inventory.Strict,
		Legacy: []inventory.Legacy{}, Timeouts: inventory.Timeouts{Login: time.Minute, Idle: time.Hour}, Given: inventory.Given{Way: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n%+v, want\n%+v", got, want)
	}
}

// The way can be taken back, and what nobody sets is as the package says.
func TestDeviceOfNothing(t *testing.T) {
	r, _ := inventory.NewResolver(layers())
	d := r.Device(inventory.Entry{Name: "r1", Settings: inventory.Settings{Jump: []string{inventory.None}, Credential: inventory.None}})
	if d.Jump != nil || !d.Given.Way || d.Credential != "" || d.Port != 22 || d.Given.Port {
		t.Errorf("%+v", d)
	}
	r, _ = inventory.NewResolver(inventory.Layers{})
	d = r.Device(inventory.Entry{Name: "r1", Host: "192.0.2.1"})
	if d.Host != "192.0.2.1" || d.Transport != inventory.SSH || d.HostKeys != inventory.TOFU || d.Given != (inventory.Given{}) || d.Skip {
		t.Errorf("%+v", d)
	}
}

func TestJumpInherits(t *testing.T) {
	r, _ := inventory.NewResolver(layers())
	if j := r.Jump("bastion"); j.Port != 22 || j.HostKeys != inventory.Strict {
		t.Errorf("%+v", j)
	}
	if j := r.Jump("gate"); j.Port != 2222 || j.HostKeys != inventory.Off {
		t.Errorf("%+v", j)
	}
}

// Groups that are parents of each other are named, each circle once.
func TestCirclesOfGroups(t *testing.T) {
	l := inventory.Layers{Groups: map[string]inventory.Group{
		"a": {Groups: []string{"b"}}, "b": {Groups: []string{"c"}}, "c": {Groups: []string{"b"}}, "d": {Groups: []string{"d", "a"}},
	}}
	_, circles := inventory.NewResolver(l)
	if want := [][]string{{"b", "c", "b"}, {"d", "d"}}; !slices.EqualFunc(circles, want, slices.Equal) {
		t.Errorf("%q", circles)
	}
}
