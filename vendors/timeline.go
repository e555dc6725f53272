package vendors

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// Exchange is one question, or one line that was entered, with what the device
// said to it.
type Exchange struct {
	// Command is what was typed, without "do " and "run " of configuration modes.
	Command string
	// Text is the answer, cleaned, log messages taken out.
	Text    string
	Context transcript.Context
	Whole   bool // no byte of the answer is missing
}

// Vital is one thing that a family must know of a device before it may be called
// anything but UNKN.
type Vital struct {
	Kind fact.VitalKind
	Name string // what must be known, in words: "next-hop memory"
	// Engine is the engine that it is about, one Vital per engine that runs; "" =
	// the device as one.
	Engine string
	// Ask are patterns of commands (see Match) any of which answers it. The first
	// is what a person is told to collect: a command as it is typed.
	Ask []string
	// Known: the facts hold the answer.
	Known bool
	// Wrong says why an answer that was read is not believed ("the two sources
	// differ"); "" = it is.
	Wrong string
	// Down: the engine does not run.
	Down bool
	// Spare: what is missing is said, and is no reason for UNKN.
	Spare bool
}

// Covered is what a Platform implements that declares its vital questions.
type Covered interface {
	// Vital gives them for a device whose facts are complete, in the order in
	// which they are shown.
	Vital(d *fact.Device) []Vital
}
