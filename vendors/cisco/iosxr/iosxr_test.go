package iosxr_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// whole is the operating system with its rooms.
func whole() *vendors.OS { return registry.All().Find(fact.IOSXR) }

func TestConformance(t *testing.T) { vendortest.Conform(t, whole()) }

func TestDevices(t *testing.T) { vendortest.Devices(t, whole()) }

func FuzzReadOutput(f *testing.F) { vendortest.Fuzz(f, whole()) }
