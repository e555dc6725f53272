package screen

import (
	"maps"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// Planning is tonight's plan: which devices are in it, in which order, and what of
// it is done. It is kept by a Keeper after every change.
type Planning struct {
	Devices  []string             `json:"devices,omitempty"`
	Ticks    map[string]time.Time `json:"ticks,omitempty"`  // Tick -> when
	Signed   string               `json:"signed,omitempty"` // who signed it off; "" = nobody
	SignedAt time.Time            `json:"signed_at,omitzero"`
}

// Keeper keeps the plan and the marks, so that a lost terminal loses nothing.
type Keeper interface {
	Load() (Kept, error)
	// Save puts what change makes of what is kept in its place, and gives that: another
	// terminal may have kept something meanwhile.
	Save(change func(Kept) Kept) (Kept, error)
}

// Tick names a step of a device: by its words, so that it stays the same step when
// the plan is built again.
func Tick(device, phase, command, why string) string {
	return device + "\x1f" + phase + "\x1f" + command + "\x1f" + why
}

// Restore takes what was kept.
func (s *Shell) Restore() {
	s.Planning = &Planning{Ticks: map[string]time.Time{}}
	if s.Ports.Keep == nil {
		return
	}
	kept, err := s.Ports.Keep.Load()
	if err != nil {
		s.Say(safeterm.Sprintf("what was ticked before cannot be read: %v", err))
		return
	}
	s.adopt(kept)
}

// Save keeps plan, ticks and marks, beside what another terminal has kept. It says so
// where it cannot.
func (s *Shell) Save() {
	if s.Ports.Keep == nil || s.Planning == nil {
		return
	}
	mine := Kept{*s.Planning, s.List.Marks()}
	kept, err := s.Ports.Keep.Save(func(theirs Kept) Kept { return merge(s.kept, theirs, mine) })
	if err != nil {
		s.Say(safeterm.Sprintf("NOT SAVED: %v", err))
		return
	}
	s.adopt(kept)
}

// Sync takes what another terminal has kept since.
func (s *Shell) Sync() {
	if s.Ports.Keep == nil || s.Planning == nil {
		return
	}
	theirs, err := s.Ports.Keep.Load()
	if err != nil {
		return // saving says it
	}
	s.show(merge(s.kept, theirs, Kept{*s.Planning, s.List.Marks()}))
	s.kept = theirs.clone()
}

// adopt shows what is kept now.
func (s *Shell) adopt(k Kept) {
	s.show(k)
	s.kept = k.clone()
}

func (s *Shell) show(k Kept) {
	ticks := s.Planning.Ticks  // what can be taken back holds it
	now := maps.Clone(k.Ticks) // it may be the same map
	clear(ticks)
	maps.Copy(ticks, now)
	*s.Planning = k.Planning
	s.Planning.Devices, s.Planning.Ticks = slices.Clone(k.Devices), ticks
	s.List.SetMarks(k.Marks)
}

// Plan puts devices into the plan that are not in it, and says how many.
func (s *Shell) Plan(names []string) int {
	before := slices.Clone(s.Planning.Devices)
	for _, n := range names {
		if !slices.Contains(s.Planning.Devices, n) {
			s.Planning.Devices = append(s.Planning.Devices, n)
		}
	}
	n := len(s.Planning.Devices) - len(before)
	if n > 0 {
		s.Did(safeterm.Sprintf("%s into the plan", Devices(n)), func() { s.Planning.Devices = before; s.Save() })
		s.Save()
	}
	return n
}

// Devices counts devices in words.
func Devices(n int) safeterm.Text {
	if n == 1 {
		return "1 device"
	}
	return Count(n) + " devices"
}
