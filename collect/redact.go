package collect

import (
	"context"
	"slices"

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
	transcript.Redact(t, slices.DeleteFunc(r.known(), plainWord)...)
	return t, err
}

// plainWord reports whether a secret is a word or number that stands in answers
// by itself ("cisco" in `cisco WS-C6509-E processor`, "100000"): taking it out
// everywhere would falsify what the device said. Where a configuration shows it
// as a password, transcript.Redact finds it by its place. What is written to a
// device in answer to a password question is never recorded.
func plainWord(secret []byte) bool {
	lower, digits := 0, 0
	for _, c := range secret {
		switch {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= '0' && c <= '9':
			digits++
		}
	}
	return len(secret) < 10 && (lower == len(secret) || digits == len(secret))
}
