package main

import (
	"math"
	"time"
)

// row is one program that read some devices. A figure that was not measured is
// NaN and prints as "unknown"; it meets no goal and misses none.
type row struct {
	name     string
	version  string
	kb       int // of answers per device
	devices  int
	sessions int
	ok       int // devices whose answers came whole
	cpu      time.Duration
	starting time.Duration // CPU of the program without a device; part of cpu
	wall     time.Duration
	lone     float64 // ms of one visit while nothing else is read
	rssMB    float64
	why      string // why there is no figure
}

// unmeasured is a row without figures.
func unmeasured(name, why string) row { return row{name: name, why: why, lone: math.NaN()} }

// cpuMS is the CPU of one device in ms: that of the whole program over the
// devices, as the goals were set (design of the collector, section 2). Where a
// device failed there is no figure: a visit cut short is cheap.
func (r row) cpuMS() float64 {
	if r.devices == 0 || r.ok < r.devices || r.cpu <= 0 {
		return math.NaN()
	}
	return ms(r.cpu) / float64(r.devices)
}

// bareMS is cpuMS without the CPU of starting the program.
func (r row) bareMS() float64 {
	if r.devices == 0 {
		return math.NaN()
	}
	return r.cpuMS() - ms(r.starting)/float64(r.devices)
}

// wallS is how long it took, in seconds.
func (r row) wallS() float64 {
	if r.wall <= 0 || r.ok < r.devices {
		return math.NaN()
	}
	return r.wall.Seconds()
}

// memory is the largest resident set, in MB.
func (r row) memory() float64 {
	if r.rssMB <= 0 {
		return math.NaN()
	}
	return r.rssMB
}

// idealS is how long it would take if every visit took as long as a lone one
// and no session were ever idle, in seconds.
func (r row) idealS() float64 {
	if r.sessions == 0 {
		return math.NaN()
	}
	return float64(r.devices) / float64(min(r.sessions, max(r.devices, 1))) * r.lone / 1000
}

// overIdeal is how many times the ideal it took.
func (r row) overIdeal() float64 { return r.wallS() / r.idealS() }

// times is how many times the CPU per device of base r took.
func (r row) times(base row) float64 { return r.cpuMS() / base.cpuMS() }

// timesBare is times without what starting both programs took.
func (r row) timesBare(base row) float64 { return r.bareMS() / base.bareMS() }

// middle gives the row whose CPU is the median of the whole ones, the first
// where none is whole.
func middle(rows []row) row {
	var whole []row
	for _, r := range rows {
		if math.IsNaN(r.cpuMS()) {
			continue
		}
		at := 0
		for at < len(whole) && whole[at].cpuMS() < r.cpuMS() {
			at++
		}
		whole = append(whole[:at], append([]row{r}, whole[at:]...)...)
	}
	if len(whole) == 0 {
		return rows[0]
	}
	return whole[len(whole)/2]
}

// goal is a figure that must not be above, or below, a bound.
type goal struct {
	text     string
	unit     string
	measured float64 // NaN = not measured
	bound    float64
	least    bool // the bound is the least, not the most
}

// verdict says whether a goal is met; what was not measured is unknown.
func (g goal) verdict() string {
	switch {
	case math.IsNaN(g.measured):
		return "unknown"
	case g.least && g.measured >= g.bound, !g.least && g.measured <= g.bound:
		return "met"
	}
	return "**missed**"
}

// results are everything that one run measured.
type results struct {
	visits []row // headroom, 36 KB, by devices
	large  row   // headroom, 280 KB
	hold   holding
	peers  []beside
	scan   scanned
}

// beside is a peer, and headroom with as many devices and sessions in the same
// minutes.
type beside struct{ peer, own row }

// holding is what sessions cost that wait for an answer.
type holding struct {
	sessions                   int
	rssKB, waitingMS, closedMS float64
	leaked                     int // descriptors
}

// scanned is what a whole scan costs.
type scanned struct {
	row
	files        row     // the same transcripts judged without reading a router
	commands, kb float64 // per device, the mean
	// What each station costs, in ms of CPU per device; zero = not measured.
	collect, parse, judge, keep, report float64
}

// overCollecting is what all that follows costs, against collecting.
func (s *scanned) overCollecting() float64 {
	if s.collect <= 0 || s.parse <= 0 {
		return math.NaN()
	}
	return (s.parse + s.judge + s.keep + s.report) / s.collect
}

// usual is the visit whose cost is a goal.
func (r *results) usual() row {
	for _, v := range r.visits {
		if v.devices == usualDevices || len(r.visits) == 1 {
			return v
		}
	}
	return unmeasured("headroom", "not run")
}

// largest is the run with the most devices, where it was run.
func (r *results) largest() row {
	for _, v := range r.visits {
		if v.devices == mostDevices {
			return v
		}
	}
	return unmeasured("headroom", "not run")
}

// against is how many times the CPU of headroom a peer took.
func (r *results) against(name string) float64 {
	for _, p := range r.peers {
		if p.peer.name == name {
			return p.peer.times(p.own)
		}
	}
	return math.NaN()
}

// over is how many times the CPU of a peer headroom took.
func (r *results) over(name string) float64 { return 1 / r.against(name) }

// goals are those of the project (docs/performance.md shows them all).
func (r *results) goals() []goal {
	h := r.hold
	if h.sessions == 0 {
		h.rssKB, h.waitingMS, h.closedMS = math.NaN(), math.NaN(), math.NaN()
	}
	return []goal{
		{"CPU of headroom against x/crypto alone, 36 KB", "×", r.over(bareName), 1.25, false},
		{"CPU of headroom against x/crypto alone, 280 KB", "×", r.over(bareBigName), 1.5, false},
		{"CPU of headroom against the commit before", "×", r.over(beforeName), 1.05, false},
		{"10,000 devices at 500 sessions, wall time against the ideal", "×", r.largest().overIdeal(), 1.7, false},
		{"memory per open session", "KB", h.rssKB, 150, false},
		{"CPU of a waiting session, per second", "ms", h.waitingMS, 0.02, false},
		{"cancelled: until every descriptor is closed", "ms", h.closedMS, 50, false},
		{"CPU of scrapligo against headroom, 500 sessions each", "×", r.against("scrapligo"), 3, true},
		{"CPU of netmiko against headroom, 100 threads each", "×", r.against("netmiko, 100 threads"), 6, true},
		{"parse, judge, keep and report against collecting", "×", r.scan.overCollecting(), 1, false},
		{"CPU of ansible against headroom", "×", r.against("ansible cisco.ios"), 100, true},
	}
}
