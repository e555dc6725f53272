package registry_test

import (
	"testing"

	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// All that is known of every router of the demo fleet, with the line of each number.
func TestFactsOfTheFleet(t *testing.T) {
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	reg := registry.All()
	for _, m := range members {
		t.Run(m.Name, func(t *testing.T) { vendortest.Golden(t, reg.Parse(m.Transcript, ""), m.Name) })
	}
}
