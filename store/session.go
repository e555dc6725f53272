package store

import "context"

// Sessions keeps what a person made in the screens: the plan, what of it is ticked
// off, marks. It is a document by name; the store does not look into it.
type Sessions interface {
	// Session gives what was kept under a name; nil = nothing.
	Session(ctx context.Context, name string) ([]byte, error)
	// KeepSession keeps a document under a name, on the disk when it returns.
	KeepSession(ctx context.Context, name string, doc []byte) error
}
