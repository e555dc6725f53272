package screen

import (
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
	Save(Kept) error
}

// Kept is what is kept of a session.
type Kept struct {
	Planning
	Marks []string `json:"marks,omitempty"`
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
	s.Planning.Devices, s.Planning.Signed, s.Planning.SignedAt = kept.Devices, kept.Signed, kept.SignedAt
	for k, at := range kept.Ticks {
		s.Planning.Ticks[k] = at
	}
	s.List.SetMarks(kept.Marks)
}

// Save keeps plan, ticks and marks. It says so where it cannot.
func (s *Shell) Save() {
	if s.Ports.Keep == nil || s.Planning == nil {
		return
	}
	if err := s.Ports.Keep.Save(Kept{*s.Planning, s.List.Marks()}); err != nil {
		s.Say(safeterm.Sprintf("NOT SAVED: %v", err))
	}
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
