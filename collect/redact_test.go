package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/transcript"
)

// quoting is a collector whose device quotes the password when it refuses it.
type quoting struct{ events func(Event) }

func (q quoting) Collect(context.Context, Job) (*transcript.Transcript, error) {
	e := &Error{
		Cause: CauseAuth, Device: "r1", Credential: "c", Msg: "disconnect: password Hunter-2000 is wrong", Hint: "not Hunter-2000",
		Err: fmt.Errorf("ssh: Hunter-2000"),
	}
	q.events(Event{Kind: EventFailed, Err: e})
	return &transcript.Transcript{Failure: e.Short()}, e
}

func TestADeviceThatQuotesThePasswordIsNotQuoted(t *testing.T) {
	known := func() [][]byte { return [][]byte{[]byte("Hunter-2000")} }
	var told string
	events := tellRedacted(func(e Event) { told = fmt.Sprintf("%v %v", e.Err, errors.Unwrap(e.Err)) }, known)
	tr, err := Redact(quoting{events}, known).Collect(context.Background(), Job{})
	for _, said := range []string{told, tr.Failure, fmt.Sprintf("%v %+v", err, errors.Unwrap(err))} {
		if strings.Contains(said, "Hunter") || !strings.Contains(said, transcript.Placeholder) {
			t.Errorf("said %q", said)
		}
	}
	var e *Error
	if !errors.As(err, &e) || e.Cause != CauseAuth || e.Credential != "c" || e.Device != "r1" {
		t.Errorf("the error lost what it is about: %+v", e)
	}
	plain := &Error{Cause: CauseLost, Msg: "the connection ended", Err: errors.New("EOF")}
	if !errors.As(redacted(plain, known()), &e) || e != plain {
		t.Errorf("an error without a secret was changed: %v", e)
	}
}
