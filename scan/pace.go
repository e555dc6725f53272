package scan

import "time"

// soon is how long a run must have gone on before its pace says something.
const soon = 2 * time.Second

// Pace is how fast a run goes, in devices per second, and how long the rest of
// the planned devices takes at that. done counts those of earlier runs of the
// scan too, before only these: they took no time of this run. Not ok = too early
// to say, or nothing is left.
func Pace(planned, done, before int, took time.Duration) (perSecond float64, left time.Duration, ok bool) {
	if done <= before || done >= planned || took < soon {
		return 0, 0, false
	}
	perSecond = float64(done-before) / took.Seconds()
	return perSecond, time.Duration(float64(planned-done) / perSecond * float64(time.Second)).Round(time.Second), true
}
