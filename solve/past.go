package solve

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Sample is what one scan read of one memory of one device.
type Sample struct {
	At   time.Time
	Used float64
	// Reset: what was read before says nothing of the level from here on: the device
	// was reloaded, or its memory divided anew.
	Reset bool
}

// Past is the growth of a memory by its own readings.
type Past struct {
	Mid     float64 // entries per year
	Level   float64 // entries now, without the outlier of one scan
	From    time.Time
	To      time.Time
	Samples int
	Outlier bool // the last reading is one: it is far from all before it

	spread float64 // entries per year by which parts of the past differ
	drift  float64 // what a rate changes by over a time as long as the past, as a share
	noise  float64 // entries by which readings stray from the line
	swing  float64 // entries by which they swing about it, over weeks: seasons
}

// The figures of the fit, found by the back-test (docs/forecast.md).
const (
	leastPast   = 14 * 24 * time.Hour // shorter pasts tell nothing
	longestPast = 3 * Year            // older readings tell of another time
	recent      = 0.25                // of the past: the age at which a slope weighs e times less
	fewDrift    = 0.75                // what a rate may change by where few readings prove it, as a share
	manyDrift   = 0.29                // and where many do
	farOff      = 8                   // times the noise makes an outlier
	swings      = 1.2                 // what a swing adds to the band, on the day and to the rate
	swingFrom   = 2.5                 // times the noise within these parts that make it a swing
	weeks       = 12                  // parts of a past over which a swing is seen
)

// PastGrowth fits the growth of one memory: the weighted median of the slopes between
// its readings (Theil-Sen; long and recent ones weigh more), never across a reset. ok
// is false for less than 14 days or three readings. Samples are in order of time.
func PastGrowth(samples []Sample) (p Past, ok bool) {
	samples = lately(samples)
	if len(samples) < 3 || samples[len(samples)-1].At.Sub(samples[0].At) < leastPast {
		return Past{}, false
	}
	segments := segmentsOf(thin(samples))
	first, last := samples[0], samples[len(samples)-1]
	span := years(last.At.Sub(first.At))
	many := 1 - math.Exp(-float64(len(samples)-3)/30)
	slopes := slopesOf(segments, last.At, recent*span)
	if len(slopes) == 0 {
		return Past{}, false
	}
	p = Past{Mid: quantile(slopes, 0.5), From: first.At, To: last.At, Samples: len(samples)}
	p.spread = (quantile(slopes, 0.9) - quantile(slopes, 0.1)) / 2
	p.drift = fewDrift + (manyDrift-fewDrift)*many
	p.Level, p.noise, p.Outlier = levelOf(segments[len(segments)-1], p.Mid)
	var middle float64
	if middle, p.swing = swingOf(segments[len(segments)-1], p.Mid); p.swing > 0 {
		p.Level = middle // the last reading may lie at the top of a swing, or at its foot
	}
	return p, true
}

// Band is the growth in entries per year over the next so many years: the further one
// looks beyond the past, the wider. In 80 of 100 cases the truth lies inside.
func (p Past) Band(ahead float64) Band {
	span := max(years(p.To.Sub(p.From)), 1e-6)
	w := math.Hypot(p.spread/2, min(0.9, p.drift*math.Sqrt(0.5+ahead/span))*math.Abs(p.Mid))
	w = math.Hypot(w, p.noise/max(ahead, 1e-3))
	w = math.Hypot(w, swings*p.swing*(1/max(ahead, 1e-3)+1/span))
	return Band{Low: p.Mid - w, Mid: p.Mid, High: p.Mid + w}
}

// At gives the entries at a time to come, with the band.
func (p Past) At(t time.Time) Band {
	ahead := max(0, years(t.Sub(p.To)))
	return Band{p.Level, p.Level, p.Level}.Add(p.Band(ahead).Scale(ahead))
}

// RunsOut gives when capacity is reached.
func (p Past) RunsOut(capacity float64) Runway {
	at := func(rate func(Band) float64) time.Time {
		reached := func(ahead float64) bool { return p.Level+rate(p.Band(ahead))*ahead >= capacity }
		low, high := 0.0, 0.0
		for ; !reached(high); high += 0.05 { // the slow edge of the band is no straight line
			if low = high; high > Far {
				return time.Time{}
			}
		}
		for range 40 {
			if mid := (low + high) / 2; reached(mid) {
				high = mid
			} else {
				low = mid
			}
		}
		return Date(p.To, high)
	}
	return Runway{
		Low:    at(func(b Band) float64 { return b.High }),
		Median: at(func(b Band) float64 { return b.Mid }),
		High:   at(func(b Band) float64 { return b.Low }),
	}
}

