package junos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// A scan fetches every message that the list knows.
func TestTheFilterFetchesEveryMessage(t *testing.T) {
	vendortest.Fetched(t, withRooms(), "krt queue entry ENOMEM")
}
