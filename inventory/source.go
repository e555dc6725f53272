package inventory

import (
	"context"

	"github.com/headroom-audit/headroom/fact"
)

// A Source is where routers come from: a file that people write, or what another
// program knows. It gives plain values; what it cannot place is in its error or in
// Inventory.Notes, each with its place.
type Source interface {
	// Name is what it is called where one is named: "ssh_config".
	Name() string
	// Title says what it reads, as the end of "an inventory of …".
	Title() string
	// About says what stays where it is and what is left out, in sentences.
	About() string
	// Preset is the place that is read where none is named; "" = one must be named.
	Preset() string
	// Takes are the parts of a Query that it reads, beside the place.
	Takes() []Want
	// Read gives the devices of a place.
	Read(ctx context.Context, q Query, here Here) (*Inventory, error)
}

// Want is a part of a Query, by the name that it has in a file and as a flag.
type Want string

// The parts of a Query.
const (
	WantToken     Want = "token"
	WantCA        Want = "ca"
	WantFilter    Want = "filter"
	WantPlatforms Want = "platforms"
	WantFields    Want = "fields"
	WantSeparator Want = "separator"
)

// Query is what a source is asked: where it is, and what is wanted of it.
type Query struct {
	Place     string             // file, folder or address
	Token     Ref                // that opens an interface; zero = none
	CA        string             // file of the certificate authority; "" = those of the system
	Filter    []string           // passed through to the source: site=fra
	Platforms map[string]fact.OS // more words for operating systems, as the source writes them
	Fields    map[string]string  // what is in which column or field of the source: "window" -> "maintenance"
	Separator string             // between the columns of a file; "" = the usual one
}

// Here is what a source may know of the host that it runs on.
type Here struct {
	// Open gives a file whole, within limits.
	Open func(path string) ([]byte, error)
	// Secret gives what a reference points at; the caller clears it. nil = nothing.
	Secret func(ctx context.Context, r Ref) ([]byte, error)
	// Run gives what a program prints. nil = no program is run.
	Run func(ctx context.Context, program string, args ...string) ([]byte, error)
	// Live reads the sources that an inventory names. nil = they are left out.
	Live Reads
	Person
}

// Person is who runs the program: what a source leaves open is theirs.
type Person struct {
	Home, User string
	Agent      bool // an ssh-agent is there
}
