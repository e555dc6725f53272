package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/solve"
)

// Options are what a plan knows beside the verdicts.
type Options struct {
	Rooms Rooms
	Now   time.Time
	// Inventory gives windows, freezes and redundancy groups; nil = none is known,
	// and the waves have no times.
	Inventory *inventory.Inventory
	PerSite   int // devices of one site that may be down at once; 0 = 1
	PerWave   int // devices of one wave; 0 = 10
	// Only picks the devices that the plan is about, by name; nil = all. The
	// verdicts of the others tell who stands in for them.
	Only func(name string) bool
}

// The limits where nobody says others.
const (
	DefaultPerSite = 1
	DefaultPerWave = 10
)

// The kinds of waves. Reloading what waits comes before dividing anew.
const (
	WaveReload = "reload"
	WaveCarve  = "carve"
)

// Wave is a set of devices that may be down together.
type Wave struct {
	Name    string     `json:"name"`
	Kind    string     `json:"kind"` // reload: nothing is entered; carve: lines are entered first
	Devices []string   `json:"devices"`
	Window  string     `json:"window,omitempty"`
	Zone    string     `json:"zone,omitempty"`
	From    *time.Time `json:"from,omitempty"` // nil = no maintenance window in the inventory
	To      *time.Time `json:"to,omitempty"`
	After   []After    `json:"after,omitempty"`
}

// After says that a device waits for another to be verified.
type After struct {
	Device string `json:"device"`
	First  string `json:"first"` // done and its checks after the reload passed
}

// Unplaced is a device that is in no wave.
type Unplaced struct {
	Device string `json:"device"`
	Why    string `json:"why"`
}

// wave is a Wave while it is filled.
type wave struct {
	Wave
	slot  slot
	timed bool
	sites map[string]int
}

// scheduler puts devices into waves, one after the other: what waits for a
// reload first, then by state and name. It is greedy and deterministic: each
// device takes the first place that breaks no rule.
type scheduler struct {
	o       Options
	windows map[string][]slot
	known   map[string]*inventory.Device
	groups  map[string][]inventory.RedundancyGroup // by device
	read    map[string]bool                        // was read: is up. Who is not here may be down
	pair    map[string][]string
	waves   []*wave
	at      map[string]*wave
	last    map[string]time.Time // by window: the end of its last reload wave
	failed  []Unplaced
}

func schedule(p *Plan, verdicts []audit.Verdict, o Options) {
	s := &scheduler{
		o: o, windows: map[string][]slot{}, known: map[string]*inventory.Device{}, read: map[string]bool{},
		pair: map[string][]string{}, groups: map[string][]inventory.RedundancyGroup{}, at: map[string]*wave{}, last: map[string]time.Time{},
	}
	s.o.PerSite, s.o.PerWave = cmp.Or(o.PerSite, DefaultPerSite), cmp.Or(o.PerWave, DefaultPerWave)
	s.learn(verdicts)
	var queue []*Device
	for i := range p.Devices {
		if d := &p.Devices[i]; d.Reload != nil && len(d.Refused) == 0 {
			queue = append(queue, d)
		}
	}
	slices.SortStableFunc(queue, func(a, b *Device) int { return cmp.Compare(kindOf(b), kindOf(a)) }) // reload before carve
	for _, d := range queue {
		s.place(d)
	}
	p.Waves, p.Unplaced = s.result(), s.failed
}

func kindOf(d *Device) string {
	if d.Action == solve.Reload || d.Action == solve.Save {
		return WaveReload
	}
	return WaveCarve
}

// learn collects who stands in for whom, and who may be down already.
func (s *scheduler) learn(verdicts []audit.Verdict) {
	for i := range verdicts {
		d := verdicts[i].Device
		s.read[d.Name] = verdicts[i].State != audit.Fail
		s.join(d.Name, d.Pair)
	}
	if s.o.Inventory == nil {
		return
	}
	for i := range s.o.Inventory.Devices {
		d := &s.o.Inventory.Devices[i]
		s.known[d.Name] = d
		s.join(d.Name, d.Pair)
	}
	for _, g := range s.o.Inventory.Redundancy {
		for _, m := range g.Devices {
			s.groups[m] = append(s.groups[m], g)
		}
	}
}

// join makes two devices a pair, whichever of them names the other.
func (s *scheduler) join(a, b string) {
	if b == "" || a == b {
		return
	}
	for _, x := range [][2]string{{a, b}, {b, a}} {
		if !slices.Contains(s.pair[x[0]], x[1]) {
			s.pair[x[0]] = append(s.pair[x[0]], x[1])
		}
	}
}

func (s *scheduler) fail(d *Device, format string, args ...any) {
	s.failed = append(s.failed, Unplaced{d.Name, fmt.Sprintf(format, args...)})
}

func (s *scheduler) place(d *Device) {
	for _, p := range s.pair[d.Name] {
		if !s.read[p] {
			s.fail(d, "its pair %s was not read and may be down: make sure that it carries traffic first", p)
			return
		}
	}
	for _, g := range s.groups[d.Name] {
		if n := s.downIn(&g, d.Name); n >= maxDown(&g) {
			s.fail(d, "%d of redundancy group %s were not read and may be down, and at most %d may be", n, g.Name, maxDown(&g))
			return
		}
	}
	window := ""
	if k := s.known[d.Name]; k != nil {
		window = k.Window
	}
	if window == "" {
		s.placeUntimed(d)
		return
	}
	s.placeTimed(d, window)
}

func maxDown(g *inventory.RedundancyGroup) int { return max(1, g.MaxDown) }

// downIn counts the other members of a group that may be down already.
func (s *scheduler) downIn(g *inventory.RedundancyGroup, except string) int {
	n := 0
	for _, m := range g.Devices {
		if m != except && !s.read[m] {
			n++
		}
	}
	return n
}

