package main

import (
	"io"
	"os"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/tui"
	"github.com/headroom-audit/headroom/tui/screen"
)

// BenchmarkFirstFrame opens the stored scan that HEADROOM_BENCH_STORE names, up to its first frame:
// headroom demo --no-tui --devices 10000 --store FILE makes one.
func BenchmarkFirstFrame(b *testing.B) {
	path := os.Getenv("HEADROOM_BENCH_STORE")
	if path == "" {
		b.Skip("HEADROOM_BENCH_STORE names no store")
	}
	b.ReportAllocs()
	for range b.N {
		g := &globals{store: path, std: stdio{out: io.Discard, err: io.Discard}, clock: time.Now}
		desk, err := g.desk("", false)
		if err != nil {
			b.Fatal(err)
		}
		result, head, err := desk.open(b.Context(), "")
		if err != nil {
			b.Fatal(err)
		}
		o := g.tuiOptions()
		desk.lend(&o.Ports)
		o.Result, o.Scan = result, screen.Head{Inventory: head.Inventory}
		if tui.New(o).View().Content == "" {
			b.Fatal("no frame")
		}
		desk.close()
	}
}
