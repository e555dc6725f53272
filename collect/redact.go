package collect

import (
	"context"
	"errors"

	"github.com/headroom-audit/headroom/transcript"
)

// Redact takes the secrets that were used, and whatever looks like one in a
// configuration, out of every transcript and error of inner: a device may quote
// in its refusal what it was told. It stands outermost: nothing that it did not
// see reaches a disk.
func Redact(inner Collector, known func() [][]byte) Collector { return &redact{inner, known} }

type redact struct {
	inner Collector
	known func() [][]byte
}

func (r *redact) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	t, err := r.inner.Collect(ctx, job)
	known := r.known()
	sure, words := apart(known)
	transcript.RedactAll(t, sure, words)
	return t, redacted(err, known)
}

// redacted is an error without secrets. Its chain is cut where one was found:
// what is wrapped says the same again.
func redacted(err error, known [][]byte) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	clean, wrapped := *e, ""
	if e.Err != nil {
		wrapped = e.Err.Error()
	}
	found := 0
	sure, words := apart(known)
	for _, text := range []*string{&clean.Msg, &clean.Hint, &wrapped} {
		var n int
		*text, n = transcript.RedactKnown(*text, sure...)
		found += n
		*text, n = transcript.RedactQuoted(*text, words...)
		found += n
	}
	if found == 0 {
		return err
	}
	if e.Err != nil {
		clean.Err = errors.New(wrapped)
	}
	return &clean
}

// tellRedacted is events without secrets in their errors.
func tellRedacted(events func(Event), known func() [][]byte) func(Event) {
	if events == nil {
		return nil
	}
	return func(e Event) {
		if e.Err != nil {
			e.Err = redacted(e.Err, known())
		}
		events(e)
	}
}

// apart gives the secrets that are replaced wherever they stand, and the plain
// words.
func apart(known [][]byte) (sure, words [][]byte) {
	for _, k := range known {
		if plainWord(k) {
			words = append(words, k)
		} else {
			sure = append(sure, k)
		}
	}
	return sure, words
}

// plainWord reports whether a secret is a word or number that stands in answers
// by itself ("cisco" in `cisco WS-C6509-E processor`, "100000"): taking it out
// everywhere would falsify what the device said. Where a configuration or a message
// shows it as a password, transcript.RedactAll finds it by its place. What is written to a
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
	return len(secret) < 4 || len(secret) < 10 && (lower == len(secret) || digits == len(secret))
}