// placeUntimed fills waves without times in their order.
func (s *scheduler) placeUntimed(d *Device) {
	for _, w := range s.waves {
		if !w.timed && w.Kind == kindOf(d) && s.after(d, w) && s.fits(d, []*wave{w}, w) {
			s.put(d, w)
			return
		}
	}
	s.put(d, s.open(d, wave{}))
}

// after reports whether an untimed wave comes after those of the device's pair.
func (s *scheduler) after(d *Device, w *wave) bool {
	for _, p := range s.pair[d.Name] {
		if first := s.at[p]; first != nil && !first.timed && slices.Index(s.waves, first) >= slices.Index(s.waves, w) {
			return false
		}
	}
	return true
}

// placeTimed takes the first occurrence of the window that breaks no rule.
func (s *scheduler) placeTimed(d *Device, name string) {
	slots, err := s.slots(name)
	if err != nil {
		s.fail(d, "%v", err)
		return
	}
	var freeze *inventory.Freeze
	for _, at := range slots {
		if f := frozen(s.o.Inventory.Freezes, at, d.Site); f != nil {
			freeze = f
			continue
		}
		if !s.mayStart(d, name, at) {
			continue
		}
		own, beside := s.during(name, kindOf(d), at)
		if own == nil && s.taken(name, at) || !s.fits(d, beside, own) {
			continue
		}
		if own == nil {
			from, to := at.from, at.to
			own = s.open(d, wave{slot: at, timed: true, Wave: Wave{Window: name, Zone: s.o.Inventory.Windows[name].Zone, From: &from, To: &to}})
		}
		s.put(d, own)
		return
	}
	why := fmt.Sprintf("window %s has no free place within %d days", name, int(lookahead/(24*time.Hour)))
	if freeze != nil {
		why += " (freezes stand in the way: " + freeze.Reason + ")"
	}
	s.fail(d, "%s", why)
}

func (s *scheduler) slots(name string) ([]slot, error) {
	if out, ok := s.windows[name]; ok {
		return out, nil
	}
	w, ok := s.o.Inventory.Windows[name]
	if !ok {
		return nil, fmt.Errorf("there is no window %q in the inventory", name)
	}
	out, err := calendar(w, s.o.Now)
	s.windows[name] = out
	return out, err
}

// mayStart holds back a carve until the reloads of its window are done, and the
// second of a pair until the first is over.
func (s *scheduler) mayStart(d *Device, window string, at slot) bool {
	if kindOf(d) == WaveCarve && at.from.Before(s.last[window]) {
		return false
	}
	for _, p := range s.pair[d.Name] {
		if w := s.at[p]; w != nil && w.timed && at.from.Before(w.slot.to) {
			return false
		}
	}
	return true
}

// during gives the wave of that window, kind and time, nil where there is none
// yet, and all waves that run at the same time, itself included.
func (s *scheduler) during(window, kind string, at slot) (own *wave, all []*wave) {
	for _, w := range s.waves {
		if !w.timed || !w.slot.overlaps(at.from, at.to) {
			continue
		}
		all = append(all, w)
		if w.Window == window && w.Kind == kind && w.slot.from.Equal(at.from) {
			own = w
		}
	}
	return own, all
}

// taken reports whether a wave of the other kind has that occurrence.
func (s *scheduler) taken(window string, at slot) bool {
	return slices.ContainsFunc(s.waves, func(w *wave) bool { return w.timed && w.Window == window && w.slot.from.Equal(at.from) })
}

// fits checks pair, groups, site and size against the waves of the same time.
func (s *scheduler) fits(d *Device, beside []*wave, own *wave) bool {
	if own != nil && len(own.Devices) >= s.o.PerWave {
		return false
	}
	site := 0
	for _, w := range beside {
		site += w.sites[d.Site]
		for _, p := range s.pair[d.Name] {
			if slices.Contains(w.Devices, p) {
				return false
			}
		}
	}
	if d.Site != "" && site >= s.o.PerSite {
		return false
	}
	for _, g := range s.groups[d.Name] {
		n := s.downIn(&g, d.Name)
		for _, w := range beside {
			for _, m := range w.Devices {
				if slices.Contains(g.Devices, m) {
					n++
				}
			}
		}
		if n >= maxDown(&g) {
			return false
		}
	}
	return true
}

func (s *scheduler) open(d *Device, w wave) *wave {
	w.Kind, w.sites, w.Devices = kindOf(d), map[string]int{}, []string{}
	s.waves = append(s.waves, &w)
	return &w
}

func (s *scheduler) put(d *Device, w *wave) {
	w.Devices = append(w.Devices, d.Name)
	w.sites[d.Site]++
	for _, p := range s.pair[d.Name] {
		if s.at[p] != nil {
			w.After = append(w.After, After{Device: d.Name, First: p})
		}
	}
	s.at[d.Name] = w
	if w.timed && w.Kind == WaveReload && w.slot.to.After(s.last[w.Window]) {
		s.last[w.Window] = w.slot.to
	}
}

// result gives the waves in the order of their times, those without times last,
// and names them.
func (s *scheduler) result() []Wave {
	slices.SortStableFunc(s.waves, func(a, b *wave) int {
		switch {
		case a.timed != b.timed:
			if a.timed {
				return -1
			}
			return 1
		case !a.timed:
			return 0
		}
		return cmp.Or(a.slot.from.Compare(b.slot.from), cmp.Compare(a.Window, b.Window))
	})
	out := make([]Wave, 0, len(s.waves))
	for i, w := range s.waves {
		w.Name = fmt.Sprintf("wave %d", i+1)
		out = append(out, w.Wave)
	}
	return out
}
