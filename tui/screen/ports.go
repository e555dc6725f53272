package screen

import (
	"os/exec"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/whatif"
)

// Ports are what the screens borrow from outside; each may be nil where it is
// not possible.
type Ports struct {
	// Cancel ends the scan that runs.
	Cancel func()
	// Rescan starts a scan of some devices and returns at once, with an error where
	// it cannot; its events come through the feed.
	Rescan func(names []string) error
	// Pause keeps the site of a device waiting, or lets it go on; sessions that have
	// begun end as they would.
	Pause func(device string) (site string, paused bool, err error)
	// Judge judges one stored device.
	Judge func(name string) (*scan.Device, error)
	// Past gives what scans read of a device, oldest first.
	Past func(name string) ([]store.Reading, error)
	// Scans lists the scans of the store, newest first; Open gives one of them.
	Scans func() ([]ScanLine, error)
	Open  func(id string) (*scan.Result, Head, error)
	// Diff compares two scans, "" and "" the last two.
	Diff func(a, b string) (*report.Diff, error)
	// Export writes a plan into a file, in the form that the end of its name says.
	Export func(p *plan.Plan, path string) error
	// Keep stores ticks and plans.
	Keep Keeper
	// Hand makes the program that shows a text: the pager, or the editor; clean removes
	// the file that it was given.
	Hand func(name string, text safeterm.Text, edit bool) (program *exec.Cmd, clean func(), err error)
	// Waive writes a waiver into the policy file and gives what takes it back.
	Waive func(rule, device, reason string, until time.Time) (undo func() error, err error)
	// Remedies looks for what helps a router, by Policy.
	Remedies whatif.Judge
	Policy   policy.Policy
	// Rooms know how devices are changed, and what a reload of them takes down.
	Rooms plan.Rooms
	// Inventory reads what gives windows, freezes and redundancy groups; nil = none is known.
	Inventory func() (*inventory.Inventory, error)
}

// ScanLine is one scan of the store.
type ScanLine struct {
	Head
	Read  int
	Worst string // counts of the worst states
}

// Head is which scan is shown, and how whole it is.
type Head struct {
	ID          string
	Source      string // ssh, files
	Inventory   string
	Started     time.Time // zero = none is shown
	Planned     int
	Interrupted bool
}

// Partial says how much of a scan is missing, "" where nothing is.
func (h Head) Partial(read int) safeterm.Text {
	switch {
	case h.Started.IsZero():
		return ""
	case h.Interrupted:
		return safeterm.Sprintf("INTERRUPTED: read %d of %d", read, h.Planned)
	case h.Planned > read:
		return safeterm.Sprintf("PARTIAL: read %d of %d", read, h.Planned)
	}
	return ""
}

// Ago says a duration in one unit.
func Ago(d time.Duration) safeterm.Text {
	switch {
	case d < 0:
		return "in the future"
	case d < time.Minute:
		return safeterm.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return safeterm.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return safeterm.Sprintf("%d h", int(d.Hours()))
	default:
		return safeterm.Sprintf("%d d", int(d.Hours()/24))
	}
}
