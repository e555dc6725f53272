package lab_test

import (
	"bytes"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/internal/lab"
)

// A device may have an address of its own; the inventory has it too.
func TestOwnAddress(t *testing.T) {
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "a"}, {Name: "b", Listen: "127.1.2.3"}}})
	d := l.Devices()
	if d[0].Address != "127.0.0.1" || d[1].Address != "127.1.2.3" {
		t.Fatalf("addresses %s and %s", d[0].Address, d[1].Address)
	}
	if !bytes.Contains(l.Inventory("env:X"), []byte("host: '127.1.2.3'")) {
		t.Error("the inventory does not have the address of b")
	}
	nc, err := net.DialTimeout("tcp", net.JoinHostPort("127.1.2.3", strconv.Itoa(d[1].Port)), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	_ = nc.Close()
}
