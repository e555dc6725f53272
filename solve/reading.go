package solve

import (
	"math"
	"time"
)

// Reading is what one scan read of one memory, with what tells a break from growth.
type Reading struct {
	At     time.Time
	Booted time.Time // since when the device ran; zero = not known
	Used   float64
	Cap    float64 // 0 = not known
}

// sameCap is how far two readings of one capacity may differ, as a share.
const sameCap = 0.01

// Reloaded reports whether a device was reloaded between two readings.
func (r Reading) Reloaded(before Reading) bool {
	return !r.Booted.IsZero() && r.Booted.After(before.At) && !r.Booted.After(r.At)
}

// Divided reports whether the memory was given another size between two readings.
func (r Reading) Divided(before Reading) bool {
	return r.Cap > 0 && before.Cap > 0 && math.Abs(r.Cap-before.Cap) > sameCap*before.Cap
}

// Samples are readings in order of time as they are fitted: a reload and another
// size of the memory cut the past.
func Samples(readings []Reading) []Sample {
	out := make([]Sample, len(readings))
	for i, r := range readings {
		out[i] = Sample{At: r.At, Used: r.Used}
		if i > 0 {
			out[i].Reset = r.Reloaded(readings[i-1]) || r.Divided(readings[i-1])
		}
	}
	return out
}
