package store

import "context"

// Sessions keeps what a person made in the screens: the plan, what of it is ticked
// off, marks. It is a document by name; the store does not look into it.
type Sessions interface {
	// Session gives what was kept under a name; nil = nothing.
	Session(ctx context.Context, name string) ([]byte, error)
	// KeepSession puts a document under a name in place of was (nil = nothing), on the
	// disk when it returns; kept is false where something else stands there by now.
	KeepSession(ctx context.Context, name string, was, doc []byte) (kept bool, err error)
}
