package collect

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// script is a terminal that says its bytes in pieces, whatever is written, and
// then ends.
type script struct {
	data  []byte
	piece int
	stop  chan struct{}
}

func (s *script) Read(p []byte) (int, error) {
	select {
	case <-s.stop:
		return 0, io.EOF
	default:
	}
	if len(s.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.data[:min(len(s.data), s.piece)])
	s.data = s.data[n:]
	return n, nil
}

func (s *script) Write(p []byte) (int, error) { return len(p), nil }

func (s *script) Close() error {
	select {
	case <-s.stop:
	default:
		close(s.stop)
	}
	return nil
}

// FuzzReader: whatever a device says, a session ends, panics nowhere, and its
// records are within bounds. No byte that came is left out of them, except what
// a cap or a pager explains.
func FuzzReader(f *testing.F) {
	for _, s := range []string{
		"r1#terminal length 0\r\nr1#terminal width 511\r\nr1#show a\r\nx\r\nr1#exit\r\n",
		"r1#r1#r1#r1#", "ops@r1> ", "r1#terminal length 0\r\nr1#terminal width 511\r\nr1#show a\r\n --More-- \b\b\b\r\nr1#",
		"\x1b]0;r1#\r\n\x00\xff\b\b\bterminal length 0\r\nr1#", "r1#terminal length 0\r\nterminal width 511\r\nr1#r1#show a\r\nshow b\r\nr1#y\r\nr1#",
	} {
		f.Add([]byte(s), byte(7))
	}
	ms := time.Millisecond
	timing := Timing{FirstPrompt: 20 * ms, Idle: 10 * ms, Command: 20 * ms, Session: 100 * ms, Settle: ms, Glued: ms, Late: ms, NoEcho: ms, Leave: ms, MaxCommand: 4096, MaxSession: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte, piece byte) {
		c := &Conn{ReadWriteCloser: &script{append([]byte(nil), data...), int(piece) + 1, make(chan struct{})}}
		s := &Session{Timing: timing, Openers: map[inventory.Transport]Opener{inventory.SSH: OpenFunc(func(context.Context, inventory.Device) (*Conn, error) { return c, nil })}}
		asked := 0
		start := time.Now()
		tr, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "r1"}, Next: func(*transcript.Transcript) []Command {
			if asked++; asked > 2 {
				return nil
			}
			return []Command{{Text: []string{"show a", "show b"}[asked-1]}}
		}})
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("it took %s", took)
		}
		if tr == nil || (err == nil) != (tr.Failure == "") {
			t.Fatalf("%v %v", tr, err)
		}
		for i := range tr.Records {
			r := &tr.Records[i]
			if r.BodyStart < 0 || r.BodyEnd < r.BodyStart || r.BodyEnd > len(r.Raw) {
				t.Fatalf("record %d: body %d..%d of %d", i, r.BodyStart, r.BodyEnd, len(r.Raw))
			}
			_ = r.Text()
		}
	})
}
