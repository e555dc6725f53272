package scrapli

import (
	"context"
	"errors"
	"io"
	"os"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/scrapli/scrapligo/transport"

	"github.com/headroom-audit/headroom/collect"
)

// stream makes a scrapligo transport an io.ReadWriteCloser.
type stream struct {
	impl    transport.Implementation
	process *transport.System // the ssh program, nil for telnet
	secrets *collect.Login
	files   *sshFiles         // of the ssh program, nil for telnet
	session map[string]string // gets what was negotiated when the stream is closed
	rest    []byte
	closed  atomic.Bool
	once    sync.Once
}

// open runs the transport's Open under ctx: scrapligo knows no context. An open
// that is given up on is closed when it comes back.
func (s *stream) open(ctx context.Context, a *transport.Args, limit time.Duration) error {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	opened := make(chan error, 1)
	go func() { opened <- s.impl.Open(a) }()
	select {
	case err := <-opened:
		return err
	case <-ctx.Done():
		go func() {
			if <-opened == nil {
				_ = s.Close()
			}
		}()
		return ctx.Err()
	}
}

func (s *stream) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		if s.closed.Load() {
			return 0, io.EOF
		}
		b, err := s.impl.Read(min(len(p), readSize))
		if err != nil {
			return 0, ended(err)
		}
		s.rest = b
		if s.files != nil {
			s.files.unlink()
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// ended makes the error of a pty whose process is gone (EIO on Linux) an EOF.
func ended(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) || errors.Is(err, os.ErrClosed) {
		return io.EOF
	}
	return err
}

func (s *stream) Write(p []byte) (int, error) {
	if s.closed.Load() {
		return 0, io.ErrClosedPipe
	}
	if err := s.impl.Write(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close ends the connection and, for the ssh program, waits for it, which
// scrapligo does not do.
func (s *stream) Close() error {
	var err error
	s.once.Do(func() {
		s.closed.Store(true)
		pid := s.pid()
		err = s.impl.Close()
		if p, ferr := os.FindProcess(pid); pid > 0 && ferr == nil {
			_, _ = p.Wait()
		}
		if s.files != nil {
			s.files.negotiated(s.session)
			s.files.close()
		}
		s.secrets.Wipe()
	})
	return err
}

// pid is the process of the ssh program. scrapligo v1.4.3 keeps it to itself;
// it is read, never changed, and 0 where the field is no longer there.
func (s *stream) pid() int {
	if s.process == nil {
		return 0
	}
	c := reflect.ValueOf(s.process).Elem().FieldByName("c")
	if !c.IsValid() || c.Kind() != reflect.Pointer || c.IsNil() {
		return 0
	}
	p := c.Elem().FieldByName("Process")
	if !p.IsValid() || p.Kind() != reflect.Pointer || p.IsNil() {
		return 0
	}
	if id := p.Elem().FieldByName("Pid"); id.IsValid() && id.CanInt() {
		return int(id.Int())
	}
	return 0
}
