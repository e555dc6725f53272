package fact

import (
	"fmt"
	"slices"
	"strings"
)

// Grade says how well a statement is proven: a setting of a device, the reading of an
// output, an entry of the catalog. There is one ladder, and its zero value is the
// weakest rung.
type Grade uint8

// The rungs of the ladder, weakest first.
const (
	UnknownGrade  Grade = iota // nothing proves it
	Unverified                 // confirmed by no real output and no document: it degrades to unknown
	Inferred                   // follows from a default or from times
	Fingerprinted              // a capacity or a placement that only this setting gives
	Documented                 // a cited document has it
	Proven                     // read from real captures
	Reported                   // the device printed it
)

// grades are the words of the rungs, in their order.
func grades() []string {
	return []string{"unknown", "unverified", "inferred", "fingerprinted", "documented", "proven", "reported"}
}

// Confirmed reports whether more than our own belief stands behind the statement.
func (g Grade) Confirmed() bool { return g > Unverified }

// String gives the word of the rung.
func (g Grade) String() string {
	if words := grades(); int(g) < len(words) {
		return words[g]
	}
	return fmt.Sprintf("Grade(%d)", uint8(g))
}

// MarshalText gives the word of the rung.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads the word of a rung and refuses any other.
func (g *Grade) UnmarshalText(b []byte) error {
	i := slices.Index(grades(), string(b))
	if i < 0 {
		return fmt.Errorf("grade %q: known are %s", b, strings.Join(grades(), ", "))
	}
	*g = Grade(i)
	return nil
}
