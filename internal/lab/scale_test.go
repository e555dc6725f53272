package lab_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/transcript"
)

// fleet is n devices of every OS.
func fleet(t testing.TB, n int) []lab.Device {
	var base []lab.Device
	for _, l := range logs {
		base = append(base, lab.Device{Name: l.name, OS: l.os, Transcript: log(t, l.text)})
	}
	return lab.Generate(base, n)
}

// A thousand devices start in one process, are read at once, and each gives its
// own answer.
func TestThousandDevices(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand logins")
	}
	n := 1000
	l := start(t, lab.Config{Devices: fleet(t, n)})
	timing := patience
	timing.Handshake, timing.FirstPrompt, timing.Idle, timing.Command = 30*time.Second, 30*time.Second, 15*time.Second, 60*time.Second
	timing.Session, timing.Leave = time.Minute, 10*time.Second
	r := newReach(t, l, timing)
	var wg sync.WaitGroup
	next := make(chan int)
	for range 32 {
		wg.Go(func() {
			for i := range next {
				tr, err := r.visit(context.Background(), i, "show version")
				if err != nil {
					t.Errorf("%s: %v", r.inv.Devices[i].Name, err)
					continue
				}
				if got := answers(tr); len(got) != 1 || got[0].State != transcript.Complete || got[0].Text() != texts(log(t, logs[i%len(logs)].text))["show version"] {
					t.Errorf("%s: %+v", r.inv.Devices[i].Name, got)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// BenchmarkStart is what a device that nobody calls costs.
func BenchmarkStart(b *testing.B) {
	devices := fleet(b, 1000)
	for b.Loop() {
		l, err := lab.Start(context.Background(), lab.Config{Devices: devices})
		if err != nil {
			b.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapInuse+m.StackInuse)/1024/float64(len(devices)), "KB/device")
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
