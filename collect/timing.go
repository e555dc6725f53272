package collect

import (
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/inventory"
)

// GCPercent is how much the heap of a process that reads many routers may grow
// between two collections of garbage, unless GOGC says otherwise: sessions leave
// short-lived garbage, and 400 instead of 100 saved 7 % of the CPU per
// device (docs/performance.md). A limit of memory still holds.
const GCPercent = 400

// Timing is how long the reader waits and how much it takes. The zero value of
// a field means the default beside it (collector:5).
type Timing struct {
	Connect     time.Duration // 10 s: until TCP stands
	Handshake   time.Duration // 30 s: keys and login; old processors need seconds
	FirstPrompt time.Duration // 30 s: banner and message of the day
	FirstByte   time.Duration // 30 s: silence before an answer begins; AAA servers that are away cost 15 s
	Idle        time.Duration // 15 s: silence inside an answer
	Command     time.Duration // 60 s: one answer, all of it
	Session     time.Duration // 300 s: everything
	Settle      time.Duration // 150 ms: silence that makes a line the first prompt
	Glued       time.Duration // 50 ms: silence behind a prompt glued to an answer
	Late        time.Duration // 500 ms: silence behind a message after the prompt
	NoEcho      time.Duration // 250 ms: silence behind a prompt where nothing is echoed
	Slow        time.Duration // 5 s: until an echo; a device that needs longer is asked nothing more
	Leave       time.Duration // 1 s: until the device closes after exit
	MaxCommand  int           // 4 MiB: bytes of one answer
	MaxSession  int           // 16 MiB: bytes of a session
}

// of gives the times of a device whose inventory says some.
func (t Timing) of(dev inventory.Device) Timing {
	own := dev.Timeouts
	for _, f := range []struct {
		to  *time.Duration
		own time.Duration
	}{{&t.FirstPrompt, own.Login}, {&t.FirstByte, own.FirstByte}, {&t.Idle, own.Idle}, {&t.Command, own.Command}, {&t.Session, dev.Timeout}} {
		if f.own > 0 {
			*f.to = f.own
		}
	}
	return t
}

// filled puts the defaults into the fields that are zero.
func (t Timing) filled() Timing {
	for _, f := range []struct {
		to  *time.Duration
		def time.Duration
	}{
		{&t.Connect, 10 * time.Second},
		{&t.Handshake, 30 * time.Second},
		{&t.FirstPrompt, 30 * time.Second},
		{&t.FirstByte, 30 * time.Second},
		{&t.Idle, 15 * time.Second},
		{&t.Command, 60 * time.Second},
		{&t.Session, 300 * time.Second},
		{&t.Settle, 150 * time.Millisecond},
		{&t.Glued, 50 * time.Millisecond},
		{&t.Late, 500 * time.Millisecond},
		{&t.NoEcho, 250 * time.Millisecond},
		{&t.Slow, 5 * time.Second},
		{&t.Leave, time.Second},
	} {
		if *f.to <= 0 {
			*f.to = f.def
		}
	}
	if t.MaxCommand <= 0 {
		t.MaxCommand = 4 << 20
	}
	if t.MaxSession <= 0 {
		t.MaxSession = 16 << 20
	}
	return t
}

// raise names the time that was too short.
func (t Timing) raise(o outcome, begun bool, first, total time.Duration) string {
	switch {
	case o == late:
		return fmt.Sprintf("raise timeouts: command of the device, %s now", total)
	case begun:
		return fmt.Sprintf("raise timeouts: idle of the device, %s now", t.Idle)
	}
	return fmt.Sprintf("raise timeouts: first_byte of the device, %s now", first)
}
