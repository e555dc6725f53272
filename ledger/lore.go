package ledger

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Lore is what only the room of a family can say of a device. What a room does not
// know stays zero.
type Lore struct {
	// Proposal is the change of the division that would help the fullest rows; never
	// nil, see its Outcome.
	Proposal *solve.Proposal
	// InStartup: the division lives in the startup configuration, so that a reload
	// without saving loses it.
	InStartup bool
	// TakeBack says how a pending change is taken back; "" = as usual, out of
	// the configuration.
	TakeBack string
	// Region is the fullest region for access lists with less free than the terms
	// warn at; nil = none is, or the family has none.
	Region *fact.Table
	// Halved gives what a row would have without unicast RPF, where its size proves
	// that the check halves it; nil = never.
	Halved func(r *Row) (whole float64, halved bool)
	// Holds tells prefixes of which lengths lie in a memory; false = it is not known.
	// nil = the chip does not place routes by their length.
	Holds func(memory fact.Resource) (v4, v6 func(length int) bool, ok bool)
	// ForSwitching names the active setting where it is for switching, and holds no
	// routes in hardware or nearly none; "" = it is not.
	ForSwitching string
	// Flips says what an upgrade does to a division that nobody wrote down.
	Flips []Note
	// Ignored are configured lines about the memory that the software does not carry
	// out.
	Ignored []Note
	// Loader is how the device boots, as far as its system is known for it.
	Loader Loader
	// Installing are answers about software that is being installed, in words that
	// nobody has shown: whether a reload would break into it is not known.
	Installing []Note
	// Sizes tells of forwarding engines of two sizes; nil = there are none.
	Sizes *Sizes
}

// Note is one thing that a room says, with what proves it.
type Note struct {
	Says  string
	Spans []fact.Span
}

// Loader is how a device boots by what its loader is told. What is nil is not known.
type Loader struct {
	// Register says what is wrong with a configuration register.
	Register func(text string) []Fault
	// SameRegister reports whether two texts are one register, or cannot be read.
	SameRegister func(a, b string) bool
	// Standby says why that of a standby may differ.
	Standby string
	// Image is the file that a boot variable tries first; "" = it names none.
	Image func(variable string) string
	// Network reports whether a boot variable fetches its image over the network.
	Network func(variable string) bool
}

// Fault is one thing that is wrong with how a device boots.
type Fault struct {
	Says   string
	Unsafe bool // it does not come back from a reload as it should
	Stops  bool // it stops in the loader
}

// Sizes are the engines of a chassis that holds no more than the smaller ones.
type Sizes struct {
	Small, Large []fact.Engine
	Unsafe       string // what a reload would bring; "" = nothing worse than now
}
