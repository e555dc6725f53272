package inventory

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
	// Read gives the devices of a place.
	Read(place string, here Here) (*Inventory, error)
}

// Here is what a source may know of the host that it runs on.
type Here struct {
	// Open gives a file whole, within limits.
	Open func(path string) ([]byte, error)
	Person
}

// Person is who runs the program: what a source leaves open is theirs.
type Person struct {
	Home, User string
	Agent      bool // an ssh-agent is there
}
