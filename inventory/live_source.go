package inventory

import "time"

// LiveSource is a source that an inventory names: it is read again whenever the
// inventory is.
type LiveSource struct {
	Name   string // what it is called in messages
	Type   string // of the source: netbox
	Query  Query
	Fresh  time.Duration // a copy younger than this is not read again
	MaxAge time.Duration // a copy older than this is not used
	From   string        // where it was said
}

// Reads gives the devices of a source of an inventory; what is old or went wrong is in
// the notes. Secrets are where its token is got from.
type Reads func(s LiveSource, from Secrets) (*Inventory, error)
