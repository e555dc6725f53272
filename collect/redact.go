package collect

import (
	"context"

	"github.com/headroom-audit/headroom/transcript"
)

// Redact takes the secrets that were used, and whatever looks like one in a
// configuration, out of every transcript of inner. It stands outermost: nothing
// that it did not see reaches a disk.
func Redact(inner Collector, known func() [][]byte) Collector { return &redact{inner, known} }

type redact struct {
	inner Collector
	known func() [][]byte
}

func (r *redact) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	t, err := r.inner.Collect(ctx, job)
	transcript.Redact(t, r.known()...)
	return t, err
}