func years(d time.Duration) float64 { return d.Hours() / Year.Hours() }

// lately drops what is older than the past that counts.
func lately(samples []Sample) []Sample {
	if len(samples) == 0 {
		return nil
	}
	from := samples[len(samples)-1].At.Add(-longestPast)
	at := slices.IndexFunc(samples, func(s Sample) bool { return !s.At.Before(from) })
	if len(samples)-at < 3 {
		at = max(0, len(samples)-3)
	}
	return samples[at:]
}

// mostFitted is how many readings are fitted; of more every n-th one is.
const mostFitted = 80

// thin keeps about mostFitted samples, with every reset and the last one.
func thin(samples []Sample) []Sample {
	step := (len(samples) + mostFitted - 1) / mostFitted
	if step <= 1 {
		return samples
	}
	var kept []Sample
	reset := false
	for i, s := range samples {
		reset = reset || s.Reset
		if i%step == 0 || s.Reset || i == len(samples)-1 {
			s.Reset = reset
			kept, reset = append(kept, s), false
		}
	}
	return kept
}

// segmentsOf cuts a series at its resets.
func segmentsOf(samples []Sample) [][]Sample {
	var all [][]Sample
	from := 0
	for i := 1; i <= len(samples); i++ {
		if i == len(samples) || samples[i].Reset {
			all, from = append(all, samples[from:i]), i
		}
	}
	return all
}

// slope is a rate between two readings, with its weight.
type slope struct{ rate, weight float64 }

// slopesOf are the rates between the readings of each segment that are far enough
// apart for a step not to count as growth, sorted.
func slopesOf(segments [][]Sample, end time.Time, fade float64) []slope {
	var all []slope
	for _, s := range segments {
		least := years(s[len(s)-1].At.Sub(s[0].At)) / 3
		for i := range s {
			for j := i + 1; j < len(s); j++ {
				gap := years(s[j].At.Sub(s[i].At))
				if gap <= 0 || gap < least {
					continue
				}
				age := (years(end.Sub(s[i].At)) + years(end.Sub(s[j].At))) / 2
				all = append(all, slope{(s[j].Used - s[i].Used) / gap, gap * math.Exp(-age/fade)})
			}
		}
	}
	slices.SortFunc(all, func(a, b slope) int { return cmp.Compare(a.rate, b.rate) })
	return all
}

// quantile of weighted rates.
func quantile(sorted []slope, share float64) float64 {
	total, sum := 0.0, 0.0
	for _, s := range sorted {
		total += s.weight
	}
	for _, s := range sorted {
		if sum += s.weight; sum >= share*total {
			return s.rate
		}
	}
	return sorted[len(sorted)-1].rate
}

// levelOf gives where the line stands at the end of a segment: the last reading, or,
// where that one is an outlier, the middle of those before it.
func levelOf(s []Sample, rate float64) (level, noise float64, outlier bool) {
	last := s[len(s)-1]
	var at []float64 // every reading, carried to the end by the rate
	for _, x := range s[max(0, len(s)-30) : len(s)-1] {
		at = append(at, x.Used+rate*years(last.At.Sub(x.At)))
	}
	if len(at) < 5 {
		return last.Used, 0, false
	}
	middle := median(at)
	off := make([]float64, len(at))
	for i, v := range at {
		off[i] = math.Abs(v - middle)
	}
	noise = median(off)
	if math.Abs(last.Used-middle) > farOff*max(noise, 0.005*math.Abs(middle)) {
		return middle, noise, true
	}
	return last.Used, noise, false
}

// swingOf gives by how much a segment swings about its line, beyond what its noise makes
// of it: half the distance between the high and the low parts; 0 where it does not, or is too
// short to tell. middle is where the line stands at its end.
func swingOf(s []Sample, rate float64) (middle, swing float64) {
	if len(s) < 3*weeks {
		return 0, 0
	}
	var middles, within []float64
	for i := range weeks {
		var off []float64
		for _, x := range s[i*len(s)/weeks : (i+1)*len(s)/weeks] {
			off = append(off, x.Used-rate*years(x.At.Sub(s[0].At)))
		}
		middle := median(off)
		for j := range off {
			off[j] = math.Abs(off[j] - middle)
		}
		middles, within = append(middles, middle), append(within, median(off))
	}
	slices.Sort(middles)
	half := (middles[weeks-2] - middles[1]) / 2
	if half <= swingFrom*median(within) {
		return 0, 0
	}
	return median(middles) + rate*years(s[len(s)-1].At.Sub(s[0].At)), half
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
