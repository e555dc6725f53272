package nxos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// A scan fetches every message that the list knows.
func TestTheFilterFetchesEveryMessage(t *testing.T) {
	vendortest.Fetched(t, whole(), "take effect after next reload", "save config and reload", "routing mode template is not", "Aggregate TCAM region exceeded", "TCAM will be overused", "Spanslogic TCAM constraints")
}
