package catalog

import "fmt"

// Proof says how well one thing about a family is read or known.
type Proof string

// The words of the matrix of platforms.
const (
	ProofProven     Proof = "proven"     // read from real captures, or computed and checked against them
	ProofDocumented Proof = "documented" // the format or the number is from a cited document
	ProofUnverified Proof = "unverified" // built, but nobody has shown us a real output
	ProofUnknown    Proof = "unknown"    // no output or source that tells it is known to us
	ProofNone       Proof = "n/a"        // the family has nothing of the kind
)

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
		switch c.Proof {
		case ProofProven:
			if s.Total() == 0 {
				errs = append(errs, fmt.Errorf("%s: support: %s is proven by no capture", name, c.Name))
			}
		case ProofDocumented, ProofUnverified, ProofUnknown, ProofNone:
		default:
			errs = append(errs, fmt.Errorf("%s: support: %s is %q", name, c.Name, c.Proof))
		}
	}
	return errs
}
