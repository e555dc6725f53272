package iosxr

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func TestConformance(t *testing.T) { vendortest.Conform(t, OS()) }

func TestDevices(t *testing.T) { vendortest.Devices(t, OS()) }

func FuzzReadOutput(f *testing.F) { vendortest.Fuzz(f, OS()) }
