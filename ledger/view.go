// Package ledger is the only arithmetic over facts: the rows of a device, the pools
// that several rows share, what is free, which instance is the worst, how near it
// is to its wall, how it grows and when it is full, and the words for all of it.
//
// What goes in: a fact.Device, what the catalog knows of its family, the terms of
// the team and the time it is. What comes out: a View, which rules judge and the
// rooms of the families propose by. The package does no I/O, reads no clock and
// imports neither audit nor a vendor.
package ledger

import (
	"time"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// View is one device as its memory stands: what was read of it, what the catalog
// knows of its family, and what the team wants. Rules and rooms look at it; nobody
// changes it.
type View struct {
	Device *fact.Device
	Rows   []Row           // the ledger, worst first
	Family *catalog.Family // as it is for this device; nil = the catalog does not know it
	// Situation is what the catalog's conditions were asked of.
	Situation catalog.Situation
	Terms     Terms
	Now       time.Time
	// Placed gives how fast a memory fills in which routes are placed by the length
	// of their prefix; nil, or false = the family's room does not tell.
	Placed func(v *View, memory fact.Resource) (solve.Band, bool)

	pasts map[Memory]solve.Past // how memories grow by the device's own past
}

// Terms are what the team wants of a memory.
type Terms struct {
	CritFree, WarnFree float64 // fractions of a cap: 0.05, 0.15
	// HashedFull is the share of a hashed table at which it is taken for full,
	// since it refuses inserts before 100 %: xr:0.2 and xr:7 (3).
	HashedFull float64
	// Reserve is what a proposed carve must hold beyond today's use, as a share
	// of it, where the growth is not known: 0.25 leaves 20 % free on the day after.
	Reserve float64
	// DefaultUsed is the share of a factory default carve in use from which a
	// larger one is proposed unasked; below it the finding only informs.
	DefaultUsed float64
	// CritRunway and WarnRunway are how near the day may be on which a memory is
	// full.
	CritRunway, WarnRunway time.Duration
	// Horizon is how long a proposed carve must last.
	Horizon time.Duration
	// Growth is the model of the internet's tables.
	Growth solve.Model
	// Table is what of them a router carries; "" = by its size.
	Table TableKind
	// Past is what earlier scans read of the device's memories, oldest first; nil =
	// nothing. Booted is since when the device runs, zero = not known.
	Past   map[Memory][]solve.Reading
	Booted time.Time
}

// DefaultTerms gives the thresholds of docs/03-states.md.
func DefaultTerms() Terms {
	return Terms{
		CritFree: 0.05, WarnFree: 0.15, HashedFull: 0.99, Reserve: 0.25, DefaultUsed: 0.25,
		CritRunway: 90 * 24 * time.Hour, WarnRunway: 365 * 24 * time.Hour, Horizon: 730 * 24 * time.Hour,
		Growth: solve.DefaultModel(),
	}
}

// Look draws up the ledger of the device that v is about.
func Look(v View) *View {
	v.Rows = Rows(v.Device)
	v.fit()
	v.worstFirst()
	return &v
}
