package postgres

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// patience is how long a write is tried again where nobody says.
const patience = 2 * time.Minute

// fleeting reports whether an error passes by itself: the server is gone, starts, has no
// room or lost a race. What was to be written may have been.
func fleeting(err error) bool {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		switch c := said.Code; {
		case strings.HasPrefix(c, "08"), strings.HasPrefix(c, "53"), strings.HasPrefix(c, "57P"), c == "40001", c == "40P01":
			return true
		case c == "23503": // pruned under our hands
			return true
		case c == "58030": // the disk of the server
			return true
		}
		return false
	}
	var dial *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &dial) || errors.As(err, &network) || pgconn.SafeToRetry(err) || gone(err)
}

// gone reports whether a connection broke in the middle.
func gone(err error) bool {
	text := err.Error()
	return strings.Contains(text, "unexpected EOF") || strings.Contains(text, "conn closed") || strings.Contains(text, "broken pipe") || strings.Contains(text, "reset by peer")
}

// again runs what may be done twice until it stands, or the error does not pass.
func (s *Store) again(ctx context.Context, do func() error) error {
	most := s.Patience
	if most == 0 {
		most = patience
	}
	end := time.Now().Add(most)
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		err := do()
		if err == nil || ctx.Err() != nil || !fleeting(err) || time.Now().Add(wait).After(end) {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}
