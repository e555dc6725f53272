package dnx

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// What was refused is counted once for LEM and LPM: where both are full, more was
// refused than the LEM was asked for, and that must not look like a profile that
// keeps more in the LEM, of which a pending change would follow.
func TestRefusedByBothMemoriesProvesNoProfile(t *testing.T) {
	counts := make([]float64, 33)
	counts[20], counts[23], counts[24], counts[32] = 46000, 106000, 660000, 4000
	for _, c := range []struct {
		name        string
		least, most float64
		class       string
		removed     bool
		want        []string
	}{
		{"the LEM alone refused", 660000, 664000, "small-lpm", false, []string{HostOptimized}},
		{"both refused, a release without internet-optimized", 660000, 820000, "small-lpm", true, []string{HostOptimized}},
		{"both refused, an older release", 660000, 820000, "small-lpm", false, []string{HostOptimized, internet}},
		{"both refused, a card of unknown part number", 660000, 820000, "", true, nil},
		{"nothing refused, /23 split in two", 820000, 820000, "small-lpm", false, []string{internet}},
		{"the LPM refused what would not fit it", 4000, 700000, "large-lpm", true, []string{HostOptimized, HostOptimizedDisable}},
		{"/24 elsewhere", 4000, 4000, "large-lpm", true, []string{HostOptimizedDisable}},
	} {
		if diff := cmp.Diff(c.want, profilesOf(counts, c.least, c.most, catalog.Class(c.class), c.removed)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

// The memories of a class are those into which its placement puts routes.
func TestMemoriesOfAClass(t *testing.T) {
	for class, want := range map[string]string{
		"small-lpm": "lem lpm", "large-lpm": "lem lpm", "nl-etcam": "lem lpm ext_tcam_ipv4",
		"op-etcam": "lem ext_tcam_ipv4 ext_tcam_ipv6", "j2": "lpm", "j2-etcam": "ext_tcam_ipv4 ext_tcam_ipv6", "": "lem lpm",
	} {
		if got := strings.Join(memoriesOf(&fact.Device{Family: "ncs5500"}, iosxr.Engine{Class: catalog.Class(class)}), " "); got != want {
			t.Errorf("%q: %s, want %s", class, got, want)
		}
	}
}
