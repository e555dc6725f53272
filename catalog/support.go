package catalog

import (
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/fact"
)

// Proof says how well one thing about a family is read or known: a cell of the matrix
// of platforms. The zero value is unknown.
type Proof struct {
	Grade   fact.Grade // Proven, Documented, Unverified or UnknownGrade
	Nothing bool       // the family has nothing of the kind
	given   bool       // the file says so
}

// nothing is the word of a cell where the family has nothing of the kind.
const nothing = "n/a"

// String gives the word of the cell.
func (p Proof) String() string {
	if p.Nothing {
		return nothing
	}
	return p.Grade.String()
}

// UnmarshalText reads the word of a cell.
func (p *Proof) UnmarshalText(b []byte) error {
	p.given, p.Nothing = true, string(b) == nothing
	if p.Nothing {
		return nil
	}
	return p.Grade.UnmarshalText(b)
}

// Support says how well a family is read, one Proof for each column of
// `headroom platforms`, and on how many real captures that rests.
type Support struct {
	Captures   []Captures `yaml:"captures"`
	Identified Proof      `yaml:"identified"`
	Configured Proof      `yaml:"configured"` // the carve that the configuration asks for
	Active     Proof      `yaml:"active"`     // the carve that the silicon runs
	Used       Proof      `yaml:"used"`
	Cap        Proof      `yaml:"cap"`
	Max        Proof      `yaml:"max"` // the limit of the silicon
	Exception  Proof      `yaml:"exception"`
	Reload     Proof      `yaml:"reload"` // what makes a reload safe: boot, standby, saved
	Solver     Proof      `yaml:"solver"`
}

// Captures counts the real outputs of a family: At is a pattern of path.Match
// below the corpus that they were read from.
type Captures struct {
	At    string `yaml:"at"`
	Count int    `yaml:"count"`
}

// Total is the number of real captures.
func (s *Support) Total() int {
	n := 0
	for _, c := range s.Captures {
		n += c.Count
	}
	return n
}

// Cell is one column of the matrix.
type Cell struct {
	Name  string
	Proof Proof
}

// Cells gives the columns in the order of the matrix.
func (s *Support) Cells() []Cell {
	return []Cell{
		{"identified", s.Identified},
		{"configured", s.Configured},
		{"active", s.Active},
		{"used", s.Used},
		{"cap", s.Cap},
		{"max", s.Max},
		{"exception", s.Exception},
		{"reload safety", s.Reload},
		{"solver", s.Solver},
	}
}

// check refuses a missing or unknown word, and proof without a capture.
func (s *Support) check(name string) (errs []error) {
	for _, c := range s.Cells() {
		p := c.Proof
		switch {
		case !p.given:
			errs = append(errs, fmt.Errorf("%s: support: %s is not said", name, c.Name))
		case p.Grade == fact.Proven && s.Total() == 0:
			errs = append(errs, fmt.Errorf("%s: support: %s is proven by no capture", name, c.Name))
		case !slices.Contains([]fact.Grade{fact.Proven, fact.Documented, fact.Unverified, fact.UnknownGrade}, p.Grade):
			errs = append(errs, fmt.Errorf("%s: support: %s is %q", name, c.Name, p))
		}
	}
	return errs
}
