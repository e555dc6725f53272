package ssh

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
)

// atOnce counts the reads of a connection that gives everything at once.
type atOnce struct {
	net.Conn
	text  *bytes.Reader
	reads int
}

func (c *atOnce) Read(p []byte) (int, error) { c.reads++; return c.text.Read(p) }

// TestWire: a greeting that is read byte by byte costs one read, and no byte is
// lost, doubled or moved.
func TestWire(t *testing.T) {
	text := append([]byte("SSH-2.0-Cisco-1.25\r\n"), bytes.Repeat([]byte("key exchange "), 900)...)
	below := &atOnce{text: bytes.NewReader(text)}
	w := &wire{Conn: below}
	var got []byte
	for one := make([]byte, 1); !bytes.HasSuffix(got, []byte("\n")); {
		if _, err := io.ReadFull(w, one); err != nil {
			t.Fatal(err)
		}
		got = append(got, one...)
	}
	if below.reads != 1 {
		t.Errorf("%d reads of the greeting", below.reads)
	}
	rest, err := io.ReadAll(w)
	if got = append(got, rest...); err != nil || !bytes.Equal(got, text) {
		t.Errorf("%v, %d bytes of %d", err, len(got), len(text))
	}
	if w.heard.Load() != int64(len(text)) || !bytes.Equal(w.said(), text[:maxSaid]) {
		t.Errorf("heard %d, said %q", w.heard.Load(), w.said())
	}
}

// lastWords gives bytes and an error together, and the error only once.
type lastWords struct {
	net.Conn
	err error
}

func (c *lastWords) Read(p []byte) (n int, err error) {
	err, c.err = c.err, nil
	if err == nil {
		return 0, errors.New("it was read again")
	}
	return copy(p, "SSH-2.0-x\r\n"), err
}

// TestWireKeepsAnError: an error that comes with bytes is given after them, and
// stays.
func TestWireKeepsAnError(t *testing.T) {
	reset := errors.New("reset")
	w := &wire{Conn: &lastWords{err: reset}}
	got := make([]byte, len("SSH-2.0-x\r\n"))
	for i := range got {
		if _, err := w.Read(got[i : i+1]); err != nil {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	if string(got) != "SSH-2.0-x\r\n" {
		t.Errorf("%q", got)
	}
	for range 2 {
		if n, err := w.Read(make([]byte, 1)); n != 0 || !errors.Is(err, reset) {
			t.Errorf("%d bytes and %v", n, err)
		}
	}
}
